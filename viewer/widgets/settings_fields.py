"""Controls for single settings, made from a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from viewer.state.cine import RATES_HZ
from viewer.state.gestures import GESTURE_NAMES, DragAction, WheelAction
from viewer.state.layout import Arrangement
from viewer.state.person import LONGEST_NAME, RESERVED
from viewer.state.planes import Plane
from viewer.state.settings import TEXT_SCALES, CrosshairBy, Interpolation

Choices = tuple[tuple[Any, str], ...]
Control: TypeAlias = QComboBox | QSpinBox | QCheckBox | QLineEdit


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting as the dialog shows it.

    Attributes
    ----------
    name : str
        Of the attribute.
    label : str
    choices : tuple of pair
        Values and what they are called; none for a switch, a text, or a share in per cent.
    switch : str
        What a switch says; empty for other settings.
    example : str
        What stands in an empty line of text; empty for other settings.
    """

    name: str
    label: str
    choices: Choices = ()
    switch: str = ""
    example: str = ""


READING_FIELDS = (
    SettingField(
        "wider_to_the_right",
        "Window, dragged to the right",
        ((True, "Becomes wider"), (False, "Becomes narrower")),
    ),
    SettingField(
        "brighter_up", "Image, dragged up", ((True, "Becomes brighter"), (False, "Becomes darker"))
    ),
    SettingField(
        "crosshair_by",
        "Crosshair",
        (
            (CrosshairBy.CLICK, "Moved by a click, or with Shift"),
            (CrosshairBy.SHIFT, "Moved with Shift alone"),
        ),
    ),
    SettingField(
        "interpolation",
        "Magnified slices",
        ((Interpolation.SMOOTH, "Smooth"), (Interpolation.PIXELS, "Pixels as they are")),
    ),
    SettingField(
        "arrangement",
        "Layout at first",
        tuple((one, one.value.capitalize()) for one in Arrangement),
    ),
    SettingField(
        "second",
        "Second window",
        ((None, "None"), *((plane, f"{plane.value.capitalize()} plane") for plane in Plane)),
    ),
    SettingField("opacity", "Opacity of the masks at first"),
    SettingField(
        "cine_hz", "Speed of cine", tuple((hz, f"{hz:.0f} slices a second") for hz in RATES_HZ)
    ),
    SettingField(
        "text_scale", "Size of text", tuple((one, f"{100 * one:.0f} %") for one in TEXT_SCALES)
    ),
    SettingField("blind_first", "Blind first", switch="From the next start on"),
    SettingField("reader_name", "Your name in DICOM reports", example="Family, Given"),
    SettingField("reader_organisation", "Your institution", example="Not named"),
)

_NAME = QRegularExpression(rf"[^{re.escape(RESERVED)}]*")


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
        self.controls: dict[str, Control] = {}
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for field in self._fields:
            control = self._control(field)
            control.setAccessibleName(field.label)
            label = QLabel(field.label)
            label.setBuddy(control)
            form.addRow(label, control)
            self.controls[field.name] = control

    def _control(self, field: SettingField) -> Control:
        if field.example:
            line = QLineEdit()
            line.setPlaceholderText(field.example)
            line.setMaxLength(LONGEST_NAME)
            line.setValidator(QRegularExpressionValidator(_NAME, line))
            line.textEdited.connect(lambda text: self.changed.emit(field.name, text))
            return line
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
            if isinstance(control, QLineEdit):
                control.setText(value)
            elif isinstance(control, QCheckBox):
                control.setChecked(value)
            elif isinstance(control, QComboBox):
                known = [one for one, _ in field.choices]
                control.setCurrentIndex(known.index(value) if value in known else -1)
            else:
                blocked = control.blockSignals(True)
                control.setValue(round(value * 100))
                control.blockSignals(blocked)
