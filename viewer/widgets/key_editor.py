"""The list of commands with their keys, and how to give them others."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.state.bindings import Command, Keys, bind, bindings, holder_of
from viewer.state.palette import fit
from viewer.texts import tr
from viewer.widgets.key_recorder import KeyRecorder
from viewer.widgets.key_texts import native

COMMAND, KEYS = 0, 1


class KeyEditor(QWidget):
    """Gives keys to commands; a key that another command has is taken only when told to.

    Signals
    -------
    changed : dict of str to tuple of str
        By a command's name: the keys that the reader gave it.
    """

    changed = Signal(dict)

    def __init__(
        self,
        commands: tuple[Command, ...],
        given: Mapping[str, Keys],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._given = dict(given)
        self._asked: tuple[Command, Keys] | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a command or a key"))
        self.search.setAccessibleName(tr("Find a command or a key"))
        self.search.setClearButtonEnabled(False)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Commands and their keys"))
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([tr("Command"), tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(COMMAND, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(KEYS, QHeaderView.ResizeMode.ResizeToContents)
        self.record = KeyRecorder(tr("Record a key"))
        self.add = KeyRecorder(tr("Add another"))
        self.remove = _button(tr("Remove"))
        self.reset = _button(tr("Reset"))
        self.reset_all = _button(tr("Reset all"))
        self._conflict = QLabel()
        self._conflict.setWordWrap(True)
        self.take = _button(tr("Give it"))
        self.leave = _button(tr("Leave it"))
        self._bar = QFrame()
        self._lay_out()
        self._items = {command.name: self._item(command) for command in commands}
        self.choose(commands[0].name)
        self._listen()
        self._show()

    def _lay_out(self) -> None:
        self._bar.setObjectName("message")
        asking = QHBoxLayout(self._bar)
        asking.addWidget(self._conflict, 1)
        asking.addWidget(self.take)
        asking.addWidget(self.leave)
        buttons = QHBoxLayout()
        for button in (self.record, self.add, self.remove, self.reset):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.reset_all)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self._bar)
        column.addLayout(buttons)

    def _item(self, command: Command) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.list, [command.title, ""])
        item.setData(COMMAND, Qt.ItemDataRole.UserRole, command)
        item.setToolTip(COMMAND, command.hint)
        return item

    def _listen(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(self._forget_question)
        self.list.itemActivated.connect(self.record.click)
        self.record.recorded.connect(lambda key: self._ask_for(key, ()))
        self.add.recorded.connect(lambda key: self._ask_for(key, self._keys))
        self.remove.clicked.connect(lambda: self._bind(self.chosen, ()))
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(lambda: self._change({}))
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self._forget_question)

    @property
    def chosen(self) -> Command | None:
        """The command that is spoken of."""
        item = self.list.currentItem()
        return None if item is None else item.data(COMMAND, Qt.ItemDataRole.UserRole)

    @property
    def question(self) -> str:
        """What is asked of a key that another command has; empty where nothing is."""
        return self._conflict.text() if self._asked is not None else ""

    def choose(self, name: str) -> None:
        """Speak of a command."""
        self.list.setCurrentItem(self._items[name])

    def keys_shown(self, name: str) -> str:
        """Return the keys that are listed for a command."""
        return self._items[name].text(KEYS)

    def set_given(self, given: Mapping[str, Keys]) -> None:
        """Show other keys."""
        self._given = dict(given)
        self._show()

    @property
    def _keys(self) -> Keys:
        chosen = self.chosen
        return () if chosen is None else bindings(self._commands, self._given)[chosen.name]

    def _show(self) -> None:
        bound = bindings(self._commands, self._given)
        for command in self._commands:
            item = self._items[command.name]
            item.setText(KEYS, native(bound[command.name]))
            font = item.font(KEYS)
            font.setBold(command.name in self._given)
            item.setFont(KEYS, font)
        self._forget_question()
        self._filter(self.search.text())

    def _filter(self, typed: str) -> None:
        for command in self._commands:
            item = self._items[command.name]
            by_key = typed.lower() in item.text(KEYS).lower()
            item.setHidden(not by_key and fit(typed, command.title) is None)

    def _ask_for(self, key: str, before: Keys) -> None:
        """Give the chosen command a key, or ask first where another one has it."""
        chosen = self.chosen
        if chosen is None:
            return
        keys = (*before, key) if key not in before else before
        holder = holder_of(key, self._commands, self._given, chosen)
        if holder is None:
            self._bind(chosen, keys)
            return
        self._asked = chosen, keys
        self._conflict.setText(
            tr("{key} is bound to “{title}”.", key=native((key,)), title=holder.title)
        )
        self.take.setText(tr("Give it to “{title}”", title=chosen.title))
        self._bar.show()
        self.take.setFocus()

    def _take(self) -> None:
        if self._asked is not None:
            self._bind(*self._asked)

    def _forget_question(self) -> None:
        self._asked = None
        self._bar.hide()

    def _reset(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self._change({name: keys for name, keys in self._given.items() if name != chosen.name})

    def _bind(self, command: Command | None, keys: Keys) -> None:
        if command is not None:
            self._change(bind(command, keys, self._given))

    def _change(self, given: dict[str, Keys]) -> None:
        self.set_given(given)
        self.changed.emit(given)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
