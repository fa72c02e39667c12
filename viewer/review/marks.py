"""What a reader draws: frozen values in patient millimetres, each with the plane it lies in.

Numbers are never kept with a mark: :mod:`viewer.review.measure` computes them anew, so that
screen and report can't differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import uuid4

import numpy as np

from inference.findings import Level, Point
from viewer.review.checks import need_finite, need_text
from viewer.review.planar import crosses_itself
from viewer.review.plane import PatientPlane

ON_PLANE_MM = 0.01
"""A mark's points may lie this far from its plane: far below any voxel, far above rounding."""

MAX_OUTLINE_POINTS = 2000
"""A hand can't draw more; a longer outline would make every redraw slow."""

Segment: TypeAlias = tuple[Point, Point]


def new_id() -> str:
    """Make an identifier that no other mark, finding or key image has."""
    return uuid4().hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What all marks have in common.

    Attributes
    ----------
    id : str
    plane : PatientPlane
        Where it was drawn.
    level : Level or None
        The vertebra it belongs to.
    label : str
        What the reader calls it.

    Raises
    ------
    ValueError
        If a number is not finite, a point lies off the plane, or the shape is none.
    """

    id: str
    plane: PatientPlane
    level: Level | None = None
    label: str = ""

    def __post_init__(self) -> None:
        need_text(self.id, "a mark's id", empty=False)
        need_text(self.label, "a mark's label")
        need_finite([v for position in self.points_mm for v in position], "a mark's points")
        self._check_shape()
        if self.points_mm and np.abs(self.plane.depth_mm(self.points_mm)).max() > ON_PLANE_MM:
            raise ValueError(f"a point of {type(self).__name__} {self.id} lies off its plane")

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """The points that must lie in the plane, in the order of drawing, LPS."""
        raise NotImplementedError

    def _check_shape(self) -> None:
        """Refuse what can't be drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance(Mark):
    """A straight line between two points."""

    kind: Literal["distance"] = "distance"
    start_mm: Point
    end_mm: Point

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """Both ends."""
        return self.start_mm, self.end_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Angle(Mark):
    """Two arms from one vertex."""

    kind: Literal["angle"] = "angle"
    first_mm: Point
    vertex_mm: Point
    second_mm: Point

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """End of the first arm, vertex, end of the second arm."""
        return self.first_mm, self.vertex_mm, self.second_mm

    def _check_shape(self) -> None:
        if self.vertex_mm in {self.first_mm, self.second_mm}:
            raise ValueError("an arm of an angle has no length")


@dataclass(frozen=True, slots=True, kw_only=True)
class CobbAngle(Mark):
    """Two lines, laid along two endplates."""

    kind: Literal["cobb"] = "cobb"
    upper_mm: Segment
    lower_mm: Segment

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """Ends of the upper line, ends of the lower."""
        return *self.upper_mm, *self.lower_mm

    def _check_shape(self) -> None:
        if self.upper_mm[0] == self.upper_mm[1] or self.lower_mm[0] == self.lower_mm[1]:
            raise ValueError("a line of a Cobb angle has no length")


@dataclass(frozen=True, slots=True, kw_only=True)
class _SizedRoi(Mark):
    """A region with a centre and two axes.

    Attributes
    ----------
    center_mm : Point
    size_mm : tuple of float
        Full extent along its first and its second axis.
    turn_deg : float
        From the plane's right to the first axis, towards the plane's bottom.
    """

    center_mm: Point
    size_mm: tuple[float, float]
    turn_deg: float = 0.0

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """The centre."""
        return (self.center_mm,)

    def _check_shape(self) -> None:
        need_finite((*self.size_mm, self.turn_deg), "size and turn of a region")
        if min(self.size_mm) <= 0:
            raise ValueError(f"a region must have an extent, got {self.size_mm} mm")


@dataclass(frozen=True, slots=True, kw_only=True)
class EllipseRoi(_SizedRoi):
    """An ellipse; its size is the length of both axes."""

    kind: Literal["ellipse"] = "ellipse"


@dataclass(frozen=True, slots=True, kw_only=True)
class RectangleRoi(_SizedRoi):
    """A rectangle; its size is the length of both sides."""

    kind: Literal["rectangle"] = "rectangle"


@dataclass(frozen=True, slots=True, kw_only=True)
class FreehandRoi(Mark):
    """A closed outline; the last point is joined to the first."""

    kind: Literal["freehand"] = "freehand"
    outline_mm: tuple[Point, ...]

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """The outline."""
        return self.outline_mm

    def _check_shape(self) -> None:
        count = len(self.outline_mm)
        if not 3 <= count <= MAX_OUTLINE_POINTS:
            raise ValueError(f"an outline has 3 to {MAX_OUTLINE_POINTS} points, got {count}")
        # An outline that crosses itself has no area that everybody agrees on.
        if crosses_itself(self.plane.to_offset_mm(self.outline_mm)):
            raise ValueError("the outline crosses or touches itself; draw it again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow(Mark):
    """An arrow; the tip is what it points at."""

    kind: Literal["arrow"] = "arrow"
    tail_mm: Point
    tip_mm: Point

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """Tail and tip."""
        return self.tail_mm, self.tip_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class TextNote(Mark):
    """The label, written at a place."""

    kind: Literal["text"] = "text"
    position_mm: Point

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """The place."""
        return (self.position_mm,)

    def _check_shape(self) -> None:
        need_text(self.label, "the text of a note", empty=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HuProbe(Mark):
    """A place whose Hounsfield units are shown."""

    kind: Literal["probe"] = "probe"
    position_mm: Point

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """The place."""
        return (self.position_mm,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Mark):
    """A box along the patient's axes, as the model's own: flat when drawn on one slice.

    Attributes
    ----------
    min_lps_mm, max_lps_mm : Point
        Least and greatest corner. They need not lie on the plane.
    """

    kind: Literal["box"] = "box"
    min_lps_mm: Point
    max_lps_mm: Point

    @property
    def points_mm(self) -> tuple[Point, ...]:
        """None: a box is not bound to its plane."""
        return ()

    def _check_shape(self) -> None:
        need_finite((*self.min_lps_mm, *self.max_lps_mm), "the corners of a box")
        if any(low > high for low, high in zip(self.min_lps_mm, self.max_lps_mm, strict=True)):
            raise ValueError(f"a box runs from {self.min_lps_mm} to {self.max_lps_mm}")


Roi: TypeAlias = EllipseRoi | RectangleRoi | FreehandRoi

AnyMark: TypeAlias = Distance | Angle | CobbAngle | Roi | Arrow | TextNote | HuProbe | Box
