"""What the window says: one place, so that the same fact reads the same everywhere.

Dens never says that there is no fracture: it says what it suspects, what it looked at,
and what it could not look at.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from inference.findings import Analysis, Finding, LevelState, PatientFinding
from inference.imaging.ranking import other_part
from inference.imaging.series import Series
from inference.imaging.volume import SeriesInfo
from inference.imaging.wording import count_of
from inference.preprocessing.windowing import Window
from viewer.state.engine_words import engine_words
from viewer.state.names import name_of
from viewer.texts import noop, ntr, tr

__all__ = [
    "NECK_ALONE_SUSPECTED",
    "NOTHING_ANALYSED",
    "NOTHING_DECIDED",
    "RESEARCH_NOTICE",
    "UNNAMED",
    "count_of",
    "date",
    "degrees_text",
    "doubts_of",
    "finding_sentence",
    "finding_summary",
    "kept_words",
    "moment",
    "patient_lines",
    "patient_summary",
    "percent",
    "person_name",
    "provenance",
    "series_facts",
    "series_lines",
    "series_title",
    "study_title",
    "threshold_words",
    "window_text",
]

RESEARCH_NOTICE = noop("Research use only. Network weights trained on synthetic images.")
"""Stands in the window at all times."""

UNNAMED = noop("Patient not named")

NOTHING_ANALYSED = noop(
    "No level could be analysed; the reason stands beside each. Is this a CT of the cervical spine?"
)

NOTHING_DECIDED = noop("Nothing was decided of this neck: every level is yours to read.")
"""Below the whole neck where no level could be analysed."""

NECK_ALONE_SUSPECTED = noop(
    "Fracture suspected in the neck, at no single level above the threshold."
)
"""The patient's probability is the network's own answer, not the greatest of the levels'."""

_SHA_SHOWN = 8
_DATE_DIGITS = 8


def degrees_text(angle_deg: float) -> str:
    """Write the size of an angle, in whole degrees where that is not none."""
    size = abs(angle_deg)
    return f"{size:.1f}°" if 0.05 <= size < 1.0 else f"{size:.0f}°"


def percent(probability: float) -> str:
    """Write a probability as a whole percentage, without claiming 0 or 100."""
    value = round(100 * probability)
    if value < 1:
        return "< 1 %"
    return "> 99 %" if value > 99 else f"{value} %"


def person_name(name: str) -> str:
    """Write a DICOM person name (PS3.5 6.2, PN) for people, every script that it has."""
    groups = []
    for group in name.split("="):
        family, *others = group.split("^")
        rest = " ".join(part for part in others if part)
        groups.append(", ".join(part for part in (family, rest) if part))
    return "  ".join(group for group in groups if group)


def date(value: str) -> str:
    """Write a DICOM date (YYYYMMDD) as YYYY-MM-DD; anything else as it is."""
    if len(value) == _DATE_DIGITS and value.isdigit():
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return value


def moment(value: datetime) -> str:
    """Write a time as the clock on this machine's wall had it, to the minute."""
    return value.astimezone().strftime("%Y-%m-%d %H:%M")


def kept_words(made: datetime) -> str:
    """Say that an analysis was kept, and when it was made."""
    return tr("Kept analysis from {moment}", moment=moment(made))


def patient_lines(info: SeriesInfo) -> tuple[str, ...]:
    """Tell who the patient is: name, number, birth date and sex, as far as known."""
    birth = tr("born {date}", date=date(info.patient_birth_date)) if info.patient_birth_date else ""
    third = "  ".join(part for part in (birth, info.patient_sex) if part)
    name = person_name(info.patient_name) or tr(UNNAMED)
    return tuple(line for line in (name, info.patient_id, third) if line)


def series_lines(info: SeriesInfo) -> tuple[str, ...]:
    """Tell which study and series this is."""
    number = tr("Series {number}", number=info.series_number) if info.series_number else ""
    lines = (date(info.study_date), info.study_description, number, info.series_description)
    return tuple(line for line in lines if line)


def doubts_of(info: SeriesInfo) -> str:
    """Warn before an analysis of what seems to be another part of the body; mostly empty."""
    part = other_part(info)
    if not part:
        return ""
    return tr(
        "The file calls this “{part}”. The networks know the cervical spine alone: what "
        "they say of anything else means nothing.",
        part=part,
    )


def study_title(info: SeriesInfo) -> str:
    """Name an examination: its date and what was examined."""
    parts = (date(info.study_date) or tr("Date unknown"), info.study_description)
    return "  ".join(part for part in parts if part)


def series_title(info: SeriesInfo, stack: int = 0) -> str:
    """Name a series, and which of the stacks under its number it is."""
    which = (info.series_number, tr("stack {stack}", stack=stack) if stack else "")
    number = ", ".join(part for part in which if part)
    text = info.series_description or tr("{modality} series", modality=info.modality).strip()
    return f"{number}: {text}" if number else text


def series_facts(series: Series) -> tuple[str, ...]:
    """Tell in two lines what decides whether a series is the one to read."""
    plane, count = (
        name_of(series.plane),
        ntr("{n} slice", "{n} slices", series.slice_count),
    )
    spacing = tr("every {spacing:.4g} mm", spacing=series.geometry.spacing_kji_mm[0])
    thickness = "" if series.thickness_mm is None else f"{series.thickness_mm:.4g} mm "
    lines = ((plane, count, series.info.body_part), (series.kernel, f"{thickness}{spacing}"))
    return tuple(" · ".join(part for part in line if part) for line in lines)


def window_text(window: Window) -> str:
    """Write a window as readers do."""
    return f"W {window.width:.0f}  L {window.level:.0f}"


def finding_summary(finding: Finding) -> str:
    """Say in a few words what is known of a level."""
    if finding.state is LevelState.NOT_ANALYSED:
        return tr("Not analysed")
    said = tr("Suspected") if finding.suspected else tr("Below threshold")
    return tr("{said}, in part", said=said) if finding.state is LevelState.PARTIAL else said


def finding_sentence(finding: Finding) -> str:
    """Say everything about a level in one sentence: for tooltips and screen readers."""
    summary = finding_summary(finding)
    if finding.probability is not None:
        chance, limit = percent(finding.probability), percent(finding.threshold)
        summary = tr(
            "{summary}, probability of a fracture {chance}, threshold {limit}",
            summary=summary,
            chance=chance,
            limit=limit,
        )
    if finding.reason:
        summary += f" ({engine_words(finding.reason)})"
    return f"{finding.level}: {summary}"


def patient_summary(patient: PatientFinding) -> str:
    """Say what the model holds of the whole neck."""
    if patient.probability is None:
        return tr("No level could be analysed")
    return tr("Fracture suspected") if patient.suspected else tr("Below threshold")


def threshold_words(patient: PatientFinding, findings: Iterable[Finding]) -> str:
    """Name the working thresholds: the neck's is not that of the levels."""
    levels = sorted({finding.threshold for finding in findings})
    return tr(
        "Thresholds: whole neck {neck}, levels {levels}.",
        neck=percent(patient.threshold),
        levels=tr(" and ").join(percent(threshold) for threshold in levels),
    )


def provenance(analysis: Analysis | None) -> str:
    """Name the networks that spoke, and on the next line what they were trained on.

    Networks that were trained on the same are named together.
    """
    if analysis is None:
        return ""
    lines = []
    for trained_on, models in groupby(analysis.models, lambda model: model.trained_on):
        names = (f"{m.name} {m.version} ({m.sha256[:_SHA_SHOWN]})" for m in models)
        lines += ["; ".join(names), tr("Trained on: {trained_on}", trained_on=trained_on)]
    return "\n".join(lines)
