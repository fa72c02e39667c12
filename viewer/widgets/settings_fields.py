"""Controls for single settings, made from a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from viewer.state.cine import RATES_HZ
from viewer.state.gestures import GESTURE_NAMES, DragAction, WheelAction
from viewer.state.layout import Arrangement
from viewer.state.planes import Plane
from viewer.state.settings import TEXT_SCALES, CrosshairBy, Interpolation
from viewer.texts import noop

Choices = tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting as the dialog shows it.

    Attributes
    ----------
    name : str
        Of the attribute.
    label : str
    choices : tuple of pair
        Values and what they are called; none for a switch, or a share in per cent.
    switch : str
        What a switch says; empty for other settings.
    """

    name: str
    label: str
    choices: Choices = ()
    switch: str = ""


READING_FIELDS = (
    SettingField(
        "wider_to_the_right",
        noop("Window, dragged to the right"),
        ((True, noop("Becomes wider")), (False, noop("Becomes narrower"))),
    ),
    SettingField(
        "brighter_up",
        noop("Image, dragged up"),
        ((True, noop("Becomes brighter")), (False, noop("Becomes darker"))),
    ),
    SettingField(
        "crosshair_by",
        noop("Crosshair"),
        (
            (CrosshairBy.CLICK, noop("Moved by a click, or with Shift")),
            (CrosshairBy.SHIFT, noop("Moved with Shift alone")),
        ),
    ),
    SettingField(
        "interpolation",
        noop("Magnified slices"),
        (
            (Interpolation.SMOOTH, noop("Smooth")),
            (Interpolation.PIXELS, noop("Pixels as they are")),
        ),
    ),
    SettingField(
        "arrangement",
        noop("Layout at first"),
        tuple((one, one.value.capitalize()) for one in Arrangement),
    ),
    SettingField(
        "second",
        noop("Second window"),
        ((None, noop("None")), *((plane, f"{plane.value.capitalize()} plane") for plane in Plane)),
    ),
    SettingField("opacity", noop("Opacity of the masks at first")),
    SettingField(
        "cine_hz",
        noop("Speed of cine"),
        tuple((hz, f"{hz:.0f} slices a second") for hz in RATES_HZ),
    ),
    SettingField(
        "text_scale",
        noop("Size of text"),
        tuple((one, f"{100 * one:.0f} %") for one in TEXT_SCALES),
    ),
    SettingField("blind_first", noop("Blind first"), switch=noop("From the next start on")),
)


def _gesture(name: str, label: str) -> SettingField:
    actions = DragAction if name.endswith("drag") else WheelAction
    return SettingField(name, label, tuple((one, one.value.capitalize()) for one in actions))


GESTURE_FIELDS = tuple(_gesture(name, label) for name, label in GESTURE_NAMES.items())


class SettingsPage(QWidget):
    """The controls of a table of settings.

    Signals
    -------
    changed : str, object
        Name of a setting and its value.
    """

    changed = Signal(str, object)

    def __init__(self, fields: Iterable[SettingField], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self.controls: dict[str, QComboBox | QSpinBox | QCheckBox] = {}
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for field in self._fields:
            control = self._control(field)
            control.setAccessibleName(field.label)
            label = QLabel(field.label)
            label.setBuddy(control)
            form.addRow(label, control)
            self.controls[field.name] = control

    def _control(self, field: SettingField) -> QComboBox | QSpinBox | QCheckBox:
        if field.switch:
            check = QCheckBox(field.switch)
            check.clicked.connect(lambda on: self.changed.emit(field.name, on))
            return check
        if not field.choices:
            share = QSpinBox()
            share.setRange(0, 100)
            share.setSuffix(" %")
            share.setSingleStep(5)
            share.valueChanged.connect(lambda value: self.changed.emit(field.name, value / 100))
            return share
        combo = QComboBox()
        combo.addItems([text for _, text in field.choices])
        combo.activated.connect(
            lambda number: self.changed.emit(field.name, field.choices[number][0])
        )
        return combo

    def set_values(self, source: object) -> None:
        """Show the values of an object's attributes."""
        for field in self._fields:
            value, control = getattr(source, field.name), self.controls[field.name]
            if isinstance(control, QCheckBox):
                control.setChecked(value)
            elif isinstance(control, QComboBox):
                known = [one for one, _ in field.choices]
                control.setCurrentIndex(known.index(value) if value in known else -1)
            else:
                blocked = control.blockSignals(True)
                control.setValue(round(value * 100))
                control.blockSignals(blocked)
