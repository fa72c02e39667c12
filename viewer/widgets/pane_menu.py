"""The menus of a right click: what can be said of a level, and in a pane what that can do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from viewer.state.place_menu import PlaceMenu
from viewer.texts import tr
from viewer.widgets.actions import Actions


class LevelMenu(QMenu):
    """What can be said of one level, and a way there: of a row in a list of levels.

    Attributes
    ----------
    go, own_finding : QAction
        Only where a vertebra is.
    note : QAction
        Whose masks tell which one; nothing to be chosen.
    says : tuple of QAction
        Three: what can be said of that vertebra.

    Signals
    -------
    go_requested, own_finding_requested : no argument
    said : int
        Which of the three.
    """

    go_requested = Signal()
    own_finding_requested = Signal()
    said = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = self.addAction("")
        self.note.setEnabled(False)
        self.go = self.addAction("")
        self.go.triggered.connect(self.go_requested)
        self.says = tuple(self._make_say(number) for number in range(3))
        self.own_finding = self.addAction("")
        self.own_finding.triggered.connect(self.own_finding_requested)

    def _make_say(self, number: int) -> QAction:
        action = self.addAction("")
        action.setCheckable(True)
        action.triggered.connect(lambda: self.said.emit(number))
        return action

    def set_place(self, place: PlaceMenu) -> None:
        """Offer what there is at another place."""
        level = place.level
        self.note.setVisible(bool(place.note))
        self.note.setText(place.note)
        self.go.setVisible(level is not None)
        self.go.setText(tr("&Go to {level}", level=level))
        for action in self.says:
            action.setVisible(False)
        for action, choice in zip(self.says, place.choices, strict=False):
            action.setVisible(True)
            action.setText(f"{level}: {choice.text}")
            action.setToolTip(choice.tip)
            action.setChecked(choice.chosen)
            action.setEnabled(choice.enabled)
        self.own_finding.setVisible(place.can_miss)
        self.own_finding.setText(tr("{level}: Add own &finding", level=level))

    def show_at(self, at: QPoint) -> None:
        """Show it on the screen."""
        self.popup(at)


class PaneMenu(LevelMenu):
    """Made once; what depends on the place is set before it is shown.

    Attributes
    ----------
    crosshair : QAction
        Of the place.

    Signals
    -------
    crosshair_requested : no argument
    """

    crosshair_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.crosshair = QAction(tr("Set the cross&hair here"), self)
        self.crosshair.triggered.connect(self.crosshair_requested)
        self.insertAction(self.note, self.crosshair)
        self.insertSeparator(self.note)
        self.addSeparator()
        self.addMenu(_submenu(tr("&Window"), actions.windows.values(), self))
        self.addMenu(_submenu(tr("Sl&ab"), actions.slabs.values(), self))
        turns = (actions.invert, *actions.turns.values())
        self.addMenu(_submenu(tr("&Image"), turns, self))
        self.addActions([actions.masks, actions.boxes, actions.texts])
        self.addSeparator()
        arrangements = (actions.maximise, *actions.arrangements.values(), actions.second)
        self.addMenu(_submenu(tr("&Layout"), arrangements, self))
        self.addAction(actions.reset)


def _submenu(title: str, actions: Iterable[QAction], parent: QMenu) -> QMenu:
    menu = QMenu(title, parent)
    menu.addActions(list(actions))
    return menu
