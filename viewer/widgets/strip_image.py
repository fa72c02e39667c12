"""The straightened spine itself: nothing is drawn over it, marks stand at its edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from viewer.texts import tr
from viewer.widgets.pixels import pixmap_of
from viewer.widgets.theme import MUTED

POSITION_COLOUR = QColor("#7dc8ff")
"""That of the crosshair."""

MARK_PX = 7.0
TICK_PX = 5.0
EDGE_PX = 8
"""Free space on either side of the picture, for the marks."""


class StripImage(QWidget):
    """The picture, with the heights of levels and of the crosshair at its edges.

    Signals
    -------
    pixel_chosen : float, float
        Row and column under a click or a drag.
    """

    pixel_chosen = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._position: float | None = None
        self._borders: tuple[float, ...] = ()
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Straightened spine, front on the left, head on top"))

    @property
    def position(self) -> float | None:
        """Row at which the crosshair stands."""
        return self._position

    def set_pixels(self, pixels: NDArray[np.uint8]) -> None:
        """Show a grey picture (rows, columns)."""
        self._picture = pixmap_of(pixels)
        self.update()

    def set_borders(self, rows: tuple[float, ...]) -> None:
        """Mark the borders of the levels at the right edge."""
        self._borders = rows
        self.update()

    def set_position(self, row: float | None) -> None:
        """Mark the height of the crosshair."""
        self._position = row
        self.update()

    @property
    def px_per_row(self) -> float:
        """Screen pixels a row of the picture."""
        return self.height() / max(self._picture.height(), 1)

    def row_to_y(self, row: float) -> float:
        """Return where a row's centre lies on the screen."""
        return (row + 0.5) * self.px_per_row

    def to_screen(self, row: float, column: float) -> QPointF:
        """Return where a pixel's centre lies in this widget."""
        width = self.width() - 2 * EDGE_PX
        x = EDGE_PX + (column + 0.5) * width / max(self._picture.width(), 1)
        return QPointF(x, self.row_to_y(row))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture and the marks beside it."""
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
        )
        area = QRectF(self.rect()).adjusted(EDGE_PX, 0, -EDGE_PX, 0)
        painter.drawPixmap(area, self._picture, QRectF(self._picture.rect()))
        painter.setPen(QPen(MUTED, 1))
        for row in self._borders:
            y = self.row_to_y(row)
            painter.drawLine(QPointF(area.right() + 1, y), QPointF(area.right() + 1 + TICK_PX, y))
        if self._position is not None:
            self._paint_position(painter, area, self.row_to_y(self._position))
        painter.end()

    def _paint_position(self, painter: QPainter, area: QRectF, y: float) -> None:
        """Point at the crosshair's height from both sides."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(POSITION_COLOUR)
        for x, outward in ((area.left(), -MARK_PX), (area.right(), MARK_PX)):
            corners = [QPointF(x, y)]
            corners += [QPointF(x + outward, y + up * MARK_PX / 2) for up in (-1, 1)]
            painter.drawPolygon(QPolygonF(corners))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the place under the mouse."""
        self._choose(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag with the left button."""
        self._choose(event)

    def _choose(self, event: QMouseEvent) -> None:
        at = event.position()
        width = self.width() - 2 * EDGE_PX
        if event.buttons() & Qt.MouseButton.LeftButton and not self._picture.isNull() and width > 0:
            row = at.y() / self.px_per_row - 0.5
            column = (at.x() - EDGE_PX) * self._picture.width() / width - 0.5
            last_row, last_column = self._picture.height() - 1, self._picture.width() - 1
            self.pixel_chosen.emit(
                min(max(row, 0.0), float(last_row)), min(max(column, 0.0), float(last_column))
            )
