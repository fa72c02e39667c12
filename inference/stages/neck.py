"""How large the neck in view is and which way it runs: what is asked of levels goes by both."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from inference.imaging.geometry import FloatArray, VolumeGeometry

ADULT_MM3 = 12_000.0
"""The largest level of an adult's neck: C2 and C7 have 10 to 14 cm3."""

ADULT_STEP_MM = 17.0
"""Distance of neighbouring levels in an adult's neck: published steps are 16 to 18 mm."""

LEAST_SIZE = 0.5
"""A newborn's neck against an adult's."""

TELLING = 3
"""With fewer levels neither size nor direction is known: each may be cut, or misnamed."""

MAX_TILT = np.deg2rad(60.0)
"""No neck leans further; a direction beyond comes from wrong names, and one that runs to the head
tells nothing."""

Centers = Mapping[int, FloatArray]
"""Position (3,) of each level, LPS mm, by label."""


def size_of(centers: Centers, volume_mm3: Mapping[int, float]) -> float:
    """Size of a neck against an adult's, ``LEAST_SIZE`` to 1; an adult's where too little tells.

    By its largest level or by the distance of neighbours, whichever says more: levels that are
    cut are too small, and levels that are misnamed too near to each other.
    """
    if len(centers) < TELLING:
        return 1.0
    by_volume = (max(volume_mm3[level] for level in centers) / ADULT_MM3) ** (1 / 3)
    steps = [
        float(np.linalg.norm(centers[lower] - centers[upper])) / (lower - upper)
        for upper, lower in pairwise(sorted(centers))
    ]
    return float(np.clip(max(by_volume, np.median(steps) / ADULT_STEP_MM), LEAST_SIZE, 1.0))


def down_of(
    centers: Centers, volume_mm3: Mapping[int, float], geometry: VolumeGeometry
) -> FloatArray:
    """Unit vector (3,) from level to level, towards the feet: that of a line through them.

    Parameters
    ----------
    centers, volume_mm3 : mapping of int
        By label; a large level counts more.
    geometry : VolumeGeometry
        Its k runs to the head: what the neck leans against.
    """
    feet = -geometry.matrix[:3, 2] / np.linalg.norm(geometry.matrix[:3, 2])
    if len(centers) < TELLING:
        return np.asarray(feet)
    labels = np.array(sorted(centers), dtype=np.float64)
    weight = np.array([volume_mm3[level] for level in sorted(centers)])
    weight /= weight.sum()
    # Slope of the weighted least squares line of position over level.
    away = labels - weight @ labels
    slope = (weight * away) @ np.stack([centers[level] for level in sorted(centers)])
    along = float(slope @ feet)
    across = slope - along * feet
    lean = float(np.linalg.norm(across))
    if lean == 0.0 or along <= 0.0:
        return np.asarray(feet)
    tilt = min(float(np.arctan2(lean, along)), MAX_TILT)
    return np.asarray(np.cos(tilt) * feet + np.sin(tilt) * across / lean)
