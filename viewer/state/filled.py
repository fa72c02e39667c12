"""Which slices of a volume are read so far, while the others are still on their way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.imaging.geometry import Reorientation, VolumeGeometry
from inference.imaging.loading import Part
from viewer.state.planes import PixelRect, PlaneFrame


@dataclass(frozen=True, slots=True)
class Filled:
    """One unbroken run of slices of a canonical volume.

    Attributes
    ----------
    axis : int
        The canonical array axis (0 = k, 1 = j, 2 = i) that the slices are counted along.
    first, last : int
        Canonical indices; ``last`` is less than ``first`` as long as there is none.
    """

    axis: int
    first: int
    last: int

    def has(self, index: int) -> bool:
        """Tell whether the slice with that index along :attr:`axis` is read."""
        return self.first <= index <= self.last

    @property
    def middle(self) -> float:
        """The index in the middle of the run."""
        return (self.first + self.last) / 2


def filled_of(part: Part, turn: Reorientation) -> Filled:
    """Turn what has been read from the file's own order into the canonical one."""
    axis = turn.axes.index(0)
    if not turn.flipped[axis]:
        return Filled(axis, part.first, part.last)
    count = part.volume.geometry.shape_kji[0]
    return Filled(axis, count - 1 - part.last, count - 1 - part.first)


def missing_rects(frame: PlaneFrame, filled: Filled | None) -> tuple[PixelRect, ...]:
    """Return the parts of a plane that are not read yet, in its pixels."""
    if filled is None:
        return ()
    if frame.squared:
        # Each of its rows runs through many slices: it is shown once all of them are there.
        rows, columns = frame.shape
        return (PixelRect(-0.5, -0.5, rows - 0.5, columns - 0.5),)
    geometry = frame.geometry
    end = geometry.shape_kji[filled.axis] - 0.5
    if frame.slice_axis == filled.axis:
        spans = [] if filled.has(frame.index) else [(-0.5, end)]
    else:
        spans = [(-0.5, filled.first - 0.5), (filled.last + 0.5, end)]
    return tuple(_band(frame, geometry, filled.axis, *span) for span in spans if span[0] < span[1])


def _band(
    frame: PlaneFrame, geometry: VolumeGeometry, axis: int, start: float, end: float
) -> PixelRect:
    low, high = np.full(3, -0.5), np.array(geometry.shape_kji) - 0.5
    if axis != frame.slice_axis:
        low[axis], high[axis] = start, end
    row_col, _ = frame.lps_to_pixel(geometry.index_to_lps(np.array([low, high])))
    (top, left), (bottom, right) = row_col.min(axis=0), row_col.max(axis=0)
    return PixelRect(float(top), float(left), float(bottom), float(right))
