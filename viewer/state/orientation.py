"""How the three planes lie in the patient once the reader has turned them.

A turned plane is a slice of a grid of its own, laid along it: a stack. So everything that is
told of a :class:`PlaneFrame` (letters, millimetres, slices, slabs) holds for it as it stands,
and only its voxels have to be sampled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from inference.findings import Point
from inference.imaging.geometry import FloatArray, VolumeGeometry
from viewer.review.plane import DIRECTION_TOLERANCE, PatientPlane, point
from viewer.state.planes import Plane, PlaneFrame, frame_at
from viewer.state.turn import Turn

SAME_DIRECTION = 1e-6
"""Directions that differ by less are the same: a hundredth of a pixel across a whole volume."""

SQUARE_ENOUGH = math.sin(math.radians(0.1))
"""Rows and columns that lean on each other by less bend a neck by less than half a millimetre."""

_UNIT = VolumeGeometry(
    (1, 1, 1),
    ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0)),
)
"""Its axes i, j, k are left, back and head."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """Three planes at right angles through one point, as they hang before any flip.

    Attributes
    ----------
    axial, sagittal, coronal : PatientPlane
        Their common origin is the point that they were turned about.

    Raises
    ------
    ValueError
        If two of the planes are not at a right angle, or they have no common origin.
    """

    axial: PatientPlane
    sagittal: PatientPlane
    coronal: PatientPlane

    def __post_init__(self) -> None:
        for one, other in combinations((self.axial, self.sagittal, self.coronal), 2):
            if abs(one.normal_lps @ other.normal_lps) > DIRECTION_TOLERANCE:
                raise ValueError("the planes of an orientation must be at right angles")
            if one.origin_mm != other.origin_mm:
                raise ValueError("the planes of an orientation must share their origin")

    @classmethod
    def along(cls, axes_lps: ArrayLike, pivot_mm: ArrayLike) -> Orientation:
        """Lay the planes along three axes, hung as the planes of their names are.

        Parameters
        ----------
        axes_lps : array_like, shape (3, 3)
            Unit vectors at right angles in its columns: to the left, the back and the head.
        pivot_mm : array_like, shape (3,)
            LPS mm.
        """
        return cls(*(hung_along(plane, axes_lps, pivot_mm) for plane in Plane))

    @classmethod
    def holding(cls, plane: Plane, lies: PatientPlane) -> Orientation:
        """Lay the planes so that the one of a name lies as given, through its origin."""
        square = PatientPlane.spanned(lies.origin_mm, lies.right_lps, lies.down_lps)
        return cls.along(_axes(plane, square), lies.origin_mm)

    @property
    def pivot_mm(self) -> Point:
        """The point that all three planes run through."""
        return self.axial.origin_mm

    def plane(self, plane: Plane) -> PatientPlane:
        """Return how one plane lies."""
        return {
            Plane.AXIAL: self.axial,
            Plane.SAGITTAL: self.sagittal,
            Plane.CORONAL: self.coronal,
        }[plane]

    def turned(self, held: Plane, angle_deg: float, pivot_mm: ArrayLike) -> Orientation:
        """Turn the planes about the normal of one of them, which stays as it is.

        Parameters
        ----------
        held : Plane
        angle_deg : float
            Right-handed about its normal.
        pivot_mm : array_like, shape (3,)
            The new common origin, LPS mm.
        """
        turn = rotation(self.plane(held).normal_lps, angle_deg)
        lies = (
            _moved(self.plane(plane), np.eye(3) if plane is held else turn, pivot_mm)
            for plane in Plane
        )
        return Orientation(*lies)

    def carried(self, turn: ArrayLike, pivot_mm: ArrayLike) -> Orientation:
        """Carry the planes over to another patient space.

        Parameters
        ----------
        turn : array_like, shape (3, 3)
            The rotation from LPS here to LPS there.
        pivot_mm : array_like, shape (3,)
            The common origin there, LPS mm.
        """
        matrix = np.asarray(turn, dtype=np.float64)
        return Orientation(*(_moved(self.plane(plane), matrix, pivot_mm) for plane in Plane))


def hung_along(plane: Plane, axes_lps: ArrayLike, origin_mm: ArrayLike) -> PatientPlane:
    """Lay the plane of a name along three axes; see :meth:`Orientation.along`."""
    axes, hung = np.asarray(axes_lps, dtype=np.float64), PlaneFrame(_UNIT, plane, 0)
    return PatientPlane.spanned(origin_mm, axes @ hung.right_lps, axes @ hung.down_lps)


def _axes(plane: Plane, lies: PatientPlane) -> FloatArray:
    """Undo :func:`hung_along`: the axes (3, 3) along which the plane of a name lies so."""
    hung = PlaneFrame(_UNIT, plane, 0).patient_plane
    shown = np.stack([lies.right_lps, lies.down_lps, lies.normal_lps], axis=1)
    return np.asarray(shown @ np.stack([hung.right_lps, hung.down_lps, hung.normal_lps]))


def rotation(axis_lps: ArrayLike, angle_deg: float) -> FloatArray:
    """Return the right-handed rotation (3, 3) about a unit vector: Rodrigues' formula."""
    x, y, z = np.asarray(axis_lps, dtype=np.float64)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = math.radians(angle_deg)
    turn = np.eye(3) + math.sin(angle) * cross + (1.0 - math.cos(angle)) * cross @ cross
    return np.asarray(turn)


def _moved(plane: PatientPlane, turn: FloatArray, origin_mm: ArrayLike) -> PatientPlane:
    return PatientPlane.spanned(
        origin_mm, turn @ np.array(plane.right_lps), turn @ np.array(plane.down_lps)
    )


def own_orientation(geometry: VolumeGeometry, pivot_mm: ArrayLike) -> Orientation:
    """Return how the planes of a canonical grid lie themselves.

    Where its axes lean on each other, the nearest ones at right angles are taken.
    """
    directions = geometry.matrix[:3, :3] / np.linalg.norm(geometry.matrix[:3, :3], axis=0)
    u, _, v = np.linalg.svd(directions)
    return Orientation.along(u @ v, pivot_mm)


def is_own(geometry: VolumeGeometry, orientation: Orientation) -> bool:
    """Tell whether all three planes lie along a canonical grid."""
    return all(_follows(geometry, orientation.plane(plane), plane) for plane in Plane)


def _follows(geometry: VolumeGeometry, lies: PatientPlane, plane: Plane) -> bool:
    own = PlaneFrame(geometry, plane, 0)
    off = np.array([own.right_lps - lies.right_lps, own.down_lps - lies.down_lps])
    return bool(np.abs(off).max() < SAME_DIRECTION)


def turned_frame(
    geometry: VolumeGeometry,
    orientation: Orientation | None,
    plane: Plane,
    position_mm: ArrayLike,
    turn: Turn | None = None,
) -> PlaneFrame:
    """Return the slice of a turned plane that lies nearest to a point (3,) in LPS mm.

    It is one of the canonical grid's own slices where the plane was not turned; where a
    gantry's tilt lets their rows lean on their columns, a slice in its place with square ones.
    """
    if orientation is not None:
        stack, oblique_deg = _stack(geometry, orientation, plane)
        return replace(frame_at(stack, plane, position_mm, turn), oblique_deg=oblique_deg)
    square = _square(geometry, plane)
    if square is None:
        return frame_at(geometry, plane, position_mm, turn)
    return replace(frame_at(square, plane, position_mm, turn), oblique_deg=0.0, squared=True)


@lru_cache(maxsize=8)
def _square(geometry: VolumeGeometry, plane: Plane) -> VolumeGeometry | None:
    """Return a grid with square pixels in the places of a plane's own leaning slices.

    None where they lean on nothing. What runs down stays what it is: on a sagittal plane the
    way of the table, so that the patient stands upright.
    """
    own = PlaneFrame(geometry, plane, 0)
    right, down = own.right_lps, own.down_lps
    lean = float(right @ down)
    if abs(lean) <= SQUARE_ENOUGH:
        return None
    lies = PatientPlane.spanned(own.center_lps, right - lean * down, down)
    return _laid(geometry, lies, plane)


@lru_cache(maxsize=32)
def _stack(
    geometry: VolumeGeometry, orientation: Orientation, plane: Plane
) -> tuple[VolumeGeometry, float | None]:
    """Return a plane's grid and how far it leans; the canonical one where it was not turned."""
    lies = orientation.plane(plane)
    if _follows(geometry, lies, plane):
        return geometry, None
    own = PlaneFrame(geometry, plane, 0).patient_plane
    return _laid(geometry, lies, plane), _angle_deg(lies.normal_lps, own.normal_lps)


def _laid(geometry: VolumeGeometry, lies: PatientPlane, plane: Plane) -> VolumeGeometry:
    """Lay a grid along a plane.

    Its pixels are square and as fine as the finest voxels. Slices are as far apart as voxels
    are along the normal, and one of them runs through the plane's origin. All voxels lie within
    it, and its middle is the canonical grid's, so that offsets from the middle keep their meaning.
    """
    hung, axes = PlaneFrame(_UNIT, plane, 0), _axes(plane, lies)
    voxels, center = geometry.matrix[:3, :3], geometry.center_lps_mm
    counts = np.array(geometry.shape_kji[::-1], dtype=np.float64)
    extent = np.abs(axes.T @ voxels)
    spacing = np.full(3, np.linalg.norm(voxels, axis=0).min())
    size = np.ceil(extent @ counts / spacing - SAME_DIRECTION)
    first = -(size - 1.0) / 2
    across = 2 - hung.slice_axis
    spacing[across] = step = np.linalg.norm(voxels.T @ axes[:, across])
    # Slices are counted from the origin, as far as there are centres of voxels on both sides.
    reach = extent[across] @ (counts - 1.0) / 2
    origin = axes[:, across] @ (np.array(lies.origin_mm) - center)
    before = math.floor((reach + origin) / step + SAME_DIRECTION)
    behind = math.floor((reach - origin) / step + SAME_DIRECTION)
    size[across], first[across] = before + 1 + behind, origin / step - before
    matrix = np.eye(4)
    matrix[:3, :3] = axes * spacing
    matrix[:3, 3] = center + matrix[:3, :3] @ first
    return VolumeGeometry.from_matrix(size[::-1].astype(int), matrix)


def _angle_deg(one: FloatArray, other: FloatArray) -> float:
    return math.degrees(math.atan2(float(np.linalg.norm(np.cross(one, other))), one @ other))


def inside_plane(geometry: VolumeGeometry, normal_lps: FloatArray, position_mm: ArrayLike) -> Point:
    """Return the point inside a grid, on the plane through a point (3,), that is next to it.

    Where the plane misses the grid, it is the grid's point next to the plane.

    Notes
    -----
    Least squares in voxels under one equation and bounds: the solution is ``clip(p + s * g)``
    with the plane's normal ``g`` in indices, whose depth grows with ``s``, between kinks.
    """
    index, last = geometry.lps_to_index(position_mm), np.array(geometry.shape_kji) - 1.0
    if ((index >= 0.0) & (index <= last)).all():
        return point(position_mm)
    normal = (geometry.matrix[:3, :3].T @ normal_lps)[::-1]
    leans = np.abs(normal) > SAME_DIRECTION
    bounds = np.array([np.zeros(3), last])[:, leans]
    kinks = np.sort(((bounds - index[leans]) / normal[leans]).ravel())
    depths = (np.clip(index + kinks[:, np.newaxis] * normal, 0.0, last) - index) @ normal
    step = np.interp(0.0, depths, kinks)
    return point(geometry.index_to_lps(np.clip(index + step * normal, 0.0, last)))
