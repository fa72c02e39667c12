"""Right-drag and Ctrl+wheel: magnify about the point under the mouse."""

from __future__ import annotations

from viewer.state.pointer import Drag, Pointer
from viewer.state.view import ViewState, change_pane

PX_PER_DOUBLING = 150.0
"""Dragging up this far doubles the magnification."""

WHEEL_FACTOR = 1.15
"""Magnification of one notch of the wheel."""


class ZoomTool:
    """Magnifies one plane."""

    def drag(self, view: ViewState, drag: Drag) -> ViewState:
        """Return the view at the press, changed by the drag so far."""
        _, down = drag.delta_px
        factor = 2.0 ** (-down / PX_PER_DOUBLING)
        anchor = drag.start.offset_mm
        return change_pane(view, drag.start.plane, lambda pane: pane.zoomed(factor, anchor))

    def turn(self, view: ViewState, at: Pointer, notches: float) -> ViewState:
        """Return the view after the wheel turned, away from the hand is positive."""
        factor = WHEEL_FACTOR**notches
        return change_pane(view, at.plane, lambda pane: pane.zoomed(factor, at.offset_mm))
