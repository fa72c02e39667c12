"""Masks, boxes and how strongly the masks cover the image."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSlider, QWidget

from viewer.state.view import Overlay
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.heat_scale import HeatScale
from viewer.widgets.key_texts import follow_tip


class OverlayControls(QWidget):
    """Switches for the overlays.

    Signals
    -------
    masks_changed, boxes_changed, evidence_changed : bool
    opacity_changed : float
        0..1.
    """

    masks_changed = Signal(bool)
    boxes_changed = Signal(bool)
    evidence_changed = Signal(bool)
    opacity_changed = Signal(float)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.masks = QCheckBox(tr("Masks"))
        follow_tip(self.masks, actions.masks)
        self.masks.setAccessibleName(tr("Show masks"))
        self.boxes = QCheckBox(tr("Boxes"))
        follow_tip(self.boxes, actions.boxes)
        self.boxes.setAccessibleName(tr("Show boxes"))
        self.evidence = QCheckBox(tr("Evidence"))
        follow_tip(self.evidence, actions.evidence)
        self.evidence.setAccessibleName(tr("Show the model's evidence"))
        self.scale = HeatScale()
        for check in (self.masks, self.boxes, self.evidence):
            check.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.opacity.setAccessibleName(tr("Opacity of the masks in per cent"))
        self.opacity.setToolTip(tr("Opacity of the masks"))
        self._percent = QLabel()
        self._percent.setObjectName("muted")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.masks, 0, 0)
        layout.addWidget(self.boxes, 0, 1)
        layout.addWidget(self.opacity, 1, 0, 1, 2)
        layout.addWidget(self._percent, 1, 2)
        layout.addWidget(self.evidence, 2, 0)
        layout.addWidget(self.scale, 2, 1, 1, 2)
        layout.setColumnStretch(1, 1)
        self._fit()
        self.set_overlay(Overlay())
        self.masks.clicked.connect(self.masks_changed)
        self.boxes.clicked.connect(self.boxes_changed)
        self.evidence.clicked.connect(self.evidence_changed)
        self.opacity.valueChanged.connect(self._tell_opacity)

    def _tell_opacity(self, value: int) -> None:
        self._percent.setText(f"{value} %")
        self.opacity_changed.emit(value / 100)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %"))

    def set_overlay(self, overlay: Overlay) -> None:
        """Show the state of the overlays."""
        self.masks.setChecked(overlay.masks)
        self.boxes.setChecked(overlay.boxes)
        self.evidence.setChecked(overlay.evidence)
        value = round(overlay.opacity * 100)
        if value != self.opacity.value():
            blocked = self.opacity.blockSignals(True)
            self.opacity.setValue(value)
            self.opacity.blockSignals(blocked)
        self._percent.setText(f"{value} %")

    def set_evidence_known(self, known: bool) -> None:
        """Tell whether there is evidence to be shown."""
        self.evidence.setEnabled(known)
        self.scale.setVisible(known)
