"""One level beside the strip: its name, what is known of it, and a way to go there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QWidget

from inference.findings import Level
from viewer.rendering.text import text_scale
from viewer.state.strip import StripCell
from viewer.widgets.theme import MUTED, PANEL_RAISED, SUSPECTED

PADDING_PX = 5
NOTE_POINTS = 8.0


class LevelCell(QAbstractButton):
    """Two lines: name and probability, then the reader's word or what has to be known.

    Where the window is narrow for its text, the name alone.
    """

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = level
        self.setAccessibleName(level.value)
        self._cell: StripCell | None = None
        self._is_short = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A click leaves the keyboard with the panes; Tab still comes here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_cell(self, cell: StripCell) -> None:
        """Show what is known of the level."""
        self._cell = cell
        self.setAccessibleName(cell.sentence)
        self.setToolTip(cell.sentence)
        self.update()

    def set_short(self, short: bool) -> None:
        """Leave the probability out, which stands beside the images as well."""
        self._is_short = short
        self.update()

    def sizeHint(self) -> QSize:
        """Leave room for two lines."""
        line = self.fontMetrics().lineSpacing()
        width = self.fontMetrics().horizontalAdvance("C0 ▲" if self._is_short else "▲ C0  > 99 %")
        return QSize(width + 2 * PADDING_PX + 6, 2 * line + PADDING_PX)

    def nextCheckState(self) -> None:  # noqa: N802  # Qt's name
        """Leave the check to the state: which level is selected is not decided here."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cell."""
        cell = self._cell
        if cell is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        line = self.fontMetrics().lineSpacing()
        area = QRectF(self.rect()).adjusted(PADDING_PX, 0, -PADDING_PX, 0)
        lines = 2 if self.second_line else 1
        top = area.center().y() - lines * line / 2
        self._paint_first(painter, QRectF(area.left(), top, area.width(), line), cell)
        if self.second_line:
            second = QRectF(area.left(), top + line, area.width(), line)
            self._paint_second(painter, second, is_quiet=not cell.reading)
        painter.end()

    @property
    def second_line(self) -> str:
        """The reader's word or the note; empty where there is no room for two lines."""
        has_room = self.height() >= 2 * self.fontMetrics().height() and not self._is_short
        return (self._cell.reading or self._cell.note) if self._cell and has_room else ""

    def _paint_second(self, painter: QPainter, area: QRectF, *, is_quiet: bool) -> None:
        small = QFont(self.font())
        small.setPointSizeF(NOTE_POINTS * text_scale())
        painter.setFont(small)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(MUTED if is_quiet else text)
        shown = painter.fontMetrics().elidedText(
            self.second_line, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_frame(self, painter: QPainter) -> None:
        lit = self.isChecked() or self.underMouse()
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setBrush(PANEL_RAISED if lit else Qt.BrushStyle.NoBrush)
        painter.setPen(accent if self.hasFocus() or self.isChecked() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_first(self, painter: QPainter, area: QRectF, cell: StripCell) -> None:
        bold = QFont(self.font())
        bold.setBold(True)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setFont(bold)
        painter.setPen(SUSPECTED if cell.suspected else text)
        # A triangle, too: suspected levels differ in shape, not in colour alone.
        name = f"{cell.level} ▲" if cell.suspected else cell.level.value
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | centre, name)
        if self._is_short:
            return
        painter.setFont(bold if cell.suspected else self.font())
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | centre, cell.chance)
