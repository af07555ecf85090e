"""A result's keypoints or joint angles, written for another program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from evenstride.angles import traces
from evenstride.corrections import NONE, Corrections, read_corrections, with_keypoints
from evenstride.errors import InputError
from evenstride.events import Surface, View, understand
from evenstride.exchange.reading import plain_document
from evenstride.recordings import Format, Recording, Series, load, writers
from evenstride.skeleton import SIDES
from evenstride.workshop import CORRECTIONS, drafted

DOCUMENT = "analysis.json"
POSES = "poses.csv"
OPENSIM_NAMES = {"knee": "knee_angle"}
"""The one of our angles for which OpenSim's models have a name, of the same sign."""


@dataclass(frozen=True, eq=False)
class Told:
    """What analysis.json tells of the keypoints beside it."""

    recording: Recording
    view: View
    surface: Surface
    tilt_deg: float
    corrections: Corrections


def export(analysis: Path, to: str, out: Path | None = None) -> Path:
    """Write a result's keypoints or joint angles as another kind of file; returns its place.

    analysis: a folder of results, or the analysis.json in it. to: the name of a format.
    """
    one = _format(to)
    folder = analysis if analysis.is_dir() else analysis.parent
    told = _told(analysis / DOCUMENT if analysis.is_dir() else analysis, folder / POSES)
    stem = "angles" if one.write is None else "poses"
    target = out or folder / f"{stem}{one.suffixes[0]}"
    _check_target(one, target, folder / POSES)
    with drafted(target.absolute().parent) as draft:
        if one.write is not None:
            one.write(told.recording, draft / target.name)
        elif one.write_series is not None:
            one.write_series(_angles(told), draft / target.name)
    return target


def _format(name: str) -> Format:
    found = next((one for one in writers() if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in writers())
        raise InputError(f"There is no format {name}; choose one of: {known}.")
    return found


def _told(document: Path, table: Path) -> Told:
    """The keypoints beside a document, with what it knows of them."""
    plain = plain_document(document)
    if not table.is_file():
        raise InputError(f"There is no {POSES} beside {document}. Analyse the film again.")
    recording, by_hand = load(table), table.with_name(CORRECTIONS)
    corrections = read_corrections(by_hand) if by_hand.is_file() else NONE
    try:
        clip = plain["clip"]
        sized = replace(recording.poses, width_px=clip["width"], height_px=clip["height"])
        return Told(
            Recording(with_keypoints(sized, corrections), from_film=plain["from_film"]),
            plain["view"],
            plain["surface"],
            float(plain["tilt_deg"]),
            corrections,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{document} does not hold all that is needed; an older version may have written it. "
            "Analyse the film again."
        ) from error


def _check_target(one: Format, target: Path, table: Path) -> None:
    """Refuse a name that says another format, and the table that is the source itself."""
    if target.suffix.lower() not in one.suffixes:
        raise InputError(f"A {one.name} file must be named as in poses{one.suffixes[0]}.")
    if target.absolute() == table.absolute():
        raise InputError(f"{table} is the table itself. Name another file with --out.")


def _angles(told: Told) -> Series:
    """Each joint angle frame by frame, as the analysis has it; names end as OpenSim's do."""
    poses = told.recording.poses
    run = understand(
        poses,
        view=told.view,
        ground=told.surface,
        tilt_deg=told.tilt_deg,
        corrections=told.corrections,
    )
    values = {
        f"{OPENSIM_NAMES.get(trace.key, trace.key)}_{side[0]}": trace.values[side]
        for trace in traces(run)
        for side in SIDES
    }
    return Series(poses.time_s, values)
