"""Which reference line the mouse is on, and how far a line that is being turned lies from home."""

from __future__ import annotations

import math

from PySide6.QtGui import QPainter

from viewer.rendering.marks import CROSSHAIR_GAP_PX, paint_outlined, set_font
from viewer.rendering.projection import Projection
from viewer.state.oblique import ReferenceLine
from viewer.state.pointer import Grip, Hold
from viewer.state.resolve import PaneContent
from viewer.state.wording import degrees_text

GRIP_PX = 4.0
"""The mouse is on a line within this distance."""

ANGLE_POINTS = 12.0

TURN_FROM = 0.6
"""Beyond this share of a line's visible half it turns the planes, before it moves its own."""


def paint_angle(
    painter: QPainter, content: PaneContent, projection: Projection, grip: Grip
) -> None:
    """Write beside the crosshair how far a line that is being turned lies from its place."""
    turned = next((line for line in content.lines if line.plane is grip.line.plane), None)
    if grip.hold is not Hold.TURN or content.crosshair_pixel is None or turned is None:
        return
    x, y = projection.to_screen(content.crosshair_pixel)
    set_font(painter, ANGLE_POINTS, bold=True)
    text = degrees_text(turned.angle_deg)
    paint_outlined(painter, x + CROSSHAIR_GAP_PX, y - CROSSHAIR_GAP_PX, text)


def grip_at(content: PaneContent, projection: Projection, x: float, y: float) -> Grip | None:
    """Return the line under a place of the pane and what dragging it there does, or None."""
    if content.crosshair_pixel is None:
        return None
    center = projection.to_screen(content.crosshair_pixel)
    right, down = x - center[0], y - center[1]
    nearest: tuple[float, Grip] | None = None
    for line in content.lines:
        along = right * line.direction[0] + down * line.direction[1]
        beside = abs(right * line.direction[1] - down * line.direction[0])
        if beside > GRIP_PX or abs(along) < CROSSHAIR_GAP_PX:
            continue
        outside = abs(along) > TURN_FROM * _reach(line, center, projection.size_px, along < 0)
        hold = Hold.TURN if outside and content.can_turn else Hold.MOVE
        if nearest is None or beside < nearest[0]:
            nearest = beside, Grip(line, hold)
    return None if nearest is None else nearest[1]


def _reach(
    line: ReferenceLine, center: tuple[float, float], size_px: tuple[int, int], backwards: bool
) -> float:
    """Return how far one half of a line goes from the crosshair to the pane's edge."""
    reach = math.inf
    for way, at, size in zip(line.direction, center, size_px, strict=True):
        step = -way if backwards else way
        if step:
            reach = min(reach, (size - at if step > 0 else at) / abs(step))
    return max(reach, 0.0)
