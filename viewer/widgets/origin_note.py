"""Whose masks a view follows, told above it while others are seen over the planes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class OriginNote(QLabel):
    """One sentence; while there is none, the line is the view's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("origin")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence; empty takes the line away."""
        self.setText(text)
        self.setVisible(bool(text))
