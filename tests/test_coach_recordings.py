"""The coach before a real recording: five squats seen obliquely, in step with motion capture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evenstride.coach import Session, observed
from evenstride.knowledge import knowledge
from evenstride.live import Watcher
from evenstride.pose import open_backend
from evenstride.pose.live import Eye
from evenstride.video import frames


def session_of(film: Path, name: str) -> Iterator[tuple[Watcher, Session]]:
    known = knowledge()
    exercise = known.exercises[name]
    eye, watcher = Eye(open_backend()), Watcher.of(exercise, "right")
    session = Session.of(exercise, rule=known.pain_rules["tendon"], both=False, sets=1)
    for i, frame in enumerate(frames(film)):
        if i % 4 == 0:  # 15 pictures a second
            eye, glimpse = eye.after(frame)
            watcher = watcher.after(glimpse)
            assert watcher.seen is not None
            session = session.after(observed(watcher.seen, "right"))
            yield watcher, session


@pytest.mark.usefixtures("weights")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sit-to-stand", "Turn so that the camera sees you from the side."),
        ("single-leg-squat", "Turn to face the camera."),
    ],
)
def test_squats_seen_obliquely_are_refused_and_the_coach_says_what_to_do(
    data: Path, name: str, sentence: str
) -> None:
    """The camera stands more than 30 degrees off either view; a depth from there would be wrong."""
    seen = list(session_of(data / "video_with_mocap" / "squat" / "video.mp4", name))
    assert seen[-1][1].phase == "turn"
    assert seen[-1][1].tallies[0].done == 0
    said = {session.hint.text for _, session in seen if session.hint is not None}
    assert said == {sentence}
    in_frame = [watcher.seen.in_frame for watcher, _ in seen if watcher.seen]
    assert sum(in_frame) > 0.95 * len(in_frame)
    assert min(watcher.off_deg for watcher, _ in seen[15:]) > 30.0
