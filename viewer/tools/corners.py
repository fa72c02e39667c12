"""Regions that fill the rectangle between two corners, upright on the slice of their drawing."""

from __future__ import annotations

import numpy as np

from inference.findings import Level, Point
from viewer.review.marks import EllipseRoi, RectangleRoi
from viewer.review.plane import PatientPlane, point
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.texts import noop


class CornersTool:
    """Measures inside a region that is drawn from corner to corner.

    Parameters
    ----------
    kind : ToolKind
    roi : type
        What fills the rectangle.
    """

    count = 2
    text_first = ""
    hint = noop("Drag from corner to corner, or click both")

    def __init__(self, kind: ToolKind, roi: type[EllipseRoi] | type[RectangleRoi]) -> None:
        self.kind = kind
        self._roi = roi

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> EllipseRoi | RectangleRoi:
        """Return the region between two corners."""
        center_mm, size_mm = between(plane, *points_mm)
        return self._roi(
            id=DRAFT_ID,
            plane=plane,
            level=level,
            label=label,
            center_mm=center_mm,
            size_mm=size_mm,
        )


def between(plane: PatientPlane, one: Point, other: Point) -> tuple[Point, tuple[float, float]]:
    """Return the centre in LPS mm, and width and height in mm."""
    corners = plane.to_offset_mm((one, other))
    width, height = (float(side) for side in np.ptp(corners, axis=0))
    return point(plane.to_lps(corners.mean(axis=0))), (width, height)
