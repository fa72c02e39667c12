"""The measurement groups of the structured report: neck, levels, the reader's findings, marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import highdicom as hd
from pydicom.dataset import Dataset
from pydicom.sr.coding import Code

from inference.findings import Analysis, Finding, Level, LevelState, Point
from inference.imaging.volume import Volume
from viewer.report import codes
from viewer.report.dicom_common import DicomSource, stable_uid
from viewer.report.dicom_places import place_line
from viewer.report.sr_places import Coordinates, coordinates_of, image_reference
from viewer.report.values import mark_values, rounded_mm, rounded_probability
from viewer.review.marks import AnyMark, Distance
from viewer.review.review import OwnFinding, Review
from viewer.review.shapes import centre_mm
from viewer.state.alignment import Confirmed, confirmed_measurements, limit_words, other_marks
from viewer.state.mark_wording import kind_name
from viewer.state.reading_wording import is_mask_corrected

Group: TypeAlias = hd.sr.MeasurementsAndQualitativeEvaluations
"""TID 1501 for all of them: a level may have no mask, and a validator takes every group for a
volumetric one (TID 1411) as soon as one of them is."""

Image: TypeAlias = hd.sr.SourceImageForMeasurementGroup

LENGTH_TRACKING_ID = "Cornerstone3DTools@^0.1.0:Length"
"""By this name alone OHIF draws a length that lies on an image; the reader's own name for it is
the note."""

_NUMBERS: dict[str, tuple[Code, Code, Code | None]] = {
    "length_mm": (codes.LENGTH, codes.MILLIMETRE, None),
    "angle_deg": (codes.ANGLE, codes.DEGREE, None),
    "hu": (codes.ATTENUATION, codes.HOUNSFIELD, None),
    "mean_hu": (codes.ATTENUATION, codes.HOUNSFIELD, codes.MEAN),
    "sd_hu": (codes.ATTENUATION, codes.HOUNSFIELD, codes.STANDARD_DEVIATION),
    "min_hu": (codes.ATTENUATION, codes.HOUNSFIELD, codes.MINIMUM),
    "max_hu": (codes.ATTENUATION, codes.HOUNSFIELD, codes.MAXIMUM),
    "area_mm2": (codes.AREA, codes.SQUARE_MILLIMETRE, None),
}
"""Concept, unit and derivation of each number that a mark measures, by its name in JSON."""


def groups_of(
    source: DicomSource,
    volume: Volume,
    analysis: Analysis,
    review: Review,
    segments: Mapping[Level, Image],
) -> list[Group]:
    """Make all groups, in the order of the report on paper.

    Parameters
    ----------
    source : DicomSource
    volume : Volume
    analysis : Analysis
    review : Review
    segments : mapping of Level to Image
        The segments of the levels that have a mask.
    """
    return [
        _neck(source, analysis),
        *(
            _level(source, analysis, one, review, segments.get(one.level))
            for one in analysis.findings
        ),
        *(_own_finding(source, one, review) for one in review.findings),
        *(
            _mark(source, number, mark, values)
            for number, (mark, values) in enumerate(_measuring(volume, review), start=1)
        ),
        *(_confirmed(source, one) for one in confirmed_measurements(review)),
    ]


def _neck(source: DicomSource, analysis: Analysis) -> Group:
    patient = analysis.patient
    silent = patient.probability is None
    return hd.sr.MeasurementsAndQualitativeEvaluations(
        hd.sr.TrackingIdentifier(stable_uid(source.series_uid, "neck"), "Dens neck"),
        finding_type=codes.NECK_ASSESSMENT,
        finding_sites=[hd.sr.FindingSite(codes.CERVICAL_SPINE)],
        algorithm_id=_algorithm(analysis),
        measurements=_chances(patient.probability, patient.threshold),
        qualitative_evaluations=[_suspicion(silent=silent, suspected=patient.suspected)],
    )


def _level(
    source: DicomSource, analysis: Analysis, finding: Finding, review: Review, segment: Image | None
) -> Group:
    """Tell all that networks and reader hold of a level, with its segment where it has one."""
    level = finding.level
    told = [
        _said(codes.STATE, codes.STATES[finding.state]),
        _suspicion(silent=finding.state is LevelState.NOT_ANALYSED, suspected=finding.suspected),
        *_verdict(review, level),
    ]
    if segment is not None:
        corrected = is_mask_corrected(review, level)
        mask = codes.MASK_CORRECTED if corrected else codes.MASK_BY_NETWORK
        told.append(_said(codes.MASK, mask))
    shown = [] if finding.centroid_lps_mm is None else _images(source, finding.centroid_lps_mm)
    group = hd.sr.MeasurementsAndQualitativeEvaluations(
        hd.sr.TrackingIdentifier(source.tracking_uid(level), f"Dens {level.value}"),
        finding_type=codes.ASSESSMENT,
        finding_sites=[hd.sr.FindingSite(codes.VERTEBRAE[level])],
        algorithm_id=_algorithm(analysis),
        measurements=_chances(finding.probability, finding.threshold),
        qualitative_evaluations=told,
        source_images=[*shown, *([] if segment is None else [segment])],
    )
    _note(group, codes.REASON_TEXT, finding.reason)
    _note(group, codes.NOTE, review.level(level).text)
    return group


def _verdict(review: Review, level: Level) -> list[hd.sr.QualitativeEvaluation]:
    said = review.level(level)
    told = [_said(codes.VERDICT, codes.VERDICTS[said.verdict])]
    told += [_said(codes.REASON, codes.REASONS[reason]) for reason in said.reasons]
    if review.blind.committed_at is not None:
        held = review.blind.impression(level)
        told.append(_said(codes.OWN_READ, codes.IMPRESSIONS[held]))
    return told


def _own_finding(source: DicomSource, finding: OwnFinding, review: Review) -> Group:
    """Tell of a fracture that the reader sees and the networks missed."""
    mark = next((one for one in review.marks if one.id == finding.mark_id), None)
    group = hd.sr.MeasurementsAndQualitativeEvaluations(
        hd.sr.TrackingIdentifier(
            stable_uid(source.series_uid, finding.id), f"Own finding {finding.level.value}"
        ),
        finding_type=codes.READER_FINDING,
        finding_sites=[hd.sr.FindingSite(codes.VERTEBRAE[finding.level])],
        qualitative_evaluations=[
            _said(codes.SUSPICION_OF_READER, codes.SUSPECTED_BY_READER),
            *(_said(codes.REASON, codes.REASONS[reason]) for reason in finding.reasons),
        ],
        source_images=[] if mark is None else _images(source, centre_mm(mark)),
    )
    _note(group, codes.NOTE, finding.text)
    return group


def _measuring(volume: Volume, review: Review) -> list[tuple[AnyMark, dict[str, float]]]:
    """Return the marks that measure something, with their numbers."""
    found = [(mark, mark_values(mark, volume)) for mark in other_marks(review)]
    return [(mark, values) for mark, values in found if values]


def _mark(source: DicomSource, number: int, mark: AnyMark, values: dict[str, float]) -> Group:
    where = coordinates_of(mark, source)
    drawn_by_ohif = isinstance(mark, Distance) and place_line(source, mark.points_mm) is not None
    group = hd.sr.MeasurementsAndQualitativeEvaluations(
        hd.sr.TrackingIdentifier(
            stable_uid(source.series_uid, mark.id),
            LENGTH_TRACKING_ID if drawn_by_ohif else f"{kind_name(mark)} {number}",
        ),
        finding_type=codes.MARK,
        finding_sites=[hd.sr.FindingSite(_site(mark.level))],
        measurements=[_number(name, value, mark, where) for name, value in values.items()],
    )
    _note(group, codes.NOTE, mark.label)
    return group


def _site(level: Level | None) -> Code:
    return codes.CERVICAL_SPINE if level is None else codes.VERTEBRAE[level]


def _number(
    name: str, value: float, mark: AnyMark, where: Sequence[Coordinates]
) -> hd.sr.Measurement:
    concept, unit, derivation = _NUMBERS[name]
    if mark.kind == "cobb":
        concept = codes.COBB_ANGLE
    return hd.sr.Measurement(
        concept, value, unit, derivation=derivation, referenced_coordinates=where
    )


def _confirmed(source: DicomSource, one: Confirmed) -> Group:
    """Tell a measurement that the reader stands behind, and what was published of such."""
    mark = one.mark
    value = hd.sr.Measurement(
        codes.MEASURANDS[one.measurand.name],
        rounded_mm(one.value_mm),
        codes.MILLIMETRE,
        referenced_coordinates=None if mark is None else coordinates_of(mark, source),
    )
    standing = codes.STANDINGS[one.measurand.standing(one.value_mm)]
    group = hd.sr.MeasurementsAndQualitativeEvaluations(
        hd.sr.TrackingIdentifier(
            stable_uid(source.series_uid, one.measurand.name), one.measurand.name
        ),
        finding_type=codes.MEASUREMENT,
        finding_sites=[hd.sr.FindingSite(_site(None if mark is None else mark.level))],
        measurements=[value],
        qualitative_evaluations=[_said(codes.STANDING, standing)],
    )
    if mark is not None and mark.label != one.measurand.name:
        _note(group, codes.NOTE, mark.label)
    _note(group, codes.LIMIT, f"{limit_words(one.measurand)} ({one.measurand.source})")
    return group


def _chances(probability: float | None, threshold: float) -> list[hd.sr.Measurement]:
    rounded = rounded_probability(probability)
    known = [] if rounded is None else [(codes.PROBABILITY, rounded)]
    return [
        hd.sr.Measurement(concept, value, codes.NO_UNITS)
        for concept, value in (*known, (codes.THRESHOLD, threshold))
    ]


def _suspicion(*, silent: bool, suspected: bool) -> hd.sr.QualitativeEvaluation:
    said = codes.SUSPECTED if suspected else codes.BELOW_THRESHOLD
    return _said(codes.SUSPICION, codes.NOT_ANALYSED if silent else said)


def _said(concept: Code, value: Code) -> hd.sr.QualitativeEvaluation:
    return hd.sr.QualitativeEvaluation(concept, value)


def _algorithm(analysis: Analysis) -> hd.sr.AlgorithmIdentification:
    """All networks, in the order of use: each has its part in a probability."""
    return hd.sr.AlgorithmIdentification(
        "; ".join(model.name for model in analysis.models),
        "; ".join(model.version for model in analysis.models),
        parameters=[f"SHA-256 {model.sha256}" for model in analysis.models],
        family=codes.ARTIFICIAL_INTELLIGENCE,
    )


def _images(source: DicomSource, position_mm: Point) -> list[Image]:
    """Name the image around a point; none where no image lies there."""
    k = source.nearest(position_mm)
    return [] if k is None else [Image(**image_reference(source, k))]


def segment_image(segmentation: Dataset, number: int) -> Image:
    """Name a segment of a segmentation."""
    image = Image(segmentation.SOPClassUID, segmentation.SOPInstanceUID)
    image.ReferencedSOPSequence[0].ReferencedSegmentNumber = number
    return image


def _note(group: Group, concept: Code, text: str) -> None:
    """Add a text to a group: highdicom's own evaluations are codes alone (TID 1501 row 13)."""
    if text:
        group[0].ContentSequence.append(text_item(concept, text))


def text_item(concept: Code, text: str) -> hd.sr.TextContentItem:
    """Make a text that a container holds."""
    return hd.sr.TextContentItem(concept, text, hd.sr.RelationshipTypeValues.CONTAINS)
