"""The settings of the picture archive, and a button that asks whether it is there."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from viewer.state import sending_wording as wording
from viewer.state.pacs import LONGEST_HOST, LONGEST_TITLE, Pacs
from viewer.texts import tr

_TITLE = QRegularExpression(r"[\x21-\x5b\x5d-\x7e][\x20-\x5b\x5d-\x7e]*")
"""Plain signs without a backslash, no space before them (PS3.5 6.2, AE)."""

_HOST = QRegularExpression(r"\S*")


class PacsPage(QWidget):
    """Host, port and AE titles; what can't be a title can't be typed.

    Signals
    -------
    changed : Pacs
    test_requested : Pacs
        The reader asks for a C-ECHO.
    """

    changed = Signal(object)
    test_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pacs = Pacs()
        self.host = _line(tr(wording.HOST), LONGEST_HOST, _HOST)
        self.port = QSpinBox()
        self.port.setRange(1, 65535)
        self.port.setAccessibleName(tr(wording.PORT))
        self.title = _line(tr(wording.TITLE), LONGEST_TITLE, _TITLE)
        self.own_title = _line(tr(wording.OWN_TITLE), LONGEST_TITLE, _TITLE)
        self.test = QPushButton(tr(wording.TEST))
        self.test.setAutoDefault(False)
        self.answer = QLabel()
        self.answer.setAccessibleName(tr(wording.ANSWER))
        self.answer.setWordWrap(True)
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        note = QLabel(tr(wording.PACS_NOTE))
        note.setObjectName("muted")
        note.setWordWrap(True)
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for control in (self.host, self.port, self.title, self.own_title):
            label = QLabel(control.accessibleName())
            label.setBuddy(control)
            form.addRow(label, control)
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addStretch(1)
        form.addRow(row)
        form.addRow(self.answer)
        form.addRow(note)
        for line in (self.host, self.title, self.own_title):
            line.textEdited.connect(self._edit)
        self.port.valueChanged.connect(self._edit)
        self.test.clicked.connect(lambda: self.test_requested.emit(self._pacs))
        self._show_possible()

    def set_pacs(self, pacs: Pacs) -> None:
        """Show an archive."""
        self._pacs = pacs
        for line, text in (
            (self.host, pacs.host),
            (self.title, pacs.title),
            (self.own_title, pacs.own_title),
        ):
            line.setText(text)
        blocked = self.port.blockSignals(True)
        self.port.setValue(pacs.port)
        self.port.blockSignals(blocked)
        self._show_possible()

    def set_testing(self, testing: bool) -> None:
        """Show that the archive is being asked, or no longer."""
        self.test.setEnabled(not testing and not self._pacs.missing)
        if testing:
            self.answer.setText(tr(wording.ASKING, name=self._pacs.name))

    def set_answer(self, text: str) -> None:
        """Show what came of it."""
        self.set_testing(False)
        self.answer.setText(text)

    def _edit(self) -> None:
        self._pacs = Pacs(
            self.host.text(), self.port.value(), self.title.text(), self.own_title.text()
        )
        self.answer.clear()
        self._show_possible()
        self.changed.emit(self._pacs)

    def _show_possible(self) -> None:
        missing = self._pacs.missing
        self.test.setEnabled(not missing)
        self.test.setToolTip(tr(wording.MISSING, missing=missing) if missing else "")


def _line(name: str, longest: int, allowed: QRegularExpression) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setMaxLength(longest)
    line.setValidator(QRegularExpressionValidator(allowed, line))
    return line
