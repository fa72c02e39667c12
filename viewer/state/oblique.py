"""How the reader's hand turns the planes, and what is seen of that on each of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, product

import numpy as np

from inference.findings import Point
from inference.imaging.geometry import FloatArray, VolumeGeometry
from viewer.review.plane import point
from viewer.state.orientation import Orientation, is_own, own_orientation, turned_frame
from viewer.state.planes import PixelRect, Plane, PlaneFrame
from viewer.state.turn import Pair, Turn
from viewer.state.view import ViewState, set_pane, shown_frame

SNAP_DEG = 5.0
"""The lines catch at multiples of this while Shift is held."""


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """Where another plane meets a displayed one, through the crosshair.

    Attributes
    ----------
    plane : Plane
        The other one.
    direction : Pair
        Unit vector to the right and down, as displayed.
    angle_deg : float
        Clockwise from where the line lies while no plane is turned, -90 (exclusive) to 90.
    """

    plane: Plane
    direction: Pair
    angle_deg: float


def reference_lines(
    view: ViewState, geometry: VolumeGeometry, plane: Plane
) -> tuple[ReferenceLine, ...]:
    """Return the lines of the two other planes on a displayed one."""
    turn = view.pane(plane).turn
    home = _meetings(geometry, None, plane, turn)
    now = _meetings(geometry, view.orientation, plane, turn)
    others = (other for other in Plane if other is not plane)
    return tuple(_line(*each) for each in zip(others, now, home, strict=True))


@lru_cache(maxsize=64)
def _meetings(
    geometry: VolumeGeometry, orientation: Orientation | None, plane: Plane, turn: Turn
) -> tuple[Pair, ...]:
    """Return the displayed directions, unit vectors, in which a plane meets the two others."""
    frames = {
        each: turned_frame(geometry, orientation, each, geometry.center_lps_mm, turn)
        for each in Plane
    }
    frame = frames.pop(plane)
    normal = frame.patient_plane.normal_lps
    return tuple(
        _displayed(frame, np.cross(normal, other.patient_plane.normal_lps))
        for other in frames.values()
    )


def _displayed(frame: PlaneFrame, along_lps: FloatArray) -> Pair:
    """Turn a direction (3,) within a slice into one to the right and down, of length 1."""
    pixels, _ = frame.lps_to_pixel([frame.center_lps, frame.center_lps + along_lps])
    start, end = (np.array(frame.offset_mm(pixel)) for pixel in pixels)
    # Clean of rounding, so that upright and level lines stay so.
    direction = np.round(end - start, 12) + 0.0
    right, down = direction / np.linalg.norm(direction)
    return float(right), float(down)


def _line(plane: Plane, direction: Pair, home: Pair) -> ReferenceLine:
    angle = clockwise_deg(home, direction)
    return ReferenceLine(plane, direction, 90.0 - (90.0 - angle) % 180.0)


def clockwise_deg(start: Pair, end: Pair) -> float:
    """Return the angle from one displayed offset (right, down) to another, -180 to 180."""
    sine = start[0] * end[1] - start[1] * end[0]
    return math.degrees(math.atan2(sine, start[0] * end[0] + start[1] * end[1]))


def turn_planes(
    view: ViewState, geometry: VolumeGeometry, orientation: Orientation | None
) -> ViewState:
    """Lay the planes anew; the crosshair stays where it is, in the patient and in each pane."""
    if orientation is not None and is_own(geometry, orientation):
        orientation = None
    turned = replace(view, orientation=orientation)
    for plane in Plane:
        right0, down0 = crosshair_offset(view, geometry, plane)
        right1, down1 = crosshair_offset(turned, geometry, plane)
        pane = view.pane(plane)
        pan_mm = (pane.pan_mm[0] + right1 - right0, pane.pan_mm[1] + down1 - down0)
        turned = set_pane(turned, plane, replace(pane, pan_mm=pan_mm))
    return turned


def crosshair_offset(view: ViewState, geometry: VolumeGeometry, plane: Plane) -> Pair:
    """Return how far the crosshair lies to the right of and below a plane's centre, in mm."""
    frame = shown_frame(view, geometry, plane)
    return frame.offset_mm(frame.lps_to_pixel(view.crosshair_mm)[0])


def turn_about(
    view: ViewState, geometry: VolumeGeometry, held: Plane, clockwise_deg: float
) -> ViewState:
    """Turn the two other planes about the crosshair, clockwise as one pane displays it."""
    orientation = view.orientation or own_orientation(geometry, view.crosshair_mm)
    # Clockwise is right-handed about the normal, which points away from the viewer.
    angle = -clockwise_deg if view.pane(held).turn.mirrors else clockwise_deg
    turned = orientation.turned(held, angle, view.crosshair_mm)
    return turn_planes(view, geometry, turned)


def slide(view: ViewState, geometry: VolumeGeometry, direction: FloatArray) -> ViewState:
    """Move the crosshair by a vector (3,) in LPS mm, as far as that stays in the volume."""
    start = geometry.lps_to_index(view.crosshair_mm)
    step = geometry.lps_to_index(view.crosshair_mm + direction) - start
    last = np.array(geometry.shape_kji) - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(step > 0, (last - start) / step, start / -step)
    share = min(1.0, float(np.min(room[np.abs(step) > 1e-9], initial=1.0)))
    return replace(view, crosshair_mm=point(view.crosshair_mm + share * direction))


def section_of_box(frame: PlaneFrame, min_mm: Point, max_mm: Point) -> PixelRect | None:
    """Return the rectangle around what a slice cuts of an LPS box, or None where it misses it."""
    corners = np.array(list(product(*zip(min_mm, max_mm, strict=True))), dtype=np.float64)
    plane = frame.patient_plane
    depths = plane.depth_mm(corners)
    met = []
    for one, other in combinations(range(len(corners)), 2):
        is_edge = np.count_nonzero(corners[one] != corners[other]) == 1
        if is_edge and depths[one] * depths[other] <= 0 and depths[one] != depths[other]:
            share = depths[one] / (depths[one] - depths[other])
            met.append(corners[one] + share * (corners[other] - corners[one]))
    if not met:
        return None
    row_col, _ = frame.lps_to_pixel(np.array(met))
    (top, left), (bottom, right) = row_col.min(axis=0), row_col.max(axis=0)
    return PixelRect(float(top), float(left), float(bottom), float(right))
