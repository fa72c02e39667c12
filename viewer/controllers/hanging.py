"""Between the commands on how the active plane is displayed and the store."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from viewer.state.app import AppState
from viewer.state.pane_view import PaneView
from viewer.state.slab import SlabMode
from viewer.state.turn import TurnStep
from viewer.state.view import ViewState, change_pane, shown_frame
from viewer.store import Store
from viewer.widgets.actions import Actions


class HangingController(QObject):
    """Inverts, flips and rotates the active plane, and chooses its slab."""

    def __init__(self, store: Store, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        actions.invert.triggered.connect(self._invert)
        for step, action in actions.turns.items():
            action.triggered.connect(partial(self._turn, step))
        for mode, action in actions.slabs.items():
            action.triggered.connect(partial(self._set_slab, mode))
        actions.next_slab.triggered.connect(self._next_slab)
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.view is not after.view:
            self._show(after)

    def _show(self, state: AppState) -> None:
        """Enable what is possible and check what is on."""
        view, does = state.view, self._actions
        for action in (does.invert, *does.turns.values(), *does.slabs.values(), does.next_slab):
            action.setEnabled(view is not None)
        does.invert.setChecked(view is not None and view.pane(view.active).inverted)
        for mode, action in does.slabs.items():
            action.setChecked(view is not None and mode is _slab_mode(view))

    def _change(self, change: Callable[[PaneView], PaneView]) -> None:
        self._store.update_view(lambda view: change_pane(view, view.active, change))

    def _invert(self) -> None:
        self._change(PaneView.invert)

    def _turn(self, step: TurnStep) -> None:
        self._change(lambda pane: pane.turned(step))

    def _set_slab(self, mode: SlabMode | None) -> None:
        state = self._store.state
        if state.study is not None and state.view is not None:
            frame = shown_frame(state.view, state.study.shown.geometry, state.view.active)
            self._change(lambda pane: pane.with_slab(frame, mode))
        # A click on a mode that is on already would uncheck it.
        self._show(self._store.state)

    def _next_slab(self) -> None:
        view = self._store.state.view
        if view is not None:
            modes = list(self._actions.slabs)
            self._set_slab(modes[(modes.index(_slab_mode(view)) + 1) % len(modes)])


def _slab_mode(view: ViewState) -> SlabMode | None:
    """Return how the active pane shows slices."""
    slab = view.pane(view.active).slab
    return slab.mode if slab.thickness_mm else None
