"""Opening a study: off the main thread, and what was open stays open until the new one is."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from inference.findings import Progress
from inference.imaging.loading import load_volume
from inference.imaging.series import Series, find_series
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.state.app import Job, Message, MessageKind, Study, make_study, open_study
from viewer.store import Store

STEP = "open"
LISTED_SHARE = 0.4
"""Share of the progress bar that finding the series takes."""


class OpeningController(QObject):
    """Opens paths and series, one at a time.

    Attributes
    ----------
    runner : JobRunner
        Where the reading runs.
    """

    def __init__(self, store: Store, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.runner = runner
        runner.progressed.connect(self._show_progress)
        runner.finished.connect(self._show)
        runner.failed.connect(self._complain)

    def open_path(self, path: Path) -> None:
        """Open the best CT series at a path."""
        self._start(_opening(path), f"Opening {path.name or path}")

    def open_series(self, series: Series) -> None:
        """Open another series of the study that is open."""
        study = self._store.state.study
        choices = () if study is None else study.choices
        self._start(_loading(series, choices), "Opening another series")

    def _start(self, work: Work, text: str) -> None:
        self._store.set(replace(self._store.state, opening=Job(text), message=None))
        self.runner.start(work)

    def _show_progress(self, progress: Progress) -> None:
        job = Job(progress.text, progress.fraction)
        self._store.set(replace(self._store.state, opening=job))

    def _show(self, study: Study) -> None:
        state = replace(self._store.state, opening=None)
        self._store.set(open_study(state, study))

    def _complain(self, text: str) -> None:
        message = Message(MessageKind.ERROR, text)
        self._store.set(replace(self._store.state, opening=None, message=message))


def _opening(path: Path) -> Work:
    def work(report: Report) -> Generator[Progress, None, Study]:
        name = path.name or str(path)
        yield Progress(STEP, 0.0, f"Looking for CT series in {name}")
        looking = _counter(report, 0.0, LISTED_SHARE, f"Looking for CT series in {name}")
        listing = find_series(path, looking)
        best = listing.series[0]
        reading = _counter(report, LISTED_SHARE, 1.0, f"Reading {best.slice_count} slices")
        return make_study(load_volume(best, reading), listing.series, best)

    return work


def _loading(series: Series, choices: tuple[Series, ...]) -> Work:
    def work(report: Report) -> Generator[Progress, None, Study]:
        text = f"Reading {series.slice_count} slices"
        yield Progress(STEP, 0.0, text)
        volume = load_volume(series, _counter(report, 0.0, 1.0, text))
        return make_study(volume, choices, series)

    return work


def _counter(report: Report, start: float, end: float, text: str) -> Callable[[int, int], None]:
    """Turn counts into progress, a hundred reports at most: a report costs a repaint."""
    told = -1

    def count(done: int, total: int) -> None:
        nonlocal told
        percent = 100 * done // max(total, 1)
        if percent != told:
            told = percent
            report(Progress(STEP, start + (end - start) * percent / 100, text))

    return count
