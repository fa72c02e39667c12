"""Several neighbouring slices shown as one: the greatest, the least or the mean value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from viewer.state.filled import Filled
from viewer.state.planes import PlaneFrame

STEP_MM = 2.0
"""About how much one notch of the wheel adds; at least one slice on either side."""

FIRST_MM = 10.0
"""A slab that is switched on without a thickness gets about this one."""

MAX_MM = 100.0
"""A thicker slab shows nothing that could be told apart."""

_SAME_MM = 1e-6
"""Rounding of thicknesses."""


class SlabMode(StrEnum):
    """How a slab's slices become one image, named as readers know it."""

    MIP = "MIP"
    MEAN = "Mean"
    MINIP = "MinIP"


@dataclass(frozen=True, slots=True)
class Slab:
    """What the reader asks for.

    Attributes
    ----------
    thickness_mm : float
        0 is a single slice.
    mode : SlabMode
    """

    thickness_mm: float = 0.0
    mode: SlabMode = SlabMode.MIP


@dataclass(frozen=True, slots=True)
class SlabCut:
    """The slices that a slab is made of.

    Attributes
    ----------
    axis : int
        The canonical array axis (0 = k, 1 = j, 2 = i) that is projected along.
    first, last : int
        Canonical indices along it.
    thickness_mm : float
        That these slices cover: their count times their distance.
    mode : SlabMode
    """

    axis: int
    first: int
    last: int
    thickness_mm: float
    mode: SlabMode

    @property
    def text(self) -> str:
        """Name it, with the thickness that is really shown."""
        return f"{self.mode} {self.thickness_mm:.1f} mm"

    def project(self, array: NDArray[np.int16]) -> NDArray[np.int16]:
        """Project a canonical array (k, j, i) along :attr:`axis`, which is left out.

        Means are rounded to whole HU. Only the slab's own slices are read.
        """
        where = [slice(None)] * 3
        where[self.axis] = slice(self.first, self.last + 1)
        slices = array[tuple(where)]
        if self.mode is SlabMode.MIP:
            return np.asarray(slices.max(axis=self.axis))
        if self.mode is SlabMode.MINIP:
            return np.asarray(slices.min(axis=self.axis))
        total = slices.sum(axis=self.axis, dtype=np.int32)
        mean = np.rint(total / (self.last + 1 - self.first))
        return np.asarray(mean, dtype=np.int16)

    def project_layers(self, layers: Iterable[NDArray[np.int16]]) -> NDArray[np.int16]:
        """Project layers that are sampled one after the other, so that never all are held."""
        if self.mode is SlabMode.MIP:
            return np.asarray(reduce(np.maximum, layers))
        if self.mode is SlabMode.MINIP:
            return np.asarray(reduce(np.minimum, layers))
        total, count = np.zeros(1, np.int32), 0
        for layer in layers:
            total, count = total + layer, count + 1
        return np.asarray(np.rint(total / count), dtype=np.int16)


def cut_slab(frame: PlaneFrame, slab: Slab, filled: Filled | None = None) -> SlabCut | None:
    """Choose the slices whose centres lie within half the thickness of the shown one.

    At the volume's ends, and where slices are not read yet, there are fewer of them.

    Returns
    -------
    SlabCut or None
        None where the shown slice stands alone.
    """
    beside = _slices_beside(slab.thickness_mm, frame.slice_mm)
    first, last = max(frame.index - beside, 0), min(frame.index + beside, frame.slice_count - 1)
    if filled is not None and filled.axis == frame.slice_axis and filled.has(frame.index):
        first, last = max(first, filled.first), min(last, filled.last)
    if first == last:
        return None
    return SlabCut(frame.slice_axis, first, last, (last + 1 - first) * frame.slice_mm, slab.mode)


def thicken(slab: Slab, frame: PlaneFrame, notches: int) -> Slab:
    """Make a slab of a plane thicker, or thinner where ``notches`` is negative."""
    step = max(1, round(STEP_MM / 2 / frame.slice_mm))
    beside = _slices_beside(slab.thickness_mm, frame.slice_mm) + notches * step
    most = min(_slices_beside(MAX_MM, frame.slice_mm), frame.slice_count - 1)
    return _slab_of(min(max(beside, 0), most), frame, slab.mode)


def choose_mode(slab: Slab, frame: PlaneFrame, mode: SlabMode | None) -> Slab:
    """Switch a slab to a mode, or off where it is None; one that was off gets a thickness."""
    if mode is None:
        return Slab(0.0, slab.mode)
    if slab.thickness_mm:
        return Slab(slab.thickness_mm, mode)
    beside = max(1, _slices_beside(FIRST_MM, frame.slice_mm))
    return _slab_of(beside, frame, mode)


def _slab_of(beside: int, frame: PlaneFrame, mode: SlabMode) -> Slab:
    return Slab((2 * beside + 1) * frame.slice_mm if beside else 0.0, mode)


def _slices_beside(thickness_mm: float, slice_mm: float) -> int:
    """Count the slices on one side whose centres lie within the slab."""
    return math.floor((thickness_mm / 2 + _SAME_MM) / slice_mm)
