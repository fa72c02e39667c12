"""The window: it lays out widgets, menus and the toolbar, and knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QIcon,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QToolBar,
    QToolButton,
    QWidget,
)

from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.aligned import AlignedPanel
from viewer.widgets.browser import StudyBrowser
from viewer.widgets.compare_menu import CompareMenu
from viewer.widgets.compared_area import ComparedArea
from viewer.widgets.drop_hint import DropHint
from viewer.widgets.key_texts import follow_tip
from viewer.widgets.pane_grid import PaneGrid
from viewer.widgets.recent_menu import RecentMenu
from viewer.widgets.side_panel import SidePanel
from viewer.widgets.spine_strip import SpineStrip
from viewer.widgets.status import StatusLine
from viewer.widgets.tool_row import ToolRow

FIRST_SIZE_PX = (1600, 1000)
RESTORED_SHARE = 0.9
"""Of the screen, at most, once the window does not fill it: its frame needs room, too."""


class MainWindow(QMainWindow):
    """The window of Dens.

    Attributes
    ----------
    actions_ : Actions
        Every command.
    browser : StudyBrowser
        To the left; hidden unless there is something to choose.
    grid : PaneGrid
    compared : ComparedArea
        Around the grid, in whose place it shows two studies side by side.
    aligned : AlignedPanel
        Below the panes; hidden until it is asked for.
    strip : SpineStrip
        Between the panes and the side.
    side : SidePanel
    status : StatusLine
    recent : RecentMenu
    comparisons : CompareMenu
    may_close : callable
        Asked before the window goes.

    Signals
    -------
    paths_dropped : list of Path
        Something was dropped on the window.
    closing : no argument
        The window is about to go.
    """

    paths_dropped = Signal(list)
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Dens")
        self.resize(*FIRST_SIZE_PX)
        self.setAcceptDrops(True)
        self.actions_ = Actions(self)
        self.browser = StudyBrowser()
        self.grid = PaneGrid(self.actions_)
        self.compared = ComparedArea(self.grid, self.actions_)
        self.aligned = AlignedPanel()
        self.strip = SpineStrip()
        self.side = SidePanel(self.actions_)
        self.status = StatusLine()
        self.recent = RecentMenu(self)
        self.comparisons = CompareMenu(self)
        self.may_close: Callable[[], bool] = lambda: True
        follow_tip(self.browser.hide_button, self.actions_.browser, tr("Hide the studies"))
        follow_tip(self.strip.hide_button, self.actions_.strip, tr("Hide the straightened spine"))
        self._build_centre()
        self._build_toolbar()
        self._build_menus()
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, ToolRow(self.actions_))
        self.setStatusBar(self.status)
        self._hint = DropHint(self.grid)
        self.actions_.full_screen.triggered.connect(self.set_full_screen)

    def show_filling(self) -> None:
        """Fill the screen, as slices need; made smaller, the window fits it with its frame."""
        room = self.screen().availableGeometry().size()
        self.resize(QSize(*FIRST_SIZE_PX).boundedTo(room * RESTORED_SHARE))
        self.showMaximized()

    def set_full_screen(self, full: bool) -> None:
        """Fill the screen, or be a window again, as large as before."""
        state = Qt.WindowState.WindowFullScreen
        self.setWindowState(self.windowState() | state if full else self.windowState() & ~state)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the command in step: the system may change the window, too."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_.full_screen.setChecked(self.isFullScreen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the strip take its part of the width, and no more."""
        super().resizeEvent(event)
        self.strip.set_room(self.width())

    def _build_centre(self) -> None:
        images = QSplitter(Qt.Orientation.Horizontal)
        images.setHandleWidth(3)
        images.setChildrenCollapsible(False)
        images.addWidget(self.browser)
        planes = QSplitter(Qt.Orientation.Vertical)
        planes.setHandleWidth(3)
        planes.setChildrenCollapsible(False)
        planes.addWidget(self.compared)
        planes.addWidget(self.aligned)
        planes.setStretchFactor(0, 1)
        images.addWidget(planes)
        images.setStretchFactor(1, 1)
        for widget in (self.browser, self.aligned, self.strip):
            widget.hide()
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(images, 1)
        row.addWidget(self.strip)
        row.addWidget(self.side)
        self.setCentralWidget(centre)

    def _build_toolbar(self) -> None:
        bar = QToolBar(tr("Tools"))
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addAction(self.actions_.open_folder)
        bar.addAction(self.actions_.browser)
        bar.addSeparator()
        for action in self.actions_.windows.values():
            bar.addAction(action)
        bar.addSeparator()
        bar.addAction(self.actions_.reset)
        bar.addAction(self.actions_.maximise)
        bar.addSeparator()
        bar.addAction(self.actions_.previous_level)
        bar.addAction(self.actions_.next_level)
        bar.addSeparator()
        bar.addAction(self.actions_.cheat_sheet)
        for action, short in (
            (self.actions_.open_folder, tr("Open")),
            (self.actions_.browser, tr("Studies")),
            (self.actions_.reset, tr("Reset")),
            (self.actions_.maximise, tr("Maximise")),
            (self.actions_.previous_level, tr("◀ Level")),
            (self.actions_.next_level, tr("Level ▶")),
            (self.actions_.cheat_sheet, tr("Keys")),
        ):
            action.setIconText(short)
        more = bar.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            more.setAccessibleName(tr("More tools"))
            # The style's own arrow is drawn for a light theme.
            more.setIcon(QIcon())
            more.setText("»")
            more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.addToolBar(bar)

    def _build_menus(self) -> None:
        does = self.actions_
        menus = self.menuBar()
        file_menu = menus.addMenu(tr("&File"))
        file_menu.addActions([does.open_folder, does.open_file])
        file_menu.addMenu(self.recent)
        file_menu.addActions([does.open_result, does.close_result])
        file_menu.addAction(does.close_study)
        file_menu.addSeparator()
        file_menu.addActions([does.export_pdf, does.export_all, does.export_anonymised])
        file_menu.addAction(does.send)
        file_menu.addSeparator()
        file_menu.addAction(does.settings)
        file_menu.addSeparator()
        file_menu.addAction(does.quit)
        self._fill_view_menu(menus.addMenu(tr("&View")))
        levels = menus.addMenu(tr("&Analysis"))
        levels.addActions([does.analyse, does.cancel])
        self._fill_read_menu(menus.addMenu(tr("&Read")))
        self._fill_measure_menu(menus.addMenu(tr("&Measure")))
        window_menu = menus.addMenu(tr("&Window"))
        window_menu.addAction(does.maximise)
        window_menu.addActions(list(does.arrangements.values()))
        window_menu.addSeparator()
        window_menu.addAction(does.second)
        window_menu.addActions(list(does.second_planes.values()))
        window_menu.addSeparator()
        window_menu.addAction(does.full_screen)
        menus.addMenu(tr("&Help")).addActions(
            [does.palette, does.cheat_sheet, does.limits, does.tour]
        )

    def _fill_view_menu(self, menu: QMenu) -> None:
        does = self.actions_
        menu.addActions(list(does.windows.values()))
        menu.addSeparator()
        image = menu.addMenu(tr("&Image"))
        image.addAction(does.invert)
        image.addSeparator()
        image.addActions(list(does.turns.values()))
        slab = menu.addMenu(tr("Sl&ab"))
        slab.addActions(list(does.slabs.values()))
        slab.addSeparator()
        slab.addAction(does.next_slab)
        cine = menu.addMenu(tr("&Cine"))
        cine.addAction(does.cine)
        cine.addSeparator()
        cine.addActions(list(does.cine_rates.values()))
        menu.addSeparator()
        menu.addActions([does.masks, does.boxes, does.evidence, does.texts])
        menu.addSeparator()
        menu.addActions([does.strip, does.aligned, does.surface])
        menu.addSeparator()
        menu.addActions([does.browser, does.previous_series, does.next_series])
        menu.addMenu(self.comparisons)
        menu.addActions([does.compare, does.link, does.link_here])
        menu.addSeparator()
        menu.addActions([does.turn_to_level, does.reset_planes])
        menu.addSeparator()
        menu.addActions([does.maximise, does.reset])

    def _fill_read_menu(self, menu: QMenu) -> None:
        does = self.actions_
        menu.addActions([does.undo, does.redo])
        menu.addSeparator()
        menu.addActions([does.next_level, does.previous_level])
        menu.addSeparator()
        menu.addActions([does.accept, does.reject, does.uncertain, does.own_finding])
        menu.addSeparator()
        menu.addActions([does.blind_first, does.commit_read])
        menu.addSeparator()
        menu.addAction(does.measurements)
        masks = menu.addMenu(tr("Correct &masks"))
        masks.addActions(list(does.brushes.values()))
        masks.addSeparator()
        masks.addActions(list(does.brush_levels.values()))
        masks.addSeparator()
        masks.addActions([does.brush_smaller, does.brush_larger, does.brush_ball])
        masks.addSeparator()
        masks.addAction(does.reset_mask)

    def _fill_measure_menu(self, menu: QMenu) -> None:
        does = self.actions_
        menu.addActions(list(does.tools.values()))
        menu.addSeparator()
        menu.addActions([does.key_image, does.lock_tool])
        menu.addSeparator()
        menu.addAction(does.delete_mark)

    @property
    def probe_text(self) -> str:
        """What the status bar says of the voxel under the mouse."""
        return self.status.probe_text

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept local files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._hint.set_shown(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the hint away."""
        super().dragLeaveEvent(event)
        self._hint.set_shown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the files and folders that were dropped."""
        self._hint.set_shown(False)
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self.paths_dropped.emit([Path(path) for path in local])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the work under way be stopped before the window goes, if it may go."""
        if not self.may_close():
            event.ignore()
            return
        # Hidden first: a step that can't be interrupted is waited for out of sight.
        self.hide()
        self.closing.emit()
        super().closeEvent(event)
