"""Films that cannot be compared, and comparisons from files and back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_comparison import METRICS, one

import evenstride
from evenstride.analysis import Analysis, analyze_poses
from evenstride.comparison import compare_sittings
from evenstride.errors import InputError
from evenstride.exchange.comparison import SCHEMA, comparison_text
from evenstride.exchange.document import write_document
from evenstride.exchange.reading import read_document
from evenstride.figure import Camera, Runner, keypoints
from evenstride.sitting import Sitting, obstacles, sitting_of


@pytest.fixture(scope="module")
def run() -> Analysis:
    poses = keypoints(Runner(variability=0.03), Camera(), fps=120.0, duration_s=9.0, noise_px=1.0)
    return analyze_poses(poses, name="march.csv", sha256="aa" * 32, speed_m_s=3.0)


@pytest.fixture(scope="module")
def sitting(run: Analysis) -> Sitting:
    return sitting_of(run)


# -- what cannot be compared -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "word", "spares_cadence"),
    [
        ({"speed_m_s": 3.2}, "speeds", False),
        ({"surface": "overground"}, "treadmill", False),
        ({"activity": "walking"}, "walking", False),
        ({"view": "rear", "facing": "away"}, "from behind", True),
        ({"facing": "left"}, "changed places", True),
        ({"turn_deg": 30.0}, "degrees apart", True),
        ({"from_film": True}, "table", True),
        ({"version": "0.0.1"}, "Analyse both again", True),
    ],
)
def test_films_taken_otherwise_are_not_compared(
    sitting: Sitting, other: dict[str, object], word: str, *, spares_cadence: bool
) -> None:
    after = replace(sitting, **other)  # type: ignore[arg-type]  # each is one of its own fields
    found = compare_sittings(sitting, [after])[0]
    assert any(word in sentence for sentence in found.obstacles)
    for change in found.changes:
        spared = spares_cadence and change.key == "cadence"
        assert (change.verdict == "not comparable") != spared
        assert spared or (word in change.reason and np.isnan(change.value))


def test_another_frame_rate_is_not_compared(sitting: Sitting) -> None:
    slower = replace(sitting, clip=replace(sitting.clip, fps=60.0))
    nearly = replace(sitting, clip=replace(sitting.clip, fps=119.88))
    assert any("frames a second" in each.sentence for each in obstacles(sitting, slower))
    assert obstacles(sitting, nearly) == ()


def test_speeds_a_tenth_apart_are_alike(sitting: Sitting) -> None:
    assert obstacles(sitting, replace(sitting, speed_m_s=3.1)) == ()
    untold = compare_sittings(sitting, [replace(sitting, speed_m_s=None)])[0]
    assert any("--speed" in sentence for sentence in untold.cautions)
    assert untold.obstacles == ()


def test_lengths_need_one_scale() -> None:
    poses = keypoints(Runner(), Camera(), fps=120.0, duration_s=9.0)
    plain, tall, small = (
        analyze_poses(poses, name="a.csv", height_m=height) for height in (None, 1.9, 1.6)
    )
    for other, word in ((plain, "one film only"), (small, "Two heights")):
        change = one(evenstride.compare(tall, other), "overstride")
        assert change.verdict == "not comparable"
        assert word in change.reason
    alike = one(evenstride.compare(tall, tall), "overstride")
    assert alike.unit == "cm"
    assert alike.mdc == pytest.approx(0.491 * 1.9 * METRICS["overstride"].mdc)


# -- from files, and back --------------------------------------------------------------------


def test_a_document_is_compared_as_the_analysis_is(run: Analysis, tmp_path: Path) -> None:
    poses = keypoints(
        Runner(variability=0.03, seed=2, faults={"overstride-left": 0.1}),
        Camera(), fps=120.0, duration_s=9.0, noise_px=1.0,
    )  # fmt: skip
    june = analyze_poses(poses, name="june.csv", speed_m_s=3.05)
    for folder, analysis in (("march", run), ("june", june)):
        (tmp_path / folder).mkdir()
        write_document(analysis, tmp_path / folder / "analysis.json")
    live = evenstride.compare(run, june)
    read = evenstride.compare(tmp_path / "march", str(tmp_path / "june" / "analysis.json"))
    assert [(c.key, c.side, c.verdict) for c in read.changes] == [
        (c.key, c.side, c.verdict) for c in live.changes
    ]
    assert [c.value for c in read.changes] == [c.value for c in live.changes]
    assert one(read, "overstride").verdict == "worse"
    assert (read.before.label, read.after.label) == ("march", "june")


def test_a_document_keeps_the_curves_and_the_camera(run: Analysis, tmp_path: Path) -> None:
    write_document(run, tmp_path / "analysis.json")
    read = read_document(tmp_path)
    assert read.turn_deg == run.turn_deg
    assert read.events == run.events
    assert [curve.key for curve in read.curves] == [curve.key for curve in run.curves]
    for ours, theirs in zip(run.curves, read.curves, strict=True):
        for side, mean in ours.mean.items():
            assert theirs.mean[side] == pytest.approx(mean, abs=1e-3)
            assert theirs.sd[side] == pytest.approx(ours.sd[side], abs=1e-3)
        assert theirs.n == ours.n


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (None, "Analyse the film first"),
        ("no json", "is no analysis.json"),
        ("[]", "no analysis.json"),
        ('{"schema": "something/9"}', "no analysis.json"),
        ('{"schema": "evenstride.analysis/1", "clip": {}}', "Analyse the film again"),
        ('{"schema": "evenstride.analysis/1", "clip": null}', "Analyse the film again"),
    ],
)
def test_a_broken_document_is_refused_in_a_sentence(
    tmp_path: Path, text: str | None, word: str
) -> None:
    if text is not None:
        (tmp_path / "analysis.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=word) as refusal:
        read_document(tmp_path)
    assert str(refusal.value).endswith(".") or str(refusal.value).endswith(").")


def test_what_a_later_version_adds_is_passed_over(run: Analysis, tmp_path: Path) -> None:
    write_document(run, tmp_path / "analysis.json")
    plain = json.loads((tmp_path / "analysis.json").read_text(encoding="utf-8"))
    plain["new"] = plain["clip"]["new"] = plain["events"][0]["new"] = 1
    plain["metrics"]["new"] = plain["metrics"]["cadence"] | {"new": 1}
    (tmp_path / "analysis.json").write_text(json.dumps(plain), encoding="utf-8")
    read = read_document(tmp_path)
    assert read.events == run.events
    assert set(read.measurements) == set(METRICS)


def test_several_conditions_share_one_error(run: Analysis) -> None:
    found = evenstride.compare_conditions(run, run, run, names=["none", "overhead", "left"])
    assert [each.after.label for each in found] == ["overhead", "left"]
    assert {each.claims for each in found} == {2 * evenstride.compare(run, run).claims}
    with pytest.raises(InputError, match="name each film"):
        evenstride.compare_conditions(run, run, names=["one"])


def test_films_of_one_name_are_told_apart(run: Analysis) -> None:
    labels = evenstride.compare(run, run)
    assert (labels.before.label, labels.after.label) == ("Film 1", "Film 2")


def test_the_result_is_plain_json(run: Analysis) -> None:
    walking = replace(run, activity="walking", turn_deg=float("nan"))
    for other in (run, walking):
        plain = json.loads(comparison_text([evenstride.compare(run, other)]))
        assert plain["schema"] == SCHEMA
        assert plain["correction"]["method"] == "Holm"
        for change in plain["comparisons"][0]["changes"]:
            assert set(change) == {
                "metric", "side", "unit", "before", "after", "change", "ci95", "mdc", "detectable",
                "chance", "verdict", "reason", "confidence",
            }  # fmt: skip
            assert (change["verdict"] == "not comparable") == (change["change"] is None)
