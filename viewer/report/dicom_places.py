"""Which images of the source series show a plane or a mark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from inference.imaging.geometry import FloatArray
from viewer.report.dicom_common import DicomSource
from viewer.review.measure import ON_SLICE
from viewer.review.plane import PatientPlane

SAME_DIRECTION = float(np.cos(np.radians(1.0)))
"""A plane that leans less than this against the source's slices is one of them."""

HALF_SLICE = 0.5

PIXEL_CENTRE = 0.5
"""The first pixel's centre lies at 0.5, 0.5 from the image's corner."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of a mark in one image of the source.

    Attributes
    ----------
    k : int
        The slice along the volume's first axis.
    column_row : ndarray of float, shape (n, 2)
        From the outer corner of the first pixel, as presentation states and reports count
        (PS3.3 C.10.5.1.2, C.18.6.1.1).
    """

    k: int
    column_row: FloatArray


def slices_of(source: DicomSource, plane: PatientPlane, slab_mm: float = 0.0) -> tuple[int, ...]:
    """Return the slices along k that a plane, or the slab about it, shows.

    Parameters
    ----------
    source : DicomSource
    plane : PatientPlane
    slab_mm : float
        Thickness of the slab; 0 is a single slice.

    Returns
    -------
    tuple of int
        Empty where the plane is a reformat, or no image lies there.
    """
    if not _lies_along(source, plane):
        return ()
    index = float(source.geometry.lps_to_index(plane.origin_mm)[0])
    step_mm = float(np.linalg.norm(source.geometry.matrix[:3, 2]))
    reach = max(slab_mm / 2 / step_mm, HALF_SLICE)
    low, high = int(np.ceil(index - reach)), int(np.floor(index + reach))
    if slab_mm == 0.0:
        low = high = int(np.floor(index + HALF_SLICE))
    here = range(max(low, 0), min(high, len(source.slices) - 1) + 1)
    return tuple(k for k in here if source.slices[k] is not None)


def place_line(source: DicomSource, line_mm: ArrayLike) -> PlacedLine | None:
    """Find the source image in which a line of a mark lies, whatever plane it was drawn on.

    Parameters
    ----------
    source : DicomSource
    line_mm : array_like, shape (n, 3)
        LPS mm.

    Returns
    -------
    PlacedLine or None
        None where it lies in no single image, or runs beyond its edge.
    """
    index = source.geometry.lps_to_index(line_mm)
    k = round(float(index[0, 0]))
    if np.abs(index[:, 0] - k).max() > ON_SLICE or not 0 <= k < len(source.slices):
        return None
    _, rows, columns = source.geometry.shape_kji
    column_row: FloatArray = index[:, :0:-1] + PIXEL_CENTRE
    inside = bool(((column_row >= 0) & (column_row <= (columns, rows))).all())
    return PlacedLine(k, column_row) if inside and source.slices[k] is not None else None


def _lies_along(source: DicomSource, plane: PatientPlane) -> bool:
    matrix = source.geometry.matrix[:3, :3]
    normal = np.cross(matrix[:, 0], matrix[:, 1])
    return abs(float(plane.normal_lps @ normal)) >= SAME_DIRECTION * float(np.linalg.norm(normal))
