"""The voxels of each level, cut out of a mask once for everything that is measured on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.findings import LEVELS, Level
from inference.imaging.geometry import FloatArray, VolumeGeometry

FINE_MM = 0.8
"""Masks are thinned out up to this spacing: finer costs time and tells no more of a shape."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelPart:
    """One vertebra on a grid that just holds it.

    Attributes
    ----------
    voxels : ndarray of bool, shape (k, j, i)
    geometry : VolumeGeometry
        Of these voxels.
    points_mm : ndarray, shape (n, 3)
        Their centres in LPS.
    on_face : ndarray of bool, shape (n,)
        Which of them lie on an outer face of the scan.
    """

    voxels: NDArray[np.bool_]
    geometry: VolumeGeometry
    points_mm: FloatArray
    on_face: NDArray[np.bool_]


def level_parts(labels: NDArray[np.uint8], geometry: VolumeGeometry) -> dict[Level, LevelPart]:
    """Cut every level out of a mask, from the head down; those that it lacks are left out.

    Parameters
    ----------
    labels : ndarray of uint8, shape (k, j, i)
        0 background, 1..7 = C1..C7; other values are passed over.
    geometry : VolumeGeometry
    """
    steps = np.array([max(1, int(FINE_MM / mm)) for mm in geometry.spacing_kji_mm])
    parts = {}
    for level, box in zip(LEVELS, ndimage.find_objects(labels, len(LEVELS)), strict=True):
        if box is not None:
            part = _part(labels, geometry, level, box, steps)
            if part.voxels.any():
                parts[level] = part
    return parts


def _part(
    labels: NDArray[np.uint8],
    geometry: VolumeGeometry,
    level: Level,
    box: tuple[slice, ...],
    steps: NDArray[np.intp],
) -> LevelPart:
    k, j, i = (slice(s.start, s.stop, int(n)) for s, n in zip(box, steps, strict=True))
    voxels = labels[k, j, i] == level.label
    start = np.array([s.start for s in box])
    matrix = geometry.matrix
    matrix[:3, 3] = geometry.index_to_lps(start)
    matrix[:3, :3] *= steps[::-1]
    index = np.argwhere(voxels)
    whole = index * steps + start
    on_face = (whole == 0) | (whole + steps >= np.array(labels.shape))
    return LevelPart(
        voxels,
        VolumeGeometry.from_matrix(voxels.shape, matrix),
        geometry.index_to_lps(whole),
        on_face.any(axis=1),
    )
