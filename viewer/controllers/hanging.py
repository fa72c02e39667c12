"""Between the commands on how the active plane is displayed and the store."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from viewer.state.app import AppState
from viewer.state.turn import TurnStep
from viewer.state.view import invert_pane, turn_pane
from viewer.store import Store
from viewer.widgets.actions import Actions


class HangingController(QObject):
    """Inverts, flips and rotates the active plane."""

    def __init__(self, store: Store, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        actions.invert.triggered.connect(self._invert)
        for step, action in actions.turns.items():
            action.triggered.connect(partial(self._turn, step))
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.view is not after.view:
            self._show(after)

    def _show(self, state: AppState) -> None:
        """Enable what is possible and check what is on."""
        view = state.view
        for action in (self._actions.invert, *self._actions.turns.values()):
            action.setEnabled(view is not None)
        self._actions.invert.setChecked(view is not None and view.pane(view.active).inverted)

    def _invert(self) -> None:
        self._store.update_view(lambda view: invert_pane(view, view.active))

    def _turn(self, step: TurnStep) -> None:
        self._store.update_view(lambda view: turn_pane(view, view.active, step))
