"""The state as the panes of the compared study see it: theirs is the study that is shown.

There is one state. This is another way to look at it, so that these panes are drawn and
handled by the same code as all others.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from viewer.state.alignment_view import AlignmentView
from viewer.state.app import AppState
from viewer.state.brush import Brush
from viewer.state.comparison import act_on_compared, compared_view
from viewer.state.drawing import Drawing
from viewer.store import Store

NOTHING = AppState()


class ComparedStore(Store):
    """Shows the compared study as the one that is open, and tells of each change.

    Parameters
    ----------
    store : Store
        Which holds the state.
    """

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._seen = (store.state, compared_state(store.state))
        self._told = self._seen[1]
        store.changed.connect(self._follow)

    @property
    def state(self) -> AppState:
        """The state now, with the compared study in the place of the current one."""
        state = self._store.state
        if self._seen[0] is not state:
            self._seen = (state, compared_state(state))
        return self._seen[1]

    def set(self, state: AppState) -> None:
        """Hang the compared study otherwise; everything else of a state is the current study's."""
        if state.view is not None and state.view != self.state.view:
            self._store.set(act_on_compared(self._store.state, state.view))

    def _follow(self, _before: AppState, _after: AppState) -> None:
        before, self._told = self._told, self.state
        if before is not self._told and not (before.study is None and self._told.study is None):
            self.changed.emit(before, self._told)


def compared_state(state: AppState) -> AppState:
    """Put the compared study in the place of the current one."""
    compared, view = state.compared, compared_view(state)
    if compared is None or view is None:
        return NOTHING
    # What the hand draws, paints and places belongs to the current study alone.
    return replace(
        state,
        study=compared.study,
        view=view,
        compared=None,
        kept=(),
        drawing=Drawing(),
        brush=Brush(),
        stroke=None,
        alignment=AlignmentView(),
    )
