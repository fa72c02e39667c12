"""One level in the findings panel: what is known of it, and a way to go there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPaintEvent, QPalette, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from inference.findings import Finding, Level
from viewer.rendering.compose import level_colours
from viewer.rendering.text import text_scale
from viewer.state.panel import LevelEntry
from viewer.state.reading_wording import ReaderState
from viewer.state.wording import finding_summary, percent
from viewer.texts import tr
from viewer.widgets.reader_mark import mark_px, paint_reader_mark
from viewer.widgets.theme import BORDER, MUTED, PANEL_RAISED, SUSPECTED

SWATCH_PX = 12
PADDING_PX = 8.0
BAR_HEIGHT_PX = 5.0
MARKER_PX = 10.0
GAP_PX = 8.0


class LevelButton(QAbstractButton):
    """A level's name, probability, threshold and both states; pressing it goes there."""

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = level
        self._entry: LevelEntry | None = None
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A click leaves the keyboard with the panes; Tab still comes here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_entry(self, entry: LevelEntry) -> None:
        """Show what is known of the level, and what the reader says of it."""
        self._entry = entry
        self.setAccessibleName(entry.sentence)
        self.setToolTip(entry.sentence)
        self.setEnabled(entry.enabled)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Leave room for a line, the bar where there is one, and what stands below."""
        line = self.fontMetrics().lineSpacing()
        lines = 1 if self._entry is None else 1 + len(self._entry.lines)
        bar = 0.0 if self._entry is not None and self._entry.finding is None else BAR_HEIGHT_PX
        return QSize(int(line * 13), int(line * lines + bar + 2 * PADDING_PX))

    def nextCheckState(self) -> None:  # noqa: N802  # Qt's name
        """Leave the check to the state: which level is selected is not decided here."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        if self._entry is not None:
            self._paint_entry(painter, self._entry)
        painter.end()

    def _paint_entry(self, painter: QPainter, entry: LevelEntry) -> None:
        area = QRectF(self.rect()).adjusted(PADDING_PX, PADDING_PX - 2, -PADDING_PX, 0)
        line = self.fontMetrics().lineSpacing()
        first = QRectF(area.left(), area.top(), area.width(), line)
        if entry.enabled or entry.reader is not ReaderState.UNREAD:
            centre = QPointF(first.right() - mark_px() / 2, first.center().y())
            paint_reader_mark(painter, entry.reader, centre)
        self._paint_first_line(painter, entry, first.adjusted(0, 0, -mark_px() - GAP_PX, 0))
        below = first.bottom() + 3
        if entry.finding is not None:
            bar = QRectF(area.left(), first.bottom() + 2, area.width(), BAR_HEIGHT_PX)
            self._paint_bar(painter, entry, bar)
            below = bar.bottom() + 3
        for number, text in enumerate(entry.lines):
            place = QRectF(area.left(), below + number * line, area.width(), line)
            self._paint_line(painter, text, place)

    def _paint_frame(self, painter: QPainter) -> None:
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        lit = self.isChecked() or self.underMouse()
        painter.setBrush(PANEL_RAISED if lit and self.isEnabled() else Qt.BrushStyle.NoBrush)
        painter.setPen(accent if self.hasFocus() or self.isChecked() else BORDER)
        painter.drawRoundedRect(frame, 4, 4)

    def _paint_first_line(self, painter: QPainter, entry: LevelEntry, area: QRectF) -> None:
        finding = entry.finding
        suspected = finding is not None and finding.suspected
        text = self.palette().color(QPalette.ColorRole.WindowText)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(text)
        painter.drawText(area, left, self._level.value)
        rest = area.adjusted(self.fontMetrics().horizontalAdvance("C0") + 14, 0, 0, 0)
        painter.setFont(bold if suspected else self.font())
        if finding is not None:
            rest.setRight(_paint_chance(painter, finding, rest))
        if suspected:
            self._paint_marker(painter, QPointF(rest.left(), rest.center().y()))
            rest.adjust(MARKER_PX * text_scale() + 6, 0, 0, 0)
        painter.setPen(SUSPECTED if suspected else MUTED)
        summary = entry.summary if finding is None else finding_summary(finding)
        elide, width = Qt.TextElideMode.ElideRight, int(rest.width())
        painter.drawText(rest, left, painter.fontMetrics().elidedText(summary, elide, width))

    def _paint_marker(self, painter: QPainter, at: QPointF) -> None:
        """Paint a triangle: suspected levels differ in shape too, not in colour alone."""
        size = MARKER_PX * text_scale()
        half = size / 2
        corners = [
            QPointF(at.x(), at.y() + half),
            QPointF(at.x() + size, at.y() + half),
            QPointF(at.x() + half, at.y() - half),
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(SUSPECTED)
        painter.drawPolygon(QPolygonF(corners))

    def _paint_bar(self, painter: QPainter, entry: LevelEntry, area: QRectF) -> None:
        finding = entry.finding
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

    def _paint_line(self, painter: QPainter, text: str, area: QRectF) -> None:
        painter.setFont(self.font())
        painter.setPen(MUTED)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class LevelRow(QWidget):
    """A check box that shows or hides a level, and the button that goes to it.

    Signals
    -------
    shown_changed : Level, bool
    chosen, menu_requested : Level
    """

    shown_changed = Signal(object, bool)
    chosen = Signal(object)
    menu_requested = Signal(object)

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = level
        self.check = QCheckBox()
        self.check.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.check.setChecked(True)
        self.check.setIcon(level_swatch(level))
        self.check.setAccessibleName(tr("Show {level} on the images", level=level))
        self.check.setToolTip(tr("Show {level} on the images", level=level))
        self.check.clicked.connect(self._tell_shown)
        self.button = LevelButton(level)
        self.button.clicked.connect(self._tell_chosen)
        self.button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.button.customContextMenuRequested.connect(self._ask_for_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.check)
        layout.addWidget(self.button, 1)

    def _tell_shown(self, shown: bool) -> None:
        self.shown_changed.emit(self.level, shown)

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.level)

    def _ask_for_menu(self) -> None:
        self.menu_requested.emit(self.level)

    def set_shown(self, shown: bool) -> None:
        """Tell whether the level is shown on the images."""
        self.check.setChecked(shown)

    def set_selected(self, selected: bool) -> None:
        """Tell whether the reader went to this level last."""
        self.button.setChecked(selected)

    def set_entry(self, entry: LevelEntry) -> None:
        """Show what is known of the level, and what the reader says of it."""
        self.button.set_entry(entry)


def _paint_chance(painter: QPainter, finding: Finding, area: QRectF) -> float:
    """Paint the probability at the right edge; return where the room to its left ends."""
    text = "–" if finding.probability is None else percent(finding.probability)
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return area.right() - painter.fontMetrics().horizontalAdvance(text) - GAP_PX


def level_swatch(level: Level) -> QIcon:
    """Draw a square in a level's colour."""
    pixmap = QPixmap(SWATCH_PX * 2, SWATCH_PX * 2)
    pixmap.fill(QColor(*level_colours()[level]))
    return QIcon(pixmap)
