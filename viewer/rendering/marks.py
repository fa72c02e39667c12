"""What is painted over a pane's image: crosshair, boxes, letters, corner texts, scale bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from viewer.rendering.compose import level_colours
from viewer.rendering.corner_blocks import Block, corner_blocks, scale_line_px
from viewer.rendering.labels import EDGE_PX, GAP_PX, covered, drawbacks, label_place
from viewer.rendering.letters import MARGIN_PX, Letters, lay_letters
from viewer.rendering.projection import Projection
from viewer.rendering.text import text_scale
from viewer.state.oblique import ReferenceLine
from viewer.state.resolve import NOT_READ_YET, BoxMark, PaneContent
from viewer.texts import tr

TEXT_COLOUR = QColor("#d5dbe0")
QUIET_COLOUR = QColor("#a3adb6")
LETTER_COLOUR = QColor("#ffffff")
CROSSHAIR_COLOUR = QColor(125, 200, 255, 170)
ACTIVE_COLOUR = QColor("#5aa9e6")
SHADOW_COLOUR = QColor(0, 0, 0, 190)
MISSING_COLOUR = QColor("#10161b")
HATCH_COLOUR = QColor("#26313a")
"""Where nothing is read yet: neither black, which is air, nor bright enough to draw the eye."""

CROSSHAIR_GAP_PX = 14.0
"""The crosshair leaves its own point free, so that it hides no fracture."""

LETTER_POINTS = 12.0
"""Size of the letters of the directions."""

CORNER_POINTS = 9.0
"""Size of the corner texts and of the boxes' names."""

LABEL_GAP_PX = 6.0
"""Between the scale bar and its length."""

MOST_OF_PANE = 0.5
"""A box that takes more of a pane leaves its name, and others, no place beside it."""

SUSPECTED_SIGN = "▲"

ROOM_PX = 320.0
"""Width of a pane that has room for the corners' texts of the usual size."""


def paint_marks(
    painter: QPainter,
    content: PaneContent,
    projection: Projection,
    value: str = "",
    top_px: float = 0.0,
) -> list[QRectF]:
    """Paint what lies over the image, in pane coordinates; ``value`` is that under the mouse.

    Texts begin below ``top_px``, above which something else stands.

    Returns
    -------
    list of QRectF
        Where text stands.
    """
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    width, height = projection.size_px
    pane = QRectF(0, 0, width, height)
    free = pane.adjusted(0, top_px, 0, 0)
    _paint_missing(painter, content, projection)
    letters = lay_letters(set_font(painter, LETTER_POINTS, bold=True), content.letters, free)
    corners = content.corners.with_value(value)
    blocks = corner_blocks(set_font(painter), corners, free, letters)
    taken = [*(block.area for block in blocks), *(letter.area for letter in letters.all)]
    _paint_boxes(painter, content.boxes, projection, taken)
    if content.crosshair_pixel is not None:
        _paint_lines(painter, content.lines, content.crosshair_pixel, projection)
    _paint_blocks(painter, blocks)
    paint_scale(painter, projection)
    _paint_letters(painter, letters)
    if content.active:
        painter.setPen(QPen(ACTIVE_COLOUR, 1))
        painter.drawRect(pane.adjusted(0.5, 0.5, -0.5, -0.5))
    return taken


def _paint_missing(painter: QPainter, content: PaneContent, projection: Projection) -> None:
    """Lay a quiet hatching over what is not read yet, so that it can't be taken for air."""
    for rect in content.image.missing:
        left, top = projection.to_screen((rect.top, rect.left))
        right, bottom = projection.to_screen((rect.bottom, rect.right))
        area = QRectF(left, top, right - left, bottom - top)
        painter.fillRect(area, MISSING_COLOUR)
        painter.fillRect(area, QBrush(HATCH_COLOUR, Qt.BrushStyle.BDiagPattern))
        metrics = set_font(painter)
        visible = area.intersected(QRectF(0, 0, *projection.size_px))
        width = metrics.horizontalAdvance(tr(NOT_READ_YET))
        # Above the middle: the crosshair's line runs through it.
        baseline = visible.center().y() - metrics.lineSpacing()
        if visible.width() > width and visible.height() > 3 * metrics.lineSpacing():
            x = visible.center().x() - width / 2
            paint_outlined(painter, x, baseline, tr(NOT_READ_YET), QUIET_COLOUR)


def set_font(
    painter: QPainter, points: float = CORNER_POINTS, *, bold: bool = False
) -> QFontMetricsF:
    """Take a font of a size that grows with the application's text, as far as there is room.

    Returns
    -------
    QFontMetricsF
        The font's measures.
    """
    font = QFont(painter.font())
    # Whole in a narrow pane rather than large.
    room = max(painter.device().width() / ROOM_PX, 1.0)
    font.setPointSizeF(points * min(text_scale(), room))
    font.setBold(bold)
    painter.setFont(font)
    return QFontMetricsF(font)


def paint_outlined(
    painter: QPainter, x: float, baseline: float, text: str, colour: QColor = TEXT_COLOUR
) -> None:
    """Paint one line with a dark edge, readable over bone and over air."""
    painter.setPen(SHADOW_COLOUR)
    for right, down in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
        painter.drawText(QPointF(x + right, baseline + down), text)
    painter.setPen(colour)
    painter.drawText(QPointF(x, baseline), text)


def _paint_boxes(
    painter: QPainter, boxes: Sequence[BoxMark], projection: Projection, taken: list[QRectF]
) -> None:
    """Paint boxes and their names, which keep off other text: where they stand is ``taken``, too.

    No box is painted over a name, so all boxes come first.
    """
    areas = [_paint_box(painter, box, projection) for box in boxes]
    pane = QRectF(0, 0, *projection.size_px)
    for box, area in zip(boxes, areas, strict=True):
        metrics = set_font(painter, bold=box.suspected)
        found = name_place(box, area, metrics, taken, pane, areas)
        if found is None:
            continue
        lines, place = found
        taken.append(place)
        for number, line in enumerate(lines):
            baseline = place.top() + metrics.ascent() + number * metrics.lineSpacing()
            paint_outlined(painter, place.left(), baseline, line, _colour(box))


def name_place(
    box: BoxMark,
    area: QRectF,
    metrics: QFontMetricsF,
    taken: Sequence[QRectF],
    pane: QRectF,
    areas: Sequence[QRectF],
) -> tuple[tuple[str, ...], QRectF] | None:
    """Find how a box's name is written, and where: short where its words would hide something.

    Parameters
    ----------
    box : BoxMark
    area : QRectF
        Where the box is on the screen.
    metrics : QFontMetricsF
    taken : sequence of QRectF
        Where text stands already.
    pane : QRectF
    areas : sequence of QRectF
        Every box of the pane, this one too: anatomy lies in them.

    Returns
    -------
    pair of tuple of str and QRectF, or None
        The name's lines and their place; None for a box out of view, and where the name would
        stand beside another box, and name that.
    """
    kept_free = [other for other in areas if _share(other, pane) < MOST_OF_PANE]
    beside = max(pane.right() - area.right(), area.left() - pane.left()) - 2 * EDGE_PX - GAP_PX
    found = []
    for lines in (name_lines(box.text, metrics, beside), (short_name(box),)):
        width = max(metrics.horizontalAdvance(line) for line in lines)
        size = QSizeF(width, metrics.lineSpacing() * len(lines))
        place = label_place(area, size, taken, pane, kept_free)
        if place is None:
            return None
        wrong = drawbacks(place, area, taken, kept_free)
        if not any(wrong):
            return lines, place
        found.append((wrong, lines, place))
    wrong, lines, place = min(found, key=lambda one: one[0])
    return None if wrong.beside_another else (lines, place)


def _share(area: QRectF, pane: QRectF) -> float:
    return covered(area, [pane]) / (pane.width() * pane.height())


def name_lines(text: str, metrics: QFontMetricsF, room_px: float) -> tuple[str, ...]:
    """Break a box's name in two where it finds no room beside the box: over it lies anatomy."""
    words = text.split(" ")
    if len(words) == 1 or metrics.horizontalAdvance(text) <= room_px:
        return (text,)
    breaks = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return min(breaks, key=lambda lines: max(map(metrics.horizontalAdvance, lines)))


def short_name(box: BoxMark) -> str:
    """Name a box as the strip does its level: there, and in the panel, the words stand."""
    return f"{box.level} {SUSPECTED_SIGN}" if box.suspected else box.level.value


def _paint_box(painter: QPainter, box: BoxMark, projection: Projection) -> QRectF:
    """Paint a box, and return where it is."""
    left, top = projection.to_screen((box.rect.top, box.rect.left))
    right, bottom = projection.to_screen((box.rect.bottom, box.rect.right))
    area = QRectF(left, top, right - left, bottom - top)
    pen = QPen(_colour(box), 2.0 if box.suspected else 1.0)
    # Suspected levels differ in line and in word, not in colour alone.
    pen.setStyle(Qt.PenStyle.SolidLine if box.suspected else Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)
    return area


def _colour(box: BoxMark) -> QColor:
    return QColor(*level_colours()[box.level])


def _paint_lines(
    painter: QPainter,
    lines: tuple[ReferenceLine, ...],
    pixel: tuple[float, float],
    projection: Projection,
) -> None:
    """Paint where the other planes run through the crosshair, each to the pane's edges."""
    x, y = projection.to_screen(pixel)
    far = abs(x) + abs(y) + sum(projection.size_px)
    painter.setPen(QPen(CROSSHAIR_COLOUR, 1))
    for line in lines:
        right, down = line.direction
        # Level and upright lines are sharper without.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, 0.0 not in line.direction)
        for way in (-1, 1):
            near, end = way * CROSSHAIR_GAP_PX, way * far
            start = QPointF(x + near * right, y + near * down)
            painter.drawLine(start, QPointF(x + end * right, y + end * down))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_letters(painter: QPainter, letters: Letters) -> None:
    set_font(painter, LETTER_POINTS, bold=True)
    for letter in letters.all:
        paint_outlined(
            painter, letter.area.left(), letter.area.bottom(), letter.text, LETTER_COLOUR
        )


def _paint_blocks(painter: QPainter, blocks: list[Block]) -> None:
    metrics = set_font(painter)
    for block in blocks:
        for number, text in enumerate(block.lines):
            spare = block.area.width() - metrics.horizontalAdvance(text)
            x = block.area.left() + (spare if block.to_the_right else 0.0)
            baseline = block.area.top() + metrics.ascent() + number * metrics.lineSpacing()
            paint_outlined(painter, x, baseline, text, QUIET_COLOUR if number else TEXT_COLOUR)


def paint_scale(painter: QPainter, projection: Projection) -> None:
    """Paint the scale bar and its length along the lower edge, where it hides least.

    Parameters
    ----------
    painter : QPainter
    projection : Projection
        Tells the pane's size and how many millimetres a pixel is.
    """
    (width, height), bar_mm = projection.size_px, projection.scale_bar_mm
    if bar_mm is None:
        return
    length = bar_mm / projection.mm_per_px
    metrics = set_font(painter)
    text = f"{bar_mm:.0f} mm"
    right, y = width - MARGIN_PX, height - scale_line_px(metrics) / 2
    for colour, thickness in ((SHADOW_COLOUR, 3), (TEXT_COLOUR, 1)):
        painter.setPen(QPen(colour, thickness))
        painter.drawLine(QPointF(right - length, y), QPointF(right, y))
        for x in (right - length, right):
            painter.drawLine(QPointF(x, y - 3), QPointF(x, y + 3))
    x = right - length - LABEL_GAP_PX - metrics.horizontalAdvance(text)
    paint_outlined(painter, x, y + metrics.ascent() / 2 - 1, text, TEXT_COLOUR)
