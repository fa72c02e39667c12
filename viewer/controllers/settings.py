"""Between the settings and all that they decide: state, keys, panes and the size of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from inference.imaging.errors import OutputError
from viewer.controllers.settings_file import SettingsFile
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.bindings import Command, bindings
from viewer.state.layout import Layout
from viewer.state.pane_keys import PANE_KEYS, PaneCommand
from viewer.state.settings import Interpolation, Settings
from viewer.state.sheet import Bound, bound_now
from viewer.state.view import set_opacity
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.key_texts import command_of, set_keys, show_keys
from viewer.widgets.pane import PlanePane
from viewer.widgets.settings_dialog import SettingsDialog
from viewer.widgets.theme import set_text_scale

_OF_PANE = {f"pane.{command.value}": command for command in PaneCommand}
"""The panes' own commands by the names under which their keys are kept."""


class SettingsController(QObject):
    """Reads, applies, changes and keeps the settings.

    Parameters
    ----------
    store : Store
    actions : Actions
        As they are made: their keys are the ones at first.
    panes : iterable of PlanePane
    window : QWidget
        Where the dialog belongs.
    file : SettingsFile or None
        None keeps nothing.

    Signals
    -------
    opened : SettingsDialog
    """

    opened = Signal(object)

    def __init__(
        self,
        store: Store,
        actions: Actions,
        panes: Iterable[PlanePane],
        window: QWidget,
        file: SettingsFile | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        self._panes = tuple(panes)
        self._window = window
        self._file = file
        self._before: AppState | None = None
        own = (command_of(name, action) for name, action in actions.named.items())
        of_panes = (
            Command(name, tr(PANE_KEYS[command].title), "", PANE_KEYS[command].keys)
            for name, command in _OF_PANE.items()
        )
        self.commands = (*own, *of_panes)
        actions.settings.triggered.connect(self.open)
        settings = Settings() if file is None else file.load()
        store.set(_started(store.state, settings))
        self._show(settings)
        store.changed.connect(self._follow)
        self._untold = "" if file is None else file.notice
        if self._untold:
            store.say(Message(MessageKind.ERROR, self._untold))

    @property
    def bound(self) -> Bound:
        """What is bound now, for the cheat sheet."""
        return bound_now(self.commands, self._store.state.settings)

    def open(self) -> SettingsDialog:
        """Show the dialog."""
        self._before = self._store.state
        dialog = SettingsDialog(self._before.settings, self.commands, self._window)
        dialog.changed.connect(self._change)
        dialog.accepted.connect(self._keep)
        dialog.rejected.connect(self._take_back)
        self.opened.emit(dialog)
        dialog.open()
        return dialog

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.settings is not after.settings:
            self._show(after.settings)
        if self._untold and before.opening is not None and after.opening is None:
            # A study that opens takes earlier messages away.
            text, self._untold = self._untold, ""
            self._store.say(Message(MessageKind.ERROR, text))

    def _show(self, settings: Settings) -> None:
        bound = bindings(self.commands, settings.keys)
        for name, action in self._actions.named.items():
            set_keys(action, bound[name])
            show_keys(action)
        of_panes = {key: command for name, command in _OF_PANE.items() for key in bound[name]}
        for pane in self._panes:
            pane.set_keys(of_panes)
            pane.set_smooth(settings.interpolation is Interpolation.SMOOTH)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            set_text_scale(app, settings.text_scale)

    def _change(self, settings: Settings) -> None:
        self._store.set(_changed(self._store.state, settings))

    def _keep(self) -> None:
        if self._file is None:
            return
        try:
            self._file.save(self._store.state.settings)
        except OutputError as error:
            self._store.say(
                Message(
                    MessageKind.ERROR, tr("{error} The settings last until the end.", error=error)
                )
            )

    def _take_back(self) -> None:
        before, now = self._before, self._store.state
        if before is None or before.settings is now.settings:
            return
        view = now.view
        if view is not None and before.view is not None:
            view = set_opacity(view, before.view.overlay.opacity)
        self._store.set(
            replace(
                now,
                settings=before.settings,
                layout=before.layout,
                cine_hz=before.cine_hz,
                blind_first=before.blind_first if now.study is None else now.blind_first,
                view=view,
            )
        )


def _started(state: AppState, settings: Settings) -> AppState:
    """Let Dens start as the reader has set."""
    return replace(
        state,
        settings=settings,
        layout=Layout(settings.arrangement, second=settings.second),
        cine_hz=settings.cine_hz,
        blind_first=settings.blind_first,
    )


def _changed(state: AppState, settings: Settings) -> AppState:
    """Take over what was changed; what the reader has set for this time alone stays."""
    before, layout, view = state.settings, state.layout, state.view
    if settings.arrangement is not before.arrangement:
        layout = replace(layout, arrangement=settings.arrangement)
    if settings.second is not before.second:
        layout = replace(layout, second=settings.second)
    if view is not None and settings.opacity != before.opacity:
        view = set_opacity(view, settings.opacity)
    # With a study open, a try of this switch would give the model's word away for good.
    blind = settings.blind_first if state.study is None else state.blind_first
    cine_hz = settings.cine_hz if settings.cine_hz != before.cine_hz else state.cine_hz
    return replace(
        state, settings=settings, layout=layout, view=view, blind_first=blind, cine_hz=cine_hz
    )
