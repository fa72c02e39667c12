"""Label volumes: where each label lies, and what they are on another grid."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.preprocessing.resampling import region, resample

Box = tuple[FloatArray, FloatArray]
"""Least and greatest corner in LPS mm, each (3,)."""

MEMBER = 0.5
"""A voxel is bone if this share of it is."""

MARGIN = 8
"""Voxels kept around a label: blocks that are averaged must not cut it."""


def label_boxes(label: NDArray[np.uint8], geometry: VolumeGeometry) -> dict[int, Box]:
    """The box around each label's voxels (k, j, i); labels without any are absent."""
    boxes = {}
    for number, part in enumerate(ndimage.find_objects(label), start=1):
        if part is not None:
            edges = [(s.start - 0.5, s.stop - 0.5) for s in part]
            corners = geometry.index_to_lps(np.array(list(product(*edges))))
            boxes[number] = (corners.min(axis=0), corners.max(axis=0))
    return boxes


def resample_labels(
    label: NDArray[np.uint8], geometry: VolumeGeometry, target: VolumeGeometry
) -> NDArray[np.uint8]:
    """Bring labels to another grid: each voxel goes to whom most of its bone belongs.

    Shares, not labels, are interpolated, so that a border keeps its place between voxels.

    Parameters
    ----------
    label : ndarray of uint8, shape (k, j, i)
    geometry, target : VolumeGeometry

    Returns
    -------
    ndarray of uint8, shape ``target.shape_kji``
    """
    out = np.zeros(target.shape_kji, dtype=np.uint8)
    best = np.zeros(target.shape_kji, dtype=np.float32)
    bone = np.zeros(target.shape_kji, dtype=np.float32)
    for number, (low, high) in label_boxes(label, geometry).items():
        own, own_geometry = region(label, geometry, low, high, MARGIN)
        out_part, grid = region(out, target, low, high)
        best_part, bone_part = (region(whole, target, low, high)[0] for whole in (best, bone))
        share = resample((own == number).astype(np.uint8), own_geometry, grid, fill=0.0)
        wins = share > best_part
        out_part[wins], best_part[wins] = number, share[wins]
        bone_part += share
    out[bone < MEMBER] = 0
    return out
