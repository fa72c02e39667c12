"""How far a level has been read, as a sign: shapes differ, so that colour is not needed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from viewer.rendering.text import text_scale
from viewer.state.reading_wording import ReaderState
from viewer.widgets.theme import BACKGROUND, MUTED, TEXT

MARK_PX = 14.0
"""Width and height of the sign."""

_DASHES = (1.5, 1.8)
"""Of an unread level's ring: a whole one would look like something that was said."""

_STROKES = {
    ReaderState.ACCEPTED: (((0.26, 0.52), (0.43, 0.69), (0.75, 0.33)),),
    ReaderState.REJECTED: (((0.32, 0.32), (0.68, 0.68)), ((0.68, 0.32), (0.32, 0.68))),
    ReaderState.OWN_FINDING: (((0.5, 0.26), (0.5, 0.74)), ((0.26, 0.5), (0.74, 0.5))),
}
"""Lines in fractions of the sign: a tick, a cross, a plus."""


def mark_px() -> float:
    """Return the size of a sign beside the text of today's size."""
    return MARK_PX * text_scale()


def paint_reader_mark(painter: QPainter, state: ReaderState, centre: QPointF) -> None:
    """Paint the sign of a state around a point."""
    size = mark_px()
    area = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
    if state is ReaderState.UNREAD:
        pen = QPen(MUTED, 1.2)
        pen.setDashPattern(list(_DASHES))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(area.adjusted(1, 1, -1, -1))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(TEXT)
    # What the model missed has a square of its own: it is the reader's, not an answer.
    if state is ReaderState.OWN_FINDING:
        painter.drawRoundedRect(area, 2, 2)
    else:
        painter.drawEllipse(area)
    _paint_sign(painter, state, area, BACKGROUND)


def _paint_sign(painter: QPainter, state: ReaderState, area: QRectF, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is ReaderState.UNCERTAIN:
        font = painter.font()
        font.setBold(True)
        font.setPixelSize(round(area.height() * 0.8))
        painter.setFont(font)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")
        return
    for stroke in _STROKES[state]:
        points = [
            QPointF(area.left() + x * area.width(), area.top() + y * area.height())
            for x, y in stroke
        ]
        painter.drawPolyline(QPolygonF(points))
