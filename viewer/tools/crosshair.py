"""Left click, or Shift and move: the crosshair goes to the point under the mouse."""

from __future__ import annotations

from inference.imaging.geometry import VolumeGeometry
from viewer.state.pointer import Pointer
from viewer.state.view import ViewState, move_within, shown_frame


class CrosshairTool:
    """Moves the crosshair within the slice that is shown."""

    def place(self, view: ViewState, geometry: VolumeGeometry, at: Pointer) -> ViewState:
        """Return the view with the crosshair under the mouse, kept inside the volume."""
        frame = shown_frame(view, geometry, at.plane)
        return move_within(view, geometry, frame, frame.pixel_to_lps(at.pixel))
