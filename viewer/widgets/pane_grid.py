"""The three panes, large and small, or one alone; the start page while nothing is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedLayout, QWidget

from viewer.state.planes import Plane
from viewer.widgets.actions import Actions
from viewer.widgets.pane import PlanePane
from viewer.widgets.start_page import StartWidget

LEFT_SHARE, RIGHT_SHARE = 54, 46
"""The axial pane takes the greater part: fractures are read there first."""


class PaneGrid(QWidget):
    """Lays out the panes."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = StartWidget(actions)
        self.panes = {plane: PlanePane(plane) for plane in Plane}
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.addWidget(self.panes[Plane.SAGITTAL])
        self._right.addWidget(self.panes[Plane.CORONAL])
        self._both = QSplitter(Qt.Orientation.Horizontal)
        self._both.addWidget(self.panes[Plane.AXIAL])
        self._both.addWidget(self._right)
        self._both.setStretchFactor(0, LEFT_SHARE)
        self._both.setStretchFactor(1, RIGHT_SHARE)
        for splitter in (self._right, self._both):
            splitter.setHandleWidth(3)
            splitter.setChildrenCollapsible(False)
        self._both.setSizes([LEFT_SHARE * 10, RIGHT_SHARE * 10])
        self.addAction(actions.accept)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.start)
        self._stack.addWidget(self._both)

    def set_open(self, is_open: bool) -> None:
        """Show the panes, or the start page."""
        self._stack.setCurrentWidget(self._both if is_open else self.start)

    def set_maximised(self, plane: Plane | None) -> None:
        """Let one plane fill the window, or show all three."""
        for each, pane in self.panes.items():
            pane.setVisible(plane is None or each is plane)
        self._right.setVisible(plane is not Plane.AXIAL)
