"""What an exercise came to, in the terminal: each side, its mistakes, and what to do next time."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evenstride.coach import Session, SideSummary
from evenstride.errors import InputError
from evenstride.intake import on_side
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise
from evenstride.report.captions import named
from evenstride.terminal.planning import say, watched
from evenstride.workshop.coaching import Coached
from evenstride.workshop.lesson import Lesson

ROWS = ("part", "side", "id", "start_s", "end_s", "value", "words")
"""The head of the tab-separated lines."""

NO_PAIN = (
    "The training log keeps how much an exercise hurt: say it with --pain, 0 for none to 10 for "
    "the worst there is."
)
MOST_PAIN = 10

Row = tuple[str, str, str, str, str, str, str]


def introduce(lesson: Lesson, known: Knowledge) -> None:
    """What is to be known before it begins: the level and why, changes, what to film before."""
    if lesson.why_level:
        say(lesson.why_level)
    if lesson.left_out and lesson.left_out not in lesson.why_level:
        say(lesson.left_out)
    for sentence in (lesson.permission.reason, *lesson.permission.changes):
        if sentence:
            say(sentence)
    retest = retest_line(lesson, known)
    if retest:
        say(retest)


def retest_line(lesson: Lesson, known: Knowledge) -> str:
    """How to see in the same session whether it worked; nothing where no camera shows it."""
    name = lesson.exercise.indicator
    screen, other = known.screens.get(name), known.exercises.get(name)
    if screen is not None and screen.reading is not None:
        side = f" --side {lesson.side}" if screen.sided else ""
        how = f"evenstride screen {name} after.mp4 --before before.mp4{side}"
        return f"Before and after: film yourself in this test: {screen.name}. {how}"
    if other is not None and other.camera != "not":
        return f"Before and after: {other.name}. evenstride coach {name} --clip before.mp4"
    return ""


def document(done: Coached) -> str:
    """The result as the text of a file."""
    from evenstride.exchange.coaching import coaching_text

    return coaching_text(done)


def told_pain(done: Coached, pain: int | None) -> Coached:
    """The same with how much it hurt, asked where it was not told and somebody sits there."""
    if done.pain is not None or done.session.work_s == 0:
        return done
    if pain is None and not watched():
        say(f"Not written down. {NO_PAIN}")
        return done
    return done.hurt(ask_pain() if pain is None else pain)


def ask_pain() -> int:
    """How much it hurt, asked on the terminal; InputError where nobody sits there."""
    if not watched():
        raise InputError(NO_PAIN)
    console = Console(stderr=True)
    while True:
        try:
            text = console.input("How much did it hurt, from 0, none, to 10, the worst? ").strip()
        except EOFError as error:
            raise InputError(NO_PAIN) from error
        if text.isdigit() and int(text) <= MOST_PAIN:
            return int(text)


def show(done: Coached, *, quiet: bool = False) -> None:
    """The result on stdout unless quiet; where its files lie on stderr."""
    console = Console()
    if not quiet:
        if console.is_terminal:
            _show(done, console)
        else:
            _write_lines(done)
    if done.pain is not None and done.session.decision in ("stop", "hold"):
        say(done.session.hint.text if done.session.hint else "")
    if done.log is not None:
        say(f"Written down in {done.log}. Tomorrow add how much worse it is: next_day_change.")
    if done.film is not None:
        say(f"The annotated film is at {done.film}")


def _show(done: Coached, console: Console) -> None:
    exercise, sides = done.lesson.exercise, done.summary.sides
    level = f", {done.lesson.level_name[0].lower()}{done.lesson.level_name[1:]}" \
        if done.lesson.level_name else ""
    table = Table(title=f"{exercise.name}{level}", title_justify="left", show_lines=True)
    table.add_column("")
    for one in sides:
        table.add_column(one.side or "")
    parts = [dict(_cells(one, done)) for one in sides]
    for label in dict.fromkeys(key for part in parts for key in part):
        table.add_row(label, *(Text(part.get(label, "")) for part in parts))
    console.print(table)
    asks = _asks(exercise, sides)
    if asks:
        console.print(Text("The camera could not see this. Ask yourself:", style="bold"))
        for ask in asks:
            console.print(Text(f"  {ask}"))
    console.print(Text(f"The next morning: {done.session.rule.next_day}", style="dim"))


def _cells(one: SideSummary, done: Coached) -> Iterator[tuple[str, str]]:
    """What stands in one side's column, row by row."""
    exercise = done.lesson.exercise
    if done.lesson.unit == "s":
        yield "held well", f"{one.valid_s:.1f} of {one.target:g} s"
        yield "longest stretch", f"{one.longest_s:.1f} s"
        yield "breaks", _counted(one.breaks, [
            f"{named(exercise, reason)} {count}\N{MULTIPLICATION SIGN}"
            for reason, count in one.reasons.items()
        ])  # fmt: skip
    else:
        yield "repetitions", f"{one.repetitions} of {one.target:g}"
        yield "not counted", _counted(len(one.refused), [
            f"{named(exercise, each.reason)} at {each.time_s:.1f} s" for each in one.refused
        ])  # fmt: skip
    yield "mistakes", "\n".join(_mistakes(one, exercise)) or "none seen"
    yield "next time", one.next.sentence


def _counted(number: int, reasons: Sequence[str]) -> str:
    return "\n".join((str(number), *reasons)) if number else "0"


def _mistakes(one: SideSummary, exercise: Exercise) -> Iterator[str]:
    """Each mistake once, with its times."""
    for name, count in Counter(event.mistake for event in one.mistakes).items():
        times = [f"{event.start_s:.1f} to {event.end_s:.1f} s"
                 for event in one.mistakes if event.mistake == name]  # fmt: skip
        cue = next(each.cue for each in exercise.mistakes if each.id == name)
        often = f" {count}\N{MULTIPLICATION SIGN}" if count > 1 else ""
        yield f"{named(exercise, name)}{often}: {', '.join(times)}\n  {cue}"


def _asks(exercise: Exercise, sides: Sequence[SideSummary]) -> list[str]:
    unseen = set.intersection(*(set(one.unseen) for one in sides))
    return [each.ask for each in exercise.mistakes if each.id in unseen and each.ask]


def _write_lines(done: Coached) -> None:
    """One line for each thing found, for whatever program reads them."""
    table = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    table.writerow(ROWS)
    for one in done.summary.sides:
        table.writerows(_rows(one, done.lesson.exercise, done.session))


def _rows(one: SideSummary, exercise: Exercise, session: Session) -> Iterator[Row]:
    side = one.side or ""
    if session.exercise.repetition is None:
        words = one.sentence
        yield "held", side, exercise.id, "", "", f"{one.valid_s:.2f}", words
        yield "longest", side, exercise.id, "", "", f"{one.longest_s:.2f}", ""
        for reason, count in one.reasons.items():
            yield "break", side, reason, "", "", str(count), named(exercise, reason)
    else:
        yield "repetitions", side, exercise.id, "", "", str(one.repetitions), one.sentence
    for each in one.refused:
        end = f"{each.time_s:.2f}"
        yield "refused", side, each.reason, "", end, "", named(exercise, each.reason)
    for event in one.mistakes:
        times = (f"{event.start_s:.2f}", f"{event.end_s:.2f}")
        yield "mistake", side, event.mistake, *times, "", named(exercise, event.mistake)
    for name in one.unseen:
        ask = next(each.ask for each in exercise.mistakes if each.id == name)
        yield "not seen", side, name, "", "", "", ask
    yield "next", side, one.next.decision, "", "", str(one.next.level), one.next.sentence


def cannot(lesson: Lesson) -> str:
    """Why an exercise is not coached live now; empty where it may be done."""
    if not lesson.permission.allowed:
        return lesson.permission.reason
    if lesson.left_out:
        where = on_side(lesson.side) if not lesson.both and lesson.exercise.per_side else ""
        return (f"{lesson.left_out} Where it has settled{where}, begin again with --level 0.")
    return ""
