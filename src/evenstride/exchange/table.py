"""The tidy keypoint table: one row per frame and keypoint."""

import csv
from pathlib import Path

import numpy as np

from evenstride.poses import Poses
from evenstride.skeleton import KEYPOINTS

COLUMNS = ("frame", "time_s", "keypoint", "x_px", "y_px", "confidence")


def write_table(poses: Poses, path: Path) -> None:
    """Write keypoints as `frame,time_s,keypoint,x_px,y_px,confidence`; empty is not seen."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(COLUMNS)
        for frame, time_s in enumerate(poses.time_s):
            for k, keypoint in enumerate(KEYPOINTS):
                x, y = poses.xy_px[frame, k]
                place = (f"{x:.3f}", f"{y:.3f}") if np.isfinite(x) else ("", "")
                sure = f"{poses.confidence[frame, k]:.4f}"
                table.writerow((frame, f"{time_s:.6f}", keypoint, *place, sure))
