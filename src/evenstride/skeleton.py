"""The canonical body: nineteen keypoints, named as the field names them.

Sides are anatomical (`left` is the runner's left), never image sides.
"""

from typing import Final, Literal

Side = Literal["left", "right"]

SIDES: Final[tuple[Side, Side]] = ("left", "right")

PAIRED: Final = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")

KEYPOINTS: Final[tuple[str, ...]] = (
    "nose",
    *(f"{side}_{joint}" for joint in PAIRED for side in SIDES),
)

INDEX: Final[dict[str, int]] = {name: i for i, name in enumerate(KEYPOINTS)}

LEG: Final = ("hip", "knee", "ankle", "heel", "toe")

BONES: Final[tuple[tuple[str, str], ...]] = (
    *(
        (f"{side}_{a}", f"{side}_{b}")
        for side in SIDES
        for a, b in (
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("shoulder", "hip"),
            ("hip", "knee"),
            ("knee", "ankle"),
            ("ankle", "heel"),
            ("heel", "toe"),
            ("ankle", "toe"),
        )
    ),
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
)


def other(side: Side) -> Side:
    """The opposite side."""
    return "right" if side == "left" else "left"


def mirror_name(name: str) -> str:
    """The same keypoint on the other side; the nose is its own mirror."""
    side, _, joint = name.partition("_")
    return f"{other(side)}_{joint}" if side in ("left", "right") else name  # type: ignore[arg-type]  # partition yields str; guarded by the test


MIRROR: Final[tuple[int, ...]] = tuple(INDEX[mirror_name(name)] for name in KEYPOINTS)
"""The permutation that swaps the sides."""
