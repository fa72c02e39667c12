"""Where the network looks again: along the neck and as near as the neck is small.

A network that reads sagittal slices meets each vertebra whole only where the spine lies in
them: in a neck that is bent aside it cuts through several at once and miscounts. And it sees a
child's vertebrae as a few pixels. The first look tells direction and size; those after it have
slices along the neck, pixels that show it as large as an adult's, and finer ones altogether.
Looks err apart from each other, so their mean errs less than any of them.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.preprocessing.resampling import resample
from inference.stages.levels import LevelMap
from inference.stages.neck import ADULT_STEP_MM, TELLING, down_of, size_of
from inference.stages.places import middles

FINER = 1.0 / 1.2
"""Pixels of the second look against those of the first: 0.8 mm took half as long again and
told no more than 1.0 mm."""

TILT_DEG = 8.0
THIRD_FINER = 0.9
"""The third look lies tilted to the second, in the sagittal plane, and has pixels of this part of
its size; its slices lie between the second's. On 17 of calibration's phantoms it raised Dice by
0.003, most where a neck is bent or small; a fourth look told less than half of that more."""

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


def closer_grids(
    probability: NDArray[np.float16],
    levels: LevelMap,
    grid: VolumeGeometry,
    slice_axis: int,
) -> tuple[VolumeGeometry, ...]:
    """Lay the grids of the second and third look along the neck that the first has found.

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
    tuple of VolumeGeometry
        Of right-handed grids, k along the neck to the head; none where too few levels were
        found to tell how it lies.
    """
    if len(levels.found) < TELLING:
        return ()
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
    second = VolumeGeometry.from_matrix(tuple(int(n) for n in count[::-1]), matrix)
    return second, _tilted(second, 2 - slice_axis)


def _tilted(grid: VolumeGeometry, across: int) -> VolumeGeometry:
    """Turn a grid about its middle and its axis i.

    Slices are stacked along axis ``across`` (0 is i).
    """
    finer = np.full(3, THIRD_FINER)
    finer[across] = 1.0
    count = np.ceil(np.array(grid.shape_kji[::-1]) / finer).astype(int)
    left = grid.matrix[:3, 0] / np.linalg.norm(grid.matrix[:3, 0])
    turn = Rotation.from_rotvec(-TILT_DEG * left, degrees=True).as_matrix()
    matrix = np.eye(4)
    matrix[:3, :3] = turn @ grid.matrix[:3, :3] * finer
    to_middle = (count - 1) / 2
    to_middle[across] -= 0.5
    matrix[:3, 3] = grid.center_lps_mm - matrix[:3, :3] @ to_middle
    return VolumeGeometry.from_matrix(tuple(int(n) for n in count[::-1]), matrix)


def _axes(down: FloatArray) -> FloatArray:
    """Directions i, j, k as columns (3, 3): k against ``down``, i as near to the left as can be."""
    up = -down
    left = np.array([1.0, 0.0, 0.0])
    left -= (left @ up) * up
    left /= np.linalg.norm(left)
    return np.stack([left, np.cross(up, left), up], axis=1)


def average_looks(
    own: NDArray[np.float16],
    target: VolumeGeometry,
    others: Sequence[tuple[NDArray[np.float16], VolumeGeometry]],
) -> Generator[float, None, None]:
    """Make the probabilities ``own`` (classes, k, j, i) the mean of all looks, on its own grid.

    Yields
    ------
    float
        Share that is done, 0..1.
    """
    for number, mean in enumerate(own):
        # Beyond a look all is background.
        fill = 1.0 if number == 0 else 0.0
        total = mean.astype(np.float32)
        for probability, grid in others:
            total += resample(probability[number].astype(np.float32), grid, target, fill=fill)
        mean[:] = total / (len(others) + 1)
        yield (number + 1) / len(own)
