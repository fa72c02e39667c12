"""Whose the overlays are that aren't Dens's own: a plate that nothing but they can bring."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from viewer.rendering.marks import MARGIN_PX, set_font

ORIGIN_COLOUR = QColor("#7df0e0")
"""Neither a suspicion's orange nor the compared study's violet; the words say it, too."""

PLATE_COLOUR = QColor(0, 0, 0, 200)
BELOW_LETTER_PX = 20.0
"""The plate leaves the upper orientation letter free."""

FRAME_PX = 6.0
"""Between the words and the plate's dashed border."""


def paint_origin(
    painter: QPainter, lines: Sequence[str], pane: QRectF, below: Sequence[QRectF]
) -> QRectF:
    """Paint the plate at the top in the middle, below what stands there, and return its place.

    Parameters
    ----------
    painter : QPainter
    lines : sequence of str
        Long ones are broken, never cut off: the name of a maker is what they are for.
    pane : QRectF
    below : sequence of QRectF
        Texts that it must not cover.
    """
    metrics = set_font(painter, bold=True)
    room = pane.width() - 2 * (MARGIN_PX + FRAME_PX)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    text = "\n".join(lines)
    words = metrics.boundingRect(QRectF(0, 0, room, pane.height()), int(flags), text)
    plate = QRectF(0, 0, words.width() + 2 * FRAME_PX, words.height() + FRAME_PX)
    plate.moveTop(MARGIN_PX + BELOW_LETTER_PX)
    plate.moveLeft(pane.center().x() - plate.width() / 2)
    for area in sorted(below, key=QRectF.bottom):
        if area.intersects(plate) and area.bottom() < pane.center().y():
            plate.moveTop(area.bottom() + FRAME_PX)
    painter.fillRect(plate, PLATE_COLOUR)
    painter.setPen(QPen(ORIGIN_COLOUR, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(plate)
    painter.drawText(plate, int(flags), text)
    return plate
