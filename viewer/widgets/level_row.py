"""One level in the findings panel: what is known of it, and a way to go there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPaintEvent, QPalette, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from inference.findings import Finding, Level
from viewer.rendering.compose import level_colours
from viewer.state.wording import finding_sentence, finding_summary, percent
from viewer.widgets.theme import BORDER, MUTED, PANEL_RAISED, SUSPECTED

SWATCH_PX = 12
PADDING_PX = 8.0
BAR_HEIGHT_PX = 5.0
MARKER_PX = 10.0


class LevelButton(QAbstractButton):
    """A level's name, probability, threshold and state; pressing it goes there."""

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = level
        self._finding: Finding | None = None
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A click leaves the keyboard with the panes; Tab still comes here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_finding(None)

    def set_finding(self, finding: Finding | None) -> None:
        """Show what is known; None before an analysis."""
        self._finding = finding
        sentence = (
            f"{self._level}: no analysis yet" if finding is None else finding_sentence(finding)
        )
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.setEnabled(finding is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Leave room for a line, the bar, and a second line where there is a reason to give."""
        line = self.fontMetrics().lineSpacing()
        lines = 2 if self._finding is not None and self._finding.reason else 1
        return QSize(int(line * 13), int(line * lines + BAR_HEIGHT_PX + 2 * PADDING_PX))

    def nextCheckState(self) -> None:  # noqa: N802  # Qt's name
        """Leave the check to the state: which level is selected is not decided here."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        area = QRectF(self.rect()).adjusted(PADDING_PX, PADDING_PX - 2, -PADDING_PX, 0)
        line = self.fontMetrics().lineSpacing()
        first = QRectF(area.left(), area.top(), area.width(), line)
        bar = QRectF(area.left(), first.bottom() + 2, area.width(), BAR_HEIGHT_PX)
        second = QRectF(area.left(), bar.bottom() + 3, area.width(), line)
        self._paint_first_line(painter, first)
        self._paint_bar(painter, bar)
        self._paint_reason(painter, second)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        lit = self.isChecked() or self.underMouse()
        painter.setBrush(PANEL_RAISED if lit and self.isEnabled() else Qt.BrushStyle.NoBrush)
        painter.setPen(accent if self.hasFocus() or self.isChecked() else BORDER)
        painter.drawRoundedRect(frame, 4, 4)

    def _paint_first_line(self, painter: QPainter, area: QRectF) -> None:
        finding = self._finding
        suspected = finding is not None and finding.suspected
        text = self.palette().color(QPalette.ColorRole.WindowText)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(text)
        painter.drawText(area, left, self._level.value)
        start = area.left() + self.fontMetrics().horizontalAdvance("C0") + 14
        if suspected:
            self._paint_marker(painter, QPointF(start, area.center().y()))
            start += MARKER_PX + 6
        painter.setFont(bold if suspected else self.font())
        painter.setPen(SUSPECTED if suspected else MUTED)
        summary = "" if finding is None else finding_summary(finding)
        painter.drawText(area.adjusted(start - area.left(), 0, 0, 0), left, summary)
        painter.setFont(bold if suspected else self.font())
        painter.setPen(text)
        known = finding is not None and finding.probability is not None
        painter.drawText(area, right, percent(finding.probability) if known else "–")  # type: ignore[union-attr,arg-type]  # known

    def _paint_marker(self, painter: QPainter, at: QPointF) -> None:
        """Paint a triangle: suspected levels differ in shape too, not in colour alone."""
        half = MARKER_PX / 2
        corners = [
            QPointF(at.x(), at.y() + half),
            QPointF(at.x() + MARKER_PX, at.y() + half),
            QPointF(at.x() + half, at.y() - half),
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(SUSPECTED)
        painter.drawPolygon(QPolygonF(corners))

    def _paint_bar(self, painter: QPainter, area: QRectF) -> None:
        finding = self._finding
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(BORDER)
        painter.drawRoundedRect(area, 2, 2)
        if finding is None or finding.probability is None:
            return
        done = QRectF(area)
        done.setWidth(max(area.width() * finding.probability, 2.0))
        painter.setBrush(SUSPECTED if finding.suspected else MUTED)
        painter.drawRoundedRect(done, 2, 2)
        tick = area.left() + area.width() * finding.threshold
        painter.setBrush(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawRect(QRectF(tick - 0.75, area.top() - 2, 1.5, area.height() + 4))

    def _paint_reason(self, painter: QPainter, area: QRectF) -> None:
        if self._finding is None or not self._finding.reason:
            return
        painter.setFont(self.font())
        painter.setPen(MUTED)
        text = self.fontMetrics().elidedText(
            self._finding.reason, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class LevelRow(QWidget):
    """A check box that shows or hides a level, and the button that goes to it.

    Signals
    -------
    shown_changed : Level, bool
    chosen : Level
    """

    shown_changed = Signal(object, bool)
    chosen = Signal(object)

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = level
        self.check = QCheckBox()
        self.check.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.check.setChecked(True)
        self.check.setIcon(_swatch(level))
        self.check.setAccessibleName(f"Show {level} on the images")
        self.check.setToolTip(f"Show {level} on the images")
        self.check.clicked.connect(self._tell_shown)
        self.button = LevelButton(level)
        self.button.clicked.connect(self._tell_chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.check)
        layout.addWidget(self.button, 1)

    def _tell_shown(self, shown: bool) -> None:
        self.shown_changed.emit(self.level, shown)

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.level)

    def set_shown(self, shown: bool) -> None:
        """Tell whether the level is shown on the images."""
        self.check.setChecked(shown)

    def set_selected(self, selected: bool) -> None:
        """Tell whether the reader went to this level last."""
        self.button.setChecked(selected)

    def set_finding(self, finding: Finding | None) -> None:
        """Show what is known of the level."""
        self.button.set_finding(finding)


def _swatch(level: Level) -> QIcon:
    pixmap = QPixmap(SWATCH_PX * 2, SWATCH_PX * 2)
    pixmap.fill(QColor(*level_colours()[level]))
    return QIcon(pixmap)
