"""What every key and every mouse button does: F1."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.state.hands import hands_text
from viewer.state.sheet import Bound
from viewer.texts import noop, tr

HANDS = (
    ("Wheel, Up, Down", noop("One slice")),
    ("Shift+Up, Shift+Down, PageUp, PageDown", noop("Ten slices")),
    ("Home, End", noop("First, last slice")),
    ("Left-drag", noop("Window and level: right is wider, up is brighter")),
    ("Left-drag of a line near its middle", noop("Move the plane that the line stands for")),
    ("Left-drag of a line near its end", noop("Turn the planes; with Shift in steps of 5 degrees")),
    ("Left click, Shift+move", noop("Set the crosshair, live crosshair")),
    ("Middle-drag", noop("Pan")),
    ("Right-drag, Ctrl+wheel", noop("Zoom")),
    ("Alt+wheel, Alt+Up, Alt+Down", noop("Thickness of the slab")),
    ("Right click", noop("Menu of what is there: crosshair, level, verdict, window, layout")),
    ("Double click, F11, Ctrl+1", noop("One plane fills the window")),
    ("Ctrl+2, Ctrl+3, Ctrl+4", noop("One plane large; two by two; planes, strip and 3-D")),
    ("Shift+F11", noop("The window fills the screen")),
    ("W", noop("The active plane in a second window")),
    ("0", noop("The file's own window")),
    ("1, 2, 3", noop("Bone windows")),
    ("4", noop("Soft tissue window")),
    ("I", noop("Exchange black and white")),
    ("H, V", noop("Flip left and right, top and bottom")),
    (". and ,", noop("Rotate by 90 degrees, clockwise and back")),
    ("M", noop("Single slice, MIP, mean, MinIP")),
    ("C", noop("Cine: play the slices; any click, wheel or Esc stops")),
    ("G, B, T", noop("Masks, boxes, texts in the corners")),
    (
        "Shift+G",
        noop("Evidence: where the model sees a crack in the level of the walk"),
    ),
    ("Space (held)", noop("Hide everything that lies over the image")),
    ("N, P", noop("Next, previous level: suspected ones first, then unread ones")),
    ("Enter, X, U", noop("Accept, reject, uncertain, of that level")),
    ("F", noop("Add a finding of your own to that level")),
    ("D, A, Shift+A", noop("Distance, angle, Cobb angle")),
    ("E, Shift+R, Shift+F, Shift+H", noop("Hounsfield units: ellipse, rectangle, freehand, probe")),
    ("Shift+W, Shift+T, K", noop("Arrow, text, key image")),
    ("L", noop("Keep the tool after a mark; Esc puts it away")),
    ("Left click or drag on a mark, Del", noop("Select or move, delete it")),
    ("Ctrl+Z, Ctrl+Y", noop("Undo, redo what was said, measured or painted")),
    ("Shift+B, Shift+E", noop("Brush, eraser for a level's mask; Esc puts it away")),
    ("[ and ], Shift+wheel", noop("Size of the brush")),
    ("Alt+1 … Alt+7, Alt+click", noop("Correct that level's mask, the one under the mouse")),
    ("Shift+S", noop("Brush as a ball through neighbouring slices, or in one slice")),
    ("Ctrl+Shift+Enter", noop("Commit your own read (blind first)")),
    ("F6, F7, F8", noop("Straightened spine, planes along a vertebra's axes, surfaces in 3-D")),
    ("F9", noop("Proposed craniocervical and alignment measurements")),
    ("R, Ctrl+R", noop("Reset the view, reset turned planes alone")),
    (
        "Shift+F7",
        noop("Turn the planes along the vertebra at the crosshair; N and P then go on so"),
    ),
    ("Ctrl+Return", noop("Analyse")),
    ("Ctrl+O, Ctrl+Shift+O", noop("Open a folder, files")),
    ("Ctrl+Shift+R", noop("Open a result of this series: a segmentation or a report")),
    ("Ctrl+B", noop("Studies and series")),
    ("Ctrl+PageDown, Ctrl+PageUp", noop("Next, previous series")),
    (
        "Ctrl+Shift+C",
        noop("The latest earlier study of the patient beside this one, and away again"),
    ),
    ("Ctrl+L, Ctrl+Shift+L", noop("Link the two studies or not, link them at the two crosshairs")),
    ("Ctrl+W", noop("Close the study")),
    ("Ctrl+E, Ctrl+Shift+E", noop("Export the report, everything")),
    ("Ctrl+Shift+A, Ctrl+Shift+S", noop("Export without identifiers, send to PACS")),
    ("Esc", noop("Stop cine, put the tool away, dismiss a message, leave a maximised plane")),
    ("F1, Shift+F1", noop("Keys and mouse, what Dens can and cannot do")),
    ("Tab", noop("Next control")),
    ("Ctrl+Shift+P, Ctrl+,", noop("Find a command by its name, settings")),
)


COLUMNS = (2, 1)
"""Side by side, where the screen is wide enough: in one they are higher than many a screen."""

SPARE_PX = 16
"""Around the lines."""


class CheatSheet(QDialog):
    """Lists the hands of the window, as they are bound now."""

    def __init__(self, bound: Bound | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys and mouse"))
        rows = (bound or Bound()).rows((keys, tr(meaning)) for keys, meaning in HANDS)
        room = self.screen().availableGeometry().width()
        for columns in COLUMNS:
            page = _page(rows, columns)
            if page.sizeHint().width() + 2 * SPARE_PX < room:
                break
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setAccessibleName(tr("Keys and mouse"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # The style's own icon is drawn for a light theme.
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        self._fit(page, area)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _fit(self, page: QWidget, area: QScrollArea) -> None:
        """Show every line, or as many as the screen has room for."""
        room = self.screen().availableGeometry().size()
        bar = area.verticalScrollBar().sizeHint().width()
        wanted = page.sizeHint() + QSize(bar + 2 * SPARE_PX, self.sizeHint().height())
        self.resize(wanted.boundedTo(room))


def _page(rows: Sequence[tuple[str, str]], columns: int) -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    height = -(-len(rows) // columns)
    for number, (keys, meaning) in enumerate(rows):
        column, row = divmod(number, height)
        key_label = QLabel(hands_text(keys))
        key_label.setObjectName("big")
        grid.addWidget(key_label, row, 2 * column)
        grid.addWidget(QLabel(meaning), row, 2 * column + 1)
    return page
