"""A straight line from end to end, with its length."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import Distance
from viewer.review.plane import PatientPlane
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.texts import noop


class DistanceTool:
    """Measures a length."""

    kind = ToolKind.DISTANCE
    count = 2
    text_first = ""
    hint = noop("Drag from end to end, or click both ends")

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> Distance:
        """Return the line between two points."""
        start, end = points_mm
        return Distance(
            id=DRAFT_ID, plane=plane, level=level, label=label, start_mm=start, end_mm=end
        )
