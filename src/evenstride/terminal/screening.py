"""What a filmed movement test says, in the terminal: value, verdict, tries, meaning, questions."""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Screen
from evenstride.plan import NOT_A_DIAGNOSIS
from evenstride.report.stills import in_words
from evenstride.screening import Attempt, Result
from evenstride.terminal.planning import say
from evenstride.workshop.screening import Screened

ROWS = ("part", "side", "id", "status", "value", "error", "verdict", "words")
"""The head of the tab-separated lines."""

Row = tuple[str, str, str, str, str, str, str, str]

LISTED = ("id", "code", "view", "name", "sees")
"""The head of the list of tests."""

TWO_SIDED = 1.96


def show(done: Screened, *, quiet: bool = False) -> None:
    """The result on stdout unless quiet; on stderr what is asked, and how a plan takes it."""
    console = Console()
    if not quiet and console.is_terminal:
        for result in done.results:
            _show(result, done.test, console)
        for each in done.differences:
            console.print(Text(each.sentence, style="bold"))
    elif not quiet:
        _write_lines(done)
    _say_more(done)


def _say_more(done: Screened) -> None:
    """What is asked, how a plan takes the result, and where its files are."""
    for question in {one.id: one for each in done.results for one in each.questions}.values():
        value = "yes" if question.unit == "yes/no" else "10"
        say(f"Please answer: {question.text} --answer {question.id}={value}")
    for line in pasted(done):
        say(line)
    if any(one.meanings for one in done.results):
        say(NOT_A_DIAGNOSIS)
    if done.folder is not None:
        say(f"The result and the pictures are in {done.folder}")


def pasted(done: Screened) -> Iterator[str]:
    """How the result gets into a plan; nothing of what was refused."""
    for node, value in done.evidence.items():
        yes_or_no = isinstance(value, bool)
        typed = _plain(value) if yes_or_no else f"{round(value, 1):g}"
        plain = str(value).lower() if yes_or_no else typed
        yield f"For a plan: --result {node}={typed}, or in an answers file: {node} = {plain}"


def _show(result: Result, test: Screen, console: Console) -> None:
    for number, sentence in enumerate(result.sentences):
        console.print(Text(sentence, style="bold" if number == 0 else ""))
    if result.attempts:
        console.print(_tries(result, test))
    more = [one.sentence for one in result.remarks] + [one.sentence for one in result.meanings]
    for sentence in more:
        console.print(Text(sentence))
    if test.caution:
        console.print(Text(test.caution, style="dim"))
    console.print()


def _tries(result: Result, test: Screen) -> Table:
    """Each try, and why it does not count where it does not."""
    table = Table("try", "from", "to", "value", "")
    for place, one in enumerate(result.attempts, start=1):
        times = (f"{one.start_s:.1f} s", f"{one.end_s:.1f} s")
        table.add_row(str(place), *times, _value(one, test), Text(one.reason))
    return table


def _value(one: Attempt, test: Screen) -> str:
    if not math.isfinite(one.value):
        return "-"
    return in_words(one.value, test.unit)


def _write_lines(done: Screened) -> None:
    """One line for each thing found, for whatever program reads them."""
    table = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    table.writerow(ROWS)
    for result in done.results:
        table.writerows(_rows(result))
    for each in done.differences:
        value = "" if each.value is None else f"{each.value:.3g}"
        error = f"{TWO_SIDED * each.sd:.3g}"
        table.writerow(("change", "", done.test.id, "", value, error, each.way, each.sentence))


def _rows(result: Result) -> Iterator[Row]:
    side, test = result.side or "", result.test
    value = _plain(result.value)
    error = f"{TWO_SIDED * result.sd:.3g}" if result.sd else ""
    yield ("result", side, test, result.status, value, error, result.verdict,
           " ".join(result.sentences))  # fmt: skip
    for place, one in enumerate(result.attempts, start=1):
        status = "counted" if one.counted else "not counted"
        yield ("try", side, str(place), status, _plain(one.value), "", f"{one.peak_s:.2f}",
               one.reason)  # fmt: skip
    for remark in result.remarks:
        error = f"{TWO_SIDED * remark.sd:.3g}"
        yield "also", side, remark.name, "", _plain(remark.value), error, "", remark.sentence
    for meaning in result.meanings:
        yield "means", meaning.side or "", meaning.cause, "", "", "", meaning.way, meaning.sentence


def _plain(value: bool | float | None) -> str:  # noqa: FBT001  # an answer is either
    if value is None or not math.isfinite(value):
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else f"{value:.4g}"


def show_tests(tests: Sequence[Screen], known: Knowledge) -> None:
    """The tests that a camera can read, with how to set each up."""
    console = Console()
    if not console.is_terminal:
        table = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
        table.writerow(LISTED)
        for test in tests:
            table.writerow((test.id, test.code, test.view, test.name, sees(test)))
        return
    for test in tests:
        side = ", each side" if test.sided else ""
        console.print(Text(f"{test.id}", style="bold").append(
            f"  {test.name} ({test.code}, filmed from {FROM[test.view]}{side})", style="not bold"))
        barred = "; ".join(_barred(key, known) for key in test.before)
        more = (Text(f"Not with: {barred}.") if barred else Text(), Text(sees(test), style="dim"))
        for line in (*map(Text, test.set_up), *more):
            console.print(Padding(line, (0, 0, 0, 2)))
        console.print()


def _barred(key: str, known: Knowledge) -> str:
    found = known.conditions.get(key) or known.red_flags[key]
    return f"{found.name[0].lower()}{found.name[1:]}"


FROM = {"side": "the side", "front": "the front", "rear": "behind", "none": "anywhere"}


def sees(test: Screen) -> str:
    """What the camera looks at."""
    return test.reading.sees if test.reading is not None else ""
