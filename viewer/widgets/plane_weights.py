"""What each of a level's planes weighed in the model's decision: a row of small bars."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from viewer.rendering.text import text_scale
from viewer.state.evidence import WeighedPlanes
from viewer.texts import tr
from viewer.widgets.theme import BORDER, MUTED, PANEL_RAISED, TEXT

BARS_PX = 22.0
"""Height of the highest bar."""

GAP_PX = 3.0
PADDING_PX = 6.0
FOOT_PX = 4.0
"""Below the bars: there the plane at the crosshair is marked."""

CAPTION_POINTS = 8.0
SPACE_SHARE = 0.25
"""Of a bar's room that is left free beside it."""

LEAST_PX = 1.0
"""A plane that weighed nothing is still there to be clicked."""

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class PlaneWeightsBar(QAbstractButton):
    """Bars from the head (left) to the feet; a click goes to a plane, the arrows to the next.

    Space or Enter goes to the one that weighed most. Hidden while there is nothing to show.

    Signals
    -------
    plane_chosen : int
        0-based, from the head down.
    """

    plane_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._planes: WeighedPlanes | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A click leaves the keyboard with the panes; Tab still comes here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._choose_heaviest)
        self.set_planes(None)

    @property
    def planes(self) -> WeighedPlanes | None:
        """What is shown."""
        return self._planes

    def set_planes(self, planes: WeighedPlanes | None) -> None:
        """Show what the planes weighed; None hides the bars."""
        self._planes = planes
        self.setAccessibleName(tr("Plane weights") if planes is None else planes.sentence)
        self.setToolTip("" if planes is None else f"{planes.sentence}. {planes.hint}")
        self.setVisible(planes is not None)
        self.update()

    def bar(self, number: int) -> QRectF:
        """Return the room of a plane's bar: its whole height takes clicks."""
        count = 1 if self._planes is None else len(self._planes.weights)
        width = (self.width() - 2 * PADDING_PX) / count
        top = PADDING_PX + self._caption_px + GAP_PX
        return QRectF(PADDING_PX + number * width, top, width, self._bars_px)

    @property
    def _bars_px(self) -> float:
        return BARS_PX * text_scale()

    @property
    def _caption_px(self) -> float:
        return float(self.fontMetrics().lineSpacing())

    def sizeHint(self) -> QSize:
        """Leave room for a line and the bars below it."""
        height = 2 * PADDING_PX + self._caption_px + GAP_PX + self._bars_px + FOOT_PX
        return QSize(round(self._caption_px * 13), round(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint caption and bars."""
        planes = self._planes
        if planes is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setBrush(PANEL_RAISED if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.setPen(accent if self.hasFocus() else BORDER)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self._paint_caption(painter, planes.caption)
        painter.setPen(Qt.PenStyle.NoPen)
        most = max(planes.weights)
        for number, weight in enumerate(planes.weights):
            room = self.bar(number)
            free = room.width() * SPACE_SHARE / 2
            top = room.bottom() - max(room.height() * weight / most, LEAST_PX)
            painter.setBrush(TEXT if number == planes.heaviest else MUTED)
            painter.drawRect(QRectF(QPointF(room.left() + free, top), room.bottomRight())
                             .adjusted(0, 0, -free, 0))  # fmt: skip
            if number == planes.current:
                painter.setBrush(accent)
                painter.drawRect(QRectF(room.left(), room.bottom() + 1, room.width(), FOOT_PX - 1))
        painter.end()

    def _paint_caption(self, painter: QPainter, text: str) -> None:
        small = QFont(self.font())
        small.setPointSizeF(CAPTION_POINTS * text_scale())
        painter.setFont(small)
        painter.setPen(MUTED)
        area = QRectF(PADDING_PX, PADDING_PX, self.width() - 2 * PADDING_PX, self._caption_px)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the plane under the mouse."""
        if event.button() is Qt.MouseButton.LeftButton and self._planes is not None:
            self.setDown(False)
            at = event.position()
            if QRectF(self.rect()).contains(at):
                self.plane_chosen.emit(self._number_at(at.x(), self._planes))

    def _number_at(self, x: float, planes: WeighedPlanes) -> int:
        number = int((x - PADDING_PX) // self.bar(0).width())
        return min(max(number, 0), len(planes.weights) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from plane to plane with the arrows, to the heaviest with Enter."""
        planes, step = self._planes, _STEPS.get(Qt.Key(event.key()))
        if planes is not None and step is not None:
            at = planes.heaviest if planes.current is None else planes.current + step
            self.plane_chosen.emit(min(max(at, 0), len(planes.weights) - 1))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def _choose_heaviest(self) -> None:
        if self._planes is not None:
            self.plane_chosen.emit(self._planes.heaviest)
