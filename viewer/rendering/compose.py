"""From a volume to the pixels of one plane: for the window and for the report, numpy only.

All functions expect arrays in the canonical order of :mod:`viewer.state.planes`, whose
names are offered here too.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS, Level
from viewer.state.planes import (
    EdgeLetters,
    PixelRect,
    Plane,
    PlaneFrame,
    box_on_plane,
    direction_letters,
    edge_letters,
    frame_at,
)

__all__ = [
    "EdgeLetters",
    "PixelRect",
    "Plane",
    "PlaneFrame",
    "blend",
    "box_on_plane",
    "contour_mask",
    "direction_letters",
    "edge_letters",
    "extract",
    "frame_at",
    "gray_to_rgb",
    "level_colours",
]

CONTOUR_OPACITY_GAIN = 2.0
"""A mask's outline is this many times as opaque as its area, up to fully opaque."""

_LABEL_COUNT = len(LEVELS) + 1
_GRAYS = 256

_Scalar = TypeVar("_Scalar", bound=np.generic)


def extract(array: NDArray[_Scalar], frame: PlaneFrame) -> NDArray[_Scalar]:
    """Return the displayed plane (rows, columns) of a canonical array (k, j, i), as a view."""
    if array.shape != frame.geometry.shape_kji:
        raise ValueError(f"array has shape {array.shape}, its grid {frame.geometry.shape_kji}")
    layer: list[int | slice] = [slice(None)] * 3
    layer[frame.slice_axis] = frame.index
    return frame.displayed(array[tuple(layer)])


@cache
def level_colours() -> dict[Level, tuple[int, int, int]]:
    """Return the colour (red, green, blue; 0..255) of each level, from ``colours.json``."""
    text = files("resources").joinpath("colours.json").read_text(encoding="utf-8")
    colours = json.loads(text)
    return {level: _rgb(colours[level.value]) for level in LEVELS}


def _rgb(hex_colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(hex_colour.removeprefix("#"))
    return red, green, blue


def contour_mask(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark the pixels of a label plane that touch another label (or background) by an edge."""
    padded = np.pad(labels, 1, mode="edge")
    centre = padded[1:-1, 1:-1]
    neighbours = (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:])
    touching = np.zeros(labels.shape, dtype=np.bool_)
    for neighbour in neighbours:
        touching |= neighbour != centre
    touching &= centre != 0
    return touching


def gray_to_rgb(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Repeat a grey plane (rows, columns) into RGB (rows, columns, 3)."""
    return np.repeat(gray[..., np.newaxis], 3, axis=-1)


def blend(
    gray: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    *,
    opacity: float,
    hidden: Collection[Level] = (),
    filled: bool = True,
    contour: bool = True,
) -> NDArray[np.uint8]:
    """Lay level colours over a grey plane.

    Parameters
    ----------
    gray : ndarray of uint8, shape (rows, columns)
    labels : ndarray of uint8, shape (rows, columns)
        0 background, 1..7 = C1..C7.
    opacity : float
        Of the area, 0..1; the outline is stronger by ``CONTOUR_OPACITY_GAIN``.
    hidden : collection of Level
        Levels that stay grey.
    filled, contour : bool
        Whether to draw the area and the outline.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 3)
    """
    area = opacity if filled else 0.0
    line = min(1.0, opacity * CONTOUR_OPACITY_GAIN)
    table = _blend_table(area, line, tuple(sorted(hidden)))
    # In place throughout: see apply_window for what large temporary arrays would cost.
    entry = labels.astype(np.uint16)
    if contour and line > 0.0:
        entry[contour_mask(labels)] += np.uint16(_LABEL_COUNT)
    entry *= np.uint16(_GRAYS)
    entry += gray
    return np.take(table, entry, axis=0)


@lru_cache(maxsize=64)
def _blend_table(area: float, line: float, hidden: tuple[Level, ...]) -> NDArray[np.uint8]:
    """Tabulate RGB by label (outline labels after the area's) and grey: shape (16 * 256, 3).

    With the table, blending is one look-up a pixel at any opacity.
    """
    colours = np.zeros((_LABEL_COUNT, 3))
    alpha = np.zeros((2, _LABEL_COUNT))
    for level, colour in level_colours().items():
        colours[level.label] = colour
        if level not in hidden:
            alpha[:, level.label] = area, line
    gray = np.arange(_GRAYS, dtype=np.float64)[:, np.newaxis]
    weight = alpha.reshape(-1)[:, np.newaxis, np.newaxis]
    both = np.tile(colours, (2, 1))[:, np.newaxis, :]
    table = np.rint(gray * (1.0 - weight) + both * weight).astype(np.uint8).reshape(-1, 3)
    table.flags.writeable = False
    return table
