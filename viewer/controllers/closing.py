"""Closing studies one by one: their work is ended, their sessions and memory are let go of."""

from __future__ import annotations

from PySide6.QtCore import QObject

from viewer.controllers.analysis import AnalysisController
from viewer.controllers.opening import OpeningController
from viewer.controllers.sessions import SessionsController
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.closing import (
    STILL_WRITING,
    close_study,
    readings_of,
    shown_study_key,
    stopped_by_closing,
)
from viewer.state.library import StudyKey
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions


class ClosingController(QObject):
    """Takes studies out of the window. It asks nothing: a reading saves itself.

    Parameters
    ----------
    store : Store
    opening : OpeningController
        Which stops reading what is closed, and reads what is shown next.
    analysis : AnalysisController
    sessions : SessionsController
    actions : Actions
    """

    def __init__(
        self,
        store: Store,
        opening: OpeningController,
        analysis: AnalysisController,
        sessions: SessionsController,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._opening = store, opening
        self._analysis, self._sessions = analysis, sessions
        self._action = actions.close_study
        self._action.triggered.connect(self.close_shown)
        store.changed.connect(self._follow)
        self._action.setEnabled(False)

    def close_shown(self) -> None:
        """Close the current study."""
        key = shown_study_key(self._store.state)
        if key is not None:
            self.close(key)

    def close(self, key: StudyKey) -> None:
        """Close a study with all its series."""
        state = self._store.state
        is_shown = shown_study_key(state) == key
        if is_shown and state.exporting is not None:
            self._store.say(Message(MessageKind.INFORMATION, tr(STILL_WRITING)))
            return
        said = stopped_by_closing(state, key)
        readings = readings_of(state, key)
        self._opening.stop_reading(key)
        if is_shown:
            self._analysis.runner.cancel()
        closed = close_study(self._store.state, key)
        self._store.set(closed.state)
        self._sessions.let_go(readings)
        if closed.next_key is not None and not self._opening.reading:
            self._opening.open_series(closed.next_key)
        if said:
            self._store.say(Message(MessageKind.INFORMATION, said))

    def _follow(self, _before: AppState, after: AppState) -> None:
        self._action.setEnabled(after.study is not None)
