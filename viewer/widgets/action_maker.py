"""How a command of the window is made: text, keys, and what it says of itself."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from viewer.widgets.key_texts import show_keys


class ActionMaker:
    """Makes actions that a widget owns and answers the keys of."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def _make(self, text: str, keys: str, hint: str, *, checkable: bool = False) -> QAction:
        action = QAction(text, self._parent)
        action.setCheckable(checkable)
        action.setWhatsThis(hint)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.setStatusTip("")
        show_keys(action)
        self._parent.addAction(action)
        return action
