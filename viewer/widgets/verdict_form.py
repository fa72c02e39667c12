"""What the reader says of the level that the walk stands at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inference.findings import Level
from viewer.review.review import FalsePositiveReason, Impression, MissedReason
from viewer.state.bindings import Keys
from viewer.state.panel import Choice, VerdictForm
from viewer.state.reading_wording import ReaderState, reason_words
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.key_texts import follow_tip, keys_of, with_keys

SIGNS = {
    ReaderState.ACCEPTED: "✓",
    ReaderState.REJECTED: "✗",
    ReaderState.UNCERTAIN: "?",
    ReaderState.OWN_FINDING: "+",
}
"""Stand before the choices, as in the levels' rows."""

_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}

LONGEST_NOTE = 2000
"""Characters: a note, not a report."""


class ReasonMenu(QToolButton):
    """A button with a list of reasons to tick.

    Signals
    -------
    chosen : tuple of reasons
        Those that are ticked, after the reader changed one.
    """

    chosen = Signal(tuple)

    def __init__(
        self,
        reasons: type[FalsePositiveReason] | type[MissedReason],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.menu_ = QMenu(self)
        self.ticks: dict[FalsePositiveReason | MissedReason, QAction] = {}
        for reason in reasons:
            tick = self.menu_.addAction(_capital(reason_words(reason)))
            tick.setCheckable(True)
            tick.triggered.connect(self._tell)
            self.ticks[reason] = tick
        self.setMenu(self.menu_)

    def set_given(self, text: str, given: tuple[FalsePositiveReason | MissedReason, ...]) -> None:
        """Tick the reasons that are given, and count them after the button's text."""
        for reason, tick in self.ticks.items():
            tick.setChecked(reason in given)
        self.setText(f"{text} ({len(given)})" if given else text)

    def _tell(self) -> None:
        self.chosen.emit(tuple(reason for reason, tick in self.ticks.items() if tick.isChecked()))


class NoteEdit(QLineEdit):
    """A line of free text that keeps the Enter key to itself.

    Signals
    -------
    done : no argument
        The reader has ended it with Enter or Esc.
    """

    done = Signal()

    def event(self, event: QEvent) -> bool:
        """Claim Enter and Esc before the window's own keys: half a note is no verdict."""
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() in _ENDS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell when the note is done."""
        if event.key() in _ENDS:
            self.done.emit()
            return
        super().keyPressEvent(event)


class VerdictFormWidget(QFrame):
    """Three choices, the reasons, an own finding, and a note.

    Signals
    -------
    chosen : Verdict or Impression, bool
        A choice was made, or taken back.
    reasons_given : tuple of FalsePositiveReason
    missed_given : tuple of MissedReason or None
        Reasons of the reader's own finding; None takes it away.
    note_written : str
    note_done : no argument
    """

    chosen = Signal(object, bool)
    reasons_given = Signal(tuple)
    missed_given = Signal(object)
    note_written = Signal(str)
    note_done = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self._verdicts = actions.accept, actions.reject, actions.uncertain
        self._impressions = actions.own_finding, actions.reject, actions.uncertain
        self._form: VerdictForm | None = None
        self._level = QLabel()
        self._level.setObjectName("big")
        self.choices = tuple(_choice_button() for _ in self._verdicts)
        self.reasons = ReasonMenu(FalsePositiveReason)
        self.missed = ReasonMenu(MissedReason)
        follow_tip(
            self.missed,
            actions.own_finding,
            tr("What you see here and the model missed, and where"),
        )
        self._first = self.missed.menu_.actions()[0]
        self.missed_any = QAction(tr("Finding of my own"), self.missed.menu_)
        self.missed_any.setCheckable(True)
        self.missed.menu_.insertAction(self._first, self.missed_any)
        self.missed.menu_.insertSeparator(self._first)
        self.note = NoteEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self._lay_out()
        for number, button in enumerate(self.choices):
            button.clicked.connect(lambda on, n=number: self._tell_choice(n, on))
        self.reasons.chosen.connect(self.reasons_given)
        self.missed.chosen.connect(self.missed_given)
        self.missed_any.triggered.connect(lambda on: self.missed_given.emit(() if on else None))
        self.note.textEdited.connect(self.note_written)
        self.note.done.connect(self.note_done)
        self.set_form(None)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(4)
        for button in self.choices:
            choices.addWidget(button, 1)
        more = QHBoxLayout()
        more.setSpacing(4)
        more.addWidget(self.reasons, 1)
        more.addWidget(self.missed, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(choices)
        column.addLayout(more)
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(self._level)
        last.addWidget(self.note, 1)
        column.addLayout(last)

    def set_form(self, form: VerdictForm | None) -> None:
        """Show what can be said and what is said; None where there is nothing to say."""
        self._form = form
        self.setVisible(form is not None)
        if form is None:
            return
        level = form.level
        self._level.setText(level.value)
        blind = isinstance(form.choices[0].value, Impression)
        actions = self._impressions if blind else self._verdicts
        for button, choice, action in zip(self.choices, form.choices, actions, strict=True):
            _show_choice(button, choice, keys_of(action), level)
        self.reasons.setVisible(form.reasons is not None)
        self.reasons.set_given(tr("Reason"), form.reasons or ())
        self.reasons.setAccessibleName(tr("Reasons against the suspicion at {level}", level=level))
        self.reasons.setToolTip(tr("Why the model's suspicion is doubted"))
        self.missed.setVisible(form.can_miss)
        own = tr("Add own finding") if form.missed is None else tr("Own finding")
        self.missed.set_given(own, form.missed or ())
        self.missed.setAccessibleName(tr("Finding of your own at {level}", level=level))
        self.missed_any.setChecked(form.missed is not None)
        self.note.setPlaceholderText(tr("Note on {level}", level=level))
        self.note.setAccessibleName(tr("Note on {level}", level=level))
        if self.note.text() != form.note:
            self.note.setText(form.note)

    def _tell_choice(self, number: int, on: bool) -> None:
        if self._form is not None:
            # What is on is for the state to say.
            self.choices[number].setChecked(self._form.choices[number].chosen)
            self.chosen.emit(self._form.choices[number].value, on)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _choice_button() -> QPushButton:
    button = QPushButton()
    button.setObjectName("choice")
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _show_choice(button: QPushButton, choice: Choice, keys: Keys, level: Level) -> None:
    button.setText(f"{SIGNS[choice.leads_to]} {choice.text}")
    button.setToolTip(with_keys(choice.tip, keys))
    button.setAccessibleName(f"{level}: {choice.text}")
    button.setAccessibleDescription(choice.tip)
    button.setChecked(choice.chosen)
    button.setEnabled(choice.enabled)
