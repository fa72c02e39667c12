"""Between the layout in the state, the window's panes and the second window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from viewer.controllers.panes import toggle_maximised
from viewer.state.app import AppState
from viewer.state.layout import Arrangement, Layout
from viewer.state.planes import Plane
from viewer.store import Store
from viewer.widgets.actions import Actions
from viewer.widgets.pane_grid import PaneGrid
from viewer.widgets.second_window import SecondWindow


class LayoutsController(QObject):
    """Lays out the panes as the state says, and turns the commands into states."""

    def __init__(
        self,
        store: Store,
        actions: Actions,
        grid: PaneGrid,
        second: SecondWindow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        self._grid = grid
        self._second = second
        actions.maximise.triggered.connect(self._toggle_maximised)
        for arrangement, action in actions.arrangements.items():
            action.triggered.connect(partial(self._arrange, arrangement))
        actions.second.triggered.connect(self._open_second)
        for plane, action in actions.second_planes.items():
            action.triggered.connect(partial(self._set_second, plane))
        second.closed.connect(self._close_second)
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.view is after.view and before.layout is after.layout:
            return
        self._show(after)
        if before.layout.rows != after.layout.rows and after.view is not None:
            # A pane that is given another place loses the keyboard.
            self._grid.panes[after.view.active].setFocus()

    def _show(self, state: AppState) -> None:
        view, layout, does = state.view, state.layout, self._actions
        maximised = None if view is None else view.maximised
        self._grid.set_layout(layout, maximised)
        second = None if view is None else layout.second
        self._second.set_plane(second)
        does.maximise.setEnabled(view is not None)
        for arrangement, action in does.arrangements.items():
            action.setEnabled(view is not None)
            action.setChecked(
                maximised is None and view is not None and arrangement is layout.arrangement
            )
        does.second.setEnabled(view is not None)
        does.second.setChecked(second is not None)
        for plane, action in does.second_planes.items():
            action.setEnabled(view is not None)
            action.setChecked(plane is second)

    def _change(self, change: Callable[[Layout], Layout]) -> None:
        state = self._store.state
        self._store.set(replace(state, layout=change(state.layout)))
        # A click on what is on already would uncheck it.
        self._show(self._store.state)

    def _toggle_maximised(self) -> None:
        view = self._store.state.view
        if view is not None:
            toggle_maximised(self._store, view.active)

    def _arrange(self, arrangement: Arrangement) -> None:
        view = self._store.state.view
        if view is not None:
            large = arrangement is not Arrangement.EQUAL
            if arrangement is Arrangement.SPINE:
                self._store.set(replace(self._store.state, strip=True))
            self._store.update_view(lambda view: replace(view, maximised=None))
            self._change(
                lambda layout: replace(
                    layout,
                    arrangement=arrangement,
                    large=view.active if large else layout.large,
                )
            )

    def _open_second(self, wanted: bool) -> None:
        view = self._store.state.view
        self._set_second(view.active if wanted and view is not None else None)

    def _close_second(self) -> None:
        # The program's end hides it too, and must not count as the reader's choice.
        if self._store.state.layout.second is not None:
            self._set_second(None)

    def _set_second(self, plane: Plane | None) -> None:
        self._change(lambda layout: replace(layout, second=plane))
