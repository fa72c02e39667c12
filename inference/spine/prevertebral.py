"""The soft tissue before the vertebrae: from the bone to the airway."""

from __future__ import annotations

import numpy as np

from inference.findings import Level
from inference.imaging.geometry import FloatArray
from inference.spine.axes import VertebraAxes
from inference.spine.profiles import Field, crossings, leaving_mm, ray, steps
from inference.spine.proposals import Line, NotMeasurableError, line_between

AIR_HU = -480.0
"""Half way between soft tissue (40 HU) and air (-1000 HU)."""

REACH_MM = 45.0
"""No airway lies further before the spine in the neck, unless all is swollen shut."""

BODY_REACH_MM = 25.0
"""No vertebral body reaches further before its centre."""

AIRWAY_MM = 2.0
"""A shorter gap is a bubble, not the airway."""

LINES_BESIDE_MM = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""Surfaces are medians over these lines beside each other: a voxel's corner moves them little."""

BESIDE_MM = (0.0, 2.0, -2.0, 4.0, -4.0, 6.0, -6.0)
"""The airway may stand beside the middle: it is looked for there, too, the middle first."""


def soft_tissue(hu: Field, surface_mm: FloatArray, axes: VertebraAxes) -> Line:
    """Measure from a point (3,) on a vertebra's anterior surface forward to the air.

    Raises
    ------
    NotMeasurableError
        If no air lies there.
    """
    for beside in BESIDE_MM:
        if np.isfinite(_air_mm(hu, surface_mm + beside * axes.left_lps, axes)):
            around = [
                _air_mm(hu, surface_mm + (beside + more) * axes.left_lps, axes)
                for more in LINES_BESIDE_MM
            ]
            end = surface_mm - float(np.nanmedian(around)) * axes.back_lps
            return line_between(surface_mm, end, axes.back_lps, axes.head_lps)
    furthest = surface_mm - REACH_MM * axes.back_lps
    if not np.isfinite(hu.at(furthest[np.newaxis])).all():
        raise NotMeasurableError("the field of view ends before the airway")
    raise NotMeasurableError(f"no air within {REACH_MM:.0f} mm: the airway is closed or displaced")


def _air_mm(hu: Field, start_mm: FloatArray, axes: VertebraAxes) -> float:
    """Tell how far before a point (3,) the airway begins; NaN where there is none."""
    lengths = steps(0.0, REACH_MM)
    values = hu.at(ray(start_mm, -axes.back_lps, lengths))
    inside = np.isfinite(values)
    values, there = values[inside], lengths[inside]
    if not len(there):
        return float("nan")
    rises = np.append(crossings(there, values, AIR_HU, rising=True), there[-1])
    for fall in crossings(there, values, AIR_HU, rising=False):
        if rises[rises > fall][0] - fall >= AIRWAY_MM:
            return float(fall)
    return float("nan")


def front_surface(bone: Field, axes: VertebraAxes, level: Level) -> FloatArray:
    """Return the point (3,) of a body's anterior surface at its middle height.

    Of the axis the body alone counts, which lies below the dens.

    Raises
    ------
    NotMeasurableError
        If the mask has no such surface.
    """
    centre = axes.center_mm
    if level is Level.C2:
        down = leaving_mm(bone, centre, -axes.head_lps, BODY_REACH_MM)
        # Half way from the dens' waist to the lower endplate.
        centre = centre - 0.6 * down * axes.head_lps
    reach = float(
        np.median(
            [
                leaving_mm(bone, centre + beside * axes.left_lps, -axes.back_lps, BODY_REACH_MM)
                for beside in LINES_BESIDE_MM
            ]
        )
    )
    if not np.isfinite(reach):
        raise NotMeasurableError(f"the anterior surface of {level} is not in the masks")
    return np.asarray(centre - reach * axes.back_lps)
