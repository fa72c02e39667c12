"""The numbers of marks: computed from patient millimetres, so no grid can bend them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.imaging.volume import Volume
from viewer.review.marks import Angle, CobbAngle, Distance, EllipseRoi, FreehandRoi, Roi
from viewer.review.planar import polygon_area, polygon_contains
from viewer.review.plane import PatientPlane
from viewer.review.review import CraniocervicalMeasurement, Review

IN_PLANE_COSINE = 1e-4
"""A grid axis whose cosine with a plane's normal is less than this lies in the plane.

Over a 512-pixel row that is a twentieth of a pixel.
"""

ON_SLICE = 1e-2
"""A plane within this share of a slice's distance from its centres is that slice."""


@dataclass(frozen=True, slots=True)
class RoiStatistics:
    """Hounsfield units inside a region.

    Attributes
    ----------
    mean_hu, sd_hu, min_hu, max_hu : float
        The standard deviation is that of the samples themselves (divided by their number):
        they are all there is of the region, not a draw from it.
    area_mm2 : float
        Of the region as drawn, not of the samples.
    samples : int
        How many values these are.
    outside : int
        Samples of the region that lie outside the volume and were left out.
    """

    mean_hu: float
    sd_hu: float
    min_hu: float
    max_hu: float
    area_mm2: float
    samples: int
    outside: int


def length_mm(distance: Distance) -> float:
    """Return the length of a line."""
    return float(np.linalg.norm(np.subtract(distance.end_mm, distance.start_mm)))


def measured_mm(review: Review, measurement: CraniocervicalMeasurement) -> float:
    """Return a measurement's length: that of its mark, which the reader may have moved."""
    for mark in review.marks:
        if mark.id == measurement.mark_id and isinstance(mark, Distance):
            return length_mm(mark)
    return measurement.value_mm


def angle_deg(angle: Angle) -> float:
    """Return the angle at the vertex, 0..180 degrees."""
    vertex = np.array(angle.vertex_mm)
    return _between_deg(angle.first_mm - vertex, angle.second_mm - vertex)


def cobb_angle_deg(cobb: CobbAngle) -> float:
    """Return the angle between two endplates, 0..90 degrees.

    Lines have no direction here: it doesn't matter from which end each was drawn.

    Notes
    -----
    Cobb, Instr Course Lect 1948;5:261. The angle between the perpendiculars of the two
    lines is the angle between the lines.
    """
    upper = np.subtract(cobb.upper_mm[1], cobb.upper_mm[0])
    lower = np.subtract(cobb.lower_mm[1], cobb.lower_mm[0])
    angle = _between_deg(upper, lower)
    return min(angle, 180.0 - angle)


def _between_deg(first: FloatArray, second: FloatArray) -> float:
    # The arc cosine loses half the digits near 0 and 180 degrees; this does not.
    sine = np.linalg.norm(np.cross(first, second))
    return float(np.degrees(np.arctan2(sine, np.dot(first, second))))


def area_mm2(roi: Roi) -> float:
    """Return the area of a region."""
    if isinstance(roi, FreehandRoi):
        return polygon_area(roi.plane.to_offset_mm(roi.outline_mm))
    first, second = roi.size_mm
    return float(first * second * (np.pi / 4 if isinstance(roi, EllipseRoi) else 1.0))


def hu_at(volume: Volume, position_mm: ArrayLike) -> int | None:
    """Return the value of the voxel around a point (3,) in LPS mm; None outside the volume."""
    geometry = volume.geometry
    if not geometry.contains_lps(position_mm):
        return None
    # The far border of the last voxel belongs to it.
    nearest = np.floor(geometry.lps_to_index(position_mm) + 0.5).astype(int)
    k, j, i = np.clip(nearest, 0, np.array(geometry.shape_kji) - 1)
    return int(volume.hu[k, j, i])


def roi_statistics(roi: Roi, volume: Volume) -> RoiStatistics | None:
    """Take the Hounsfield units inside a region.

    On a slice of the grid these are the voxels whose centres lie inside, untouched. On any
    other plane it is sampled on squares as fine as the grid's least spacing, linearly
    between voxel centres.

    Returns
    -------
    RoiStatistics or None
        None where not one sample lies inside the region and the volume.
    """
    offset, index = _samples(roi, volume.geometry)
    inside = _contains(roi, offset)
    index = index[inside]
    last = np.array(volume.geometry.shape_kji) - 0.5
    known = index[((index >= -0.5) & (index <= last)).all(axis=1)]
    if not len(known):
        return None
    # "nearest" serves the outer half of the border voxels, where there is but one value.
    hu = ndimage.map_coordinates(volume.hu, known.T, np.float64, order=1, mode="nearest")
    return RoiStatistics(
        mean_hu=float(hu.mean()),
        sd_hu=float(hu.std()),
        min_hu=float(hu.min()),
        max_hu=float(hu.max()),
        area_mm2=area_mm2(roi),
        samples=len(known),
        outside=len(index) - len(known),
    )


def _contains(roi: Roi, offset_mm: FloatArray) -> NDArray[np.bool_]:
    """Tell which offsets (n, 2) in a region's plane lie inside it."""
    if isinstance(roi, FreehandRoi):
        return polygon_contains(roi.plane.to_offset_mm(roi.outline_mm), offset_mm)
    away = offset_mm - roi.plane.to_offset_mm(roi.center_mm)
    share = 2 * (away @ roi_axes(roi.turn_deg).T) / np.array(roi.size_mm)
    if isinstance(roi, EllipseRoi):
        return np.asarray((share**2).sum(axis=1) <= 1.0)
    return np.asarray(np.abs(share).max(axis=1) <= 1.0)


def roi_axes(turn_deg: float) -> FloatArray:
    """Return a region's first and second axis as rows, in its plane."""
    cosine, sine = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    return np.array([[cosine, sine], [-sine, cosine]])


def _corners(roi: Roi) -> FloatArray:
    """Return points (n, 2) in the plane whose hull holds the region."""
    if isinstance(roi, FreehandRoi):
        return roi.plane.to_offset_mm(roi.outline_mm)
    half = np.array([(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)]) * roi.size_mm
    return np.asarray(roi.plane.to_offset_mm(roi.center_mm) + half @ roi_axes(roi.turn_deg))


def _samples(roi: Roi, geometry: VolumeGeometry) -> tuple[FloatArray, FloatArray]:
    """Lay samples over a region: their offsets (n, 2) and their indices (n, 3) in k, j, i."""
    corners = _corners(roi)
    on_grid = _slice_axes(roi.plane, geometry)
    if on_grid is None:
        step = min(geometry.spacing_kji_mm)
        offset = _lattice(corners / step) * step
        return offset, geometry.lps_to_index(roi.plane.to_lps(offset))
    index = geometry.lps_to_index(roi.plane.to_lps(corners))
    whole = _lattice(index[:, on_grid])
    samples = np.empty((len(whole), 3))
    samples[:] = np.rint(index[0])
    samples[:, on_grid] = whole
    return roi.plane.to_offset_mm(geometry.index_to_lps(samples)), samples


def _lattice(corners: FloatArray) -> FloatArray:
    """Return all pairs of whole numbers (n, 2) within the bounds of some points (m, 2)."""
    low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
    ranges = [np.arange(a, b + 1) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, 2)


def _slice_axes(plane: PatientPlane, geometry: VolumeGeometry) -> list[int] | None:
    """Return the two array axes that a plane runs along where it is a slice of the grid."""
    steps = geometry.matrix[:3, :3].T[::-1] / np.array(geometry.spacing_kji_mm)[:, np.newaxis]
    within = [n for n in range(3) if abs(steps[n] @ plane.normal_lps) < IN_PLANE_COSINE]
    if len(within) != 2:
        return None
    across = 3 - sum(within)
    depth = geometry.lps_to_index(plane.origin_mm)[across]
    return within if abs(depth - round(depth)) < ON_SLICE else None
