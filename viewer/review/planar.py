"""Outlines in a plane: area, inside, and whether a line crosses itself. Millimetres, numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.imaging.geometry import FloatArray


def polygon_area(outline: FloatArray) -> float:
    """Return the area inside an outline (n, 2) that does not cross itself.

    Notes
    -----
    The surveyor's formula, counted from the first corner so that a place far from the
    origin costs no digits.
    """
    x, y = (outline - outline[0]).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def polygon_contains(outline: FloatArray, points: FloatArray) -> NDArray[np.bool_]:
    """Tell which points (m, 2) lie inside an outline (n, 2), by the even-odd rule.

    Each edge takes its upper end along and leaves its lower one, so that polygons which
    share an edge share no point.
    """
    x, y = points.T
    inside = np.zeros(len(points), dtype=np.bool_)
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        beside = (y0 > y) != (y1 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = x0 + (y - y0) * ((x1 - x0) / (y1 - y0))
        inside ^= beside & (x < crossing)
    return inside


def crosses_itself(outline: FloatArray) -> bool:
    """Tell whether a closed outline (n, 2) meets itself anywhere but where two edges join."""
    starts, ends = outline, np.roll(outline, -1, axis=0)
    count = len(outline)
    if (starts == ends).all(axis=1).any():
        return True
    for n in range(count - 2):
        # The first edge also joins the last.
        others = slice(n + 2, count - 1 if n == 0 else count)
        if _meets(starts[n], ends[n], starts[others], ends[others]).any():
            return True
    return False


def without_tails(outline: FloatArray) -> FloatArray:
    """Cut off the ends of a drawn outline (n, 2) where its end crosses its beginning.

    A hand that closes an outline overshoots. Only its first and its last third are looked
    at: a crossing anywhere else is no overshoot.
    """
    third = len(outline) // 3
    starts, ends = outline[:-1], outline[1:]
    for n in range(third):
        late = slice(len(starts) - third, len(starts))
        met = np.flatnonzero(_meets(starts[n], ends[n], starts[late], ends[late]))
        if len(met):
            return outline[n + 1 : late.start + int(met[-1]) + 1]
    return outline


def _meets(p0: FloatArray, p1: FloatArray, q0: FloatArray, q1: FloatArray) -> NDArray[np.bool_]:
    """Tell which edges q (m, 2) share a point with the edge p (2,), ends included."""
    apart_p = _side(p0, p1, q0) * _side(p0, p1, q1)
    apart_q = _side(q0, q1, p0) * _side(q0, q1, p1)
    low = np.maximum(np.minimum(p0, p1), np.minimum(q0, q1))
    high = np.minimum(np.maximum(p0, p1), np.maximum(q0, q1))
    overlap = (low <= high).all(axis=-1)
    return np.asarray((apart_p <= 0) & (apart_q <= 0) & overlap)


def _side(start: FloatArray, end: FloatArray, point: FloatArray) -> FloatArray:
    """Return the sign (-1, 0, 1) of the side of a line on which a point lies."""
    along, towards = end - start, point - start
    turn = along[..., 0] * towards[..., 1] - along[..., 1] * towards[..., 0]
    return np.asarray(np.sign(turn))
