"""From level to level, by key and by click."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from inference.findings import Level
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.walk import at_level, next_level, walked_to
from viewer.store import Store
from viewer.widgets.actions import Actions


class WalkingController(QObject):
    """Carries the reader to levels: crosshair, zoom, and on a walk the bone window."""

    def __init__(self, store: Store, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._steps = (actions.next_level, actions.previous_level)
        actions.next_level.triggered.connect(partial(self._walk, 1))
        actions.previous_level.triggered.connect(partial(self._walk, -1))
        store.changed.connect(self._follow)
        self._show(store.state)

    def go_to(self, level: Level) -> None:
        """Show a level, in the window that is set."""
        view = at_level(self._store.state, level)
        if view is not None:
            self._store.update_view(lambda _: view)

    def _walk(self, step: int) -> None:
        state = self._store.state
        level = next_level(state, step)
        view = None if level is None else walked_to(state, level)
        if view is not None:
            self._store.set(replace(state, view=view, message=_unsettled(state.message)))

    def _follow(self, _before: AppState, after: AppState) -> None:
        self._show(after)

    def _show(self, state: AppState) -> None:
        walkable = next_level(state, 1) is not None
        for action in self._steps:
            action.setEnabled(walkable)


def _unsettled(message: Message | None) -> Message | None:
    """Keep an error; what was only told has been read, and the verdict needs its room."""
    return message if message is not None and message.kind is MessageKind.ERROR else None
