"""A few slices of a series, read by themselves: to show it before it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.headers import read_image
from inference.imaging.inventory import take_inventory
from inference.imaging.nifti import read_nifti_slice
from inference.imaging.pixels import decode
from inference.imaging.series import quiet
from inference.imaging.sources import BROKEN_ZIP, Reader
from inference.imaging.stacking import arrange, slice_affine
from inference.imaging.study import Frame, NiftiImage, Series
from inference.imaging.tags import READ_ERRORS
from inference.imaging.volume import SeriesInfo, Volume

UNREADABLE = (*READ_ERRORS, *BROKEN_ZIP)

LOOKS = 5
"""Files that are tried for a first picture, around the middle of the list."""


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Slices spread over a whole series.

    Attributes
    ----------
    hu : ndarray of int16, shape (n, j, i)
    layers : ndarray of intp, shape (n,)
        Their places along k of the series' grid, ascending.
    """

    hu: NDArray[np.int16]
    layers: NDArray[np.intp]


def survey(series: Series, count: int) -> Survey:
    """Read slices at even distances, the ends included; unreadable ones are left out.

    Parameters
    ----------
    series : Series
        A NIfTI gives none: it comes as a whole.
    count : int
        The most that are read.
    """
    shape = series.geometry.shape_kji
    if isinstance(series.content, NiftiImage):
        return Survey(np.empty((0, *shape[1:]), np.int16), np.empty(0, np.intp))
    stack = arrange(series.content)
    picked = np.unique(np.linspace(0, len(stack.frames) - 1, count).round().astype(np.intp))
    pictures, layers = [], []
    with Reader() as reader, quiet():
        for n in picked:
            try:
                pictures.append(_decode(reader, stack.frames[n]))
            except UNREADABLE:
                continue  # the loading will name it
            layers.append(round(float(stack.places[n])))
    hu = np.stack(pictures) if pictures else np.empty((0, *shape[1:]), np.int16)
    return Survey(hu, np.array(layers, dtype=np.intp))


def middle_picture(series: Series) -> Volume | None:
    """Read the middle slice as a volume of one slice; None if it can't be read.

    Raises
    ------
    InputError
        If a NIfTI can't be read.
    """
    if isinstance(series.content, NiftiImage):
        k = series.geometry.shape_kji[0] // 2
        matrix = series.geometry.matrix
        matrix[:3, 3] += k * matrix[:3, 2]
        return _one_slice(read_nifti_slice(series.content, k), matrix, series.info)
    frame = series.content[len(series.content) // 2]
    with Reader() as reader, quiet():
        try:
            return _one_slice(_decode(reader, frame), slice_affine(frame), series.info)
        except UNREADABLE:
            return None


def first_picture(paths: Sequence[Path]) -> Volume | None:
    """Read one CT slice from near the middle of what lies there, before anything is sorted.

    Returns
    -------
    Volume or None
        One slice; None where none of the first few files tried is a CT's.

    Raises
    ------
    InputError
        If a path is not there.
    """
    with Reader() as reader, quiet():
        inventory, _ = take_inventory(paths, reader)
        middle = len(inventory.sources) // 2
        for source in inventory.sources[middle : middle + LOOKS]:
            try:
                with reader.open(source) as stream:
                    image = read_image(source, stream)
                if image is not None and image.frames:
                    frame = image.frames[len(image.frames) // 2]
                    return _one_slice(_decode(reader, frame), slice_affine(frame), image.info)
            except UNREADABLE:
                continue  # the indexing will name it
    return None


def _decode(reader: Reader, frame: Frame) -> NDArray[np.int16]:
    with reader.open(frame.source) as stream:
        return next(decode(stream, [frame]))


def _one_slice(hu: NDArray[np.int16], matrix: NDArray[np.float64], info: SeriesInfo) -> Volume:
    return Volume(hu[np.newaxis], VolumeGeometry.from_matrix((1, *hu.shape), matrix), info)
