"""Asks for one line of text, and never holds the window up while it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget

WIDTH_IN_CHARACTERS = 60


class TextPrompt:
    """A small dialog over a window.

    Attributes
    ----------
    dialog : QInputDialog or None
        The one that is open.
    """

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.dialog: QInputDialog | None = None

    def ask(self, title: str, text: str, then: Callable[[str], None]) -> None:
        """Show a text to be changed; ``then`` is called with it unless the reader gives up."""
        dialog = self.dialog = QInputDialog(self._parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(f"{title}:")
        dialog.setTextValue(text)
        # Wide enough for a sentence, and for the whole title over it.
        dialog.resize(dialog.fontMetrics().horizontalAdvance("x") * WIDTH_IN_CHARACTERS, 0)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(then)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None
