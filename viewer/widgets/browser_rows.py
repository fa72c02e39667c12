"""How the rows of the browser are painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.state.browser import ResultRow, SeriesRow, StudyRow
from viewer.texts import tr
from viewer.widgets.theme import ACCENT, BORDER, MUTED, PANEL_RAISED, SUSPECTED, TEXT

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The :class:`SeriesRow`, :class:`ResultRow` or :class:`StudyRow` of an item."""

PICTURE_ROLE = ROW_ROLE + 1
"""The thumbnail of a series, a QPixmap."""

PICTURE_PX = 72
PADDING_PX = 8
MARGIN_PX = 12
BAR_PX = 3
SHOWN_COLOUR = QColor("#24394b")
LINES = 4
RESULT_INDENT_PX = 24
"""A result stands below its series, and further in."""

_Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints studies as headings, and series with picture, facts and state."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Leave room for a heading's lines, or for a picture and four lines."""
        line = option.fontMetrics.lineSpacing()
        if isinstance(index.data(ROW_ROLE), ResultRow):
            result: ResultRow = index.data(ROW_ROLE)
            return QSize(0, line * len(_result_lines(result)) + PADDING_PX)
        if isinstance(index.data(ROW_ROLE), StudyRow):
            row: StudyRow = index.data(ROW_ROLE)
            return QSize(0, line * len(_study_lines(row)) + 2 * PADDING_PX)
        return QSize(0, max(PICTURE_PX, line * LINES) + 2 * PADDING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(row, StudyRow):
            _paint_study(painter, QRectF(option.rect), option.font, row)
        elif isinstance(row, ResultRow):
            _paint_result(painter, option, row)
        else:
            _paint_series(painter, option, row, index.data(PICTURE_ROLE))
        painter.restore()


def _paint_study(painter: QPainter, area: QRectF, font: QFont, row: StudyRow) -> None:
    painter.setPen(BORDER)
    painter.drawLine(area.topLeft(), area.topRight())
    inner = area.adjusted(MARGIN_PX, PADDING_PX, -MARGIN_PX, -PADDING_PX)
    _paint_lines(painter, inner, font, _study_lines(row))


def _study_lines(row: StudyRow) -> list[tuple[str, QColor, bool]]:
    """Return the lines of a heading: who, when, and how it relates to what is shown."""
    name, *others = row.patient
    lines = [(name, TEXT, True), *((line, MUTED, False) for line in others)]
    lines.append((row.title, TEXT, False))
    if row.relation:
        mark = "⚠ " if row.is_other_patient else ""
        colour = SUSPECTED if row.is_other_patient else ACCENT
        lines.append((f"{mark}{row.relation}", colour, False))
    return lines


def _paint_series(
    painter: QPainter, option: QStyleOptionViewItem, row: SeriesRow, picture: QPixmap | None
) -> None:
    area = QRectF(option.rect)
    _paint_state(painter, option, shown=row.shown, can_be=row.key is not None)
    left = area.left() + MARGIN_PX
    place = QRectF(left, area.center().y() - PICTURE_PX / 2, PICTURE_PX, PICTURE_PX)
    _paint_picture(painter, place, row, picture)
    text = QRectF(area)
    text.setLeft(place.right() + PADDING_PX + 2)
    text = text.adjusted(0, PADDING_PX, -PADDING_PX, -PADDING_PX)
    _paint_lines(painter, text, option.font, _series_lines(row))


def _paint_state(
    painter: QPainter, option: QStyleOptionViewItem, *, shown: bool, can_be: bool = True
) -> None:
    """Paint behind a row whether it is shown, under the mouse, or under the keyboard's cursor."""
    area, state = QRectF(option.rect), option.state
    if shown:
        painter.fillRect(area, SHOWN_COLOUR)
        painter.fillRect(QRectF(area.left(), area.top(), BAR_PX, area.height()), ACCENT)
    elif state & QStyle.StateFlag.State_MouseOver and can_be:
        painter.fillRect(area, PANEL_RAISED)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(ACCENT)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_result(painter: QPainter, option: QStyleOptionViewItem, row: ResultRow) -> None:
    _paint_state(painter, option, shown=row.shown)
    text = QRectF(option.rect).adjusted(
        MARGIN_PX + RESULT_INDENT_PX, PADDING_PX / 2, -PADDING_PX, -PADDING_PX / 2
    )
    _paint_lines(painter, text, option.font, _result_lines(row))


def _result_lines(row: ResultRow) -> list[tuple[str, QColor, bool]]:
    """Return the lines of a result: what it is, whose, and its state in words."""
    lines = [(row.title, TEXT, False), (row.facts, MUTED, False)]
    return [*lines, (row.state, ACCENT, False)] if row.state else lines


def _series_lines(row: SeriesRow) -> list[tuple[str, QColor, bool]]:
    """Return the lines of a series, its state in words."""
    if row.key is None:
        facts = [(fact, MUTED, False) for fact in row.facts]
        return [(row.title, MUTED, True), *facts, (row.reason.capitalize(), SUSPECTED, False)]
    lines = [(row.title, TEXT, True), *((fact, MUTED, False) for fact in row.facts)]
    if row.shown:
        lines.append((tr("● Shown"), ACCENT, False))
    elif row.compared:
        lines.append((tr("◐ Beside the shown one"), ACCENT, False))
    elif row.loaded:
        lines.append((tr("○ Loaded"), MUTED, False))
    return lines


def _paint_picture(
    painter: QPainter, place: QRectF, row: SeriesRow, picture: QPixmap | None
) -> None:
    painter.fillRect(place, Qt.GlobalColor.black)
    if picture is not None:
        scale = min(place.width() / picture.width(), place.height() / picture.height())
        width, height = picture.width() * scale, picture.height() * scale
        target = QRectF(0, 0, width, height)
        target.moveCenter(place.center())
        painter.drawPixmap(target, picture, QRectF(picture.rect()))
    elif row.key is None:
        painter.setPen(MUTED)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "–")


def _paint_lines(
    painter: QPainter, area: QRectF, font: QFont, lines: list[tuple[str, QColor, bool]]
) -> None:
    """Paint lines from the top, each shortened to the width."""
    top = area.top()
    for text, colour, bold in lines:
        if not text:
            continue
        own = QFont(font)
        own.setBold(bold)
        painter.setFont(own)
        painter.setPen(colour)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        place = QRectF(area.left(), top, area.width(), metrics.lineSpacing())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        top += metrics.lineSpacing()
