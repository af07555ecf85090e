"""The two colours of the two legs, the same in the film, the charts and the cards.

Blue and orange keep apart for every common kind of colour blindness
(Okabe & Ito 2008, "Color Universal Design").  The film has one pair for any
background; the page has a darker pair on white and a lighter pair on dark, each
with a contrast of at least 4.5 to 1 as text (WCAG 2.2, 1.4.3).
"""

from typing import Final

from evenstride.skeleton import Side

Rgb = tuple[int, int, int]

FILM: Final[dict[Side, Rgb]] = {"left": (86, 180, 233), "right": (255, 150, 50)}
FILM_MIDDLE: Final[Rgb] = (235, 235, 235)
FILM_OUTLINE: Final[Rgb] = (16, 20, 26)

ON_LIGHT: Final[dict[Side, str]] = {"left": "#0067a5", "right": "#b54a00"}
ON_DARK: Final[dict[Side, str]] = {"left": "#62b8ee", "right": "#ffa352"}
