"""Values along straight lines through masks and HU, and where they cross a level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from inference.findings import LEVELS, Level
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.preprocessing.resampling import region, sample_at

STEP_MM = 0.1
"""Lines are read this densely; crossings are interpolated between."""

EDGE = 0.5
"""A mask's edge, interpolated between voxels."""

CRACK_MM = 2.5
"""A narrower gap within a bone is a fracture or a vessel, and beyond it is the same bone."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Values on a grid that are read between voxels.

    Attributes
    ----------
    values : ndarray, shape (k, j, i)
    geometry : VolumeGeometry
    outside : float
        What is read outside the grid.
    """

    values: NDArray[np.generic]
    geometry: VolumeGeometry
    outside: float

    def at(self, positions_mm: FloatArray) -> FloatArray:
        """Read the values (...) at LPS mm (..., 3)."""
        read = sample_at(self.values, self.geometry, positions_mm, self.outside)
        return np.asarray(read, dtype=np.float64)


def bone_fields(labels: NDArray[np.uint8], geometry: VolumeGeometry) -> dict[Level, Field]:
    """Return each level's mask as 0..1 in a grid that holds it; levels that lack are left out."""
    fields = {}
    for level, box in zip(LEVELS, ndimage.find_objects(labels, len(LEVELS)), strict=True):
        if box is not None:
            corners = np.array([[s.start, s.stop - 1] for s in box], dtype=np.float64).T
            ends = geometry.index_to_lps(np.array(np.meshgrid(*corners.T)).reshape(3, -1).T)
            part, near = region(labels, geometry, ends.min(axis=0), ends.max(axis=0))
            fields[level] = Field((part == level.label).astype(np.float32), near, 0.0)
    return fields


def ray(start_mm: ArrayLike, direction: ArrayLike, lengths_mm: ArrayLike) -> FloatArray:
    """Return the points (..., 3) at lengths (...) from a start in a direction, (3,) each."""
    lengths = np.asarray(lengths_mm, dtype=np.float64)[..., np.newaxis]
    return np.asarray(np.asarray(start_mm) + lengths * np.asarray(direction))


def steps(first_mm: float, last_mm: float) -> FloatArray:
    """Return lengths from the first to the last, ``STEP_MM`` apart."""
    return np.arange(first_mm, last_mm + STEP_MM / 2, STEP_MM)


def crossings(
    lengths_mm: FloatArray, values: FloatArray, level: float, *, rising: bool
) -> FloatArray:
    """Return the lengths (n,) at which values (m,) rise to a level, or fall below it."""
    over = values >= level
    before = np.flatnonzero((~over[:-1] & over[1:]) if rising else (over[:-1] & ~over[1:]))
    share = (level - values[before]) / (values[before + 1] - values[before])
    return np.asarray(lengths_mm[before] + share * (lengths_mm[before + 1] - lengths_mm[before]))


def leaving_mm(field: Field, start_mm: FloatArray, direction: FloatArray, reach_mm: float) -> float:
    """Tell how far from a point inside of bone its surface lies in a direction; NaN if nowhere.

    A crack on the way is no surface: see ``CRACK_MM``.
    """
    lengths = steps(0.0, reach_mm)
    values = field.at(ray(start_mm, direction, lengths))
    if values[0] < EDGE:
        return float("nan")
    falls = crossings(lengths, values, EDGE, rising=False)
    rises = np.append(crossings(lengths, values, EDGE, rising=True), np.inf)
    surfaces = falls[rises[: len(falls)] - falls > CRACK_MM]
    return float(surfaces[0]) if len(surfaces) else float("nan")
