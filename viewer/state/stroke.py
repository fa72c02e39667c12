"""A stroke of the brush that is still under way: the voxels it has touched so far.

It holds the box around them and no more, so that a move of the mouse costs what the brush
covers, whatever the size of the volume.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.imaging.geometry import FloatArray
from viewer.state.brush import Brush, BrushMode
from viewer.state.planes import PlaneFrame

Corner = tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """What the brush has covered since the button was pressed.

    Attributes
    ----------
    brush : Brush
        As it was at the press.
    frame : PlaneFrame
        The slice that is painted on.
    end_mm : ndarray, shape (3,)
        Where the mouse was last, LPS.
    start_kji : tuple of int
        First voxel of the box, in the canonical grid.
    voxels : ndarray of bool, shape (k, j, i)
        Those covered, within the box.
    """

    brush: Brush
    frame: PlaneFrame
    end_mm: FloatArray
    start_kji: Corner
    voxels: NDArray[np.bool_]

    @classmethod
    def begin(cls, brush: Brush, frame: PlaneFrame, position_mm: ArrayLike) -> Stroke:
        """Press the brush onto a slice at a point (3,) in LPS mm."""
        point = np.asarray(position_mm, dtype=np.float64)
        start, voxels = _swept(brush, frame, point, point)
        return cls(brush, frame, point, start, voxels)

    def extended(self, position_mm: ArrayLike) -> Stroke:
        """Draw the brush on, in a straight line, to a point (3,) in LPS mm."""
        point = np.asarray(position_mm, dtype=np.float64)
        start, voxels = _swept(self.brush, self.frame, self.end_mm, point)
        if not voxels.size:
            return replace(self, end_mm=point)
        if not self.voxels.size:
            return replace(self, end_mm=point, start_kji=start, voxels=voxels)
        corners = [np.array(self.start_kji), np.array(start)]
        ends = [corners[0] + self.voxels.shape, corners[1] + voxels.shape]
        low, high = np.minimum(*corners), np.maximum(*ends)
        # A new array: a stroke that was handed out never changes.
        merged = np.zeros(high - low, dtype=np.bool_)
        for corner, part in zip(corners, (self.voxels, voxels), strict=True):
            place = tuple(slice(a, a + n) for a, n in zip(corner - low, part.shape, strict=True))
            merged[place] |= part
        return replace(self, end_mm=point, start_kji=_corner(low), voxels=merged)

    def on(self, frame: PlaneFrame) -> NDArray[np.bool_] | None:
        """Return the pixels (rows, columns) of a slice that are covered; None for none."""
        if frame.geometry != self.frame.geometry:
            return None  # another grid's slice, as an oblique one's
        axis = frame.slice_axis
        depth = frame.index - self.start_kji[axis]
        if not 0 <= depth < self.voxels.shape[axis]:
            return None
        part = np.take(self.voxels, depth, axis=axis)
        shape = [n for m, n in enumerate(frame.geometry.shape_kji) if m != axis]
        corner = [n for m, n in enumerate(self.start_kji) if m != axis]
        layer = np.zeros(shape, dtype=np.bool_)
        layer[tuple(slice(a, a + n) for a, n in zip(corner, part.shape, strict=True))] = part
        return frame.displayed(layer)

    def paint(self, labels: NDArray[np.uint8], frame: PlaneFrame) -> NDArray[np.uint8]:
        """Return a slice's labels (rows, columns) as they are with the stroke, maybe copied."""
        covered = self.on(frame)
        if covered is None:
            return labels
        painted = labels.copy()
        painted[covered & _changing(self.brush, labels)] = _new_label(self.brush)
        return painted

    def changed_index(self, labels: NDArray[np.uint8]) -> NDArray[np.intp]:
        """Return the indices (n, 3) of the voxels that the stroke changes.

        Parameters
        ----------
        labels : ndarray of uint8, shape (k, j, i)
            Of the whole canonical grid, without the stroke.
        """
        box = tuple(slice(a, a + n) for a, n in zip(self.start_kji, self.voxels.shape, strict=True))
        return np.argwhere(self.voxels & _changing(self.brush, labels[box])) + self.start_kji


def _changing(brush: Brush, labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell which voxels a brush would change: the eraser touches its own level alone."""
    own: NDArray[np.bool_] = labels == brush.level.label
    return own if brush.mode is BrushMode.ERASE else ~own


def _new_label(brush: Brush) -> int:
    return 0 if brush.mode is BrushMode.ERASE else brush.level.label


def _swept(
    brush: Brush, frame: PlaneFrame, start_mm: FloatArray, end_mm: FloatArray
) -> tuple[Corner, NDArray[np.bool_]]:
    """Find the voxels whose centres lie within the radius of a segment, and their box.

    A disc covers its own slice alone. The voxel under the mouse is always covered, however
    small the brush.
    """
    geometry = frame.geometry
    ends = geometry.lps_to_index(np.stack([start_mm, end_mm]))
    # Half the box that just holds a ball, in voxels: exact for sheared grids, too.
    reach = brush.radius_mm * np.linalg.norm(np.linalg.inv(geometry.matrix[:3, :3]), axis=1)[::-1]
    low = np.floor(np.minimum(ends.min(axis=0) - reach, ends.min(axis=0)) + 0.5).astype(int)
    high = np.floor(np.maximum(ends.max(axis=0) + reach, ends.max(axis=0)) + 0.5).astype(int)
    if not brush.ball:
        low[frame.slice_axis] = high[frame.slice_axis] = frame.index
    low = np.maximum(low, 0)
    high = np.minimum(high, np.array(geometry.shape_kji) - 1)
    if (high < low).any():
        return (0, 0, 0), np.zeros((0, 0, 0), dtype=np.bool_)
    covered = _within(brush.radius_mm, frame, low, high, start_mm, end_mm)
    nearest = np.floor(ends[1] + 0.5).astype(int) - low
    if (nearest >= 0).all() and (nearest < covered.shape).all():
        covered[tuple(nearest)] = True
    return _corner(low), covered


def _within(
    radius_mm: float,
    frame: PlaneFrame,
    low: NDArray[np.intp],
    high: NDArray[np.intp],
    start_mm: FloatArray,
    end_mm: FloatArray,
) -> NDArray[np.bool_]:
    """Tell which voxels of a box (both corners included) lie near a segment, in mm."""
    matrix = frame.geometry.matrix
    lines = [np.arange(a, b + 1, dtype=np.float64) for a, b in zip(low, high, strict=True)]
    along = end_mm - start_mm
    length_2 = float(along @ along)
    # Positions from the start, one axis of space at a time: sums of three short lines.
    away = []
    for n in range(3):
        i, j, k = (matrix[n, m] * lines[2 - m] for m in range(3))
        first = matrix[n, 3] - start_mm[n]
        away.append(first + k[:, None, None] + j[None, :, None] + i[None, None, :])
    if length_2 > 0.0:
        share = sum(part * step for part, step in zip(away, along, strict=True)) / length_2
        share = np.clip(share, 0.0, 1.0)
        away = [part - share * step for part, step in zip(away, along, strict=True)]
    return np.asarray(sum(part**2 for part in away) <= radius_mm**2)


def _corner(index: NDArray[np.intp]) -> Corner:
    k, j, i = (int(n) for n in index)
    return k, j, i
