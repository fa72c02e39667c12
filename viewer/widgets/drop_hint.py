"""Tells while something is held over the window that it can be let go."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from viewer.texts import tr


class DropHint(QLabel):
    """Lies over a widget, seen as long as something is dragged over it; takes no events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Let go to open"), parent)
        self._under = parent
        self.setObjectName("dropHint")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_shown(self, shown: bool) -> None:
        """Cover the parent, or go."""
        if shown:
            self.setGeometry(self._under.rect())
            self.raise_()
        self.setVisible(shown)
