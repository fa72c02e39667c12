"""Two lines along endplates, with the Cobb angle between them."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import CobbAngle
from viewer.review.plane import PatientPlane
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.texts import noop


class CobbTool:
    """Measures a Cobb angle."""

    kind = ToolKind.COBB
    count = 4
    text_first = ""
    hint = noop("Drag a line along the upper endplate, then one along the lower")

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> CobbAngle:
        """Return the angle between the lines of the first and the last two points."""
        upper_first, upper_last, lower_first, lower_last = points_mm
        return CobbAngle(
            id=DRAFT_ID,
            plane=plane,
            level=level,
            label=label,
            upper_mm=(upper_first, upper_last),
            lower_mm=(lower_first, lower_last),
        )
