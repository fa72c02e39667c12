"""Left-drag of a reference line: the plane it stands for moves, or the planes turn."""

from __future__ import annotations

import math

import numpy as np

from inference.imaging.geometry import FloatArray, VolumeGeometry
from viewer.state.oblique import SNAP_DEG, slide, turn_about
from viewer.state.planes import PlaneFrame
from viewer.state.pointer import Drag, Grip, Hold
from viewer.state.view import ViewState, shown_frame


class PlanesTool:
    """Moves one plane along its normal, or turns both about the crosshair."""

    def __init__(self, geometry: VolumeGeometry, grip: Grip) -> None:
        self._geometry = geometry
        self._grip = grip

    def drag(self, view: ViewState, drag: Drag) -> ViewState:
        """Return the view at the press, changed by the drag so far."""
        frame = shown_frame(view, self._geometry, drag.start.plane)
        if self._grip.hold is Hold.MOVE:
            return self._move(view, frame, drag)
        center = np.array(frame.offset_mm(frame.lps_to_pixel(view.crosshair_mm)[0]))
        start = np.array(drag.start.offset_mm) - center
        turned = _clockwise_deg(start, start + _moved_mm(drag))
        if drag.now.shift:
            angle = self._grip.line.angle_deg
            turned = round((angle + turned) / SNAP_DEG) * SNAP_DEG - angle
        return turn_about(view, self._geometry, drag.start.plane, turned)

    def _move(self, view: ViewState, frame: PlaneFrame, drag: Drag) -> ViewState:
        """Only what the drag goes square to the line counts."""
        normal = shown_frame(view, self._geometry, self._grip.line.plane).patient_plane.normal_lps
        right, down = _moved_mm(drag)
        moved = (right * frame.right_lps + down * frame.down_lps) @ normal
        return slide(view, self._geometry, moved * normal)


def _moved_mm(drag: Drag) -> FloatArray:
    return np.array(drag.delta_px) * drag.start.mm_per_px


def _clockwise_deg(start: FloatArray, end: FloatArray) -> float:
    """Return the angle from one offset (right, down) to another on the screen."""
    sine = start[0] * end[1] - start[1] * end[0]
    return math.degrees(math.atan2(float(sine), float(start @ end)))
