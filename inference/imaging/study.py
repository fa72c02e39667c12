"""What was found in a study: frames, series and their listing; values alone, no reader.

Apart from the code that finds and loads, so that whoever shows a listing needs no DICOM
library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from inference.imaging.errors import InputError
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.sources import FileSource
from inference.imaging.volume import SeriesInfo, VolumeWarning
from inference.imaging.wording import count_of, listed

ProgressCallback = Callable[[int, int], None]
"""Called with (done, total). What it raises ends the work: that is how to cancel."""

STACK_MARK = "#"
"""Parts a Series Instance UID from the number of a stack; no UID holds it (PS3.5 9.1)."""

OBLIQUE_COSINE = 0.9
"""A normal that lies further than this (26 degrees) from every axis is an oblique plane's."""


class SlicePlane(StrEnum):
    """How the slices of a series lie in the patient."""

    AXIAL = "axial"
    SAGITTAL = "sagittal"
    CORONAL = "coronal"
    OBLIQUE = "oblique"


@dataclass(frozen=True, slots=True)
class Frame:
    """One slice: where it lies and how its stored values become HU.

    Attributes
    ----------
    source : FileSource
    index : int
        Frame number inside the file, 0-based.
    position_mm : tuple of float
        Image Position (Patient), LPS mm, centre of the first voxel.
    orientation : tuple of float
        Image Orientation (Patient): direction of a row, then of a column.
    spacing_ji_mm : tuple of float
        Pixel Spacing: between rows, between columns.
    shape_ji : tuple of int
        Rows, columns.
    slope, intercept : float
        Rescale Slope and Intercept.
    padding : tuple of float or None
        Least and greatest stored value that marks a pixel outside the image.
    thickness_mm : float or None
        Slice Thickness: a matter of image quality, never of geometry.
    instance_number : int
    acquisition, kernel : str
        Acquisition Number; Convolution Kernel.
    sop_class_uid, sop_instance_uid : str
        Of its file, by which other DICOM objects name it; empty where the file is silent.
    """

    source: FileSource
    index: int
    position_mm: tuple[float, float, float]
    orientation: tuple[float, ...]
    spacing_ji_mm: tuple[float, float]
    shape_ji: tuple[int, int]
    slope: float
    intercept: float
    padding: tuple[float, float] | None
    thickness_mm: float | None
    instance_number: int
    acquisition: str
    kernel: str
    sop_class_uid: str = ""
    sop_instance_uid: str = ""


@dataclass(frozen=True, slots=True)
class NiftiImage:
    """A NIfTI file with a three-dimensional image.

    Attributes
    ----------
    path : Path
    geometry : VolumeGeometry
        Its grid, turned from RAS to LPS.
    """

    path: Path
    geometry: VolumeGeometry

    @property
    def shape_kji(self) -> tuple[int, int, int]:
        """Slices, rows, columns."""
        return self.geometry.shape_kji


@dataclass(frozen=True, slots=True)
class Series:
    """A CT volume that can be loaded.

    Attributes
    ----------
    info : SeriesInfo
        From the header of its middle slice.
    content : tuple of Frame, or NiftiImage
        Its slices in the order of their position, or the NIfTI file.
    geometry : VolumeGeometry
        The grid that it will be laid on: known from the headers, before any pixel.
    notes : tuple of VolumeWarning
        What was noticed while it was found; they become the volume's.
    stack : int
        Which of the stacks under its Series Instance UID it is, counted from 1; 0 where it
        is the only one.
    """

    info: SeriesInfo
    content: tuple[Frame, ...] | NiftiImage
    geometry: VolumeGeometry
    notes: tuple[VolumeWarning, ...] = ()
    stack: int = 0

    @property
    def id(self) -> str:
        """Its name within the listing: the UID, with ``#2`` where several stacks share it."""
        uid = self.info.series_instance_uid
        return f"{uid}{STACK_MARK}{self.stack}" if self.stack else uid

    @property
    def slice_count(self) -> int:
        """Number of slices, doubles included."""
        if isinstance(self.content, NiftiImage):
            return self.content.shape_kji[0]
        return len(self.content)

    @property
    def kernel(self) -> str:
        """Convolution Kernel; empty where it is not known."""
        return "" if isinstance(self.content, NiftiImage) else self.content[0].kernel

    @property
    def thickness_mm(self) -> float | None:
        """Slice Thickness; None where it is not known."""
        return None if isinstance(self.content, NiftiImage) else self.content[0].thickness_mm

    @property
    def plane(self) -> SlicePlane:
        """How its slices lie, by the axis that their normal is nearest to."""
        rows, columns = self.geometry.matrix[:3, 1], self.geometry.matrix[:3, 0]
        normal = np.abs(np.cross(columns, rows))
        normal /= np.linalg.norm(normal)
        if normal.max() < OBLIQUE_COSINE:
            return SlicePlane.OBLIQUE
        return (SlicePlane.SAGITTAL, SlicePlane.CORONAL, SlicePlane.AXIAL)[int(normal.argmax())]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files on disk that hold it, each once."""
        if isinstance(self.content, NiftiImage):
            return (self.content.path,)
        return tuple(dict.fromkeys(frame.source.path for frame in self.content))


@dataclass(frozen=True, slots=True)
class RefusedSeries:
    """A series that can't be shown, and why.

    Attributes
    ----------
    info : SeriesInfo
    image_count : int
        Images of it that were found.
    reason : str
        For the reader.
    """

    info: SeriesInfo
    image_count: int
    reason: str


class ResultKind(StrEnum):
    """What a result says, by its modality."""

    MASKS = "SEG"
    REPORT = "SR"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a result says that it was made from.

    Attributes
    ----------
    series_uid : str
        Empty where it names images alone.
    image_uids : frozenset of str
        The images that it names of them; may be empty.
    """

    series_uid: str
    image_uids: frozenset[str] = frozenset()

    def includes(self, series: Series) -> bool:
        """Tell whether a series is meant.

        Several stacks may share a Series Instance UID: where images are named, they decide.
        """
        if self.series_uid and self.series_uid != series.info.series_instance_uid:
            return False
        frames = () if isinstance(series.content, NiftiImage) else series.content
        if self.image_uids and any(frame.sop_instance_uid for frame in frames):
            return any(frame.sop_instance_uid in self.image_uids for frame in frames)
        return bool(self.series_uid)


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A segmentation or structured report of some series, Dens's or another program's.

    Attributes
    ----------
    source : FileSource
    kind : ResultKind
    references : tuple of Reference
        What it says that it is of.
    patient_id, patient_name : str
        Whom it says that it is of; may be empty.
    label, creator : str
        What it is called, and the algorithm, person or program that made it; may be empty.
    made_on : str
        YYYYMMDD; may be empty.
    """

    source: FileSource
    kind: ResultKind
    references: tuple[Reference, ...] = ()
    patient_id: str = ""
    patient_name: str = ""
    label: str = ""
    creator: str = ""
    made_on: str = ""

    def is_of_another_patient(self, info: SeriesInfo) -> bool:
        """Tell whether it is certainly of somebody else: by Patient ID, without any by name."""
        own, other = self.patient_id, info.patient_id
        if not own and not other:
            own, other = self.patient_name.casefold(), info.patient_name.casefold()
        return bool(own and other) and own != other

    def belongs_to(self, series: Series) -> bool:
        """Tell whether it says that it was made from a series, and of the same patient."""
        if self.is_of_another_patient(series.info):
            return False
        return any(one.includes(series) for one in self.references)


class ResultsAloneError(InputError):
    """There is no series, but what was made from one, and nothing that could have been one.

    Attributes
    ----------
    results : tuple of ResultFile
    """

    def __init__(self, text: str, results: tuple[ResultFile, ...]) -> None:
        super().__init__(text)
        self.results = results


@dataclass(frozen=True, slots=True)
class StudyListing:
    """What a path holds.

    Attributes
    ----------
    series : tuple of Series
        CT volumes, the best candidate for a cervical spine first.
    skipped : tuple of VolumeWarning
        What was left out, and why, in a line for each kind.
    refused : tuple of RefusedSeries
        The series among it, one by one.
    results : tuple of ResultFile
        Segmentations and reports of the series.
    """

    series: tuple[Series, ...]
    skipped: tuple[VolumeWarning, ...] = ()
    refused: tuple[RefusedSeries, ...] = ()
    results: tuple[ResultFile, ...] = ()

    def find(self, series_id: str) -> Series:
        """Return the series with that id; a bare UID will do where one stack alone has it.

        Raises
        ------
        InputError
            If there is none, or several; the message names the ids that there are.
        """
        matches = [
            series
            for series in self.series
            if series_id in {series.id, series.info.series_instance_uid}
        ]
        if len(matches) == 1:
            return matches[0]
        known = listed([_choice(series) for series in matches or self.series])
        source = self.series[0].info.source
        if matches:
            raise InputError(
                f"{source}: {len(matches)} stacks share series {series_id}. Choose one of {known}."
            )
        raise InputError(f"{source}: no CT series {series_id}. Choose one of {known}.")


def _choice(series: Series) -> str:
    """Name a series for a message: its id, and what tells it from its neighbours."""
    facts = (count_of(series.slice_count, "slice"), series.kernel, series.plane.value)
    return f"{series.id} ({', '.join(fact for fact in facts if fact)})"


def describe(info: SeriesInfo) -> str:
    """Return ``series 4 "C-SPINE BONE"``."""
    number = f" {info.series_number}" if info.series_number else ""
    name = f' "{info.series_description}"' if info.series_description else ""
    return f"{info.modality} series{number}{name}".strip()
