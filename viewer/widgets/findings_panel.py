"""The seven levels, always all of them, and what the model holds of the whole neck."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from inference.findings import LEVELS, Analysis, Level, PatientFinding
from viewer.state.wording import patient_summary, percent
from viewer.widgets.level_row import LevelRow

ROW_SPACING_PX = 5

CAUTION = "Below threshold does not mean that nothing is broken."


class FindingsPanel(QWidget):
    """Lists C1..C7 with probability and state.

    Signals
    -------
    level_chosen : Level
        The reader wants to go there.
    level_shown_changed : Level, bool
        The reader shows or hides a level on the images.
    """

    level_chosen = Signal(object)
    level_shown_changed = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._patient = QLabel()
        self._patient.setObjectName("big")
        self._patient.setWordWrap(True)
        self._threshold = QLabel()
        self._threshold.setObjectName("muted")
        self._threshold.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ROW_SPACING_PX)
        layout.addWidget(self._patient)
        layout.addWidget(self._threshold)
        self.rows = {level: LevelRow(level) for level in LEVELS}
        for row in self.rows.values():
            row.chosen.connect(self.level_chosen)
            row.shown_changed.connect(self.level_shown_changed)
            layout.addWidget(row)
        self.set_analysis(None)

    @property
    def patient_text(self) -> str:
        """What stands above the levels."""
        return f"{self._patient.text()} {self._threshold.text()}".strip()

    def set_analysis(self, analysis: Analysis | None) -> None:
        """Show an analysis, or that there is none yet."""
        for number, level in enumerate(LEVELS):
            self.rows[level].set_finding(None if analysis is None else analysis.findings[number])
        self._show_patient(None if analysis is None else analysis.patient)

    def _show_patient(self, patient: PatientFinding | None) -> None:
        suspected = patient is not None and patient.suspected
        if patient is None:
            self._patient.setText("Not analysed yet")
            self._threshold.setText("")
        else:
            chance = "" if patient.probability is None else f"{percent(patient.probability)}  "
            mark = "▲ " if suspected else ""
            self._patient.setText(f"Whole neck: {chance}{mark}{patient_summary(patient)}")
            self._threshold.setText(f"Threshold {percent(patient.threshold)}. {CAUTION}")
        self._threshold.setVisible(patient is not None)
        self._patient.setProperty("suspected", suspected)
        self._patient.style().unpolish(self._patient)
        self._patient.style().polish(self._patient)

    def set_selected(self, selected: Level | None) -> None:
        """Mark the level that the reader went to last."""
        for level, row in self.rows.items():
            row.set_selected(level is selected)

    def set_hidden(self, hidden: frozenset[Level]) -> None:
        """Tell which levels are switched off on the images."""
        for level, row in self.rows.items():
            row.set_shown(level not in hidden)
