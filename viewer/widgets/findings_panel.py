"""The seven levels, always all of them: what the model holds, and what the reader says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inference.findings import LEVELS, Level
from viewer.state.panel import PanelContent
from viewer.state.wording import NOTHING_DECIDED, patient_summary, percent, threshold_words
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.key_texts import follow_tip
from viewer.widgets.level_row import LevelRow
from viewer.widgets.plane_weights import PlaneWeightsBar
from viewer.widgets.verdict_form import VerdictFormWidget

ROW_SPACING_PX = 5

CAUTION = noop("Below threshold does not mean that nothing is broken.")


class FindingsPanel(QWidget):
    """Lists C1..C7 with probability and reading state, and takes the reader's verdicts.

    Attributes
    ----------
    rows : dict of Level to LevelRow
    weights : PlaneWeightsBar
        What the planes of the level weighed that the walk stands at.
    form : VerdictFormWidget
        Below the rows, which so never move: for the level that the walk stands at.
    commit : QPushButton
        Ends the own read; shown while the model's word is withheld.

    Signals
    -------
    level_chosen : Level
        The reader wants to go there.
    level_menu_requested : Level
        The reader wants to see what can be said of it.
    level_shown_changed : Level, bool
        The reader shows or hides a level on the images.
    """

    level_chosen = Signal(object)
    level_menu_requested = Signal(object)
    level_shown_changed = Signal(object, bool)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._patient = QLabel()
        self._patient.setObjectName("big")
        self._patient.setWordWrap(True)
        self._explanation = QLabel()
        self._explanation.setObjectName("muted")
        self._explanation.setWordWrap(True)
        self._progress = QLabel()
        self._progress.setObjectName("muted")
        self._unsaved = QLabel()
        self._unsaved.setObjectName("unsaved")
        self.commit = QPushButton(tr("Commit my read"))
        self.commit.setObjectName("primary")
        follow_tip(self.commit, actions.commit_read)
        self.commit.setAccessibleName(tr("Commit my own read and show the model's result"))
        self.commit.clicked.connect(actions.commit_read.trigger)
        self.rows = {level: LevelRow(level) for level in LEVELS}
        self.weights = PlaneWeightsBar()
        self.form = VerdictFormWidget(actions)
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QLabel(tr("Levels"))
        heading.setObjectName("heading")
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self._unsaved)
        head.addWidget(self._progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ROW_SPACING_PX)
        layout.addLayout(head)
        layout.addWidget(self._patient)
        layout.addWidget(self._explanation)
        for row in self.rows.values():
            row.chosen.connect(self.level_chosen)
            row.menu_requested.connect(self.level_menu_requested)
            row.shown_changed.connect(self.level_shown_changed)
            layout.addWidget(row)
        layout.addWidget(self.weights)
        layout.addWidget(self.form)
        layout.addWidget(self.commit)

    @property
    def patient_text(self) -> str:
        """What stands above the levels."""
        return f"{self._patient.text()} {self._explanation.text()}".strip()

    @property
    def progress_text(self) -> str:
        """How far the reading has come."""
        return self._progress.text()

    @property
    def unsaved_text(self) -> str:
        """Why the latest change is not on disk; empty where everything is."""
        return self._unsaved.toolTip()

    def set_content(self, content: PanelContent) -> None:
        """Show what the model holds and what the reader has said."""
        self._show_patient(content)
        self._progress.setText(content.progress)
        self._unsaved.setText(tr("⚠ Not saved") if content.unsaved else "")
        self._unsaved.setToolTip(content.unsaved)
        self._unsaved.setAccessibleName(content.unsaved)
        for entry in content.entries:
            self.rows[entry.level].set_entry(entry)
        self.form.set_form(content.form)
        self.commit.setVisible(content.withheld)

    def _show_patient(self, content: PanelContent) -> None:
        patient = content.patient
        suspected = patient is not None and patient.suspected
        text, explanation = content.headline, content.explanation
        if patient is not None:
            chance = "" if patient.probability is None else f"{percent(patient.probability)}  "
            mark = "▲ " if suspected else ""
            text = tr(
                "Whole neck: {said}",
                said=f"{chance}{mark}{patient_summary(patient)}",
            )
            findings = (one.finding for one in content.entries if one.finding is not None)
            explanation = (
                tr(NOTHING_DECIDED)
                if patient.probability is None
                else f"{threshold_words(patient, findings)} {tr(CAUTION)}"
            )
        self._patient.setText(text)
        self._explanation.setText(explanation)
        self._explanation.setVisible(bool(explanation))
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
