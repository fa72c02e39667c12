"""The proposed measurements in a small window beside the images, to be confirmed one by one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.state.alignment import AlignmentContent, AlignmentRow
from viewer.state.engine_words import engine_words
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.screen_room import resize_in_characters
from viewer.widgets.table import row_table
from viewer.widgets.theme import MUTED, SUSPECTED

COLUMNS = (noop("Measurement"), noop("Value"), noop("Limit"), "", noop("State"))
SIZE_IN_CHARACTERS = (80, 41)
"""Columns and rows at first, whatever the font's size."""


class AlignmentWindow(QWidget):
    """Lists proposals with value, limit and state.

    Attributes
    ----------
    table : QTableWidget
    confirm, reject, reopen, place : QPushButton

    Signals
    -------
    chosen, confirmed, rejected, reopened, placing_requested : str
        The measurement's name.
    closed : no argument
        The window went.
    escaped : no argument
        Esc was pressed.
    """

    chosen = Signal(str)
    confirmed = Signal(str)
    rejected = Signal(str)
    reopened = Signal(str)
    placing_requested = Signal(str)
    closed = Signal()
    escaped = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setWindowTitle(tr("Dens: craniocervical and alignment measurements"))
        # The keys of the main window don't reach this one; these are wanted here, too.
        self.addActions([actions.undo, actions.redo, actions.measurements])
        self._content = AlignmentContent("")
        self._placed = False
        self._message = QLabel()
        self._message.setObjectName("muted")
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._remark = QLabel()
        self._remark.setWordWrap(True)
        self._source = QLabel()
        self._source.setObjectName("muted")
        self._source.setWordWrap(True)
        self.table = self._make_table()
        self.confirm = self._button(
            tr("&Confirm"), tr("Keep it as a measurement of yours"), self.confirmed
        )
        self.reject = self._button(tr("Re&ject"), tr("It does not hold"), self.rejected)
        self.reopen = self._button(tr("Re&open"), tr("Take your decision back"), self.reopened)
        self.place = self._button(
            tr("&Place ends…"),
            tr("Click both ends yourself; that confirms it"),
            self.placing_requested,
        )
        self._lay_out()

    def _make_table(self) -> QTableWidget:
        columns = [tr(name) if name else "" for name in COLUMNS]
        table = row_table(tr("Proposed measurements"), columns, stretched=0)
        table.itemClicked.connect(lambda item: self._choose(item.row()))
        table.currentCellChanged.connect(self._follow_keys)
        return table

    def _button(self, text: str, tip: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: self._emit(signal))
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.confirm, self.reject, self.reopen, self.place):
            buttons.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self._message)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._remark)
        layout.addWidget(self._source)
        layout.addLayout(buttons)

    @property
    def message(self) -> str:
        """What stands above the list."""
        return self._message.text()

    @property
    def remark(self) -> str:
        """What is to be known of the chosen measurement."""
        return self._remark.text()

    def _emit(self, signal: SignalInstance) -> None:
        row = self._content.chosen
        if row is not None:
            signal.emit(row.name)

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._content.rows):
            self.chosen.emit(self._content.rows[number].name)

    def _follow_keys(self, number: int, _column: int, before: int, _before: int) -> None:
        if number != before:
            self._choose(number)

    def set_content(self, content: AlignmentContent) -> None:
        """Show measurements, or why there are none."""
        if content == self._content:
            return
        self._content = content
        self._message.setText(content.message)
        self.table.setVisible(bool(content.rows))
        # Showing is no choice of the reader's.
        self.table.blockSignals(True)
        self.table.setRowCount(len(content.rows))
        for number, row in enumerate(content.rows):
            self._set_row(number, row)
            if row.chosen:
                self.table.setCurrentCell(number, 0)
        if content.chosen is None:
            self.table.setCurrentCell(-1, -1)
        self.table.blockSignals(False)
        self._show_chosen(content.chosen)

    def _set_row(self, number: int, row: AlignmentRow) -> None:
        value = row.value or "–"
        for column, text in enumerate(
            (engine_words(row.name), value, row.limit, row.standing, row.state)
        ):
            item = QTableWidgetItem(text)
            item.setToolTip(row.sentence)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, row.sentence)
            if not row.value:
                item.setForeground(MUTED)
            elif column == 3 and row.beyond:  # the standing
                item.setForeground(SUSPECTED)
            self.table.setItem(number, column, item)

    def _show_chosen(self, row: AlignmentRow | None) -> None:
        self._remark.setText("" if row is None else row.remark)
        self._remark.setVisible(row is not None and bool(row.remark))
        self._source.setText(
            "" if row is None else tr("Limit {limit}: {source}", limit=row.limit, source=row.source)
        )
        self._source.setVisible(row is not None)
        self.confirm.setEnabled(row is not None and row.can_confirm)
        self.reject.setEnabled(row is not None and row.can_reject)
        self.reopen.setEnabled(row is not None and row.can_reopen)
        self.place.setEnabled(row is not None)

    def showEvent(self, event: QShowEvent) -> None:
        """Stand in the lower right corner at first, beside the images rather than over them."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None and not self._placed:
            self._placed = True
            resize_in_characters(self, *SIZE_IN_CHARACTERS)
            corner = parent.mapToGlobal(parent.rect().bottomRight())
            self.move(corner.x() - self.width(), corner.y() - self.height())

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that the window went."""
        super().hideEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
