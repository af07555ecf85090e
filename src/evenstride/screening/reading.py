"""A movement test read off a body over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.errors import InputError
from evenstride.intake import Answer
from evenstride.knowledge.entries import Screen
from evenstride.live import Series
from evenstride.screening.concluding import concluded
from evenstride.screening.counting import clean, counted, scored, timed
from evenstride.screening.judging import (
    FEW,
    NO_VALUE,
    NONE_COUNTED,
    Outcome,
    judged,
    lowered,
    refused,
    settled,
    wrong,
)
from evenstride.screening.moves import Move, holds, main_curve, peaks, raised
from evenstride.screening.result import ANYBODY, Attempt, Person, Result
from evenstride.screening.watched import Watched
from evenstride.skeleton import Side

ENOUGH: Final = 0.3
"""[E] Share of the film in which the body must be seen, and as the test asks."""
LEAST_S: Final = 1.0
FEWEST: Final = 12
MOSTLY: Final = 0.5
"""[E] A shorter film shows no test."""

NO_READING: Final = "No camera reads this test."
TOO_SHORT: Final = "The film is too short. Film from before the test until after it."
NOT_WHOLE: Final = (
    "Shoulders, hips, knees and ankles were not all in the picture. Step further back."
)
VIEWS: Final[Mapping[str, str]] = MappingProxyType({
    "side": "The camera must see you square from the side. Turn yourself or the phone.",
    "front": "The camera must see you from the front. Turn to face it.",
    "rear": "The camera must see you from behind. Turn your back or your feet to it.",
})  # fmt: skip
NOT_SEEN: Final = (
    "The joints this test looks at were not seen. Better light and close clothes help."
)
NOT_THERE: Final = "The position of this test was not seen. Look at its picture and film it again."
NO_MOVE: Final = "No whole repetition was seen. Film from before the first until after the last."
NO_HOLD: Final = "The position was not held still for long enough."
SEVERAL: Final = "This test needs a film of each position: {names}."
NOT_TOLD: Final = "Please answer: {text}"

Method = Callable[[Watched], Outcome]


def screen(
    test: Screen,
    series: Series,
    side: Side,
    *,
    person: Person = ANYBODY,
    told: Mapping[str, Answer] = MappingProxyType({}),
) -> Result:
    """What a film of a test shows on one side; of a test without sides, read off this side."""
    if test.reading is None:
        raise InputError(f"{test.name}: {NO_READING}")
    return concluded_of(Watched(test, test.reading, series, side, person, told))


def concluded_of(case: Watched) -> Result:
    """The result of a case: what was seen, and what was told besides."""
    outcome = _unfit(case) or _answered(case, METHODS[case.reading.kind](case))
    return concluded(case, outcome)


def _unfit(case: Watched) -> Outcome | None:
    """Why a film shows nothing of this test; None where it does."""
    time_s, good = case.time_s, case.series.good
    if len(time_s) < FEWEST or time_s[-1] - time_s[0] < LEAST_S:
        return refused(TOO_SHORT)
    if good.mean() < ENOUGH:
        hidden = (~case.whole[~good]).mean() > MOSTLY
        return refused(NOT_WHOLE if hidden else VIEWS[case.series.view])
    if case.series.view != case.test.view:
        return refused(VIEWS[case.test.view])
    if case.inside.sum() * case.frame_s < LEAST_S:
        return refused(NOT_THERE)
    seen = np.isfinite(main_curve(case)[case.inside]).mean()
    return refused(NOT_SEEN) if case.reading.kind != "raises" and seen < ENOUGH else None


def _answered(case: Watched, outcome: Outcome) -> Outcome:
    """The outcome with the value that somebody told, where the film shows the rest to be right."""
    if not case.reading.told:
        return outcome
    attempts = tuple(_unmeasured(one) for one in outcome.attempts)
    counted = sum(one.counted for one in attempts)
    if not counted:
        return outcome
    answer = case.told.get(case.reading.told)
    if answer is not None:
        return _told(case, replace(outcome, attempts=attempts), answer, counted)
    if outcome.value is not None and not case.reading.told_only:
        return outcome
    asked = tuple(one for one in case.reading.asks if one.id == case.reading.told)
    return replace(outcome, status="refused", reason=NOT_TOLD.format(text=asked[0].text),
                   value=None, questions=(*asked, *outcome.questions))  # fmt: skip


def _unmeasured(one: Attempt) -> Attempt:
    """A try that was right but for its value."""
    return replace(one, reason="") if one.reason == NO_VALUE else one


def _told(case: Watched, outcome: Outcome, answer: Answer, counted: int) -> Outcome:
    few = counted < min(case.reading.needed, case.reading.wanted)
    reason = FEW.format(counted=counted, wanted=case.reading.wanted) if few else ""
    return replace(outcome, status="low" if few else "ok", reason=reason, value=answer, spread=0.0)


def _repeated(case: Watched) -> Outcome:
    return _of(case, peaks(case), NO_MOVE)


def _held(case: Watched) -> Outcome:
    return _of(case, holds(case), NO_HOLD)


def _of(case: Watched, moves: Sequence[Move], none: str) -> Outcome:
    return settled(case, moves) if moves else refused(none)


def _several(case: Watched) -> Outcome:
    """One film is never the worst of several."""
    return refused(SEVERAL.format(names=", ".join(case.reading.variants)))


def _raised(case: Watched) -> Outcome:
    """Raises of a straight leg: none counts where the leg's track is not to be believed."""
    moves, unsound = raised(case)
    if not unsound:
        return settled(case, moves)
    looked = moves or peaks(case)
    attempts = tuple(judged(case, looked))
    faults = [fault for move in looked if (fault := wrong(case, move))]
    if len(faults) > len(looked) / 2:
        unsound = NONE_COUNTED.format(why=lowered(faults[0]))
    marked = tuple(one if one.reason else replace(one, reason=unsound) for one in attempts)
    return Outcome("refused", unsound, marked)


def _by_score(case: Watched) -> Outcome:
    return scored(case) if peaks(case) else refused(NO_MOVE)


def _by_faults(case: Watched) -> Outcome:
    return clean(case) if peaks(case) else refused(NO_MOVE)


def _by_count(case: Watched) -> Outcome:
    return counted(case) if peaks(case) else refused(NO_MOVE)


METHODS: Final[Mapping[str, Method]] = MappingProxyType({
    "peaks": _repeated, "raises": _raised, "holds": _held, "time": timed, "count": _by_count,
    "clean": _by_faults, "score": _by_score, "worst": _several,
})  # fmt: skip
