"""Taking a study out of the window: what goes, and what is shown instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from viewer.review.key import SessionKey
from viewer.state.app import AppState, Hung, take_back
from viewer.state.browser import browser_rows
from viewer.state.library import Library, ListedStudy, SeriesKey, StudyKey, key_of, study_key
from viewer.state.results import OpenedResults
from viewer.state.study import Study
from viewer.texts import noop, tr

STOPPED = noop("The study was closed. Stopped: {jobs}.")
STILL_WRITING = noop("An export is being written. Close the study when that is done.")
ANALYSIS, READING = noop("its analysis"), noop("the reading of its slices")


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """What is left when a study is closed.

    Attributes
    ----------
    state : AppState
    next_key : SeriesKey or None
        The series that has to be read to be shown next; None where none has.
    """

    state: AppState
    next_key: SeriesKey | None = None


def shown_study_key(state: AppState) -> StudyKey | None:
    """Return which study is shown; None while none is."""
    return None if state.study is None else _key(state.study)


def close_study(state: AppState, key: StudyKey) -> Closed:
    """Take a study with all its series away; the next one of the browser is shown instead."""
    following = _following(state, key)
    kept = tuple(hung for hung in state.kept if _key(hung.study) != key)
    left = replace(state, library=_without(state.library, key), kept=kept)
    if left.compared is not None and _key(left.compared.study) == key:
        left = replace(left, compared=None)
    if shown_study_key(state) != key:
        return Closed(left)
    left = replace(
        left,
        study=None,
        view=None,
        analysing=None,
        compared=None,
        comparing=None,
        message=None,
        stroke=None,
        results=OpenedResults(),
        alignment=left.alignment.without_choice(),
    )
    return _show_next(left, following)


def _show_next(state: AppState, following: ListedStudy | None) -> Closed:
    """Show a loaded series of a study as it hung, or name the one that has to be read."""
    if following is None:
        # What was not read from files stands in no list.
        loaded: Hung | None = next(iter(state.kept), None)
    else:
        loaded = next((hung for hung in state.kept if _key(hung.study) == following.key), None)
    key = None if loaded is None else loaded.study.key
    shown = None if key is None else take_back(state, key)
    if shown is not None or following is None:
        return Closed(shown or state)
    return Closed(state, key_of(following.series[0]))


def stopped_by_closing(state: AppState, key: StudyKey) -> str:
    """Say which work closing a study ends; empty where there is none."""
    study = state.study
    if study is None or _key(study) != key:
        return ""
    running = ((READING, study.filled is not None), (ANALYSIS, state.analysing is not None))
    jobs = ", ".join(tr(name) for name, runs in running if runs)
    return tr(STOPPED, jobs=jobs) if jobs else ""


def readings_of(state: AppState, key: StudyKey) -> frozenset[SessionKey]:
    """Return whose reading sessions belong to what is loaded of a study."""
    loaded = [hung.study for hung in state.kept]
    if state.study is not None:
        loaded.append(state.study)
    return frozenset(
        study.reading.key for study in loaded if study.reading is not None and _key(study) == key
    )


def _key(study: Study) -> StudyKey:
    return study_key(study.volume.info) if study.key is None else study.key.study


def _following(state: AppState, key: StudyKey) -> ListedStudy | None:
    """Return the study that follows in the browser, or the one before where it is the last."""
    order = [row.key for row in browser_rows(state)]
    offered = {one.key: one for one in state.library.studies if one.series}
    place = order.index(key) if key in order else len(order)
    others = [*order[place + 1 :], *reversed(order[:place])]
    return next((offered[one] for one in others if one in offered), None)


def _without(library: Library, key: StudyKey) -> Library:
    thumbnails = {one: picture for one, picture in library.thumbnails.items() if one.study != key}
    studies = tuple(study for study in library.studies if study.key != key)
    left = replace(library, studies=studies, thumbnails=MappingProxyType(thumbnails))
    of_left = {one.source for series in left.all_series() for one in left.results_of(series)}
    return replace(left, results=tuple(one for one in left.results if one.source in of_left))
