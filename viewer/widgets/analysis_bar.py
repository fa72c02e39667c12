"""The Analyse button, and while it works the progress and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from viewer.state.app import Job
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.key_texts import follow_tip

PROGRESS_STEPS = 1000


class AnalysisBar(QWidget):
    """Starts and stops the analysis.

    Signals
    -------
    analyse_requested, cancel_requested : no argument
    """

    analyse_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(tr("Analyse"))
        self.button.setObjectName("primary")
        follow_tip(self.button, actions.analyse)
        self.button.setAccessibleName(tr("Analyse this volume"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAccessibleName(tr("Cancel the analysis"))
        for button in (self.button, self.cancel):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.progress = QProgressBar()
        self.progress.setRange(0, PROGRESS_STEPS)
        self.progress.setAccessibleName(tr("Progress of the analysis"))
        self._text = QLabel()
        self._text.setObjectName("muted")
        self._text.setWordWrap(True)
        self._made = QLabel()
        self._made.setObjectName("muted")
        self._made.setWordWrap(True)
        self._working = False
        self._doubt = QLabel()
        self._doubt.setObjectName("doubt")
        self._doubt.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button, 1)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._text)
        layout.addWidget(self._made)
        layout.addWidget(self._doubt)
        self.button.clicked.connect(self.analyse_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.set_job(None)

    def set_job(self, job: Job | None) -> None:
        """Show the analysis under way, or that none is."""
        self.button.setVisible(job is None)
        self.progress.setVisible(job is not None)
        self.cancel.setVisible(job is not None)
        self._working = job is not None
        if job is not None:
            self.progress.setValue(round(job.fraction * PROGRESS_STEPS))
            self._text.setText(job.text)
        self._show_text()

    @property
    def doubt(self) -> str:
        """What is said below the button; mostly empty."""
        return self._doubt.text()

    @property
    def made(self) -> str:
        """What is said of an analysis that was kept; mostly empty."""
        return self._made.text()

    def _show_text(self) -> None:
        """Show what is being done, or what the reader should know before."""
        self._text.setVisible(self._working)
        self._made.setVisible(bool(self.made) and not self._working)
        self._doubt.setVisible(bool(self.doubt) and not self._working)

    def set_ready(self, ready: bool, *, again: bool, doubt: str = "", made: str = "") -> None:
        """Tell whether there is a volume that could be analysed, and whether it was already.

        Parameters
        ----------
        ready, again : bool
        doubt : str
            Why an analysis may not make sense.
        made : str
            When the analysis was made that is shown, where that was not in this window.
        """
        self._made.setText(made)
        self._doubt.setText(f"⚠ {doubt}" if doubt else "")
        self._show_text()
        self.button.setEnabled(ready)
        self.button.setText(tr("Analyse again") if again else tr("Analyse"))
