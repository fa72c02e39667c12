"""The menu of what was opened lately."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from viewer.state.recent import Recent
from viewer.texts import tr


class RecentMenu(QMenu):
    """Lists recent studies.

    Signals
    -------
    chosen : Recent
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Open rece&nt"), parent)
        self.set_recent(())

    def set_recent(self, recent: tuple[Recent, ...]) -> None:
        """List other entries; those that are gone can't be chosen."""
        self.clear()
        for entry in recent:
            gone = "  " + tr("(not there any more)") if entry.missing else ""
            # A lone & would underline the letter that follows.
            text = (tr("{name}  in  {place}", name=entry.name, place=entry.place) + gone).replace(
                "&", "&&"
            )
            action = self.addAction(text)
            action.setEnabled(not entry.missing)
            action.triggered.connect(lambda _=False, chosen=entry: self.chosen.emit(chosen))
        self.setEnabled(bool(recent))
