"""What a displayed slice shows of the marks, and which of them is under the mouse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from inference.imaging.geometry import FloatArray
from viewer.review.marks import AnyMark
from viewer.review.shapes import handles, strokes, within
from viewer.state.app import AppState
from viewer.state.drawing import DRAFT_ID, Drawing
from viewer.state.mark_wording import image_lines
from viewer.state.planes import PlaneFrame
from viewer.state.slab import SlabCut

HALF_SLICE = 0.5
"""A slice shows what lies within half the way to its neighbours."""

SAME_DIRECTION = float(np.cos(np.radians(5.0)))
"""A mark whose plane leans less than this lies in the slice, not across it."""

FROM_FILE = "from file"
"""Kind of what an opened report marks: drawn in a colour of its own, and never held by the hand."""

Pixel = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MarkShape:
    """What of a mark is seen on a slice; pixels are (row, column), fractional.

    Attributes
    ----------
    id, kind : str
    lines : tuple of tuple of Pixel
        One of a single pixel is a place.
    whole : bool
        Whether all of it is seen, in its own plane; else it only runs through.
    handles : tuple of Pixel
        Where the hand reshapes it; none where it is not whole.
    texts : tuple of str
        Its name and numbers.
    selected : bool
    """

    id: str
    kind: str
    lines: tuple[tuple[Pixel, ...], ...]
    whole: bool
    handles: tuple[Pixel, ...] = ()
    texts: tuple[str, ...] = ()
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """The mark under the mouse, and which of its handles; None for all of it."""

    mark_id: str
    handle: int | None = None


def mark_shapes(state: AppState, frame: PlaneFrame, slab: SlabCut | None) -> tuple[MarkShape, ...]:
    """Return what a slice, or the slab around it, shows of the marks; none while all is hidden."""
    view, drawing = state.view, state.drawing
    if view is None or view.overlay.suppressed:
        return ()
    shapes = (_shape(mark, drawing, frame, slab) for mark in shown_marks(state))
    return tuple(shape for shape in shapes if shape is not None)


def shown_marks(state: AppState) -> tuple[AnyMark, ...]:
    """Return the marks as they are to be seen: one that is held or drawn as it is now."""
    reading, preview = state.reading, state.drawing.preview
    kept = () if reading is None else reading.review.marks
    if preview is None:
        return kept
    changed = tuple(preview if mark.id == preview.id else mark for mark in kept)
    return (*changed, preview) if preview.id == DRAFT_ID else changed


def sketch_line(state: AppState, frame: PlaneFrame) -> tuple[Pixel, ...]:
    """Return what is drawn so far on a slice, as long as that is no mark yet."""
    sketch, preview = state.drawing.sketch, state.drawing.preview
    if sketch is None or preview is not None or not sketch.shown_mm(None):
        return ()
    row_col, depth = frame.lps_to_pixel(sketch.shown_mm(None))
    return pixels_of(row_col) if np.abs(depth).max() <= HALF_SLICE else ()


def _shape(
    mark: AnyMark, drawing: Drawing, frame: PlaneFrame, slab: SlabCut | None
) -> MarkShape | None:
    seen, complete = seen_lines(strokes(mark), frame, slab)
    if not seen:
        return None
    whole = complete and _lies_along(mark, frame)
    measured = drawing.measured.get(mark.id)
    texts = image_lines(measured) if whole and measured is not None else ()
    held = frame.lps_to_pixel(handles(mark))[0] if whole and handles(mark) else np.empty((0, 2))
    return MarkShape(
        mark.id,
        mark.kind,
        tuple(pixels_of(line) for line in seen),
        whole,
        pixels_of(held),
        texts,
        mark.id in {drawing.selected, DRAFT_ID},
    )


def seen_lines(
    lines_mm: Iterable[FloatArray], frame: PlaneFrame, slab: SlabCut | None
) -> tuple[list[FloatArray], bool]:
    """Return what a slice or slab shows of lines (n, 3) in LPS mm, and whether that is all of it.

    The pieces are (m, 2) in pixels, rows first.
    """
    low, high = _depths(frame, slab)
    seen: list[FloatArray] = []
    complete = True
    for line in lines_mm:
        row_col, depth = frame.lps_to_pixel(line)
        complete &= bool(((depth >= low) & (depth <= high)).all())
        seen += within(row_col, depth, low, high)
    return seen, complete


def _lies_along(mark: AnyMark, frame: PlaneFrame) -> bool:
    if len(mark.points_mm) == 1 and not handles(mark):
        return True  # a place lies in every plane through it
    across = abs(float(mark.plane.normal_lps @ frame.patient_plane.normal_lps))
    return across >= SAME_DIRECTION


def _depths(frame: PlaneFrame, slab: SlabCut | None) -> tuple[float, float]:
    """Return between which depths, in slices, a mark is seen."""
    if slab is None:
        return -HALF_SLICE, HALF_SLICE
    return slab.first - frame.index - HALF_SLICE, slab.last - frame.index + HALF_SLICE


def pixels_of(row_col: FloatArray) -> tuple[Pixel, ...]:
    """Turn an array (n, 2) into pixels."""
    return tuple((float(row), float(column)) for row, column in row_col)


def hit_mark(
    shapes: Iterable[MarkShape], frame: PlaneFrame, offset_mm: tuple[float, float], reach_mm: float
) -> Hit | None:
    """Return the mark at a place of a slice: handles come first, then the nearest line.

    Parameters
    ----------
    shapes : iterable of MarkShape
        What the slice shows.
    frame : PlaneFrame
    offset_mm : tuple of float
        The place, to the right of and below the slice's centre.
    reach_mm : float
        How far from it a mark may be.
    """
    shown, at = list(shapes), np.array(offset_mm)
    # The selected one wins where marks lie over each other.
    for found in (_handles_near(shown, frame, at), _lines_near(shown, frame, at)):
        near = [hit for hit in found if hit[1] <= reach_mm]
        if near:
            return min(near, key=lambda hit: hit[:2])[2]
    return None


_Near = tuple[bool, float, Hit]


def _handles_near(
    shapes: Iterable[MarkShape], frame: PlaneFrame, at: FloatArray
) -> Iterator[_Near]:
    for shape in shapes:
        for number, pixel in enumerate(shape.handles):
            away = float(np.linalg.norm(np.array(frame.offset_mm(pixel)) - at))
            yield not shape.selected, away, Hit(shape.id, number)


def _lines_near(shapes: Iterable[MarkShape], frame: PlaneFrame, at: FloatArray) -> Iterator[_Near]:
    for shape in shapes:
        for line in shape.lines:
            corners = np.array([frame.offset_mm(pixel) for pixel in line])
            yield not shape.selected, _distance_mm(corners, at), Hit(shape.id)


def _distance_mm(line: FloatArray, at: FloatArray) -> float:
    """Return how far a point (2,) lies from a line (n, 2)."""
    start, way = line[:-1], np.diff(line, axis=0)
    if not len(way):
        return float(np.linalg.norm(line[0] - at))
    length = np.maximum((way**2).sum(axis=1), np.finfo(float).tiny)
    share = np.clip(((at - start) * way).sum(axis=1) / length, 0.0, 1.0)
    foot = start + share[:, np.newaxis] * way
    return float(np.linalg.norm(foot - at, axis=1).min())
