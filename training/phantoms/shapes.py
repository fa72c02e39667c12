"""Signed distances of simple solids, the bricks of the procedural bones.

Points have shape (3, ...), x, y, z in mm. Distances are exact for capsules and
boxes and close enough near the surface for ellipsoids; all may be joined with
:func:`union`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Vector = Sequence[float]


def _column(vector: Vector, points: Array) -> Array:
    return np.asarray(vector, dtype=np.float32).reshape((3,) + (1,) * (points.ndim - 1))


def capsule(
    points: Array,
    start: Vector,
    end: Vector,
    r_start: float,
    r_end: float,
    flat: Vector = (1, 1, 1),
) -> Array:
    """Rod from ``start`` to ``end`` whose radius changes linearly.

    ``flat`` divides the axes first: (1, 1, 2) makes the rod twice as high as wide.
    """
    stretch = _column(flat, points)
    p = points / stretch
    a = _column(start, points) / stretch
    b = _column(end, points) / stretch
    axis = b - a
    length2 = float((axis**2).sum())
    t = np.clip(((p - a) * axis).sum(axis=0) / max(length2, 1e-6), 0.0, 1.0)
    distance = np.sqrt(((p - a - axis * t) ** 2).sum(axis=0))
    return np.asarray(distance - (r_start + (r_end - r_start) * t), dtype=np.float32)


def ellipsoid(points: Array, center: Vector, radii: Vector) -> Array:
    """Ellipsoid; first-order distance k0 (k0 - 1) / k1."""
    p = points - _column(center, points)
    r = _column(radii, points)
    k0 = np.sqrt(((p / r) ** 2).sum(axis=0))
    k1 = np.sqrt(((p / r**2) ** 2).sum(axis=0))
    return np.asarray(k0 * (k0 - 1.0) / np.maximum(k1, 1e-6), dtype=np.float32)


def half_space(points: Array, through: Vector, normal: Vector) -> Array:
    """All points behind the plane: negative where ``normal`` points away from them."""
    n = np.asarray(normal, dtype=np.float32)
    n = n / np.linalg.norm(n)
    return np.asarray(
        ((points - _column(through, points)) * _column(n.tolist(), points)).sum(axis=0)
    )


def tube(points: Array, path: Sequence[Vector], radius: float, flat: Vector = (1, 1, 1)) -> Array:
    """Capsules along a polyline."""
    pieces = [capsule(points, a, b, radius, radius, flat) for a, b in pairwise(path)]
    return np.asarray(np.minimum.reduce(pieces))


def union(*solids: Array, blend_mm: float = 1.0) -> Array:
    """Join solids; the seam is rounded over ``blend_mm`` (polynomial smooth minimum)."""
    joined = solids[0]
    for other in solids[1:]:
        h = np.maximum(blend_mm - np.abs(joined - other), 0.0) / blend_mm
        joined = np.minimum(joined, other) - h * h * np.float32(blend_mm / 4.0)
    return np.asarray(joined)


def cut(solid: Array, *tools: Array) -> Array:
    """Take ``tools`` away from ``solid``."""
    return np.asarray(np.maximum.reduce([solid, *[-tool for tool in tools]]))


def common(*solids: Array) -> Array:
    """Intersection."""
    return np.asarray(np.maximum.reduce(solids))


def mirror(points: Array) -> Array:
    """Fold the left half onto the right: both sides are built at once."""
    return np.stack([np.abs(points[0]), points[1], points[2]])
