"""Values on another grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray
from scipy import ndimage

from inference.imaging.geometry import FloatArray, VolumeGeometry

Scalar = TypeVar("Scalar", bound=np.generic)

AIR_HU = -1024
"""What lies outside the scan."""


def isotropic_grid(geometry: VolumeGeometry, spacing_mm: float) -> VolumeGeometry:
    """Axis-parallel grid (k head, j back, i left) of one spacing around a geometry's voxels."""
    low, high = geometry.bounds_lps_mm()
    count = np.maximum(np.ceil((high - low) / spacing_mm - 1e-6), 1).astype(int)
    matrix = np.diag([spacing_mm, spacing_mm, spacing_mm, 1.0])
    # The grid is centred on the scan: at most half a voxel of air on either side.
    matrix[:3, 3] = (low + high) / 2 - (count - 1) * spacing_mm / 2
    return VolumeGeometry.from_matrix(tuple(int(n) for n in count[::-1]), matrix)


def region(
    values: NDArray[Scalar],
    geometry: VolumeGeometry,
    low_lps_mm: FloatArray,
    high_lps_mm: FloatArray,
    margin: int = 2,
) -> tuple[NDArray[Scalar], VolumeGeometry]:
    """Cut out the part of a grid that holds a box, plus ``margin`` voxels, as a view.

    Returns
    -------
    values : ndarray, shape (k, j, i)
        At least one voxel, even where the box lies outside the grid.
    geometry : VolumeGeometry
    """
    corners = np.array(np.meshgrid(*zip(low_lps_mm, high_lps_mm, strict=True))).reshape(3, 8).T
    index = geometry.lps_to_index(corners)
    last = np.array(geometry.shape_kji) - 1
    low = np.clip(np.floor(index.min(axis=0)).astype(int) - margin, 0, last)
    high = np.clip(np.ceil(index.max(axis=0)).astype(int) + margin, low, last) + 1
    return part_of(values, geometry, [slice(*ends) for ends in zip(low, high, strict=True)])


def part_of(
    values: NDArray[Scalar], geometry: VolumeGeometry, within: Sequence[slice]
) -> tuple[NDArray[Scalar], VolumeGeometry]:
    """Cut out a block of voxels, as a view.

    Parameters
    ----------
    values : ndarray, shape (..., k, j, i)
    geometry : VolumeGeometry
        Of the last three axes.
    within : sequence of slice
        Of k, j and i; each with a start.
    """
    k, j, i = within
    part = values[..., k, j, i]
    matrix = geometry.matrix
    matrix[:3, 3] = geometry.index_to_lps([s.start for s in within])
    return part, VolumeGeometry.from_matrix(part.shape[-3:], matrix)


def resample(
    values: NDArray[np.generic],
    geometry: VolumeGeometry,
    target: VolumeGeometry,
    fill: float = AIR_HU,
) -> NDArray[np.float32]:
    """Sample values on another grid.

    Where the target is coarser, whole blocks of voxels are averaged first, so that
    noise is averaged and thin bone is not missed; then the value between voxel
    centres is interpolated linearly.

    Parameters
    ----------
    values : ndarray, shape (k, j, i)
        HU or mask, in any axis order and with any affine.
    geometry, target : VolumeGeometry
    fill : float
        Outside the grid.

    Returns
    -------
    ndarray of float32, shape ``target.shape_kji``
    """
    source_geometry, turn = geometry.canonical()
    source = turn.apply(values)
    wanted = np.array(target.canonical()[0].spacing_kji_mm)
    factor = np.maximum((wanted / np.array(source_geometry.spacing_kji_mm) + 0.3).astype(int), 1)
    if factor.max() == 1:
        return _between(source, source_geometry, target, np.float32, 1, fill)
    blocks, grid = block_mean(source, source_geometry, (factor[0], factor[1], factor[2]))
    return _between(blocks, grid, target, np.float32, 1, fill)


def interpolate(
    values: NDArray[Scalar],
    geometry: VolumeGeometry,
    target: VolumeGeometry,
    fill: float = AIR_HU,
    *,
    nearest: bool = False,
) -> NDArray[Scalar]:
    """Sample values on another grid, each from the voxels next to it alone.

    Nothing is averaged or copied first, so that a plane costs what it has of pixels, however
    large the volume is.

    Parameters
    ----------
    values : ndarray, shape (k, j, i)
        HU or labels, in any axis order and with any affine.
    geometry, target : VolumeGeometry
    fill : float
        Outside the grid.
    nearest : bool
        Take the value of the nearest voxel, as labels need it; else the value between voxel
        centres is interpolated linearly and rounded to the type of ``values``.

    Returns
    -------
    ndarray, shape ``target.shape_kji``
        Of the type of ``values``.
    """
    return _between(values, geometry, target, values.dtype, 0 if nearest else 1, fill)


def _between(
    values: NDArray[np.generic],
    geometry: VolumeGeometry,
    target: VolumeGeometry,
    dtype: DTypeLike,
    order: int,
    fill: float,
) -> NDArray[Any]:
    # index_source = A @ index_target, both in k, j, i.
    swap = np.eye(4)[[2, 1, 0, 3]]
    index = swap @ np.linalg.inv(geometry.matrix) @ target.matrix @ swap
    return np.asarray(
        ndimage.affine_transform(
            values, index[:3, :3], index[:3, 3], target.shape_kji, dtype, order,
            mode="grid-constant", cval=fill, prefilter=False,
        )
    )  # fmt: skip


def sample_at(
    values: NDArray[np.generic],
    geometry: VolumeGeometry,
    positions_mm: FloatArray,
    fill: float = AIR_HU,
) -> NDArray[np.float32]:
    """Read the values at points that lie on no grid, linearly between voxel centres.

    Nothing is averaged: the points are expected about as close as the voxels.

    Parameters
    ----------
    values : ndarray, shape (k, j, i)
        HU or mask, in any axis order and with any affine.
    geometry : VolumeGeometry
    positions_mm : ndarray, shape (..., n, 3)
        LPS mm.
    fill : float
        Outside the grid.

    Returns
    -------
    ndarray of float32, shape (..., n)
    """
    index = np.moveaxis(geometry.lps_to_index(positions_mm), -1, 0)
    return np.asarray(
        ndimage.map_coordinates(
            values, index, np.float32, order=1, mode="grid-constant", cval=fill, prefilter=False
        )
    )


def block_mean(
    values: NDArray[np.generic], geometry: VolumeGeometry, factor_kji: tuple[int, int, int]
) -> tuple[NDArray[np.float32], VolumeGeometry]:
    """Average blocks of voxels; an incomplete block at the far end is left out.

    Works slab by slab, so that a large CT is never held as float32.
    """
    if max(factor_kji) == 1:
        return values.astype(np.float32), geometry
    # An axis shorter than a block is averaged as one.
    fk, fj, fi = (min(f, n) for f, n in zip(factor_kji, values.shape, strict=True))
    k, j, i = values.shape[0] // fk, values.shape[1] // fj, values.shape[2] // fi
    out = np.empty((k, j, i), dtype=np.float32)
    for n in range(k):
        slab = values[n * fk : (n + 1) * fk, : j * fj, : i * fi].mean(axis=0, dtype=np.float32)
        out[n] = slab.reshape(j, fj, i, fi).mean(axis=(1, 3))
    matrix = geometry.matrix
    matrix[:3, 3] = geometry.index_to_lps((np.array([fk, fj, fi]) - 1) / 2)
    matrix[:3, :3] *= np.array([fi, fj, fk])
    return out, VolumeGeometry.from_matrix((k, j, i), matrix)
