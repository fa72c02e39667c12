"""The composition root: builds everything and hands each part what it needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from inference.findings import Analysis
from inference.imaging.errors import OutputError
from inference.imaging.volume import Volume
from viewer.controllers.analysis import AnalysisController
from viewer.controllers.browsing import BrowsingController
from viewer.controllers.cine import CineController
from viewer.controllers.commands import CommandsController
from viewer.controllers.export import ExportController
from viewer.controllers.hanging import HangingController
from viewer.controllers.jobs import JobRunner, Work, analysis_of
from viewer.controllers.layouts import LayoutsController
from viewer.controllers.opening import OpeningController
from viewer.controllers.panes import PanesController
from viewer.controllers.quiet import favour_the_window
from viewer.controllers.side import SideController
from viewer.controllers.starting import StartingController
from viewer.main_window import MainWindow
from viewer.state.app import AppState, Job, make_study, open_study, set_analysis
from viewer.state.planes import Plane
from viewer.state.recent import Recent
from viewer.state.view import go_to_finding
from viewer.store import Store
from viewer.widgets.cheat_sheet import CheatSheet
from viewer.widgets.second_window import SecondWindow
from viewer.widgets.theme import apply_theme

FILE_FILTER = "Studies (*.dcm *.zip *.nii *.nii.gz DICOMDIR);;All files (*)"
RECENT_FILE = "recent.json"
SCREENSHOT_SIZE_PX = (1600, 1000)


class DensApp(QObject):
    """The window and everything behind it.

    Attributes
    ----------
    store : Store
    window : MainWindow
    second : SecondWindow
    opening, browsing, starting, analysis, export : controllers of the jobs
    panes : PanesController
    cine : CineController

    Parameters
    ----------
    analysis_work : callable
        Gives the work that analyses a volume.
    recent_file : Path or None
        Where it is remembered what was opened; None remembers nothing.
    """

    def __init__(
        self,
        analysis_work: Callable[[Volume], Work] = analysis_of,
        recent_file: Path | None = None,
    ) -> None:
        super().__init__()
        self.store = Store(self)
        self.window = MainWindow()
        self.second = SecondWindow(self.window.actions_, self.window)
        self.opening = OpeningController(self.store, JobRunner(self), JobRunner(self), self)
        self.browsing = BrowsingController(
            self.store, self.window.browser, self.window.actions_, JobRunner(self), self
        )
        self.starting = StartingController(
            self.store, self.window.grid, self.window.recent, JobRunner(self), recent_file, self
        )
        self.analysis = AnalysisController(self.store, JobRunner(self), analysis_work, self)
        self.export = ExportController(self.store, JobRunner(self), self)
        # Before the panes are drawn it has to be known which of them are seen.
        self._layouts = LayoutsController(
            self.store, self.window.actions_, self.window.grid, self.second, self
        )
        panes = (*self.window.grid.panes.values(), *self.second.panes.values())
        # Before the panes: a press stops the film before a drag remembers the view.
        self.cine = CineController(self.store, self.window.actions_, panes, parent=self)
        self.panes = PanesController(self.store, panes, self)
        self._side = SideController(self.store, self.window.side, self)
        self._commands = CommandsController(self.store, self.window.actions_, self)
        self._hanging = HangingController(self.store, self.window.actions_, self)
        self._connect()

    def _connect(self) -> None:
        window, does = self.window, self.window.actions_
        self.store.changed.connect(self._follow)
        self.panes.probed.connect(window.status.set_probe)
        self.panes.menu_requested.connect(window.show_view_menu)
        window.paths_dropped.connect(self.opening.open_paths)
        window.browser.series_chosen.connect(self.opening.open_series)
        window.recent.chosen.connect(self._open_recent)
        window.grid.start.recent_chosen.connect(self._open_recent)
        window.grid.start.cancel_requested.connect(self.opening.cancel)
        window.status.cancel_requested.connect(self.opening.cancel)
        does.next_series.triggered.connect(partial(self.opening.step_series, 1))
        does.previous_series.triggered.connect(partial(self.opening.step_series, -1))
        window.closing.connect(self.shutdown)
        window.side.analysis.analyse_requested.connect(self.analysis.analyse)
        window.side.analysis.cancel_requested.connect(self.analysis.cancel)
        does.analyse.triggered.connect(self.analysis.analyse)
        does.cancel.triggered.connect(self.analysis.cancel)
        does.open_folder.triggered.connect(self._ask_folder)
        does.open_file.triggered.connect(self._ask_files)
        does.export_pdf.triggered.connect(self._ask_pdf)
        does.export_all.triggered.connect(self._ask_export_folder)
        does.cheat_sheet.triggered.connect(self._show_cheat_sheet)
        does.quit.triggered.connect(window.close)

    def _follow(self, before: AppState, after: AppState) -> None:
        if _work_beside(before) != _work_beside(after):
            job, can_cancel = _work_beside(after)
            self.window.status.set_job(job, can_cancel=can_cancel)
        if before.study is None and after.study is not None:
            self.window.grid.panes[Plane.AXIAL].setFocus()

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window, "Open a folder with a CT study")
        if folder:
            self.opening.open_path(Path(folder))

    def _ask_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self.window, "Open a study", "", FILE_FILTER)
        if paths:
            self.opening.open_paths([Path(path) for path in paths])

    def _open_recent(self, entry: Recent) -> None:
        self.opening.open_paths(entry.paths)

    def _ask_pdf(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self.window, "Export the report", "report.pdf", "PDF (*.pdf)"
        )
        if path:
            self.export.export_pdf(Path(path))

    def _ask_export_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window, "Export everything to a folder")
        if folder:
            self.export.export_all(Path(folder))

    def _show_cheat_sheet(self) -> None:
        CheatSheet(self.window).open()

    def show_result(self, volume: Volume, analysis: Analysis) -> None:
        """Show a volume with its analysis, the crosshair on the most suspected level."""
        self.store.set(set_analysis(open_study(self.store.state, make_study(volume)), analysis))
        study = self.store.state.study
        if study is not None and analysis.suspected:
            first, geometry, body = analysis.suspected[0], study.shown.geometry, study.body
            self.store.update_view(lambda view: go_to_finding(view, geometry, body, first))

    def shutdown(self) -> None:
        """Cancel every job and wait for its thread; no window stays behind."""
        self.second.hide()
        self.opening.shutdown()
        for controller in (self.browsing, self.starting, self.analysis, self.export):
            controller.runner.shutdown()


def _work_beside(state: AppState) -> tuple[Job | None, bool]:
    """Return the work that the status bar shows, and whether it can be cancelled there.

    While no study is open, the start page shows what is being opened.
    """
    if state.opening is not None and state.study is not None:
        return state.opening, True
    return state.exporting, False


def run(paths: Sequence[Path] = (), series_id: str | None = None) -> int:
    """Open the window, with a study if one is given, and stay until it is closed.

    Parameters
    ----------
    paths : sequence of Path
        Folders, DICOM files, ZIPs or NIfTIs.
    series_id : str or None
        Which series to show; by default the best one.

    Returns
    -------
    int
        The process's exit status.
    """
    app = make_application()
    from platformdirs import user_state_path

    dens = DensApp(recent_file=user_state_path("Dens", appauthor=False) / RECENT_FILE)
    dens.window.show_fitting()
    favour_the_window()
    if paths:
        dens.opening.open_paths(paths, series_id)
    return app.exec()


def save_screenshot(volume: Volume, analysis: Analysis, path: Path) -> None:
    """Draw the real window with a result, the crosshair on the most suspected level, to a PNG.

    Needs no screen where ``QT_QPA_PLATFORM=offscreen`` is set before.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    app = make_application()
    dens = DensApp()
    dens.window.resize(*SCREENSHOT_SIZE_PX)
    dens.show_result(volume, analysis)
    dens.window.show()
    app.processEvents()
    dens.panes.draw()
    app.processEvents()
    written = dens.window.grab().save(str(path), "PNG")
    dens.window.close()
    dens.window.deleteLater()
    dens.deleteLater()
    app.processEvents()
    if not written:
        raise OutputError(f"{path}: the screenshot can't be written; check folder and free space")


def make_application() -> QApplication:
    """Return the one application object, dressed in the theme."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Dens")
    apply_theme(app)
    return app
