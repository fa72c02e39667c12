"""Between the commands that lay the planes and the store."""

from __future__ import annotations

from PySide6.QtCore import QObject

from viewer.state.aligned import level_orientation
from viewer.state.app import AppState
from viewer.state.oblique import turn_planes
from viewer.store import Store
from viewer.widgets.actions import Actions


class ObliqueController(QObject):
    """Lays the planes along a vertebra, and back along the volume."""

    def __init__(self, store: Store, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        actions.reset_planes.triggered.connect(self._reset)
        actions.turn_to_level.triggered.connect(self._turn_to_level)
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.view is not after.view or before.study is not after.study:
            self._show(after)

    def _show(self, state: AppState) -> None:
        turned = state.view is not None and state.view.orientation is not None
        self._actions.reset_planes.setEnabled(turned)
        known = state.study is not None and state.study.spine is not None
        self._actions.turn_to_level.setEnabled(known)

    def _reset(self) -> None:
        study = self._store.state.study
        if study is not None:
            geometry = study.shown.geometry
            self._store.update_view(lambda view: turn_planes(view, geometry, None))

    def _turn_to_level(self) -> None:
        study, orientation = self._store.state.study, level_orientation(self._store.state)
        if study is not None and orientation is not None:
            geometry = study.shown.geometry
            self._store.update_view(lambda view: turn_planes(view, geometry, orientation))
