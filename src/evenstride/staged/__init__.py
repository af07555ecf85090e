"""A drawn person who exercises before the camera: films of any posture whose truth is known."""

from evenstride.staged.filming import Film, pictures
from evenstride.staged.flesh import Shot

__all__ = ["Film", "Shot", "pictures"]
