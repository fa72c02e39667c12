"""Between the actions (menus, toolbar, keys) and the store."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from inference.preprocessing.windowing import Window, window_presets
from viewer.state.app import AppState
from viewer.state.view import file_window, reset
from viewer.store import Store
from viewer.widgets.actions import FILE_WINDOW_KEY, Actions


class CommandsController(QObject):
    """Carries out the commands that change the view, and shows which of them are possible."""

    def __init__(self, store: Store, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        for key, action in actions.windows.items():
            action.triggered.connect(partial(self._set_window, key))
        actions.masks.triggered.connect(self._show_masks)
        actions.boxes.triggered.connect(self._show_boxes)
        actions.texts.triggered.connect(self._show_texts)
        actions.reset.triggered.connect(self._reset)
        actions.escape.triggered.connect(self._escape)
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, _before: AppState, after: AppState) -> None:
        self._show(after)

    def _show(self, state: AppState) -> None:
        """Enable what is possible and check what is on."""
        actions, study, view = self._actions, state.study, state.view
        for key, action in actions.windows.items():
            window = self._window(key)
            action.setEnabled(window is not None)
            action.setChecked(view is not None and window == view.window)
        for action in (
            actions.masks,
            actions.boxes,
            actions.texts,
            actions.reset,
        ):
            action.setEnabled(study is not None)
        actions.masks.setChecked(view is not None and view.overlay.masks)
        actions.boxes.setChecked(view is not None and view.overlay.boxes)
        told = state.shown_analysis is not None
        exportable = told and state.ready and state.exporting is None
        actions.texts.setChecked(view is not None and view.overlay.texts)
        actions.export_pdf.setEnabled(exportable)
        actions.export_all.setEnabled(exportable)
        actions.send.setEnabled(exportable)
        actions.export_anonymised.setEnabled(state.ready and state.exporting is None)
        actions.analyse.setEnabled(state.ready and state.analysing is None)
        actions.cancel.setEnabled(state.analysing is not None)

    def _window(self, key: str) -> Window | None:
        """Return the window of a key; None where there is none to be had."""
        study = self._store.state.study
        if study is None:
            return None
        return file_window(study.volume) if key == FILE_WINDOW_KEY else window_presets()[key]

    def _set_window(self, key: str) -> None:
        window = self._window(key)
        if window is not None:
            self._store.update_view(lambda view: replace(view, window=window))
        # A click on a window that is on already would uncheck it.
        self._show(self._store.state)

    def _show_masks(self, shown: bool) -> None:
        self._store.update_view(
            lambda view: replace(view, overlay=replace(view.overlay, masks=shown))
        )

    def _show_boxes(self, shown: bool) -> None:
        self._store.update_view(
            lambda view: replace(view, overlay=replace(view.overlay, boxes=shown))
        )

    def _show_texts(self, shown: bool) -> None:
        self._store.update_view(
            lambda view: replace(view, overlay=replace(view.overlay, texts=shown))
        )

    def _reset(self) -> None:
        study = self._store.state.study
        if study is not None:
            geometry, body = study.shown.geometry, study.body
            self._store.update_view(lambda view: reset(view, geometry, body))

    def _escape(self) -> None:
        """Give up one thing at a time: what is under way first, the maximised pane last.

        Film, stroke, placing of a measurement, drawing, brush, message, maximised pane.
        """
        state = self._store.state
        if state.view is not None and state.view.playing is not None:
            self._store.update_view(lambda view: replace(view, playing=None))
        elif state.stroke is not None:
            self._store.set(replace(state, stroke=None))
        elif state.alignment.placing:
            self._store.set(replace(state, alignment=state.alignment.not_placing()))
        elif state.drawing.gives_up:
            self._store.set(replace(state, drawing=state.drawing.given_up()))
        elif state.brush.active:
            # Before a message: else a reader who meant to put the brush away paints on with it.
            self._store.set(replace(state, brush=replace(state.brush, mode=None)))
        elif state.message is not None:
            self._store.say(None)
        else:
            self._store.update_view(lambda view: replace(view, maximised=None))
