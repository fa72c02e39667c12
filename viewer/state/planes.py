"""How a plane of the canonical grid hangs on the screen, and where it lies in the patient.

Arrays are in the canonical order (k to the head, j to the back, i to the left; see
:meth:`inference.imaging.volume.Volume.canonical`), or in that of a grid that was turned out
of it (:mod:`viewer.state.orientation`). Planes hang as radiologists read them:
axial seen from the feet, sagittal with anterior on the left, coronal facing the viewer,
the head on top. Orientation letters come from a plane's own directions, never its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.findings import Point
from inference.imaging.geometry import FloatArray, VolumeGeometry
from viewer.review.plane import PatientPlane
from viewer.state.turn import Turn

_Scalar = TypeVar("_Scalar", bound=np.generic)

OBLIQUE_LETTER_MIN = float(np.sin(np.radians(15.0)))
"""A second letter is added where a direction leans at least 15 degrees towards that axis."""


class Plane(StrEnum):
    """The three orthogonal planes of the canonical grid."""

    AXIAL = "axial"
    SAGITTAL = "sagittal"
    CORONAL = "coronal"


@dataclass(frozen=True, slots=True)
class _Hanging:
    """How a plane lies in the canonical index space (axes 0 = k, 1 = j, 2 = i)."""

    slice_axis: int
    row_axis: int
    col_axis: int
    row_reversed: bool
    col_reversed: bool = False

    def turned(self, turn: Turn) -> _Hanging:
        rows, columns = (self.row_axis, self.row_reversed), (self.col_axis, self.col_reversed)
        if turn.transposed:
            rows, columns = columns, rows
        return _Hanging(
            self.slice_axis,
            rows[0],
            columns[0],
            rows[1] != turn.rows_reversed,
            columns[1] != turn.columns_reversed,
        )


_HANGINGS = {
    Plane.AXIAL: _Hanging(0, 1, 2, row_reversed=False),
    Plane.SAGITTAL: _Hanging(2, 0, 1, row_reversed=True),
    Plane.CORONAL: _Hanging(1, 0, 2, row_reversed=True),
}


@dataclass(frozen=True, slots=True)
class EdgeLetters:
    """Patient directions at the four edges of a displayed plane, out of R L A P H F."""

    left: str
    right: str
    top: str
    bottom: str


@dataclass(frozen=True, slots=True)
class PixelRect:
    """A rectangle in pixel coordinates of a plane, where (0, 0) is the first pixel's centre."""

    top: float
    left: float
    bottom: float
    right: float


@dataclass(frozen=True, slots=True)
class PlaneFrame:
    """One slice of a canonical grid as it is displayed.

    Its pixels are those of the screen: rows run down, columns to the right, whatever the turn.

    Attributes
    ----------
    geometry : VolumeGeometry
        The canonical grid, or the turned one of an oblique plane.
    plane : Plane
    index : int
        Slice number along the plane's own axis, 0-based, canonical order.
    turn : Turn
        Against the plane's hanging.
    oblique_deg : float or None
        How far the slice leans from the volume's own; None on those, which need no sampling.
    squared : bool
        Whether it stands in for one of the volume's own, whose rows lean on its columns.

    Raises
    ------
    ValueError
        If the slice lies outside the grid.
    """

    geometry: VolumeGeometry
    plane: Plane
    index: int
    turn: Turn = field(default_factory=Turn)
    oblique_deg: float | None = None
    squared: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.index < self.slice_count:
            raise ValueError(
                f"{self.plane} slice {self.index} of {self.slice_count} does not exist"
            )

    @property
    def _hanging(self) -> _Hanging:
        return _HANGINGS[self.plane].turned(self.turn)

    @property
    def slice_axis(self) -> int:
        """The canonical array axis (0 = k, 1 = j, 2 = i) that this plane cuts."""
        return _HANGINGS[self.plane].slice_axis

    @property
    def slice_count(self) -> int:
        """Number of slices along the plane's own axis."""
        return self.geometry.shape_kji[self.slice_axis]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the displayed plane."""
        hanging = self._hanging
        shape = self.geometry.shape_kji
        return shape[hanging.row_axis], shape[hanging.col_axis]

    @property
    def spacing_mm(self) -> tuple[float, float]:
        """Distance between rows and between columns."""
        hanging = self._hanging
        spacing = self.geometry.spacing_kji_mm
        return spacing[hanging.row_axis], spacing[hanging.col_axis]

    @property
    def slice_mm(self) -> float:
        """Distance between neighbouring slices, at a right angle to them."""
        here = np.zeros(3)
        here[self.slice_axis] = 1.0
        step = self.geometry.index_to_lps(here) - self.geometry.index_to_lps(np.zeros(3))
        normal = np.cross(self.right_lps, self.down_lps)
        return float(abs(step @ normal) / np.linalg.norm(normal))

    @property
    def right_lps(self) -> FloatArray:
        """Unit vector (3,) in LPS towards the right of the screen."""
        return self._step(0, 1)

    @property
    def down_lps(self) -> FloatArray:
        """Unit vector (3,) in LPS towards the bottom of the screen."""
        return self._step(1, 0)

    @property
    def number(self) -> int:
        """Slice number for people, 1-based, counted in the order of scrolling.

        From the head, from the front, from the patient's right.
        """
        return self.slice_count - self.index if self._from_far_end else self.index + 1

    @property
    def center_lps(self) -> FloatArray:
        """Centre (3,) of the plane in LPS mm."""
        rows, columns = self.shape
        return self.pixel_to_lps(((rows - 1) / 2, (columns - 1) / 2))

    @property
    def patient_plane(self) -> PatientPlane:
        """The plane in the patient, for what is drawn on it; counted from its centre."""
        return PatientPlane.spanned(self.center_lps, self.right_lps, self.down_lps)

    def offset_mm(self, row_col: ArrayLike) -> tuple[float, float]:
        """Return how far a pixel lies to the right of and below the plane's centre, in mm."""
        row, column = (float(v) for v in np.asarray(row_col, dtype=np.float64))
        (rows, columns), (row_mm, column_mm) = self.shape, self.spacing_mm
        return (column - (columns - 1) / 2) * column_mm, (row - (rows - 1) / 2) * row_mm

    def pixel_at_offset(self, offset_mm: tuple[float, float]) -> tuple[float, float]:
        """Undo :meth:`offset_mm`: the fractional row and column."""
        (rows, columns), (row_mm, column_mm) = self.shape, self.spacing_mm
        right, down = offset_mm
        return down / row_mm + (rows - 1) / 2, right / column_mm + (columns - 1) / 2

    def displayed(self, layer: NDArray[_Scalar]) -> NDArray[_Scalar]:
        """Turn one layer of a canonical array as it is displayed (rows, columns), as a view.

        Parameters
        ----------
        layer : ndarray, two axes
            What is left of (k, j, i) without :attr:`slice_axis`.
        """
        # The row axis of every hanging is the first of the two that are left.
        hung = layer[::-1] if _HANGINGS[self.plane].row_reversed else layer
        return self.turn.apply(hung)

    @property
    def _from_far_end(self) -> bool:
        # Only k runs against the order of reading, which is from the head down.
        return self.slice_axis == 0

    def layer(self, coarseness: int = 1) -> VolumeGeometry:
        """Return the grid of this slice alone, before it is displayed.

        Parameters
        ----------
        coarseness : int
            How many times larger than the slice's own its pixels are. The borders stay the same.
        """
        shape, first = np.array(self.geometry.shape_kji), np.zeros(3)
        shape[self.slice_axis], first[self.slice_axis] = 1, self.index
        matrix = self.geometry.matrix
        matrix[:3, 3] = self.geometry.index_to_lps(first)
        own = VolumeGeometry.from_matrix(tuple(shape), matrix)
        return own.with_shape(tuple(-(-shape // coarseness)))  # rounded up

    def at_number(self, number: int) -> PlaneFrame:
        """Return the slice with that number, the nearest one where there is none."""
        inside = min(max(number, 1), self.slice_count)
        index = self.slice_count - inside if self._from_far_end else inside - 1
        return replace(self, index=index)

    def _step(self, rows: int, columns: int) -> FloatArray:
        vector = self.pixel_to_lps((rows, columns)) - self.pixel_to_lps((0, 0))
        return np.asarray(vector / np.linalg.norm(vector))

    def pixel_to_lps(self, row_col: ArrayLike) -> FloatArray:
        """Convert (fractional) pixels (..., 2) as row, column to LPS mm (..., 3)."""
        pixel = np.asarray(row_col, dtype=np.float64)
        hanging = self._hanging
        row, column = pixel[..., 0], pixel[..., 1]
        rows, columns = self.shape
        index = np.empty((*pixel.shape[:-1], 3))
        index[..., hanging.slice_axis] = self.index
        index[..., hanging.row_axis] = rows - 1 - row if hanging.row_reversed else row
        index[..., hanging.col_axis] = columns - 1 - column if hanging.col_reversed else column
        return self.geometry.index_to_lps(index)

    def lps_to_pixel(self, position_mm: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Project LPS mm (..., 3) onto the plane along its slice axis.

        Returns
        -------
        row_col : ndarray, shape (..., 2)
            Fractional pixels.
        depth : ndarray, shape (...)
            How many slices the point lies beyond this one (0 on it), fractional.
        """
        index = self.geometry.lps_to_index(position_mm)
        hanging = self._hanging
        row, column = index[..., hanging.row_axis], index[..., hanging.col_axis]
        if hanging.row_reversed:
            row = self.shape[0] - 1 - row
        if hanging.col_reversed:
            column = self.shape[1] - 1 - column
        row_col = np.stack([row, column], axis=-1)
        return row_col, np.asarray(index[..., hanging.slice_axis] - self.index)


def frame_at(
    geometry: VolumeGeometry, plane: Plane, position_mm: ArrayLike, turn: Turn | None = None
) -> PlaneFrame:
    """Return the slice of a canonical grid that lies nearest to a point in LPS mm (3,)."""
    axis = _HANGINGS[plane].slice_axis
    index = int(np.floor(geometry.lps_to_index(position_mm)[axis] + 0.5))
    inside = min(max(index, 0), geometry.shape_kji[axis] - 1)
    return PlaneFrame(geometry, plane, inside, turn or Turn())


def direction_letters(vector_lps: ArrayLike) -> str:
    """Name a direction (3,) in LPS with the letters R L A P H F, the strongest first."""
    vector = np.asarray(vector_lps, dtype=np.float64)
    unit = vector / np.linalg.norm(vector)
    strongest_first = np.argsort(-np.abs(unit), kind="stable")
    names = [("R", "L"), ("A", "P"), ("F", "H")]
    letters = [
        names[axis][int(unit[axis] > 0)]
        for axis in strongest_first
        if abs(unit[axis]) >= OBLIQUE_LETTER_MIN
    ]
    return "".join(letters)


def edge_letters(frame: PlaneFrame) -> EdgeLetters:
    """Compute the orientation letters from the plane's own directions."""
    return letters_between(frame.right_lps, frame.down_lps)


def letters_between(right: FloatArray, down: FloatArray) -> EdgeLetters:
    """Name the four edges between two displayed directions (3,) in LPS."""
    return EdgeLetters(
        left=direction_letters(-right),
        right=direction_letters(right),
        top=direction_letters(-down),
        bottom=direction_letters(down),
    )


def box_on_plane(frame: PlaneFrame, min_mm: Point, max_mm: Point) -> PixelRect | None:
    """Project an LPS box onto a plane, or None if the plane doesn't cut it.

    A box without thickness (a 2-D box on one slice) is on the plane within half a slice.
    """
    corners = np.array(list(product(*zip(min_mm, max_mm, strict=True))), dtype=np.float64)
    row_col, depth = frame.lps_to_pixel(corners)
    if depth.min() > 0.5 or depth.max() < -0.5:
        return None
    (top, left), (bottom, right) = row_col.min(axis=0), row_col.max(axis=0)
    return PixelRect(float(top), float(left), float(bottom), float(right))
