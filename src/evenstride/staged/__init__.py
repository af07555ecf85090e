"""A drawn person who exercises before the camera: films of any posture whose truth is known."""

from evenstride.staged.acting import Act
from evenstride.staged.filming import Film, filmed, pictures
from evenstride.staged.flesh import Shot

__all__ = ["Act", "Film", "Shot", "filmed", "pictures"]
