"""From a volume and the shape of its spine to the straightened strip."""

from __future__ import annotations

from inference.spine.shape import SpineShape
from inference.spine.strip import StripGrid

PIXEL_MM = 0.3
"""Finer than the screen shows the strip."""

ACROSS_MM = (16.0, 32.0)
"""Before and behind the bodies' centres: the body, the canal and the laminae."""

MARGIN_MM = 8.0
"""Above the first level found and below the last one."""


def strip_grid(shape: SpineShape) -> StripGrid:
    """Lay the strip over the levels that were found."""
    start, end = shape.places[0].start_mm, shape.places[-1].end_mm
    return StripGrid.spanning(
        shape.curve, (start - MARGIN_MM, end + MARGIN_MM), ACROSS_MM, PIXEL_MM
    )
