"""Reading DICOM SEG and SR back: masks on a volume's grid, and what a report says.

Also the check of what Dens writes: no file is written that doesn't read back to what it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import highdicom as hd
import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes as standard
from pydicom.sr.coding import Code
from pydicom.uid import UID, SegmentationStorage

from inference.findings import Level
from inference.imaging.errors import InputError
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.imaging.tags import READ_ERRORS
from viewer.report.codes import VERTEBRAE
from viewer.texts import noop, tr

PLACE_TOLERANCE = 0.1
"""Share of a voxel by which a frame may miss the grid: positions are written rounded."""

LEVEL_LABEL = re.compile(r"(?:vertebrae?[ _-]?)?(C[1-7])(?:[ _-]?vertebrae?)?", re.IGNORECASE)
"""How programs call a cervical vertebra where they have no code for it: TotalSegmentator's
``vertebrae_C3``, Slicer's ``C3 vertebra``, or ``C3``; a disc ``C3/4``, a nerve ``C3 root`` is none.
"""

SEGMENTATIONS = {SegmentationStorage, UID("1.2.840.10008.5.1.4.1.1.66.7")}
"""The second is Label Map Segmentation Storage (PS3.4, B.5), which pydicom has no name for."""

Kind = hd.seg.SegmentationTypeValues

OTHER_GRID = noop(
    "{name}: its frames don't lie on this series' own slices and pixels. "
    "Open the series that it was made from."
)
NO_SEG = noop("{name}: no DICOM SEG. Choose a segmentation object.")
NO_LEVEL = noop("{name}: holds no cervical vertebra. Choose another segmentation.")
NOT_BINARY = noop(
    "{name}: a {kind} segmentation. Dens reads binary ones and label maps. Export it as such."
)
BROKEN_SEG = noop("{name}: can't be read as a DICOM SEG ({error}). Export it again.")
NO_REPORT = noop("{name}: no DICOM measurement report (TID 1500). Choose one of that template.")
BROKEN_SR = noop("{name}: can't be read as a DICOM SR ({error}). Export it again.")


@dataclass(frozen=True, slots=True)
class ReportNumber:
    """A number that a report tells.

    Attributes
    ----------
    group : str
        Tracking identifier of its measurement group.
    level : Level or None
        Where the group's finding site is a cervical vertebra.
    concept, derivation : str
        Meanings of the codes; the derivation may be empty.
    value : float
    text : str
        The value as it stands in the file.
    unit : str
        UCUM.
    """

    group: str
    level: Level | None
    concept: str
    derivation: str
    value: float
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class ReportWord:
    """A coded answer or a text that a report tells; ``group`` and ``level`` as of a number."""

    group: str
    level: Level | None
    concept: str
    said: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a measurement report says.

    Attributes
    ----------
    series_uid : tuple of str
        The series whose images it is about.
    verified : bool
    numbers : tuple of ReportNumber
    words : tuple of ReportWord
    """

    series_uid: tuple[str, ...]
    verified: bool
    numbers: tuple[ReportNumber, ...]
    words: tuple[ReportWord, ...]


def read_masks(
    file: Path | BinaryIO,
    geometry: VolumeGeometry,
    name: str = "",
    places_mm: FloatArray | None = None,
) -> NDArray[np.uint8]:
    """Read a segmentation onto a volume's grid.

    Parameters
    ----------
    file : Path or binary file
    geometry : VolumeGeometry
        Of the volume, in its own axis order.
    name : str
        What messages call the file; its path by default.
    places_mm : ndarray of float, shape (k, 3), optional
        Where the images of the slices say that they lie, LPS; by default on the grid.

    Returns
    -------
    ndarray of uint8, shape (k, j, i)
        0 background, 1..7 = C1..C7. Segments of anything else are left out.

    Raises
    ------
    InputError
        If it is no segmentation or a fractional one, has no cervical vertebra, or lies on
        another grid.
    """
    name = name or str(file)
    try:
        dataset = pydicom.dcmread(file)
        if dataset.get("SOPClassUID") not in SEGMENTATIONS:
            raise InputError(tr(NO_SEG, name=name))
        made = hd.seg.Segmentation.from_dataset(dataset, copy=False)
        if places_mm is None:
            places_mm = geometry.index_to_lps([(k, 0, 0) for k in range(geometry.shape_kji[0])])
        return _masks(made, geometry, places_mm, name)
    except READ_ERRORS as error:
        raise InputError(tr(BROKEN_SEG, name=name, error=error)) from error


def _masks(
    made: hd.seg.Segmentation, geometry: VolumeGeometry, places_mm: FloatArray, name: str
) -> NDArray[np.uint8]:
    is_map = made.segmentation_type is Kind.LABELMAP
    if not is_map and made.segmentation_type is not Kind.BINARY:
        kind = made.segmentation_type.value.lower()
        raise InputError(tr(NOT_BINARY, name=name, kind=kind))
    levels = {number: _level_of_segment(made, number) for number in made.segment_numbers}
    if not any(levels.values()):
        raise InputError(tr(NO_LEVEL, name=name))
    mask = np.zeros(geometry.shape_kji, np.uint8)
    for n, frame in enumerate(made.PerFrameFunctionalGroupsSequence):
        macros = _Macros(frame, made.SharedFunctionalGroupsSequence[0])
        if is_map:
            shown = levels
        else:
            number = int(macros.first("SegmentIdentification").ReferencedSegmentNumber)
            shown = {number: levels[number]}
        if not any(shown.values()):
            continue
        k = _slice_of(macros.first("PlanePosition").ImagePositionPatient, geometry, places_mm)
        same = (made.Rows, made.Columns) == geometry.shape_kji[1:] and _aligned(macros, geometry)
        if k is None or not same:
            raise InputError(tr(OTHER_GRID, name=name))
        pixels = made.get_stored_frame(n + 1)
        for number, level in shown.items():
            if level is not None:
                # A label map's pixels are the numbers of their segments (PS3.3 C.8.20.2.3).
                mask[k][pixels == (number if is_map else 1)] = level.label
    return mask


def _level_of_segment(made: hd.seg.Segmentation, number: int) -> Level | None:
    """Tell which vertebra a segment is: by its code, else by its label."""
    described = made.get_segment_description(number)
    level = level_of_code(described.segmented_property_type)
    if level is not None:
        return level
    named = LEVEL_LABEL.fullmatch(str(described.segment_label).strip())
    return None if named is None else Level(named[1].upper())


def level_of_code(code: Code | hd.sr.CodedConcept) -> Level | None:
    """Tell which cervical vertebra a code names; None where it names another thing."""
    return next((level for level, own in VERTEBRAE.items() if own == code), None)


@dataclass(frozen=True, slots=True, eq=False)
class _Macros:
    """The functional groups of a frame: its own, and those that all frames share."""

    own: Dataset
    shared: Dataset

    def first(self, name: str) -> Dataset:
        """Return the first item of a macro, wherever it stands (PS3.3 C.7.6.16.1)."""
        keyword = f"{name}Sequence"
        item: Dataset = (self.own if keyword in self.own else self.shared)[keyword][0]
        return item


def _aligned(macros: _Macros, geometry: VolumeGeometry) -> bool:
    """Tell whether rows and columns run as the grid's do, pixel by pixel."""
    cosines = np.array(macros.first("PlaneOrientation").ImageOrientationPatient, float)
    between_rows, between_columns = macros.first("PixelMeasures").PixelSpacing
    steps = np.stack([cosines[:3] * float(between_columns), cosines[3:] * float(between_rows)])
    missed = np.abs(steps.T - geometry.matrix[:3, :2]).max(axis=0)
    columns, rows = geometry.shape_kji[2], geometry.shape_kji[1]
    limit = PLACE_TOLERANCE * min(geometry.spacing_kji_mm[1:])
    return bool((missed * (columns, rows) <= limit).all())


def _slice_of(
    position_mm: list[float], geometry: VolumeGeometry, places_mm: FloatArray
) -> int | None:
    index = geometry.lps_to_index([float(value) for value in position_mm])
    k = round(float(index[0]))
    if not 0 <= k < len(places_mm):
        return None
    off = np.abs(index - geometry.lps_to_index(places_mm[k])).max()
    return k if off <= PLACE_TOLERANCE else None


def read_report(file: Path | BinaryIO, name: str = "") -> ReportContent:
    """Read what a measurement report (TID 1500) says, Dens's or another program's.

    Raises
    ------
    InputError
        If it is no such report.
    """
    name = name or str(file)
    try:
        dataset = report_dataset(file, name)
        words = [word for group in measurement_groups(dataset) for word in words_of_group(group)]
        return ReportContent(
            series_uid=_series_of(dataset),
            verified=dataset.VerificationFlag == "VERIFIED",
            numbers=tuple(
                one for group in measurement_groups(dataset) for one in numbers_of_group(group)
            ),
            words=(*words, *words_of_document(dataset)),
        )
    except READ_ERRORS as error:
        raise broken_report(name, error) from error


def report_dataset(file: Path | BinaryIO, name: str) -> Dataset:
    """Read a file that must be a measurement report.

    Raises
    ------
    InputError
        If it is DICOM, but no such report.
    READ_ERRORS
        If it is broken.
    """
    dataset = pydicom.dcmread(file)
    template = dataset.get("ContentTemplateSequence")
    if not template or template[0].TemplateIdentifier != "1500":
        raise InputError(tr(NO_REPORT, name=name))
    return dataset


def broken_report(name: str, error: Exception) -> InputError:
    """Say that a report can't be read."""
    return InputError(tr(BROKEN_SR, name=name, error=error))


def _series_of(dataset: Dataset) -> tuple[str, ...]:
    evidence = dataset.get("CurrentRequestedProcedureEvidenceSequence") or []
    series = [one.SeriesInstanceUID for study in evidence for one in study.ReferencedSeriesSequence]
    return tuple(str(uid) for uid in series)


def measurement_groups(dataset: Dataset) -> Iterator[Dataset]:
    """Yield the measurement groups of a report."""
    for item in dataset.ContentSequence:
        if _is(item, standard.DCM.ImagingMeasurements):
            for group in item.ContentSequence:
                if _is(group, standard.DCM.MeasurementGroup):
                    yield group


def words_of_document(dataset: Dataset) -> list[ReportWord]:
    """Return what a report says beside its measurements."""
    containers = [item for item in dataset.ContentSequence if _value_type(item) == "CONTAINER"]
    texts = [
        item
        for container in containers
        if not _is(container, standard.DCM.ImagingMeasurements)
        for item in container.get("ContentSequence") or []
        if _value_type(item) in {"TEXT", "CODE"}
    ]
    return [ReportWord("", None, _meaning(item), _value(item)) for item in texts]


def numbers_of_group(group: Dataset) -> Iterator[ReportNumber]:
    """Yield the numbers of a measurement group."""
    tracking, level = _tracking(group), level_of_group(group)
    for item in group.ContentSequence:
        if _value_type(item) != "NUM" or not item.MeasuredValueSequence:
            continue
        measured = item.MeasuredValueSequence[0]
        unit = measured.MeasurementUnitsCodeSequence[0].CodeValue
        inside = item.get("ContentSequence") or []
        derived = [_value(one) for one in inside if _is(one, standard.DCM.Derivation)]
        derivation = derived[0] if derived else ""
        value, text = float(measured.NumericValue), str(measured.NumericValue).strip()
        yield ReportNumber(tracking, level, _meaning(item), derivation, value, text, unit)


def words_of_group(group: Dataset) -> Iterator[ReportWord]:
    """Yield the answers and texts of a measurement group."""
    tracking, level = _tracking(group), level_of_group(group)
    for item in group.ContentSequence:
        if _value_type(item) in {"CODE", "TEXT"} and item.RelationshipType == "CONTAINS":
            yield ReportWord(tracking, level, _meaning(item), _value(item))


def _tracking(group: Dataset) -> str:
    wanted = standard.DCM.TrackingIdentifier
    found = [item for item in group.ContentSequence if _is(item, wanted)]
    return _value(found[0]) if found else ""


def level_of_group(group: Dataset) -> Level | None:
    """Tell which cervical vertebra a measurement group is about; None where it is none."""
    for item in group.ContentSequence:
        if _is(item, standard.SCT.FindingSite) and _value_type(item) == "CODE":
            return level_of_code(hd.sr.CodedConcept.from_dataset(item.ConceptCodeSequence[0]))
    return None


def _value_type(item: Dataset) -> str:
    """Return an item's value type; empty where it only refers to another item."""
    return str(item.get("ValueType", ""))


def _is(item: Dataset, code: Code) -> bool:
    """Tell whether an item is about that; it need not say what it is about."""
    names = item.get("ConceptNameCodeSequence")
    return bool(names) and hd.sr.CodedConcept.from_dataset(names[0]) == code


def _meaning(item: Dataset) -> str:
    names = item.get("ConceptNameCodeSequence")
    return str(names[0].CodeMeaning) if names else ""


def _value(item: Dataset) -> str:
    if _value_type(item) == "CODE":
        return str(item.ConceptCodeSequence[0].CodeMeaning)
    return str(item.TextValue)
