"""From a volume to the pixels of one plane: for the window and for the report, numpy only.

All functions expect arrays in the canonical order (k to the head, j to the back, i to the
left; see :meth:`inference.imaging.volume.Volume.canonical`). Planes hang as radiologists
read them: axial seen from the feet, sagittal with anterior on the left, coronal facing
the viewer, the head on top.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.findings import LEVELS, Level, Point
from inference.imaging.geometry import FloatArray, VolumeGeometry

OBLIQUE_LETTER_MIN = float(np.sin(np.radians(15.0)))
"""A second letter is added where a direction leans at least 15 degrees towards that axis."""

CONTOUR_OPACITY_GAIN = 2.0
"""A mask's outline is this many times as opaque as its area, up to fully opaque."""

_LABEL_COUNT = len(LEVELS) + 1

_Scalar = TypeVar("_Scalar", bound=np.generic)


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
    """One slice of a canonical grid as it hangs on the screen.

    Attributes
    ----------
    geometry : VolumeGeometry
        The canonical grid.
    plane : Plane
    index : int
        Slice number along the plane's own axis, 0-based, canonical order.

    Raises
    ------
    ValueError
        If the slice lies outside the grid.
    """

    geometry: VolumeGeometry
    plane: Plane
    index: int

    def __post_init__(self) -> None:
        if not 0 <= self.index < self.slice_count:
            raise ValueError(
                f"{self.plane} slice {self.index} of {self.slice_count} does not exist"
            )

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
        hanging = _HANGINGS[self.plane]
        shape = self.geometry.shape_kji
        return shape[hanging.row_axis], shape[hanging.col_axis]

    @property
    def spacing_mm(self) -> tuple[float, float]:
        """Distance between rows and between columns."""
        hanging = _HANGINGS[self.plane]
        spacing = self.geometry.spacing_kji_mm
        return spacing[hanging.row_axis], spacing[hanging.col_axis]

    @property
    def right_lps(self) -> FloatArray:
        """Unit vector (3,) in LPS towards the right of the screen."""
        return self._step(0, 1)

    @property
    def down_lps(self) -> FloatArray:
        """Unit vector (3,) in LPS towards the bottom of the screen."""
        return self._step(1, 0)

    def _step(self, rows: int, columns: int) -> FloatArray:
        vector = self.pixel_to_lps((rows, columns)) - self.pixel_to_lps((0, 0))
        return np.asarray(vector / np.linalg.norm(vector))

    def pixel_to_lps(self, row_col: ArrayLike) -> FloatArray:
        """Convert (fractional) pixels (..., 2) as row, column to LPS mm (..., 3)."""
        pixel = np.asarray(row_col, dtype=np.float64)
        hanging = _HANGINGS[self.plane]
        row = pixel[..., 0]
        index = np.empty((*pixel.shape[:-1], 3))
        index[..., hanging.slice_axis] = self.index
        index[..., hanging.row_axis] = self.shape[0] - 1 - row if hanging.row_reversed else row
        index[..., hanging.col_axis] = pixel[..., 1]
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
        hanging = _HANGINGS[self.plane]
        row = index[..., hanging.row_axis]
        if hanging.row_reversed:
            row = self.shape[0] - 1 - row
        row_col = np.stack([row, index[..., hanging.col_axis]], axis=-1)
        return row_col, np.asarray(index[..., hanging.slice_axis] - self.index)


def frame_at(geometry: VolumeGeometry, plane: Plane, position_mm: ArrayLike) -> PlaneFrame:
    """Return the slice of a canonical grid that lies nearest to a point in LPS mm (3,)."""
    axis = _HANGINGS[plane].slice_axis
    index = int(np.floor(geometry.lps_to_index(position_mm)[axis] + 0.5))
    return PlaneFrame(geometry, plane, min(max(index, 0), geometry.shape_kji[axis] - 1))


def extract(array: NDArray[_Scalar], frame: PlaneFrame) -> NDArray[_Scalar]:
    """Return the displayed plane (rows, columns) of a canonical array (k, j, i), as a view."""
    if array.shape != frame.geometry.shape_kji:
        raise ValueError(f"array has shape {array.shape}, its grid {frame.geometry.shape_kji}")
    hanging = _HANGINGS[frame.plane]
    where: list[int | slice] = [slice(None)] * 3
    where[hanging.slice_axis] = frame.index
    if hanging.row_reversed:
        where[hanging.row_axis] = slice(None, None, -1)
    # What is left are the other two axes in ascending order: row axis first in all three.
    section: NDArray[_Scalar] = array[tuple(where)]
    return section


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
    right, down = frame.right_lps, frame.down_lps
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


@cache
def level_colours() -> dict[Level, tuple[int, int, int]]:
    """Return the colour (red, green, blue; 0..255) of each level, from ``colours.json``."""
    text = files("resources").joinpath("colours.json").read_text(encoding="utf-8")
    colours = json.loads(text)
    return {level: _rgb(colours[level.value]) for level in LEVELS}


def _rgb(hex_colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(hex_colour.removeprefix("#"))
    return red, green, blue


def contour_mask(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark the pixels of a label plane that touch another label (or background) by an edge."""
    padded = np.pad(labels, 1, mode="edge")
    centre = padded[1:-1, 1:-1]
    neighbours = (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:])
    touching = np.zeros(labels.shape, dtype=np.bool_)
    for neighbour in neighbours:
        touching |= neighbour != centre
    return np.asarray(touching & (centre != 0))


def gray_to_rgb(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Repeat a grey plane (rows, columns) into RGB (rows, columns, 3)."""
    return np.repeat(gray[..., np.newaxis], 3, axis=-1)


def blend(
    gray: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    *,
    opacity: float,
    hidden: Collection[Level] = (),
    filled: bool = True,
    contour: bool = True,
) -> NDArray[np.uint8]:
    """Lay level colours over a grey plane.

    Parameters
    ----------
    gray : ndarray of uint8, shape (rows, columns)
    labels : ndarray of uint8, shape (rows, columns)
        0 background, 1..7 = C1..C7.
    opacity : float
        Of the area, 0..1; the outline is stronger by ``CONTOUR_OPACITY_GAIN``.
    hidden : collection of Level
        Levels that stay grey.
    filled, contour : bool
        Whether to draw the area and the outline.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 3)
    """
    area = opacity if filled else 0.0
    line = min(1.0, opacity * CONTOUR_OPACITY_GAIN)
    table = _blend_table(area, line, tuple(sorted(hidden)))
    row = labels.astype(np.intp)
    if contour and line > 0.0:
        row += contour_mask(labels) * np.intp(_LABEL_COUNT)
    return np.asarray(table[row, gray])


@cache
def _blend_table(area: float, line: float, hidden: tuple[Level, ...]) -> NDArray[np.uint8]:
    """Tabulate RGB by label (outline labels after the area's) and grey: shape (16, 256, 3).

    With the table, blending is one look-up a pixel at any opacity.
    """
    colours = np.zeros((_LABEL_COUNT, 3))
    alpha = np.zeros((2, _LABEL_COUNT))
    for level, colour in level_colours().items():
        colours[level.label] = colour
        if level not in hidden:
            alpha[:, level.label] = area, line
    gray = np.arange(256, dtype=np.float64)[:, np.newaxis]
    weight = alpha.reshape(-1)[:, np.newaxis, np.newaxis]
    both = np.tile(colours, (2, 1))[:, np.newaxis, :]
    table = np.rint(gray * (1.0 - weight) + both * weight).astype(np.uint8)
    table.flags.writeable = False
    return table
