"""DICOM headers to frames: what one file says about itself, checked tag by tag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import BinaryIO

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import (
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLSNearLossless,
    MediaStorageDirectoryStorage,
)

from inference.imaging.geometry import MIN_SPACING_MM
from inference.imaging.sources import FileSource
from inference.imaging.study import Frame
from inference.imaging.tags import (
    TagError,
    first_numbers,
    first_text,
    need,
    numbers_of,
    read_dataset,
    readable_name,
    tag_name,
    text_of,
    texts_of,
)
from inference.imaging.volume import SeriesInfo

LOSSY_SYNTAXES = frozenset({JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLSNearLossless})
"""Lossy whatever (0028,2110) says. JPEG 2000 can be both; there the tag alone decides."""

LOCALIZER_WORDS = ("LOCALIZER", "SCOUT", "SURVIEW", "TOPOGRAM")
"""Words in Image Type (0008,0008) that mark a scout; LOCALIZER is the standard's own."""

HU_TYPES = frozenset({"", "HU", "US"})
"""Rescale Type (0028,1054) that is, or without a better word may be, Hounsfield units."""

MAX_SPACING_MM = 100.0
"""Pixels wider than this are a writing error, not a scanner's resolution."""

ORTHONORMAL_TOLERANCE = 1e-2
"""By which direction cosines may miss unit length and a right angle."""


class Fault(Enum):
    """Why an image can't be part of a CT volume."""

    MODALITY = "modality"
    LOCALIZER = "localizer"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Image:
    """One DICOM file: its frames, or the fault that keeps it out."""

    source: FileSource
    info: SeriesInfo
    frames: tuple[Frame, ...] = ()
    fault: Fault | None = None
    reason: str = ""
    lossy: bool = False


def read_image(source: FileSource, stream: BinaryIO, assumed_modality: str = "") -> Image | None:
    """Read one file's header.

    Parameters
    ----------
    source : FileSource
        What the stream was opened from.
    stream : binary file
        At its start; read as far as the pixels.
    assumed_modality : str
        Of an image that names none; by default such an image is no CT.

    Returns
    -------
    Image or None
        None for a DICOMDIR, which holds no image.

    Raises
    ------
    READ_ERRORS
        If it isn't DICOM, or is broken.
    """
    dataset = read_dataset(stream, pixels=False)
    meta_class = dataset.file_meta.get("MediaStorageSOPClassUID", "")
    if MediaStorageDirectoryStorage in (meta_class, dataset.get("SOPClassUID", "")):
        return None
    info = series_info(dataset, str(source.path))
    info = replace(info, modality=info.modality or assumed_modality)
    if info.modality != "CT":
        return Image(source, info, fault=Fault.MODALITY)
    image_type = " ".join(texts_of(dataset, "ImageType")).upper()
    if any(word in image_type for word in LOCALIZER_WORDS):
        return Image(source, info, fault=Fault.LOCALIZER)
    lossy = (
        text_of(dataset, "LossyImageCompression") == "01"
        or dataset.file_meta.TransferSyntaxUID in LOSSY_SYNTAXES
    )
    try:
        frames = _frames(source, dataset)
    except TagError as error:
        return Image(source, info, fault=Fault.TAG, reason=str(error))
    return Image(source, info, frames, lossy=lossy)


def series_info(dataset: Dataset, source: str) -> SeriesInfo:
    """Collect what is shown and reported; text is decoded by its own character set."""
    widths, levels = numbers_of(dataset, "WindowWidth"), numbers_of(dataset, "WindowCenter")
    ratios = numbers_of(dataset, "LossyImageCompressionRatio")
    return SeriesInfo(
        study_instance_uid=text_of(dataset, "StudyInstanceUID"),
        series_instance_uid=text_of(dataset, "SeriesInstanceUID"),
        frame_of_reference_uid=text_of(dataset, "FrameOfReferenceUID"),
        modality=text_of(dataset, "Modality"),
        study_date=text_of(dataset, "StudyDate"),
        study_time=text_of(dataset, "StudyTime"),
        study_description=text_of(dataset, "StudyDescription"),
        series_number=text_of(dataset, "SeriesNumber"),
        series_description=text_of(dataset, "SeriesDescription"),
        body_part=text_of(dataset, "BodyPartExamined"),
        image_type=text_of(dataset, "ImageType"),
        manufacturer=text_of(dataset, "Manufacturer"),
        patient_name=readable_name(text_of(dataset, "PatientName")),
        patient_id=text_of(dataset, "PatientID"),
        patient_birth_date=text_of(dataset, "PatientBirthDate"),
        patient_sex=text_of(dataset, "PatientSex"),
        accession_number=text_of(dataset, "AccessionNumber"),
        institution=text_of(dataset, "InstitutionName"),
        window_width=widths[0] if widths else None,
        window_level=levels[0] if levels else None,
        lossy_ratio=max(ratios) if ratios else None,
        source=source,
    )


def _frames(source: FileSource, dataset: Dataset) -> tuple[Frame, ...]:
    samples = numbers_of(dataset, "SamplesPerPixel") or (1.0,)
    if samples[0] != 1:
        raise TagError(f"{tag_name('SamplesPerPixel')} is {samples[0]:g}: a colour picture")
    per_frame = dataset.get("PerFrameFunctionalGroupsSequence")
    if not per_frame:
        count = numbers_of(dataset, "NumberOfFrames") or (1.0,)
        if count[0] > 1:
            raise TagError(f"{tag_name('PerFrameFunctionalGroupsSequence')} is missing")
        return (_frame(source, 0, dataset, [dataset]),)
    shared = list(dataset.get("SharedFunctionalGroupsSequence") or [])
    common = [item for group in shared for item in _functional(group)]
    return tuple(
        _frame(source, n, dataset, [*_functional(group), *common, dataset])
        for n, group in enumerate(per_frame)
    )


def _functional(group: Dataset) -> list[Dataset]:
    """Return the macros of one functional group, PS3.3 C.7.6.16.2."""
    macros = (
        "PixelMeasuresSequence",
        "PlanePositionSequence",
        "PlaneOrientationSequence",
        "PixelValueTransformationSequence",
        "CTImageFrameTypeSequence",
        "CTReconstructionSequence",
    )
    return [item for macro in macros for item in (group.get(macro) or [])[:1]]


def _frame(source: FileSource, index: int, dataset: Dataset, places: list[Dataset]) -> Frame:
    """Build a frame from the first place that holds each tag."""
    shape = need(places, "Rows", 1) + need(places, "Columns", 1)
    spacing = need(places, "PixelSpacing", 2)
    if min(shape) < 1:
        raise TagError(f"{tag_name('Rows')} x {tag_name('Columns')} is {shape[0]:g} x {shape[1]:g}")
    if not MIN_SPACING_MM <= min(spacing) <= max(spacing) <= MAX_SPACING_MM:
        raise TagError(f"{tag_name('PixelSpacing')} is {list(spacing)}, not two lengths in mm")
    position = need(places, "ImagePositionPatient", 3)
    orientation = _orthonormal(need(places, "ImageOrientationPatient", 6))
    intercept = need(places, "RescaleIntercept", 1)[0]
    slope = need(places, "RescaleSlope", 1)[0]
    if slope == 0:
        raise TagError(f"{tag_name('RescaleSlope')} is 0")
    unit = first_text(places, "RescaleType").upper()
    if unit not in HU_TYPES:
        raise TagError(f"{tag_name('RescaleType')} is {unit}, not Hounsfield units")
    thickness = first_numbers(places, "SliceThickness")
    return Frame(
        source=source,
        index=index,
        position_mm=(position[0], position[1], position[2]),
        orientation=orientation,
        spacing_ji_mm=(spacing[0], spacing[1]),
        shape_ji=(int(shape[0]), int(shape[1])),
        slope=slope,
        intercept=intercept,
        padding=_padding(dataset),
        thickness_mm=thickness[0] if thickness else None,
        instance_number=int((numbers_of(dataset, "InstanceNumber") or (0.0,))[0]),
        acquisition=text_of(dataset, "AcquisitionNumber"),
        kernel=first_text(places, "ConvolutionKernel"),
        sop_class_uid=text_of(dataset, "SOPClassUID"),
        sop_instance_uid=text_of(dataset, "SOPInstanceUID"),
    )


def _padding(dataset: Dataset) -> tuple[float, float] | None:
    """Return the range of stored values outside the image, PS3.3 C.7.5.1.1.2."""
    value = numbers_of(dataset, "PixelPaddingValue")
    if not value:
        return None
    limit = numbers_of(dataset, "PixelPaddingRangeLimit") or value
    return min(value[0], limit[0]), max(value[0], limit[0])


def _orthonormal(cosines: tuple[float, ...]) -> tuple[float, ...]:
    """Check direction cosines, and even out their rounding."""
    row, column = np.array(cosines[:3]), np.array(cosines[3:])
    lengths = np.linalg.norm(row), np.linalg.norm(column)
    off = max(abs(float(v)) for v in (lengths[0] - 1, lengths[1] - 1, row @ column))
    if off > ORTHONORMAL_TOLERANCE:
        raise TagError(
            f"{tag_name('ImageOrientationPatient')} is {list(cosines)}, not two unit vectors "
            "at a right angle"
        )
    row /= lengths[0]
    column -= (column @ row) * row
    column /= np.linalg.norm(column)
    return tuple(float(v) for v in (*row, *column))
