"""The spine pulled straight: a curved planar reformat, and the way back into the patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.findings import LEVELS, Level
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.preprocessing.resampling import AIR_HU, sample_at
from inference.spine.curve import SpineCurve


@dataclass(frozen=True, slots=True)
class LevelPlace:
    """Where a level lies along the curve, in mm from the first centre towards the feet.

    Attributes
    ----------
    level : Level
    start_mm, center_mm, end_mm : float
        Borders are halfway to the neighbouring centres.
    found : bool
        Whether the mask holds the level; otherwise its place is shared out between its
        neighbours.
    """

    level: Level
    start_mm: float
    center_mm: float
    end_mm: float
    found: bool


def level_places(along_mm: Mapping[Level, float]) -> tuple[LevelPlace, ...]:
    """Share the curve out among the levels, from the first one found to the last.

    Parameters
    ----------
    along_mm : mapping of Level to float
        Where the centres of the found levels lie along the curve; two or more.

    Raises
    ------
    ValueError
        If there are fewer than two, or they are out of order.
    """
    found = [level for level in LEVELS if level in along_mm]
    centers = [along_mm[level] for level in found]
    if len(found) < 2 or any(lower <= upper for upper, lower in pairwise(centers)):
        raise ValueError(f"along_mm must be two or more levels from the head down, got {along_mm}")
    levels = LEVELS[found[0].label - 1 : found[-1].label]
    middles = np.interp([n.label for n in levels], [n.label for n in found], centers)
    borders = (middles[:-1] + middles[1:]) / 2
    first, last = 2 * middles[0] - borders[0], 2 * middles[-1] - borders[-1]
    edges = np.concatenate([[first], borders, [last]])
    return tuple(
        LevelPlace(level, float(edges[n]), float(middles[n]), float(edges[n + 1]), level in found)
        for n, level in enumerate(levels)
    )


@dataclass(frozen=True, slots=True, eq=False)
class StripGrid:
    """The pixels of a strip: rows follow the curve, columns go from front to back.

    It is seen from the patient's left, the front on the left side, as a sagittal plane is.

    Attributes
    ----------
    curve : SpineCurve
    start_mm : float
        Length along the curve at the centre of the first row.
    front_mm : float
        How far the centre of the first column lies before the curve.
    shape : tuple of int
        Rows and columns.
    pixel_mm : float
        Edge of a pixel.

    Raises
    ------
    ValueError
        If the strip has no pixel.
    """

    curve: SpineCurve
    start_mm: float
    front_mm: float
    shape: tuple[int, int]
    pixel_mm: float

    def __post_init__(self) -> None:
        if min(self.shape) < 1 or not self.pixel_mm > 0:
            raise ValueError(f"a strip of {self.shape} pixels of {self.pixel_mm} mm is empty")

    @classmethod
    def spanning(
        cls,
        curve: SpineCurve,
        along_mm: tuple[float, float],
        across_mm: tuple[float, float],
        pixel_mm: float,
    ) -> StripGrid:
        """Cover a stretch of the curve, and the width from before it to behind it.

        Parameters
        ----------
        curve : SpineCurve
        along_mm : tuple of float
            First and last length; outer edges of the pixels.
        across_mm : tuple of float
            Distance before and behind the curve, both counted as positive.
        pixel_mm : float
        """
        (start, end), (front, back) = along_mm, across_mm
        rows, columns = round((end - start) / pixel_mm), round((front + back) / pixel_mm)
        half = pixel_mm / 2
        return cls(curve, start + half, front - half, (rows, columns), pixel_mm)

    @property
    def size_mm(self) -> tuple[float, float]:
        """Height and width."""
        return self.shape[0] * self.pixel_mm, self.shape[1] * self.pixel_mm

    def row_at(self, along_mm: ArrayLike) -> FloatArray:
        """Return the fractional rows (...) at lengths (...) along the curve."""
        return np.asarray((np.asarray(along_mm, dtype=np.float64) - self.start_mm) / self.pixel_mm)

    def pixel_to_lps(self, row_col: ArrayLike) -> FloatArray:
        """Convert (fractional) pixels (..., 2) as row, column to LPS mm (..., 3)."""
        pixel = np.asarray(row_col, dtype=np.float64)
        along = self.start_mm + pixel[..., 0] * self.pixel_mm
        behind = pixel[..., 1] * self.pixel_mm - self.front_mm
        back = self.curve.back_across_lps(along)
        return np.asarray(self.curve.point_mm(along) + behind[..., np.newaxis] * back)

    def lps_to_pixel(self, position_mm: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Find the pixels nearest to LPS mm (..., 3).

        Returns
        -------
        row_col : ndarray, shape (..., 2)
            Fractional pixels, maybe outside.
        depth_mm : ndarray, shape (...)
            How far the point lies to the patient's right of the strip, away from the viewer.
        """
        position = np.asarray(position_mm, dtype=np.float64)
        along = self.curve.nearest_mm(position)
        away = position - self.curve.point_mm(along)
        back, tangent = self.curve.back_across_lps(along), self.curve.tangent_lps(along)
        column = ((away * back).sum(axis=-1) + self.front_mm) / self.pixel_mm
        depth = (away * np.cross(back, tangent)).sum(axis=-1)
        return np.stack([self.row_at(along), column], axis=-1), np.asarray(depth)


def straighten(
    values: NDArray[np.generic], geometry: VolumeGeometry, grid: StripGrid, fill: float = AIR_HU
) -> NDArray[np.float32]:
    """Sample a volume (k, j, i) on a strip.

    Returns
    -------
    ndarray of float32, shape ``grid.shape``
        ``fill`` outside the volume.

    Notes
    -----
    A straightened curved planar reformat with the rows across the curve: Kanitsar et al.,
    "CPR: curved planar reformation", IEEE Visualization 2002. Lengths along the curve are
    true, lengths beside it are stretched or shortened by the curve's bend.
    """
    pixels = np.moveaxis(np.indices(grid.shape), 0, -1)
    return sample_at(values, geometry, grid.pixel_to_lps(pixels), fill)
