"""Somebody before a camera, picture by picture: followed, steadied, and ready to be measured."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.glimpse import Glimpse
from evenstride.live import Seen, Watcher
from evenstride.pose import open_backend
from evenstride.pose.live import Eye
from evenstride.video import Frame


@dataclass(frozen=True, eq=False)
class Sight:
    """What the pictures so far have shown of one person; a new value after each."""

    eye: Eye
    watcher: Watcher
    glimpse: Glimpse | None = None

    @classmethod
    def of(cls, watcher: Watcher, *, live: bool = False) -> Sight:
        """Nobody seen yet, and the pose model ready; a live camera is looked at in haste."""
        return cls(Eye(open_backend(), quick=live), watcher)

    def after(self, frame: Frame) -> Sight:
        """The same after one more picture."""
        eye, glimpse = self.eye.after(frame)
        return Sight(eye, self.watcher.after(glimpse), glimpse)

    @property
    def shown(self) -> Glimpse:
        """The last picture, as the pose model saw it."""
        assert self.glimpse is not None  # noqa: S101  # asked only after a picture
        return self.glimpse

    @property
    def seen(self) -> Seen | None:
        """The body, ready to be measured; None before the first picture."""
        return self.watcher.seen
