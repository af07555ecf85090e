"""Write docs/metrics.md from the catalogue: `python docs/make_metrics.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from evenstride.events import View
from evenstride.metrics import Metric, catalogue

PAGE = Path(__file__).with_name("metrics.md")

HEADINGS: dict[tuple[View, ...], str] = {
    ("side", "rear", "front"): "From any view",
    ("side",): "From the side",
    ("rear", "front"): "From behind or in front",
}

OPENING = """\
# What is measured

<!-- Written by docs/make_metrics.py from the catalogue; change the metric, then run it. -->

Every metric gives one value per step of one leg, and the report its mean. *Smallest difference*
is the minimal detectable change, with where it comes from; less than that is never called a
difference. *Usual* is what others have published, and never a verdict. `[E]` marks an engineering
default: a careful guess that no study stands behind. *Error of a mean from a film* is what the
pose model leaves however many steps there are, measured on films of drawn runners
(`python -m bench.accuracy`); it is part of every interval and of every verdict. *From one film to
the next* is what is left of it where a steady error cancels (`python -m bench.repeat`); with the
*smallest change between two films* it decides what [a comparison](comparison.md) calls a change.
"""


def page() -> str:
    """The whole page of metrics, as it should be on disk."""
    metrics = catalogue().values()
    return "\n".join([OPENING, *overview(metrics), *(part for m in metrics for part in chapter(m))])


def overview(metrics: Iterable[Metric]) -> Iterator[str]:
    """One table for each group of views."""
    for views, heading in HEADINGS.items():
        yield f"## {heading}\n"
        yield "| metric | key | unit | what it says |\n|---|---|---|---|"
        for metric in metrics:
            if metric.views == views:
                yield row(metric)
        yield ""


def row(metric: Metric) -> str:
    """A metric's line in the table of its view."""
    link = f"[{metric.name}](#{anchor(metric)})"
    return f"| {link} | `{metric.key}` | {unit(metric)} | {metric.meaning} |"


def chapter(metric: Metric) -> Iterator[str]:
    """All that is known about one metric."""
    yield f"## {metric.name} {{ #{anchor(metric)} }}\n"
    yield f"{metric.meaning}\n"
    yield f"{metric.definition.strip()}\n"
    yield "| | |\n|---|---|"
    for label, fact in facts(metric):
        yield f"| {label} | {fact} |"
    yield ""


def facts(metric: Metric) -> Iterator[tuple[str, str]]:
    """The rows of one metric's table, the empty ones left out."""
    rows = (
        ("key", f"`{metric.key}`"),
        ("unit", unit(metric)),
        ("view", ", ".join(metric.views)),
        ("sides", "both legs together" if metric.both else "each leg"),
        ("smallest difference", f"{metric.mdc:g} {metric.unit} ({metric.mdc_source})"),
        ("smallest change between two films", retest(metric)),
        ("error of a mean from a film", film_error(metric)),
        ("from one film to the next", again(metric)),
        ("error of a mean from keypoints", method_error(metric)),
        ("called better", better(metric)),
        ("frames a second", f"{metric.least_fps:g} or more; *low* below"),
        ("never better than *low*", metric.low_reason or metric.film_reason),
        (f"*low* from {' and '.join(metric.low_views)}", metric.low_view_reason),
        ("usual", metric.typical),
        ("source", "; ".join(metric.sources)),
    )
    return ((label, fact) for label, fact in rows if fact)


def film_error(metric: Metric) -> str:
    """What the pose model leaves, in words."""
    error, name = metric.film_error, metric.unit
    if metric.both:
        return f"{error.near:g} {name} (one SD)"
    one = error.near == error.far
    legs = f"{error.near:g}" if one else f"near leg {error.near:g}, far leg {error.far:g}"
    behind = f"; from behind {error.behind:g}" if error.behind else ""
    return f"{legs}; left minus right {error.difference:g}{behind} {name} (one SD)"


def method_error(metric: Metric) -> str:
    """What the method leaves in recorded keypoints, in words."""
    error = metric.method_error
    parts = (
        ("{}", error.least),
        ("{} for each % of leg length by which they tremble", error.per_jitter),
        ("from behind {}", error.behind),
    )
    said = "; ".join(
        words.format(f"{value:g} {metric.unit}".strip()) for words, value in parts if value
    )
    return f"{said} (one SD)" if said else ""


def retest(metric: Metric) -> str:
    """What studies found between two films, where that is another number."""
    if metric.retest is None:
        return ""
    return f"{metric.retest.mdc:g} {metric.unit} ({metric.retest.source})"


def again(metric: Metric) -> str:
    """What the pose model does differently in another film of the same run."""
    sd = metric.film_error.again
    return f"{sd:g} {metric.unit} (one SD)" if sd else ""


def better(metric: Metric) -> str:
    """Which way is better, and from where on."""
    limit = metric.limit
    if limit is None:
        return ""
    beyond = "over" if limit.better == "lower" else "under"
    where = f"{beyond} {limit.value:g} {metric.unit}"
    return f"{limit.better}, where a film may be {where} ({limit.source})"


def unit(metric: Metric) -> str:
    """The unit in words; a ratio has none."""
    return metric.unit.replace("% leg", "% of leg length") or "ratio"


def anchor(metric: Metric) -> str:
    """The name a link to this metric ends in."""
    return metric.key.replace("_", "-")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE.name}: {len(catalogue())} metrics.")
