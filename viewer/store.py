"""The one place that holds the state, and the one signal that tells of a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from viewer.state.app import AppState, Message
from viewer.state.view import ViewState


class Store(QObject):
    """Holds the state of the window.

    Signals
    -------
    changed : (AppState, AppState)
        The state before and after, whenever it is replaced.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = AppState()

    @property
    def state(self) -> AppState:
        """The state now."""
        return self._state

    def set(self, state: AppState) -> None:
        """Replace the state."""
        if state is self._state:
            return
        before, self._state = self._state, state
        self.changed.emit(before, state)

    def update_view(self, change: Callable[[ViewState], ViewState]) -> None:
        """Replace the view; nothing happens while no study is open or the view stays the same."""
        view = self.state.view
        if view is None:
            return
        changed = change(view)
        if changed != view:
            self.set(replace(self.state, view=changed))

    def say(self, message: Message | None) -> None:
        """Show a message, or take it away."""
        if message != self.state.message:
            self.set(replace(self.state, message=message))
