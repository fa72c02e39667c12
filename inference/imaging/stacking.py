"""Slices to a regular grid: order, doubles, gaps, unequal spacing and tilt, from positions alone.

highdicom's ``get_volume_positions`` answers whether a series is a regular volume, and
nothing when it isn't. Here the irregular series are the point: they are put on a regular
grid whose affine is true in mm, and every step that was needed is told to the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from highdicom.spatial import create_affine_matrix_from_attributes, get_normal_vector
from numpy.typing import NDArray

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.study import Frame
from inference.imaging.volume import VolumeWarning, WarningCode
from inference.imaging.wording import count_of, listed

FloatArray = NDArray[np.float64]

POSITION_TOLERANCE = 0.05
"""Share of the spacing by which a slice may miss its place: positions are written rounded."""

DUPLICATE_TOLERANCE = 0.1
"""Slices closer than this share of the median spacing are one and the same."""

MAX_GAP_MM = 100.0
"""Slices further apart than this are two stacks, not one with a gap."""

MAX_BLEND_MM = 6.0
"""A gap between two slices up to this is interpolated; a wider one is left as air."""

FINE_QUANTILE = 0.25
"""Unequal slices are resampled to their lower quartile: their finer part keeps its detail."""

MAX_GRID_FACTOR = 8
"""A grid with more slices than this many times the source is a defect of the positions."""

TILT_DEGREES = 0.5
"""Below this, the stack counts as upright."""

THICK_MM = 3.0
"""Above this, small fractures may not be seen: the guidelines ask for 3 mm at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Slices in order, and the regular grid they are put on.

    Attributes
    ----------
    frames : tuple of Frame
        Ascending along the normal, no two at one place.
    places : ndarray of float64, shape (n,)
        Each frame's index on the grid, a whole number unless the spacing is unequal.
    slice_count : int
        Slices of the grid.
    step_mm : ndarray of float64, shape (3,)
        From one slice of the grid to the next; oblique to the slices when tilted.
    spacing_mm : float
        Distance of the grid's slices along their normal.
    is_equal : bool
        Whether every frame lies on the grid as it is, gaps aside.
    warnings : tuple of VolumeWarning
    """

    frames: tuple[Frame, ...]
    places: FloatArray
    slice_count: int
    step_mm: FloatArray
    spacing_mm: float
    is_equal: bool
    warnings: tuple[VolumeWarning, ...]

    def affine(self) -> FloatArray:
        """Return the 4 x 4 that maps (i, j, k, 1) to LPS mm; k = 0 is the first frame."""
        matrix = slice_affine(self.frames[0])
        # highdicom steps along the normal; a tilted gantry's stack is a sheared one.
        matrix[:3, 2] = self.step_mm
        return matrix

    def geometry(self) -> VolumeGeometry:
        """Return the grid.

        Raises
        ------
        ValueError
            If its affine is singular.
        """
        shape = (self.slice_count, *self.frames[0].shape_ji)
        return VolumeGeometry.from_matrix(shape, self.affine())


def slice_affine(frame: Frame) -> FloatArray:
    """Return the 4 x 4 of one slice alone: k steps 1 mm along its normal."""
    matrix: FloatArray = create_affine_matrix_from_attributes(
        image_position=frame.position_mm,
        image_orientation=frame.orientation,
        pixel_spacing=frame.spacing_ji_mm,
    )
    return matrix


def normal_of(frame: Frame) -> FloatArray:
    """Return the unit normal of a slice, row direction x column direction."""
    return np.asarray(get_normal_vector(frame.orientation), dtype=np.float64)


def distances_mm(frames: Sequence[Frame]) -> FloatArray:
    """Return each frame's position along the first one's normal, shape (n,)."""
    positions = np.array([frame.position_mm for frame in frames])
    return np.asarray(positions @ normal_of(frames[0]))


def split_far_apart(frames: Sequence[Frame]) -> list[list[Frame]]:
    """Sort along the normal and cut where two slices are more than ``MAX_GAP_MM`` apart."""
    order = sorted(zip(distances_mm(frames), frames, strict=True), key=_in_order)
    pieces = [[order[0][1]]]
    for (before, _), (after, frame) in pairwise(order):
        if after - before > MAX_GAP_MM:
            pieces.append([])
        pieces[-1].append(frame)
    return pieces


def _in_order(item: tuple[float, Frame]) -> tuple[float, int, str, int]:
    distance, frame = item
    return float(distance), frame.instance_number, frame.source.name, frame.index


def doubles(frames: Sequence[Frame]) -> list[int]:
    """Return the indices of frames (sorted) that repeat the place of the one before."""
    steps = np.diff(distances_mm(frames))
    apart = steps[steps > 1e-3]
    if apart.size == 0:
        return list(range(1, len(frames)))
    limit = DUPLICATE_TOLERANCE * float(np.median(apart))
    repeated = []
    last = 0.0
    for n, distance in enumerate(np.concatenate([[0.0], np.cumsum(steps)])):
        if n and distance - last < limit:
            repeated.append(n)
        else:
            last = float(distance)
    return repeated


def arrange(frames: Sequence[Frame]) -> Stack:
    """Lay frames of one orientation on a regular grid.

    Parameters
    ----------
    frames : sequence of Frame
        At least two places, in any order.

    Returns
    -------
    Stack

    Raises
    ------
    ValueError
        If the slices don't line up; the message says how.
    """
    ordered = [frame for piece in split_far_apart(frames) for frame in piece]
    repeated = doubles(ordered)
    warnings = _duplicate_warning([ordered[n] for n in repeated])
    dropped = set(repeated)
    kept = tuple(frame for n, frame in enumerate(ordered) if n not in dropped)
    if len(kept) < 2:
        raise ValueError("all slices lie at the same place")
    along = distances_mm(kept)
    along -= along[0]
    direction = _direction(kept, along)
    places, spacing, equal = _grid(along)
    slice_count = round(float(places[-1])) + 1
    if slice_count > MAX_GRID_FACTOR * len(kept):
        raise ValueError(
            f"{len(kept)} slices at distances of {np.diff(along).min():.3g} to "
            f"{np.diff(along).max():.3g} mm make no volume"
        )
    if not equal:
        warnings.append(_unequal_warning(along, spacing))
    warnings.extend(_shape_warnings(kept, direction, float(np.median(np.diff(along)))))
    return Stack(kept, places, slice_count, direction * spacing, spacing, equal, tuple(warnings))


def _direction(frames: Sequence[Frame], along: FloatArray) -> FloatArray:
    """Return the way from slice to slice, per mm along the normal; check that all follow it."""
    offsets = np.array([frame.position_mm for frame in frames]) - frames[0].position_mm
    direction = np.asarray(offsets[-1] / along[-1])
    sideways = float(np.linalg.norm(offsets - np.outer(along, direction), axis=1).max())
    # Half a pixel is what rounded positions can make up; beyond it the affine would lie.
    if sideways > 0.5 * min(frames[0].spacing_ji_mm) + POSITION_TOLERANCE:
        raise ValueError(
            "(0020,0032) Image Position (Patient): the slices are shifted sideways by up to "
            f"{sideways:.1f} mm against each other"
        )
    return direction


def _grid(along: FloatArray) -> tuple[FloatArray, float, bool]:
    """Return places on a grid, its spacing, and whether the slices lie on it as they are."""
    steps = np.diff(along)
    # Each step is rounded by itself: the error of a rounded median would add up.
    whole = np.rint(steps / np.median(steps))
    index = np.concatenate([[0.0], np.cumsum(np.maximum(whole, 1.0))])
    spacing = float(along[-1] / index[-1])
    if np.abs(along - index * spacing).max() <= POSITION_TOLERANCE * spacing:
        return index, spacing, True
    fine = float(np.quantile(steps, FINE_QUANTILE))
    # A whole number of steps from the first slice to the last: nothing is cut off.
    spacing = float(along[-1]) / max(round(float(along[-1]) / fine), 1)
    return along / spacing, spacing, False


def _duplicate_warning(repeated: Sequence[Frame]) -> list[VolumeWarning]:
    if not repeated:
        return []
    names = listed([frame.source.name for frame in repeated])
    text = f"{count_of(len(repeated), 'slice')} at a place already taken, left out: {names}"
    return [VolumeWarning(WarningCode.DUPLICATE_SLICES, text)]


def _unequal_warning(along: FloatArray, spacing: float) -> VolumeWarning:
    steps = np.diff(along)
    return VolumeWarning(
        WarningCode.UNEQUAL_SPACING,
        f"slices lie {steps.min():.2f} to {steps.max():.2f} mm apart; resampled along their "
        f"normal to {spacing:.2f} mm",
    )


def _shape_warnings(
    frames: Sequence[Frame], direction: FloatArray, median_mm: float
) -> list[VolumeWarning]:
    """Warn about a tilt and about thick slices."""
    warnings = []
    cosine = 1.0 / float(np.linalg.norm(direction))
    tilt = float(np.degrees(np.arccos(min(cosine, 1.0))))
    if tilt > TILT_DEGREES:
        text = f"gantry tilt of {tilt:.1f} degrees; positions stay true in mm"
        warnings.append(VolumeWarning(WarningCode.GANTRY_TILT, text))
    thickness = max([median_mm, *(frame.thickness_mm or 0.0 for frame in frames)])
    if thickness > THICK_MM + POSITION_TOLERANCE:
        text = f"slices of {thickness:.1f} mm; small fractures may not be seen"
        warnings.append(VolumeWarning(WarningCode.THICK_SLICES, text))
    return warnings


def widest_blend_mm(stack: Stack) -> float:
    """Return the widest distance of two slices that is interpolated: one missing slice is."""
    typical = float(np.median(np.diff(stack.places))) * stack.spacing_mm
    return max(MAX_BLEND_MM, (2 + POSITION_TOLERANCE) * typical)


def missing_warning(
    stack: Stack, blended: Sequence[int], black: Sequence[int]
) -> list[VolumeWarning]:
    """Tell which slices of the grid have no source, and what stands in their place.

    Parameters
    ----------
    stack : Stack
    blended, black : sequence of int
        Indices on the grid, ascending: interpolated, and left as air.
    """
    warnings = []
    for indices, filling in ((blended, "interpolated"), (black, "left black")):
        if indices:
            text = (
                f"{count_of(len(indices), 'slice is', 'slices are')} missing at "
                f"{_spans(stack, indices)} mm; {filling}"
            )
            warnings.append(VolumeWarning(WarningCode.MISSING_SLICES, text))
    return warnings


def _spans(stack: Stack, indices: Sequence[int]) -> str:
    """Return ``z = 4.0, 9.0 to 12.0``: LPS mm on the axis nearest to the normal."""
    axis = int(np.abs(normal_of(stack.frames[0])).argmax())
    runs: list[list[int]] = []
    for k in indices:
        if runs and k == runs[-1][-1] + 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    spans = []
    for run in runs:
        ends = [
            stack.frames[0].position_mm[axis] + stack.step_mm[axis] * k for k in (run[0], run[-1])
        ]
        spans.append(" to ".join(dict.fromkeys(f"{end:.1f}" for end in ends)))
    return f"{'xyz'[axis]} = {listed(spans)}"
