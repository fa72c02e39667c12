"""The composition root: builds everything and hands each part what it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QObject

from inference.findings import Analysis
from inference.imaging.volume import Volume
from viewer.controllers.aligned import AlignedController
from viewer.controllers.alignment import AlignmentController
from viewer.controllers.analysis import AnalysisController
from viewer.controllers.anonymising import AnonymisingController
from viewer.controllers.asking import AskingController
from viewer.controllers.browsing import BrowsingController
from viewer.controllers.brush import BrushController
from viewer.controllers.cine import CineController
from viewer.controllers.closing import ClosingController
from viewer.controllers.commands import CommandsController
from viewer.controllers.compared_store import ComparedStore
from viewer.controllers.comparing import ComparingController
from viewer.controllers.drawing import DrawingController
from viewer.controllers.evidence import EvidenceController
from viewer.controllers.export import ExportController
from viewer.controllers.hanging import HangingController
from viewer.controllers.helping import HelpController
from viewer.controllers.jobs import JobRunner, Work, analysis_of
from viewer.controllers.keeping import KeepingController
from viewer.controllers.layouts import LayoutsController
from viewer.controllers.marks import MarksController
from viewer.controllers.oblique import ObliqueController
from viewer.controllers.opening import OpeningController
from viewer.controllers.palette import PaletteController
from viewer.controllers.panes import PanesController
from viewer.controllers.place_menu import PlaceMenuController
from viewer.controllers.places import PlacesController
from viewer.controllers.reading import ReadingController
from viewer.controllers.results import ResultsController
from viewer.controllers.sending import SendingController
from viewer.controllers.sessions import SessionsController
from viewer.controllers.settings import SettingsController
from viewer.controllers.settings_file import SettingsFile
from viewer.controllers.side import SideController
from viewer.controllers.spine import SpineController
from viewer.controllers.starting import StartingController
from viewer.controllers.surfaces import SurfacesController
from viewer.controllers.title import TitleController
from viewer.controllers.walking import WalkingController
from viewer.main_window import MainWindow
from viewer.state.app import AppState, Job, open_study, set_analysis
from viewer.state.comparison_wording import comparison_head
from viewer.state.planes import Plane
from viewer.state.pointer import Pointer
from viewer.state.recent import Recent
from viewer.state.study import make_study
from viewer.state.walk import at_level
from viewer.store import Store
from viewer.widgets.alignment_window import AlignmentWindow
from viewer.widgets.cheat_sheet import CheatSheet
from viewer.widgets.mark_menu import MarkMenu
from viewer.widgets.pane import PlanePane
from viewer.widgets.pane_menu import PaneMenu
from viewer.widgets.second_window import SecondWindow
from viewer.widgets.surface_window import SurfaceWindow
from viewer.widgets.text_prompt import TextPrompt


class DensApp(QObject):
    """The window and everything behind it.

    Attributes
    ----------
    store : Store
    window : MainWindow
    second : SecondWindow
    opening, browsing, starting, results, analysis, export : controllers of the jobs
    panes, compared : PanesController
        Of the current study, and of the one beside it.
    place_menu : PlaceMenuController
        What a right click offers.
    comparing : ComparingController
    closing : ClosingController
    sessions : SessionsController
        The reading sessions of what is open.
    places : PlacesController
        How each series was left.
    keeping : KeepingController
        The analyses that outlive the window.
    cine : CineController
    drawing, marks : controllers of what the reader draws
    prompt : TextPrompt
        Where they ask for names and captions.
    brush : BrushController
    alignment : AlignmentController
    settings : SettingsController
    sending : SendingController
    anonymising : AnonymisingController

    Parameters
    ----------
    analysis_work : callable
        Gives the work that analyses a volume.
    recent_file : Path or None
        Where it is remembered what was opened; None remembers nothing.
    sessions_folder : Path or None
        Where reading sessions are kept; None keeps nothing.
    tour_file : Path or None
        Tells by being there that the hints of the first time were shown; None shows none.
    settings_file : Path or None
        Where settings are kept; None keeps nothing.
    """

    def __init__(
        self,
        analysis_work: Callable[[Volume], Work] = analysis_of,
        recent_file: Path | None = None,
        sessions_folder: Path | None = None,
        tour_file: Path | None = None,
        settings_file: Path | None = None,
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
        self.results = ResultsController(
            self.store, self.opening, self.window.actions_, JobRunner(self), self.window, self
        )
        self.analysis = AnalysisController(self.store, JobRunner(self), analysis_work, self)
        self.export = ExportController(self.store, JobRunner(self), self)
        # Before the panes are drawn it has to be known which of them are seen.
        self._layouts = LayoutsController(
            self.store, self.window.actions_, self.window.grid, self.second, self
        )
        self.comparing = ComparingController(
            self.store,
            self.window.compared,
            self.window.comparisons,
            self.window.actions_,
            JobRunner(self),
            self,
        )
        panes = (
            *self.window.grid.panes.values(),
            *self.second.panes.values(),
            *self.window.compared.current.values(),
        )
        others = tuple(self.window.compared.other.values())
        # Before the panes: a press stops the film before a drag remembers the view.
        self.cine = CineController(self.store, self.window.actions_, (*panes, *others), parent=self)
        self.panes = PanesController(self.store, panes, self)
        self.place_menu = PlaceMenuController(
            self.store, PaneMenu(self.window.actions_, self.window), self.window.actions_, self
        )
        self.compared = PanesController(ComparedStore(self.store, self), others, self)
        self.spine = SpineController(
            self.store, self.window.strip, self.window.actions_, JobRunner(self), self
        )
        self.aligned = AlignedController(
            self.store, self.window.aligned, self.window.actions_, self
        )
        self.surfaces = SurfacesController(
            self.store,
            self.window.grid.surfaces,
            SurfaceWindow(),
            self.window.actions_,
            JobRunner(self),
            self,
        )
        self._side = SideController(self.store, self.window.side, self)
        self._evidence = EvidenceController(
            self.store,
            self.window.side.overlays,
            self.window.side.findings.weights,
            self.window.actions_,
            self,
        )
        self._commands = CommandsController(self.store, self.window.actions_, self)
        self._hanging = HangingController(self.store, self.window.actions_, self)
        self._oblique = ObliqueController(self.store, self.window.actions_, self)
        self._walking = WalkingController(self.store, self.window.actions_, self)
        # The last to hear of a change: what it says to that, nobody hears before the change.
        self.sessions = SessionsController(self.store, JobRunner(self), sessions_folder, self)
        self.places = PlacesController(self.store, sessions_folder, self)
        cards = Path(str(files("resources").joinpath("weights")))
        self.keeping = KeepingController(
            self.store, JobRunner(self), JobRunner(self), cards, sessions_folder, self
        )
        self._reading = ReadingController(
            self.store, self.sessions, self.window.side.findings.form, self.window.actions_, self
        )
        self.help = HelpController(
            self.store,
            self.window.actions_,
            self.window.side.tour,
            cards,
            tour_file,
            self,
        )
        self._make_tools(panes)
        self.closing = ClosingController(
            self.store, self.opening, self.analysis, self.sessions, self.window.actions_, self
        )
        self.settings = SettingsController(
            self.store,
            self.window.actions_,
            (*panes, *others),
            self.window,
            None if settings_file is None else SettingsFile(settings_file),
            self,
        )
        self._send_out()
        self._asking = AskingController(
            self.window,
            self.window.actions_,
            self.opening,
            self.export,
            self.anonymising,
            self.sessions,
            self,
        )
        self._palette = PaletteController(self.store, self.window.actions_, self.window, self)
        self._connect()

    def _make_tools(self, panes: Sequence[PlanePane]) -> None:
        """Make what draws, measures and paints on the panes."""
        self.prompt = TextPrompt(self.window)
        self.drawing = DrawingController(self.store, self.sessions, panes, self.prompt, self)
        self.marks = MarksController(
            self.store,
            self.sessions,
            self.window.side.marks,
            MarkMenu(self.window),
            self.window.actions_,
            self.window.status,
            self.prompt,
            self,
        )
        self.brush = BrushController(
            self.store, self.sessions, panes, self.window.side.brush, self.window.actions_, self
        )
        self.alignment = AlignmentController(
            self.store,
            self.sessions,
            panes,
            AlignmentWindow(self.window.actions_, self.window),
            self.window.actions_,
            JobRunner(self),
            self,
        )
        self.drawing.claimed = lambda at: self.alignment.claims(at) or self.brush.claims(at)
        self.panes.claimed = lambda at: self.drawing.claimed(at) or self.drawing.claims(at)

    def _send_out(self) -> None:
        """Build what hands results to others."""
        self.sending = SendingController(
            self.store, self.window.actions_, self.window, JobRunner(self), JobRunner(self), self
        )
        self.settings.opened.connect(self.sending.serve)
        self.anonymising = AnonymisingController(self.store, JobRunner(self), self.window, self)

    def _connect(self) -> None:
        window, does = self.window, self.window.actions_
        TitleController(self.store, window, self)
        self.store.changed.connect(self._follow)
        self.panes.probed.connect(window.status.set_probe)
        self.panes.menu_requested.connect(self._show_menu)
        self.compared.probed.connect(self._probe_beside)
        self.compared.menu_requested.connect(self.place_menu.show_beside)
        window.browser.compare_requested.connect(self.comparing.compare)
        window.browser.close_requested.connect(self.closing.close)
        window.status.cancel_requested.connect(self.comparing.cancel)
        window.paths_dropped.connect(self.opening.open_paths)
        window.browser.series_chosen.connect(self.opening.open_series)
        window.browser.result_chosen.connect(self.results.choose)
        window.recent.chosen.connect(self._open_recent)
        window.grid.start.recent_chosen.connect(self._open_recent)
        window.grid.start.cancel_requested.connect(self.opening.cancel)
        window.grid.start.cancel_requested.connect(self.results.cancel)
        window.status.cancel_requested.connect(self.opening.cancel)
        window.status.cancel_requested.connect(self.results.cancel)
        does.next_series.triggered.connect(partial(self.opening.step_series, 1))
        does.previous_series.triggered.connect(partial(self.opening.step_series, -1))
        window.closing.connect(self.shutdown)
        window.may_close = self._asking.may_close
        window.side.findings.level_chosen.connect(self._walking.go_to)
        for levels in (window.side.findings, window.strip):
            levels.level_menu_requested.connect(self.place_menu.show_of)
        window.side.findings.form.note_done.connect(self._focus_pane)
        self.export.exported.connect(self.sessions.note_export)
        self.anonymising.exported.connect(self.sessions.note_export)
        self.sending.sent.connect(self.sessions.note_export)
        window.side.analysis.analyse_requested.connect(self.analysis.analyse)
        window.side.analysis.cancel_requested.connect(self.analysis.cancel)
        does.analyse.triggered.connect(self.analysis.analyse)
        does.cancel.triggered.connect(self.analysis.cancel)
        does.cheat_sheet.triggered.connect(self._show_cheat_sheet)
        does.quit.triggered.connect(window.close)

    def _follow(self, before: AppState, after: AppState) -> None:
        if _work_beside(before) != _work_beside(after):
            job, can_cancel = _work_beside(after)
            self.window.status.set_job(job, can_cancel=can_cancel)
        is_new = before.study is None and after.study is not None
        if is_new or (before.compared is None) != (after.compared is None):
            self._focus_pane()

    def _show_menu(self, at: Pointer) -> None:
        """Show what a right click offers: on a mark, what can be done with that."""
        if not self.marks.show_menu_of(self.drawing.clicked):
            self.place_menu.show(at)

    def _focus_pane(self) -> None:
        """Give the keyboard to the plane that keys act on."""
        view = self.store.state.view
        plane = Plane.AXIAL if view is None else view.active
        beside = self.store.state.compared is not None
        panes = self.window.compared.current if beside else self.window.grid.panes
        panes[plane].setFocus()

    def _probe_beside(self, text: str) -> None:
        """Tell what lies under the mouse in the other study; else the panes tell theirs."""
        head = comparison_head(self.store.state)
        if head is not None and any(
            pane.underMouse() for pane in self.window.compared.other.values()
        ):
            self.window.status.set_probe(f"{head.badge}  {text}")

    def _open_recent(self, entry: Recent) -> None:
        self.opening.open_paths(entry.paths)

    def _show_cheat_sheet(self) -> None:
        CheatSheet(self.settings.bound, self.window).open()

    def show_result(self, volume: Volume, analysis: Analysis) -> None:
        """Show a volume with its analysis, the crosshair on the most suspected level."""
        self.store.set(set_analysis(open_study(self.store.state, make_study(volume)), analysis))
        if analysis.suspected:
            view = at_level(self.store.state, analysis.suspected[0].level)
            self.store.set(replace(self.store.state, view=view))

    def shutdown(self) -> None:
        """Cancel every job and wait for its thread; no window stays behind."""
        self.second.hide()
        self.cine.shutdown()
        self.opening.shutdown()
        self.surfaces.close()
        self.help.close()
        self.alignment.close()
        for controller in (
            self.browsing,
            self.starting,
            self.analysis,
            self.export,
            self.comparing,
            self.sending,
            self.anonymising,
            self.results,
        ):
            controller.runner.shutdown()
        self.sending.tester.shutdown()
        self.spine.shutdown()
        self.places.write()
        self.keeping.shutdown()
        self.sessions.shutdown()


def _work_beside(state: AppState) -> tuple[Job | None, bool]:
    """Return the work that the status bar shows, and whether it can be cancelled there.

    While no study is open, the start page shows what is being opened.
    """
    if state.opening is not None and state.study is not None:
        return state.opening, True
    if state.comparing is not None:
        return state.comparing, True
    if state.opening_results is not None:
        return state.opening_results, True
    return state.exporting, False
