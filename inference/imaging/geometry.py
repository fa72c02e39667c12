"""Where a volume lies in the patient.

:class:`VolumeGeometry` is the only place where voxel indices and patient
millimetres are converted. Millimetres are DICOM's patient frame, LPS: x to the
patient's left, y to the back, z to the head (PS3.3 C.7.6.2.1.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
Scalar = TypeVar("Scalar", bound=np.generic)

MIN_SPACING_MM = 1e-3
"""Below this a spacing is a writing error, not a scanner's resolution."""


@dataclass(frozen=True, slots=True)
class Reorientation:
    """A lossless change of axis order and direction, undone by :meth:`invert`.

    Attributes
    ----------
    axes : tuple of int
        ``axes[n]`` is the source axis that becomes axis n.
    flipped : tuple of bool
        Whether that axis also changes its direction.
    """

    axes: tuple[int, int, int]
    flipped: tuple[bool, bool, bool]

    def apply(self, array: NDArray[Scalar]) -> NDArray[Scalar]:
        """Return a view of a source array (k, j, i) in the new order."""
        turned = np.transpose(array, self.axes)
        return turned[tuple(slice(None, None, -1 if f else 1) for f in self.flipped)]

    def invert(self, array: NDArray[Scalar]) -> NDArray[Scalar]:
        """Return a view of a reoriented array in the source order."""
        turned = array[tuple(slice(None, None, -1 if f else 1) for f in self.flipped)]
        return np.transpose(turned, np.argsort(self.axes))

    def source_index(self, index: NDArray[np.intp], shape: Sequence[int]) -> NDArray[np.intp]:
        """Convert indices (..., 3) in the new order to the source's.

        Parameters
        ----------
        index : ndarray of int, shape (..., 3)
        shape : sequence of int
            Of an array in the new order.
        """
        source = np.empty_like(index)
        for n, (axis, flipped) in enumerate(zip(self.axes, self.flipped, strict=True)):
            source[..., axis] = shape[n] - 1 - index[..., n] if flipped else index[..., n]
        return source


@dataclass(frozen=True, slots=True)
class VolumeGeometry:
    """The grid of a volume in patient space.

    Attributes
    ----------
    shape_kji : tuple of int
        Number of slices, rows, columns.
    affine_lps : tuple of tuple of float
        4 x 4, row-major: maps the homogeneous index (i, j, k, 1) of a voxel's
        centre to (x, y, z, 1) in LPS mm. Column i first, as in ITK and NIfTI.

    Raises
    ------
    ValueError
        If the shape is empty, or the affine is not finite, not invertible or
        not affine.
    """

    shape_kji: tuple[int, int, int]
    affine_lps: tuple[tuple[float, float, float, float], ...]

    def __post_init__(self) -> None:
        matrix = np.asarray(self.affine_lps, dtype=np.float64)
        if matrix.shape != (4, 4) or not np.isfinite(matrix).all():
            raise ValueError(f"affine_lps must be 4 x 4 and finite, got {self.affine_lps!r}")
        if not np.array_equal(matrix[3], [0.0, 0.0, 0.0, 1.0]):
            raise ValueError(f"the last row of affine_lps must be 0 0 0 1, got {matrix[3]}")
        if len(self.shape_kji) != 3 or min(self.shape_kji) < 1:
            raise ValueError(f"shape_kji must be three positive counts, got {self.shape_kji}")
        spacing = np.linalg.norm(matrix[:3, :3], axis=0)
        if spacing.min() < MIN_SPACING_MM or abs(np.linalg.det(matrix[:3, :3])) < MIN_SPACING_MM**3:
            raise ValueError("affine_lps is singular: two axes coincide or a spacing is zero")

    @classmethod
    def from_matrix(cls, shape_kji: Sequence[int], matrix: ArrayLike) -> VolumeGeometry:
        """Build from a numpy 4 x 4 that maps (i, j, k, 1) to LPS mm."""
        rows = tuple(tuple(float(v) for v in row) for row in np.asarray(matrix, dtype=np.float64))
        k, j, i = (int(n) for n in shape_kji)
        return cls((k, j, i), rows)  # type: ignore[arg-type]  # the row length is checked

    @property
    def matrix(self) -> FloatArray:
        """The affine as a new 4 x 4 array."""
        return np.array(self.affine_lps, dtype=np.float64)

    @property
    def spacing_kji_mm(self) -> tuple[float, float, float]:
        """Distance between neighbouring voxel centres along k, j, i."""
        i, j, k = np.linalg.norm(self.matrix[:3, :3], axis=0)
        return float(k), float(j), float(i)

    @property
    def center_lps_mm(self) -> FloatArray:
        """Centre of the grid, shape (3,)."""
        return self.index_to_lps((np.array(self.shape_kji) - 1) / 2)

    def index_to_lps(self, index_kji: ArrayLike) -> FloatArray:
        """Convert (fractional) indices (..., 3) in k, j, i order to LPS mm (..., 3)."""
        index_ijk = np.asarray(index_kji, dtype=np.float64)[..., ::-1]
        matrix = self.matrix
        return np.asarray(index_ijk @ matrix[:3, :3].T + matrix[:3, 3])

    def lps_to_index(self, position_mm: ArrayLike) -> FloatArray:
        """Convert LPS mm (..., 3) to fractional indices (..., 3) in k, j, i order."""
        matrix = np.linalg.inv(self.matrix)
        index_ijk = np.asarray(position_mm, dtype=np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
        return np.asarray(index_ijk[..., ::-1])

    def with_shape(self, shape_kji: Sequence[int]) -> VolumeGeometry:
        """Return the grid that fills the same space with another number of voxels."""
        factor = np.array(self.shape_kji) / np.array(shape_kji)
        matrix = self.matrix
        matrix[:3, 3] = self.index_to_lps((factor - 1.0) / 2)
        matrix[:3, :3] *= factor[::-1]
        return VolumeGeometry.from_matrix(shape_kji, matrix)

    def contains_lps(self, position_mm: ArrayLike) -> NDArray[np.bool_]:
        """Tell which LPS points (..., 3) lie inside the grid, voxel borders included."""
        index = self.lps_to_index(position_mm)
        return np.asarray(((index >= -0.5) & (index <= np.array(self.shape_kji) - 0.5)).all(-1))

    def bounds_lps_mm(self) -> tuple[FloatArray, FloatArray]:
        """Least and greatest corner of the axis-parallel box around all voxels, each (3,)."""
        return self.box_lps_mm([-0.5] * 3, [n - 0.5 for n in self.shape_kji])

    def box_lps_mm(self, low_kji: ArrayLike, high_kji: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Least and greatest corner, each (3,), of the axis-parallel box around an index box."""
        edges = zip(np.asarray(low_kji), np.asarray(high_kji), strict=True)
        corners = self.index_to_lps(np.array(list(product(*edges))))
        return corners.min(axis=0), corners.max(axis=0)

    def canonical(self) -> tuple[VolumeGeometry, Reorientation]:
        """Turn the axes as near as possible to k = head, j = back, i = left.

        Only whole axes are exchanged or reversed, so no voxel is resampled.
        """
        directions = self.matrix[:3, :3] / np.linalg.norm(self.matrix[:3, :3], axis=0)
        # Rows of `affinity` are x, y, z; columns are the source axes i, j, k. The best of
        # the six assignments is wanted: a greedy choice can hand one axis out twice.
        affinity = np.abs(directions)
        orders = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
        best = max(orders, key=lambda order: sum(affinity[n, order[n]] for n in range(3)))
        flips = [bool(directions[n, best[n]] < 0) for n in range(3)]
        matrix = np.eye(4)
        origin = self.matrix[:3, 3].copy()
        for n, axis in enumerate(best):
            column = self.matrix[:3, axis]
            if flips[n]:
                origin += column * (self.shape_kji[2 - axis] - 1)
            matrix[:3, n] = -column if flips[n] else column
        matrix[:3, 3] = origin
        axes_kji = (2 - best[2], 2 - best[1], 2 - best[0])
        turn = Reorientation(axes_kji, (flips[2], flips[1], flips[0]))
        shape = tuple(self.shape_kji[axis] for axis in axes_kji)
        return VolumeGeometry.from_matrix(shape, matrix), turn

    @property
    def voxel_volume_mm3(self) -> float:
        """Volume of one voxel."""
        return float(abs(np.linalg.det(self.matrix[:3, :3])))
