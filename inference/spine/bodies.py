"""The middle of a vertebral body, as a reader would place it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.imaging.geometry import FloatArray, VolumeGeometry

DEEP = 0.6
"""Share of the greatest depth: body and articular pillars are some 5 mm deep, laminae 2 to 3."""

CLOSED_MM = 2.0
"""Cracks up to twice as wide are closed first: a burst body has little depth of its own."""

PIECE_SHARE = 0.3
"""Body and articular pillars: thick pieces with at least this share of the largest one's voxels."""

BACK_LPS = (0.0, 1.0, 0.0)
"""LPS is the patient's own frame, so its y leads to the back however the patient lies."""


def body_center(level: NDArray[np.bool_], geometry: VolumeGeometry) -> FloatArray:
    """Middle of one vertebra's body, without arch and processes.

    Body and articular pillars are about as thick; the body is the one in front. The atlas
    has none: there it is a lateral mass; see :func:`atlas_center`.

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
    middles = [middle for _, middle in _thick_pieces(level, geometry)]
    return min(middles, key=lambda middle: float(middle @ np.array(BACK_LPS)))


def atlas_center(level: NDArray[np.bool_], geometry: VolumeGeometry) -> FloatArray:
    """Middle between the two lateral masses of the atlas: about where the dens stands.

    Where only one is in view it is the centre of all voxels, which is no further to the
    side than what is in view.

    Parameters
    ----------
    level : ndarray of bool, shape (k, j, i)
        Voxels of C1.
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
    pieces = _thick_pieces(level, geometry)
    if len(pieces) > 1:
        return np.asarray((pieces[0][1] + pieces[1][1]) / 2)
    return geometry.index_to_lps(np.argwhere(level).mean(axis=0))


def _thick_pieces(
    level: NDArray[np.bool_], geometry: VolumeGeometry
) -> list[tuple[int, FloatArray]]:
    """Return voxel count and middle of a vertebra's thick pieces, the largest first."""
    found = ndimage.find_objects(level.astype(np.uint8))
    if not found:
        raise ValueError("level: holds no voxel")
    spacing = geometry.spacing_kji_mm
    # A rim of background: depth is measured to the outer faces of the volume, too.
    rim = 1 + int(np.ceil(CLOSED_MM / min(spacing)))
    gap = ndimage.distance_transform_edt(~np.pad(level[found[0]], rim), spacing)
    depth = ndimage.distance_transform_edt(gap <= CLOSED_MM, spacing) - CLOSED_MM
    pieces, _ = ndimage.label(depth > DEEP * depth.max())
    sizes = np.bincount(pieces.ravel())[1:]
    start = np.array([s.start for s in found[0]]) - rim
    order = np.argsort(-sizes, kind="stable")
    large = [int(n) for n in order if sizes[n] >= PIECE_SHARE * sizes.max()]
    middles = ndimage.center_of_mass(pieces > 0, pieces, [n + 1 for n in large])
    return [
        (int(sizes[n]), geometry.index_to_lps(np.array(middle) + start))
        for n, middle in zip(large, middles, strict=True)
    ]
