"""Segmentations and reports from files: opened for the shown series, and put away again."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from inference.findings import Progress
from inference.imaging.errors import InputError
from inference.imaging.results import find_results
from inference.imaging.study import ResultFile, ResultKind
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.controllers.opening import OpeningController
from viewer.report.opened_masks import open_masks
from viewer.report.opened_report import open_report
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.library import SeriesKey
from viewer.state.results import HIDDEN_UNTIL_READ, OpenedMasks, OpenedReport, OpenedResults
from viewer.state.study import Study
from viewer.state.view import move_crosshair
from viewer.store import Store
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.report_window import ReportWindow

STEP = "result"

FILE_FILTER = noop("Results (*.dcm *.zip);;All files (*)")
NO_SERIES = noop(
    "{name}: a result without its images. Open the CT series that it was made from first."
)
NO_RESULT = noop("{name}: neither a DICOM segmentation nor a report. Choose such a file.")


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """What was read, for the study that was shown then."""

    study: Study
    masks: OpenedMasks | None = None
    report: OpenedReport | None = None


class ResultsController(QObject):
    """Lays masks and marks of files over the planes, and lists what reports say.

    Attributes
    ----------
    runner : JobRunner
    report : ReportWindow

    Parameters
    ----------
    store : Store
    opening : OpeningController
        Shows the series of a result first, where another one is shown.
    actions : Actions
    runner : JobRunner
        Where files are read.
    window : QWidget
        What the dialog stands over.
    """

    def __init__(
        self,
        store: Store,
        opening: OpeningController,
        actions: Actions,
        runner: JobRunner,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._opening, self._window = store, opening, window
        self._open_action, self._close_action = actions.open_result, actions.close_result
        self._wanted: tuple[ResultFile, SeriesKey] | None = None
        self.runner = runner
        self.report = ReportWindow(window)
        self.report.mark_chosen.connect(self._go_to)
        self.report.closed.connect(self._put_report_away)
        runner.finished.connect(self._take)
        runner.failed.connect(self._complain)
        actions.open_result.triggered.connect(self._ask)
        actions.close_result.triggered.connect(self.close_results)
        opening.results_found.connect(self.offer)
        store.changed.connect(self._follow)
        self._show(store.state)

    def choose(self, file: ResultFile, key: SeriesKey) -> None:
        """Show a result of a series, or put it away where it is shown already."""
        state = self._store.state
        if state.study is None or state.study.key != key:
            self._wanted = file, key
            self._opening.open_series(key)
        elif state.results.key == key and file in state.results.files:
            self._store.set(replace(state, results=state.results.without(file)))
        else:
            self._open([file])

    def offer(self, results: tuple[ResultFile, ...]) -> None:
        """List results that came without images, and show the first of each kind.

        Those that say they are of the shown series come before others, of which it may turn
        out that they lie on its grid.
        """
        state = self._store.state
        study = state.study
        if study is None or study.filled is not None:
            self._complain(tr(NO_SERIES, name=results[0].source.name))
            return
        self._store.set(replace(state, library=state.library.with_results(_listed(state, results))))
        own = [one for one in results if study.series and one.belongs_to(study.series)]
        first = {one.kind: one for one in reversed(own or results)}
        self._open(list(first.values()))

    def close_results(self) -> None:
        """Show Dens's own again."""
        self.runner.cancel()
        self._store.set(replace(self._store.state, results=OpenedResults()))

    def _ask(self) -> None:
        title = tr("Open a segmentation or report")
        path, _ = QFileDialog.getOpenFileName(self._window, title, "", tr(FILE_FILTER))
        if path:
            self._find(Path(path))

    def _find(self, path: Path) -> None:
        try:
            found = find_results([path])
        except InputError as error:
            self._complain(str(error))
            return
        if found:
            self.offer(found)
        else:
            self._complain(tr(NO_RESULT, name=path.name))

    def _open(self, files: Sequence[ResultFile]) -> None:
        study = self._store.state.study
        if study is not None:
            self.runner.start(_reading(files, study))

    def _take(self, opened: _Opened) -> None:
        state = self._store.state
        if state.study is None or state.study.shown is not opened.study.shown:
            return
        key, before = opened.study.key, state.results
        if before.key != key:
            before = OpenedResults(key)
        results = replace(
            before,
            masks=opened.masks or before.masks,
            report=opened.report or before.report,
        )
        self._store.set(replace(state, results=results, message=None))
        if self._store.state.withheld:
            names = ", ".join(file.source.name for file in results.files)
            said = tr(HIDDEN_UNTIL_READ, name=names)
            self._store.say(Message(MessageKind.INFORMATION, said))
        elif opened.masks is not None:
            self._store.update_view(
                lambda view: replace(view, overlay=replace(view.overlay, masks=True))
            )

    def _go_to(self, number: int) -> None:
        """Set the crosshair to the middle of one of the report's marks."""
        state = self._store.state
        report = state.shown_results.report
        if report is not None and state.study is not None:
            geometry, place = state.study.shown.geometry, report.marks[number].centre_mm
            self._store.update_view(lambda view: move_crosshair(view, geometry, place))

    def _put_report_away(self) -> None:
        state = self._store.state
        if state.results.report is not None:
            results = state.results.without(state.results.report.file)
            self._store.set(replace(state, results=results))

    def _complain(self, text: str) -> None:
        self._store.say(Message(MessageKind.ERROR, text))

    def _follow(self, before: AppState, after: AppState) -> None:
        self._show(after)
        if before.study is not after.study:
            self._go_on(after)

    def _go_on(self, state: AppState) -> None:
        """Open what was chosen of a series that had to be read first."""
        if self._wanted is None or not state.ready or state.study is None:
            return
        file, key = self._wanted
        self._wanted = None
        if state.study.key == key:
            self._open([file])

    def _show(self, state: AppState) -> None:
        self._open_action.setEnabled(state.ready)
        self._close_action.setEnabled(bool(state.results.files))
        self.report.set_report(state.shown_results.report)


def _listed(state: AppState, results: Iterable[ResultFile]) -> list[ResultFile]:
    """Return those that can stand below a series of the browser."""
    series = state.library.all_series()
    return [one for one in results if any(map(one.belongs_to, series))]


def _reading(files: Sequence[ResultFile], study: Study) -> Work:
    def work(_report: Report) -> Generator[Progress, None, _Opened]:
        opened = _Opened(study)
        for file in files:
            yield Progress(STEP, 0.0, "")
            if file.kind is ResultKind.REPORT:
                opened = replace(opened, report=open_report(file, study.volume, study.series))
            else:
                opened = replace(opened, masks=_masks(file, study))
        return opened

    return work


def _masks(file: ResultFile, study: Study) -> OpenedMasks:
    mask = open_masks(file, study.volume, study.series)
    _, turn = study.volume.geometry.canonical()
    return OpenedMasks(file, np.ascontiguousarray(turn.apply(mask), dtype=np.uint8))
