"""The atlanto-dens interval, and the anterior arch that it starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.imaging.geometry import FloatArray
from inference.spine.axes import VertebraAxes
from inference.spine.profiles import EDGE, STEP_MM, Field, crossings, ray, steps
from inference.spine.proposals import Line, NotMeasurableError, line_between

ARCH_REACH_MM = 32.0
"""The anterior arch lies within this distance before the middle of the lateral masses."""

HALF_HEIGHT_MM = 14.0
"""The arch is looked for so far above and below that middle."""

HEIGHT_STEP_MM = 0.25
AROUND_MM = 1.0

ARCH_SEARCH_MM = 4.0
"""Beside its middle the arch's posterior surface lies at most so far before or behind."""

DENS_BESIDE_MM, DENS_BEHIND_MM = 11.0, 16.0
"""The dens is looked for so far beside the arch's middle and behind it: not in the masses."""

LINES_BESIDE_MM = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""The interval is the median over these lines beside the dens' middle."""

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
    # Over heights around it: a voxel's corner moves the surfaces little.
    near = [seen[height] for height in seen if abs(height - at) <= AROUND_MM]
    back, before = np.median(np.array(near), axis=0)
    return AnteriorArch(start + back * front, start + before * front, axes)


def atlanto_dens(arch: AnteriorArch, atlas: Field, axis: Field) -> Line:
    """Measure from the arch's posterior surface to the dens, at the arch's middle height.

    As Rojas et al. (AJNR 2007;28:1819, fig. 4) lay the line. It runs through the middle of the
    dens, which need not stand in the atlas' own midsagittal plane.

    Parameters
    ----------
    arch : AnteriorArch
    atlas, axis : Field
        The masks of C1 and C2.

    Raises
    ------
    NotMeasurableError
        If the dens is not behind the arch, or the masks touch.
    """
    axes = arch.axes
    middle = arch.back_mm + _dens_beside_mm(arch, axis) * axes.left_lps
    lengths = steps(-ARCH_SEARCH_MM, ARCH_REACH_MM)
    ends = []
    for beside in LINES_BESIDE_MM:
        points = ray(middle + beside * axes.left_lps, axes.back_lps, lengths)
        leaves = crossings(lengths, atlas.at(points), EDGE, rising=False)
        enters = crossings(lengths, axis.at(points), EDGE, rising=True)
        if len(leaves) and len(enters):
            ends.append((leaves[np.argmin(np.abs(leaves))], enters[0]))
    if not ends:
        raise NotMeasurableError("no dens lies behind the anterior arch of C1 in the masks")
    start, end = np.median(np.array(ends), axis=0)
    if end - start < LEAST_GAP_MM:
        raise NotMeasurableError("the masks of C1 and C2 touch between arch and dens")
    return line_between(
        middle + start * axes.back_lps, middle + end * axes.back_lps, axes.back_lps, axes.head_lps
    )


def _dens_beside_mm(arch: AnteriorArch, axis: Field) -> float:
    """Tell how far to the left of the atlas' middle the dens stands, at the arch's height."""
    beside = np.arange(-DENS_BESIDE_MM, DENS_BESIDE_MM, 4 * STEP_MM)
    starts = arch.back_mm + beside[:, np.newaxis] * arch.axes.left_lps
    behind = np.arange(0.0, DENS_BEHIND_MM, 4 * STEP_MM)
    points = starts[:, np.newaxis] + behind[:, np.newaxis] * arch.axes.back_lps
    seen = (axis.at(points) >= EDGE).sum(axis=1)
    return float(beside @ seen / seen.sum()) if seen.any() else 0.0
