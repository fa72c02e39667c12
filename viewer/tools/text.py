"""A text at a place."""

from __future__ import annotations

from inference.findings import Level, Point
from viewer.review.marks import TextNote
from viewer.review.plane import PatientPlane
from viewer.state.drawing import DRAFT_ID, ToolKind
from viewer.texts import noop


class TextTool:
    """Writes on the image."""

    kind = ToolKind.TEXT
    count = 1
    text_first = "Text"
    hint = noop("Click on the place, then write")

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> TextNote:
        """Return the text at a point."""
        (position,) = points_mm
        return TextNote(id=DRAFT_ID, plane=plane, level=level, label=label, position_mm=position)
