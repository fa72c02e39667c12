"""The slim row of tools beside the images: which one the left button holds is always seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QToolBar, QWidget

from viewer.state.drawing import ToolKind
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.theme import TEXT

ICON_PX = 20
SCALE = 3
"""Icons are drawn this much larger, so that they stay sharp on dense screens."""

DISABLED = QColor("#6f7a84")

Painting = Callable[[QPainter], None]


class ToolRow(QToolBar):
    """Shows the tools' actions as icons, one below the other."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("Measuring tools"), parent)
        self.setObjectName("tools")
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        for kind, action in actions.tools.items():
            self._add(action, _PAINTINGS[kind])
        self.addSeparator()
        self._add(actions.key_image, _key)
        self._add(actions.lock_tool, _lock)

    def _add(self, action: QAction, painting: Painting) -> None:
        action.setIcon(_icon(painting))
        # Menus name the tools; their check marks would hide behind icons.
        action.setIconVisibleInMenu(False)
        self.addAction(action)
        button = self.widgetForAction(action)
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def _icon(painting: Painting) -> QIcon:
    icon = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, TEXT), (QIcon.Mode.Disabled, DISABLED)):
        pixmap = QPixmap(ICON_PX * SCALE, ICON_PX * SCALE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(SCALE, SCALE)
        painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painting(painter)
        painter.end()
        icon.addPixmap(pixmap, mode)
    return icon


def _lines(*lines: tuple[tuple[float, float], ...]) -> Painting:
    """Draw lines between points of a square of twenty."""

    def paint(painter: QPainter) -> None:
        for line in lines:
            painter.drawPolyline(QPolygonF([QPointF(*at) for at in line]))

    return paint


def _letters(text: str) -> Painting:
    def paint(painter: QPainter) -> None:
        font = QFont(painter.font())
        font.setPixelSize(11 if len(text) > 1 else 15)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(QRectF(0, 0, ICON_PX, ICON_PX), Qt.AlignmentFlag.AlignCenter, text)

    return paint


def _ellipse(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(2.5, 5, 15, 10))


def _freehand(painter: QPainter) -> None:
    points = [(4, 7), (7, 4), (11, 6), (15, 4), (17, 9), (14, 12), (15, 16), (8, 16), (4, 13)]
    painter.drawPolygon(QPolygonF([QPointF(*at) for at in points]))


def _key(painter: QPainter) -> None:
    painter.drawRect(QRectF(2.5, 5.5, 15, 11))
    painter.drawEllipse(QPointF(10, 11), 3, 3)
    painter.drawLine(QPointF(7, 3.5), QPointF(13, 3.5))


def _lock(painter: QPainter) -> None:
    painter.drawRect(QRectF(4.5, 9.5, 11, 7.5))
    painter.drawArc(QRectF(6.5, 3, 7, 12), 0, 180 * 16)


_PAINTINGS: dict[ToolKind, Painting] = {
    ToolKind.DISTANCE: _lines(((3, 17), (17, 3)), ((1, 15), (5, 19)), ((15, 1), (19, 5))),
    ToolKind.ANGLE: _lines(((15, 3), (3, 17), (18, 17)), ((9, 10), (12, 13), (12, 17))),
    ToolKind.COBB: _lines(((2, 5), (18, 3)), ((2, 14), (18, 18)), ((10, 5), (10, 15))),
    ToolKind.ELLIPSE: _ellipse,
    ToolKind.RECTANGLE: _lines(((3, 5), (17, 5), (17, 15), (3, 15), (3, 5))),
    ToolKind.FREEHAND: _freehand,
    ToolKind.PROBE: _letters("HU"),
    ToolKind.ARROW: _lines(((3, 17), (16, 4)), ((9, 4), (16, 4), (16, 11))),
    ToolKind.TEXT: _letters("T"),
}
