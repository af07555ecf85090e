"""Where a measured run stands out, as far as its error lets one say so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evenstride.intake import on_side, sided
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Finding, Threshold
from evenstride.measuring import LEG_LENGTH_OF_HEIGHT
from evenstride.metrics.measurement import NORMAL_95, Measurement
from evenstride.skeleton import SIDES, Side, other

Standing = Literal["present", "absent", "uncertain", "not assessed"]


@dataclass(frozen=True)
class Film:
    """What findings need of one analysed film."""

    measurements: Mapping[str, Measurement]
    speed_m_s: float | None = None
    height_m: float | None = None


@dataclass(frozen=True)
class Sign:
    """One measured value beside its threshold."""

    metric: str
    name: str
    unit: str
    value: float
    error: float
    """Half of the 95 % confidence interval."""
    threshold: float
    above: bool
    """Whether beyond means above."""
    origin: str
    low: str = ""
    """Why the value is `low`; empty where it is trusted."""

    @property
    def probability(self) -> float:
        """That the true value lies beyond the threshold."""
        way = 1.0 if self.above else -1.0
        sd = max(self.error / NORMAL_95, 1e-9)
        return 0.5 * math.erfc(-way * (self.value - self.threshold) / (sd * math.sqrt(2)))

    @property
    def standing(self) -> Standing:
        """Beyond, within, or too near to tell."""
        if abs(self.value - self.threshold) <= self.error:
            return "uncertain"
        return "present" if (self.value > self.threshold) == self.above else "absent"


@dataclass(frozen=True)
class Found:
    """Whether one way of running stands out, on one side."""

    id: str
    side: Side | None
    name: str
    standing: Standing
    probability: float
    """That every sign it asks for is there."""
    signs: tuple[Sign, ...]
    weighs: bool
    """Whether it may move the causes: a `low` metric never does on its own."""
    sentence: str

    @property
    def node(self) -> str:
        """Its name in the network."""
        return sided(self.id, self.side)


def findings(films: Sequence[Film], known: Knowledge) -> tuple[Found, ...]:
    """Every way of running that a film can show, on each side, by the best film for it."""
    return tuple(
        _best([_found(item, side, film) for film in films], item, side)
        for item in known.findings.values()
        if item.views
        for side in (SIDES if item.per_side else (None,))
    )


def _best(found: Sequence[Found], item: Finding, side: Side | None) -> Found:
    """The most telling of several films; one that can be trusted before one that cannot."""
    if not found:
        return _unassessed(item, side, f"Needs a film from {_views(item)}.")
    order: list[Standing] = ["not assessed", "uncertain", "absent", "present"]
    return max(found, key=lambda each: (each.weighs, order.index(each.standing)))


def _found(item: Finding, side: Side | None, film: Film) -> Found:
    must = [_sign(threshold, side, film) for threshold in item.must]
    rest = [_sign(threshold, side, film) for threshold in item.and_one_of]
    lacking = [sign for sign in must if isinstance(sign, str)]
    rest_seen = _trusted([sign for sign in rest if isinstance(sign, Sign)])
    if lacking or (rest and not rest_seen):
        why = lacking or [sign for sign in rest if isinstance(sign, str)]
        return _unassessed(item, side, why[0])
    musts = [sign for sign in must if isinstance(sign, Sign)]
    probability = math.prod(sign.probability for sign in musts)
    if rest_seen:
        probability *= 1 - math.prod(1 - sign.probability for sign in rest_seen)
    standing = _standing(musts, rest_seen, whole=len(rest_seen) == len(rest))
    signs = (*musts, *rest_seen)
    low = [sign.low for sign in signs if sign.low]
    if low and standing == "present":
        standing = "uncertain"
    sentence = _sentence(item, side, standing, signs, low)
    return Found(
        item.id, side, item.name, standing, probability, signs, weighs=not low, sentence=sentence
    )


def _trusted(signs: list[Sign]) -> list[Sign]:
    """Of signs of which one is enough, those that are not `low`; all of them where all are."""
    return [sign for sign in signs if not sign.low] or signs


def _standing(musts: Sequence[Sign], rest: Sequence[Sign], *, whole: bool) -> Standing:
    """Present only where all that must be there is beyond its error, and so for absent."""
    if any(sign.standing == "absent" for sign in musts):
        return "absent"
    if rest and whole and all(sign.standing == "absent" for sign in rest):
        return "absent"
    sure = all(sign.standing == "present" for sign in musts)
    sure &= not rest or any(sign.standing == "present" for sign in rest)
    return "present" if sure else "uncertain"


def _unassessed(item: Finding, side: Side | None, why: str) -> Found:
    return Found(
        item.id, side, item.name, "not assessed", math.nan, (), weighs=False, sentence=why
    )


def _views(item: Finding) -> str:
    words = {"side": "the side", "rear": "behind", "front": "the front"}
    return " or ".join(words[view] for view in item.views)


def _sign(threshold: Threshold, side: Side | None, film: Film) -> Sign | str:
    """The value beside its threshold, or why there is none."""
    item = film.measurements.get(threshold.metric)
    if item is None:
        return "Not measured in this film."
    if item.status == "refused" or not item.sides:
        return item.reason or "Not measured in this film."
    limit = _limit(threshold, film)
    if isinstance(limit, str):
        return limit
    between = "difference" in threshold.of
    read = _difference(item, side, threshold) if between else _value(item, side)
    if read is None or not all(map(math.isfinite, read)):
        return "Too few steps for an error."
    value, error = (part * _scale(item, threshold, film) for part in read)
    return Sign(
        threshold.metric,
        item.name,
        threshold.unit,
        abs(value) if threshold.of == "size" else value,
        error,
        limit,
        threshold.above is not None,
        threshold.origin,
        item.reason if item.status == "low" else "",
    )


def _scale(item: Measurement, threshold: Threshold, film: Film) -> float:
    """Centimetres, in which a runner of known height is measured, back into % of leg length."""
    if (item.unit, threshold.unit) == ("cm", "% leg") and film.height_m is not None:
        return 1.0 / (LEG_LENGTH_OF_HEIGHT * film.height_m)
    return 1.0


def _limit(threshold: Threshold, film: Film) -> float | str:
    """The threshold for this runner's speed and height."""
    base = threshold.above if threshold.above is not None else threshold.below
    limit = float(base or 0.0)
    if threshold.per_m_s:
        if film.speed_m_s is None:
            return "Needs the running speed; give it with --speed."
        limit += threshold.per_m_s * (film.speed_m_s - threshold.at_m_s)
    if threshold.per_cm_height:
        if film.height_m is None:
            return "Needs the runner's height; give it with --height."
        limit += threshold.per_cm_height * (100 * film.height_m - threshold.at_height_cm)
    return limit


def _value(item: Measurement, side: Side | None) -> tuple[float, float] | None:
    """Mean and half its interval; of both sides together where the finding has no sides."""
    if "both" in item.sides:
        chosen = [item.sides["both"]]
    elif side is not None:
        chosen = [item.sides[side]] if side in item.sides else []
    else:
        chosen = list(item.sides.values())
    if not chosen:
        return None
    mean = sum(each.mean for each in chosen) / len(chosen)
    # Not less for two sides than for one: they share the camera and the instrument.
    return mean, max((each.ci95[1] - each.ci95[0]) / 2 for each in chosen)


def _difference(
    item: Measurement, side: Side | None, threshold: Threshold
) -> tuple[float, float] | None:
    """This side minus the other, in the unit or in per cent of both sides' mean."""
    if item.difference is None or side is None:
        return None
    way = 1.0 if side == "left" else -1.0
    low, high = item.difference.ci95
    value, error = way * item.difference.value, (high - low) / 2
    if threshold.of == "difference":
        return value, error
    middle = abs(item.sides[side].mean + item.sides[other(side)].mean) / 2
    return (100 * value / middle, 100 * error / middle) if middle else None


def _sentence(
    item: Finding, side: Side | None, standing: Standing, signs: Iterable[Sign], low: Sequence[str]
) -> str:
    """What to say of it, with the numbers it stands on."""
    numbers = "; ".join(
        f"{sign.name.lower()} {_with_error(sign)}{_spaced(sign.unit)}, "
        f"stands out {'above' if sign.above else 'below'} {sign.threshold:.3g}"
        for sign in signs
    )
    where = on_side(side)
    words = {
        "present": f"{item.name}{where}: {item.says[0].lower()}{item.says[1:]}",
        "absent": f"{item.name}{where}: not seen.",
        "uncertain": f"{item.name}{where}: too near the border to tell.",
    }
    if standing == "uncertain" and low:
        words["uncertain"] = f"{item.name}{where}: not trusted here. {low[0]}"
    return f"{words[standing]} ({numbers})"


def _with_error(sign: Sign) -> str:
    """No more decimals than the error allows."""
    places = 0 if sign.error >= 10 else 1  # noqa: PLR2004 - two digits of error are enough
    return f"{sign.value:.{places}f} ± {sign.error:.{places}f}"


def _spaced(unit: str) -> str:
    return {"": "", "deg": "°", "%": " %"}.get(unit, f" {unit}")
