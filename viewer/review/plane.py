"""A flat section through the patient, whatever grid it was taken from.

A slice of a grid is a :class:`viewer.state.planes.PlaneFrame`. What a reader draws outlives
the grid and may lie obliquely to it, so a mark keeps its plane in millimetres alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from inference.findings import Point
from inference.imaging.geometry import FloatArray
from viewer.review.checks import need_finite

DIRECTION_TOLERANCE = 1e-6
"""By which a direction's length may differ from 1, and two directions from a right angle."""


@dataclass(frozen=True, slots=True)
class PatientPlane:
    """An origin and two directions at a right angle, in patient space.

    Attributes
    ----------
    origin_mm : Point
        Where offsets are counted from, LPS.
    right_lps, down_lps : Point
        Unit vectors towards the right and the bottom of the screen it was shown on.

    Raises
    ------
    ValueError
        If a number is not finite, or the directions are no unit vectors at a right angle.
    """

    origin_mm: Point
    right_lps: Point
    down_lps: Point

    def __post_init__(self) -> None:
        need_finite(self.origin_mm, "origin_mm")
        need_finite((*self.right_lps, *self.down_lps), "the directions of a plane")
        right, down = np.array(self.right_lps), np.array(self.down_lps)
        off = (right @ right - 1.0, down @ down - 1.0, right @ down)
        if np.abs(off).max() > DIRECTION_TOLERANCE:
            raise ValueError(
                "the directions of a plane must be unit vectors at a right angle, got "
                f"{self.right_lps} and {self.down_lps}"
            )

    @classmethod
    def spanned(
        cls, origin_mm: ArrayLike, right_lps: ArrayLike, down_lps: ArrayLike
    ) -> PatientPlane:
        """Build the plane that holds two directions, which need not be at a right angle.

        The rows of a tilted gantry's reformat lean on its columns: the right stays what it
        is, and the bottom is squared to it within the same plane.

        Raises
        ------
        ValueError
            If the directions are parallel.
        """
        right = np.asarray(right_lps, dtype=np.float64)
        right = right / np.linalg.norm(right)
        down = np.asarray(down_lps, dtype=np.float64)
        down = down / np.linalg.norm(down)
        square = down - (down @ right) * right
        length = float(np.linalg.norm(square))
        if not length > DIRECTION_TOLERANCE:
            raise ValueError(f"directions {right_lps!r} and {down_lps!r} span no plane")
        return cls(point(origin_mm), point(right), point(square / length))

    @property
    def normal_lps(self) -> FloatArray:
        """Unit vector (3,) away from the viewer: right, down and it are right-handed."""
        return np.cross(self.right_lps, self.down_lps)

    def to_offset_mm(self, position_mm: ArrayLike) -> FloatArray:
        """Project LPS mm (..., 3) to mm to the right of and below the origin (..., 2)."""
        away = np.asarray(position_mm, dtype=np.float64) - np.array(self.origin_mm)
        return np.asarray(away @ np.array([self.right_lps, self.down_lps]).T)

    def to_lps(self, offset_mm: ArrayLike) -> FloatArray:
        """Convert offsets (..., 2) to LPS mm (..., 3)."""
        offset = np.asarray(offset_mm, dtype=np.float64)
        axes = np.array([self.right_lps, self.down_lps])
        return np.asarray(offset @ axes + np.array(self.origin_mm))

    def depth_mm(self, position_mm: ArrayLike) -> FloatArray:
        """Tell how far LPS mm (..., 3) lie behind the plane (...); negative before it."""
        away = np.asarray(position_mm, dtype=np.float64) - np.array(self.origin_mm)
        return np.asarray(away @ self.normal_lps)


def point(position: ArrayLike) -> Point:
    """Turn an array (3,) into a value that can be kept and compared."""
    x, y, z = (float(v) for v in np.asarray(position, dtype=np.float64))
    return x, y, z
