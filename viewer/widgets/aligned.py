"""Three small planes along a vertebra's own axes, below the panes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from viewer.rendering.drawn import paint_drawn
from viewer.rendering.marks import (
    CROSSHAIR_COLOUR,
    CROSSHAIR_GAP_PX,
    TEXT_COLOUR,
    paint_outlined,
)
from viewer.rendering.projection import Projection
from viewer.state.aligned import AlignedContent
from viewer.state.names import adjective
from viewer.state.pane_view import PaneView
from viewer.state.planes import Plane
from viewer.texts import tr
from viewer.widgets.origin_note import OriginNote
from viewer.widgets.pixels import pixmap_of

HEIGHT_PX = 250
MARGIN_PX = 8.0
SCALE_MM = 10.0
WHEEL_NOTCH = 120.0


class AlignedPlane(QWidget):
    """One of the planes.

    Signals
    -------
    place_chosen : Plane, float, float
        Millimetres to the right of and below the field's centre, under a click or a drag.
    wheel_turned : Plane, float
        Notches, away from the hand is positive.
    """

    place_chosen = Signal(object, float, float)
    wheel_turned = Signal(object, float)

    def __init__(self, plane: Plane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plane = plane
        self._content: AlignedContent | None = None
        self._picture = QPixmap()
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(120, 100)
        self.setAccessibleName(tr("Aligned {plane} plane", plane=adjective(plane)))

    @property
    def content(self) -> AlignedContent | None:
        """What is shown."""
        return self._content

    def set_content(self, content: AlignedContent | None) -> None:
        """Show other marks; the picture itself is set by :meth:`set_pixels`."""
        if content == self._content:
            return
        self._content = content
        self.setAccessibleDescription("" if content is None else content.description)
        self.update()

    def set_pixels(self, pixels: NDArray[np.uint8]) -> None:
        """Show a picture of the whole field: grey (rows, columns) or RGB (rows, columns, 3)."""
        self._picture = pixmap_of(pixels)
        self.update()

    @property
    def px_per_mm(self) -> float:
        """One scale for both directions."""
        width, height = (1.0, 1.0) if self._content is None else self._content.field_mm
        return min(self.width() / width, self.height() / height)

    def to_screen(self, right_mm: float, down_mm: float) -> QPointF:
        """Return where an offset from the field's centre lies in this widget."""
        scale = self.px_per_mm
        return QPointF(self.width() / 2 + right_mm * scale, self.height() / 2 + down_mm * scale)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the plane and its marks."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        content = self._content
        if content is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            (width, height), scale = content.field_mm, self.px_per_mm
            corner = self.to_screen(-width / 2, -height / 2)
            area = QRectF(corner.x(), corner.y(), width * scale, height * scale)
            painter.drawPixmap(area, self._picture, QRectF(self._picture.rect()))
            self._paint_crosshair(painter, content)
            taken = self._paint_texts(painter, content)
            paint_drawn(painter, content.shapes, self._projection(content), taken)
        painter.end()

    def _projection(self, content: AlignedContent) -> Projection:
        size_px = self.width(), self.height()
        return Projection(content.frame, PaneView(pan_mm=content.pan_mm), content.field_mm, size_px)

    def _paint_crosshair(self, painter: QPainter, content: AlignedContent) -> None:
        at, gap = self.to_screen(*content.crosshair_mm), CROSSHAIR_GAP_PX
        painter.setPen(QPen(CROSSHAIR_COLOUR, 1))
        painter.drawLine(QPointF(0, at.y()), QPointF(at.x() - gap, at.y()))
        painter.drawLine(QPointF(at.x() + gap, at.y()), QPointF(self.width(), at.y()))
        painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), at.y() - gap))
        painter.drawLine(QPointF(at.x(), at.y() + gap), QPointF(at.x(), self.height()))

    def _paint_texts(self, painter: QPainter, content: AlignedContent) -> list[QRectF]:
        """Paint title, letters and scale; return where text stands."""
        metrics = painter.fontMetrics()
        width, height, rise = self.width(), self.height(), metrics.ascent()
        letters = content.letters
        middle, bottom = height / 2 + rise / 2, height - MARGIN_PX
        centre = width / 2
        right = width - MARGIN_PX - metrics.horizontalAdvance(letters.right)
        scale = f"{SCALE_MM:.0f} mm"
        length, y = SCALE_MM * self.px_per_mm, height - MARGIN_PX
        painter.setPen(QPen(TEXT_COLOUR, 1))
        painter.drawLine(QPointF(width - MARGIN_PX - length, y), QPointF(width - MARGIN_PX, y))
        taken = []
        for text, x, baseline in (
            (content.title, MARGIN_PX, MARGIN_PX + rise),
            (letters.left, MARGIN_PX, middle),
            (letters.right, right, middle),
            (letters.top, centre - metrics.horizontalAdvance(letters.top) / 2, MARGIN_PX + rise),
            (letters.bottom, centre - metrics.horizontalAdvance(letters.bottom) / 2, bottom),
            (scale, width - MARGIN_PX - metrics.horizontalAdvance(scale), y - 4),
        ):
            paint_outlined(painter, x, baseline, text)
            taken.append(QRectF(x, baseline - rise, metrics.horizontalAdvance(text), rise))
        return taken

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the place under the mouse."""
        self._choose(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag with the left button."""
        self._choose(event)

    def _choose(self, event: QMouseEvent) -> None:
        if self._content is not None and event.buttons() & Qt.MouseButton.LeftButton:
            scale, at = self.px_per_mm, event.position()
            self.place_chosen.emit(
                self.plane,
                (at.x() - self.width() / 2) / scale,
                (at.y() - self.height() / 2) / scale,
            )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Report the wheel."""
        event.accept()
        self.wheel_turned.emit(self.plane, event.angleDelta().y() / WHEEL_NOTCH)


class AlignedPanel(QFrame):
    """The three planes in a row, or why there are none.

    Attributes
    ----------
    planes : dict of Plane to AlignedPlane
    note : OriginNote
        Above them: whose masks they follow.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.planes = {plane: AlignedPlane(plane) for plane in Plane}
        self._message = QLabel()
        self._message.setObjectName("muted")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for each in self.planes.values():
            layout.addWidget(each)
        self._row = row
        self.note = OriginNote()
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        column.addLayout(self._stack, 1)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(row)
        self._stack.addWidget(self._message)
        self.setMinimumHeight(HEIGHT_PX)

    @property
    def message(self) -> str:
        """What stands in place of the planes; empty where they are shown."""
        return self._message.text()

    def set_message(self, text: str) -> None:
        """Say why there are no planes, or show them where there is nothing to say."""
        self._message.setText(text)
        self._stack.setCurrentWidget(self._message if text else self._row)
