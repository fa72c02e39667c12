"""The numbers that leave Dens: rounded in one place, so that every file tells the same."""

from __future__ import annotations

from collections.abc import Iterable

from inference.imaging.volume import Volume
from viewer.review.marks import (
    Angle,
    AnyMark,
    CobbAngle,
    Distance,
    EllipseRoi,
    FreehandRoi,
    HuProbe,
    RectangleRoi,
    Roi,
)
from viewer.review.measure import angle_deg, cobb_angle_deg, hu_at, length_mm, roi_statistics

MM_DIGITS = 3
"""Decimals of a position or a measured value: a micrometre is far below any voxel."""

PROBABILITY_DIGITS = 6


def rounded_probability(value: float | None) -> float | None:
    """Round a probability; None stays None."""
    return None if value is None else round(float(value), PROBABILITY_DIGITS)


def rounded_mm(value: float) -> float:
    """Round a length."""
    return round(float(value), MM_DIGITS)


def rounded_point(values: Iterable[float], digits: int = MM_DIGITS) -> list[float]:
    """Round each coordinate of a point, or each of several lengths."""
    # Adding 0.0 turns -0.0 into 0.0.
    return [round(float(value), digits) + 0.0 for value in values]


def mark_values(mark: AnyMark, volume: Volume) -> dict[str, float]:
    """Return a mark's numbers, each by a name that tells its unit; none where it measures none."""
    return {name: round(value, MM_DIGITS) for name, value in _values(mark, volume).items()}


def _values(mark: AnyMark, volume: Volume) -> dict[str, float]:
    if isinstance(mark, Distance):
        return {"length_mm": length_mm(mark)}
    if isinstance(mark, Angle):
        return {"angle_deg": angle_deg(mark)}
    if isinstance(mark, CobbAngle):
        return {"angle_deg": cobb_angle_deg(mark)}
    if isinstance(mark, HuProbe) and (hu := hu_at(volume, mark.position_mm)) is not None:
        return {"hu": hu}
    if isinstance(mark, EllipseRoi | RectangleRoi | FreehandRoi):
        return _roi_values(mark, volume)
    return {}


def _roi_values(roi: Roi, volume: Volume) -> dict[str, float]:
    found = roi_statistics(roi, volume)
    if found is None:
        return {}
    return {
        "mean_hu": found.mean_hu,
        "sd_hu": found.sd_hu,
        "min_hu": found.min_hu,
        "max_hu": found.max_hu,
        "area_mm2": found.area_mm2,
    }
