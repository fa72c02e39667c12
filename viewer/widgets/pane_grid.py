"""The three panes in their layout, or one alone; the start page while nothing is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedLayout, QWidget

from viewer.state.layout import Arrangement, Layout
from viewer.state.planes import Plane
from viewer.widgets.actions import Actions
from viewer.widgets.pane import PlanePane
from viewer.widgets.start_page import StartWidget

LARGE_SHARE, SMALL_SHARE = 54, 46
"""The large pane takes the greater part of the window."""

ANY_SIZE = 1000
"""Equal sizes that a splitter scales to its own."""


class PaneGrid(QWidget):
    """Lays out the panes."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = StartWidget(actions)
        self.panes = {plane: PlanePane(plane) for plane in Plane}
        self._parts = QSplitter(), QSplitter()
        self._whole = QSplitter()
        for part in self._parts:
            self._whole.addWidget(part)
        for splitter in (self._whole, *self._parts):
            splitter.setHandleWidth(3)
            splitter.setChildrenCollapsible(False)
        self._whole.setStretchFactor(0, LARGE_SHARE)
        self._whole.setStretchFactor(1, SMALL_SHARE)
        self._arranged: tuple[Arrangement, Plane] | None = None
        self.set_layout(Layout())
        self.addAction(actions.accept)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.start)
        self._stack.addWidget(self._whole)

    def set_open(self, is_open: bool) -> None:
        """Show the panes, or the start page."""
        self._stack.setCurrentWidget(self._whole if is_open else self.start)

    def set_layout(self, layout: Layout, maximised: Plane | None = None) -> None:
        """Put the panes in their places, or let one plane fill the window."""
        arranged = (layout.arrangement, layout.large)
        if arranged != self._arranged:
            self._arrange(layout)
            self._arranged = arranged
        for part, planes in zip(self._parts, layout.rows, strict=True):
            for plane in planes:
                self.panes[plane].setVisible(maximised in {None, plane})
            part.setVisible(maximised is None or maximised in planes)

    def _arrange(self, layout: Layout) -> None:
        """Give each pane its place; sizes that the reader dragged are kept until then."""
        equal = layout.arrangement is Arrangement.EQUAL
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self._whole.setOrientation(down if equal else across)
        for part, planes in zip(self._parts, layout.rows, strict=True):
            part.setOrientation(across if equal else down)
            for plane in planes:
                part.addWidget(self.panes[plane])
            part.setSizes([ANY_SIZE] * len(planes))
        shares = (1, 1) if equal else (LARGE_SHARE, SMALL_SHARE)
        self._whole.setSizes([share * ANY_SIZE for share in shares])
