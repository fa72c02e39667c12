"""What is about to be sent, of whom and where; then what became of each object."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.state import sending_wording as wording
from viewer.texts import tr
from viewer.widgets.screen_room import resize_in_characters

SIZE_IN_CHARACTERS = (96, 26)
"""Columns and rows, whatever the font's size."""

PERCENT = 100


class SendDialog(QDialog):
    """Asks before anything is sent; nothing is on its way until Send is pressed.

    Signals
    -------
    send_requested : no argument
    """

    send_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(wording.SEND_TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.patient, self.destination = _label(), _label()
        self.patient.setObjectName("big")
        self.table = _table()
        self.progress = QProgressBar()
        self.progress.setRange(0, PERCENT)
        self.progress.setAccessibleName(tr(wording.SEND_TITLE))
        self.progress.hide()
        self.said = _label()
        self.said.hide()
        self.buttons = QDialogButtonBox()
        self.send = self.buttons.addButton(tr(wording.SEND), QDialogButtonBox.ButtonRole.ActionRole)
        self.send.setObjectName("primary")
        self.close_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        # The style's own icons are drawn for a light theme.
        self.close_button.setIcon(QIcon())
        # A confirmation is given on purpose: Enter alone closes.
        self.send.setAutoDefault(False)
        self.close_button.setDefault(True)
        form = QFormLayout()
        form.addRow(tr(wording.PATIENT), self.patient)
        form.addRow(tr(wording.DESTINATION), self.destination)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.table, 1)
        column.addWidget(self.progress)
        column.addWidget(self.said)
        column.addWidget(self.buttons)
        resize_in_characters(self, *SIZE_IN_CHARACTERS)
        self.close_button.setFocus()
        self.send.clicked.connect(self.send_requested)
        self.buttons.rejected.connect(self.reject)

    def set_patient(self, lines: Sequence[str]) -> None:
        """Say who it is."""
        self.patient.setText("   ".join(lines))

    def set_destination(self, text: str, possible: bool) -> None:
        """Say where it goes; without an archive nothing can be sent."""
        self.destination.setText(text)
        self.send.setEnabled(possible)

    def set_objects(self, titles: Sequence[str]) -> None:
        """List what is to be sent."""
        self.table.setRowCount(len(titles))
        for row, title in enumerate(titles):
            self.table.setItem(row, 0, QTableWidgetItem(title))
            self.table.setItem(row, 1, QTableWidgetItem(tr(wording.WAITING)))
        self.table.resizeRowsToContents()

    def set_progress(self, text: str, fraction: float) -> None:
        """Show that it is being sent, and how far."""
        self.send.setEnabled(False)
        self.close_button.setText(tr(wording.STOP))
        self.progress.show()
        self.progress.setValue(round(PERCENT * fraction))
        self.said.show()
        self.said.setText(text)

    def set_result(self, number: int, taken: bool, text: str) -> None:
        """Show what became of an object."""
        item = QTableWidgetItem(text or tr(wording.TAKEN))
        font = item.font()
        font.setBold(not taken)
        item.setFont(font)
        self.table.setItem(number, 1, item)

    def set_outcome(self, text: str, again: bool) -> None:
        """Say how it ended, and whether it may be tried again."""
        self.progress.hide()
        self.said.show()
        self.said.setText(text)
        self.send.setEnabled(again)
        self.close_button.setText(tr(wording.CLOSE))
        self.table.resizeRowsToContents()


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _table() -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setAccessibleName(tr(wording.SEND_TITLE))
    table.setHorizontalHeaderLabels([tr(wording.OBJECT), tr(wording.RESULT)])
    table.verticalHeader().hide()
    table.setWordWrap(True)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for column in range(2):
        table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return table
