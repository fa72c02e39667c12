"""The straightened spine with its seven levels: where to go, and what has been looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from inference.findings import LEVELS, Level
from viewer.state.strip import StripCell
from viewer.texts import tr
from viewer.widgets.origin_note import OriginNote
from viewer.widgets.strip_cell import LevelCell
from viewer.widgets.strip_image import EDGE_PX, StripImage

IMAGE_PX = 150
"""Width of the picture."""

MESSAGE_IN_CHARACTERS = 16
"""Width of what stands in place of the strip."""

MOST_OF_WINDOW = 0.24
"""Share of the window's width up to which the levels' probabilities stand beside the picture."""

MARGIN_PX = 8
GAP_PX = 2


class SpineStrip(QFrame):
    """A narrow column beside the panes.

    Attributes
    ----------
    note : OriginNote
        Above the strip: whose masks it follows.

    Signals
    -------
    pixel_chosen : float, float
        Row and column of the strip under a click or a drag.
    level_chosen, level_menu_requested : Level
    hide_requested : no argument
    """

    pixel_chosen = Signal(float, float)
    level_chosen = Signal(object)
    level_menu_requested = Signal(object)
    hide_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._awaited = False
        self._room_px = 0
        self._body = _Levels()
        self._body.image.pixel_chosen.connect(self.pixel_chosen)
        for cell in self.cells.values():
            cell.clicked.connect(self._tell_level)
            cell.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            cell.customContextMenuRequested.connect(self._ask_for_menu)
        self.note = OriginNote()
        self._message = QLabel()
        self._message.setObjectName("muted")
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, MARGIN_PX // 2, MARGIN_PX, MARGIN_PX)
        layout.addLayout(self._build_head())
        layout.addWidget(self.note)
        layout.addWidget(self._message)
        layout.addWidget(self._body, 1)
        layout.addStretch(0)
        self.set_message("")

    def _build_head(self) -> QHBoxLayout:
        heading = QLabel("C1–C7")
        heading.setObjectName("heading")
        self.hide_button = QToolButton()
        self.hide_button.setText("✕")
        self.hide_button.setAccessibleName(tr("Hide the straightened spine"))
        self.hide_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide_button.clicked.connect(self.hide_requested)
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        row.addWidget(self.hide_button)
        return row

    @property
    def image(self) -> StripImage:
        """The picture."""
        return self._body.image

    @property
    def cells(self) -> dict[Level, LevelCell]:
        """What stands beside it."""
        return self._body.cells

    @property
    def message(self) -> str:
        """What stands in place of the strip; empty where there is one."""
        return self._message.text()

    def set_message(self, text: str, *, awaited: bool = False) -> None:
        """Say why there is no strip, or show it where there is nothing to say.

        Parameters
        ----------
        text : str
        awaited : bool
            Whether the strip will be there in a moment.
        """
        self._awaited = awaited
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._body.setVisible(not text)
        self._fit()

    def set_room(self, window_px: int) -> None:
        """Tell how wide the window is: the strip leaves the images their part of it."""
        if window_px != self._room_px:
            self._room_px = window_px
            self._fit()

    def _fit(self) -> None:
        self._body.set_short(False)
        self._body.set_short(self._body.sizeHint().width() > self._room_px * MOST_OF_WINDOW)
        # While there is no strip and none to come, the room is the panes'.
        inner = self.fontMetrics().horizontalAdvance("x") * MESSAGE_IN_CHARACTERS
        is_narrow = bool(self.message) and not self._awaited
        width = inner if is_narrow else self._body.sizeHint().width()
        self.setFixedWidth(width + 2 * MARGIN_PX)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            # The cells hear of it after this.
            QTimer.singleShot(0, self, self._fit)

    def set_places(self, ranges: dict[Level, tuple[float, float]], shape: tuple[int, int]) -> None:
        """Lay the levels out: first and last row of those that have a place on the strip.

        Parameters
        ----------
        ranges : dict of Level to pair of float
            In order, from the first level that was found to the last; the others stand
            above and below the picture.
        shape : tuple of int
            Rows and columns of the strip.
        """
        self._body.set_places(ranges, shape)

    def set_pixels(self, pixels: NDArray[np.uint8]) -> None:
        """Show a grey picture (rows, columns)."""
        self.image.set_pixels(pixels)

    def set_cells(self, cells: tuple[StripCell, ...]) -> None:
        """Show what is known of the levels."""
        for cell in cells:
            self.cells[cell.level].set_cell(cell)

    def set_position(self, row: float | None) -> None:
        """Mark the height of the crosshair."""
        self.image.set_position(row)

    def set_selected(self, selected: Level | None) -> None:
        """Mark the level that the reader went to last."""
        for level, cell in self.cells.items():
            cell.setChecked(level is selected)

    def _tell_level(self) -> None:
        cell = self.sender()
        if isinstance(cell, LevelCell):
            self.level_chosen.emit(cell.level)

    def _ask_for_menu(self) -> None:
        cell = self.sender()
        if isinstance(cell, LevelCell):
            self.level_menu_requested.emit(cell.level)


class _Levels(QWidget):
    """Picture and cells, side by side at the same heights."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = StripImage(self)
        self.cells = {level: LevelCell(level, self) for level in LEVELS}
        self._ranges: dict[Level, tuple[float, float]] = {}
        self._shape = (1, 1)

    def set_short(self, short: bool) -> None:
        """Leave the levels' probabilities out, or show them."""
        for cell in self.cells.values():
            cell.set_short(short)

    def sizeHint(self) -> QSize:
        """Ask for the picture's width and a cell's."""
        cell = self.cells[LEVELS[0]].sizeHint()
        return QSize(IMAGE_PX + 2 * EDGE_PX + GAP_PX + cell.width(), cell.height() * len(LEVELS))

    def set_places(self, ranges: dict[Level, tuple[float, float]], shape: tuple[int, int]) -> None:
        """Lay the levels out anew."""
        self._ranges, self._shape = ranges, shape
        self.image.set_borders(tuple(sorted({row for pair in ranges.values() for row in pair})))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cells beside their vertebrae."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if not self._ranges:
            return
        line = self.cells[LEVELS[0]].sizeHint().height()
        levels = list(self._ranges)
        above, below = LEVELS[: levels[0].label - 1], LEVELS[levels[-1].label :]
        top = line * len(above)
        rows, columns = self._shape
        # One scale for both directions; a low window makes the strip smaller.
        room = max(self.height() - top - line * len(below), line)
        scale = min(IMAGE_PX / columns, room / rows)
        height, width = round(rows * scale), round(columns * scale) + 2 * EDGE_PX
        self.image.setGeometry(IMAGE_PX + 2 * EDGE_PX - width, top, width, height)
        left = IMAGE_PX + 2 * EDGE_PX + GAP_PX
        for number, level in enumerate(above):
            self._place(level, left, number * line, line)
        for level, (first, last) in self._ranges.items():
            start, end = top + (first + 0.5) * scale, top + (last + 0.5) * scale
            self._place(level, left, round(start) + 1, max(round(end - start) - 2, 1))
        for number, level in enumerate(below):
            self._place(level, left, top + height + number * line, line)

    def _place(self, level: Level, left: int, top: int, height: int) -> None:
        self.cells[level].setGeometry(QRect(left, top, max(self.width() - left, 1), height))
