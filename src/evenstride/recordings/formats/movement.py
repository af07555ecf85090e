"""Poses as the `movement` package keeps them: NetCDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array, Poses
from evenstride.recordings.clock import check_fps, plain_fps, told_fps
from evenstride.recordings.libraries import library
from evenstride.recordings.markers import body
from evenstride.recordings.recording import Format, Recording, Wish, pictured
from evenstride.skeleton import KEYPOINTS

DIMENSIONS = ("time", "space", "keypoints", "individuals")
"""In the order of movement 0.15's `position`."""

SINGULAR = {"keypoint": "keypoints", "individual": "individuals"}
"""Other releases name them so."""

OWN = "Evenstride"


def read(file: Path, wish: Wish) -> Recording:
    """One individual's `position` in pixels and, where it is there, `confidence`."""
    data = _dataset(file)
    _check_layout(file, data)
    names = [str(name) for name in data["keypoints"].to_numpy()]
    order = ("time", "keypoints", "space")
    points = data["position"].isel(individuals=0).transpose(*order).to_numpy().astype(float)
    sure = _confidence(data, points)
    paths = {
        name: np.concatenate([points[:, i], sure[:, i, np.newaxis]], axis=1)
        for i, name in enumerate(names)
    }
    places = body(file.name, paths)
    time_s = _time_s(file, data, wish)
    poses = pictured(file, time_s, places[..., :2], places[..., 2], size_px=_size_px(data))
    check_fps(file.name, poses.fps, wish.fps)
    own = data.attrs.get("source_software") == OWN
    return Recording(poses, from_film=bool(data.attrs.get("from_film", 1)) if own else True)


def _dataset(file: Path) -> Any:  # noqa: ANN401 - xarray is no dependency of this package's types
    xarray = library("xarray", "movement")
    library("netCDF4", "movement")
    try:
        with xarray.open_dataset(file, engine="netcdf4", decode_times=False) as data:
            whole = data.load()
    except (OSError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{file.name} is no NetCDF file that can be read; it may have been cut short, "
            "so copy it again."
        ) from error
    return whole.rename({old: new for old, new in SINGULAR.items() if old in whole.dims})


def _check_layout(file: Path, data: Any) -> None:  # noqa: ANN401
    if "position" not in data or set(data["position"].dims) != set(DIMENSIONS):
        raise InputError(
            f"{file.name} is no dataset of poses; it must have a position over "
            f"{', '.join(DIMENSIONS)}."
        )
    if data.sizes["individuals"] != 1:
        who = ", ".join(str(name) for name in data["individuals"].to_numpy())
        raise InputError(
            f"{file.name} holds {data.sizes['individuals']} individuals ({who}); "
            "keep the runner only."
        )
    if [str(axis) for axis in data["space"].to_numpy()] != ["x", "y"]:
        raise InputError(f"The space of {file.name} must be x and y, in pixels.")


def _confidence(data: Any, points: Array) -> Array:  # noqa: ANN401
    """How sure each point is, [T, K]; sure where the file keeps none."""
    if "confidence" not in data:
        return np.ones(points.shape[:2])
    sure = data["confidence"].isel(individuals=0).transpose("time", "keypoints").to_numpy()
    known = np.asarray(sure, dtype=float)
    return known if np.isfinite(known).any() else np.ones(points.shape[:2])


def _time_s(file: Path, data: Any, wish: Wish) -> Array:  # noqa: ANN401
    """The frames' times; where the file counts frames only, by its own or the told rate."""
    time = np.asarray(data["time"].to_numpy(), dtype=float)
    if data.attrs.get("time_unit") != "frames":
        return time
    return time / told_fps(file.name, data.attrs.get("fps"), wish.fps)


def _size_px(data: Any) -> tuple[int, int] | None:  # noqa: ANN401
    width, height = (data.attrs.get(name) for name in ("width_px", "height_px"))
    return None if width is None or height is None else (int(width), int(height))


def write(recording: Recording, file: Path) -> None:
    """Write a dataset of poses of one individual, for `movement.io.load_dataset`."""
    xarray = library("xarray", "movement")
    library("netCDF4", "movement")
    poses = recording.poses
    position = np.swapaxes(poses.xy_px, 1, 2)[..., np.newaxis]
    data = xarray.Dataset(
        {
            "position": (DIMENSIONS, position),
            "confidence": (("time", "keypoints", "individuals"), poses.confidence[..., np.newaxis]),
        },
        coords={
            "time": poses.time_s,
            "space": ["x", "y"],
            "keypoints": list(KEYPOINTS),
            "individuals": ["runner"],
        },
        attrs=_attributes(recording, poses),
    )
    data.to_netcdf(file, engine="netcdf4")


def _attributes(recording: Recording, poses: Poses) -> dict[str, object]:
    """The field's own notes, then ours."""
    rate = {"fps": plain_fps(poses)} if len(poses) > 1 else {}
    return {
        "source_software": OWN,
        "ds_type": "poses",
        **rate,
        "time_unit": "seconds",
        "width_px": poses.width_px,
        "height_px": poses.height_px,
        "from_film": int(recording.from_film),
    }


FORMAT = Format(
    name="movement",
    meaning="a dataset of poses for the movement package, NetCDF",
    suffixes=(".nc",),
    read=read,
    write=write,
)
