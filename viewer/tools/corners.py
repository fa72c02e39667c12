"""A rectangle between two corners, upright on the slice that it is drawn on."""

from __future__ import annotations

import numpy as np

from inference.findings import Point
from viewer.review.plane import PatientPlane, point


def between(plane: PatientPlane, one: Point, other: Point) -> tuple[Point, tuple[float, float]]:
    """Return the centre in LPS mm, and width and height in mm."""
    corners = plane.to_offset_mm((one, other))
    width, height = (float(side) for side in np.ptp(corners, axis=0))
    return point(plane.to_lps(corners.mean(axis=0))), (width, height)
