"""An ellipse from corner to corner, with the Hounsfield units inside."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import EllipseRoi
from viewer.review.plane import PatientPlane
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.tools.corners import between


class EllipseTool:
    """Measures inside an ellipse."""

    kind = ToolKind.ELLIPSE
    count = 2
    text_first = ""
    hint = "Drag from corner to corner, or click both"

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> EllipseRoi:
        """Return an ellipse that fills the rectangle between two corners."""
        center_mm, size_mm = between(plane, *points_mm)
        return EllipseRoi(
            id=DRAFT_ID,
            plane=plane,
            level=level,
            label=label,
            center_mm=center_mm,
            size_mm=size_mm,
        )
