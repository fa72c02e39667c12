"""Left-drag of a reference line: the plane it stands for moves, or the planes turn."""

from __future__ import annotations

from inference.imaging.geometry import VolumeGeometry
from viewer.state.oblique import (
    SNAP_DEG,
    clockwise_deg,
    crosshair_offset,
    slide,
    turn_about,
)
from viewer.state.pointer import Drag, Grip, Hold
from viewer.state.turn import Pair
from viewer.state.view import ViewState, shown_frame


class PlanesTool:
    """Moves one plane along its normal, or turns both about the crosshair."""

    def __init__(self, geometry: VolumeGeometry, grip: Grip) -> None:
        self._geometry = geometry
        self._grip = grip

    def drag(self, view: ViewState, drag: Drag) -> ViewState:
        """Return the view at the press, changed by the drag so far."""
        if self._grip.hold is Hold.MOVE:
            return self._move(view, drag)
        plane = drag.start.plane
        center = crosshair_offset(view, self._geometry, plane)
        moved = _moved_mm(drag)
        right, down = (at - c for at, c in zip(drag.start.offset_mm, center, strict=True))
        turned = clockwise_deg((right, down), (right + moved[0], down + moved[1]))
        if drag.now.shift:
            angle = self._grip.line.angle_deg
            turned = round((angle + turned) / SNAP_DEG) * SNAP_DEG - angle
        return turn_about(view, self._geometry, plane, turned)

    def _move(self, view: ViewState, drag: Drag) -> ViewState:
        """Only what the drag goes square to the line counts."""
        frame = shown_frame(view, self._geometry, drag.start.plane)
        normal = shown_frame(view, self._geometry, self._grip.line.plane).patient_plane.normal_lps
        right, down = _moved_mm(drag)
        moved = (right * frame.right_lps + down * frame.down_lps) @ normal
        return slide(view, self._geometry, moved * normal)


def _moved_mm(drag: Drag) -> Pair:
    right, down = drag.delta_px
    return right * drag.start.mm_per_px, down * drag.start.mm_per_px
