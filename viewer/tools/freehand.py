"""An outline drawn by hand, with the Hounsfield units inside."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import FreehandRoi
from viewer.review.planar import without_tails
from viewer.review.plane import PatientPlane, point
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.texts import noop


class FreehandTool:
    """Measures inside an outline."""

    kind = ToolKind.FREEHAND
    count = None
    text_first = ""
    hint = noop("Drag around the region; letting go closes it")

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> FreehandRoi:
        """Return the outline, without the ends of a stroke that overshot its start."""
        offset = without_tails(plane.to_offset_mm(points_mm))
        outline = tuple(point(position) for position in plane.to_lps(offset))
        return FreehandRoi(id=DRAFT_ID, plane=plane, level=level, label=label, outline_mm=outline)
