"""The menu of what the current study can be compared with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from viewer.state.library import SeriesKey
from viewer.texts import tr


class CompareMenu(QMenu):
    """Lists series of the same patient.

    Signals
    -------
    chosen : SeriesKey
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Compare &with"), parent)
        self._entries: tuple[tuple[SeriesKey, str], ...] = ()
        self.set_entries(())

    def set_entries(self, entries: tuple[tuple[SeriesKey, str], ...]) -> None:
        """List other series."""
        if entries == self._entries and entries:
            return
        self._entries = entries
        self.clear()
        for key, text in entries:
            # A lone & would underline the letter that follows.
            action = self.addAction(text.replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=key: self.chosen.emit(chosen))
        self.setEnabled(bool(entries))
