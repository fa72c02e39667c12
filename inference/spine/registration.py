"""Lays one scan's spine over another scan's: rotation and shift, never scale or reflection.

Two examinations of one patient rarely share a frame of reference. Where both have masks,
the levels' centroids are points that both know.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.transform import Rotation

from inference.imaging.geometry import FloatArray

LEAST_ARM_MM = 30.0
"""The least arm that a rotation is taken from.

The arm about an axis is the root of the summed squared distances from it. Centroids that
are wrong by about a millimetre turn a rotation by some sqrt(2) mm / arm: 3 degrees here. The
levels of a neck lie nearly on a line, so their tilt is known from four neighbours on, and
their twist about the neck's own axis hardly ever.
"""

ORTHONORMAL_TOLERANCE = 1e-6

Row = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class RigidTransform:
    """A rotation followed by a shift, in LPS mm.

    Attributes
    ----------
    rotation : tuple of tuple of float
        3 x 3, row-major; orthonormal, determinant +1.
    shift_mm : tuple of float

    Raises
    ------
    ValueError
        If the matrix is no rotation, or the shift is not finite.
    """

    rotation: tuple[Row, Row, Row] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    shift_mm: Row = (0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        matrix = np.asarray(self.rotation, dtype=np.float64)
        close = matrix.shape == (3, 3) and np.allclose(
            matrix @ matrix.T, np.eye(3), rtol=0, atol=ORTHONORMAL_TOLERANCE
        )
        if not close or np.linalg.det(matrix) < 0:
            raise ValueError(f"rotation: must be orthonormal and no reflection, got {matrix}")
        if not np.isfinite(self.shift_mm).all():
            raise ValueError(f"shift_mm: must be finite, got {self.shift_mm}")

    @classmethod
    def from_arrays(cls, rotation: ArrayLike, shift_mm: ArrayLike) -> RigidTransform:
        """Build from arrays (3, 3) and (3,)."""
        first, second, third = (_row(row) for row in np.asarray(rotation, dtype=np.float64))
        return cls((first, second, third), _row(np.asarray(shift_mm, dtype=np.float64)))

    def apply(self, position_mm: ArrayLike) -> FloatArray:
        """Carry points (..., 3) over."""
        points = np.asarray(position_mm, dtype=np.float64)
        return np.asarray(points @ np.array(self.rotation).T + np.array(self.shift_mm))

    def inverse(self) -> RigidTransform:
        """Return the way back."""
        back = np.array(self.rotation).T
        return RigidTransform.from_arrays(back, -back @ np.array(self.shift_mm))

    @property
    def angle_deg(self) -> float:
        """By how much it turns, 0..180."""
        return float(np.degrees(Rotation.from_matrix(np.array(self.rotation)).magnitude()))


def fit_rigid(moving_mm: ArrayLike, fixed_mm: ArrayLike) -> RigidTransform:
    """Find the rigid transform that brings points nearest to their partners, in least squares.

    It turns only as far as the points can tell (see :data:`LEAST_ARM_MM`): fully where they
    spread in two directions; without twist about their line where they lie along one;
    not at all where they lie together. W. Kabsch, Acta Cryst. A32:922 (1976).

    Parameters
    ----------
    moving_mm, fixed_mm : array_like, shape (n, 3)
        LPS mm, partner by partner.

    Returns
    -------
    RigidTransform
        From the moving points to the fixed ones.

    Raises
    ------
    ValueError
        If there is no pair, or the counts differ.
    """
    moving, fixed = (np.asarray(p, dtype=np.float64).reshape(-1, 3) for p in (moving_mm, fixed_mm))
    if not len(moving) or len(moving) != len(fixed):
        raise ValueError(f"{len(moving)} and {len(fixed)} points: as many are needed, at least one")
    from_center, to_center = moving.mean(axis=0), fixed.mean(axis=0)
    turn = _turn(moving - from_center, fixed - to_center)
    return RigidTransform.from_arrays(turn, to_center - turn @ from_center)


def tells_turn(moving_mm: ArrayLike, fixed_mm: ArrayLike) -> bool:
    """Tell whether :func:`fit_rigid` takes a rotation from points (n, 3) and their partners.

    That about the line along which they lie may still be unknown.
    """
    pairs = (np.asarray(p, dtype=np.float64).reshape(-1, 3) for p in (moving_mm, fixed_mm))
    arms = (_main_line(points - points.mean(axis=0))[0] for points in pairs)
    return all(bool(arm[0] >= LEAST_ARM_MM) for arm in arms)


def residual_mm(transform: RigidTransform, moving_mm: ArrayLike, fixed_mm: ArrayLike) -> float:
    """Root mean square distance that is left between points (n, 3) and their partners."""
    apart = transform.apply(moving_mm) - np.asarray(fixed_mm, dtype=np.float64)
    return float(np.sqrt((apart**2).sum(axis=-1).mean()))


def _turn(moving: FloatArray, fixed: FloatArray) -> FloatArray:
    """Return the rotation (3, 3) between centred points, as far as they tell one."""
    (arms, line), (other_arms, other_line) = _main_line(moving), _main_line(fixed)
    least = np.minimum(arms, other_arms)
    if least[0] < LEAST_ARM_MM:
        return np.eye(3)
    if least[1] < LEAST_ARM_MM:
        along = np.sign((moving @ line) @ (fixed @ other_line)) or 1.0
        # For one pair of directions scipy gives the shortest rotation: no twist.
        rotation, _ = Rotation.align_vectors(along * other_line, line)
    else:
        rotation, _ = Rotation.align_vectors(fixed, moving)
    return np.asarray(rotation.as_matrix())


def _main_line(centred: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the spread (3,) along the points' own axes, the greatest first, and that axis (3,)."""
    _, spread, axes = np.linalg.svd(np.vstack([centred, np.zeros((3, 3))]), full_matrices=False)
    return spread, axes[0]


def _row(values: FloatArray) -> Row:
    x, y, z = (float(v) for v in values)
    return x, y, z
