"""An exercise before a camera: one picture at a time, and what the runner tells meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from evenstride.workshop.coaching import Coached, Moment, beginning

if TYPE_CHECKING:
    from evenstride.coach import Hint
    from evenstride.video import Frame
    from evenstride.workshop.lesson import Lesson

STOP: Final = "q"
PAUSE: Final = "p"
READY: Final = " "
ANSWER_S: Final = 20.0
"""[E] So long the last question about pain waits for an answer."""


@dataclass(frozen=True, eq=False)
class Scene:
    """Where a live session is: the present moment, and whether the runner has paused it."""

    moment: Moment
    paused: bool = False
    paused_s: float = 0.0
    """Of all pauses so far; they are cut out of the session's time."""
    now_s: float = 0.0
    """By the camera."""
    ended_s: float | None = None

    def after(self, frame: Frame) -> Scene:
        """The scene after one more picture."""
        passed_s = frame.time_s - self.now_s
        now = replace(self, now_s=frame.time_s)
        if self.paused:
            return replace(now, paused_s=self.paused_s + passed_s)
        moment = self.moment.after(replace(frame, time_s=frame.time_s - self.paused_s))
        over = moment.session.over and self.ended_s is None
        return replace(now, moment=moment, ended_s=frame.time_s if over else self.ended_s)

    def pressed(self, key: str) -> Scene:
        """The scene after a key: 0 to 9 for pain when asked, p, space for ready, q to stop."""
        session = self.moment.session
        if key == PAUSE:
            return replace(self, paused=not self.paused)
        if key == STOP:
            session = session.stopped()
        elif key == READY:
            session = replace(session, phase_s=session.phase_s + session.countdown_s)
        elif key.isdigit() and session.asks_pain:
            session = session.told(pain=int(key))
        ended_s = self.now_s if session.over and self.ended_s is None else self.ended_s
        return replace(self, moment=replace(self.moment, session=session), ended_s=ended_s)

    @property
    def over(self) -> bool:
        """Whether there is nothing more to do: it has ended, and pain was told or not answered."""
        if self.ended_s is None:
            return False
        waits = self.moment.session.asks_pain and self.moment.session.phase == "done"
        return not waits or self.now_s - self.ended_s > ANSWER_S


class Desk(Protocol):
    """What shows a session and hears the runner."""

    def show(self, before: Scene, now: Scene) -> None:
        """Show the present moment."""

    def heard(self) -> Sequence[str]:
        """What has been pressed since the last time."""


def coach_live(camera: Iterable[Frame], lesson: Lesson, desk: Desk) -> Coached:
    """Coach an exercise until it is done, stopped, or the camera's stream ends."""
    scene = Scene(beginning(lesson, live=True))
    said: list[Hint] = []
    for frame in camera:
        before, scene = scene, scene.after(frame)
        said += scene.moment.said if scene.moment is not before.moment else ()
        for key in desk.heard():
            scene = scene.pressed(key)
        desk.show(before, scene)
        if scene.over:
            break
    session = scene.moment.session
    pain = session.pain if session.pains else None
    return Coached(lesson, session, tuple(said), pain=pain)
