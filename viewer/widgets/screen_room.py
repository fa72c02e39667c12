"""How large a window may be: as large as its text asks for, and never larger than the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME_LINES = 2
"""What a window's own frame takes of the screen, in lines of text."""


def screen_room(window: QWidget) -> QSize:
    """Return the size in pixels that the screen has for a window, without its frame."""
    room = window.screen().availableGeometry().size()
    return room - QSize(0, FRAME_LINES * window.fontMetrics().lineSpacing())


def resize_in_characters(window: QWidget, columns: int, rows: int) -> None:
    """Make a window so many characters wide and lines high, as far as the screen has room."""
    metrics = window.fontMetrics()
    wanted = QSize(metrics.horizontalAdvance("x") * columns, metrics.lineSpacing() * rows)
    window.resize(wanted.boundedTo(screen_room(window)))
