"""What a person sets right by hand is kept apart, and everything downstream follows."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride import Analysis
from evenstride.analysis import analyze_poses
from evenstride.corrections import (
    Corrections,
    EventCorrection,
    KeypointCorrection,
    read_corrections,
    with_keypoints,
    write_corrections,
)
from evenstride.errors import InputError
from evenstride.figure import Camera, Runner, keypoints
from evenstride.poses import Poses
from evenstride.recordings import write
from evenstride.skeleton import INDEX

PROGRAM = str(Path(sys.executable).with_name("evenstride"))
WHOLE = Corrections(
    (KeypointCorrection("left_heel", 2.0, 412.5, 1100.25), KeypointCorrection("nose", 2.1)),
    (EventCorrection("left", "foot_strike", 2.441),),
)


@pytest.fixture(scope="module")
def poses() -> Poses:
    return keypoints(Runner(), Camera(), fps=120.0, duration_s=6.0, noise_px=1.0)


@pytest.fixture(scope="module")
def plain(poses: Poses) -> Analysis:
    return analyze_poses(poses, name="film.mp4")


def strikes(analysis: Analysis, side: str) -> list[float]:
    return [e.time_s for e in analysis.events if (e.side, e.kind) == (side, "foot_strike")]


def corrected(poses: Poses, *events: EventCorrection) -> Analysis:
    return analyze_poses(poses, name="film.mp4", corrections=Corrections(events=events))


# -- the file --------------------------------------------------------------------------------


def test_corrections_come_back_as_they_were_written(tmp_path: Path) -> None:
    write_corrections(WHOLE, tmp_path / "corrections.toml")
    assert repr(read_corrections(tmp_path / "corrections.toml")) == repr(WHOLE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[keypoint]\n", "no TOML file"),
        ("[[keypoints]]\n", "no table [[keypoints]]"),
        ('[[keypoint]]\nname = "left_heel"\n', "lacks time_s"),
        ('[[keypoint]]\nname = "left_hoof"\ntime_s = 1.0\n', "no name 'left_hoof'"),
        ('[[keypoint]]\nname = "left_heel"\ntime_s = 1.0\nx_px = 3\n', "both x_px and y_px"),
        ('[[keypoint]]\nname = "left_heel"\ntime_s = "soon"\n', "must be a number"),
        ('[[event]]\nside = "near"\nkind = "toe_off"\ntime_s = 1.0\n', "no side 'near'"),
        ('[[event]]\nside = "left"\nkind = "landing"\ntime_s = 1.0\n', "no kind 'landing'"),
        ('[[event]]\nside = "left"\nkind = "toe_off"\ntime_s = nan\n', "must be a number"),
        ('[[event]]\nside = "left"\nkind = "toe_off"\nframe = 3\ntime_s = 1\n', "knows no frame"),
    ],
)
def test_a_wrong_file_gets_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_corrections(file)
    assert words in str(told.value)
    assert "corrections.toml" in str(told.value)


def test_a_missing_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        read_corrections(tmp_path / "nothing.toml")


# -- keypoints -------------------------------------------------------------------------------


def test_a_keypoint_set_by_hand_stands_and_no_other_moves(poses: Poses) -> None:
    changed = with_keypoints(poses, WHOLE)
    frame, k = int(np.argmin(abs(poses.time_s - 2.0))), INDEX["left_heel"]
    assert changed.xy_px[frame, k] == pytest.approx([412.5, 1100.25])
    hidden = int(np.argmin(abs(poses.time_s - 2.1)))
    assert np.isnan(changed.xy_px[hidden, INDEX["nose"]]).all()
    same = np.ones(poses.confidence.shape, dtype=bool)
    same[frame, k] = same[hidden, INDEX["nose"]] = False
    assert np.array_equal(changed.xy_px[same], poses.xy_px[same])


def test_a_keypoint_outside_the_film_gets_a_sentence(poses: Poses) -> None:
    late = Corrections((KeypointCorrection("nose", 60.0, 1.0, 1.0),))
    with pytest.raises(InputError, match=r"No picture is shown at 60 s.*lasts from 0 to"):
        with_keypoints(poses, late)


def test_metrics_follow_a_corrected_joint(poses: Poses, plain: Analysis) -> None:
    """Every knee put 20 px further ahead bends more; the measured knees are kept."""
    k = INDEX["right_knee"]
    ahead = tuple(
        KeypointCorrection("right_knee", float(time_s), *(xy + [20.0, 0.0]))
        for time_s, xy in zip(poses.time_s, plain.poses.xy_px[:, k], strict=True)
    )
    changed = analyze_poses(poses, name="film.mp4", corrections=Corrections(ahead))
    key = "knee_flexion_at_contact"
    before, after = (
        {m.key: m for m in each.measurements}[key].sides["right"].mean
        for each in (plain, changed)
    )
    assert after - before == pytest.approx(11.0, abs=2.0)  # 20 px on bones of 200
    assert changed.measured_poses is not None
    assert np.array_equal(changed.measured_poses.xy_px, plain.poses.xy_px, equal_nan=True)
    assert "corrected" in {remark.code for remark in changed.quality}


# -- events ----------------------------------------------------------------------------------


def test_an_instant_set_by_hand_moves_its_step_and_no_other(
    poses: Poses, plain: Analysis
) -> None:
    old = strikes(plain, "left")
    changed = corrected(poses, EventCorrection("left", "foot_strike", old[3] - 0.020))
    assert strikes(changed, "left") == pytest.approx([*old[:3], old[3] - 0.020, *old[4:]])
    assert strikes(changed, "right") == strikes(plain, "right")
    contact = [
        {m.key: m for m in each.measurements}["contact_time"].sides["left"].values
        for each in (plain, changed)
    ]
    longer_ms = np.subtract(*contact[::-1])
    assert longer_ms[3] == pytest.approx(20.0)
    assert np.count_nonzero(longer_ms) == 1


def test_an_instant_set_by_hand_knows_its_error(poses: Poses, plain: Analysis) -> None:
    at_s = strikes(plain, "left")[3] + 0.004
    changed = corrected(poses, EventCorrection("left", "foot_strike", at_s))
    event = next(e for e in changed.events if e.time_s == at_s)
    assert event.sd_s == pytest.approx(1 / 120 / np.sqrt(12))


def test_a_step_nobody_saw_can_be_timed_by_hand(poses: Poses, plain: Analysis) -> None:
    """With the foot hidden for 0.4 s its step is dropped; both instants bring it back."""
    contacts = [
        [e.time_s for e in plain.events if (e.side, e.kind) == ("left", kind)]
        for kind in ("foot_strike", "toe_off")
    ]
    strike, off = (times[3] for times in contacts)
    xy = poses.xy_px.copy()
    unseen = (poses.time_s > strike - 0.1) & (poses.time_s < off + 0.1)
    for joint in ("heel", "toe"):
        xy[unseen, INDEX[f"left_{joint}"]] = np.nan
    hidden = replace(poses, xy_px=xy)
    lost = corrected(hidden)
    assert len(strikes(lost, "left")) == len(contacts[0]) - 1
    found = corrected(
        hidden,
        EventCorrection("left", "foot_strike", strike),
        EventCorrection("left", "toe_off", off),
    )
    assert strikes(found, "left") == pytest.approx(contacts[0], abs=0.002)


def test_an_instant_of_no_step_gets_a_sentence(poses: Poses) -> None:
    with pytest.raises(InputError, match="no step of the left foot near 60 s"):
        corrected(poses, EventCorrection("left", "toe_off", 60.0))


# -- the command line ------------------------------------------------------------------------


def test_the_command_keeps_both(poses: Poses, plain: Analysis, tmp_path: Path) -> None:
    write(poses, tmp_path / "run.csv")
    at_s = strikes(plain, "left")[3] + 0.010
    strike = EventCorrection("left", "foot_strike", at_s)
    by_hand = Corrections((KeypointCorrection("nose", 1.0, 5.0, 6.0),), (strike,))
    write_corrections(by_hand, tmp_path / "mine.toml")
    command = [PROGRAM, "analyze", "run.csv", "--corrections", "mine.toml", "--out", "out"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    told = json.loads((tmp_path / "out" / "analysis.json").read_text(encoding="utf-8"))
    assert any(event["time_s"] == at_s for event in told["events"])
    assert told["corrections"]["events"][0]["time_s"] == at_s
    assert read_corrections(tmp_path / "out" / "corrections.toml") == by_hand
    assert ",nose,5.0,6.0," not in (tmp_path / "out" / "poses.csv").read_text(encoding="utf-8")
    export = [PROGRAM, "export", "out", "--to", "csv", "--out", "set.csv"]
    subprocess.run(export, cwd=tmp_path, check=True, capture_output=True)
    assert ",nose,5.0,6.0," in (tmp_path / "set.csv").read_text(encoding="utf-8")


def test_corrections_belong_to_one_clip(tmp_path: Path) -> None:
    command = [PROGRAM, "analyze", "a.csv", "b.csv", "--corrections", "mine.toml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip() == "Corrections belong to one clip; name that clip alone."
