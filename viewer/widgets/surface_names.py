"""Names and directions over the surfaces, on a sheet of their own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inference.findings import Level
from viewer.rendering.marks import LETTER_COLOUR, TEXT_COLOUR, paint_outlined
from viewer.state.planes import EdgeLetters

MARGIN_PX = 10.0


@dataclass(frozen=True, slots=True)
class SurfaceName:
    """A level's name, where it begins on the screen, and whether the level is suspected."""

    level: Level
    text: str
    left: float
    middle: float
    colour: tuple[float, float, float, float] | None


class SurfaceNames(QWidget):
    """Lets the mouse through to what lies below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._names: tuple[SurfaceName, ...] = ()
        self._letters = EdgeLetters("", "", "", "")

    def set_names(self, names: tuple[SurfaceName, ...], letters: EdgeLetters) -> None:
        """Show other names and directions."""
        self._names, self._letters = names, letters
        self.update()

    def places(self) -> dict[Level, QRectF]:
        """Where each name stands; one that would leave the window is kept at its edge."""
        metrics = self.fontMetrics()
        height = metrics.lineSpacing()
        found = {}
        for name in self._names:
            width = metrics.horizontalAdvance(name.text)
            left = max(min(name.left, self.width() - width - MARGIN_PX), MARGIN_PX)
            area = QRectF(left, name.middle - height / 2, width, height)
            if area.adjusted(0, 0, MARGIN_PX, 0).intersects(self._right_letter()):
                area.moveRight(self._right_letter().left() - MARGIN_PX)
            found[name.level] = area
        return found

    def _right_letter(self) -> QRectF:
        """Where the direction at the right edge stands, half-way up: names keep off it."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._letters.right)
        left, top = self.width() - MARGIN_PX - width, self.height() / 2 - metrics.ascent()
        return QRectF(left, top, width, metrics.lineSpacing())

    def level_at(self, position: QPointF) -> Level | None:
        """Return the level whose name is there."""
        for level, area in self.places().items():
            if area.contains(position):
                return level
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names."""
        painter = QPainter(self)
        metrics, places = painter.fontMetrics(), self.places()
        for name in self._names:
            area = places[name.level]
            colour = TEXT_COLOUR if name.colour is None else QColor.fromRgbF(*name.colour)
            paint_outlined(painter, area.left(), area.top() + metrics.ascent(), name.text, colour)
        letters, width, height = self._letters, float(self.width()), float(self.height())
        for text, x, baseline in (
            (letters.left, MARGIN_PX, height / 2),
            (letters.right, self._right_letter().left(), height / 2),
            (letters.top, width / 2, MARGIN_PX + metrics.ascent()),
            (letters.bottom, width / 2, height - MARGIN_PX),
        ):
            paint_outlined(painter, x, baseline, text, LETTER_COLOUR)
        painter.end()
