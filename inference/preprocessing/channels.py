"""The three bone windows as a network's input channels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.preprocessing.windowing import Window, apply_window


def window_channels(
    hu: NDArray[np.generic], windows: Sequence[Window], axis: int = 1
) -> NDArray[np.float32]:
    """Stack the windowed images along a new axis.

    Parameters
    ----------
    hu : ndarray
        Hounsfield units, e.g. (n, h, w).
    windows : sequence of Window
        One channel each.
    axis : int
        Where the channel axis goes: 1 gives (n, c, h, w).

    Returns
    -------
    ndarray of float32, 0..1
    """
    return np.stack([apply_window(hu, window) for window in windows], axis=axis)
