"""The lines that a mark is drawn with, where the hand takes it, and what it is after a move.

All in patient millimetres: which of it lies in a displayed slice stands elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from inference.findings import Point
from inference.imaging.geometry import FloatArray
from viewer.review.marks import (
    Angle,
    AnyMark,
    Arrow,
    Box,
    CobbAngle,
    Distance,
    EllipseRoi,
    FreehandRoi,
    HuProbe,
    RectangleRoi,
    TextNote,
)
from viewer.review.measure import roi_axes
from viewer.review.plane import PatientPlane, point

ELLIPSE_POINTS = 72
"""Corners of a drawn ellipse: it leaves the true one by a thousandth of its size."""

_CORNERS = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
"""Of a rectangle, going round, in shares of its size."""

_AXIS_ENDS = np.array([(0.5, 0.0), (0.0, 0.5), (-0.5, 0.0), (0.0, -0.5)])
"""Of an ellipse: the ends of its first and second axis in turn."""

Strokes: TypeAlias = tuple[FloatArray, ...]
"""Lines (n, 3) in LPS mm; a closed one ends where it began, a place is a line of one point."""

_POINT_FIELDS: dict[type[AnyMark], tuple[str, ...]] = {
    Distance: ("start_mm", "end_mm"),
    Angle: ("first_mm", "vertex_mm", "second_mm"),
    EllipseRoi: ("center_mm",),
    RectangleRoi: ("center_mm",),
    Arrow: ("tail_mm", "tip_mm"),
    TextNote: ("position_mm",),
    HuProbe: ("position_mm",),
}
"""The fields that hold a mark's points, in the order of ``points_mm``."""

LEVEL_MM = 1e-9
"""Depths of a line's ends that differ by less are the same."""


def strokes(mark: AnyMark) -> Strokes:
    """Return the lines that a mark is drawn with."""
    if isinstance(mark, CobbAngle):
        return np.array(mark.upper_mm), np.array(mark.lower_mm)
    if isinstance(mark, EllipseRoi):
        turn = np.linspace(0.0, 2 * np.pi, ELLIPSE_POINTS + 1)
        return (_sized(mark, np.stack([np.cos(turn), np.sin(turn)], axis=1) / 2),)
    if isinstance(mark, RectangleRoi):
        return (_sized(mark, _CORNERS[[0, 1, 2, 3, 0]]),)
    if isinstance(mark, FreehandRoi):
        return (np.array((*mark.outline_mm, mark.outline_mm[0])),)
    if isinstance(mark, Box):
        return _box_strokes(mark)
    return (np.array(mark.points_mm),)


def _box_strokes(box: Box) -> Strokes:
    """Return the edges of a box: around its bottom, around its top, and those between."""
    low, high = np.array(box.min_lps_mm), np.array(box.max_lps_mm)
    bottom = low + (high - low) * np.column_stack([_CORNERS + 0.5, np.zeros(4)])
    top = low + (high - low) * np.column_stack([_CORNERS + 0.5, np.ones(4)])
    around = [0, 1, 2, 3, 0]
    return bottom[around], top[around], *(np.stack(pair) for pair in zip(bottom, top, strict=True))


def _sized(mark: EllipseRoi | RectangleRoi, shares: FloatArray) -> FloatArray:
    """Return points (n, 3) of a region from shares (n, 2) of its size about its centre."""
    offset = (shares * mark.size_mm) @ roi_axes(mark.turn_deg)
    return mark.plane.to_lps(mark.plane.to_offset_mm(mark.center_mm) + offset)


def handles(mark: AnyMark) -> tuple[Point, ...]:
    """Return the points by which the hand reshapes a mark; none where it only moves it."""
    if isinstance(mark, EllipseRoi):
        return tuple(point(p) for p in _sized(mark, _AXIS_ENDS))
    if isinstance(mark, RectangleRoi):
        return tuple(point(p) for p in _sized(mark, _CORNERS))
    # A place has nothing to reshape, and an outline is drawn anew.
    if isinstance(mark, FreehandRoi | Box | TextNote | HuProbe):
        return ()
    return mark.points_mm


def centre_mm(mark: AnyMark) -> Point:
    """Return the middle of a mark, in LPS mm."""
    corners = np.concatenate(strokes(mark))
    return point((corners.min(axis=0) + corners.max(axis=0)) / 2)


def moved(mark: AnyMark, shift_mm: ArrayLike) -> AnyMark:
    """Return a mark moved by a vector (3,) in LPS mm; its plane goes along."""
    shift = np.asarray(shift_mm, dtype=np.float64)
    plane = replace(mark.plane, origin_mm=point(mark.plane.origin_mm + shift))
    if isinstance(mark, Box):
        low, high = point(mark.min_lps_mm + shift), point(mark.max_lps_mm + shift)
        return replace(mark, plane=plane, min_lps_mm=low, max_lps_mm=high)
    return _with_points(mark, plane, tuple(point(p + shift) for p in mark.points_mm))


def with_handle(mark: AnyMark, number: int, position_mm: ArrayLike) -> AnyMark:
    """Return a mark reshaped: the handle with that number goes to a point (3,) in LPS mm.

    The point is laid into the mark's plane. Of a region, what lies opposite stays.

    Raises
    ------
    ValueError
        If that leaves no shape.
    """
    plane = mark.plane
    placed = plane.to_lps(plane.to_offset_mm(position_mm))
    if isinstance(mark, EllipseRoi | RectangleRoi):
        return _resized(mark, number, placed)
    points = list(mark.points_mm)
    points[number] = point(placed)
    return _with_points(mark, plane, tuple(points))


def _resized(
    mark: EllipseRoi | RectangleRoi, number: int, position_mm: FloatArray
) -> EllipseRoi | RectangleRoi:
    axes, size = roi_axes(mark.turn_deg), np.array(mark.size_mm)
    shares = _AXIS_ENDS if isinstance(mark, EllipseRoi) else _CORNERS
    centre = mark.plane.to_offset_mm(mark.center_mm)
    # Along the region's own axes, from its centre.
    fixed = -shares[number] * size
    held = (mark.plane.to_offset_mm(position_mm) - centre) @ axes.T
    along = shares[number] != 0
    held = np.where(along, held, 0.0)
    middle = centre + ((fixed + held) / 2) @ axes
    first, second = (float(v) for v in np.where(along, np.abs(held - fixed), size))
    return replace(mark, center_mm=point(mark.plane.to_lps(middle)), size_mm=(first, second))


def _with_points(mark: AnyMark, plane: PatientPlane, points: tuple[Point, ...]) -> AnyMark:
    fields: dict[str, Any]
    if isinstance(mark, CobbAngle):
        fields = {"upper_mm": points[:2], "lower_mm": points[2:]}
    elif isinstance(mark, FreehandRoi):
        fields = {"outline_mm": points}
    else:
        fields = dict(zip(_POINT_FIELDS[type(mark)], points, strict=True))
    return replace(mark, plane=plane, **fields)


def within(line: FloatArray, depth: FloatArray, low: float, high: float) -> list[FloatArray]:
    """Cut out of a line what lies between two depths.

    Parameters
    ----------
    line : ndarray, shape (n, 2)
        In a section's own coordinates.
    depth : ndarray, shape (n,)
        Of its points, in any unit.
    low, high : float
        In the same unit.

    Returns
    -------
    list of ndarray, shape (m, 2)
        The pieces, in order; a line of one point is a piece of one point.
    """
    inside = (depth >= low) & (depth <= high)
    if inside.all():
        return [line]
    pieces: list[list[FloatArray]] = []
    for n, (start, end) in enumerate(pairwise(line)):
        shares = _shares_within(depth[n], depth[n + 1], low, high)
        if shares is None:
            continue
        first, last = (start + share * (end - start) for share in shares)
        goes_on = bool(pieces) and shares[0] == 0.0 and n > 0 and inside[n]
        if goes_on:
            pieces[-1].append(last)
        else:
            pieces.append([first, last])
    closed = len(line) > 2 and bool((line[0] == line[-1]).all())
    if closed and inside[0] and len(pieces) > 1:
        # What runs through the place where a closed line was begun is one piece.
        pieces[0] = [*pieces.pop(), *pieces[0][1:]]
    return [np.array(piece) for piece in pieces]


def _shares_within(start: float, end: float, low: float, high: float) -> tuple[float, float] | None:
    """Return between which shares of its way a depth lies within bounds."""
    if abs(end - start) < LEVEL_MM:
        # As good as level: how far along it crosses a bound can't be told.
        return (0.0, 1.0) if low <= max(start, end) and min(start, end) <= high else None
    shares = sorted(((low - start) / (end - start), (high - start) / (end - start)))
    first, last = max(shares[0], 0.0), min(shares[1], 1.0)
    return (first, last) if first <= last else None
