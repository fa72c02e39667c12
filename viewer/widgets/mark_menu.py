"""What can be done with one mark: the menu of a right click on it, or on its row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from inference.findings import LEVELS, Level
from viewer.state.marks_panel import MarkEntry
from viewer.texts import tr


class MarkMenu(QMenu):
    """Made once; set before it is shown.

    Attributes
    ----------
    rename, delete : QAction
    levels : dict of Level or None to QAction
        Checkable: the vertebra that it belongs to.

    Signals
    -------
    rename_requested, delete_requested : no argument
    level_given : Level or None
    """

    rename_requested = Signal()
    delete_requested = Signal()
    level_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rename = self.addAction("")
        self.rename.triggered.connect(self.rename_requested)
        self._belongs = self.addMenu(tr("&Belongs to"))
        choices: tuple[Level | None, ...] = (None, *LEVELS)
        self.levels = {level: self._make_level(level) for level in choices}
        self.addSeparator()
        self.delete = self.addAction(tr("&Delete"))
        self.delete.triggered.connect(self.delete_requested)

    def _make_level(self, level: Level | None) -> QAction:
        action = self._belongs.addAction(tr("No level") if level is None else level.value)
        action.setCheckable(True)
        action.triggered.connect(partial(self.level_given.emit, level))
        return action

    def set_entry(self, entry: MarkEntry) -> None:
        """Offer what there is for an entry."""
        self.rename.setText(tr("&Caption…") if entry.is_image else tr("&Name…"))
        self._belongs.menuAction().setVisible(not entry.is_image)
        for level, action in self.levels.items():
            action.setChecked(level is entry.level)
