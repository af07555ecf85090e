"""What a comparison needs of one film, and what keeps two films from being compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evenstride.analysis import Analysis, Clip
from evenstride.angles import Curve
from evenstride.events import Activity, Event, Facing, Surface, View
from evenstride.metrics.measurement import Measurement
from evenstride.version import VERSION

SAME_SPEED_M_S = 0.1
"""[E] Speeds further apart change every metric by themselves."""

SAME_ANGLE_DEG = 10.0
"""[E] Cameras further apart see another picture of the same run."""

SAME_RATE = 1.1
"""[E] Phones' rates wander by less than a tenth; 60 and 120 frames/s err differently."""

OTHER_CAUSES = (
    "Shoes, tiredness, treatment and practice between the films change a run too; only you "
    "know of them."
)


@dataclass(frozen=True, eq=False)
class Sitting:
    """One film, as far as another can be compared with it."""

    label: str
    version: str
    """Of the program that analysed it."""
    clip: Clip
    view: View
    facing: Facing
    turn_deg: float
    """How far the camera stood off the ideal line; NaN where it is not known."""
    surface: Surface
    activity: Activity
    from_film: bool
    height_m: float | None
    speed_m_s: float | None
    events: tuple[Event, ...]
    measurements: Mapping[str, Measurement]
    curves: tuple[Curve, ...]
    film: Path | None = None
    """The annotated film, where there is one to show."""


@dataclass(frozen=True)
class Obstacle:
    """Why two films cannot be compared, and what to do about it."""

    sentence: str
    spares_cadence: bool = True
    """Cadence needs no view and no frame rate; it does need the same speed and ground."""


def sitting_of(analysis: Analysis, label: str = "") -> Sitting:
    """What a comparison needs of an analysis."""
    return Sitting(
        label=label or Path(analysis.clip.name).stem,
        version=VERSION,
        clip=analysis.clip,
        view=analysis.view,
        facing=analysis.facing,
        turn_deg=analysis.turn_deg,
        surface=analysis.surface,
        activity=analysis.activity,
        from_film=analysis.from_film,
        height_m=analysis.height_m,
        speed_m_s=analysis.speed_m_s,
        events=analysis.events,
        measurements={item.key: item for item in analysis.measurements},
        curves=analysis.curves,
    )


def obstacles(a: Sitting, b: Sitting) -> tuple[Obstacle, ...]:
    """Everything that keeps two films from being compared, the gravest first."""
    found = (_speed(a, b), _ground(a, b), _view(a, b), _facing(a, b), *_camera(a, b))
    return tuple(obstacle for obstacle in found if obstacle)


def _speed(a: Sitting, b: Sitting) -> Obstacle | None:
    if a.speed_m_s is None or b.speed_m_s is None:
        return None
    if abs(a.speed_m_s - b.speed_m_s) <= SAME_SPEED_M_S + 1e-9:
        return None
    return Obstacle(
        f"The speeds differ, {a.speed_m_s:g} and {b.speed_m_s:g} m/s; speed changes every number. "
        "Film at the same speed.",
        spares_cadence=False,
    )


def _ground(a: Sitting, b: Sitting) -> Obstacle | None:
    if a.activity != b.activity:
        return Obstacle(
            f"One film shows {a.activity}, the other {b.activity}. Film running both times.",
            spares_cadence=False,
        )
    if a.surface == b.surface:
        return None
    return Obstacle(
        "One film is of a treadmill, the other of the ground. Film on the same surface.",
        spares_cadence=False,
    )


def _view(a: Sitting, b: Sitting) -> Obstacle | None:
    if a.view == b.view:
        return None
    words = {"side": "from the side", "rear": "from behind", "front": "from the front"}
    return Obstacle(
        f"One film is {words[a.view]}, the other {words[b.view]}. Film from the same place."
    )


def _facing(a: Sitting, b: Sitting) -> Obstacle | None:
    if a.view != b.view or a.facing == b.facing:
        return None
    return Obstacle(
        f"The runner faces {a.facing} in one film and {b.facing} in the other, so that near and "
        "far leg have changed places. Film from the same side."
    )


def _camera(a: Sitting, b: Sitting) -> Iterator[Obstacle]:
    """What differs in how they were filmed and analysed."""
    apart = abs(a.turn_deg - b.turn_deg)
    if a.view == b.view and apart > SAME_ANGLE_DEG:
        yield Obstacle(
            f"The cameras looked from directions {apart:.0f} degrees apart; more than "
            f"{SAME_ANGLE_DEG:.0f} change the picture. Put the camera where it was."
        )
    if max(a.clip.fps, b.clip.fps) > SAME_RATE * min(a.clip.fps, b.clip.fps):
        yield Obstacle(
            f"The films have {a.clip.fps:.0f} and {b.clip.fps:.0f} frames a second, which err "
            "differently. Film at the same rate."
        )
    if a.from_film != b.from_film:
        yield Obstacle(
            "One is a film, the other a table of keypoints, which err differently. "
            "Compare two of a kind."
        )
    if a.version != b.version:
        yield Obstacle(
            f"They were analysed by versions {a.version} and {b.version} of this program, which "
            "may measure differently. Analyse both again."
        )


def cautions(a: Sitting, b: Sitting) -> tuple[str, ...]:
    """What could not be checked."""
    found = [OTHER_CAUSES]
    if a.speed_m_s is None or b.speed_m_s is None:
        found.insert(
            0,
            "The speed was not told for both films, so it could not be checked. It must be the "
            f"same to {SAME_SPEED_M_S:g} m/s; give it with --speed when you analyse.",
        )
    if a.clip.sha256 and a.clip.sha256 == b.clip.sha256:
        found.insert(0, "Both are the same film.")
    return tuple(found)
