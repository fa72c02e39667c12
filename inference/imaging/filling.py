"""Putting slices on their grid as they come, from the first one outward."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.imaging.pixels import AIR_HU
from inference.imaging.stacking import POSITION_TOLERANCE, Stack, widest_blend_mm

Slice = NDArray[np.int16]


@dataclass(slots=True)
class Filling:
    """Puts slices on the grid, and interpolates between neighbours.

    What has been put is one unbroken run of the grid, :meth:`extent`, which grows at either
    end. A slice inside of it is never written again: whoever reads there needs no lock.

    Attributes
    ----------
    stack : Stack
    hu : ndarray of int16, shape (k, j, i)
        The output; slices outside :meth:`extent` are still to come.
    blended, black : list of int
        Slices of the grid without a source: interpolated, or left as air.
    count : int
        Source slices put so far.
    """

    stack: Stack
    hu: NDArray[np.int16]
    blended: list[int] = field(default_factory=list)
    black: list[int] = field(default_factory=list)
    count: int = 0
    _low: tuple[float, Slice] | None = None
    _high: tuple[float, Slice] | None = None

    def put(self, place: float, picture: Slice) -> None:
        """Set the slice at a place beyond either end, and all between it and that end.

        Raises
        ------
        ValueError
            If the place lies within the run.
        """
        nearest = round(place)
        if abs(place - nearest) <= POSITION_TOLERANCE:
            self.hu[nearest] = picture
        end = (place, picture)
        if self._low is None or self._high is None:
            self._low = self._high = end
        elif place > self._high[0]:
            self._blend(self._high, end)
            self._high = end
        elif place < self._low[0]:
            self._blend(end, self._low)
            self._low = end
        else:
            raise ValueError(f"place {place:g} lies between slices that were put before")
        self.count += 1

    def _blend(self, below: tuple[float, Slice], above: tuple[float, Slice]) -> None:
        """Fill the grid between two neighbours."""
        (low, lower), (high, upper) = below, above
        apart_mm = (high - low) * self.stack.spacing_mm
        first = int(np.ceil(low + POSITION_TOLERANCE))
        for k in range(first, int(np.ceil(high - POSITION_TOLERANCE))):
            if apart_mm > widest_blend_mm(self.stack):
                self.hu[k] = AIR_HU
                self.black.append(k)
                continue
            share = np.float32((k - low) / (high - low))
            mixed = lower * (1 - share) + upper * share
            self.hu[k] = np.rint(mixed)
            if self.stack.is_equal:
                self.blended.append(k)

    def extent(self) -> tuple[int, int]:
        """Return the first and last slice of the grid that are set; (0, -1) at the start."""
        if self._low is None or self._high is None:
            return 0, -1
        first = int(np.ceil(self._low[0] - POSITION_TOLERANCE))
        return first, int(np.floor(self._high[0] + POSITION_TOLERANCE))
