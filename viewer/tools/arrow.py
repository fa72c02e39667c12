"""An arrow at what is worth looking at."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import Arrow
from viewer.review.plane import PatientPlane
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.texts import noop


class ArrowTool:
    """Points at a place."""

    kind = ToolKind.ARROW
    count = 2
    text_first = ""
    hint = noop("Press at what it points at, drag away and let go")

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> Arrow:
        """Return the arrow: the first point is its tip."""
        tip, tail = points_mm
        return Arrow(id=DRAFT_ID, plane=plane, level=level, label=label, tail_mm=tail, tip_mm=tip)
