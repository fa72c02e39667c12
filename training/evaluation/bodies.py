"""The middle of a vertebral body, as a reader would place it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.imaging.geometry import FloatArray, VolumeGeometry

DEEP = 0.5
"""Share of the greatest depth: a body is some 7 mm deep, the arch and its processes 3 to 4."""


def body_center(level: NDArray[np.bool_], geometry: VolumeGeometry) -> FloatArray:
    """Middle of the thickest part of one vertebra: its body, without arch and processes.

    The atlas has none: there it is a lateral mass.

    Parameters
    ----------
    level : ndarray of bool, shape (k, j, i)
        Voxels of one vertebra.
    geometry : VolumeGeometry

    Returns
    -------
    ndarray, shape (3,)
        LPS mm.

    Raises
    ------
    ValueError
        If there is no voxel.
    """
    found = ndimage.find_objects(level.astype(np.uint8))
    if not found:
        raise ValueError("level: holds no voxel")
    # A rim of background: depth is measured to the outer faces of the volume, too.
    part = np.pad(level[found[0]], 1)
    depth = ndimage.distance_transform_edt(part, geometry.spacing_kji_mm)
    pieces, _ = ndimage.label(depth > DEEP * depth.max())
    largest = int(np.bincount(pieces.ravel())[1:].argmax()) + 1
    start = np.array([s.start for s in found[0]]) - 1
    return geometry.index_to_lps(np.argwhere(pieces == largest).mean(axis=0) + start)
