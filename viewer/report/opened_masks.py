"""Opening the masks of a segmentation file, Dens's or another program's, for a loaded volume."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from inference.imaging.errors import InputError
from inference.imaging.geometry import FloatArray
from inference.imaging.sources import BROKEN_ZIP, FileSource, Reader
from inference.imaging.study import ResultFile
from inference.imaging.tags import READ_ERRORS, quiet, read_dataset, text_of
from inference.imaging.volume import Volume
from viewer.report.dicom_read import read_masks


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
        raise InputError(f"{source.name}: can't be read ({error}). Copy the file again.") from error


def open_masks(file: ResultFile, volume: Volume) -> NDArray[np.uint8]:
    """Read a segmentation's cervical vertebrae onto a volume's grid.

    Returns
    -------
    ndarray of uint8, shape (k, j, i)
        In the volume's own axis order; 0 background, 1..7 = C1..C7.

    Raises
    ------
    InputError
        If it lies in another frame of reference or on another grid, or has no such vertebra;
        the message names the file and the remedy.
    """
    content = content_of(file.source)
    with quiet():
        need_same_frame(content, file.source.name, volume)
        return read_masks(content, volume.geometry, file.source.name, _places_mm(volume))


def need_same_frame(content: BytesIO, name: str, volume: Volume) -> None:
    """Refuse what lies in another frame of reference: equal millimetres are other places there.

    Raises
    ------
    InputError
    """
    own = volume.info.frame_of_reference_uid
    try:
        header = read_dataset(content, pixels=False, keywords=["FrameOfReferenceUID"])
    except READ_ERRORS as error:
        raise InputError(f"{name}: can't be read as DICOM ({error}). Copy it again.") from error
    content.seek(0)
    said = text_of(header, "FrameOfReferenceUID")
    if said and said != own:
        raise InputError(
            f"{name}: lies in another frame of reference than the series shown. "
            "Open the series that it was made from."
        )


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
