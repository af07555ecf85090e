"""The coach in the terminal while somebody exercises: a large clock, the cue, the breath."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from evenstride.coach import Breath, Session
from evenstride.report.captions import Caption, State, caption
from evenstride.terminal import keys
from evenstride.terminal.planning import say
from evenstride.terminal.sounds import Player, player, sounds
from evenstride.workshop.live import Scene

REFRESHES_A_S: Final = 12
COLOURS: Final[dict[State, str]] = {
    "waiting": "bright_black", "counting": "green", "paused": "yellow", "over": "bold"
}  # fmt: skip
SIDE_COLOURS: Final = {"left": "dodger_blue1", "right": "dark_orange", None: "white"}
DIGITS: Final = {
    "0": ("███", "█ █", "█ █", "█ █", "███"), "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"), "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"), "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"), "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"), "9": ("███", "█ █", "███", "  █", "███"),
}  # fmt: skip
ROWS: Final = 5
APART: Final = 8 * " "
ASKED_S: Final = 10.0
"""[E] So long a quiet question stays to be read."""
HELP: Final = "q stops, p pauses, space: I am ready"
ASK_PAIN: Final = "How much does it hurt? Press 0 for none to 9; at 10 stop with q."
BREATH_WIDTH: Final = 24


@dataclass
class Stage:
    """The screen, the keys and the sounds of a live session; a desk for `coach_live`."""

    mute: bool = False
    console: Console = field(default_factory=lambda: Console(stderr=True))

    def __enter__(self) -> Self:
        self._play: Player = player(self.console.bell, mute=self.mute)
        self._open, self._live = ExitStack(), None
        self._open.enter_context(keys.unseen())
        if self.console.is_terminal:
            live = Live(console=self.console, refresh_per_second=REFRESHES_A_S, transient=True)
            self._live = self._open.enter_context(live)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._open.close()

    def heard(self) -> Sequence[str]:
        """What has been pressed since the last time."""
        return keys.pressed()

    def show(self, before: Scene, now: Scene) -> None:
        """Show the present moment; where there is no screen, only what is said."""
        for sound in sounds(before.moment.session, now.moment.session):
            self._play(sound)
        if self._live is not None:
            self._live.update(picture(now))
        elif now.moment is not before.moment:
            for hint in now.moment.said:
                say(f"{hint.time_s:.1f} s: {hint.text}")


def picture(scene: Scene) -> RenderableType:
    """Everything there is to see at one moment."""
    session = scene.moment.session
    shown = caption(session)
    lines: list[RenderableType] = [
        _figures(shown),
        Text(),
        _going_on(scene, shown),
        Text(shown.cue or " ", style="bold green" if shown.praise else "bold"),
        Text(_quiet(session) or " ", style="italic"),
        _breathing(session.breath) if session.breath is not None else Text(" "),
        Text(ASK_PAIN if session.asks_pain else " ", style="bold yellow"),
    ]
    centred = Group(*(Align.center(line) for line in lines))
    return Panel(centred, title=session.exercise.name, subtitle=HELP, padding=(1, 2))


def _figures(shown: Caption) -> RenderableType:
    """Each clock or count, large, side by side."""
    text = Text()
    for row in range(ROWS):
        for place, one in enumerate(shown.figures):
            large = "  ".join(_wide(DIGITS[digit][row]) for digit in one.number)
            text.append(f"{APART * (place > 0)}{large}", style=SIDE_COLOURS[one.side])
        text.append("\n")
    text.append("\n" + APART.join(one.below for one in shown.figures))
    return text


def _wide(row: str) -> str:
    """A cell of a terminal is twice as tall as it is wide."""
    return "".join(2 * cell for cell in row)


def _going_on(scene: Scene, shown: Caption) -> Text:
    """What is going on, with the countdown where there is one."""
    session = scene.moment.session
    if scene.paused:
        return Text("Paused by you. Press p to go on.", style="yellow")
    left = f": {session.countdown_s:.0f} s" if session.countdown_s > 0 else ""
    return Text(f"{shown.line}{left}", style=COLOURS[shown.state])


def _quiet(session: Session) -> str:
    """What was last asked of what no camera sees."""
    asked = session.prompt
    fresh = asked is not None and session.time_s - asked.time_s < ASKED_S
    return asked.text if asked is not None and fresh else ""


def _breathing(breath: Breath) -> Text:
    """A bar that fills while one breathes in and empties while one breathes out."""
    share = breath.share if breath.way == "in" else 1.0 - breath.share
    full = round(share * BREATH_WIDTH)
    bar = "━" * full + "─" * (BREATH_WIDTH - full)
    return Text(f"breathe {breath.way:<3} {bar}", style="cyan")
