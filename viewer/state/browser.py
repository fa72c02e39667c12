"""What the browser lists: a frozen value that can be compared, so that it is drawn once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inference.imaging.study import RefusedSeries, ResultFile, Series
from inference.imaging.volume import SeriesInfo
from viewer.state import wording
from viewer.state.app import AppState
from viewer.state.comparison import comparable
from viewer.state.library import ListedStudy, SeriesKey, StudyKey, key_of, same_patient
from viewer.state.results import result_facts, result_title
from viewer.texts import noop, ntr, tr

PRIOR, LATER, SAME_DAY = noop("Prior"), noop("Later"), noop("Same day")

DAYS_A_MONTH = 30.44
MONTHS_SHOWN = 24
"""Up to so many months an interval is told in months, above in years."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A segmentation or report of a series.

    Attributes
    ----------
    file : ResultFile
    series : SeriesKey
        Below which it stands.
    title, facts : str
        Its kind and label; who made it, and when.
    shown : bool
        Whether it lies over the planes.
    withheld : bool
        Whether it would, but for the own read that comes first.
    """

    file: ResultFile
    series: SeriesKey
    title: str
    facts: str
    shown: bool = False
    withheld: bool = False

    @property
    def state(self) -> str:
        """Whether it is shown, in words; empty where it is not opened."""
        if self.shown:
            return tr("● Shown")
        return tr("Hidden until your own read is committed") if self.withheld else ""

    @property
    def sentence(self) -> str:
        """Everything that the row says: for tooltips and screen readers."""
        return ". ".join(part for part in (self.title, self.facts, self.state) if part)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series.

    Attributes
    ----------
    key : SeriesKey or None
        None where it can't be shown.
    title : str
    facts : tuple of str
        Further lines: kernel and spacing; plane, slices and body part.
    reason : str
        Why it can't be shown; empty where it can.
    shown : bool
        Whether it is in the panes.
    loaded : bool
        Whether it is loaded, so that showing it takes no reading.
    compared : bool
        Whether it stands beside the shown one.
    comparable : bool
        Whether it can.
    results : tuple of ResultRow
        What was made of it.
    """

    key: SeriesKey | None
    title: str
    facts: tuple[str, ...]
    reason: str = ""
    shown: bool = False
    loaded: bool = False
    compared: bool = False
    comparable: bool = False
    results: tuple[ResultRow, ...] = ()

    @property
    def sentence(self) -> str:
        """Everything that the row says: for tooltips and screen readers."""
        state = next((word for word, on in self._states if on), "")
        refused = tr("can't be shown: {reason}", reason=self.reason) if self.reason else ""
        return ". ".join(part for part in (self.title, *self.facts, state, refused) if part)

    @property
    def _states(self) -> tuple[tuple[str, bool], ...]:
        return (
            (tr("shown"), self.shown),
            (tr("beside"), self.compared),
            (tr("loaded"), self.loaded),
        )


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One examination and its series.

    Attributes
    ----------
    key : StudyKey
    patient : tuple of str
        Who: the name first.
    title : str
        When and what.
    relation : str
        To the study that is shown: ``Prior, 10 months``, or that it is of another patient.
    is_other_patient : bool
    series : tuple of SeriesRow
    """

    key: StudyKey
    patient: tuple[str, ...]
    title: str
    relation: str
    is_other_patient: bool
    series: tuple[SeriesRow, ...]

    @property
    def sentence(self) -> str:
        """Everything that the heading says: for tooltips and screen readers."""
        return ". ".join(part for part in (*self.patient, self.title, self.relation) if part)


def browser_rows(state: AppState) -> tuple[StudyRow, ...]:
    """List all studies: the shown patient's first, the latest of them on top."""
    shown = None if state.study is None else state.study.key
    current = next((one for one in state.library.studies if shown and one.key == shown.study), None)
    info = None if current is None else current.info
    loaded = {hung.study.key for hung in state.kept}
    beside = None if state.compared is None else state.compared.study.key
    others = {key_of(series) for series in comparable(state)}
    return tuple(
        StudyRow(
            key=study.key,
            patient=_patient(study.info),
            title=wording.study_title(study.info),
            relation="" if study is current else relation(study.info, info),
            is_other_patient=info is not None
            and study is not current
            and not same_patient(study.info, info),
            series=(
                *(
                    replace(
                        _row(series, shown, key_of(series) in loaded),
                        compared=key_of(series) == beside,
                        comparable=key_of(series) in others,
                        results=_results(state, series),
                    )
                    for series in study.series
                ),
                *(_refused(refused) for refused in study.refused),
            ),
        )
        for study in _in_order(state.library.studies, info)
    )


def _patient(info: SeriesInfo) -> tuple[str, ...]:
    """Return the name, and on a second line what else tells who it is."""
    name, *others = wording.patient_lines(info)
    return (name, "  ".join(others)) if others else (name,)


def _in_order(studies: Sequence[ListedStudy], info: SeriesInfo | None) -> list[ListedStudy]:
    latest_first = sorted(studies, key=lambda one: _when(one.info), reverse=True)
    return sorted(latest_first, key=lambda one: info is not None and not _together(one.info, info))


def _together(one: SeriesInfo, other: SeriesInfo) -> bool:
    return same_patient(one, other) or one is other


def _when(info: SeriesInfo) -> str:
    return f"{info.study_date:8}{info.study_time}"


def relation(info: SeriesInfo, current: SeriesInfo | None) -> str:
    """Say how a study relates to the shown one: earlier, by how much, or of somebody else."""
    if current is None:
        return ""
    if not same_patient(info, current):
        if info.patient_id and current.patient_id:
            return tr("Another patient")
        return tr("Perhaps another patient: no patient ID")
    one, other = _day(info.study_date), _day(current.study_date)
    if one is None or other is None:
        return tr("Same patient, date unknown")
    days = (other - one).days
    if days == 0:
        return tr(SAME_DAY)
    return f"{tr(PRIOR if days > 0 else LATER)}, {_interval(abs(days))}"


def _day(date: str) -> datetime | None:
    try:
        return datetime.strptime(date, "%Y%m%d")  # noqa: DTZ007  # DICOM's dates have no zone
    except ValueError:
        return None


def _interval(days: int) -> str:
    months = round(days / DAYS_A_MONTH)
    if months == 0:
        return ntr("{n} day", "{n} days", days)
    if months <= MONTHS_SHOWN:
        return ntr("{n} month", "{n} months", months)
    return ntr("{n} year", "{n} years", round(months / 12))


def _row(series: Series, shown: SeriesKey | None, loaded: bool) -> SeriesRow:
    key = key_of(series)
    return SeriesRow(
        key=key,
        title=wording.series_title(series.info, series.stack),
        facts=wording.series_facts(series),
        shown=key == shown,
        loaded=loaded,
    )


def _results(state: AppState, series: Series) -> tuple[ResultRow, ...]:
    key, opened = key_of(series), state.results
    files = opened.files if opened.key == key else ()
    seen = state.shown_results.files
    return tuple(
        ResultRow(
            one,
            key,
            result_title(one),
            result_facts(one),
            shown=one in seen,
            withheld=one in files and one not in seen,
        )
        for one in state.library.results_of(series)
    )


def _refused(refused: RefusedSeries) -> SeriesRow:
    images = ntr("{n} image", "{n} images", refused.image_count)
    return SeriesRow(None, wording.series_title(refused.info), (images,), refused.reason)


def next_series(state: AppState, step: int) -> SeriesKey | None:
    """Return the series that follows (+1) or precedes (-1) the shown one in the browser."""
    keys = [row.key for study in browser_rows(state) for row in study.series if row.key]
    shown = None if state.study is None else state.study.key
    if not keys:
        return None
    if shown not in keys:
        return keys[0 if step > 0 else -1]
    place = keys.index(shown) + step
    return keys[place] if 0 <= place < len(keys) else None
