"""A vertebra's crop as stage 2's input."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.preprocessing.channels import window_channels
from inference.preprocessing.windowing import Window

MASK_WHITE = 255.0
"""Mask value of a pixel that belongs to the level altogether."""


def plane_channels(
    hu: NDArray[np.generic], mask: NDArray[np.generic], windows: Sequence[Window]
) -> NDArray[np.float32]:
    """Stack windows and mask: (..., h, w) twice -> (..., windows + 1, h, w), 0..1."""
    images = window_channels(hu, windows, axis=-3)
    share = np.asarray(mask, dtype=np.float32)[..., None, :, :] / np.float32(MASK_WHITE)
    return np.concatenate([images, share], axis=-3)
