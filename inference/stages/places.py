"""Where along the spine each level may lie: a name far from its place is given up.

The network names a sagittal slice at a time. Beside the midline it sees articular pillars
without the bodies they belong to and may miscount; the column as a whole tells where each
level is. In a scan that goes on to the chest or the loins it may begin to count anew: what
has thoracic vertebrae above it is no neck.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.stages.levels import LevelMap, clean_levels
from inference.stages.neck import Centers

ROUNDS = 2
"""The places are found again once the worst names are mended."""

MIN_BONE = 0.1
"""Voxels less likely to be bone than this are background whatever their place."""

ABOVE, BELOW = 0.6, 0.9
"""How far a level reaches above and below its middle, in steps from level to level."""

DENS_ABOVE = 1.4
"""C2 reaches further up: the dens stands in the atlas' ring."""

DROOP_BELOW = 1.3
"""C6 and C7 reach further down: their spinous processes are long and droop."""

SOFTNESS = 0.3
"""Beyond its reach a level's probability fades as exp(-(steps / softness)^2)."""

MIN_MASS = 0.02
"""Bone to which no level in reach lays a claim of this size is nobody's."""

LOWER = len(LEVELS) + 1
"""Class of T1 and below: as far down as the scan goes."""

SECOND_NECK_MM3 = 60_000.0
"""With more of T1 and below above it, bone that is named cervical is another part of the spine:
three thoracic vertebrae or so."""

CONTRADICTION_MM3 = 30_000.0
"""With more of T1 and below above its middle, a level's name is wrong, and so may all be: more
than one thoracic vertebra. Skull or jaw under that name came to 22 cm3 at most in 64 phantoms."""

CONTRADICTED = "the vertebrae can't be counted reliably"


def settle_levels(
    probability: NDArray[np.float16], grid: VolumeGeometry
) -> tuple[NDArray[np.float16], LevelMap]:
    """Clean the levels, and give bone that is named far from its place to who is there.

    Parameters
    ----------
    probability : ndarray of float16, shape (9, k, j, i)
        Background, C1..C7, and T1 and below; not changed.
    grid : VolumeGeometry
        Its k runs to the head.

    Returns
    -------
    probability : ndarray of float16, same shape
        Weighed by place.
    levels : LevelMap
    """
    thoracic = lower_above(probability, grid)
    probability = _without(probability, thoracic > SECOND_NECK_MM3)
    levels = clean_levels(probability.argmax(axis=0).astype(np.uint8), grid)
    settled = probability
    for _ in range(ROUNDS):
        if len(levels.found) < 2:
            break
        settled = weigh_by_place(probability, grid, middles(levels, grid))
        levels = clean_levels(settled.argmax(axis=0).astype(np.uint8), grid)
    heights = [int(np.median(np.nonzero(levels.label == n)[0])) for n in levels.found]
    if any(thoracic[k] > CONTRADICTION_MM3 for k in heights):
        return settled, LevelMap(np.zeros_like(levels.label), (), CONTRADICTED)
    return settled, levels


def lower_above(probability: NDArray[np.float16], grid: VolumeGeometry) -> FloatArray:
    """Volume of what is named T1 and below in the slices above each, mm3, (k,)."""
    lower = (probability.argmax(axis=0) == LOWER).sum(axis=(1, 2)) * grid.voxel_volume_mm3
    return np.asarray(lower[::-1].cumsum()[::-1] - lower)


def _without(probability: NDArray[np.float16], slices: NDArray[np.bool_]) -> NDArray[np.float16]:
    """Take the cervical names from some slices."""
    if not slices.any():
        return probability
    out = probability.copy()
    out[0, slices] += out[1:LOWER, slices].sum(axis=0)
    out[1:LOWER, slices] = 0.0
    return out


def middles(levels: LevelMap, grid: VolumeGeometry) -> Centers:
    """Median position (3,) of each level in LPS mm: strays don't move it."""
    return {
        level: np.median(grid.index_to_lps(np.argwhere(levels.label == level)), axis=0)
        for level in levels.found
    }


def weigh_by_place(
    probability: NDArray[np.float16], grid: VolumeGeometry, centers: Centers
) -> NDArray[np.float16]:
    """Take from each level what it claims beyond its reach; how much is bone stays."""
    k, j, i = np.nonzero(probability[0] < 1.0 - MIN_BONE)
    place = along_spine(grid.index_to_lps(np.stack([k, j, i], axis=1)), centers)
    claims = probability[1:, k, j, i].astype(np.float32)
    bone = claims.sum(axis=0)
    for level in range(1, LOWER + 1):
        claims[level - 1] *= _weight(level, place - level)
    held = claims.sum(axis=0)
    claims *= np.where(held > MIN_MASS, bone / np.maximum(held, MIN_MASS), 0.0)
    out = probability.copy()
    out[1:, k, j, i] = claims
    out[0, k, j, i] = 1.0 - claims.sum(axis=0)
    return out


def _weight(level: int, steps: FloatArray) -> NDArray[np.float32]:
    """1 within a level's reach, fading beyond; ``steps`` below its middle."""
    above = DENS_ABOVE if level == 2 else ABOVE
    below = DROOP_BELOW if level in (6, 7) else BELOW
    beyond = np.maximum(-above - steps, 0.0)
    if level != LOWER:
        beyond = np.maximum(beyond, steps - below)
    return np.exp(-((beyond / SOFTNESS) ** 2)).astype(np.float32)


def along_spine(points_mm: FloatArray, centers: Centers) -> FloatArray:
    """Place of points (n, 3) along the line through the levels' middles, (n,).

    1.0 is C1's middle, 2.5 lies between C2's and C3's; the first and the last stretch go
    on beyond their ends.

    Raises
    ------
    ValueError
        With fewer than two levels.
    """
    levels = sorted(centers)
    if len(levels) < 2:
        raise ValueError(f"two levels make a line, got {len(levels)}")
    nearest = np.full(len(points_mm), np.inf)
    place = np.zeros(len(points_mm))
    for upper, lower in pairwise(levels):
        axis = centers[lower] - centers[upper]
        share = (points_mm - centers[upper]) @ axis / (axis @ axis)
        first = -np.inf if upper == levels[0] else 0.0
        last = np.inf if lower == levels[-1] else 1.0
        share = np.clip(share, first, last)
        away = ((points_mm - centers[upper] - share[:, None] * axis) ** 2).sum(axis=1)
        nearer = away < nearest
        nearest[nearer] = away[nearer]
        place[nearer] = upper + share[nearer] * (lower - upper)
    return place
