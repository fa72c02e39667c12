"""Which DICOM images a volume's slices are, for the objects that are made of it."""

from __future__ import annotations

from collections.abc import Collection

from pydicom.dataset import Dataset
from pydicom.uid import EnhancedCTImageStorage, LegacyConvertedEnhancedCTImageStorage

from inference.imaging.sources import BROKEN_ZIP, Reader
from inference.imaging.stacking import POSITION_TOLERANCE, Stack
from inference.imaging.study import Frame
from inference.imaging.tags import CONTEXT_TAGS, READ_ERRORS, read_dataset
from inference.imaging.volume import DicomOrigin, SliceReference

MULTI_FRAME_CLASSES = frozenset({EnhancedCTImageStorage, LegacyConvertedEnhancedCTImageStorage})
"""CT images that may hold several frames, even where one holds a single one."""


def find_origin(
    reader: Reader, stack: Stack, read: Collection[int], extent: tuple[int, int]
) -> DicomOrigin | None:
    """Name the images behind the slices of a grid.

    Parameters
    ----------
    reader : Reader
    stack : Stack
    read : collection of int
        Numbers of the stack's frames that could be decoded.
    extent : tuple of int
        First and last slice of the grid that the volume holds.

    Returns
    -------
    DicomOrigin or None
        None where the header can't be read a second time.
    """
    first, last = extent
    behind: dict[int, Frame] = {}
    for n in sorted(read):
        nearest = round(float(stack.places[n]))
        # The same rule by which a slice's pixels are taken as they are.
        if abs(float(stack.places[n]) - nearest) <= POSITION_TOLERANCE:
            behind[nearest] = stack.frames[n]
    middle = stack.frames[sorted(read)[len(read) // 2]]
    try:
        with reader.open(middle.source) as stream:
            header = _readable(read_dataset(stream, pixels=False, keywords=CONTEXT_TAGS))
    except (*READ_ERRORS, *BROKEN_ZIP):
        return None
    several = {frame.source for frame in stack.frames if _is_multi_frame(frame)}
    slices = tuple(
        _reference(behind[k], framed=behind[k].source in several) if k in behind else None
        for k in range(first, last + 1)
    )
    return DicomOrigin(header, slices)


def _readable(header: Dataset) -> Dataset:
    """Return the elements whose values can be read: one broken date costs no more than itself."""
    kept = Dataset()
    for keyword in CONTEXT_TAGS:
        try:
            if keyword in header:
                kept.add(header[keyword])
        except READ_ERRORS:
            continue
    return kept


def _is_multi_frame(frame: Frame) -> bool:
    return frame.index > 0 or frame.sop_class_uid in MULTI_FRAME_CLASSES


def _reference(frame: Frame, *, framed: bool) -> SliceReference:
    number = frame.index + 1 if framed else 0
    return SliceReference(
        frame.sop_class_uid,
        frame.sop_instance_uid,
        frame.position_mm,
        number,
        (frame.slope, frame.intercept),
    )
