"""A rectangle from corner to corner, with the Hounsfield units inside."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import RectangleRoi
from viewer.review.plane import PatientPlane
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.tools.corners import between


class RectangleTool:
    """Measures inside a rectangle."""

    kind = ToolKind.RECTANGLE
    count = 2
    text_first = ""
    hint = "Drag from corner to corner, or click both"

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> RectangleRoi:
        """Return a rectangle that fills the rectangle between two corners."""
        center_mm, size_mm = between(plane, *points_mm)
        return RectangleRoi(
            id=DRAFT_ID,
            plane=plane,
            level=level,
            label=label,
            center_mm=center_mm,
            size_mm=size_mm,
        )
