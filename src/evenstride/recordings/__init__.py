"""Keypoints and curves in files: ours and the field's."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from evenstride.errors import InputError
from evenstride.orientation import View
from evenstride.poses import Poses
from evenstride.recordings import formats as _folder
from evenstride.recordings.recording import Format, Recording, Series, Wish

__all__ = [
    "Format",
    "Recording",
    "Series",
    "formats",
    "is_recording",
    "load",
    "read",
    "write",
    "write_series",
    "writers",
]


@cache
def formats() -> tuple[Format, ...]:
    """Every format there is a module for."""
    names = sorted(module.name for module in iter_modules(_folder.__path__))
    found = (import_module(f"{_folder.__name__}.{name}").FORMAT for name in names)
    return tuple(found)


def writers() -> tuple[Format, ...]:
    """The formats that can be written."""
    return tuple(one for one in formats() if one.write is not None or one.write_series is not None)


def is_recording(path: Path) -> bool:
    """Whether a file or folder holds keypoints, and no film."""
    return bool(_readers(path))


def read(path: str | Path, fps: float | None = None, view: View | None = None) -> Poses:
    """Keypoints from a file of any known format, by how its name ends and what it holds.

    fps: the frame rate, for a file that does not tell it. view: the plane on which a recording
    in space is seen.
    """
    return load(path, fps=fps, view=view).poses


def load(path: str | Path, *, fps: float | None = None, view: View | None = None) -> Recording:
    """The same, with whether a pose model found the keypoints in a film."""
    file = Path(path)
    if not file.exists():
        raise InputError(f"There is no file {file}. Check the name and the folder.")
    for one in _readers(file):
        if one.read is not None and one.fits(file):
            return one.read(file, Wish(fps, view))
    endings = sorted({suffix for one in formats() if one.read for suffix in one.suffixes})
    raise InputError(f"{file.name} holds no keypoints known here; give {', '.join(endings)}.")


def write(poses: Poses, path: str | Path, *, from_film: bool = False) -> None:
    """Write keypoints in the format the name asks for.

    from_film: a pose model found them in a film; formats that can will say so.
    """
    file = Path(path)
    one = _writer(file)
    if one.write is None:
        raise InputError(f"{one.name} holds curves, no keypoints; use write_series.")
    one.write(Recording(poses, from_film), file)


def write_series(series: Series, path: str | Path) -> None:
    """Write curves in time in the format the name asks for."""
    file = Path(path)
    one = _writer(file)
    if one.write_series is None:
        raise InputError(f"{one.name} holds keypoints, no curves; name a .mot file.")
    one.write_series(series, file)


def _readers(path: Path) -> list[Format]:
    """The formats whose files end so."""
    known = [one for one in formats() if one.read is not None]
    if path.is_dir():
        return [one for one in known if one.folders]
    return [one for one in known if path.suffix.lower() in one.suffixes]


def _writer(file: Path) -> Format:
    found = next((one for one in writers() if file.suffix.lower() in one.suffixes), None)
    if found is None:
        endings = sorted(suffix for one in writers() for suffix in one.suffixes)
        raise InputError(f"A file {file.name} cannot be written; name one of {', '.join(endings)}.")
    return found
