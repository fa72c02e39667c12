"""Between what the reader does to say something (keys, menu, form) and the reading session."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from inference.findings import Level, LevelState
from viewer.controllers.sessions import SessionsController
from viewer.review.marks import new_id
from viewer.review.review import (
    FalsePositiveReason,
    Impression,
    MissedReason,
    OwnFinding,
    Verdict,
)
from viewer.review.session import ReadingSession
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.panel import verdict_form
from viewer.state.reading_wording import NOTHING_TO_AGREE_WITH, NOTHING_TO_JUDGE, SHOWN_ALREADY
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions

_OF_KEY = (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNCERTAIN)
_OWN_OF_KEY = (Impression.NONE, Impression.NOT_SUSPECTED, Impression.UNCERTAIN)
"""What Enter, X and U say, and what while the model's word is withheld.

Enter agrees with the model: while there is no word to agree with, the habit of N, Enter must not
say anything of a level.
"""

_DOUBTS = {Verdict.REJECT, Verdict.UNCERTAIN}


class FormView(Protocol):
    """What the controller hears of the form; see ``VerdictFormWidget``."""

    @property
    def chosen(self) -> SignalInstance:
        """A Verdict or Impression, and whether it was made or taken back."""

    @property
    def reasons_given(self) -> SignalInstance:
        """A tuple of FalsePositiveReason."""

    @property
    def missed_given(self) -> SignalInstance:
        """A tuple of MissedReason, or None."""

    @property
    def note_written(self) -> SignalInstance:
        """The note's text."""


class ReadingController(QObject):
    """Says, takes back and says again; shows which of it is possible.

    Parameters
    ----------
    store : Store
    sessions : SessionsController
    form : FormView
    actions : Actions
    """

    def __init__(
        self,
        store: Store,
        sessions: SessionsController,
        form: FormView,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._sessions = sessions
        self._actions = actions
        form.chosen.connect(self._choose)
        form.reasons_given.connect(self._give_reasons)
        form.missed_given.connect(self._set_own_finding)
        form.note_written.connect(self._write_note)
        for number, action in enumerate((actions.accept, actions.reject, actions.uncertain)):
            action.triggered.connect(partial(self._say_by_key, number))
        actions.own_finding.triggered.connect(self._add_own_finding)
        actions.undo.triggered.connect(lambda: sessions.change(ReadingSession.undo))
        actions.redo.triggered.connect(lambda: sessions.change(ReadingSession.redo))
        actions.commit_read.triggered.connect(self._commit)
        actions.blind_first.triggered.connect(self._ask_blind)
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, _before: AppState, _after: AppState) -> None:
        # Not what is told of but what is: the sessions answer a change before this hears of it.
        self._show(self._store.state)

    def _show(self, state: AppState) -> None:
        """Enable what is possible, and name what would be undone."""
        does, reading = self._actions, state.reading
        form = verdict_form(state)
        for action in (does.accept, does.reject, does.uncertain):
            action.setEnabled(form is not None)
        does.own_finding.setEnabled(form is not None and (form.can_miss or state.withheld))
        undo = None if reading is None else reading.undo_name
        redo = None if reading is None else reading.redo_name
        does.undo.setEnabled(undo is not None)
        does.undo.setText(tr("&Undo") if undo is None else tr("&Undo: {undo}", undo=undo))
        does.redo.setEnabled(redo is not None)
        does.redo.setText(tr("&Redo") if redo is None else tr("&Redo: {redo}", redo=redo))
        does.blind_first.setChecked(state.blind_first)
        does.commit_read.setEnabled(state.withheld and reading is not None)

    @property
    def _level(self) -> Level | None:
        """The level that is spoken of; None where nothing can be said."""
        form = verdict_form(self._store.state)
        return None if form is None else form.level

    def _say_by_key(self, number: int) -> None:
        if not self._store.state.withheld:
            self._choose(_OF_KEY[number], True)
        elif _OWN_OF_KEY[number] is Impression.NONE:
            self._store.say(Message(MessageKind.INFORMATION, tr(NOTHING_TO_AGREE_WITH)))
        else:
            self._choose(_OWN_OF_KEY[number], True)

    def _choose(self, value: Verdict | Impression, on: bool) -> None:
        level = self._level
        if level is None:
            return
        if isinstance(value, Impression):
            held = value if on else Impression.NONE
            self._sessions.change(lambda session: session.set_impression(level, held))
            return
        verdict = value if on else Verdict.NONE
        if verdict is Verdict.REJECT and self._is_silent(level):
            text = tr(NOTHING_TO_JUDGE, level=level)
            self._store.say(Message(MessageKind.INFORMATION, text))
            return
        self._sessions.change(partial(_judge, level=level, verdict=verdict))

    def _is_silent(self, level: Level) -> bool:
        analysis = self._store.state.shown_analysis
        return analysis is None or analysis.finding(level).state is LevelState.NOT_ANALYSED

    def _give_reasons(self, reasons: tuple[FalsePositiveReason, ...]) -> None:
        level = self._level
        if level is not None:
            self._sessions.change(
                lambda session: session.set_verdict(
                    level, session.review.level(level).verdict, reasons
                )
            )

    def _set_own_finding(self, reasons: tuple[MissedReason, ...] | None) -> None:
        """Say that a fracture was missed here, and where it hid; None takes that back."""
        level = self._level
        if level is None:
            return
        if reasons is None:
            self._sessions.change(partial(_drop_own_findings, level=level))
        else:
            self._sessions.change(partial(_own_finding, level=level, reasons=reasons))

    def _add_own_finding(self) -> None:
        reading, level = self._store.state.reading, self._level
        if self._store.state.withheld:
            self._choose(Impression.SUSPECTED, True)
        elif reading is not None and level is not None and not reading.review.findings_at(level):
            self._set_own_finding(())

    def _write_note(self, text: str) -> None:
        level = self._level
        if level is not None:
            self._sessions.change(lambda session: session.set_note(level, text))

    def _commit(self) -> None:
        """Seal the own read; what the model says is shown by that."""
        if self._store.state.withheld:
            self._sessions.change(ReadingSession.commit_own_read)

    def _ask_blind(self, wanted: bool) -> None:
        state = self._store.state
        self._store.set(replace(state, blind_first=wanted))
        reading = state.reading
        if wanted and reading is not None and reading.review.blind.revealed_at is not None:
            self._store.say(Message(MessageKind.INFORMATION, tr(SHOWN_ALREADY)))


def _judge(session: ReadingSession, level: Level, verdict: Verdict) -> None:
    """Give a verdict; reasons that were given stay where they still make sense."""
    reasons = session.review.level(level).reasons if verdict in _DOUBTS else ()
    session.set_verdict(level, verdict, reasons)


def _own_finding(session: ReadingSession, level: Level, reasons: tuple[MissedReason, ...]) -> None:
    known = session.review.findings_at(level)
    finding = replace(known[0], reasons=reasons) if known else OwnFinding(new_id(), level, reasons)
    session.put_finding(finding)


def _drop_own_findings(session: ReadingSession, level: Level) -> None:
    for finding in session.review.findings_at(level):
        session.remove_finding(finding.id)
