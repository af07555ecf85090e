"""The page of validation: every comparison as tables and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evenstride.metrics import catalogue
from evenstride.skeleton import SIDES
from validation import force_plates, leg_raise, mirror, oblique_knee, plots, repeatability
from validation.virtual_camera import KINDS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
IMAGES = ROOT / "docs" / "images"
README = ROOT / "README.md"
FENCE = ("<!-- validation: written by make validate -->", "<!-- end of validation -->")


@dataclass(frozen=True)
class Results:
    """Every comparison's outcome."""

    contacts: force_plates.ForcePlates
    raises: leg_raise.Result
    knees: oblique_knee.Result
    biases: tuple[mirror.Bias, ...]
    repeated: repeatability.Repeatability


def written(results: Results) -> None:
    """Write the page, its pictures and the README's table."""
    by_speed = {f"{n[3]} m/s": pairs for n, pairs in results.contacts.contacts_ms.items()}
    plots.agreement(
        IMAGES / "validation-contact.svg", by_speed, unit="ms", of="Ground contact time"
    )
    raises = {
        f"person {one.person}": np.array([(p.markers_deg, p.phone_deg) for p in one.pairs])
        for one in results.raises.people
        if one.pairs and not one.reason
    }
    plots.agreement(IMAGES / "validation-raise.svg", raises, unit="deg", of="Range of a leg raise")
    PAGE.write_text(page(results), encoding="utf-8")
    README.write_text(with_table(README.read_text(encoding="utf-8"), main_table(results)), "utf-8")


def page(results: Results) -> str:
    """The whole page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent)
    pages = Environment(loader=folder, undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701  # Markdown, no HTML
    found = results.contacts
    return pages.get_template("page.md.jinja").render(
        main=main_table(results),
        films=force_plates.SEEDS,
        contacts=found,
        spans=_spans(found),
        settings=settings(found),
        raised=results.raises,
        raises=raises(results.raises),
        oblique=results.knees,
        repeated=results.repeated,
        biases=biases(results.biases),
        **{
            name: table(force_plates.HEADER, (row.cells for row in rows))
            for name, rows in (
                ("rates", found.rates),
                ("left_out", found.left_out),
                ("noises", found.noises),
            )
        },
        **knees(results.knees),
        **repeated(results.repeated),
    )


def with_table(text: str, told: str) -> str:
    """A text whose fenced part is this table."""
    start, end = (re.escape(mark) for mark in FENCE)
    whole = f"{FENCE[0]}\n{told}\n{FENCE[1]}"
    return re.sub(f"{start}.*?{end}", lambda _: whole, text, flags=re.DOTALL)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main_table(results: Results) -> str:
    """The few numbers that matter most."""
    usual = [row for row in results.contacts.rates if row.fps == force_plates.USUAL_FPS]
    strike, off = (
        " and ".join(f"{row.timing.rms_ms(kind):.1f}" for row in usual) for kind in KINDS
    )
    bias = " and ".join(f"{row.contact_bias_ms:+.1f}" for row in usual)
    sound = [one for one in results.raises.people if not one.reason]
    knees = [results.knees.rmse_deg(film, side) for film in oblique_knee.FILMS for side in SIDES]
    shares = [share.percent for share in results.repeated.coverage.values()]
    rows = [
        ("foot strike, 3 and 4 m/s, 120 frames/s", "force plates", f"{strike} ms RMS"),
        ("toe-off, the same", "force plates", f"{off} ms RMS"),
        ("mean contact time, the same", "force plates", f"{bias} ms"),
        (
            f"raise of a straight leg, {len(sound)} of {len(results.raises.people)} people",
            "motion capture",
            f"{results.raises.sound_error_deg:.1f} deg mean absolute; the others are refused",
        ),
        (
            "knee seen obliquely, a squat and a walk",
            "motion capture",
            f"{min(knees):.1f} to {max(knees):.1f} deg RMSE, so it is refused",
        ),
        (
            "95 % intervals that hold the truth, by metric",
            "keypoints of drawn runners",
            f"{min(shares):.0f} to {max(shares):.0f} %",
        ),
        (
            "unchanged runs called changed",
            "keypoints of drawn runners",
            f"{results.repeated.called_changed.percent:.1f} %",
        ),
        (
            "even runners called uneven",
            "keypoints of drawn runners",
            f"{results.repeated.called_uneven.percent:.1f} %",
        ),
    ]
    return table(("what", "against", "error"), rows)


def settings(found: force_plates.ForcePlates) -> str:
    """The clocks' settings, shipped and with each run left out."""
    rows = [
        (name, f"{1000 * s.slap_lag_s:.1f}", f"{100 * s.sink:.2f}", f"{1000 * s.off_lag_s:+.1f}")
        for name, s in found.settings.items()
    ]
    return table(("settings for", "slap, ms", "sinking, % leg", "toe-off lag, ms"), rows)


def _spans(found: force_plates.ForcePlates) -> tuple[str, ...]:
    """The runs' least and greatest error of strikes, toe-offs and single contact times."""
    usual = [row for row in found.rates if row.fps == force_plates.USUAL_FPS]
    errors = [[row.timing.rms_ms(kind) for row in usual] for kind in KINDS]
    errors.append([float(np.diff(pairs).std()) for pairs in found.contacts_ms.values()])
    return tuple(f"{min(each):.1f} to {max(each):.1f}" for each in errors)


def raises(found: leg_raise.Result) -> str:
    """Each person's leg raises."""
    header = ("person", "raises", "mean absolute difference, deg", "at face value, deg", "track")
    rows = [
        (
            str(one.person),
            str(len(one.pairs)),
            f"{one.error_deg:.1f}" if one.pairs else "-",
            f"{one.face_value_error_deg:.1f}",
            f"unsound: {one.reason}" if one.reason else "sound",
        )
        for one in found.people
    ]
    return table(header, rows)


def knees(found: oblique_knee.Result) -> dict[str, str]:
    """The tables on knees seen obliquely."""
    ways = list(dict.fromkeys(error.way for error in found.errors))
    errors = [
        (film, side, *(f"{found.rmse_deg(film, side, way):.1f}" for way in ways))
        for film in oblique_knee.FILMS
        for side in SIDES
    ]
    squats = [
        (s.side, f"{s.true_deg:.0f}", f"{s.depth_deg - s.true_deg:+.1f}", f"{1000 * s.late_s:+.0f}")
        for s in found.squats
    ]
    trust = [
        (
            t.film,
            t.side,
            f"{t.stated_sd_deg:.1f}",
            f"{t.error_over_sd:.1f}",
            f"{100 * t.within_95:.0f} %",
        )
        for t in found.trust
    ]
    return {
        "knees": table(("film", "leg", *ways), errors),
        "squats": table(("leg", "true depth, deg", "found minus true, deg", "late, ms"), squats),
        "trust": table(("film", "leg", "stated SD, deg", "error over it", "within 95 %"), trust),
    }


def biases(found: Sequence[mirror.Bias]) -> str:
    """What a film and its mirror image disagree on."""
    rows = [
        (each.name, each.leg, f"{each.value:.1f}", f"{each.more:+.1f}", each.unit, each.status)
        for each in found
        if each.unit  # a share of a time says nothing that the time does not
    ]
    return table(("metric", "leg", "film", "mirror image minus film", "unit", "status"), rows)


def repeated(found: repeatability.Repeatability) -> dict[str, str]:
    """The tables on intervals and verdicts."""
    metrics = catalogue()
    held = [
        (f"{metrics[key].name} (`{key}`)", f"{share.percent:.1f} %", str(share.of))
        for key, share in found.coverage.items()
    ]
    called = [
        (name.replace("_", " "), f"{share.percent:.0f} %", str(share.of))
        for name, share in found.found.items()
    ]
    return {
        "coverage": table(("metric", "intervals that hold the truth", "of"), held),
        "found": table(("real change in", "called", "of"), called),
    }
