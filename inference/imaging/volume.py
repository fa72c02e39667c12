"""The CT volume that every later step works on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inference.imaging.geometry import VolumeGeometry

if TYPE_CHECKING:
    # Whoever shows a volume needs no DICOM library.
    from pydicom.dataset import Dataset


class WarningCode(StrEnum):
    """What may make measurements or findings on a volume less trustworthy."""

    MISSING_SLICES = "missing_slices"
    DUPLICATE_SLICES = "duplicate_slices"
    UNEQUAL_SPACING = "unequal_spacing"
    GANTRY_TILT = "gantry_tilt"
    THICK_SLICES = "thick_slices"
    LOSSY_COMPRESSION = "lossy_compression"
    SKIPPED_FILE = "skipped_file"
    SKIPPED_SERIES = "skipped_series"
    NO_PATIENT_ORIENTATION = "no_patient_orientation"
    NOT_DICOM = "not_dicom"


@dataclass(frozen=True, slots=True)
class VolumeWarning:
    """One thing that the reader should know about the volume."""

    code: WarningCode
    text: str


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """What the headers say about the series; empty strings where they are silent.

    The patient's fields identify a person: they are shown and reported, and never
    logged or written to ``findings.json`` unless asked for.
    """

    study_instance_uid: str = ""
    series_instance_uid: str = ""
    frame_of_reference_uid: str = ""
    modality: str = ""
    study_date: str = ""
    study_time: str = ""
    study_description: str = ""
    series_number: str = ""
    series_description: str = ""
    body_part: str = ""
    image_type: str = ""
    manufacturer: str = ""
    patient_name: str = ""
    patient_id: str = ""
    patient_birth_date: str = ""
    patient_sex: str = ""
    accession_number: str = ""
    institution: str = ""
    window_width: float | None = None
    window_level: float | None = None
    lossy_ratio: float | None = None
    source: str = ""
    """Where it was read from: the path as the user gave it."""


@dataclass(frozen=True, slots=True)
class SliceReference:
    """The DICOM image that a slice shows, as other DICOM objects name it.

    Attributes
    ----------
    sop_class_uid, sop_instance_uid : str
        Empty where the file is silent.
    position_mm : tuple of float
        Image Position (Patient) as it stands there, LPS mm.
    frame_number : int
        Inside a multi-frame image, from 1; 0 for an image of one frame.
    rescale : tuple of float
        Rescale Slope and Intercept: how its stored values become HU.
    """

    sop_class_uid: str
    sop_instance_uid: str
    position_mm: tuple[float, float, float]
    frame_number: int = 0
    rescale: tuple[float, float] = (1.0, 0.0)


@dataclass(frozen=True, slots=True)
class DicomOrigin:
    """Where a volume of a DICOM series came from, for objects that are made of it.

    Attributes
    ----------
    header : Dataset
        Patient, study and frame of reference as its middle slice tells them
        (``tags.CONTEXT_TAGS``). Copy it; nobody changes it.
    slices : tuple of SliceReference or None
        One for each slice along k; None where no image lies there and the slice was
        interpolated or left as air.
    """

    header: Dataset
    slices: tuple[SliceReference | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """A CT volume in Hounsfield units.

    Attributes
    ----------
    hu : ndarray of int16, shape (k, j, i)
        Hounsfield units; not writeable.
    geometry : VolumeGeometry
        Its grid in LPS mm.
    info : SeriesInfo
        What the headers say.
    warnings : tuple of VolumeWarning
        What was found wrong or unusual while reading.
    origin : DicomOrigin or None
        None where it is no DICOM series, or not in that series' own axis order.
    """

    hu: NDArray[np.int16]
    geometry: VolumeGeometry
    info: SeriesInfo = field(default_factory=SeriesInfo)
    warnings: tuple[VolumeWarning, ...] = ()
    origin: DicomOrigin | None = None

    def __post_init__(self) -> None:
        if self.hu.shape != self.geometry.shape_kji:
            raise ValueError(f"hu has shape {self.hu.shape}, its grid {self.geometry.shape_kji}")
        if self.origin is not None and len(self.origin.slices) != len(self.hu):
            raise ValueError(f"{len(self.hu)} slices, {len(self.origin.slices)} references")
        if self.hu.dtype != np.int16:
            raise ValueError(f"hu must be int16, got {self.hu.dtype}")
        if self.hu.flags.writeable:
            read_only = self.hu.view()
            read_only.flags.writeable = False
            object.__setattr__(self, "hu", read_only)

    def canonical(self) -> Volume:
        """Return the same voxels with k = head, j = back, i = left as near as may be (a view)."""
        geometry, turn = self.geometry.canonical()
        return replace(self, hu=turn.apply(self.hu), geometry=geometry, origin=None)
