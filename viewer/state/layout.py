"""Where the planes stand in the window, and which of them a second window shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from viewer.state.planes import Plane


class Arrangement(StrEnum):
    """How the planes share the window while none of them fills it."""

    LARGE_AND_SMALL = "one large, the others small"
    EQUAL = "two by two"
    SPINE = "planes, strip and surfaces"


@dataclass(frozen=True, slots=True)
class Layout:
    """The reader's choice; it outlives the study.

    Attributes
    ----------
    arrangement : Arrangement
    large : Plane
        Which plane is large; fractures are read on axial planes first.
    second : Plane or None
        What the second window shows; None while there is none.
    """

    arrangement: Arrangement = Arrangement.LARGE_AND_SMALL
    large: Plane = Plane.AXIAL
    second: Plane | None = None

    @property
    def shows_surfaces(self) -> bool:
        """Whether the vertebrae as surfaces stand beside the planes.

        In the fourth place where the planes are equal, else in a column of their own.
        """
        return self.arrangement is not Arrangement.LARGE_AND_SMALL

    @property
    def rows(self) -> tuple[tuple[Plane, ...], tuple[Plane, ...]]:
        """The planes of the two parts of the window.

        Side by side where one is large, one above the other where they are equal.
        """
        if self.arrangement is Arrangement.EQUAL:
            return (Plane.AXIAL, Plane.SAGITTAL), (Plane.CORONAL,)
        return (self.large,), tuple(plane for plane in Plane if plane is not self.large)
