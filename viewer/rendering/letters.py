"""Where the letters of a pane's four directions stand: each in the middle of its edge."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from viewer.state.planes import EdgeLetters

MARGIN_PX = 10.0
"""Free space between the pane's edge and any text."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A direction and where it stands; its area ends at the baseline."""

    text: str
    area: QRectF


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of the four directions."""

    left: Letter
    right: Letter
    top: Letter
    bottom: Letter

    @property
    def all(self) -> tuple[Letter, ...]:
        """In the order of the edges: left, right, top, bottom."""
        return self.left, self.right, self.top, self.bottom


def lay_letters(metrics: QFontMetricsF, letters: EdgeLetters, pane: QRectF) -> Letters:
    """Lay out the letters.

    Parameters
    ----------
    metrics : QFontMetricsF
        Of their font.
    letters : EdgeLetters
    pane : QRectF
        What is free of it.
    """
    width = pane.width()
    middle = pane.center().y() + metrics.ascent() / 2
    centre = width / 2
    top, bottom = pane.top() + MARGIN_PX + metrics.ascent() - 4, pane.bottom() - MARGIN_PX

    def laid(text: str, x: float, baseline: float) -> Letter:
        size = QSizeF(metrics.horizontalAdvance(text), metrics.ascent())
        return Letter(text, QRectF(QPointF(x, baseline - metrics.ascent()), size))

    return Letters(
        laid(letters.left, MARGIN_PX, middle),
        laid(letters.right, width - MARGIN_PX - metrics.horizontalAdvance(letters.right), middle),
        laid(letters.top, centre - metrics.horizontalAdvance(letters.top) / 2, top),
        laid(letters.bottom, centre - metrics.horizontalAdvance(letters.bottom) / 2, bottom),
    )
