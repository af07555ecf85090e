"""Somebody before a camera, frame by frame: steadied points, which way they face, what is seen."""

from evenstride.live.series import Series
from evenstride.live.watching import Seen, Watcher

__all__ = ["Seen", "Series", "Watcher"]
