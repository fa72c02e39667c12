"""A vertebra's crop cut the other two ways: sagittal planes, then coronal ones.

What lies flat in an axial plane, a collapsed body or a break across the dens, is a line here.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)

STEP_PX = 3
"""Pixels of the crop from one plane to the next: each is shown with the one on either side."""


def reformat_count(size_px: int) -> int:
    """Number of planes, both ways together, of crops of this size."""
    return 2 * (size_px // STEP_PX)


def reformats(crop: NDArray[T]) -> NDArray[T]:
    """Cut crops into sagittal and coronal planes, with the pixels' planes on either side.

    Parameters
    ----------
    crop : ndarray, shape (..., planes, size, size)
        Axial planes from the top down, rows to the back, columns to the left; ``size`` is a
        multiple of ``STEP_PX``.

    Returns
    -------
    ndarray, shape (..., 2 * size / STEP_PX, STEP_PX, planes, size)
        Sagittal planes from the patient's right to the left, columns to the back; then coronal
        ones from the front to the back, columns to the left. Rows run down in both.

    Raises
    ------
    ValueError
        If the planes aren't squares of such a size.
    """
    *outer, planes, height, width = crop.shape
    if height != width or width % STEP_PX:
        raise ValueError(
            f"planes of {height} x {width} pixels: must be square, a multiple of {STEP_PX}"
        )
    each = (*outer, width // STEP_PX, STEP_PX, planes, width)
    sagittal = np.moveaxis(crop, -1, -3).reshape(each)
    coronal = np.moveaxis(crop, -2, -3).reshape(each)
    return np.concatenate([sagittal, coronal], axis=-4)


def middle(planes: NDArray[T]) -> NDArray[T]:
    """The planes themselves, without those on either side: (..., 3, h, w) -> (..., h, w)."""
    return planes[..., STEP_PX // 2, :, :]
