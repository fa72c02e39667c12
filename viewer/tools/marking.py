"""What every tool that draws a mark has in common, and which of them there are."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from inference.findings import Level, Point
from viewer.review.marks import AnyMark, EllipseRoi, RectangleRoi
from viewer.review.plane import PatientPlane
from viewer.state.drawing import ToolKind


class MarkTool(Protocol):
    """Turns points of a slice into a mark."""

    @property
    def kind(self) -> ToolKind:
        """Which tool it is."""

    @property
    def count(self) -> int | None:
        """How many points the mark takes; None where the hand draws one line."""

    @property
    def text_first(self) -> str:
        """What the reader is asked for before there is a mark; empty where nothing."""

    @property
    def hint(self) -> str:
        """What the hand has to do."""

    def draw(
        self, plane: PatientPlane, points_mm: tuple[Point, ...], level: Level | None, label: str
    ) -> AnyMark:
        """Return the mark that these points (LPS mm, in the plane) make; its id is a draft's.

        Raises
        ------
        ValueError
            If they make none.
        """
        ...


@cache
def mark_tools() -> dict[ToolKind, MarkTool]:
    """Return the tools, in the order of the tool row."""
    from viewer.tools.angle import AngleTool
    from viewer.tools.arrow import ArrowTool
    from viewer.tools.cobb import CobbTool
    from viewer.tools.corners import CornersTool
    from viewer.tools.distance import DistanceTool
    from viewer.tools.freehand import FreehandTool
    from viewer.tools.probe import ProbeTool
    from viewer.tools.text import TextTool

    tools: tuple[MarkTool, ...] = (
        DistanceTool(),
        AngleTool(),
        CobbTool(),
        CornersTool(ToolKind.ELLIPSE, EllipseRoi),
        CornersTool(ToolKind.RECTANGLE, RectangleRoi),
        FreehandTool(),
        ProbeTool(),
        ArrowTool(),
        TextTool(),
    )
    return {tool.kind: tool for tool in tools}
