"""The brush's settings beside the images, while it is in hand."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from inference.findings import LEVELS, Level
from viewer.state.brush import MAX_RADIUS_MM, MIN_RADIUS_MM, Brush, BrushMode
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.level_row import level_swatch

STEPS_A_MM = 10
"""The slider's resolution."""

_TEXTS = {BrushMode.PAINT: noop("Paint"), BrushMode.ERASE: noop("Erase")}


class BrushBar(QWidget):
    """Shows and changes what the brush is set to.

    Attributes
    ----------
    modes : dict of BrushMode to QPushButton
    levels : QComboBox
    slider : QSlider
        Radius, in tenths of a millimetre.
    ball : QCheckBox
    reset : QPushButton

    Signals
    -------
    level_chosen : Level
    radius_chosen : float
        In mm.
    closed : no argument
        The reader puts the brush away.
    """

    level_chosen = Signal(object)
    radius_chosen = Signal(float)
    closed = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modes = {mode: _button(tr(_TEXTS[mode]), act) for mode, act in actions.brushes.items()}
        for button in self.modes.values():
            button.setObjectName("choice")
            button.setCheckable(True)
        self.done = QPushButton(tr("Done"))
        self.done.setToolTip(tr("Put the brush away (Esc)"))
        self.done.clicked.connect(self.closed)
        self.levels = QComboBox()
        self.levels.setAccessibleName(tr("Level whose mask is corrected"))
        for level in LEVELS:
            self.levels.addItem(level_swatch(level), level.value, level)
        self.levels.activated.connect(lambda n: self.level_chosen.emit(LEVELS[n]))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Radius of the brush in tenths of a millimetre"))
        self.slider.setRange(round(MIN_RADIUS_MM * STEPS_A_MM), round(MAX_RADIUS_MM * STEPS_A_MM))
        self.slider.valueChanged.connect(lambda n: self.radius_chosen.emit(n / STEPS_A_MM))
        self._size_text = QLabel()
        self.ball = QCheckBox(tr("Ball: neighbouring slices, too"))
        self.ball.setToolTip(actions.brush_ball.toolTip())
        self.ball.clicked.connect(actions.brush_ball.trigger)
        self.reset = _button("", actions.reset_mask)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        heading = QLabel(tr("Correct masks"))
        heading.setObjectName("heading")
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.done)
        choice = QHBoxLayout()
        for widget in (*self.modes.values(), self.levels):
            choice.addWidget(widget, 1)
        grid = QGridLayout()
        grid.addWidget(QLabel(tr("Size")), 0, 0)
        grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self._size_text, 0, 2)
        self._size_text.setMinimumWidth(self.fontMetrics().horizontalAdvance("Ø 40.0 mm "))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(choice)
        layout.addLayout(grid)
        layout.addWidget(self.ball)
        layout.addWidget(self.reset)

    def set_brush(self, brush: Brush, corrected: frozenset[Level]) -> None:
        """Show what the brush is set to; it is seen while in hand.

        Parameters
        ----------
        brush : Brush
        corrected : frozenset of Level
            Levels whose mask is no longer the model's.
        """
        for mode, button in self.modes.items():
            button.setChecked(mode is brush.mode)
        self.levels.setCurrentIndex(LEVELS.index(brush.level))
        # Setting is no wish of the reader's; the slider's own steps must not round the size.
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(brush.radius_mm * STEPS_A_MM))
        self._size_text.setText(f"Ø {2 * brush.radius_mm:.1f} mm")
        self.ball.setChecked(brush.ball)
        changed = brush.level in corrected
        self.reset.setEnabled(changed)
        model = tr("{level} is the model's mask", level=brush.level)
        self.reset.setText(
            tr("Reset {level} to the model's mask", level=brush.level) if changed else model
        )
        self.setVisible(brush.active)


def _button(text: str, action: QAction) -> QPushButton:
    """Make a button that does what an action does."""
    button = QPushButton(text)
    button.setToolTip(action.toolTip())
    # The keyboard stays with the panes; Tab still comes here.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(action.trigger)
    return button
