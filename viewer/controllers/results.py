"""Segmentations and reports from files: opened for the shown series, and put away again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from inference.findings import Progress
from inference.imaging.study import ResultFile
from viewer.controllers.jobs import JobRunner
from viewer.controllers.opening import OpeningController
from viewer.controllers.result_work import Opened, Seek, reading, seek_at
from viewer.state.app import AppState, Job, Message, MessageKind
from viewer.state.library import SeriesKey, key_of
from viewer.state.results import HIDDEN_UNTIL_READ, OpenedResults
from viewer.state.study import Study
from viewer.state.view import move_crosshair
from viewer.store import Store
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.report_window import ReportWindow

FILE_FILTER = noop("Results (*.dcm *.zip);;All files (*)")
NO_SERIES = noop(
    "{name}: a result without its images. Open the CT series that it was made from first."
)


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
        self._wanted: dict[SeriesKey, tuple[ResultFile, ...]] = {}
        self._let_go: dict[SeriesKey, tuple[ResultFile, ...]] = {}
        self._read_for: Study | None = None
        self.runner = runner
        self.report = ReportWindow(window)
        self.report.mark_chosen.connect(self._go_to)
        self.report.closed.connect(self._put_report_away)
        runner.progressed.connect(self._show_progress)
        runner.finished.connect(self._take)
        runner.failed.connect(self._fail)
        actions.open_result.triggered.connect(self._ask)
        actions.close_result.triggered.connect(self.close_results)
        opening.results_found.connect(self.offer)
        store.changed.connect(self._follow)
        self._show(store.state)

    def choose(self, file: ResultFile, key: SeriesKey) -> None:
        """Show a result of a series, or put it away where it is shown already."""
        state = self._store.state
        if file in state.results.files and state.results.key == key:
            self._store.set(replace(state, results=state.results.without(file)))
            return
        self._want(key, [file])
        if state.study is None or state.study.key != key:
            self._opening.open_series(key)
        else:
            self._store.set(replace(state, message=None))
            self._go_on()

    def offer(self, results: tuple[ResultFile, ...]) -> None:
        """List results that came without images, and show the first of each kind."""
        study = self._store.state.study
        if study is None:
            self._complain(tr(NO_SERIES, name=results[0].source.name))
        elif study.key is None:
            self._open(results)
        else:
            self._want(study.key, results)
            self._go_on()

    def close_results(self) -> None:
        """Show Dens's own again."""
        self.cancel()
        self._store.set(replace(self._store.state, results=OpenedResults()))

    def cancel(self) -> None:
        """Stop looking for results and reading them; what is shown of them stays."""
        self._wanted = {}
        self.runner.cancel()
        self._store.set(replace(self._store.state, opening_results=None))

    def _ask(self) -> None:
        title = tr("Open a segmentation or report")
        path, _ = QFileDialog.getOpenFileName(self._window, title, "", tr(FILE_FILTER))
        if path:
            self._store.set(replace(self._store.state, message=None))
            self._start(Path(path).name, seek_at(Path(path)))

    def _want(self, key: SeriesKey, files: Sequence[ResultFile]) -> None:
        """Note what is to be opened as soon as its series is there and no other is being read.

        What was asked for last comes first: of each kind, one is shown.
        """
        before = self._wanted.get(key, ())
        self._wanted[key] = (*files, *(one for one in before if one not in files))

    def _open(self, files: Sequence[ResultFile]) -> None:
        self._start(files[0].source.name, lambda _report: files)

    def _start(self, name: str, seek: Seek) -> None:
        state = self._store.state
        if state.study is not None:
            self._read_for = state.study
            job = Job(tr("Opening {name}", name=name))
            self._store.set(replace(state, opening_results=job))
            self.runner.start(reading(state.study, seek))

    def _show_progress(self, progress: Progress) -> None:
        job = Job(progress.text, progress.fraction)
        self._store.set(replace(self._store.state, opening_results=job))

    def _take(self, opened: Opened) -> None:
        state = replace(self._store.state, opening_results=None)
        key = opened.study.key
        if state.study is not None and state.study.shown is opened.study.shown:
            self._lay_over(state, opened)
        else:
            # Another series came in between: it waits for its own.
            self._store.set(state)
            if key is not None and state.library.find(key) is not None:
                self._want(key, opened.found)
        self._go_on()

    def _lay_over(self, state: AppState, opened: Opened) -> None:
        key = opened.study.key
        before = state.results if state.results.key == key else OpenedResults()
        results = OpenedResults(key, opened.masks or before.masks, opened.report or before.report)
        library = state.library.with_results(_listed(state, opened.found))
        self._store.set(replace(state, results=results, library=library))
        self._tell(opened)
        if opened.masks is not None and not self._store.state.withheld:
            self._store.update_view(
                lambda view: replace(view, overlay=replace(view.overlay, masks=True))
            )

    def _tell(self, opened: Opened) -> None:
        """Say what can't be shown, and what is not to be seen yet."""
        news = [one.file.source.name for one in (opened.masks, opened.report) if one is not None]
        said = [opened.complaint] if opened.unusable else []
        if news and self._store.state.withheld:
            said.append(tr(HIDDEN_UNTIL_READ, name=", ".join(news)))
        if said:
            kind = MessageKind.ERROR if opened.unusable else MessageKind.INFORMATION
            self._store.say(Message(kind, "\n".join(said)))

    def _fail(self, text: str) -> None:
        self._store.set(replace(self._store.state, opening_results=None))
        self._complain(text)
        self._go_on()

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
        if before.library is not after.library:
            listed = {key_of(series) for series in after.library.all_series()}
            self._wanted = {key: one for key, one in self._wanted.items() if key in listed}
            self._let_go = {key: one for key, one in self._let_go.items() if key in listed}
        if before.study is not after.study or before.kept is not after.kept:
            self._let_go.update(_gone_from_memory(before, after))
            if self.runner.running and not _is_open(after, self._read_for):
                self.runner.cancel()
                self._store.set(replace(self._store.state, opening_results=None))
            self._go_on()

    def _go_on(self) -> None:
        """Open what waited for its series to be read, or for another file, or was let go."""
        state = self._store.state
        if self.runner.running or not state.ready or state.study is None or state.study.key is None:
            return
        files = self._wanted.pop(state.study.key, ()) + self._let_go.pop(state.study.key, ())
        missing = [file for file in files if file not in state.results.files]
        if missing:
            self._open(missing)

    def _show(self, state: AppState) -> None:
        # A second file would take the place of the one that is being looked for.
        self._open_action.setEnabled(state.ready and state.opening_results is None)
        self._close_action.setEnabled(bool(state.results.files))
        self.report.set_report(state.shown_results.report)


def _listed(state: AppState, results: Iterable[ResultFile]) -> list[ResultFile]:
    """Return those that can stand below a series of the browser."""
    series = state.library.all_series()
    return [one for one in results if any(map(one.belongs_to, series))]


def _is_open(state: AppState, study: Study | None) -> bool:
    """Tell whether a study is loaded, or at least listed, so that its results can wait for it."""
    if study is None:
        return False
    loaded = [hung.study for hung in state.kept] + [state.study]
    listed = study.key is not None and state.library.find(study.key) is not None
    return listed or any(one is not None and one.shown is study.shown for one in loaded)


def _gone_from_memory(before: AppState, after: AppState) -> dict[SeriesKey, tuple[ResultFile, ...]]:
    """Return what was opened for series that are listed, but have no room in memory any more."""
    loaded = {hung.study.key for hung in after.kept}
    loaded |= set() if after.study is None else {after.study.key}
    opened = [hung.results for hung in before.kept] + [before.results]
    return {
        one.key: one.files
        for one in opened
        if one.files
        and one.key is not None
        and one.key not in loaded
        and after.library.find(one.key) is not None
    }
