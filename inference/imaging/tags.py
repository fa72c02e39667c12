"""One DICOM data set: reading it safely, and one tag's value at a time."""

from __future__ import annotations

import math
import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import pydicom
from pydicom.datadict import dictionary_description, tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.filereader import read_dataset as read_elements
from pydicom.tag import Tag
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from inference.imaging.wording import printable

READ_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    BytesLengthException,
    EOFError,
    InvalidDicomError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pydicom and its decoders raise on a broken or hostile file, found by fuzzing."""

MAX_DEFLATED_BYTES = 1024**3
"""A deflated data set that grows beyond this is hostile: a CT slice has half a MiB."""

_META_BYTES = 4096
"""Enough to hold the preamble and the file meta information."""

HEADER_TAGS = [
    "SpecificCharacterSet",
    "ImageType",
    "SOPClassUID",
    "SOPInstanceUID",
    "StudyDate",
    "StudyTime",
    "AccessionNumber",
    "Modality",
    "Manufacturer",
    "InstitutionName",
    "StudyDescription",
    "SeriesDescription",
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "BodyPartExamined",
    "SliceThickness",
    "ConvolutionKernel",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SeriesNumber",
    "AcquisitionNumber",
    "InstanceNumber",
    "ImagePositionPatient",
    "ImageOrientationPatient",
    "FrameOfReferenceUID",
    "SamplesPerPixel",
    "NumberOfFrames",
    "Rows",
    "Columns",
    "PixelSpacing",
    "PixelRepresentation",
    "PixelPaddingValue",
    "PixelPaddingRangeLimit",
    "WindowCenter",
    "WindowWidth",
    "RescaleIntercept",
    "RescaleSlope",
    "RescaleType",
    "LossyImageCompression",
    "LossyImageCompressionRatio",
    "SharedFunctionalGroupsSequence",
    "PerFrameFunctionalGroupsSequence",
]
"""All that is read of a header; pydicom skips the rest, private elements included."""

CONTEXT_TAGS = [
    "SpecificCharacterSet",
    "StudyDate",
    "StudyTime",
    "AccessionNumber",
    "ReferringPhysicianName",
    "StudyDescription",
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "PatientBirthDate",
    "PatientSex",
    "PatientAge",
    "PatientSize",
    "PatientWeight",
    "PatientIdentityRemoved",
    "DeidentificationMethod",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "StudyID",
    "FrameOfReferenceUID",
    "PositionReferenceIndicator",
    "PatientPosition",
    "SliceThickness",
    "LossyImageCompression",
    "LossyImageCompressionRatio",
    "LossyImageCompressionMethod",
]
"""What a DICOM object made from a series repeats of its patient, study and frame of reference."""


LONGEST_TEXT = 400
"""Characters kept of a value: three groups of a person's name, and something over."""

MAX_VALUES = 64
"""Values kept of a tag: nothing that is read has more, but a broken length may."""


class TagError(Exception):
    """A tag is missing or has a value that can't be used."""


@contextmanager
def quiet() -> Iterator[None]:
    """Keep pydicom's remarks on odd but readable values off the terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def read_dataset(
    stream: BinaryIO, *, pixels: bool, keywords: Sequence[str] = HEADER_TAGS
) -> Dataset:
    """Read a DICOM stream, with or without a preamble.

    Parameters
    ----------
    stream : binary file
    pixels : bool
        Whether to read everything, pixels included.
    keywords : sequence of str
        What to read otherwise.

    Raises
    ------
    READ_ERRORS
        If it isn't DICOM, or is broken.
    """
    head = stream.read(_META_BYTES)
    stream.seek(0)
    # Files of old stores start at once with group 0008, little endian, without a preamble.
    force = head[:2] == b"\x08\x00"
    if head[128:132] != b"DICM" and not force:
        raise InvalidDicomError("not DICOM")
    if str(DeflatedExplicitVRLittleEndian).encode() in head:
        _check_deflated(stream)
    tags: list[str] | None = None if pixels else list(keywords)
    dataset = pydicom.dcmread(
        stream, stop_before_pixels=not pixels, specific_tags=tags, force=force
    )
    if force and "SOPClassUID" not in dataset and "Modality" not in dataset:
        raise InvalidDicomError("not DICOM")
    if "TransferSyntaxUID" not in dataset.file_meta:
        dataset.file_meta.TransferSyntaxUID = _native_syntax(dataset)
    return dataset


def _native_syntax(dataset: Dataset) -> UID:
    implicit, little = dataset.original_encoding
    if implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRLittleEndian if little else ExplicitVRBigEndian


def _check_deflated(stream: BinaryIO) -> None:
    """Inflate piece by piece and count: pydicom inflates all at once, without a bound."""
    stream.seek(132)
    read_elements(
        stream,
        is_implicit_VR=False,
        is_little_endian=True,
        stop_when=lambda tag, _vr, _length: tag.group != 2,
    )
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    total = 0
    data = stream.read(1 << 16)
    while data and not inflater.eof:
        total += len(inflater.decompress(data, 1 << 22))
        if total > MAX_DEFLATED_BYTES:
            raise ValueError("its deflated data set grows without bound")
        data = inflater.unconsumed_tail or stream.read(1 << 16)
    stream.seek(0)


def readable_name(name: str) -> str:
    """Turn ``Yamada^Tarou=山田^太郎`` into ``Yamada, Tarou = 山田, 太郎`` (PS3.5 6.2.1)."""
    groups = []
    for group in name.split("="):
        family, _, rest = group.partition("^")
        given = " ".join(part for part in rest.split("^") if part)
        groups.append(", ".join(part for part in (family.strip(), given.strip()) if part))
    return " = ".join(group for group in groups if group)


def text_of(dataset: Dataset, keyword: str) -> str:
    """Return a tag's text without padding; empty where it is absent or unreadable."""
    return "\\".join(texts_of(dataset, keyword))


def texts_of(dataset: Dataset, keyword: str) -> list[str]:
    """Return a tag's values as text; none where it is absent or unreadable."""
    try:
        value = dataset.get(keyword)
    except READ_ERRORS:
        return []
    if value is None or value == "":
        return []
    values = (
        value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else [value]
    )
    return [printable(str(v), LONGEST_TEXT) for v in values[:MAX_VALUES]]


def numbers_of(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    """Return a tag's finite numbers; empty where it is absent or holds anything else."""
    try:
        numbers = tuple(float(text) for text in texts_of(dataset, keyword))
    except ValueError:
        return ()
    return numbers if all(math.isfinite(n) for n in numbers) else ()


def first_numbers(places: list[Dataset], keyword: str) -> tuple[float, ...]:
    """Return the numbers of the first data set that has them."""
    return next((n for place in places if (n := numbers_of(place, keyword))), ())


def first_text(places: list[Dataset], keyword: str) -> str:
    """Return the text of the first data set that has it."""
    return next((t for place in places if (t := text_of(place, keyword))), "")


def need(places: list[Dataset], keyword: str, count: int) -> tuple[float, ...]:
    """Return a tag's numbers, just so many.

    Raises
    ------
    TagError
        If it is missing, or has other values; the message names the tag.
    """
    values = first_numbers(places, keyword)
    if not values:
        text = first_text(places, keyword)
        raise TagError(f"{tag_name(keyword)} is {repr(text) if text else 'missing'}")
    if len(values) != count:
        raise TagError(f"{tag_name(keyword)} has {len(values)} values, not {count}")
    return values


def tag_name(keyword: str) -> str:
    """Return ``(0028,0030) Pixel Spacing``."""
    tag = Tag(tag_for_keyword(keyword) or 0)
    return f"({tag.group:04X},{tag.element:04X}) {dictionary_description(tag)}"
