"""The three panes and the surfaces in their layout, or one pane alone; the start page before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedLayout, QWidget

from viewer.state.layout import Arrangement, Layout
from viewer.state.planes import Plane
from viewer.widgets.actions import Actions
from viewer.widgets.pages import turn_to
from viewer.widgets.pane import PlanePane
from viewer.widgets.start_page import StartWidget
from viewer.widgets.surface_window import SurfacePanel

LARGE_SHARE, SMALL_SHARE = 54, 46
"""The large pane takes the greater part of the window."""

SPINE_SHARES = (40, 30, 30)
"""One large plane, two small ones, and the surfaces beside them."""

ANY_SIZE = 1000
"""Equal sizes that a splitter scales to its own."""


class PaneGrid(QWidget):
    """Lays out the panes.

    Attributes
    ----------
    start : StartWidget
    panes : dict of Plane to PlanePane
    surfaces : SurfacePanel
        Shown where the layout has a place for it.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = StartWidget(actions)
        self.panes = {plane: PlanePane(plane) for plane in Plane}
        self.surfaces = SurfacePanel()
        self._parts = QSplitter(), QSplitter()
        self._whole = QSplitter()
        for part in self._parts:
            self._whole.addWidget(part)
        for splitter in (self._whole, *self._parts):
            splitter.setHandleWidth(3)
            splitter.setChildrenCollapsible(False)
        self._arranged: tuple[Arrangement, Plane] | None = None
        self.set_layout(Layout())
        self.addAction(actions.accept)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.start)
        self._stack.addWidget(self._whole)
        self.set_open(False)

    def set_open(self, is_open: bool) -> None:
        """Show the panes, or the start page."""
        turn_to(self._stack, self._whole if is_open else self.start)

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
        self.surfaces.setVisible(layout.shows_surfaces and maximised is None)

    def _arrange(self, layout: Layout) -> None:
        """Give each pane its place; sizes that the reader dragged are kept until then."""
        equal = layout.arrangement is Arrangement.EQUAL
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self._whole.setOrientation(down if equal else across)
        for part, planes in zip(self._parts, layout.rows, strict=True):
            part.setOrientation(across if equal else down)
            for plane in planes:
                part.addWidget(self.panes[plane])
        (self._parts[1] if equal else self._whole).addWidget(self.surfaces)
        # A splitter gives no size to what is hidden.
        self.surfaces.setVisible(layout.shows_surfaces)
        for part in self._parts:
            part.setSizes([ANY_SIZE] * part.count())
        spine = layout.arrangement is Arrangement.SPINE
        shares = (1, 1) if equal else SPINE_SHARES if spine else (LARGE_SHARE, SMALL_SHARE, 0)
        for number, share in enumerate(shares[: self._whole.count()]):
            self._whole.setStretchFactor(number, share)
        self._whole.setSizes([share * ANY_SIZE for share in shares])
