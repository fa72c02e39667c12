"""What the hand is drawing or moving: the tool it holds, and what there is of the mark so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from inference.findings import Point
from viewer.review.marks import AnyMark
from viewer.review.plane import PatientPlane
from viewer.state.mark_wording import Measured

DRAFT_ID = "draft"
"""The id of a mark that is not drawn to its end."""


class ToolKind(StrEnum):
    """What the left button draws; named as the marks are."""

    DISTANCE = "distance"
    ANGLE = "angle"
    COBB = "cobb"
    ELLIPSE = "ellipse"
    RECTANGLE = "rectangle"
    FREEHAND = "freehand"
    PROBE = "probe"
    ARROW = "arrow"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Sketch:
    """Points of a mark that is being drawn.

    Attributes
    ----------
    plane : PatientPlane
        The slice that it is drawn on.
    points_mm : tuple of Point
        Those that are set.
    loose_mm : Point or None
        The one that follows the hand.
    """

    plane: PatientPlane
    points_mm: tuple[Point, ...] = ()
    loose_mm: Point | None = None

    def with_point(self, position_mm: Point) -> Sketch:
        """Set another point."""
        return Sketch(self.plane, (*self.points_mm, position_mm))

    def followed(self, position_mm: Point) -> Sketch:
        """Let the loose point follow the hand."""
        return replace(self, loose_mm=position_mm)

    def shown_mm(self, count: int | None) -> tuple[Point, ...]:
        """Return the points as they are to be seen; the last of ``count`` still follows."""
        if self.loose_mm is None:
            return self.points_mm
        if count is not None and len(self.points_mm) == count:
            return (*self.points_mm[:-1], self.loose_mm)
        return (*self.points_mm, self.loose_mm)


@dataclass(frozen=True, slots=True)
class Grip:
    """A mark that the hand has taken.

    Attributes
    ----------
    mark : AnyMark
        As it was then.
    start_mm : Point
        Where it was taken.
    handle : int or None
        Which of its handles; None for all of it.
    """

    mark: AnyMark
    start_mm: Point
    handle: int | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The hand's tool and its work.

    Attributes
    ----------
    tool : ToolKind or None
        None while the left button does what it does without a tool.
    locked : bool
        Whether the tool stays after a mark.
    sketch : Sketch or None
    preview : AnyMark or None
        What the sketch would become, or the held mark where it is now.
    selected : str or None
        The id of the mark or key image that was clicked on.
    grip : Grip or None
    measured : mapping of str to Measured
        The numbers of the marks that are there, by id; of the preview too.
    """

    tool: ToolKind | None = None
    locked: bool = False
    sketch: Sketch | None = None
    preview: AnyMark | None = None
    selected: str | None = None
    grip: Grip | None = None
    measured: Mapping[str, Measured] = field(default_factory=dict)

    @property
    def gives_up(self) -> bool:
        """Whether Esc has something to take back here."""
        return self.tool is not None or self.grip is not None or self.selected is not None

    def given_up(self) -> Drawing:
        """Take back one thing: what is drawn or moved, then the tool, then the selection."""
        if self.sketch is not None or self.grip is not None:
            return replace(self, sketch=None, preview=None, grip=None)
        if self.tool is not None:
            return replace(self, tool=None)
        return replace(self, selected=None)

    def with_tool(self, tool: ToolKind | None) -> Drawing:
        """Take another tool; what was begun with the one before is gone."""
        return replace(self, tool=tool, sketch=None, preview=None, grip=None, selected=None)

    def done(self, mark_id: str) -> Drawing:
        """Go back to no tool, unless it is locked, with the new mark selected."""
        tool = self.tool if self.locked else None
        return replace(self, tool=tool, sketch=None, preview=None, selected=mark_id)
