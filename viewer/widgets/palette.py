"""Every command by a few letters of its name, without the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.state.palette import Entry, find_entries
from viewer.texts import tr
from viewer.widgets.key_texts import native

SIZE_IN_CHARACTERS = (80, 24)
"""Columns and rows, whatever the font's size."""

_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_NAME = Qt.ItemDataRole.UserRole


class CommandPalette(QDialog):
    """A line to type in, and below it the commands that fit.

    Parameters
    ----------
    entries : tuple of Entry
    recent : tuple of str
        Names of the commands that were chosen last, the last one first.

    Signals
    -------
    chosen : str
        Name of a command.
    """

    chosen = Signal(str)

    def __init__(
        self, entries: tuple[Entry, ...], recent: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find a command"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries, self._recent = entries, recent
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("What do you want to do?"))
        self.line.setAccessibleName(tr("Find a command"))
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Commands that fit"))
        self.list.setHeaderHidden(True)
        self.list.setColumnCount(3)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        self._fit()
        self._list("")
        self.line.textChanged.connect(self._list)
        self.line.returnPressed.connect(self._choose_current)
        self.list.itemActivated.connect(self._choose)
        self.line.installEventFilter(self)

    @property
    def listed(self) -> tuple[str, ...]:
        """Names of the commands that fit, in their order."""
        items = (self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount()))
        return tuple(item.data(0, _NAME) for item in items if item is not None)

    def _fit(self) -> None:
        metrics, (columns, rows) = self.fontMetrics(), SIZE_IN_CHARACTERS
        parent = self.parentWidget()
        room = (self.screen().availableGeometry() if parent is None else parent.rect()).size()
        width = metrics.horizontalAdvance("x") * columns
        self.resize(min(width, room.width()), min(metrics.lineSpacing() * rows, room.height()))

    def _list(self, typed: str) -> None:
        self.list.clear()
        for entry in find_entries(self._entries, typed, self._recent):
            command = entry.command
            does = f"{command.hint} — {entry.reason}" if entry.reason else command.hint
            item = QTreeWidgetItem(self.list, [command.title, does, native(entry.keys)])
            item.setToolTip(1, does)
            item.setData(0, _NAME, command.name)
            item.setDisabled(bool(entry.reason))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows go through the list while the line has the keyboard."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and Qt.Key(event.key()) in _MOVES
        ):
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _choose_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._choose(item)

    def _choose(self, item: QTreeWidgetItem) -> None:
        if not item.isDisabled():
            self.accept()
            self.chosen.emit(item.data(0, _NAME))
