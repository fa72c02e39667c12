"""A pane of the study beside the current one: never to be taken for the current one's."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from viewer.rendering.letters import MARGIN_PX
from viewer.state.names import adjective
from viewer.state.planes import Plane
from viewer.texts import tr
from viewer.widgets.pane import PlanePane

OTHER_COLOUR = QColor("#d0a5ff")
"""Neither the active pane's blue nor a suspicion's orange; the border is dashed and has a word."""

PLATE_COLOUR = QColor(0, 0, 0, 190)
BORDER_PX = 3
BADGE_POINTS = 10.0
BELOW_CORNERS_PX = 110.0
"""The other plate is wide: it leaves the upper corners' texts free."""

BELOW_LETTER_PX = 16.0
"""The badge leaves the upper orientation letter free."""


class ComparedPane(PlanePane):
    """Shows a plane of the other study, with its badge and a border of its own."""

    def __init__(self, plane: Plane, parent: QWidget | None = None) -> None:
        super().__init__(plane, parent)
        self._badge = self._remark = ""

    @property
    def badge(self) -> str:
        """Which study it is."""
        return self._badge

    @property
    def remark(self) -> str:
        """Why this may not be the same place or plane; empty where it is."""
        return self._remark

    def set_badge(self, badge: str, remark: str = "") -> None:
        """Show which study it is, and why it may not show what the current one does."""
        if (badge, remark) != (self._badge, self._remark):
            self._badge, self._remark = badge, remark
            name = tr("{badge}, {plane} plane", badge=badge, plane=adjective(self.plane))
            self.setAccessibleName(", ".join(word for word in (name, remark) if word))
            self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:  # noqa: N802  # Qt's name
        """Paint border and badge over everything else."""
        super().drawForeground(painter, rect)
        painter.save()
        painter.resetTransform()
        area = QRectF(self.viewport().rect())
        painter.setPen(QPen(OTHER_COLOUR, BORDER_PX, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = BORDER_PX / 2 + 1
        painter.drawRect(area.adjusted(inset, inset, -inset, -inset))
        for text, top in (
            (self._badge, MARGIN_PX + BELOW_LETTER_PX),
            (self._remark, BELOW_CORNERS_PX),
        ):
            if text:
                self._paint_plate(painter, area, text, top)
        painter.restore()

    def _paint_plate(self, painter: QPainter, area: QRectF, text: str, top: float) -> None:
        """Paint one line on a dark plate in the middle."""
        font = QFont(painter.font())
        font.setPointSizeF(BADGE_POINTS)
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        width = min(metrics.horizontalAdvance(text) + 2 * MARGIN_PX, area.width())
        plate = QRectF(area.center().x() - width / 2, top, width, metrics.height() + 4)
        painter.fillRect(plate, PLATE_COLOUR)
        painter.setPen(OTHER_COLOUR)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - MARGIN_PX)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)
