"""What is painted over a pane's image: crosshair, boxes, letters, corner texts, scale bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from viewer.rendering.compose import level_colours
from viewer.rendering.projection import Projection
from viewer.state.resolve import BoxMark, Corners, PaneContent

TEXT_COLOUR = QColor("#d5dbe0")
QUIET_COLOUR = QColor("#a3adb6")
LETTER_COLOUR = QColor("#ffffff")
CROSSHAIR_COLOUR = QColor(125, 200, 255, 170)
ACTIVE_COLOUR = QColor("#5aa9e6")
SHADOW_COLOUR = QColor(0, 0, 0, 190)

MARGIN_PX = 10.0
"""Free space between the pane's edge and any text."""

CROSSHAIR_GAP_PX = 14.0
"""The crosshair leaves its own point free, so that it hides no fracture."""

SCALE_SHARE = 0.28
"""The scale bar takes at most this share of the pane's width."""

SCALE_STEPS_MM = (100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0)

CORNER_SHARE = 0.48
"""A corner text takes at most this share of the pane's width; what is longer is shortened."""

LOW_PANE_PX = 260
"""In a lower pane only the first two lines of the upper corners are shown."""


def paint_marks(painter: QPainter, content: PaneContent, projection: Projection) -> None:
    """Paint everything over the image, in pane coordinates."""
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    for box in content.boxes:
        _paint_box(painter, box, projection)
    _paint_crosshair(painter, content, projection)
    _paint_corners(painter, content.corners, projection)
    _paint_scale(painter, content.corners, projection)
    _paint_letters(painter, content, projection)
    if content.active:
        width, height = projection.size_px
        painter.setPen(QPen(ACTIVE_COLOUR, 1))
        painter.drawRect(QRectF(0.5, 0.5, width - 1, height - 1))


def _font(painter: QPainter, points: float, *, bold: bool = False) -> QFontMetricsF:
    font = QFont(painter.font())
    font.setPointSizeF(points)
    font.setBold(bold)
    painter.setFont(font)
    return QFontMetricsF(font)


def _paint_text(painter: QPainter, x: float, baseline: float, text: str, colour: QColor) -> None:
    """Paint one line with a shadow, readable over bone and over air."""
    painter.setPen(SHADOW_COLOUR)
    painter.drawText(QPointF(x + 1, baseline + 1), text)
    painter.setPen(colour)
    painter.drawText(QPointF(x, baseline), text)


def _paint_box(painter: QPainter, box: BoxMark, projection: Projection) -> None:
    # A pixel's centre is its integer coordinate, and boxes run between corners in mm.
    left, top = projection.to_screen((box.rect.top, box.rect.left))
    right, bottom = projection.to_screen((box.rect.bottom, box.rect.right))
    pen = QPen(QColor(*level_colours()[box.level]), 2.0 if box.suspected else 1.0)
    # Suspected levels differ in line and in word, not in colour alone.
    pen.setStyle(Qt.PenStyle.SolidLine if box.suspected else Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left, top, right - left, bottom - top))
    metrics = _font(painter, 9.0, bold=box.suspected)
    baseline = top + metrics.ascent() + 2
    _paint_text(painter, right + 4, baseline, box.text, pen.color())


def _paint_crosshair(painter: QPainter, content: PaneContent, projection: Projection) -> None:
    width, height = projection.size_px
    x, y = projection.to_screen(content.crosshair_pixel)
    painter.setPen(QPen(CROSSHAIR_COLOUR, 1))
    for start, end in (
        (QPointF(0, y), QPointF(x - CROSSHAIR_GAP_PX, y)),
        (QPointF(x + CROSSHAIR_GAP_PX, y), QPointF(width, y)),
        (QPointF(x, 0), QPointF(x, y - CROSSHAIR_GAP_PX)),
        (QPointF(x, y + CROSSHAIR_GAP_PX), QPointF(x, height)),
    ):
        painter.drawLine(start, end)


def _paint_letters(painter: QPainter, content: PaneContent, projection: Projection) -> None:
    metrics = _font(painter, 12.0, bold=True)
    width, height = projection.size_px
    letters = content.letters
    middle = height / 2 + metrics.ascent() / 2
    centre = width / 2
    top, bottom = MARGIN_PX + metrics.ascent() - 4, height - MARGIN_PX
    for text, x, baseline in (
        (letters.left, MARGIN_PX, middle),
        (letters.right, width - MARGIN_PX - metrics.horizontalAdvance(letters.right), middle),
        (letters.top, centre - metrics.horizontalAdvance(letters.top) / 2, top),
        (letters.bottom, centre - metrics.horizontalAdvance(letters.bottom) / 2, bottom),
    ):
        _paint_text(painter, x, baseline, text, LETTER_COLOUR)


def _paint_corners(painter: QPainter, corners: Corners, projection: Projection) -> None:
    width, height = projection.size_px
    kept = 2 if height < LOW_PANE_PX else None
    _paint_lines(painter, corners.top_left[:kept], MARGIN_PX, None, width)
    _paint_lines(painter, corners.top_right[:kept], MARGIN_PX, width - MARGIN_PX, width)
    below = height - MARGIN_PX
    line = QFontMetricsF(_corner_font(painter)).lineSpacing()
    _paint_lines(painter, corners.bottom_left, below - line * len(corners.bottom_left), None, width)
    _paint_lines(
        painter,
        corners.bottom_right,
        below - line * len(corners.bottom_right),
        width - MARGIN_PX,
        width,
    )


def _corner_font(painter: QPainter) -> QFont:
    _font(painter, 9.0)
    return painter.font()


def _paint_lines(
    painter: QPainter, lines: tuple[str, ...], top: float, right: float | None, width: int
) -> None:
    """Paint lines from ``top`` down: at the left margin, or ending at ``right``."""
    metrics = QFontMetricsF(_corner_font(painter))
    room = width * CORNER_SHARE - MARGIN_PX
    for number, line in enumerate(lines):
        text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
        x = MARGIN_PX if right is None else right - metrics.horizontalAdvance(text)
        colour = TEXT_COLOUR if number == 0 else QUIET_COLOUR
        _paint_text(
            painter, x, top + metrics.ascent() + number * metrics.lineSpacing(), text, colour
        )


def _paint_scale(painter: QPainter, corners: Corners, projection: Projection) -> None:
    width, height = projection.size_px
    fitting = [mm for mm in SCALE_STEPS_MM if mm / projection.mm_per_px <= width * SCALE_SHARE]
    if not fitting:
        return
    length = fitting[0] / projection.mm_per_px
    metrics = QFontMetricsF(_corner_font(painter))
    text = f"{fitting[0]:.0f} mm"
    right = width - MARGIN_PX
    y = height - MARGIN_PX - metrics.lineSpacing() * (len(corners.bottom_right) + 0.5)
    painter.setPen(QPen(TEXT_COLOUR, 1))
    painter.drawLine(QPointF(right - length, y), QPointF(right, y))
    for x in (right - length, right):
        painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
    _paint_text(painter, right - metrics.horizontalAdvance(text), y - 6, text, TEXT_COLOUR)
