"""Opening: indexing what lies at a path, then reading one series from its middle outward.

Both run off the main thread, each in its own job: a second study is indexed while the first
is still being read. What was shown stays until the first slices of the next one are there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inference.findings import Progress
from inference.imaging.errors import InputError
from inference.imaging.loading import Part, fill_volume
from inference.imaging.preview import first_picture, survey
from inference.imaging.series import Series, StudyListing, find_series
from inference.imaging.study import ResultsAloneError
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.rendering.thumbnail import thumbnail
from viewer.state import app as states
from viewer.state.app import Job, Message, MessageKind
from viewer.state.browser import next_series
from viewer.state.library import SeriesKey, StudyKey, Thumbnail, key_of
from viewer.state.recent import remember
from viewer.state.study import Study, fill_further, make_partial_study, make_study
from viewer.store import Store
from viewer.texts import tr

STEP = "open"

SURVEYED = 9
"""Slices that are read ahead to find the patient: enough to see where the shoulders are."""

TOLD_EVERY_S = 0.15
"""So often the panes hear of new slices: each time costs the planes across them a drawing."""

LOOK_PX = 400
"""Longer side of the first look."""


@dataclass(frozen=True, slots=True)
class Looked(Progress):
    """A first picture of what is being indexed."""

    picture: Thumbnail


@dataclass(frozen=True, slots=True)
class Arrived(Progress):
    """Some more slices are there."""

    study: Study


class OpeningController(QObject):
    """Opens paths, and series of the library.

    Parameters
    ----------
    store : Store
    indexer, loader : JobRunner
        Where headers and where pixels are read.

    Signals
    -------
    results_found : tuple of ResultFile
        What was to be opened holds no images, but results of some.
    """

    results_found = Signal(object)

    def __init__(
        self, store: Store, indexer: JobRunner, loader: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._indexer = indexer
        self._loader = loader
        self._reads: SeriesKey | None = None
        self._wanted: tuple[tuple[Path, ...], str | None] = ((), None)
        indexer.progressed.connect(self._show_progress)
        indexer.finished.connect(self._list)
        indexer.failed.connect(self._complain)
        loader.progressed.connect(self._show_part)
        loader.finished.connect(self._show)
        loader.failed.connect(self._give_up)

    def open_path(self, path: Path) -> None:
        """Open the best CT series at a path."""
        self.open_paths([path])

    def open_paths(self, paths: Sequence[Path], series_id: str | None = None) -> None:
        """Open the series with that id, by default the best one, of what lies at some paths."""
        self._wanted = (tuple(paths), series_id)
        name = paths[0].name or str(paths[0])
        job = Job(tr("Opening {name}", name=name))
        self._store.set(replace(self._store.state, opening=job, message=None))
        self._indexer.start(_indexing(tuple(paths), name))

    def open_series(self, key: SeriesKey) -> None:
        """Show a series of the library; one that is loaded already comes at once."""
        state = self._store.state
        if state.study is not None and state.study.key == key:
            return
        kept = states.take_back(state, key)
        series = state.library.find(key)
        if kept is not None:
            self._loader.cancel()
            self._store.set(replace(kept, opening=self._job_left()))
        elif series is not None:
            self._load(series)

    @property
    def reading(self) -> bool:
        """Whether a series is being read."""
        return self._loader.running

    def stop_reading(self, study: StudyKey) -> None:
        """Stop reading a series of that study, which is about to be closed."""
        if self._loader.running and self._reads is not None and self._reads.study == study:
            self._loader.cancel()
            self._store.set(replace(self._store.state, opening=self._job_left()))

    def step_series(self, step: int) -> None:
        """Show the next (+1) or the previous (-1) series of the browser."""
        key = next_series(self._store.state, step)
        if key is not None:
            self.open_series(key)

    def cancel(self) -> None:
        """Stop indexing and reading; what was shown before comes back."""
        self._indexer.cancel()
        self._loader.cancel()
        self._store.set(states.drop_partial(replace(self._store.state, opening=None)))

    def shutdown(self) -> None:
        """Cancel, and wait for the threads."""
        self._indexer.shutdown()
        self._loader.shutdown()

    def _list(self, listing: StudyListing) -> None:
        """Show what was found, and read the one that was asked for."""
        paths, series_id = self._wanted
        state = self._store.state
        if not listing.series:
            self._stop_telling()
            self.results_found.emit(listing.results)
            return
        self._store.set(
            replace(
                state,
                library=state.library.with_listing(listing),
                recent=remember(state.recent, paths),
            )
        )
        try:
            chosen = listing.series[0] if series_id is None else listing.find(series_id)
        except InputError as error:
            self._complain(str(error))
        else:
            self._load(chosen)

    def _load(self, series: Series) -> None:
        state = self._store.state
        key = key_of(series)
        kept = states.take_back(state, key)
        if kept is not None and _same_files(kept, series):
            self._store.set(replace(kept, opening=None))
            return
        look = None if state.opening is None else state.opening.picture
        job = Job(tr("Reading {slice_count} slices", slice_count=series.slice_count), picture=look)
        self._store.set(replace(state, opening=job, message=None))
        self._reads = key
        self._loader.start(_loading(series))

    def _show_progress(self, progress: Progress) -> None:
        state = self._store.state
        look = None if state.opening is None else state.opening.picture
        if isinstance(progress, Looked):
            look = progress.picture
        self._store.set(replace(state, opening=Job(progress.text, progress.fraction, look)))

    def _show_part(self, progress: Progress) -> None:
        if isinstance(progress, Arrived):
            self._store.set(_with_part(self._store.state, progress.study))
        if not self._indexer.running:
            self._show_progress(progress)

    def _show(self, study: Study) -> None:
        state = states.complete_study(self._store.state, study)
        self._store.set(replace(state, opening=self._job_left()))

    def _job_left(self) -> Job | None:
        """Return the job that goes on when reading has ended."""
        return self._store.state.opening if self._indexer.running else None

    def _complain(self, text: str) -> None:
        """Tell why nothing new is opened; what is being read goes on."""
        self._stop_telling()
        self._store.say(Message(MessageKind.ERROR, text))

    def _stop_telling(self) -> None:
        """Take the job away after indexing that found no series, unless one is being read."""
        job = self._store.state.opening if self._loader.running else None
        self._store.set(replace(self._store.state, opening=job))

    def _give_up(self, text: str) -> None:
        state = states.drop_partial(self._store.state)
        self._store.set(replace(state, opening=self._job_left()))
        self._store.say(Message(MessageKind.ERROR, text))


def _same_files(kept: states.AppState, series: Series) -> bool:
    """Tell whether a kept series is what was found now, not an earlier copy of it."""
    before = None if kept.study is None else kept.study.series
    return before is not None and before.content == series.content


def _with_part(state: states.AppState, study: Study) -> states.AppState:
    """Show the first part of a series, or that there is more of it now."""
    shown = state.study
    if shown is None or shown.shown is not study.shown:
        return states.open_study(states.drop_partial(state), study)
    return replace(state, study=study)


def _indexing(paths: tuple[Path, ...], name: str) -> Work:
    def work(report: Report) -> Generator[Progress, None, StudyListing]:
        text = tr("Looking for CT series in {name}", name=name)
        yield Progress(STEP, 0.0, text)
        look = first_picture(paths)
        if look is not None:
            yield Looked(STEP, 0.0, text, thumbnail(look, LOOK_PX))
        try:
            return find_series(paths, counter(report, text))
        except ResultsAloneError as alone:
            return StudyListing((), results=alone.results)

    return work


def _loading(series: Series) -> Work:
    def work(_report: Report) -> Generator[Progress, None, Study]:
        text = tr("Reading {slice_count} slices", slice_count=series.slice_count)
        yield Progress(STEP, 0.0, text)
        known = survey(series, SURVEYED)
        running = fill_volume(series)
        study: Study | None = None
        told = -TOLD_EVERY_S
        while True:
            try:
                part: Part = next(running)
            except StopIteration as end:
                return make_study(end.value, series)
            now = time.monotonic()
            if part.last < part.first or now - told < TOLD_EVERY_S:
                continue
            told = now
            study = (
                make_partial_study(part, series, known)
                if study is None
                else fill_further(study, part)
            )
            said = tr("Reading slice {done} of {total}", done=part.done, total=part.total)
            yield Arrived(STEP, part.done / part.total, said, study)

    return work


def counter(report: Report, text: str) -> Callable[[int, int], None]:
    """Turn counts into progress, a hundred reports at most: a report costs a repaint."""
    told = -1

    def count(done: int, total: int) -> None:
        nonlocal told
        percent = 100 * done // max(total, 1)
        if percent != told:
            told = percent
            report(Progress(STEP, percent / 100, text))

    return count
