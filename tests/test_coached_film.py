"""The coach's film and screen: what counted is green, what did not is amber, words can be read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from evenstride import video
from evenstride.coach import Observation, Session, observe
from evenstride.glimpse import Glimpse
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Exercise, Posture
from evenstride.posed import still
from evenstride.report.captions import caption, plain
from evenstride.report.coached import FIGURES, MARGIN, SIZES, CoachedFilm, unit_of
from evenstride.report.pen import Pen
from evenstride.report.tape import COUNTED, IDLE, PAUSED, Tape
from evenstride.terminal.live import picture
from evenstride.terminal.sounds import LOUDNESS, RATE_HZ, TONES, sounds, tone
from evenstride.workshop.coaching import Moment, watcher_of
from evenstride.workshop.live import ANSWER_S, Scene
from evenstride.workshop.watching import Sight

KNOWN = knowledge()
STRETCH = KNOWN.exercises["runners-stretch"]
SQUAT = KNOWN.exercises["single-leg-squat"]
FPS = 15


def changed(exercise: Exercise, name: str) -> Posture:
    drawn = next(one.drawn for one in exercise.mistakes if one.id == name)
    assert drawn is not None
    return drawn


def seen(exercise: Exercise, time_s: float, *changes: Posture, share: float = 1.0) -> Observation:
    """One frame of a body as the exercise draws it; share 0 is its start."""
    assert exercise.picture is not None
    posture = exercise.picture.end if share else exercise.picture.start
    body = still(exercise.picture, posture, *changes)
    return observe(body.joints_m("right"), "right", exercise.view, time_s=time_s,
                   given={"low_back": float(body.held["low_back"])})  # fmt: skip


def session(exercise: Exercise = STRETCH, **more: Any) -> Session:  # noqa: ANN401
    rule = KNOWN.pain_rules["muscle"]
    return Session.of(exercise, rule=rule, both=False, sets=1, filmed=True, **more)


def held(wrong: tuple[tuple[float, float], ...], duration_s: float) -> Iterator[Session]:
    """A stretch held so long, with a bent front knee between these times."""
    now = session(target=1000.0)
    bent = changed(STRETCH, "bent-knee")
    right, crooked = seen(STRETCH, 0.0), seen(STRETCH, 0.0, bent)
    for frame in range(round(duration_s * FPS) + 1):
        time_s = frame / FPS
        bad = any(start <= time_s < end for start, end in wrong)
        now = now.after(replace(crooked if bad else right, time_s=time_s))
        yield now


def share(tape: Tape, colour: tuple[int, int, int]) -> float:
    return float((tape.colours == colour).all(axis=1).mean())


# -- the strip of time -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [(), ((10.0, 15.0),), ((5.0, 7.0), (20.0, 20.3), (30.0, 41.0)), ((8.0, 9.0), (10.5, 12.0))],
)
def test_as_much_is_green_as_was_counted(wrong: tuple[tuple[float, float], ...]) -> None:
    tape, before = Tape.of(3000, 60.0), session(target=1000.0)
    for now in held(wrong, 60.0):
        tape.run(before, now, 0)
        before = now
    counted_s = before.tallies[0].clock.valid_s
    assert share(tape, COUNTED) * 60.0 == pytest.approx(counted_s, abs=0.15)
    lost_s = sum(end - start for start, end in wrong if end - start > 0.5)
    assert share(tape, PAUSED) * 60.0 >= 0.9 * lost_s


def test_amber_stands_where_the_mistake_was() -> None:
    tape, before = Tape.of(600, 60.0), session(target=1000.0)
    for now in held(((20.0, 30.0),), 60.0):
        tape.run(before, now, 0)
        before = now
    amber = np.flatnonzero((tape.colours == PAUSED).all(axis=1)) / 10.0
    assert amber.min() == pytest.approx(20.0, abs=0.3)
    assert amber.max() == pytest.approx(30.0, abs=0.3)


def test_a_stretch_too_short_to_count_turns_amber() -> None:
    tape, before = Tape.of(600, 60.0), session(target=1000.0)
    for now in held(((10.0, 12.0), (14.0, 20.0)), 24.0):
        tape.run(before, now, 0)
        before = now
    column = tape.colours[130]  # at 13 s, between the two mistakes
    assert tuple(column) == PAUSED


def test_repetitions_are_painted_when_they_are_over() -> None:
    tape, now = Tape.of(400, 40.0), session(SQUAT, target=10)
    knee = changed(SQUAT, "knee-far-in")
    for frame in range(40 * FPS):
        time_s = frame / FPS
        down = time_s % 8.0 > 4.0
        wrong = (knee,) if 20.0 < time_s < 24.5 else ()
        before = now
        now = now.after(seen(SQUAT, time_s, *wrong, share=float(down)))
        tape.run(before, now, 0)
    counter = now.tallies[0].counter
    assert counter is not None
    assert counter.count >= 3
    assert len(counter.refused) == 1
    assert tuple(tape.colours[60]) == COUNTED
    assert tuple(tape.colours[220]) == PAUSED
    assert tuple(tape.colours[20]) == IDLE


# -- the film --------------------------------------------------------------------------------


def glimpse(size: tuple[int, int]) -> Glimpse:
    """A body somewhere in the picture."""
    assert STRETCH.picture is not None
    joints = still(STRETCH.picture, STRETCH.picture.end).joints_m("right")[:, :2]
    low, high = joints.min(axis=0), joints.max(axis=0)
    xy = (joints - low) / (high - low).max() * 0.6 * min(size) + 0.2 * min(size)
    nothing = np.full((0, 2), np.nan)
    return Glimpse(0.0, xy, np.zeros(19), np.ones(19), nothing, *size)


@pytest.mark.parametrize("size", [(640, 480), (1920, 1080), (1080, 1920), (320, 240)])
def test_the_film_keeps_its_clock_and_its_strip_stays_below(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    file, times = tmp_path / "coach.mp4", [0.0, 0.04, 0.1, 0.13]
    planes = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
    film = video.Film(file, *size, 4, 0.15, 30.0, False, 0, "h264")  # noqa: FBT003  # not variable
    before = session()
    with CoachedFilm(file, film, before) as out:
        for time_s in times:
            after = before.after(seen(STRETCH, time_s))
            out.add(video.Frame(time_s, planes), glimpse(size), before, after)
            before = after
    frames = list(video.frames(file))
    assert [frame.time_s for frame in frames] == pytest.approx(times, abs=1e-4)
    shown = video.probe(file)
    assert shown.width_px <= 960
    wide = shown.width_px / size[0]
    assert shown.height_px > size[1] * wide  # the strip is added, and hides nothing


def test_nothing_is_left_of_a_film_that_was_broken_off(tmp_path: Path) -> None:
    film = video.Film(tmp_path, 320, 240, 4, 0.15, 30.0, False, 0, "h264")  # noqa: FBT003
    out = CoachedFilm(tmp_path / "coach.mp4", film, session())
    with pytest.raises(KeyboardInterrupt), out:
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


# -- the words -------------------------------------------------------------------------------


def test_the_words_say_what_is_going_on() -> None:
    states = [(now.time_s, caption(now)) for now in held(((10.0, 15.0),), 20.0)]
    by_time = {round(time_s * FPS): one for time_s, one in states}
    assert by_time[8 * FPS].state == "counting"
    assert by_time[8 * FPS].figures[0].number == "8"
    assert by_time[12 * FPS].line == "Paused: front knee bends"
    cue = next(one.cue for one in STRETCH.mistakes if one.id == "bent-knee")
    assert by_time[12 * FPS].cue == cue
    assert by_time[18 * FPS].state == "counting"
    assert any(one.praise for _, one in states)


def test_out_of_the_picture_is_said() -> None:
    now = session()
    for frame in range(40):
        there = frame < 20
        now = now.after(replace(seen(STRETCH, frame / FPS), in_frame=there))
    assert caption(now).state == "paused"
    assert "out of the picture" in caption(now).line


@pytest.mark.parametrize("exercise", KNOWN.exercises.values(), ids=lambda one: one.id)
def test_every_cue_can_be_written_on_a_film(exercise: Exercise) -> None:
    for mistake in exercise.mistakes:
        assert plain(mistake.cue) == mistake.cue
        assert plain(mistake.name) == mistake.name


@pytest.mark.parametrize("width", [540, 640, 960])
def test_every_cue_fits_on_two_lines_and_is_not_cut(width: int) -> None:
    unit = unit_of((width, 960))
    pen = Pen(np.zeros((100, width, 3), np.uint8), unit)
    room = width / unit - FIGURES - 2 * MARGIN
    for exercise in KNOWN.exercises.values():
        for mistake in exercise.mistakes:
            found = pen.paragraph(mistake.cue, SIZES, room, 2)
            assert " ".join(found.lines) == " ".join(mistake.cue.split())
            assert max(pen.width(line, found.size) for line in found.lines) <= room


def test_what_fits_nowhere_is_cut_with_dots() -> None:
    pen = Pen(np.zeros((100, 300, 3), np.uint8), 1.0)
    found = pen.paragraph("many words " * 20, (0.6, 0.5), 200.0, 2)
    assert len(found.lines) == 2
    assert found.lines[1].endswith(" ...")
    assert pen.width(found.lines[1], found.size) <= 200.0


def test_other_letters_become_plain_ones() -> None:
    assert plain("3 × 5°, well – ça va") == "3 x 5 deg, well - ca va"


# -- the screen and the sounds ---------------------------------------------------------------


class Steady(Moment):
    """A moment whose next one needs no pose model."""

    def after(self, frame: video.Frame) -> Moment:
        return Steady(self.sight, self.session.after(seen(STRETCH, frame.time_s)))


PICTURE = np.zeros((3, 2), np.uint8)


def scene(**more: Any) -> Scene:  # noqa: ANN401
    return Scene(Steady(None, session(**more)))  # type: ignore[arg-type]  # no sight is needed


def played(now: Scene, seconds: float) -> Scene:
    start_s = now.now_s
    for frame in range(1, round(seconds * FPS) + 1):
        now = now.after(video.Frame(start_s + frame / FPS, PICTURE))
    return now


def valid_s(now: Scene) -> float:
    return now.moment.session.tallies[0].clock.valid_s


def test_a_pause_of_ones_own_is_cut_out() -> None:
    now = played(scene(target=60), 10.0)
    paused = played(now.pressed("p"), 30.0)
    assert valid_s(paused) == valid_s(now)
    again = played(paused.pressed("p"), 10.0)
    assert valid_s(again) == pytest.approx(valid_s(now) + 10.0, abs=2 / FPS)
    assert again.moment.session.tallies[0].clock.breaks == 0


def test_pain_is_told_by_a_key_only_when_it_is_asked() -> None:
    now = played(scene(target=60), 10.0)
    assert now.pressed("4").moment.session.pains == ()
    asking = replace(now.moment, session=replace(now.moment.session, asks_pain=True))
    told = replace(now, moment=asking).pressed("9").moment.session
    assert told.pain == 9
    assert told.phase == "stopped"


def test_space_ends_a_countdown_and_q_ends_all() -> None:
    rule = KNOWN.pain_rules["muscle"]
    live = Session.of(STRETCH, rule=rule, both=False, sets=1, target=20)
    now = played(Scene(Steady(None, live)), 1.0)  # type: ignore[arg-type]
    assert now.moment.session.phase == "get ready"
    assert played(now.pressed(" "), 2 / FPS).moment.session.phase == "work"
    assert now.pressed("q").moment.session.phase == "stopped"
    assert now.pressed("q").over


def test_after_the_end_it_waits_for_the_pain_and_not_for_ever() -> None:
    done = played(scene(target=5), 8.0)
    assert done.moment.session.phase == "done"
    assert not done.over
    assert done.pressed("0").over
    assert played(done, ANSWER_S + 1.0).over


class Acted:
    """An eye that sees a drawn body: the right side's posture until a time, the left's after it."""

    def __init__(self, turns_s: float) -> None:
        assert STRETCH.picture is not None
        self.body, self.turns_s = still(STRETCH.picture, STRETCH.picture.end), turns_s

    def after(self, frame: video.Frame) -> tuple[Acted, Glimpse]:
        left = frame.time_s >= self.turns_s
        joints = self.body.joints_m("left" if left else "right")
        # From the side: whoever works with the left turns round, so that it is the near one.
        xy = joints[:, :2] * (-200.0 if left else 200.0, -200.0) + (320.0, 420.0)
        depth = joints[:, 2] * (200.0 if left else -200.0)
        nothing = np.full((0, 2), np.nan)
        return self, Glimpse(frame.time_s, xy, depth, np.ones(19), nothing, 640, 480)


def test_both_sides_are_watched_in_turn() -> None:
    rule = KNOWN.pain_rules["muscle"]
    live = Session.of(STRETCH, rule=rule, side="right", sets=1, target=5)
    sight = Sight(Acted(13.0), watcher_of(live))  # type: ignore[arg-type]  # an eye that acts
    now = Scene(Moment(sight, live))
    phases = []
    for frame in range(round(30 * FPS)):
        now = now.after(video.Frame(frame / FPS, PICTURE))
        phases.append(now.moment.session.phase)
    course = [phase for i, phase in enumerate(phases) if i == 0 or phases[i - 1] != phase]
    assert course == ["get ready", "work", "change sides", "get in frame", "get ready", "work",
                      "done"]  # fmt: skip
    roles = now.moment.sight.watcher.roles
    assert roles is not None
    assert roles.side == "left"
    assert [tally.clock.breaks for tally in now.moment.session.tallies] == [0, 0]


@pytest.mark.parametrize("seconds", [2.0, 8.0])
def test_the_screen_shows_clock_cue_and_question(seconds: float) -> None:
    now = played(scene(target=60), seconds)
    asking = replace(now.moment.session, asks_pain=True)
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(picture(replace(now, moment=replace(now.moment, session=asking))))
    text = console.export_text()
    assert "of 60 s" in text
    assert "How much does it hurt?" in text
    assert "breathe" in text
    assert max(map(len, text.splitlines())) <= 80


def test_sounds_tell_start_tens_mistakes_and_the_end() -> None:
    before, heard = session(target=30.0), []
    for now in held(((12.0, 15.0),), 60.0):
        heard += [(sound, round(now.time_s)) for sound in sounds(before, now)]
        before = now
    kinds = [kind for kind, _ in heard]
    assert kinds[0] == "begun"
    assert heard[1] == ("counted", 10)
    assert ("mistake", 12) in heard
    short = [sound for before, now in done_in(5.0) for sound in sounds(before, now)]
    assert short[-1] == "done"


def done_in(target: float) -> Iterator[tuple[Session, Session]]:
    before = session(target=target)
    for frame in range(10 * FPS):
        after = before.after(seen(STRETCH, frame / FPS))
        yield before, after
        before = after


@pytest.mark.parametrize("sound", TONES)
def test_a_tone_has_its_pitch_and_does_not_click(sound: Any) -> None:  # noqa: ANN401
    samples = tone(sound)
    assert np.abs(samples).max() <= LOUDNESS
    assert abs(samples[0]) < 1e-6
    assert abs(samples[-1]) < 0.01 * LOUDNESS
    hertz, seconds = TONES[sound][0]
    note = samples[: round(seconds * RATE_HZ)]
    power = np.abs(np.fft.rfft(note))
    assert power.argmax() / seconds == pytest.approx(hertz, abs=1.0 / seconds)
