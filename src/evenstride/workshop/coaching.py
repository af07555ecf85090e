"""What a person can ask for with an exercise: a film judged after the fact, or live coaching."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.analysis import Clip, sha256
from evenstride.errors import NoRunner

if TYPE_CHECKING:
    from evenstride.coach import Hint, Session, Summary
    from evenstride.knowledge import Knowledge
    from evenstride.live import Watcher
    from evenstride.progression import Entry
    from evenstride.video import Film, Frame
    from evenstride.workshop.lesson import Lesson, Sides
    from evenstride.workshop.watching import Sight

FILM = "coach.mp4"
DOCUMENT = "coach.json"

Tell = Callable[[str, float], None]

NOBODY = (
    "Nobody was seen whole in the film {name}. Film from further away, so that head, hands and "
    "feet stay in the picture, in good light."
)
TURNED = (
    "{exercise} is judged {view}, and nobody was seen so in {name}. Turn, or move the camera, and "
    "film again."
)
FROM = {"side": "from the side", "front": "from the front", "rear": "from behind"}


@dataclass(frozen=True, eq=False)
class Moment:
    """One picture, what it showed, and what the session made of it."""

    sight: Sight
    session: Session
    said: tuple[Hint, ...] = ()
    """What the coach said or asked at this picture."""

    def after(self, frame: Frame) -> Moment:
        """The next one."""
        from evenstride.coach import observed

        sight, session = self.sight.after(frame), self.session
        if sight.seen is None:
            return Moment(sight, session)
        now = session.after(observed(sight.seen, session.side))
        if now.active != session.active:
            sight = replace(sight, watcher=watcher_of(now))
        new = [(now.hint, session.hint), (now.prompt, session.prompt)]
        said = tuple(hint for hint, old in new if hint is not None and hint is not old)
        return Moment(sight, now, said)


def watcher_of(session: Session) -> Watcher:
    """Whoever watches the side that works now; where both work in turn, none has a role."""
    from evenstride.live import Watcher

    watcher = Watcher.of(session.exercise, session.side)
    together = session.exercise.alternates and len(session.tallies) > 1
    return replace(watcher, roles=None) if together else watcher


def beginning(lesson: Lesson, *, live: bool = False) -> Moment:
    """Before the first picture, the pose model ready."""
    from evenstride.workshop.watching import Sight

    session = lesson.session()
    return Moment(Sight.of(watcher_of(session), live=live), session)


@dataclass(frozen=True, eq=False)
class Coached:
    """One exercise that was coached: what was done, what was said, and where its files are."""

    lesson: Lesson
    session: Session
    said: tuple[Hint, ...]
    """Everything the coach said and asked, in order of time."""
    clip: Clip | None = None
    """None where a camera was live."""
    pain: int | None = None
    """None where nobody was asked."""
    film: Path | None = None
    folder: Path | None = None
    log: Path | None = None
    """Where the session was written down."""

    @cached_property
    def summary(self) -> Summary:
        """Each side's seconds or repetitions, its mistakes, and what to do next time."""
        return self.session.summary(self.lesson.log)

    def hurt(self, pain: int | None) -> Coached:
        """The same after it was told how much it hurt."""
        if pain is None:
            return self
        return replace(self, session=self.session.told(pain=pain), pain=pain)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the training log keeps of it, a line a side."""
        sides = [tally.side for tally in self.session.tallies]
        named = sides if self.lesson.exercise.per_side else sides[:1]
        return tuple(self.session.entry(side) for side in named)


def coach_clip(
    clip: str | Path,
    exercise: str,
    *,
    side: Sides | None = None,
    level: str | int | None = None,
    sets: int | None = None,
    target: float | None = None,
    complaints: Sequence[str] = (),
    log: str | Path | None = None,
    pain: int | None = None,
    out: str | Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Coached:
    """Judge a filmed exercise: what counted, what did not and why, and what to do next time.

    exercise: its id, code or name; side: the one that works; target: seconds or repetitions a set;
    log: past sessions (.toml), which are read and not added to; out: a folder for the annotated
    film and coach.json. Raises InputError with one sentence where the film cannot serve.
    """
    from evenstride.intake import Intake, stated
    from evenstride.knowledge import knowledge
    from evenstride.workshop.lesson import Wish, lesson
    from evenstride.workshop.training import read_log

    known = knowledge()
    made = lesson(
        exercise,
        Wish(side=side, level=None if level is None else str(level), sets=sets, target=target),
        known,
        intake=Intake(complaints=tuple(stated(text, known) for text in complaints)),
        log=() if log is None else read_log(log, known),
        filmed=True,
    )
    return judge(Path(clip), made, None if out is None else Path(out), pain=pain,
                 tell=lambda _, done: progress(done) if progress else None)  # fmt: skip


def judge(
    clip: Path, lesson: Lesson, out: Path | None, *, pain: int | None = None, tell: Tell
) -> Coached:
    """Judge a film in one pass; write the annotated film and coach.json into a folder."""
    from evenstride.workshop import drafted

    if out is None:
        return _judged(clip, lesson, None, pain=pain, tell=tell)
    with drafted(out) as draft:
        made = _judged(clip, lesson, draft / FILM, pain=pain, tell=tell)
        _write(made, draft)
    return replace(made, film=out / FILM, folder=out)


def written(made: Coached, out: Path | None) -> Coached:
    """The same with its coach.json in a folder, where one is named."""
    from evenstride.workshop import drafted

    if out is None:
        return made
    with drafted(out) as draft:
        _write(made, draft)
    return replace(made, folder=out)


def _write(made: Coached, folder: Path) -> None:
    from evenstride.exchange.coaching import coaching_text

    (folder / DOCUMENT).write_text(coaching_text(made), encoding="utf-8", newline="\n")


def logged(made: Coached, log: Path | None, known: Knowledge) -> Coached:
    """The same after it was written down, where a log is named and anything was done."""
    from evenstride.workshop.training import add_to_log

    if log is None or made.session.work_s == 0:
        return made
    made = replace(made, log=log)
    add_to_log(log, made.entries, known, date=dt.datetime.now().astimezone().date())
    return made


def _judged(
    clip: Path, lesson: Lesson, annotated: Path | None, *, pain: int | None, tell: Tell
) -> Coached:
    from evenstride import video

    film = video.probe(clip)
    now, count = beginning(lesson), 0
    said: list[Hint] = []
    with _annotating(annotated, film, now.session) as annotate:
        for frame in video.frames(clip):
            before, now = now, now.after(frame)
            annotate(frame, before, now)
            said += now.said
            count += 1
            tell(f"Watch {clip.name}", min(frame.time_s / film.duration_s, 1.0))
    _check_seen(now.session, clip)
    return Coached(lesson, now.session, tuple(said), _clip(film, count)).hurt(pain)


Annotate = Callable[["Frame", Moment, Moment], None]


@contextmanager
def _annotating(path: Path | None, film: Film, session: Session) -> Iterator[Annotate]:
    """Something that draws each picture with what came of it; nothing where no film is wanted."""
    if path is None:
        yield lambda _frame, _before, _now: None
        return
    from evenstride.report.coached import CoachedFilm

    with CoachedFilm(path, film, session) as annotated:
        yield lambda frame, before, now: annotated.add(
            frame, now.sight.shown, before.session, now.session
        )


def _check_seen(session: Session, clip: Path) -> None:
    """Raise where nobody was ever seen as the exercise asks."""
    if session.phase == "get in frame" and session.work_s == 0:
        raise NoRunner(NOBODY.format(name=clip.name))
    if session.phase == "turn" and session.work_s == 0:
        view = FROM[session.exercise.view]
        raise NoRunner(TURNED.format(exercise=session.exercise.name, view=view, name=clip.name))


def _clip(film: Film, frames: int) -> Clip:
    return Clip(film.path.name, sha256(film.path), film.fps, frames, film.duration_s,
                film.width_px, film.height_px)  # fmt: skip
