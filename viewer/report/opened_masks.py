"""Opening the masks of a segmentation file, Dens's or another program's, for a loaded volume."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from inference.imaging.errors import InputError
from inference.imaging.geometry import FloatArray
from inference.imaging.sources import BROKEN_ZIP, FileSource, Reader
from inference.imaging.study import ResultFile, Series
from inference.imaging.tags import READ_ERRORS, quiet, read_dataset, text_of
from inference.imaging.volume import Volume
from viewer.report.dicom_read import read_masks
from viewer.texts import noop, tr

UNREADABLE = noop("{name}: can't be read ({error}). Copy the file again.")
EMPTY = noop("{name}: its segments of cervical vertebrae are empty. Choose another segmentation.")
OTHER_FRAME = noop(
    "{name}: lies in another frame of reference than the series shown. "
    "Open the series that it was made from."
)
OTHER_PATIENT = noop(
    "{name}: is of another patient than the series shown. Open the series that it was made from."
)
OTHER_SERIES = noop(
    "{name}: was not made from the series shown. Open the series that it was made from."
)


def content_of(source: FileSource) -> BytesIO:
    """Read a file, or a ZIP's member, into memory; it is only ever read.

    Raises
    ------
    InputError
        If it is gone or can't be read.
    """
    try:
        with Reader() as reader, reader.open(source) as stream:
            return BytesIO(stream.read())
    except (*READ_ERRORS, *BROKEN_ZIP) as error:
        raise InputError(tr(UNREADABLE, name=source.name, error=error)) from error


def open_masks(file: ResultFile, volume: Volume, series: Series | None) -> NDArray[np.uint8]:
    """Read a segmentation's cervical vertebrae onto a volume's grid.

    Parameters
    ----------
    file : ResultFile
    volume : Volume
    series : Series or None
        Which series the volume is, where that is known.

    Returns
    -------
    ndarray of uint8, shape (k, j, i)
        In the volume's own axis order; 0 background, 1..7 = C1..C7.

    Raises
    ------
    InputError
        If it is of another patient, lies in another frame of reference or on another grid, or
        has no voxel of such a vertebra; the message names the file and the remedy.
    """
    need_same_patient(file, volume)
    content, name = content_of(file.source), file.source.name
    with quiet():
        said, own = _frame_of(content, name), volume.info.frame_of_reference_uid
        if not said or not own:
            need_same_series(file, series)
        elif said != own:
            # Equal millimetres are other places there.
            raise InputError(tr(OTHER_FRAME, name=name))
        mask = read_masks(content, volume.geometry, name, _places_mm(volume))
    if not mask.any():
        raise InputError(tr(EMPTY, name=name))
    return mask


def need_same_patient(file: ResultFile, volume: Volume) -> None:
    """Refuse a result of another patient, whatever its frame of reference says.

    Raises
    ------
    InputError
    """
    if file.is_of_another_patient(volume.info):
        raise InputError(tr(OTHER_PATIENT, name=file.source.name))


def need_same_series(file: ResultFile, series: Series | None) -> None:
    """Refuse a result that doesn't say that it was made from a series.

    Raises
    ------
    InputError
    """
    if series is None or not file.belongs_to(series):
        raise InputError(tr(OTHER_SERIES, name=file.source.name))


def _frame_of(content: BytesIO, name: str) -> str:
    """Return the Frame of Reference UID of a file; empty where it has none."""
    try:
        header = read_dataset(content, pixels=False, keywords=["FrameOfReferenceUID"])
    except READ_ERRORS as error:
        raise InputError(tr(UNREADABLE, name=name, error=error)) from error
    content.seek(0)
    return text_of(header, "FrameOfReferenceUID")


def _places_mm(volume: Volume) -> FloatArray | None:
    """Return where the images of the slices say that they lie, LPS mm (k, 3)."""
    if volume.origin is None:
        return None
    slices = volume.origin.slices
    places = volume.geometry.index_to_lps([(k, 0, 0) for k in range(len(slices))])
    for k, there in enumerate(slices):
        if there is not None:
            places[k] = there.position_mm
    return places
