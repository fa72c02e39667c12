"""Between the store and the window's frame."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from viewer.state.app import AppState
from viewer.state.title import window_title
from viewer.store import Store


class TitleController(QObject):
    """Keeps the window's title in step with the state."""

    def __init__(self, store: Store, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._follow(store.state, store.state)
        store.changed.connect(self._follow)

    def _follow(self, _before: AppState, after: AppState) -> None:
        title = window_title(after)
        if title != self._window.windowTitle():
            self._window.setWindowTitle(title)
