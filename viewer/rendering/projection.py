"""Where the pixels of a plane fall in a pane."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.state.pane_view import PaneView
from viewer.state.planes import PlaneFrame

SCALE_SHARE = 0.28
"""The scale bar takes at most this share of the pane's width."""

SCALE_BESIDE_PX = 75.0
"""What else stands in the right half of the lower edge: a letter, the bar's length, margins."""

SCALE_STEPS_MM = (200.0, 100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0)


@dataclass(frozen=True, slots=True)
class Projection:
    """One scale for both directions, so that a millimetre is as long across as down.

    Attributes
    ----------
    frame : PlaneFrame
    pane : PaneView
    fit_mm : tuple of float
        Width and height of what is shown at zoom 1.
    size_px : tuple of int
        Width and height of the pane on the screen.
    """

    frame: PlaneFrame
    pane: PaneView
    fit_mm: tuple[float, float]
    size_px: tuple[int, int]

    @property
    def mm_per_px(self) -> float:
        """Millimetres across one screen pixel."""
        (width_mm, height_mm), (width, height) = self.fit_mm, self.size_px
        return max(width_mm / max(width, 1), height_mm / max(height, 1)) / self.pane.zoom

    @property
    def scale_bar_mm(self) -> float | None:
        """Length of the scale bar: the longest round one that fits; None where none does."""
        width = self.size_px[0]
        room_mm = min(width * SCALE_SHARE, width / 2 - SCALE_BESIDE_PX) * self.mm_per_px
        return next((mm for mm in SCALE_STEPS_MM if mm <= room_mm), None)

    def to_screen(self, row_col: tuple[float, float]) -> tuple[float, float]:
        """Convert a fractional pixel (row, column) to x, y in the pane."""
        right, down = self.frame.offset_mm(row_col)
        scale = self.mm_per_px
        return (
            self.size_px[0] / 2 + (right - self.pane.pan_mm[0]) / scale,
            self.size_px[1] / 2 + (down - self.pane.pan_mm[1]) / scale,
        )

    def to_offset_mm(self, x: float, y: float) -> tuple[float, float]:
        """Convert x, y in the pane to mm to the right of and below the plane's centre."""
        scale = self.mm_per_px
        return (
            (x - self.size_px[0] / 2) * scale + self.pane.pan_mm[0],
            (y - self.size_px[1] / 2) * scale + self.pane.pan_mm[1],
        )

    def to_pixel(self, x: float, y: float) -> tuple[float, float]:
        """Convert x, y in the pane to a fractional pixel (row, column)."""
        return self.frame.pixel_at_offset(self.to_offset_mm(x, y))
