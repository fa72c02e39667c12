"""The window: it lays out widgets, menus and the toolbar, and knows nothing of what they do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QProgressBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from inference.imaging.series import Series
from viewer.state.app import Job
from viewer.state.wording import series_choice
from viewer.widgets.actions import Actions
from viewer.widgets.pane_grid import PaneGrid
from viewer.widgets.side_panel import SidePanel

FIRST_SIZE_PX = (1600, 1000)
PROGRESS_STEPS = 1000
PROGRESS_WIDTH_PX = 220
STATUS_MARGIN_PX = 8
SERIES_WIDTH_IN_CHARACTERS = 34


class MainWindow(QMainWindow):
    """The only window of Dens.

    Attributes
    ----------
    actions_ : Actions
        Every command.
    grid : PaneGrid
    side : SidePanel

    Signals
    -------
    path_dropped : Path
        Something was dropped on the window.
    series_chosen : Series
        The reader wants to see another series.
    closing : no argument
        The window is about to go.
    """

    path_dropped = Signal(object)
    series_chosen = Signal(object)
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Dens")
        self.resize(*FIRST_SIZE_PX)
        self.setAcceptDrops(True)
        self.actions_ = Actions(self)
        self.grid = PaneGrid()
        self.side = SidePanel(self.actions_)
        self._choices: tuple[Series, ...] = ()
        self._series = self._build_series_box()
        self._build_centre()
        self._build_toolbar()
        self._build_menus()
        self._build_status()

    def show_fitting(self) -> None:
        """Show at the first size, or fill a screen that is smaller than that."""
        room = self.screen().availableGeometry()
        if room.width() < self.width() or room.height() < self.height():
            self.showMaximized()
        else:
            self.show()

    def _build_centre(self) -> None:
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        row.addWidget(self.side)
        self.setCentralWidget(centre)

    def _build_series_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName("Series")
        box.setToolTip("CT series of this study")
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(SERIES_WIDTH_IN_CHARACTERS)
        box.activated.connect(self._tell_series)
        return box

    def _build_toolbar(self) -> None:
        bar = QToolBar("Tools")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addAction(self.actions_.open_folder)
        self._series_action = bar.addWidget(self._series)
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
            (self.actions_.open_folder, "Open"),
            (self.actions_.reset, "Reset"),
            (self.actions_.maximise, "Maximise"),
            (self.actions_.previous_level, "◀ Suspected"),
            (self.actions_.next_level, "Suspected ▶"),
            (self.actions_.cheat_sheet, "Keys"),
        ):
            action.setIconText(short)
        more = bar.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            more.setAccessibleName("More tools")
            # The style's own arrow is drawn for a light theme.
            more.setIcon(QIcon())
            more.setText("»")
            more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.addToolBar(bar)
        self.set_choices((), None)

    def _build_menus(self) -> None:
        does = self.actions_
        menus = self.menuBar()
        file_menu = menus.addMenu("&File")
        file_menu.addActions([does.open_folder, does.open_file])
        file_menu.addSeparator()
        file_menu.addActions([does.export_pdf, does.export_all])
        file_menu.addSeparator()
        file_menu.addAction(does.quit)
        self._view_menu = menus.addMenu("&View")
        self._fill_view_menu(self._view_menu)
        levels = menus.addMenu("&Analysis")
        levels.addActions([does.analyse, does.cancel])
        levels.addSeparator()
        levels.addActions([does.next_level, does.previous_level])
        menus.addMenu("&Help").addAction(does.cheat_sheet)

    def _fill_view_menu(self, menu: QMenu) -> None:
        does = self.actions_
        menu.addActions(list(does.windows.values()))
        menu.addSeparator()
        menu.addActions([does.masks, does.boxes])
        menu.addSeparator()
        menu.addActions([does.maximise, does.reset])

    def _build_status(self) -> None:
        self._probe = QLabel()
        self._probe.setAccessibleName("Voxel under the mouse")
        self._job_text = QLabel()
        self._job_text.setObjectName("muted")
        self._job_bar = QProgressBar()
        self._job_bar.setRange(0, PROGRESS_STEPS)
        self._job_bar.setMaximumWidth(PROGRESS_WIDTH_PX)
        self._job_bar.setAccessibleName("Progress")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(STATUS_MARGIN_PX, 0, STATUS_MARGIN_PX, 0)
        bar.addWidget(self._probe, 1)
        bar.addPermanentWidget(self._job_text)
        bar.addPermanentWidget(self._job_bar)
        self.set_job(None)

    @property
    def probe_text(self) -> str:
        """What the status bar says of the voxel under the mouse."""
        return self._probe.text()

    def set_probe(self, text: str) -> None:
        """Show what lies under the mouse."""
        self._probe.setText(text)

    def set_job(self, job: Job | None) -> None:
        """Show the opening or the export under way, or that there is none."""
        self._job_text.setVisible(job is not None)
        self._job_bar.setVisible(job is not None)
        if job is not None:
            self._job_text.setText(job.text)
            self._job_bar.setValue(round(job.fraction * PROGRESS_STEPS))

    def set_choices(self, choices: tuple[Series, ...], chosen: Series | None) -> None:
        """Offer the series of the study; one alone needs no choice."""
        self._choices = choices
        self._series.clear()
        for series in choices:
            self._series.addItem(series_choice(series))
        for number, series in enumerate(choices):
            if series is chosen:
                self._series.setCurrentIndex(number)
        self._series_action.setVisible(len(choices) > 1)

    def _tell_series(self, number: int) -> None:
        self.series_chosen.emit(self._choices[number])

    def show_view_menu(self) -> None:
        """Show the View menu under the mouse."""
        self._view_menu.popup(self.cursor().pos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept local files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the first file or folder that was dropped."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self.path_dropped.emit(Path(local[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the work under way be stopped before the window goes."""
        # Hidden first: a step that can't be interrupted is waited for out of sight.
        self.hide()
        self.closing.emit()
        super().closeEvent(event)
