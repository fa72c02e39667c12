"""What was found, for other programs: ``findings.json``.

The format is described by ``resources/findings.schema.json``, field by field.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from inference.findings import Analysis, Finding, Level, LevelState, SliceBox
from inference.imaging.volume import SeriesInfo, Volume, VolumeWarning, WarningCode
from inference.spine.proposals import Standing
from viewer.report import VERSION
from viewer.report.files import write_files
from viewer.report.marks import marks_document
from viewer.report.values import (
    PROBABILITY_DIGITS,
    rounded_mm,
    rounded_point,
    rounded_probability,
)
from viewer.review.review import UNREAD, Review
from viewer.state.alignment import Confirmed, confirmed_measurements
from viewer.state.corrected import told_review
from viewer.state.reading_wording import is_mask_corrected
from viewer.state.wording import RESEARCH_NOTICE
from viewer.texts import in_english

SCHEMA_VERSION = "1.2.0"
"""Of the format: the first number changes when a reader of the old one would go wrong."""

WEIGHT_DIGITS = 6

_UNNAMED = {
    WarningCode.SKIPPED_FILE: "Files could not be used. The window names them.",
    WarningCode.SKIPPED_SERIES: "A series could not be used. The window names it.",
    WarningCode.DUPLICATE_SLICES: (
        "Slices lie at a place already taken and were left out. The window names their files."
    ),
}
"""What is said in place of warnings that name files or series, by which a person may be called."""

_PERSONAL = (
    "patient_name",
    "patient_id",
    "patient_birth_date",
    "patient_sex",
    "accession_number",
    "institution",
    "source",
)
"""Fields of SeriesInfo that name or lead to a person."""

_STUDY = (
    "study_instance_uid",
    "series_instance_uid",
    "frame_of_reference_uid",
    "modality",
    "study_date",
    "study_description",
    "series_number",
    "series_description",
    "body_part",
    "manufacturer",
)


def write_findings_json(
    path: Path,
    volume: Volume,
    analysis: Analysis,
    include_names: bool = False,
    review: Review = UNREAD,
) -> None:
    """Write ``findings.json``.

    Parameters
    ----------
    path : Path
    volume : Volume
        The analysed volume, in its own axis order.
    analysis : Analysis
    include_names : bool
        Whether to write who the patient is, and the reader's free text, which may tell it.
    review : Review
        The reader's word on the analysis.

    Raises
    ------
    OutputError
        If the file can't be written; an earlier one stays as it was.
    """
    write_files(
        {path: lambda stream: dump_findings(stream, volume, analysis, include_names, review)}
    )


@in_english()
def dump_findings(
    stream: BinaryIO,
    volume: Volume,
    analysis: Analysis,
    include_names: bool = False,
    review: Review = UNREAD,
) -> None:
    """Write the findings into a stream as UTF-8 JSON."""
    document = findings_document(volume, analysis, include_names, review)
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    stream.write(text.encode("utf-8", errors="replace") + b"\n")


def findings_document(
    volume: Volume, analysis: Analysis, include_names: bool = False, review: Review = UNREAD
) -> dict[str, Any]:
    """Lay out the findings as JSON values, by the schema."""
    geometry = volume.geometry
    patient = analysis.patient
    review = told_review(analysis, review)
    return {
        "schema_version": SCHEMA_VERSION,
        "notice": RESEARCH_NOTICE,
        "software": {"name": "Dens", "version": VERSION},
        "created_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "analysed_utc": analysis.made.isoformat(timespec="seconds"),
        "study": _study(volume.info, include_names),
        "volume": {
            "shape_kji": list(geometry.shape_kji),
            "spacing_mm": rounded_point(geometry.spacing_kji_mm, 6),
            "affine_lps": [list(row) for row in geometry.affine_lps],
            "warnings": [_warning(warning, include_names) for warning in volume.warnings],
            "lossy_ratio": volume.info.lossy_ratio,
        },
        "model": [
            {
                "name": model.name,
                "version": model.version,
                "sha256": model.sha256,
                "trained_on": model.trained_on,
            }
            for model in analysis.models
        ],
        "patient": {
            "probability": rounded_probability(patient.probability),
            "threshold": patient.threshold,
            "suspected": None if patient.probability is None else patient.suspected,
        },
        "levels": [
            {**_level(finding), "reader": _reader(review, finding.level, include_names)}
            for finding in analysis.findings
        ],
        **marks_document(volume, review, include_names),
        "measurements": [
            _measurement(one, include_names) for one in confirmed_measurements(review)
        ],
        "timing_s": {step: round(seconds, 3) for step, seconds in analysis.timing_s.items()},
    }


def unnamed(warning: VolumeWarning) -> VolumeWarning:
    """Return a warning without the names of files and series: they may be a person's."""
    return replace(warning, text=_UNNAMED.get(warning.code, warning.text))


def _warning(warning: VolumeWarning, include_names: bool) -> dict[str, str]:
    told = warning if include_names else unnamed(warning)
    return {"code": told.code.value, "text": told.text}


def _study(info: SeriesInfo, include_names: bool) -> dict[str, str]:
    names = _STUDY + _PERSONAL if include_names else _STUDY
    return {name: getattr(info, name) for name in names}


def _level(finding: Finding) -> dict[str, Any]:
    silent = finding.state is LevelState.NOT_ANALYSED
    box, centroid = finding.box_lps_mm, finding.centroid_lps_mm
    return {
        "level": finding.level.value,
        "mask_label": finding.level.label,
        "state": finding.state.value,
        "reason": finding.reason,
        "probability": rounded_probability(finding.probability),
        "threshold": finding.threshold,
        # Nothing is known of a level that was not analysed: not even that it isn't suspected.
        "suspected": None if silent else finding.suspected,
        "centroid_lps_mm": None if centroid is None else rounded_point(centroid),
        "box_lps_mm": None if box is None else _box(box[0], box[1]),
        "boxes_2d": [_slice_box(box_2d) for box_2d in finding.boxes_2d],
        "planes": [
            {
                "position_lps_mm": rounded_point(plane.position_lps_mm),
                "weight": round(float(plane.weight), WEIGHT_DIGITS),
            }
            for plane in finding.planes
        ],
    }


def _reader(review: Review, level: Level, include_text: bool) -> dict[str, Any]:
    """What the reader says of a level; free text may name a person."""
    said, held = review.level(level), review.blind.impression(level)
    sealed = review.blind.committed_at is not None
    return {
        "verdict": said.verdict.value,
        "reasons": [reason.value for reason in said.reasons],
        "own_findings": [
            {
                "reasons": [reason.value for reason in own.reasons],
                **({"text": own.text} if include_text else {}),
            }
            for own in review.findings_at(level)
        ],
        "own_read": held.value if sealed else None,
        "mask_corrected": is_mask_corrected(review, level),
        **({"text": said.text} if include_text else {}),
    }


def _measurement(one: Confirmed, include_text: bool) -> dict[str, Any]:
    """A measurement that the reader stands behind; its ends, where its mark is still there."""
    mark = one.mark
    ends = None if mark is None else mark.points_mm
    level = None if mark is None or mark.level is None else mark.level.value
    return {
        "name": one.measurand.name,
        "value_mm": rounded_mm(one.value_mm),
        "limits_mm": list(one.measurand.limits_mm),
        "beyond": one.measurand.standing(one.value_mm) is Standing.BEYOND,
        "source": one.measurand.source,
        "ends_lps_mm": None if ends is None else [rounded_point(end) for end in ends],
        "level": level,
        **({"text": "" if mark is None else mark.label} if include_text else {}),
    }


def _slice_box(box: SliceBox) -> dict[str, Any]:
    corners = _box(box.min_lps_mm, box.max_lps_mm)
    confidence = round(float(box.confidence), PROBABILITY_DIGITS)
    return {"slice_index_k": box.slice_index, **corners, "confidence": confidence}


def _box(low: Sequence[float], high: Sequence[float]) -> dict[str, list[float]]:
    return {"min": rounded_point(low), "max": rounded_point(high)}
