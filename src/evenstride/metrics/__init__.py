"""What is measured: one function per metric, one value per step.

A metric is a function of a run and a side, named by its own key. The catalogue is read off the
modules of this package: to add a metric, write one function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from typing import Literal

from evenstride.errors import KnowledgeError
from evenstride.events import Run, View
from evenstride.poses import Array
from evenstride.skeleton import Side

SIDE_VIEW: tuple[View, ...] = ("side",)
FRONTAL_VIEWS: tuple[View, ...] = ("rear", "front")
ANY_VIEW: tuple[View, ...] = ("side", "rear", "front")

Formula = Callable[[Run, Side], Array]
"""One value per step of one side, NaN where it was not seen."""


@dataclass(frozen=True)
class FilmError:
    """The error a pose model leaves in a mean, however many steps: one SD, in the metric's unit.

    Measured on films of drawn runners, whose truth is known, by `python -m bench.accuracy`: every
    speed and fault by one camera, and an even runner by cameras put up by hand.
    """

    near: float
    """Of the leg next to the camera, or of either leg from behind or in front."""
    far: float
    difference: float
    """Of left minus right."""
    behind: float | None = None
    """Of either leg from behind or in front, where that is another matter."""
    again: float = 0.0
    """Of the same leg from one film to the next of the same runner, view and side: what is left
    when a steady bias cancels, near and far leg together. One SD over six films of a drawn runner
    by cameras put up by hand (`python -m bench.repeat`) and one over runners of other gaits by
    one camera (`python -m bench.accuracy`), as the root of the sum of their squares: a runner
    who changes is read with another bias."""


EXACT = FilmError(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class MethodError:
    """The error that a mean of recorded keypoints keeps, however many steps: one SD.

    In the metric's unit. Smoothing, timing and perspective leave it; measured on keypoints of
    drawn runners, whose truth is known, by `python -m validation.repeatability`: filmed from 4 m,
    trembling by 1 to 4 px, 60 to 240 frames a second. A film's error holds it already.
    """

    least: float = 0.0
    """With keypoints that do not tremble."""
    per_jitter: float = 0.0
    """For each per cent of leg length by which the keypoints tremble from frame to frame; another
    recording, which trembles otherwise, does not share it."""
    behind: float | None = None
    """`least` from behind or in front, where that is another matter."""


@dataclass(frozen=True)
class Retest:
    """How much a mean changes from one film to the next though the runner did not."""

    mdc: float
    """Smallest change that is more than that, in the metric's unit."""
    source: str


@dataclass(frozen=True)
class Limit:
    """Where a value begins to be called a fault: which way is better is only said from here."""

    value: float
    """In the metric's unit."""
    better: Literal["lower", "higher"]
    source: str


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A formula with a name, a unit, the views that can show it and the error it is known to."""

    key: str
    name: str
    unit: str
    """`ms`, `deg`, `deg/s`, `steps/min`, `% leg` (of leg length) or `` for a ratio."""
    views: tuple[View, ...]
    mdc: float
    """Smallest difference that can be told from measurement error, in the metric's unit."""
    mdc_source: str
    formula: Formula
    joints: tuple[str, ...] = ()
    """Whose visibility the value hangs on."""
    film_error: FilmError = EXACT
    method_error: MethodError = MethodError()
    least_fps: float = 24.0
    """Below this frame rate the value is `low`."""
    both: bool = False
    """Whether the two sides make one number."""
    typical: str = ""
    """What is usual, with its source; never a verdict."""
    low_reason: str = ""
    """Why this value is never better than `low`, whatever the film."""
    film_reason: str = ""
    """Why a pose model never shows this better than `low`, though its mean error is small."""
    low_views: tuple[View, ...] = ()
    low_view_reason: str = ""
    retest: Retest | None = None
    """What studies found between two films; where there are none, `mdc` stands."""
    limit: Limit | None = None
    """None where neither more nor less is better."""
    sources: tuple[str, ...] = field(default=())

    def __call__(self, run: Run, side: Side) -> Array:
        """One value per step on this side, NaN where it was not seen."""
        return self.formula(run, side)

    @property
    def retest_mdc(self) -> float:
        """Smallest change between two films that is more than measurement error."""
        return self.retest.mdc if self.retest else self.mdc

    @property
    def meaning(self) -> str:
        """What the number says, in a sentence."""
        return (getdoc(self.formula) or "").partition("\n\n")[0].replace("\n", " ")

    @property
    def definition(self) -> str:
        """How the number is taken: geometry and sign."""
        return (getdoc(self.formula) or "").partition("\n\n")[2]


def metric(name: str, **facts: object) -> Callable[[Formula], Metric]:
    """Turn a formula into a metric named by the formula's own name."""
    return lambda formula: Metric(key=formula.__name__, name=name, formula=formula, **facts)  # type: ignore[arg-type]  # the facts are Metric's own fields, checked when it is made


def catalogue() -> Mapping[str, Metric]:
    """Every metric in this package, by key, in the order of the report."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [value for module in modules for value in vars(module).values()]
    metrics = [value for value in found if isinstance(value, Metric)]
    by_key = {value.key: value for value in metrics}
    if len(by_key) < len({id(value) for value in metrics}):
        raise KnowledgeError("Two metrics share one key; give each function its own name.")
    order = {view: i for i, view in enumerate((ANY_VIEW, SIDE_VIEW, FRONTAL_VIEWS))}
    return dict(sorted(by_key.items(), key=lambda item: order[item[1].views]))
