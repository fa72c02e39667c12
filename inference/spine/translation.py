"""How far neighbouring vertebral bodies are shifted against each other."""

from __future__ import annotations

import numpy as np

from inference.findings import Level
from inference.imaging.geometry import FloatArray
from inference.spine.axes import VertebraAxes
from inference.spine.profiles import Field, leaving_mm
from inference.spine.proposals import Line, NotMeasurableError, line_between

BESIDE_MM = (-2.0, -1.0, 0.0, 1.0, 2.0)
"""Walls and endplates are read on these lines beside the middle, and averaged."""

WALL_REACH_MM, PLATE_REACH_MM = 16.0, 20.0
"""No wall or endplate lies further from a body's centre."""

WALL_SHARES = (0.45, 0.55, 0.65, 0.75, 0.85)
"""Heights between centre and endplate at which the posterior wall is read."""

PLATE_BEFORE_MM = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
"""Distances before the posterior wall at which the endplate is read: its rim is rounded."""

LEAST_SEEN = 4
"""Wall and endplate are told from so many places at least."""


def corner(bone: Field, axes: VertebraAxes, level: Level, *, upper: bool) -> FloatArray:
    """Return the posterior corner (3,) of a body at its upper or lower endplate, LPS mm.

    It is where wall and endplate would meet if they stood square to each other, so a rounded
    or lipped rim moves it little. A line through the wall would follow the steps of its voxels.

    Raises
    ------
    NotMeasurableError
        If the mask shows too little of them.
    """
    out = axes.head_lps if upper else -axes.head_lps
    height = _leaving(bone, axes, axes.center_mm, out, PLATE_REACH_MM)
    wall = np.array(
        [
            (
                share * height,
                _leaving(
                    bone, axes, axes.center_mm + share * height * out, axes.back_lps, WALL_REACH_MM
                ),
            )
            for share in WALL_SHARES
        ]
    )
    wall = wall[np.isfinite(wall).all(axis=1)]
    if len(wall) < LEAST_SEEN:
        raise NotMeasurableError(f"the posterior wall of {level} is not to be seen in the masks")
    back = float(np.median(wall[:, 1]))
    plate = np.array(
        [
            (
                back - before,
                _leaving(
                    bone,
                    axes,
                    axes.center_mm + (back - before) * axes.back_lps,
                    out,
                    PLATE_REACH_MM,
                ),
            )
            for before in PLATE_BEFORE_MM
        ]
    )
    plate = plate[np.isfinite(plate).all(axis=1)]
    if len(plate) < LEAST_SEEN:
        raise NotMeasurableError(f"the endplate of {level} is not to be seen in the masks")
    up = float(np.median(plate[:, 1]))
    return np.asarray(axes.center_mm + back * axes.back_lps + up * out)


def _leaving(
    bone: Field, axes: VertebraAxes, start: FloatArray, direction: FloatArray, reach_mm: float
) -> float:
    """Tell the median distance to the bone's surface, over lines beside each other."""
    seen = [
        leaving_mm(bone, start + beside * axes.left_lps, direction, reach_mm)
        for beside in BESIDE_MM
    ]
    return float(np.median(seen))


def translation(
    upper: tuple[Level, Field, VertebraAxes], lower: tuple[Level, Field, VertebraAxes]
) -> tuple[Line, str]:
    """Measure a body's shift against the one below, from posterior corner to posterior corner.

    Along the mean of both bodies' own directions to the back, so that lordosis is no shift.

    Returns
    -------
    line : Line
        At the lower body's corner, as long as the shift.
    remark : str
        Whether the upper body stands in front or behind.

    Raises
    ------
    NotMeasurableError
        If a corner can't be found.
    """
    above = corner(upper[1], upper[2], upper[0], upper=False)
    below = corner(lower[1], lower[2], lower[0], upper=True)
    back = upper[2].back_lps + lower[2].back_lps
    back = back / np.linalg.norm(back)
    head = upper[2].head_lps + lower[2].head_lps
    head = head - (head @ back) * back
    shift = float((above - below) @ back)
    where = "behind" if shift > 0 else "in front of"
    line = line_between(below, below + shift * back, back, head / np.linalg.norm(head))
    return line, f"{upper[0]} stands {where} {lower[0]}"
