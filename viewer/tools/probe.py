"""A place, with the Hounsfield units of its voxel."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import HuProbe
from viewer.review.plane import PatientPlane
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.texts import noop


class ProbeTool:
    """Reads a voxel."""

    kind = ToolKind.PROBE
    count = 1
    text_first = ""
    hint = noop("Click on the place")

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> HuProbe:
        """Return the probe at a point."""
        (position,) = points_mm
        return HuProbe(id=DRAFT_ID, plane=plane, level=level, label=label, position_mm=position)
