"""What all of Dens's DICOM objects share: who made them, their numbers, and the series behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from uuid import UUID, uuid5

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as DicomSequence
from pydicom.uid import UID, CTImageStorage, generate_uid
from pydicom.valuerep import DA, TM, DSfloat

from inference.findings import Level
from inference.imaging.errors import OutputError
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.imaging.origin import MULTI_FRAME_CLASSES
from inference.imaging.tags import numbers_of
from inference.imaging.volume import DicomOrigin, SliceReference, Volume
from viewer.report import VERSION
from viewer.report.codes import BODY_PART
from viewer.texts import noop, tr

MANUFACTURER = "Dens"
MODEL_NAME = "Dens, cervical spine CT"
SERIAL_NUMBER = VERSION
"""Software has no number of its own, and enhanced objects want one: the version, as its maker
counts it."""

EQUIPMENT: dict[str, str] = {
    "manufacturer": MANUFACTURER,
    "manufacturer_model_name": MODEL_NAME,
    "software_versions": VERSION,
    "device_serial_number": SERIAL_NUMBER,
}
"""Of the Enhanced General Equipment module, by highdicom's names."""

UTF8 = "ISO_IR 192"
"""Specific Character Set of all that Dens writes: notes and names may be of any script."""

NOT_STATED = "Not stated by the source images"
"""A method of de-identification has to be named as soon as the identity was removed."""

LONG_STRING = 64
"""Characters that a value of type LO may have (PS3.5 6.2)."""

NO_SOURCE = noop(
    "DICOM SEG, SR and images need a DICOM series to refer to, and this volume is none; the other "
    "results hold everything that they would."
)

ELSEWHERE_MM = (1e6, 1e6, 1e6)
"""Where frames of a file are put that are of another volume: no slice is taken for one of them."""

_CLASSES = MULTI_FRAME_CLASSES | {CTImageStorage}

NewUid = Callable[[], UID]
"""Makes a UID that nothing else has; a test hands in one that counts."""


class SeriesNumber(IntEnum):
    """Series Number (0020,0011) of what Dens makes, far above those of a scanner."""

    SEGMENTATION = 9701
    REPORT = 9702
    PRESENTATION = 9703
    KEY_IMAGES = 9704


class DicomSourceError(OutputError):
    """A volume has no DICOM series that objects can be made of."""


def new_uid() -> UID:
    """Make a UID from a random number, root 2.25 (PS3.5 B.2)."""
    return generate_uid(prefix=None)


def stable_uid(*words: str) -> UID:
    """Make the UID that the same words always get: of a thing that several objects speak of.

    A UUID of version 5 over the words, root 2.25 (PS3.5 B.2).
    """
    return UID(f"2.25.{uuid5(_NAMESPACE, chr(0).join(words)).int}")


_NAMESPACE = UUID("6f2d3c1e-5b5c-4b0a-9a5e-4d1f8f0c7a11")


@dataclass(frozen=True, slots=True)
class Stamp:
    """When objects are made, and where their UIDs come from.

    Attributes
    ----------
    moment : datetime
        With its time zone.
    uid : callable
        Gives a new UID each time.
    """

    moment: datetime
    uid: NewUid = new_uid

    @classmethod
    def now(cls) -> Stamp:
        """Stamp with this moment."""
        return cls(datetime.now(UTC).astimezone())


@dataclass(frozen=True, slots=True, eq=False)
class DicomSource:
    """The series that a volume was read from.

    Attributes
    ----------
    header : Dataset
        Patient and study, in UTF-8, every attribute of type 2 there.
    geometry : VolumeGeometry
        Of the volume, in its own axis order.
    slices : tuple of SliceReference or None
        One for each slice along k.
    """

    header: Dataset
    geometry: VolumeGeometry
    slices: tuple[SliceReference | None, ...]

    def tracking_uid(self, level: Level) -> UID:
        """Return the UID by which segmentation and report speak of the same vertebra."""
        return stable_uid(self.series_uid, level.value)

    @property
    def is_nameless(self) -> bool:
        """Whether its patient's identity was removed."""
        return bool(self.header.get("PatientIdentityRemoved") == "YES")

    @property
    def series_uid(self) -> str:
        """Its Series Instance UID."""
        return str(self.header.SeriesInstanceUID)

    @property
    def frame_of_reference_uid(self) -> str:
        """The frame in which all millimetres are."""
        return str(self.header.FrameOfReferenceUID)

    @property
    def places_mm(self) -> FloatArray:
        """Where each slice lies, LPS mm (k, 3): as its image says, by the grid without one.

        The two may differ by what loading lets pass: half a pixel sideways.
        """
        grid = self.geometry.index_to_lps([(k, 0, 0) for k in range(len(self.slices))])
        for k, there in enumerate(self.slices):
            if there is not None:
                grid[k] = there.position_mm
        return grid

    def nearest(self, position_mm: Sequence[float]) -> int | None:
        """Return the slice along k around a point in LPS mm; None where no image lies there."""
        k = int(np.floor(self.geometry.lps_to_index(position_mm)[0] + 0.5))
        return k if 0 <= k < len(self.slices) and self.slices[k] is not None else None

    def images(self, wanted: Sequence[int] | None = None) -> list[Dataset]:
        """Return the series's images without their pixels, in the order of k.

        Parameters
        ----------
        wanted : sequence of int, optional
            Slices along k; all of them by default. Multi-frame images come whole, each once.
        """
        chosen = range(len(self.slices)) if wanted is None else wanted
        found: dict[str, Dataset] = {}
        for k in chosen:
            there = self.slices[k]
            if there is not None and there.sop_instance_uid not in found:
                found[there.sop_instance_uid] = self._image(there)
        return list(found.values())

    def _image(self, reference: SliceReference) -> Dataset:
        """Make the headers of one image, from what was read of it."""
        image = Dataset()
        image.update(self.header)
        image.Modality = "CT"
        image.SOPClassUID = reference.sop_class_uid or CTImageStorage
        image.SOPInstanceUID = reference.sop_instance_uid
        image.SamplesPerPixel = 1
        image.Rows, image.Columns = self.geometry.shape_kji[1:]
        if not reference.frame_number:
            image.update(_placed(reference.position_mm, self.geometry, self._thickness))
            return image
        frames = [one for one in self.slices if one is not None]
        own = [one for one in frames if one.sop_instance_uid == reference.sop_instance_uid]
        image.NumberOfFrames = max(one.frame_number for one in own)
        image.SharedFunctionalGroupsSequence = [_shared(self.geometry, self._thickness)]
        place = {one.frame_number: one.position_mm for one in own}
        image.PerFrameFunctionalGroupsSequence = [
            _per_frame(place.get(number + 1, ELSEWHERE_MM))
            for number in range(image.NumberOfFrames)
        ]
        return image

    @property
    def _thickness(self) -> float:
        given = numbers_of(self.header, "SliceThickness")
        return given[0] if given else spacing_along_normal_mm(self.geometry)


def source_of(volume: Volume) -> DicomSource:
    """Return the series behind a volume.

    Raises
    ------
    DicomSourceError
        If there is none, or a tag is missing without which it can't be referred to; the
        message names it.
    """
    origin = volume.origin
    if origin is None:
        raise DicomSourceError(tr(NO_SOURCE))
    for keyword, name in _NEEDED.items():
        if not origin.header.get(keyword):
            raise DicomSourceError(_missing(name))
    there = [one for one in origin.slices if one is not None]
    if not there or not all(one.sop_instance_uid for one in there):
        raise DicomSourceError(_missing("(0008,0018) SOP Instance UID"))
    for one in there:
        name = UID(one.sop_class_uid or CTImageStorage)
        if name not in _CLASSES or (name == CTImageStorage and one.frame_number):
            raise DicomSourceError(
                tr(
                    "The series has images of SOP class {name}, to which Dens's DICOM objects "
                    "can't refer. Export the original CT series.",
                    name=name.name,
                )
            )
    return DicomSource(prepared_header(origin), volume.geometry, origin.slices)


_NEEDED = {
    "StudyInstanceUID": "(0020,000D) Study Instance UID",
    "SeriesInstanceUID": "(0020,000E) Series Instance UID",
    "FrameOfReferenceUID": "(0020,0052) Frame of Reference UID",
}


def _missing(tag: str) -> str:
    return tr(
        "The CT series has no {tag}, so no DICOM object can refer to it. Export the CT again.",
        tag=tag,
    )


_TYPE_2 = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "StudyID",
    "AccessionNumber",
    "ReferringPhysicianName",
    "PositionReferenceIndicator",
)
"""What objects must hold, if only empty."""

_SEXES = frozenset({"", "M", "F", "O"})


def prepared_header(origin: DicomOrigin) -> Dataset:
    """Return patient and study of a series in UTF-8, without values that no object may hold."""
    header = Dataset()
    header.update({element.tag: element for element in origin.header if not element.is_empty})
    if header.get("PatientIdentityRemoved") == "YES" and "DeidentificationMethod" not in header:
        header.DeidentificationMethod = NOT_STATED
    for keyword in ("PatientName", "ReferringPhysicianName"):
        # Text alone: a person's name remembers the character set that it was written in.
        setattr(header, keyword, str(header.get(keyword) or ""))
    header.SpecificCharacterSet = UTF8
    for keyword in _TYPE_2:
        if header.get(keyword) is None:
            setattr(header, keyword, "")
    if str(header.PatientSex) not in _SEXES:
        header.PatientSex = ""
    for keyword, kind in {"PatientBirthDate": DA, "StudyDate": DA, "StudyTime": TM}.items():
        try:
            kind(header.get(keyword))
        except ValueError:
            setattr(header, keyword, "")
    return header


def spacing_along_normal_mm(geometry: VolumeGeometry) -> float:
    """Return the distance of two slices along their normal; a tilted stack steps further."""
    matrix = geometry.matrix[:3, :3]
    normal = np.cross(matrix[:, 0], matrix[:, 1])
    return float(abs(matrix[:, 2] @ normal) / np.linalg.norm(normal))


def orientation_of(geometry: VolumeGeometry) -> list[float]:
    """Return Image Orientation (Patient) of a volume's slices: along a row, then a column."""
    axes = geometry.matrix[:3, :2] / np.linalg.norm(geometry.matrix[:3, :2], axis=0)
    return [float(value) + 0.0 for value in (*axes[:, 0], *axes[:, 1])]


def decimals(values: Iterable[float]) -> list[DSfloat]:
    """Write numbers as decimal strings of at most 16 characters."""
    return [DSfloat(float(value), auto_format=True) for value in values]


def _measures(geometry: VolumeGeometry, thickness_mm: float) -> Dataset:
    measures = Dataset()
    measures.PixelSpacing = decimals(geometry.spacing_kji_mm[1:])
    measures.SliceThickness = decimals([thickness_mm])[0]
    measures.SpacingBetweenSlices = decimals([spacing_along_normal_mm(geometry)])[0]
    return measures


def _placed(position_mm: Sequence[float], geometry: VolumeGeometry, thickness_mm: float) -> Dataset:
    placed = _measures(geometry, thickness_mm)
    placed.ImagePositionPatient = decimals(position_mm)
    placed.ImageOrientationPatient = decimals(orientation_of(geometry))
    return placed


def _shared(geometry: VolumeGeometry, thickness_mm: float) -> Dataset:
    shared, orientation = Dataset(), Dataset()
    orientation.ImageOrientationPatient = decimals(orientation_of(geometry))
    shared.PixelMeasuresSequence = DicomSequence([_measures(geometry, thickness_mm)])
    shared.PlaneOrientationSequence = DicomSequence([orientation])
    return shared


def _per_frame(position_mm: Sequence[float]) -> Dataset:
    group, place = Dataset(), Dataset()
    place.ImagePositionPatient = decimals(position_mm)
    group.PlanePositionSequence = DicomSequence([place])
    return group


_DEIDENTIFIED = ("PatientIdentityRemoved", "DeidentificationMethod")

_DOCUMENTS = frozenset({"SR", "KO"})


def finish(dataset: Dataset, source: DicomSource, description: str, stamp: Stamp) -> Dataset:
    """Name the series, when it was made, and of images the body part: last before writing.

    Whether the identity was removed is said of every object; highdicom says it of some.
    """
    for keyword in _DEIDENTIFIED:
        if keyword in source.header:
            dataset[keyword] = source.header[keyword]
    dataset.SpecificCharacterSet = UTF8
    dataset.SeriesDescription = description
    dataset.InstanceCreationDate = stamp.moment.strftime("%Y%m%d")
    dataset.InstanceCreationTime = stamp.moment.strftime("%H%M%S")
    if dataset.Modality not in _DOCUMENTS:
        dataset.BodyPartExamined = BODY_PART
    return dataset
