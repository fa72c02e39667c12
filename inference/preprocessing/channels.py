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


def take_slices(
    hu: NDArray[np.generic], index: int, axis: int, neighbours: int
) -> NDArray[np.float32]:
    """A slice and its neighbours, (2 neighbours + 1, h, w); beyond the end the last is repeated.

    Parameters
    ----------
    hu : ndarray, shape (k, j, i)
    index, axis : int
        Which slice, along which axis.
    neighbours : int
        Slices to either side: 0 for one slice alone, more for 2.5-D.
    """
    wanted = np.arange(index - neighbours, index + neighbours + 1)
    taken = np.take(hu, wanted.clip(0, hu.shape[axis] - 1), axis=axis)
    return np.moveaxis(taken, axis, 0).astype(np.float32)


def stack_channels(stacks: NDArray[np.generic], windows: Sequence[Window]) -> NDArray[np.float32]:
    """Window stacks (n, slices, h, w) to (n, slices * windows, h, w), slice by slice."""
    images = window_channels(stacks, windows, axis=2)
    return images.reshape(len(stacks), -1, *stacks.shape[-2:])
