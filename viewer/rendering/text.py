"""How large text is: what is painted by hand grows with the application's own."""

from __future__ import annotations

from PySide6.QtGui import QFont

USUAL_POINTS = 9.0
"""The application's text on most systems, and what sizes in points are meant for."""


def text_scale() -> float:
    """Return how much larger than usual the application's text is."""
    return QFont().pointSizeF() / USUAL_POINTS


def fewer(characters: float, if_doubled: float) -> float:
    """Return how many characters wide a panel is: fewer of large ones.

    Large text is broken into more lines, so that it leaves the images their room.
    """
    return characters - if_doubled * max(text_scale() - 1.0, 0.0)
