"""Least squares over a whole film: small dense blocks frame by frame, tied in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evenstride.poses import Array

MOST_ACCELERATION = 50.0
"""[E] One SD of a joint's acceleration in leg lengths / s2 (40 m/s2): a foot swung forward."""

TOGETHER_SD = 1e-3
"""One leg length is the unit: thigh and shank together are 1 to within this."""

DAMPING = 1e-6
"""Keeps the equations solvable where nothing is known, too weak to be felt elsewhere."""

FRAME = 18
"""Unknowns a frame: six joints in space."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Residuals in SDs, [N, R], and how they fall with the joints and with the lengths.

    by_joint [N, R, 18] and by_length [N, R, 3] are the changes of what is predicted.
    """

    residual: Array
    by_joint: Array
    by_length: Array

    @classmethod
    def together(cls, parts: Sequence[Rows]) -> Rows:
        """All residuals of each frame as one."""
        return cls(
            np.concatenate([part.residual for part in parts], axis=1),
            np.concatenate([part.by_joint for part in parts], axis=1),
            np.concatenate([part.by_length for part in parts], axis=1),
        )


@dataclass(frozen=True, eq=False)
class Equations:
    """The normal equations: banded for the joints, bordered by the lengths all frames share."""

    bands: Array
    """[B, 18 N] lower bands of the joints' matrix."""
    border: Array
    """[18 N, 3]"""
    corner: Array
    """[3, 3]"""
    right: Array
    """[18 N]"""
    below: Array
    """[3]"""

    @classmethod
    def of(cls, rows: Rows, acceleration: Array, joints: Array) -> Equations:
        """From the residuals of all frames, and what it costs the joints to accelerate."""
        blocks = np.einsum("nri,nrj->nij", rows.by_joint, rows.by_joint)
        blocks += DAMPING * np.eye(FRAME)
        pull = np.einsum("nri,nr->ni", rows.by_joint, rows.residual)
        pull -= _product(acceleration, joints.reshape(len(joints), -1))
        return cls(
            bands=_bands(blocks, acceleration),
            border=np.einsum("nri,nrl->nil", rows.by_joint, rows.by_length).reshape(-1, 3),
            corner=np.einsum("nrk,nrl->kl", rows.by_length, rows.by_length),
            right=pull.ravel(),
            below=np.einsum("nrl,nr->l", rows.by_length, rows.residual),
        )

    def expecting(self, missing: Array, sd: Array) -> Equations:
        """The same with lengths that are expected: `missing` to each, with its SD."""
        legs = np.array([1.0, 1.0, 0.0])
        together = (legs @ missing) / TOGETHER_SD**2
        return replace(
            self,
            corner=self.corner + np.diag(sd**-2) + np.outer(legs, legs) / TOGETHER_SD**2,
            below=self.below + missing / sd**2 + legs * together,
        )

    def solved(self) -> tuple[Array, Array]:
        """How far to move the joints, [N, 6, 3], and the lengths, [3]."""
        from scipy.linalg import cho_solve_banded, cholesky_banded

        factor = (cholesky_banded(self.bands, lower=True), True)
        answers = cho_solve_banded(factor, np.column_stack([self.border, self.right]))
        lengths = np.linalg.solve(
            self.corner - self.border.T @ answers[:, :3],
            self.below - self.border.T @ answers[:, 3],
        )
        joints = answers[:, 3] - answers[:, :3] @ lengths
        return joints.reshape(-1, FRAME // 3, 3), np.asarray(lengths)


def acceleration_bands(time_s: Array) -> Array:
    """What accelerating costs: [3, N], the diagonals of D'D with D the second difference."""
    before, after = np.diff(time_s)[:-1], np.diff(time_s)[1:]
    half = 0.5 * (before + after) * MOST_ACCELERATION
    first, last = 1 / before / half, 1 / after / half
    weights = (first, -(first + last), last)
    bands = np.zeros((3, len(time_s)))
    for i, one in enumerate(weights):
        for j, other in enumerate(weights[i:], start=i):
            bands[j - i, i : i + len(one)] += one * other
    return bands


def _product(bands: Array, values: Array) -> Array:
    """A symmetric banded matrix times [N, C]."""
    total = bands[0][:, None] * values
    for shift, band in enumerate(bands[1:], start=1):
        weight = band[:-shift, None]
        total[shift:] += weight * values[:-shift]
        total[:-shift] += weight * values[shift:]
    return np.asarray(total)


def _bands(blocks: Array, acceleration: Array) -> Array:
    """Blocks on the diagonal and the ties in time, as lower bands for LAPACK."""
    frames = len(blocks)
    bands = np.zeros((2 * FRAME + 1, frames, FRAME))
    for column in range(FRAME):
        bands[: FRAME - column, :, column] = blocks[:, column:, column].T
    for shift, band in enumerate(acceleration):
        bands[shift * FRAME] += band[:, None]
    return bands.reshape(2 * FRAME + 1, frames * FRAME)
