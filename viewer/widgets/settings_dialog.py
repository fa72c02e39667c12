"""The settings: what is changed is seen at once, and kept with OK."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from viewer.state.bindings import Command
from viewer.state.settings import Settings
from viewer.texts import tr
from viewer.widgets.key_editor import KeyEditor
from viewer.widgets.pacs_page import PacsPage
from viewer.widgets.screen_room import resize_in_characters
from viewer.widgets.settings_fields import SettingsPage, gesture_fields, reading_fields

SIZE_IN_CHARACTERS = (90, 44)
"""Columns and rows, whatever the font's size."""

_OK = QDialogButtonBox.StandardButton.Ok
_CANCEL = QDialogButtonBox.StandardButton.Cancel
_FIRST = QDialogButtonBox.StandardButton.RestoreDefaults


class SettingsDialog(QDialog):
    """Shows the settings and tells of each change.

    Attributes
    ----------
    reading, mouse : SettingsPage
    keys : KeyEditor
    archive : PacsPage

    Signals
    -------
    changed : Settings
    """

    changed = Signal(object)

    def __init__(
        self, settings: Settings, commands: tuple[Command, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self.reading = SettingsPage(reading_fields())
        self.mouse = SettingsPage(gesture_fields())
        self.keys = KeyEditor(commands, settings.keys)
        self.archive = PacsPage()
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName(tr("Kinds of settings"))
        self.tabs.addTab(_scrolled(self.reading), tr("&Reading"))
        self.tabs.addTab(_scrolled(self.keys), tr("&Keys"))
        self.tabs.addTab(_scrolled(self.mouse), tr("&Mouse"))
        self.tabs.addTab(_scrolled(self.archive), tr("&PACS"))
        self.buttons = QDialogButtonBox(_OK | _CANCEL | _FIRST)
        for button in self.buttons.buttons():
            # The style's own icons are drawn for a light theme.
            button.setIcon(QIcon())
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.buttons)
        resize_in_characters(self, *SIZE_IN_CHARACTERS)
        self._show()
        self.reading.changed.connect(self._set_reading)
        self.mouse.changed.connect(self._set_gesture)
        self.keys.changed.connect(lambda keys: self._change(replace(self._settings, keys=keys)))
        self.archive.changed.connect(lambda pacs: self._change(replace(self._settings, pacs=pacs)))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(_FIRST).clicked.connect(self._restore)

    @property
    def settings(self) -> Settings:
        """As they are shown."""
        return self._settings

    def _show(self) -> None:
        self.reading.set_values(self._settings)
        self.mouse.set_values(self._settings.gestures)
        self.keys.set_given(self._settings.keys)
        self.archive.set_pacs(self._settings.pacs)

    def _set_reading(self, name: str, value: object) -> None:
        self._change(replace(self._settings, **{name: value}))  # type: ignore[arg-type]  # by name

    def _set_gesture(self, name: str, value: object) -> None:
        gestures = replace(self._settings.gestures, **{name: value})  # type: ignore[arg-type]  # by name
        self._change(replace(self._settings, gestures=gestures))

    def _restore(self) -> None:
        self._change(Settings())
        self._show()

    def _change(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
