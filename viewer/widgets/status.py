"""The line below the images: what lies under the mouse, and the work under way."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from viewer.state.app import Job
from viewer.texts import tr

PROGRESS_STEPS = 1000
PROGRESS_WIDTH_PX = 220
MARGIN_PX = 8


class StatusLine(QStatusBar):
    """The window's status bar.

    Signals
    -------
    cancel_requested : no argument
        The reader wants the work under way to stop.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probe = QLabel()
        self._probe.setAccessibleName(tr("Voxel under the mouse"))
        self._tool = QLabel()
        self._tool.setObjectName("tool")
        self._tool.setAccessibleName(tr("Active tool"))
        self._text = QLabel()
        self._text.setObjectName("muted")
        self._progress = QProgressBar()
        self._progress.setRange(0, PROGRESS_STEPS)
        self._progress.setMaximumWidth(PROGRESS_WIDTH_PX)
        self._progress.setAccessibleName(tr("Progress"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setObjectName("small")
        self.cancel.setAccessibleName(tr("Cancel opening"))
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(self.cancel_requested)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        self.addWidget(self._tool)
        self.addWidget(self._probe, 1)
        for widget in (self._text, self._progress, self.cancel):
            self.addPermanentWidget(widget)
        self.set_tool("")
        self.set_job(None, can_cancel=False)

    @property
    def probe_text(self) -> str:
        """What is said of the voxel under the mouse."""
        return self._probe.text()

    @property
    def tool_text(self) -> str:
        """What is said of the active tool."""
        return self._tool.text()

    def set_tool(self, text: str) -> None:
        """Say which tool is active and what to do with it; empty where none is."""
        self._tool.setText(text)
        self._tool.setVisible(bool(text))

    def set_probe(self, text: str) -> None:
        """Show what lies under the mouse."""
        self._probe.setText(text)

    def set_job(self, job: Job | None, *, can_cancel: bool) -> None:
        """Show the work under way, or that there is none."""
        self._text.setVisible(job is not None)
        self._progress.setVisible(job is not None)
        self.cancel.setVisible(job is not None and can_cancel)
        if job is not None:
            self._text.setText(job.text)
            self._progress.setValue(round(job.fraction * PROGRESS_STEPS))
