"""Between a right click and the menu of what is there."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor

from inference.findings import Level
from viewer.review.plane import point
from viewer.state.place_menu import PlaceMenu, level_menu, place_menu
from viewer.state.pointer import Pointer
from viewer.state.view import shown_frame
from viewer.state.walk import at_level
from viewer.store import Store
from viewer.tools.crosshair import CrosshairTool
from viewer.widgets.actions import Actions
from viewer.widgets.pane_menu import LevelMenu, PaneMenu


class PlaceMenuController(QObject):
    """Shows the menu and carries out what is chosen of the place that was clicked on.

    Attributes
    ----------
    menu : PaneMenu
    levels : LevelMenu
        Of the places where levels are listed.
    """

    def __init__(
        self, store: Store, menu: PaneMenu, actions: Actions, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self.menu, self._actions = store, menu, actions
        self.levels = LevelMenu(menu.parentWidget())
        self._at: Pointer | None = None
        self._place = PlaceMenu()
        self._crosshair = CrosshairTool()
        menu.crosshair_requested.connect(self._set_crosshair)
        for one in (menu, self.levels):
            one.go_requested.connect(self._go)
            one.said.connect(self._say)
            one.own_finding_requested.connect(self._add_own_finding)

    def show(self, at: Pointer) -> None:
        """Show the menu under the mouse, for what is there."""
        state = self._store.state
        if state.study is None or state.view is None:
            return
        frame = shown_frame(state.view, state.study.shown.geometry, at.plane)
        self._at = at
        self.menu.crosshair.setVisible(True)
        self._place = place_menu(state, point(frame.pixel_to_lps(at.pixel)))
        self.menu.set_place(self._place)
        self.menu.show_at(QCursor.pos())

    def show_of(self, level: Level) -> None:
        """Show the menu of a level under the mouse, where it is listed."""
        self._place = level_menu(self._store.state, level)
        if self._place.level is not None:
            self.levels.set_place(self._place)
            self.levels.show_at(QCursor.pos())

    def show_beside(self) -> None:
        """Show the menu over a study that is only looked at: nothing is said of it there."""
        self._at, self._place = None, PlaceMenu()
        self.menu.crosshair.setVisible(False)
        self.menu.set_place(self._place)
        self.menu.show_at(QCursor.pos())

    def _set_crosshair(self) -> None:
        study, at = self._store.state.study, self._at
        if study is not None and at is not None:
            geometry = study.shown.geometry
            self._store.update_view(lambda view: self._crosshair.place(view, geometry, at))

    def _go(self) -> None:
        level = self._place.level
        view = None if level is None else at_level(self._store.state, level)
        if view is not None:
            self._store.update_view(lambda _: view)

    def _say(self, number: int) -> None:
        does = self._actions
        yes = does.own_finding if self._store.state.withheld else does.accept
        if self._select():
            (yes, does.reject, does.uncertain)[number].trigger()

    def _add_own_finding(self) -> None:
        if self._select():
            self._actions.own_finding.trigger()

    def _select(self) -> Level | None:
        """Choose the level that is spoken of; the images stay."""
        level = self._place.level
        if level is not None:
            self._store.update_view(lambda view: replace(view, selected=level))
        return level
