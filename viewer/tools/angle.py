"""Two arms from one vertex, with the angle between them."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import Angle
from viewer.review.plane import PatientPlane
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.texts import noop


class AngleTool:
    """Measures an angle."""

    kind = ToolKind.ANGLE
    count = 3
    text_first = ""
    hint = noop("Drag the first arm to the vertex, then click where the second ends")

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> Angle:
        """Return the angle: end of an arm, vertex, end of the other."""
        first, vertex, second = points_mm
        return Angle(
            id=DRAFT_ID,
            plane=plane,
            level=level,
            label=label,
            first_mm=first,
            vertex_mm=vertex,
            second_mm=second,
        )
