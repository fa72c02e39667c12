"""What every key and every mouse button does: F1."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.state.hand_groups import GROUPS
from viewer.state.sheet import Bound
from viewer.texts import tr
from viewer.widgets.hand_columns import HandColumns
from viewer.widgets.screen_room import screen_room

SPARE_PX = 16
"""Around the lines."""

SEARCH_CHARACTERS = 60

_SCROLLS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class CheatSheet(QDialog):
    """Lists the hands of the window, as they are bound now; typing leaves those that fit."""

    def __init__(self, bound: Bound | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys and mouse"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a key or what it does"))
        self.search.setAccessibleName(tr("Find a key or what it does"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(SEARCH_CHARACTERS * self.fontMetrics().averageCharWidth())
        self.search.textChanged.connect(self._narrow)
        self.nothing = QLabel(tr("No key or gesture has that in its words."))
        self.nothing.setObjectName("muted")
        self.nothing.hide()
        self.area = QScrollArea()
        self.area.setAccessibleName(tr("Keys and mouse"))
        self.area.setWidgetResizable(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        # The style's own icon is drawn for a light theme.
        close.setIcon(QIcon())
        # Enter in the line above is no wish to leave.
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPARE_PX, SPARE_PX, SPARE_PX, SPARE_PX)
        layout.setSpacing(SPARE_PX)
        for widget in (self.search, self.nothing, self.area, buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.area, 1)
        self._fill(bound or Bound())

    def _fill(self, bound: Bound) -> None:
        """Show every line, or as many as the screen has room for."""
        room = screen_room(self)
        bar = self.area.verticalScrollBar().sizeHint().width()
        around = QSize(2 * SPARE_PX + bar, self.sizeHint().height() - self.area.sizeHint().height())
        self.page = HandColumns(bound.groups(GROUPS), room.width() - around.width())
        self.area.setWidget(self.page)
        wanted = self.page.sizeHint()
        # Narrower, there would be a bar below, too.
        self.area.setMinimumWidth(wanted.width() + bar)
        self.resize((wanted + around).boundedTo(room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by key while the line has the keyboard: it has no use for these keys."""
        if Qt.Key(event.key()) in _SCROLLS:
            self.area.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _narrow(self, typed: str) -> None:
        self.nothing.setHidden(self.page.narrow(typed))
