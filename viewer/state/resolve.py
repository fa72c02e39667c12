"""From the state to what one pane draws: a frozen value that can be compared.

A pane repaints only what differs between the last answer and this one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.evidence import CrackMap
from inference.findings import Finding, Level, Point
from inference.imaging.geometry import FloatArray
from inference.imaging.volume import Volume
from inference.preprocessing.resampling import sample_at
from inference.preprocessing.windowing import Window
from viewer.review.measure import hu_at
from viewer.review.plane import point
from viewer.review.review import UNREAD
from viewer.state.alignment import ShownLine, shown_line
from viewer.state.app import AppState
from viewer.state.corners import Corners, corner_texts, place_lines
from viewer.state.evidence import evidence_words, shown_cracks
from viewer.state.filled import Filled, missing_rects
from viewer.state.mark_shapes import MarkShape, Pixel, mark_shapes, sketch_line
from viewer.state.names import name_of
from viewer.state.oblique import ReferenceLine, reference_lines, section_of_box
from viewer.state.pane_view import PaneView
from viewer.state.planes import (
    EdgeLetters,
    PixelRect,
    Plane,
    PlaneFrame,
    box_on_plane,
    edge_letters,
)
from viewer.state.reading_wording import box_words, is_suspected
from viewer.state.report_shapes import report_shapes
from viewer.state.results import OpenedMasks
from viewer.state.slab import SlabCut, SlabMode, cut_slab
from viewer.state.stroke import Stroke
from viewer.state.study import Study
from viewer.state.view import Overlay, shown_frame
from viewer.state.whose import origins
from viewer.texts import noop, tr

LINE_NEAR_MM = 3.0
"""A measurement lies in a vertebra's own plane; a slice within this distance shows it, too."""

END_ON = 0.8
"""Share of a line's length that it runs through the slices, from which on it isn't drawn."""

NOT_READ_YET = noop("Not read yet")
"""Stands where slices are still on their way."""


@dataclass(frozen=True, slots=True)
class ImageSpec:
    """What decides every pixel of a pane's image, beside the volume and its mask.

    Attributes
    ----------
    frame : PlaneFrame
    window : Window
    inverted : bool
        Whether black and white are exchanged.
    masked : bool
        Whether level colours are laid over it.
    opacity : float
    hidden : tuple of Level
        Sorted; levels whose colour is left out.
    missing : tuple of PixelRect
        Where the volume is not read yet.
    slab : SlabCut or None
        The slices that are shown as one.
    stroke : Stroke or None
        What the brush has covered of it and is not in the mask yet.
    cracks : CrackMap or None
        The map that is laid over it.
    from_file : OpenedMasks or None
        The masks that stand in the place of the study's own.
    """

    frame: PlaneFrame
    window: Window
    inverted: bool
    masked: bool
    opacity: float
    hidden: tuple[Level, ...]
    missing: tuple[PixelRect, ...] = ()
    slab: SlabCut | None = None
    stroke: Stroke | None = None
    cracks: CrackMap | None = None
    from_file: OpenedMasks | None = None

    def labels_of(self, study: Study) -> NDArray[np.uint8] | None:
        """Return the mask (k, j, i) that is laid over it; None where there is none."""
        if not self.masked:
            return None
        return study.labels if self.from_file is None else self.from_file.labels


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A box on the plane, in pixels, and what stands beside it.

    Attributes
    ----------
    rect : PixelRect
    level : Level
    suspected : bool
        Whether the level is suspected by now: the reader's word counts for more than the model's.
    text : str
    """

    rect: PixelRect
    level: Level
    suspected: bool
    text: str


@dataclass(frozen=True, slots=True)
class PlaneLine:
    """A measurement's line on the plane, in pixels (row, column), and what stands beside it."""

    start: tuple[float, float]
    end: tuple[float, float]
    text: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class PaneContent:
    """Everything that one pane shows.

    Attributes
    ----------
    image : ImageSpec
    pane : PaneView
        Zoom and pan.
    fit_mm : tuple of float
        Width and height of what is shown at zoom 1.
    letters : EdgeLetters
    lines : tuple of ReferenceLine
        Where the other planes run through the crosshair.
    can_turn : bool
        Whether these may be turned: once all slices are read.
    crosshair_pixel : tuple of float or None
        Row and column, fractional; None where it is not drawn.
    boxes : tuple of BoxMark
    corners : Corners
    place : tuple of str
        Where the plane lies, in words.
    active : bool
        Whether keys act on this pane.
    shapes : tuple of MarkShape
        What is seen of the reader's marks.
    sketch : tuple of Pixel
        The line of a mark that is not one yet.
    line : PlaneLine or None
        The measurement that is looked at, where the whole of it is not among ``shapes``.
    evidence : str
        Of which level the crack map is shown; empty where none is.
    origin : tuple of str
        Whose masks and marks are that aren't Dens's own: always told while they may be seen.
    from_report : tuple of MarkShape
        What is seen of an opened report's marks.
    """

    image: ImageSpec
    pane: PaneView
    fit_mm: tuple[float, float]
    letters: EdgeLetters
    lines: tuple[ReferenceLine, ...]
    can_turn: bool
    crosshair_pixel: tuple[float, float] | None
    boxes: tuple[BoxMark, ...]
    corners: Corners
    place: tuple[str, ...]
    active: bool
    shapes: tuple[MarkShape, ...] = ()
    sketch: tuple[Pixel, ...] = ()
    line: PlaneLine | None = None
    evidence: str = ""
    origin: tuple[str, ...] = ()
    from_report: tuple[MarkShape, ...] = ()

    @property
    def description(self) -> str:
        """What the pane shows, in words: for screen readers."""
        edges = self.letters
        directions = tr(
            "left {left}, right {right}, top {top}, bottom {bottom}",
            left=edges.left,
            right=edges.right,
            top=edges.top,
            bottom=edges.bottom,
        )
        marks = ", ".join(box.text for box in self.boxes)
        drawn = "; ".join(
            " ".join(shape.texts) for shape in (*self.shapes, *self.from_report) if shape.texts
        )
        waiting = tr(NOT_READ_YET) if self.image.missing else ""
        parts = (*self.origin, *self.place, directions, marks, self.evidence, drawn, waiting)
        return ". ".join(part for part in parts if part)


def resolve(state: AppState, plane: Plane) -> PaneContent | None:
    """Decide what a pane shows; None while no study is open."""
    study, view = state.study, state.view
    if study is None or view is None:
        return None
    frame, pane = shown_frame(view, study.shown.geometry, plane), view.pane(plane)
    row_col, _ = frame.lps_to_pixel(view.crosshair_mm)
    overlay = state.laid_over
    slab = cut_slab(frame, pane.slab, study.filled)
    texts = overlay.texts and not overlay.suppressed
    cine_hz = state.cine_hz if view.playing is plane else None
    corners = corner_texts(study.shown.info, frame, pane, view.window, slab, cine_hz)
    stroke = state.stroke
    if stroke is not None and stroke.on(frame) is None:
        stroke = None
    shapes, line = _drawn(state, frame, slab)
    from_file = state.masks_from_file if overlay.masks else None
    from_report = report_shapes(state, frame, slab)
    boxes = _boxes(state, frame, overlay)
    return PaneContent(
        image=ImageSpec(
            frame,
            view.window,
            pane.inverted,
            overlay.masks,
            overlay.opacity,
            tuple(sorted(overlay.hidden)),
            missing_rects(frame, study.filled),
            slab,
            stroke,
            shown_cracks(state),
            from_file,
        ),
        pane=pane,
        fit_mm=pane.turn.size(study.body.field(plane).size_mm),
        letters=edge_letters(frame),
        lines=() if overlay.suppressed else reference_lines(view, study.shown.geometry, plane),
        can_turn=study.filled is None,
        crosshair_pixel=None if overlay.suppressed else (float(row_col[0]), float(row_col[1])),
        boxes=boxes,
        corners=corners if texts else Corners(),
        place=place_lines(frame, slab),
        active=view.active is plane,
        shapes=shapes,
        sketch=() if overlay.suppressed else sketch_line(state, frame),
        line=line,
        evidence=evidence_words(state),
        origin=origins(state, from_file, from_report, own_boxes=bool(boxes)),
        from_report=from_report,
    )


def _drawn(
    state: AppState, frame: PlaneFrame, slab: SlabCut | None
) -> tuple[tuple[MarkShape, ...], PlaneLine | None]:
    """Return the marks and the measurement's line: a confirmed one is a mark, and drawn once.

    The mark can be reshaped, so it is the one where the slice shows all of it. Where it only
    runs through, the line tells more.
    """
    shapes, shown = mark_shapes(state, frame, slab), shown_line(state)
    suppressed = state.view is not None and state.view.overlay.suppressed
    if shown is None or suppressed:
        return shapes, None
    if any(shape.whole and shape.id == shown.mark_id for shape in shapes):
        return shapes, None
    line = _plane_line(shown, frame)
    if line is not None:
        shapes = tuple(shape for shape in shapes if shape.id != shown.mark_id)
    return shapes, line


def _plane_line(line: ShownLine, frame: PlaneFrame) -> PlaneLine | None:
    """Project the line that is looked at, where the slice lies near both its ends."""
    row_col, depth = frame.lps_to_pixel(np.array([line.start_mm, line.end_mm]))
    spacing = frame.geometry.spacing_kji_mm[frame.slice_axis]
    depth_mm = np.abs(depth) * spacing
    length_mm = float(np.linalg.norm(np.subtract(line.end_mm, line.start_mm)))
    # Seen end on, as in a coronal plane, a line tells nothing.
    if depth_mm.max() > LINE_NEAR_MM or np.ptp(depth) * spacing > END_ON * length_mm:
        return None
    (top, left), (bottom, right) = row_col.tolist()
    return PlaneLine((top, left), (bottom, right), line.text, line.confirmed)


def _boxes(state: AppState, frame: PlaneFrame, overlay: Overlay) -> tuple[BoxMark, ...]:
    analysis = state.shown_analysis
    if analysis is None or not overlay.boxes:
        return ()
    review = UNREAD if state.reading is None else state.reading.review
    return tuple(
        BoxMark(rect, finding.level, is_suspected(review, finding), box_words(review, finding))
        for finding in analysis.findings
        if finding.level not in overlay.hidden
        for rect in _rects(finding, frame)
    )


def _rects(finding: Finding, frame: PlaneFrame) -> list[PixelRect]:
    """Return the detector's own boxes on axial slices, the vertebra's 3-D box elsewhere.

    Of an oblique plane, it is what that cuts of the 3-D box.
    """
    corners: list[tuple[Point, Point]]
    if frame.oblique_deg is not None:
        box = finding.box_lps_mm
        rect = None if box is None else section_of_box(frame, *box)
        return [] if rect is None else [rect]
    if frame.plane is Plane.AXIAL:
        corners = [(box.min_lps_mm, box.max_lps_mm) for box in finding.boxes_2d]
    else:
        corners = [] if finding.box_lps_mm is None else [finding.box_lps_mm]
    rects = [box_on_plane(frame, low, high) for low, high in corners]
    return [rect for rect in rects if rect is not None]


@dataclass(frozen=True, slots=True)
class Probe:
    """What is shown under the mouse.

    Attributes
    ----------
    hu : int or None
        Of the voxel, or of a slab's projection; None while it is not read yet.
    position_mm : Point
    mode : SlabMode or None
        How the value was projected; None where it is a voxel's own.
    """

    hu: int | None
    position_mm: Point
    mode: SlabMode | None = None

    @property
    def value(self) -> str:
        """The value and its unit."""
        if self.hu is None:
            return tr(NOT_READ_YET)
        return f"{self.hu} HU" if self.mode is None else f"{self.hu} HU {name_of(self.mode)}"

    @property
    def text(self) -> str:
        """Value and place, for the status bar."""
        x, y, z = self.position_mm
        return f"{self.value}   x {x:.1f}  y {y:.1f}  z {z:.1f} mm"


def probe(
    volume: Volume,
    frame: PlaneFrame,
    pixel: tuple[float, float],
    filled: Filled | None = None,
    slab: SlabCut | None = None,
) -> Probe | None:
    """Read what a pixel of a plane of a canonical volume shows; None outside of it."""
    position = frame.pixel_to_lps(pixel)
    hu = hu_at(volume, position)
    if hu is None:
        return None
    nearest = np.floor(volume.geometry.lps_to_index(position) + 0.5).astype(int)
    index = np.clip(nearest, 0, np.array(volume.hu.shape) - 1)
    if filled is not None and not filled.has(int(index[filled.axis])):
        return Probe(None, point(position))
    if slab is None:
        return Probe(hu, point(position))
    if frame.oblique_deg is not None:
        return Probe(_through_slab(volume, frame, position, slab), point(position), slab.mode)
    column = tuple(slice(None) if n == slab.axis else slice(v, v + 1) for n, v in enumerate(index))
    return Probe(slab.project(volume.hu[column]).item(), point(position), slab.mode)


def _through_slab(volume: Volume, frame: PlaneFrame, position_mm: FloatArray, slab: SlabCut) -> int:
    """Project what a slab of an oblique plane holds before and behind a point (3,) in LPS mm."""
    index = np.tile(frame.geometry.lps_to_index(position_mm), (slab.last + 1 - slab.first, 1))
    index[:, slab.axis] = np.arange(slab.first, slab.last + 1)
    hu = sample_at(volume.hu, volume.geometry, frame.geometry.index_to_lps(index))
    return int(slab.project_layers(np.rint(hu).astype(np.int16)[:, np.newaxis]).item())
