"""The reader's marks over a pane's image: lines with a dark edge, handles, names and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from viewer.rendering.labels import label_place
from viewer.rendering.marks import SHADOW_COLOUR, paint_outlined, set_font
from viewer.rendering.origin import ORIGIN_COLOUR
from viewer.rendering.projection import Projection
from viewer.state.mark_shapes import FROM_FILE, MarkShape, Pixel

MARK_COLOUR = QColor("#ffe066")
SELECTED_COLOUR = QColor("#8dffc0")
"""Beside the handles, which tell the same without colour."""

LINE_PX, SHADOW_PX = 1.5, 3.5
HANDLE_PX = 7.0
PLACE_PX = 5.0
"""Half the width of the sign of a place."""

ARROW_PX = 11.0
"""Length of an arrow's head."""

ARROW_SPREAD = 0.42
"""Half the width of an arrow's head, as a share of its length."""

LEADER_PX = 14.0
"""A label that stands further from its mark than this is joined to it by a line."""


def paint_drawn(
    painter: QPainter,
    shapes: Iterable[MarkShape],
    projection: Projection,
    taken: list[QRectF],
    sketch: Sequence[Pixel] = (),
) -> None:
    """Paint marks and what is drawn so far; labels keep off the text that is there (``taken``)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pane = QRectF(0, 0, *projection.size_px)
    placed = [(shape, _screen_lines(shape, projection)) for shape in shapes]
    for shape, lines in placed:
        _paint_shape(painter, shape, lines, projection)
    if len(sketch) > 1:
        line = QPolygonF([QPointF(*projection.to_screen(pixel)) for pixel in sketch])
        _stroke(painter, line, SELECTED_COLOUR)
    # Labels keep off the lines of all marks, so that none hides what another shows.
    kept_free = [*taken, *(line.boundingRect() for _, lines in placed for line in lines)]
    for shape, lines in placed:
        if shape.texts and lines:
            kept_free.append(_paint_label(painter, shape, lines, kept_free, pane))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _screen_lines(shape: MarkShape, projection: Projection) -> list[QPolygonF]:
    return [
        QPolygonF([QPointF(*projection.to_screen(pixel)) for pixel in line]) for line in shape.lines
    ]


def _paint_shape(
    painter: QPainter, shape: MarkShape, lines: Sequence[QPolygonF], projection: Projection
) -> None:
    colour = _colour(shape)
    for line in lines:
        length = line.boundingRect()
        if line.size() == 1 or hypot(length.width(), length.height()) < 1.0:
            _paint_place(painter, line.first(), shape.kind, colour)
        else:
            _stroke(painter, line, colour, dashed=not shape.whole)
    if shape.whole and shape.kind == "arrow":
        _paint_head(painter, lines[0].first(), lines[0].last(), colour)
    if shape.whole and shape.kind == "cobb":
        ends = QPolygonF([line.boundingRect().center() for line in lines])
        painter.setPen(QPen(colour, 1.0, Qt.PenStyle.DotLine))
        painter.drawPolyline(ends)
    if shape.selected:
        _paint_handles(painter, shape, projection)


def _colour(shape: MarkShape) -> QColor:
    if shape.kind == FROM_FILE:
        return ORIGIN_COLOUR
    return SELECTED_COLOUR if shape.selected else MARK_COLOUR


def _stroke(painter: QPainter, line: QPolygonF, colour: QColor, *, dashed: bool = False) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(SHADOW_COLOUR, SHADOW_PX))
    painter.drawPolyline(line)
    painter.setPen(QPen(colour, LINE_PX, style))
    painter.drawPolyline(line)


def _paint_place(painter: QPainter, at: QPointF, kind: str, colour: QColor) -> None:
    """Paint a place: open in its middle for a probe, so that its voxel is seen."""
    near, far = (2.0, PLACE_PX + 2.0) if kind == "probe" else (0.0, PLACE_PX)
    for pen in (QPen(SHADOW_COLOUR, SHADOW_PX), QPen(colour, LINE_PX)):
        painter.setPen(pen)
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            step = QPointF(right, down)
            painter.drawLine(at + step * near, at + step * far)


def _paint_head(painter: QPainter, tail: QPointF, tip: QPointF, colour: QColor) -> None:
    away = tail - tip
    length = hypot(away.x(), away.y())
    if length < 1.0:
        return
    along = away * (ARROW_PX / length)
    across = QPointF(-along.y(), along.x()) * ARROW_SPREAD
    painter.setPen(QPen(SHADOW_COLOUR, 1.0))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, tip + along + across, tip + along - across]))


def _paint_handles(painter: QPainter, shape: MarkShape, projection: Projection) -> None:
    half = HANDLE_PX / 2
    painter.setPen(QPen(SELECTED_COLOUR, 1.0))
    painter.setBrush(SHADOW_COLOUR)
    for pixel in shape.handles:
        x, y = projection.to_screen(pixel)
        painter.drawRect(QRectF(x - half, y - half, HANDLE_PX, HANDLE_PX))


def _paint_label(
    painter: QPainter,
    shape: MarkShape,
    lines: Sequence[QPolygonF],
    taken: Sequence[QRectF],
    pane: QRectF,
) -> QRectF:
    """Paint name and numbers beside a mark, and return where they stand."""
    metrics = set_font(painter)
    width = max(metrics.horizontalAdvance(text) for text in shape.texts)
    area = QRectF()
    for line in lines:
        area = area.united(line.boundingRect().adjusted(-1, -1, 1, 1))
    place = label_place(area, QSizeF(width, metrics.lineSpacing() * len(shape.texts)), taken, pane)
    if place is None:
        return QRectF()
    _paint_leader(painter, place, area, _colour(shape))
    for number, text in enumerate(shape.texts):
        baseline = place.top() + metrics.ascent() + number * metrics.lineSpacing()
        paint_outlined(painter, place.left(), baseline, text, _colour(shape))
    return place


def _paint_leader(painter: QPainter, label: QRectF, mark: QRectF, colour: QColor) -> None:
    """Join a label to a mark that it stands away from."""
    if label.adjusted(-LEADER_PX, -LEADER_PX, LEADER_PX, LEADER_PX).intersects(mark):
        return
    start = _nearest(label, mark.center())
    painter.setPen(QPen(colour, 1.0, Qt.PenStyle.DotLine))
    painter.drawLine(start, _nearest(mark, start))


def _nearest(area: QRectF, to: QPointF) -> QPointF:
    return QPointF(
        min(max(to.x(), area.left()), area.right()), min(max(to.y(), area.top()), area.bottom())
    )
