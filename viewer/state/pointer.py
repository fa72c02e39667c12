"""What a mouse did on a pane, in terms that know no toolkit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from viewer.state.oblique import ReferenceLine
from viewer.state.planes import Plane


class Button(StrEnum):
    """The mouse button that is held."""

    NONE = "none"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


class Hold(StrEnum):
    """What taking a reference line does."""

    MOVE = "move"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Grip:
    """A reference line under the mouse, and what dragging it there does."""

    line: ReferenceLine
    hold: Hold


@dataclass(frozen=True, slots=True)
class Pointer:
    """The mouse at one moment.

    Attributes
    ----------
    plane : Plane
        The pane it is over, or was pressed on.
    button : Button
    position_px : tuple of float
        To the right and down in the pane.
    pixel : tuple of float
        Row and column of the displayed plane under it, fractional, maybe outside.
    offset_mm : tuple of float
        To the right and down of the plane's centre.
    mm_per_px : float
        Millimetres across one screen pixel.
    shift, control, alt : bool
        Whether those keys are held.
    grip : Grip or None
        The reference line under it.
    """

    plane: Plane
    button: Button
    position_px: tuple[float, float]
    pixel: tuple[float, float]
    offset_mm: tuple[float, float]
    mm_per_px: float
    shift: bool = False
    control: bool = False
    alt: bool = False
    grip: Grip | None = None


@dataclass(frozen=True, slots=True)
class Drag:
    """A press and where the mouse is now; both on the plane that was pressed."""

    start: Pointer
    now: Pointer

    @property
    def delta_px(self) -> tuple[float, float]:
        """Screen pixels to the right and down since the press."""
        (x0, y0), (x1, y1) = self.start.position_px, self.now.position_px
        return x1 - x0, y1 - y0
