"""A vertebra's crop as stage 2's input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.preprocessing.channels import window_channels
from inference.preprocessing.windowing import Window, apply_window

T = TypeVar("T", bound=np.generic)

MASK_WHITE = 255.0
"""Mask value of a pixel that belongs to the level altogether."""


def plane_channels(
    hu: NDArray[np.generic], mask: NDArray[np.generic], windows: Sequence[Window]
) -> NDArray[np.float32]:
    """Stack windows and mask: (..., h, w) twice -> (..., windows + 1, h, w), 0..1."""
    images = window_channels(hu, windows, axis=-3)
    share = np.asarray(mask, dtype=np.float32)[..., None, :, :] / np.float32(MASK_WHITE)
    return np.concatenate([images, share], axis=-3)


def neighbours(count: int) -> NDArray[np.intp]:
    """Which planes lie above, at and below each of ``count``, (count, 3).

    Beside the outermost lie they themselves.
    """
    near: NDArray[np.intp] = np.clip(np.arange(count)[:, None] + np.arange(-1, 2), 0, count - 1)
    return near


def with_beside(hu: NDArray[T]) -> NDArray[T]:
    """Put the planes above and below to each: (..., planes, h, w) -> (..., planes, 3, h, w)."""
    return hu[..., neighbours(hu.shape[-3]), :, :]


def crop_channels(
    hu: NDArray[np.generic], mask: NDArray[np.generic], windows: Sequence[Window]
) -> NDArray[np.float32]:
    """Stage 2's input: a plane's windows and mask, and the planes beside it in the first window.

    Parameters
    ----------
    hu : ndarray, shape (..., 3, h, w)
        As :func:`with_beside` gives them.
    mask : ndarray, shape (..., h, w)
    windows : sequence of Window

    Returns
    -------
    ndarray of float32, shape (..., windows + 3, h, w)
        0..1.
    """
    own = plane_channels(hu[..., 1, :, :], mask, windows)
    return np.concatenate([own, apply_window(hu[..., ::2, :, :], windows[0])], axis=-3)
