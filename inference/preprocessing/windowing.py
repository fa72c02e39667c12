"""The window that maps Hounsfield units to grey values: for the screen and for every network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

INT16_OFFSET = 32768
"""Index of 0 HU in a table over all int16 values."""


@dataclass(frozen=True, slots=True)
class Window:
    """A display window in HU.

    Attributes
    ----------
    width, level : float
        Window Width and Window Center (0028,1051), (0028,1050), HU.
    name : str
        What the user sees.
    """

    width: float
    level: float
    name: str = ""

    def __post_init__(self) -> None:
        if not self.width >= 1:
            raise ValueError(f"window width must be at least 1 HU, got {self.width}")


def apply_window(hu: NDArray[np.generic], window: Window) -> NDArray[np.float32]:
    """Map HU to 0..1 with the linear window of DICOM.

    Parameters
    ----------
    hu : ndarray
        Hounsfield units, any shape.
    window : Window
        Width and level in HU.

    Returns
    -------
    ndarray of float32
        Same shape, 0 (black) to 1 (white).

    Notes
    -----
    PS3.3 C.11.2.1.2.1: y = ((x - (c - 0.5)) / (w - 1) + 0.5), clipped.
    """
    span = max(window.width - 1.0, 1e-6)
    # In place: numpy reuses a large temporary array only after asking the system's loader,
    # which a window waits for while torch is being loaded in the background.
    scaled = np.subtract(hu, np.float32(window.level - 0.5), dtype=np.float32)
    scaled /= np.float32(span)
    scaled += np.float32(0.5)
    clipped: NDArray[np.float32] = np.clip(scaled, np.float32(0.0), np.float32(1.0), out=scaled)
    return clipped


@lru_cache(maxsize=32)  # a drag of the mouse makes a new window at every step
def window_table(window: Window) -> NDArray[np.uint8]:
    """Return the grey value (0..255) of every int16 HU, indexed by HU + 32768.

    A table makes a window change on screen one look-up a pixel.
    """
    every_hu = np.arange(-INT16_OFFSET, INT16_OFFSET, dtype=np.int32)
    table = np.rint(apply_window(every_hu, window) * 255).astype(np.uint8)
    table.flags.writeable = False
    return table


def to_gray(hu: NDArray[np.int16], window: Window) -> NDArray[np.uint8]:
    """Map int16 HU of any shape to 8-bit grey through :func:`window_table`."""
    # Adding 32768 modulo 65536 is the same as flipping the sign bit of the raw pattern.
    index = np.ascontiguousarray(hu).view(np.uint16) ^ np.uint16(INT16_OFFSET)
    gray: NDArray[np.uint8] = window_table(window)[index]
    return gray


@cache
def bone_windows() -> tuple[Window, Window, Window]:
    """The three bone windows of the method: keys 1, 2, 3 and the networks' three channels."""
    presets = window_presets()
    return presets["1"], presets["2"], presets["3"]


@cache
def window_presets() -> dict[str, Window]:
    """Window presets by key, from ``resources/windows.json``."""
    text = files("resources").joinpath("windows.json").read_text(encoding="utf-8")
    return {key: Window(**fields) for key, fields in json.loads(text).items()}
