"""The atlanto-dens interval, and the anterior arch that it starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.imaging.geometry import FloatArray
from inference.spine.axes import VertebraAxes
from inference.spine.profiles import EDGE, Field, crossings, ray, steps
from inference.spine.proposals import Line, NotMeasurableError, line_between

ARCH_REACH_MM = 32.0
"""The anterior arch lies within this distance before the middle of the lateral masses."""

HALF_HEIGHT_MM = 14.0
"""The arch is looked for so far above and below that middle."""

HEIGHT_STEP_MM = 0.25

LEAST_GAP_MM = 0.3
"""A smaller gap is none: the masks touch."""


@dataclass(frozen=True, slots=True, eq=False)
class AnteriorArch:
    """The anterior arch of the atlas in its midsagittal plane, at its middle height.

    Attributes
    ----------
    back_mm, front_mm : ndarray, shape (3,)
        Its posterior and its anterior surface.
    axes : VertebraAxes
        Of the atlas.
    """

    back_mm: FloatArray
    front_mm: FloatArray
    axes: VertebraAxes


def anterior_arch(atlas: Field, axes: VertebraAxes) -> AnteriorArch:
    """Find the anterior arch.

    Raises
    ------
    NotMeasurableError
        If there is none in the mask.
    """
    heights = np.arange(-HALF_HEIGHT_MM, HALF_HEIGHT_MM, HEIGHT_STEP_MM)
    lengths = steps(0.0, ARCH_REACH_MM)
    front = -axes.back_lps
    seen: dict[float, tuple[float, float]] = {}
    for height in heights:
        start = axes.center_mm + height * axes.head_lps
        values = atlas.at(ray(start, front, lengths))
        rises = crossings(lengths, values, EDGE, rising=True)
        falls = crossings(lengths, values, EDGE, rising=False)
        if len(rises) and len(falls) and falls[-1] > rises[-1]:
            seen[float(height)] = float(rises[-1]), float(falls[-1])
    if not seen:
        raise NotMeasurableError("the anterior arch of C1 is not in the masks")
    middle = (min(seen) + max(seen)) / 2
    at = min(seen, key=lambda height: abs(height - middle))
    start = axes.center_mm + at * axes.head_lps
    back, before = seen[at]
    return AnteriorArch(start + back * front, start + before * front, axes)


def atlanto_dens(arch: AnteriorArch, axis: Field) -> Line:
    """Measure from the arch's posterior surface to the dens, at the arch's middle height.

    As Rojas et al. (AJNR 2007;28:1819, fig. 4) lay the line.

    Raises
    ------
    NotMeasurableError
        If the dens is not behind the arch, or the masks touch.
    """
    lengths = steps(0.0, ARCH_REACH_MM)
    values = axis.at(ray(arch.back_mm, arch.axes.back_lps, lengths))
    if values[0] >= EDGE:
        raise NotMeasurableError("the masks of C1 and C2 touch between arch and dens")
    rises = crossings(lengths, values, EDGE, rising=True)
    if not len(rises):
        raise NotMeasurableError("no dens lies behind the anterior arch of C1 in the masks")
    if rises[0] < LEAST_GAP_MM:
        raise NotMeasurableError("the masks of C1 and C2 touch between arch and dens")
    end = arch.back_mm + rises[0] * arch.axes.back_lps
    return line_between(arch.back_mm, end, arch.axes.back_lps, arch.axes.head_lps)
