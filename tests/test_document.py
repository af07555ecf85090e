"""analysis.json holds what its page promises, as plain JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evenstride.analysis import Analysis, analyze_poses
from evenstride.exchange.document import SCHEMA, document, write_document
from evenstride.figure import Camera, Runner, keypoints
from evenstride.metrics import catalogue
from evenstride.version import VERSION

TOP = {
    "schema", "version", "clip", "view", "facing", "surface", "activity", "height_m", "speed_m_s",
    "events", "metrics", "quality",
}  # fmt: skip
CLIP = {"name", "sha256", "fps", "frames", "duration_s", "width", "height"}
UNITS = {"ms", "deg", "deg/s", "steps/min", "cm", "% leg", ""}


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    poses = keypoints(Runner(), Camera(), fps=120.0, duration_s=5.0, noise_px=1.0)
    return analyze_poses(poses, name="drawn.csv", sha256="ab" * 32, speed_m_s=3.0)


@pytest.fixture(scope="module")
def plain(analysis: Analysis) -> dict[str, Any]:
    """The document as another program reads it; NaN would not get through."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    text = json.dumps(document(analysis), allow_nan=False)
    return json.loads(text, parse_constant=refuse)  # type: ignore[no-any-return]  # the whole is an object


def test_the_top_is_as_promised(plain: dict[str, Any]) -> None:
    assert set(plain) >= TOP
    assert (plain["schema"], plain["version"]) == (SCHEMA, VERSION)
    assert set(plain["clip"]) == CLIP
    assert plain["clip"] == {
        "name": "drawn.csv", "sha256": "ab" * 32, "fps": pytest.approx(120), "frames": 600,
        "duration_s": pytest.approx(5.0), "width": 720, "height": 1280,
    }  # fmt: skip
    assert (plain["view"], plain["facing"], plain["surface"]) == ("side", "right", "treadmill")
    assert (plain["activity"], plain["height_m"], plain["speed_m_s"]) == ("running", None, 3.0)


def test_events_are_in_order_of_time(plain: dict[str, Any], analysis: Analysis) -> None:
    times = [event["time_s"] for event in plain["events"]]
    assert times == sorted(times)
    assert len(times) == len(analysis.events) > 20
    for event in plain["events"]:
        assert set(event) == {"side", "kind", "time_s", "sd_s"}
        assert event["side"] in {"left", "right"}
        assert event["kind"] in {"foot_strike", "toe_off"}
        assert event["sd_s"] > 0


def test_every_metric_is_there(plain: dict[str, Any]) -> None:
    assert list(plain["metrics"]) == list(catalogue())


@pytest.mark.parametrize("key", catalogue())
def test_a_metric_is_as_promised(plain: dict[str, Any], key: str) -> None:
    item = plain["metrics"][key]
    estimates = {side: item[side] for side in ("left", "right", "both") if side in item}
    assert item["unit"] in UNITS
    assert item["status"] in {"ok", "low", "refused"}
    assert (item["status"] == "refused") == (not estimates)
    assert bool(item["reason"]) == (item["status"] != "ok")
    assert (item["difference"] is None) == ("left" not in estimates)
    for estimate in estimates.values():
        assert {"mean", "sd", "n", "ci95", "values"} <= set(estimate)
        assert estimate["ci95"][0] <= estimate["mean"] <= estimate["ci95"][1]
        assert sum(value is not None for value in estimate["values"]) == estimate["n"]


def test_a_difference_is_as_promised(plain: dict[str, Any]) -> None:
    found = [m["difference"] for m in plain["metrics"].values() if m["difference"]]
    assert found
    for difference in found:
        assert {"value", "ci95", "mdc", "verdict"} <= set(difference)
        assert difference["verdict"] in {
            "different", "no detectable difference", "too few steps",
        }  # fmt: skip


def test_remarks_have_a_code_a_severity_and_a_sentence(plain: dict[str, Any]) -> None:
    for remark in plain["quality"]:
        assert set(remark) == {"code", "severity", "sentence"}
        assert remark["severity"] in {"info", "warning", "serious"}
        assert remark["sentence"].endswith(".")


def test_the_numbers_are_the_analysis_own(plain: dict[str, Any], analysis: Analysis) -> None:
    for item in analysis.measurements:
        for side, estimate in item.sides.items():
            assert plain["metrics"][item.key][side]["mean"] == estimate.mean


def test_what_was_not_seen_is_null() -> None:
    """A clip of three steps: no standard deviation of one value, no interval of few."""
    poses = keypoints(Runner(), Camera(), fps=120.0, duration_s=2.0)
    short = document(analyze_poses(poses, name="short.csv"))
    text = json.dumps(short, allow_nan=False)
    assert '"ci95": [null, null]' in text


@pytest.mark.parametrize("activity", ["walking", "standing"])
def test_somebody_who_does_not_run_has_a_document_too(activity: str) -> None:
    somebody = Runner(activity="walking" if activity == "walking" else "standing")
    poses = keypoints(somebody, Camera(), fps=60.0, duration_s=5.0, noise_px=1.0)
    found = document(analyze_poses(poses, name="no-run.csv"))
    assert json.loads(json.dumps(found, allow_nan=False))["activity"] == activity
    assert found["events"] == []


def test_the_file_is_the_document(analysis: Analysis, tmp_path: Path) -> None:
    path = tmp_path / "analysis.json"
    write_document(analysis, path)
    expected = json.loads(json.dumps(document(analysis)))
    assert json.loads(path.read_text(encoding="utf-8")) == expected
    assert path.read_bytes().endswith(b"}\n")


def test_nothing_in_it_is_a_numpy_number(analysis: Analysis) -> None:
    def walk(value: object) -> None:
        assert not isinstance(value, np.generic | np.ndarray)
        parts = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            for part in parts:  # type: ignore[attr-defined]  # a list or a dict's values
                walk(part)

    walk(document(analysis))
