"""Where a reader would draw boxes around fractures, slice by slice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

MARGIN_PX = 2
"""Readers leave some bone around a crack."""

MIN_PX = 2
"""Fewer voxels of a crack in a slice are no finding."""

JOIN_PX = 4
"""Parts of a crack no further apart share a box."""


@dataclass(frozen=True, slots=True)
class FractureBox:
    """One box, laid out as a row of RSNA's ``train_bounding_boxes.csv``.

    Attributes
    ----------
    level : int
        1..7.
    x, y, width, height : int
        Pixels; x to the right (i) and y down (j), of the top-left corner.
    slice_number : int
        Instance number of the slice: 1 for k = 0, as in ``write_series``.
    """

    level: int
    x: int
    y: int
    width: int
    height: int
    slice_number: int


def fracture_boxes(crack: NDArray[np.uint8]) -> list[FractureBox]:
    """Box the cracks of a volume in its axial slices.

    Parameters
    ----------
    crack : ndarray of uint8, shape (k, j, i)
        The level that is cracked there, 0 elsewhere.
    """
    boxes = []
    for k in np.flatnonzero(crack.any(axis=(1, 2))):
        for level in np.unique(crack[k][crack[k] > 0]):
            here = crack[k] == level
            near = ndimage.binary_dilation(here, iterations=JOIN_PX // 2)
            parts, _ = ndimage.label(near, structure=np.ones((3, 3)))
            parts[~here] = 0
            for number, found in enumerate(ndimage.find_objects(parts), start=1):
                if found is not None and (parts[found] == number).sum() >= MIN_PX:
                    boxes.append(_box(int(level), int(k), found, here.shape))
    return boxes


def _box(level: int, k: int, found: tuple[slice, slice], shape: tuple[int, ...]) -> FractureBox:
    """A box with its margin, inside the slice."""
    top, left = (max(part.start - MARGIN_PX, 0) for part in found)
    bottom, right = (
        min(part.stop + MARGIN_PX, size) for part, size in zip(found, shape, strict=True)
    )
    return FractureBox(level, left, top, right - left, bottom - top, k + 1)
