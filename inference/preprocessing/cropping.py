"""The planes of one vertebra that stage 2 looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.preprocessing.resampling import region, resample


@dataclass(frozen=True, slots=True)
class CropConfig:
    """Size of a vertebra's crop, as the classifier's card holds it.

    Attributes
    ----------
    planes : int
        Evenly spaced from the top of the vertebra to its bottom.
    size_px : int
        Side of a plane.
    pixel_mm : float
        Its pixel spacing.
    closing_mm : float
        Gaps in the mask up to this width are closed in plane: the mask tells whose bone it
        is, and must not tell that it is broken. A true mask leaves cracks out; a classifier
        trained on it reads them there, and finds none in a segmentation network's mask.
    """

    planes: int
    size_px: int
    pixel_mm: float
    closing_mm: float


@dataclass(frozen=True, slots=True, eq=False)
class VertebraCrop:
    """A vertebra's planes.

    Attributes
    ----------
    hu : ndarray of int16, shape (planes, size, size)
        Rows run to the back, columns to the left; plane 0 is the uppermost.
    mask : ndarray of uint8, same shape
        0..255: how much of the pixel belongs to the level, its gaps closed.
    geometry : VolumeGeometry
        Where the planes lie.
    """

    hu: NDArray[np.int16]
    mask: NDArray[np.uint8]
    geometry: VolumeGeometry


def crop_grid(
    low_lps_mm: FloatArray, high_lps_mm: FloatArray, config: CropConfig
) -> VolumeGeometry:
    """Lay the planes through a box: axial, centred in plane, top to bottom along z."""
    center = (np.asarray(low_lps_mm) + np.asarray(high_lps_mm)) / 2
    height = max(float(high_lps_mm[2] - low_lps_mm[2]), config.pixel_mm)
    step = height / config.planes
    matrix = np.diag([config.pixel_mm, config.pixel_mm, -step, 1.0])
    matrix[:2, 3] = center[:2] - (config.size_px - 1) * config.pixel_mm / 2
    matrix[2, 3] = high_lps_mm[2] - step / 2
    return VolumeGeometry.from_matrix((config.planes, config.size_px, config.size_px), matrix)


def crop_vertebra(
    hu: NDArray[np.int16],
    mask: NDArray[np.uint8],
    label: int,
    geometry: VolumeGeometry,
    box_lps_mm: tuple[FloatArray, FloatArray],
    config: CropConfig,
) -> VertebraCrop:
    """Cut one vertebra out of a volume.

    Parameters
    ----------
    hu, mask : ndarray, shape (k, j, i)
        CT and its level mask.
    label : int
        The level's value in the mask.
    geometry : VolumeGeometry
        Of both.
    box_lps_mm : pair of ndarray, shape (3,)
        Least and greatest corner of the vertebra.
    config : CropConfig
    """
    grid = crop_grid(*box_lps_mm, config)
    low, high = grid.bounds_lps_mm()
    near, near_geometry = region(hu, geometry, low, high)
    own, _ = region(mask, geometry, low, high)
    values = np.rint(resample(near, near_geometry, grid))
    share = resample((own == label).astype(np.uint8), near_geometry, grid, fill=0)
    closed = close_gaps(np.rint(share * 255).astype(np.uint8), config.closing_mm / config.pixel_mm)
    return VertebraCrop(values.astype(np.int16), closed, grid)


def close_gaps(mask: NDArray[np.uint8], width_px: float) -> NDArray[np.uint8]:
    """Close gaps up to ``width_px`` in each plane of a mask (..., h, w)."""
    size = (*[1] * (mask.ndim - 2), *[max(round(width_px), 1)] * 2)
    return np.asarray(ndimage.grey_closing(mask, size))
