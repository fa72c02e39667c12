"""Where the network looks again: along the neck and as near as the neck is small.

A network that reads sagittal slices meets each vertebra whole only where the spine lies in
them: in a neck that is bent aside it cuts through several at once and miscounts. And it sees a
child's vertebrae as a few pixels. The first look tells direction and size; the second has
slices along the neck, pixels that show it as large as an adult's, and finer ones altogether.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.preprocessing.resampling import resample
from inference.stages.levels import LevelMap
from inference.stages.neck import ADULT_STEP_MM, TELLING, down_of, size_of
from inference.stages.places import middles

FINER = 1.0 / 1.2
"""Pixels of the second look against those of the first: 0.8 mm took half as long again and
told no more than 1.0 mm."""

MARGIN_MM = 26.0
"""Room around an adult's vertebrae in a slice, for context."""

SIDE_MM = 4.0
"""Room to either side of them: slices that first seemed to show none."""

REACH_STEPS = 5
"""Beyond so many steps from level to level, bone is no neck: the spine may go on to the loins."""

OUTLIERS = 0.1
"""Per cent of bone that is left out at either end: skull that was taken for a vertebra."""

BONE = 0.5
"""A voxel is bone from this probability on."""


def second_grid(
    probability: NDArray[np.float16],
    levels: LevelMap,
    grid: VolumeGeometry,
    slice_axis: int,
) -> VolumeGeometry | None:
    """Lay a grid along the neck that a first look has found.

    Parameters
    ----------
    probability : ndarray of float16, shape (classes, k, j, i)
    levels : LevelMap
        What was made of it.
    grid : VolumeGeometry
        Of both; isotropic, k to the head, j to the back, i to the left.
    slice_axis : int
        Along which the network's slices are stacked; they stay as far apart as they are.

    Returns
    -------
    VolumeGeometry or None
        Of a right-handed grid, k along the neck to the head; None where too few levels were
        found to tell how it lies.
    """
    if len(levels.found) < TELLING:
        return None
    sizes = np.bincount(levels.label.ravel()) * grid.voxel_volume_mm3
    volume_mm3 = {level: float(sizes[level]) for level in levels.found}
    centers = middles(levels, grid)
    size = size_of(centers, volume_mm3)
    axes = _axes(down_of(centers, volume_mm3, grid))
    bone = grid.index_to_lps(np.argwhere(probability[0] < BONE)) @ axes
    known = (grid.index_to_lps(np.argwhere(levels.label > 0)) @ axes)[:, 2]
    reach = REACH_STEPS * ADULT_STEP_MM * size
    bone = bone[(bone[:, 2] >= known.min() - reach) & (bone[:, 2] <= known.max() + reach)]
    margin = np.full(3, size * MARGIN_MM)
    margin[2 - slice_axis] = size * SIDE_MM
    low = np.percentile(bone, OUTLIERS, axis=0) - margin
    high = np.percentile(bone, 100 - OUTLIERS, axis=0) + margin
    spacing = np.full(3, size * FINER * grid.spacing_kji_mm[0])
    spacing[2 - slice_axis] /= FINER
    count = np.ceil((high - low) / spacing).astype(int) + 1
    matrix = np.eye(4)
    matrix[:3, :3] = axes * spacing
    matrix[:3, 3] = axes @ low
    return VolumeGeometry.from_matrix(tuple(int(n) for n in count[::-1]), matrix)


def _axes(down: FloatArray) -> FloatArray:
    """Directions i, j, k as columns (3, 3): k against ``down``, i as near to the left as can be."""
    up = -down
    left = np.array([1.0, 0.0, 0.0])
    left -= (left @ up) * up
    left /= np.linalg.norm(left)
    return np.stack([left, np.cross(up, left), up], axis=1)


def average_looks(
    second: NDArray[np.float16],
    target: VolumeGeometry,
    first: NDArray[np.float16],
    grid: VolumeGeometry,
) -> Generator[float, None, None]:
    """Make ``second`` (classes, k, j, i) the mean of both looks, on its own grid.

    Yields
    ------
    float
        Share that is done, 0..1.
    """
    for number, own in enumerate(second):
        # Beyond the first look all is background.
        fill = 1.0 if number == 0 else 0.0
        earlier = resample(first[number].astype(np.float32), grid, target, fill=fill)
        own[:] = (own.astype(np.float32) + earlier) / 2
        yield (number + 1) / len(second)
