"""Between the palette and the commands."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from viewer.state.app import AppState
from viewer.state.palette import Entry, remember
from viewer.store import Store
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.key_texts import command_of, keys_of
from viewer.widgets.palette import CommandPalette

NO_STUDY = noop("open a study first")
NOT_READ = noop("the study is still being read")


class PaletteController(QObject):
    """Offers every command that can be carried out, and carries it out."""

    def __init__(
        self, store: Store, actions: Actions, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        self._window = window
        self._recent: tuple[str, ...] = ()
        actions.palette.triggered.connect(self.open)

    def open(self) -> None:
        """Show the palette."""
        reason = _reason(self._store.state)
        entries = tuple(
            _entry(name, action, reason)
            for name, action in self._actions.named.items()
            if (action.isEnabled() or reason) and action is not self._actions.palette
        )
        palette = CommandPalette(entries, self._recent, self._window)
        palette.chosen.connect(self._carry_out)
        palette.open()

    def _carry_out(self, name: str) -> None:
        self._recent = remember(self._recent, name)
        self._actions.named[name].trigger()


def _entry(name: str, action: QAction, reason: str) -> Entry:
    return Entry(command_of(name, action), keys_of(action), "" if action.isEnabled() else reason)


def _reason(state: AppState) -> str:
    """Return why commands can't be carried out; empty where that is told by none of them."""
    if state.study is None:
        return tr(NO_STUDY)
    return "" if state.ready else tr(NOT_READ)
