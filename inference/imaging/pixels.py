"""Stored values to Hounsfield units, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from pydicom.pixels.utils import iter_pixels

from inference.imaging.codestreams import check_claims
from inference.imaging.study import Frame
from inference.imaging.tags import read_dataset

AIR_HU = -1024
"""What lies outside the reconstructed circle."""

TISSUE_HU = (-1024, 3071)
"""The 12-bit range of CT. A padding value strictly inside it could be tissue, and stays."""

INT16 = np.iinfo(np.int16)


def decode(stream: BinaryIO, frames: Sequence[Frame]) -> Iterator[NDArray[np.int16]]:
    """Decode frames of one file.

    Parameters
    ----------
    stream : binary file
        The DICOM file, at its start.
    frames : sequence of Frame
        Frames of this file, in the wanted order.

    Yields
    ------
    ndarray of int16, shape (rows, columns)
        Hounsfield units.

    Raises
    ------
    inference.imaging.tags.READ_ERRORS
        If the pixels are missing, cut off, or of a transfer syntax without a decoder.
    """
    dataset = read_dataset(stream, pixels=True)
    check_claims(dataset)
    indices = [frame.index for frame in frames]
    # MONOCHROME1 only tells how to display: the rescale is the same, so nothing is inverted.
    pictures = iter_pixels(dataset, raw=True, indices=indices)
    for frame, stored in zip(frames, pictures, strict=True):
        if stored.shape != frame.shape_ji:
            raise ValueError(f"the picture has {stored.shape} pixels, its header {frame.shape_ji}")
        yield to_hu(stored, frame)


def to_hu(stored: NDArray[np.integer], frame: Frame) -> NDArray[np.int16]:
    """Apply the rescale, PS3.3 C.11.1.1.2, and give padding the value of air.

    Values that don't fit into int16 are clipped; fractions of a HU are rounded.
    """
    if frame.slope.is_integer() and frame.intercept.is_integer():
        hu = stored.astype(np.int64) * int(frame.slope) + int(frame.intercept)
    else:
        hu = np.rint(stored.astype(np.float64) * frame.slope + frame.intercept)
    if frame.padding is not None:
        low, high = _as_stored(frame.padding, stored.dtype)
        bounds = sorted((low * frame.slope + frame.intercept, high * frame.slope + frame.intercept))
        if bounds[1] <= TISSUE_HU[0] or bounds[0] >= TISSUE_HU[1]:
            hu[(stored >= low) & (stored <= high)] = AIR_HU
    return np.clip(hu, INT16.min, INT16.max).astype(np.int16)


def _as_stored(padding: tuple[float, float], dtype: np.dtype[np.generic]) -> tuple[int, int]:
    """Read the padding's bits as the pixels' own type.

    Writers confuse US and SS in (0028,0120): 63536 for -2000, and the reverse.
    """
    bits = 8 * dtype.itemsize
    values = [int(value) for value in padding]
    if dtype.kind == "i":
        values = [v - (1 << bits) if v >= 1 << (bits - 1) else v for v in values]
    else:
        values = [v + (1 << bits) if v < 0 else v for v in values]
    return min(values), max(values)
