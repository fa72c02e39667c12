"""Whose the overlays are that aren't Dens's own: a strip that nothing but they can bring."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from viewer.rendering.letters import MARGIN_PX
from viewer.rendering.marks import set_font

ORIGIN_COLOUR = QColor("#7df0e0")
"""Neither a suspicion's orange nor the compared study's violet; the words say it, too."""

STRIP_COLOUR = QColor("#0d2b2a")
FLAGS = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
"""Long names are broken, never cut off: the name of a maker is what the strip is for."""

PADDING_PX = 3.0


def origin_strip(painter: QPainter, lines: Sequence[str], pane: QRectF) -> QRectF:
    """Return the room at the pane's upper edge that the words take: the least of the anatomy."""
    if not lines:
        return QRectF()
    metrics = set_font(painter)
    room = QRectF(MARGIN_PX, 0, pane.width() - 2 * MARGIN_PX, pane.height())
    words = metrics.boundingRect(room, FLAGS, "\n".join(lines))
    return QRectF(0, 0, pane.width(), words.height() + 2 * PADDING_PX)


def paint_origin(painter: QPainter, lines: Sequence[str], strip: QRectF) -> None:
    """Paint the words on their strip."""
    set_font(painter)
    painter.fillRect(strip, STRIP_COLOUR)
    painter.setPen(ORIGIN_COLOUR)
    painter.drawLine(strip.bottomLeft(), strip.bottomRight())
    painter.drawText(strip.adjusted(MARGIN_PX, 0, -MARGIN_PX, 0), FLAGS, "\n".join(lines))
