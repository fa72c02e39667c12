"""The brush as a circle under the mouse: as large as what it covers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from inference.findings import Level
from viewer.rendering.compose import level_colours
from viewer.rendering.marks import SHADOW_COLOUR, paint_outlined
from viewer.state.brush import Brush, BrushMode
from viewer.texts import tr

GAP_PX = 6.0
"""Between the circle and the level's name."""


@dataclass(frozen=True, slots=True)
class BrushCircle:
    """A brush over a pane.

    Attributes
    ----------
    brush : Brush
    center_px : tuple of float
        To the right and down in the pane.
    """

    brush: Brush
    center_px: tuple[float, float]

    @property
    def level(self) -> Level:
        """Whose mask it changes."""
        return self.brush.level

    @property
    def text(self) -> str:
        """What stands beside it: the eraser differs in word and line, not in colour."""
        erases = self.brush.mode is BrushMode.ERASE
        return tr("Erase {level}", level=self.level) if erases else self.level.value


def paint_brush(painter: QPainter, circle: BrushCircle, mm_per_px: float) -> None:
    """Paint a brush in pane coordinates."""
    centre, radius = QPointF(*circle.center_px), circle.brush.radius_mm / mm_per_px
    colour = QColor(*level_colours()[circle.level])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(SHADOW_COLOUR, 3))
    painter.drawEllipse(centre, radius, radius)
    pen = QPen(colour, 1.5)
    if circle.brush.mode is BrushMode.ERASE:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawEllipse(centre, radius, radius)
    paint_outlined(painter, centre.x() + radius + GAP_PX, centre.y() - GAP_PX, circle.text, colour)
