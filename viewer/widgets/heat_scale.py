"""What the colours of the heat map mean: a narrow strip from weak to strong."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.rendering.heat import heat_scale
from viewer.rendering.text import text_scale
from viewer.texts import tr
from viewer.widgets.pixels import pixmap_of
from viewer.widgets.theme import MUTED

STRIP_PX = 8.0
GAP_PX = 6.0


class HeatScale(QWidget):
    """The colours in order, between two words.

    Attributes
    ----------
    ends : tuple of str
        The words for weak and strong.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        colours, _ = heat_scale()
        self.ends = tr("weak"), tr("strong")
        self._strip = pixmap_of(colours[np.newaxis])
        self.setAccessibleName(tr("Colours of the evidence, from weak to strong"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for a line's height."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("".join(self.ends)) * 2, metrics.lineSpacing())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the strip and its ends' names."""
        painter = QPainter(self)
        painter.setPen(MUTED)
        area, metrics = QRectF(self.rect()), self.fontMetrics()
        weak, strong = self.ends
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | centre, weak)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | centre, strong)
        left = metrics.horizontalAdvance(weak) + GAP_PX
        width = area.width() - left - metrics.horizontalAdvance(strong) - GAP_PX
        height = STRIP_PX * text_scale()
        place = QRectF(left, area.center().y() - height / 2, max(width, 0.0), height)
        painter.drawPixmap(place, self._strip, QRectF(self._strip.rect()))
        painter.end()
