"""From per-voxel classes to vertebrae: one body a level, in order, nothing invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage import measure

from inference.findings import LEVELS
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.stages.neck import Centers, down_of, size_of

LEVEL_COUNT = len(LEVELS)

MIN_VOLUME_MM3 = 600.0
"""Less is not an adult's vertebra: the smallest whole one has some 5 cm3, an eighth of it may be
in view."""

MAX_VOLUME_MM3 = 32_000.0
"""More is not a cervical vertebra: C1..C7 have 5 to 20 cm3, a lumbar one 60 and more."""

STEP_MM = (7.0, 38.0)
"""Distance of neighbouring centroids in an adult: published steps are 13 to 22 mm, with room for
pose."""

MIN_DROP_MM = 5.0
"""By as much an adult's level lies below its neighbour along the neck: what is named the next level
and lies beside it is a part of it."""

STRAY_MM = 6.0
"""A loose piece this near to a level's body belongs to it."""

CRUMB = 0.1
"""A name that holds less of the largest level's volume tells nothing of the neck's size."""

JOIN_MM = 2.4
JOIN_VOXELS = 2
"""Pieces of one name less than twice this apart are one body: thin bone is lost between them. A
small neck's grid is finer, and so are its gaps."""


TOUCHING = 3**0.5 + 1e-6
"""Voxels between the middles of two that share no more than a corner."""


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
    label = np.where(classes > LEVEL_COUNT, 0, classes).astype(np.uint8)
    join = int(np.clip(round(JOIN_MM / max(geometry.spacing_kji_mm)), 1, JOIN_VOXELS))
    bodies = {}
    for level in range(1, LEVEL_COUNT + 1):
        body = _joined_body(label == level, join)
        if body is not None:
            bodies[level] = body
    volume_mm3 = {level: float(body.sum()) * voxel for level, body in bodies.items()}
    centers = {
        level: geometry.index_to_lps(np.array(ndimage.center_of_mass(body)))
        for level, body in bodies.items()
    }
    largest = max(volume_mm3.values(), default=0.0)
    telling = {n: center for n, center in centers.items() if volume_mm3[n] >= CRUMB * largest}
    size = size_of(telling, volume_mm3)
    least = MIN_VOLUME_MM3 * size**3
    known = {level: center for level, center in centers.items() if volume_mm3[level] >= least}
    if any(volume_mm3[level] > MAX_VOLUME_MM3 for level in known):
        note = "the vertebrae in view are too large for cervical ones"
        return LevelMap(np.zeros_like(label), (), note)
    chain = _best_chain(known, volume_mm3, size, down_of(known, volume_mm3, geometry))
    own = {level: bodies[level] for level in chain}
    kept = _column(classes > 0, least / voxel / 2)
    # A body in small pieces is a body all the same.
    kept = np.logical_or.reduce([kept, *own.values()])
    label[~kept] = 0
    return LevelMap(_gather(label, own, geometry, STRAY_MM * size), chain)


def _column(bone: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """The spine: bodies of at least ``least`` voxels."""
    parts, count = measure.label(bone, connectivity=3, return_num=True)
    if count == 0:
        return bone
    sizes = np.bincount(parts.ravel())[1:]
    large = np.flatnonzero(sizes >= least) + 1
    if not len(large):
        return np.zeros_like(bone)
    return np.isin(parts, large)


def largest_body(mask: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """The largest connected body of a mask; None where it is empty."""
    parts, count = measure.label(mask, connectivity=3, return_num=True)
    if count == 0:
        return None
    return np.asarray(parts == np.bincount(parts.ravel())[1:].argmax() + 1)


def _joined_body(mask: NDArray[np.bool_], join: int) -> NDArray[np.bool_] | None:
    """The largest body, with pieces less than two times ``join`` voxels away; None for none."""
    if not mask.any():
        return None
    box = ndimage.find_objects(mask.astype(np.uint8))[0]
    own = np.pad(mask[box], join)
    grown = ndimage.binary_dilation(own, iterations=join)
    parts = np.where(own, measure.label(grown, connectivity=3), 0)
    largest = parts == np.bincount(parts.ravel())[1:].argmax() + 1
    body = np.zeros_like(mask)
    body[box] = largest[(slice(join, -join),) * 3]
    return body


def _best_chain(
    centers: Centers, weight: Mapping[int, float], size: float, down: FloatArray
) -> tuple[int, ...]:
    """The heaviest set of levels that stand in order, at distances a neck can have."""
    levels = sorted(centers)
    best: tuple[int, ...] = ()
    for count in range(len(levels), 0, -1):
        for chain in combinations(levels, count):
            if _is_neck(chain, centers, size, down) and sum(weight[n] for n in chain) > sum(
                weight[n] for n in best
            ):
                best = chain
    return best


def _is_neck(chain: tuple[int, ...], centers: Centers, size: float, down: FloatArray) -> bool:
    for upper, lower in pairwise(chain):
        steps = lower - upper
        step = centers[lower] - centers[upper]
        if float(step @ down) < MIN_DROP_MM * size * steps:
            return False
        # Strays make a small neck's steps longer, nothing makes them as long as an adult's longest.
        if not STEP_MM[0] * size * steps <= float(np.linalg.norm(step)) <= STEP_MM[1] * steps:
            return False
    return True


def _gather(
    label: NDArray[np.uint8],
    bodies: Mapping[int, NDArray[np.bool_]],
    geometry: VolumeGeometry,
    stray_mm: float,
) -> NDArray[np.uint8]:
    """Give loose pieces to the level that is nearest; drop those that are near none.

    A piece of a level's own body, from whose largest part a gap divides it, stays with that
    unless it touches another level.
    """
    gathered = np.zeros_like(label)
    if not bodies:
        return gathered
    within = ndimage.find_objects((label > 0).astype(np.uint8))[0]
    label, core = label[within], gathered[within]
    joined = np.zeros_like(core, dtype=bool)
    for level, body in bodies.items():
        core[largest_body(body[within])] = level
        joined |= body[within]
    loose = np.where(core == 0, label, 0)
    if not loose.any():
        return gathered
    away, nearest = ndimage.distance_transform_edt(
        core == 0, sampling=geometry.spacing_kji_mm, return_indices=True
    )
    pieces, count = measure.label(loose, connectivity=3, return_num=True)
    gap = np.array([0.0, *ndimage.minimum(away, pieces, np.arange(1, count + 1))])
    touching = gap <= TOUCHING * max(geometry.spacing_kji_mm)
    own = joined & (loose > 0) & ~touching[pieces]
    near = (loose > 0) & ~own & (away <= stray_mm)
    owner = core[tuple(axis[near] for axis in nearest)]
    core[own] = label[own]
    core[near] = owner
    return gathered
