"""The line of a measurement that is looked at, over a plane."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from viewer.rendering.letters import MARGIN_PX
from viewer.rendering.marks import SHADOW_COLOUR, paint_outlined, set_font
from viewer.rendering.projection import Projection
from viewer.state.resolve import PlaneLine

COLOUR = QColor("#7fe3d4")
"""None of the levels', and neither the crosshair's nor a suspicion's."""

TICK_PX = 4.0
GAP_PX = 8.0


def paint_line(painter: QPainter, line: PlaneLine, projection: Projection) -> None:
    """Paint a line with its ends marked, dashed until the reader has confirmed it."""
    start = QPointF(*projection.to_screen(line.start))
    end = QPointF(*projection.to_screen(line.end))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    style = Qt.PenStyle.SolidLine if line.confirmed else Qt.PenStyle.DashLine
    for colour, width in ((SHADOW_COLOUR, 4.0), (COLOUR, 1.5)):
        painter.setPen(QPen(colour, width, style if colour is COLOUR else Qt.PenStyle.SolidLine))
        painter.drawLine(start, end)
        # Open crosses: what lies under an end is to be judged, so it is not covered.
        painter.setPen(QPen(colour, width))
        for point in (start, end):
            for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                near, far = QPointF(x, y) * TICK_PX, QPointF(x, y) * 2 * TICK_PX
                painter.drawLine(point + near, point + far)
    if line.text:
        _paint_text(painter, line, start, end, projection)


def _paint_text(
    painter: QPainter, line: PlaneLine, start: QPointF, end: QPointF, projection: Projection
) -> None:
    """Write beside the line, within the pane: above it, and not over its ends."""
    metrics = set_font(painter)
    width, _ = projection.size_px
    text_width = metrics.horizontalAdvance(line.text)
    x = min(start.x(), end.x())
    x = min(max(x, MARGIN_PX), width - MARGIN_PX - text_width)
    y = min(start.y(), end.y()) - 2 * TICK_PX - GAP_PX
    paint_outlined(painter, x, y, line.text, COLOUR)
