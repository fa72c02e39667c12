"""The shapes of the mouse over a reference line: they tell what dragging it there does."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPen, QPixmap

from viewer.state.pointer import Grip, Hold

SIZE_PX = 32
RADIUS_PX = 10.0
HEAD_PX = 7.0
INWARD = 0.25
ARC_FROM_DEG, ARC_DEG = 50.0, 260.0
"""An open circle, anticlockwise from the right, with a head at either end."""

_ACROSS = (
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
)
"""Square to a line that is level, falls, is upright, rises to the right."""


def cursor_of(grip: Grip | None) -> QCursor:
    """Return the mouse's shape over a reference line, or over none."""
    if grip is None:
        return QCursor(Qt.CursorShape.CrossCursor)
    if grip.hold is Hold.TURN:
        return turning_cursor()
    right, down = grip.line.direction
    eighths = math.degrees(math.atan2(down, right)) / 45.0
    return QCursor(_ACROSS[round(eighths) % 4])


def turning_cursor() -> QCursor:
    """Draw a round arrow with two heads, dark at its edge so that bone and air show it alike."""
    picture = QPixmap(SIZE_PX, SIZE_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = _round_arrow(QPointF(SIZE_PX / 2, SIZE_PX / 2))
    for colour, width in ((QColor(0, 0, 0), 3.6), (QColor(255, 255, 255), 1.6)):
        painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap))
        painter.drawPath(path)
    painter.end()
    return QCursor(picture, SIZE_PX // 2, SIZE_PX // 2)


def _round_arrow(center: QPointF) -> QPainterPath:
    path = QPainterPath()
    corner = center - QPointF(RADIUS_PX, RADIUS_PX)
    circle = QRectF(corner.x(), corner.y(), 2 * RADIUS_PX, 2 * RADIUS_PX)
    path.arcMoveTo(circle, ARC_FROM_DEG)
    path.arcTo(circle, ARC_FROM_DEG, ARC_DEG)
    for at, back in ((ARC_FROM_DEG, 1), (ARC_FROM_DEG + ARC_DEG, -1)):
        angle = math.radians(at)
        tip = _from(center, RADIUS_PX, -angle)
        # Along the circle, back from where the arc ends, and a little inward as it bends.
        along = math.atan2(-math.cos(angle) * back, -math.sin(angle) * back) - INWARD * back
        for side in (-0.65, 0.65):
            path.moveTo(tip)
            path.lineTo(_from(tip, HEAD_PX, along + side))
    return path


def _from(start: QPointF, length_px: float, clockwise: float) -> QPointF:
    """Go from a point in a direction, counted in radians from the right."""
    right, down = length_px * math.cos(clockwise), length_px * math.sin(clockwise)
    return QPointF(start.x() + right, start.y() + down)
