"""From per-voxel classes to vertebrae: one body a level, in order, nothing invented."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage import measure

from inference.findings import LEVELS
from inference.imaging.geometry import FloatArray, VolumeGeometry

LEVEL_COUNT = len(LEVELS)

MIN_VOLUME_MM3 = 600.0
"""Less is not a vertebra: the smallest whole one has some 5 cm3, an eighth of it may be in view."""

MAX_VOLUME_MM3 = 32_000.0
"""More is not a cervical vertebra: C1..C7 have 5 to 20 cm3, a lumbar one 60 and more."""

STEP_MM = (7.0, 38.0)
"""Distance of neighbouring centroids: published steps are 13 to 22 mm, with room for pose."""

MIN_DROP_MM = 5.0
"""By as much a level lies below its neighbour even in a neck that is bent by 60 degrees: what is
named the next level and lies beside it is a part of it."""

STRAY_MM = 6.0
"""A loose piece this near to a level's body belongs to it."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelMap:
    """Cleaned levels on the network's grid.

    Attributes
    ----------
    label : ndarray of uint8, shape (k, j, i)
        1..7 for the levels that were found.
    found : tuple of int
        Their labels, from the head down.
    note : str
        Why nothing was found, where that is known.
    """

    label: NDArray[np.uint8]
    found: tuple[int, ...]
    note: str = ""


def clean_levels(classes: NDArray[np.uint8], geometry: VolumeGeometry) -> LevelMap:
    """Make vertebrae of the network's classes.

    Parameters
    ----------
    classes : ndarray of uint8, shape (k, j, i)
        0 background, 1..7 C1..C7, 8 T1 and below.
    geometry : VolumeGeometry
        Of the classes; k runs to the head.
    """
    voxel = geometry.voxel_volume_mm3
    column = _column(classes > 0, voxel)
    label = np.where(column, classes, 0).astype(np.uint8)
    label[label > LEVEL_COUNT] = 0
    bodies = {}
    for level in range(1, LEVEL_COUNT + 1):
        body = largest_body(label == level)
        if body is not None and body.sum() * voxel >= MIN_VOLUME_MM3:
            bodies[level] = body
    giants = [n for n, body in bodies.items() if body.sum() * voxel > MAX_VOLUME_MM3]
    if giants:
        note = "the vertebrae in view are too large for cervical ones"
        return LevelMap(np.zeros_like(label), (), note)
    centers = {
        level: geometry.index_to_lps(np.array(ndimage.center_of_mass(body)))
        for level, body in bodies.items()
    }
    chain = _best_chain(centers, {n: float(body.sum()) for n, body in bodies.items()})
    return LevelMap(_gather(label, {n: bodies[n] for n in chain}, geometry), chain)


def _column(bone: NDArray[np.bool_], voxel_mm3: float) -> NDArray[np.bool_]:
    """The spine: the largest body, and others in line with it."""
    parts, count = measure.label(bone, connectivity=3, return_num=True)
    if count == 0:
        return bone
    sizes = np.bincount(parts.ravel())[1:]
    large = np.flatnonzero(sizes * voxel_mm3 >= MIN_VOLUME_MM3 / 2) + 1
    if not len(large):
        return np.zeros_like(bone)
    return np.isin(parts, large)


def largest_body(mask: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """The largest connected body of a mask; None where it is empty."""
    parts, count = measure.label(mask, connectivity=3, return_num=True)
    if count == 0:
        return None
    return np.asarray(parts == np.bincount(parts.ravel())[1:].argmax() + 1)


def _best_chain(centers: dict[int, FloatArray], weight: dict[int, float]) -> tuple[int, ...]:
    """The heaviest set of levels that stand in order, at distances a neck can have."""
    levels = sorted(centers)
    best: tuple[int, ...] = ()
    for size in range(len(levels), 0, -1):
        for chain in combinations(levels, size):
            if _is_neck(chain, centers) and sum(weight[n] for n in chain) > sum(
                weight[n] for n in best
            ):
                best = chain
    return best


def _is_neck(chain: tuple[int, ...], centers: dict[int, FloatArray]) -> bool:
    for upper, lower in pairwise(chain):
        steps = lower - upper
        drop = centers[upper] - centers[lower]
        if drop[2] < MIN_DROP_MM * steps:
            return False
        if not STEP_MM[0] * steps <= float(np.linalg.norm(drop)) <= STEP_MM[1] * steps:
            return False
    return True


def _gather(
    label: NDArray[np.uint8], bodies: dict[int, NDArray[np.bool_]], geometry: VolumeGeometry
) -> NDArray[np.uint8]:
    """Give loose pieces to the body that is nearest; drop those that are near none."""
    core = np.zeros_like(label)
    for level, body in bodies.items():
        core[body] = level
    loose = (label > 0) & (core == 0)
    if not bodies or not loose.any():
        return core
    away, nearest = ndimage.distance_transform_edt(
        core == 0, sampling=geometry.spacing_kji_mm, return_indices=True
    )
    near = loose & (away <= STRAY_MM)
    core[near] = core[tuple(axis[near] for axis in nearest)]
    return core
