"""Middle-drag: the image follows the mouse."""

from __future__ import annotations

from dataclasses import replace

from viewer.state.pointer import Drag
from viewer.state.view import ViewState, set_pane


class PanTool:
    """Moves one plane within its pane."""

    def drag(self, view: ViewState, drag: Drag) -> ViewState:
        """Return the view at the press, changed by the drag so far."""
        plane = drag.start.plane
        pane = view.pane(plane)
        right, down = (moved * drag.start.mm_per_px for moved in drag.delta_px)
        moved = (pane.pan_mm[0] - right, pane.pan_mm[1] - down)
        return set_pane(view, plane, replace(pane, pan_mm=moved))
