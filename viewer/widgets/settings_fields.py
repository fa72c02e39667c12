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
from viewer.state.hands import hands_text
from viewer.state.language import OWN_NAMES, Language
from viewer.state.layout import Arrangement
from viewer.state.names import name_of, plane_title
from viewer.state.person import LONGEST_NAME, RESERVED
from viewer.state.planes import Plane
from viewer.state.settings import TEXT_SCALES, CrosshairBy, Interpolation
from viewer.texts import tr

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
    remark : str
        What else is to be known of it; stands below.
    """

    name: str
    label: str
    choices: Choices = ()
    switch: str = ""
    example: str = ""
    remark: str = ""


def language_field() -> SettingField:
    """Return the choice of the window's language: each is named as its speakers call it."""
    system = (Language.SYSTEM, tr("As the system's"))
    return SettingField(
        "language",
        tr("Language"),
        (system, *OWN_NAMES.items()),
        remark=tr("From the next start on. Reports and errors in files stay in English."),
    )


def reading_fields() -> tuple[SettingField, ...]:
    """Return what is set of reading and text."""
    return (
        SettingField(
            "wider_to_the_right",
            tr("Window, dragged to the right"),
            ((True, tr("Becomes wider")), (False, tr("Becomes narrower"))),
        ),
        SettingField(
            "brighter_up",
            tr("Image, dragged up"),
            ((True, tr("Becomes brighter")), (False, tr("Becomes darker"))),
        ),
        SettingField(
            "crosshair_by",
            tr("Crosshair"),
            (
                (CrosshairBy.CLICK, tr("Moved by a click, or with Shift")),
                (CrosshairBy.SHIFT, tr("Moved with Shift alone")),
            ),
        ),
        SettingField(
            "interpolation",
            tr("Magnified slices"),
            (
                (Interpolation.SMOOTH, tr("Smooth")),
                (Interpolation.PIXELS, tr("Pixels as they are")),
            ),
        ),
        SettingField(
            "arrangement", tr("Layout at first"), tuple((one, name_of(one)) for one in Arrangement)
        ),
        SettingField(
            "second",
            tr("Second window"),
            ((None, tr("None")), *((plane, plane_title(plane)) for plane in Plane)),
        ),
        SettingField("opacity", tr("Opacity of the masks at first")),
        SettingField(
            "cine_hz",
            tr("Speed of cine"),
            tuple((hz, tr("{rate:.0f} slices a second", rate=hz)) for hz in RATES_HZ),
        ),
        SettingField(
            "text_scale",
            tr("Size of text"),
            tuple((one, f"{100 * one:.0f} %") for one in TEXT_SCALES),
        ),
        SettingField("blind_first", tr("Blind first"), switch=tr("From the next start on")),
        SettingField("reader_name", tr("Your name in DICOM reports"), example=tr("Family, Given")),
        SettingField("reader_organisation", tr("Your institution"), example=tr("Not named")),
        language_field(),
    )


def gesture_fields() -> tuple[SettingField, ...]:
    """Return what each gesture of the mouse can be given to do."""
    return tuple(_gesture(name, label) for name, label in GESTURE_NAMES.items())


_NAME = QRegularExpression(rf"[^{re.escape(RESERVED)}]*")


def _gesture(name: str, label: str) -> SettingField:
    actions = DragAction if name.endswith("drag") else WheelAction
    return SettingField(name, hands_text(label), tuple((one, name_of(one)) for one in actions))


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
            if field.remark:
                control.setAccessibleDescription(field.remark)
                remark = QLabel(field.remark)
                remark.setObjectName("muted")
                remark.setWordWrap(True)
                form.addRow("", remark)

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
