"""The basion-dens interval, as far as it can be proposed: the masks hold no skull.

The clivus is looked for as bone by its HU above the dens. What is found is believed only where
it is large, goes on upward or forward as a clivus does, and nothing else lies nearer to the dens.
Everywhere else a reader has to place both points.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from inference.findings import LEVELS
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.preprocessing.resampling import region
from inference.spine.axes import VertebraAxes
from inference.spine.profiles import EDGE, Field, crossings, ray, steps
from inference.spine.proposals import Line, NotMeasurableError, line_between

BONE_HU = 250
ABOVE_MM, AROUND_MM = 25.0, 22.0
"""How far above, and before or behind the dens' tip bone is looked for."""

DENS_HALF_WIDTH_MM, DENS_HALF_DEPTH_MM = 6.0, 9.0
MIDDLE_MM = 2.0
"""Half the thickness of the midsagittal slab: occipital condyles stand beside it."""

ROOM_MM = 12.0
"""So much of the head must be in view above the dens."""

CLIVUS_MM = 12.0
"""A clivus goes on for at least so far from the basion."""

GREATEST_MM = 20.0
"""Bone further off is not taken for the basion."""

SPECK_MM3 = 4.0
"""A piece of bone that is larger and nearer than the clivus makes the basion doubtful."""

PLACE_YOURSELF = "place basion and dens tip yourself"


def basion_dens(
    hu: NDArray[np.int16],
    labels: NDArray[np.uint8],
    geometry: VolumeGeometry,
    axis: Field,
    axes: VertebraAxes,
) -> Line:
    """Propose the interval between basion and dens.

    Parameters
    ----------
    hu : ndarray of int16, shape (k, j, i)
    labels : ndarray of uint8, shape (k, j, i)
    geometry : VolumeGeometry
        Of both.
    axis : Field
        The mask of C2.
    axes : VertebraAxes
        Of C2.

    Raises
    ------
    NotMeasurableError
        If the basion can't be told with some certainty.
    """
    dens = _dens(axis, axes)
    tip = dens[np.argmax(dens @ axes.head_lps)]
    if not geometry.contains_lps(tip + ROOM_MM * axes.head_lps):
        raise NotMeasurableError(f"the skull base is outside the field of view; {PLACE_YOURSELF}")
    pieces = _bone_above(hu, labels, geometry, tip, axes)
    if not pieces:
        raise NotMeasurableError(f"no bone was found above the dens; {PLACE_YOURSELF}")
    nearest = [_nearest(piece, dens) for piece in pieces]
    order = np.argsort([away for _, _, away in nearest])
    piece, (basion, end, away) = pieces[order[0]], nearest[order[0]]
    if away > GREATEST_MM or not _is_clivus(piece, basion, axes):
        raise NotMeasurableError(
            f"the bone nearest to the dens is not clearly the clivus; {PLACE_YOURSELF}"
        )
    start, end = _surfaces(Field(hu, geometry, float("nan")), axis, basion, end)
    return line_between(start, end, axes.back_lps, axes.head_lps)


def _dens(axis: Field, axes: VertebraAxes) -> FloatArray:
    """Return the dens' voxels (n, 3) near the midsagittal plane, LPS mm."""
    points = axis.geometry.index_to_lps(np.argwhere(axis.values))
    left, back, up = _own(points, axes)
    near = (np.abs(left) <= MIDDLE_MM) & (np.abs(back) <= DENS_HALF_DEPTH_MM) & (up > 0)
    if not near.any():
        raise NotMeasurableError("the dens is not in the masks")
    return points[near]


def _own(points: FloatArray, axes: VertebraAxes) -> tuple[FloatArray, FloatArray, FloatArray]:
    away = points - axes.center_mm
    return away @ axes.left_lps, away @ axes.back_lps, away @ axes.head_lps


def _bone_above(
    hu: NDArray[np.int16],
    labels: NDArray[np.uint8],
    geometry: VolumeGeometry,
    tip: FloatArray,
    axes: VertebraAxes,
) -> list[FloatArray]:
    """Return the pieces of bone above the dens that belong to no vertebra: points (n, 3) each."""
    reach = np.full(3, ABOVE_MM + AROUND_MM)
    part, near = region(hu, geometry, tip - reach, tip + reach)
    vertebrae, _ = region(labels, geometry, tip - reach, tip + reach)
    points = near.index_to_lps(np.moveaxis(np.indices(part.shape), 0, -1))
    left, back, _ = _own(points, axes)
    up = (points - tip) @ axes.head_lps
    back = back - float((tip - axes.center_mm) @ axes.back_lps)
    own = (np.abs(left) <= MIDDLE_MM) & (np.abs(back) <= AROUND_MM)
    own &= (up > -AROUND_MM) & (up <= ABOVE_MM)
    # Around a vertebra's mask lies its own cortex, as far as the mask missed it.
    spine = ndimage.binary_dilation((vertebrae > 0) & (vertebrae <= len(LEVELS)), iterations=2)
    pieces, count = ndimage.label((part >= BONE_HU) & own & ~spine)
    least = SPECK_MM3 / near.voxel_volume_mm3
    sizes = np.bincount(pieces.ravel(), minlength=count + 1)
    return [points[pieces == n] for n in range(1, count + 1) if sizes[n] >= least]


def _nearest(piece: FloatArray, dens: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Return the nearest points of a piece and the dens, and their distance."""
    away, at = cKDTree(dens).query(piece)
    n = int(np.argmin(away))
    return piece[n], dens[int(at[n])], float(away[n])


def _surfaces(
    hu: Field, axis: Field, basion: FloatArray, dens: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Go from the centres of two voxels to the surfaces between them."""
    apart = float(np.linalg.norm(dens - basion))
    along = (dens - basion) / apart
    lengths = steps(0.0, apart)
    points = ray(basion, along, lengths)
    leaves = crossings(lengths, hu.at(points), BONE_HU, rising=False)
    enters = crossings(lengths, axis.at(points), EDGE, rising=True)
    first = float(leaves[0]) if len(leaves) else 0.0
    last = float(enters[-1]) if len(enters) else apart
    return basion + min(first, last) * along, basion + last * along


def _is_clivus(piece: FloatArray, basion: FloatArray, axes: VertebraAxes) -> bool:
    """Tell whether a piece goes on from the basion to the front or upward, and not to the back."""
    away = piece - basion
    forward_and_up = away @ (axes.head_lps - axes.back_lps) / np.sqrt(2.0)
    behind = away @ axes.back_lps
    return bool(forward_and_up.max() >= CLIVUS_MM and behind.max() <= CLIVUS_MM)
