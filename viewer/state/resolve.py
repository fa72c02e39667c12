"""From the state to what one pane draws: a frozen value that can be compared.

A pane repaints only what differs between the last answer and this one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.findings import Analysis, Finding, Level, Point
from inference.imaging.geometry import FloatArray
from inference.imaging.volume import Volume
from inference.preprocessing.resampling import sample_at
from inference.preprocessing.windowing import Window
from viewer.review.measure import hu_at
from viewer.review.plane import point
from viewer.state.app import AppState
from viewer.state.corners import Corners, corner_texts, place_lines
from viewer.state.filled import Filled, missing_rects
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
from viewer.state.slab import SlabCut, SlabMode, cut_slab
from viewer.state.view import Overlay, shown_frame

NOT_READ_YET = "Not read yet"
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
    """

    frame: PlaneFrame
    window: Window
    inverted: bool
    masked: bool
    opacity: float
    hidden: tuple[Level, ...]
    missing: tuple[PixelRect, ...] = ()
    slab: SlabCut | None = None


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A box on the plane, in pixels, and what stands beside it."""

    rect: PixelRect
    level: Level
    suspected: bool
    text: str


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

    @property
    def description(self) -> str:
        """What the pane shows, in words: for screen readers."""
        edges = self.letters
        directions = (
            f"left {edges.left}, right {edges.right}, top {edges.top}, bottom {edges.bottom}"
        )
        marks = ", ".join(box.text for box in self.boxes)
        waiting = NOT_READ_YET if self.image.missing else ""
        return ". ".join(part for part in (*self.place, directions, marks, waiting) if part)


def resolve(state: AppState, plane: Plane) -> PaneContent | None:
    """Decide what a pane shows; None while no study is open."""
    study, view = state.study, state.view
    if study is None or view is None:
        return None
    frame, pane = shown_frame(view, study.shown.geometry, plane), view.pane(plane)
    row_col, _ = frame.lps_to_pixel(view.crosshair_mm)
    overlay = view.overlay
    slab = cut_slab(frame, pane.slab, study.filled)
    texts = overlay.texts and not overlay.suppressed
    cine_hz = state.cine_hz if view.playing is plane else None
    corners = corner_texts(study.shown.info, frame, pane, view.window, slab, cine_hz)
    masked = overlay.masks and not overlay.suppressed and study.labels is not None
    return PaneContent(
        image=ImageSpec(
            frame,
            view.window,
            pane.inverted,
            masked,
            overlay.opacity,
            tuple(sorted(overlay.hidden)),
            missing_rects(frame, study.filled),
            slab,
        ),
        pane=pane,
        fit_mm=pane.turn.size(study.body.field(plane).size_mm),
        letters=edge_letters(frame),
        lines=() if overlay.suppressed else reference_lines(view, study.shown.geometry, plane),
        can_turn=study.filled is None,
        crosshair_pixel=None if overlay.suppressed else (float(row_col[0]), float(row_col[1])),
        boxes=_boxes(state.shown_analysis, frame, overlay),
        corners=corners if texts else Corners(),
        place=place_lines(frame, slab),
        active=view.active is plane,
    )


def _boxes(analysis: Analysis | None, frame: PlaneFrame, overlay: Overlay) -> tuple[BoxMark, ...]:
    if analysis is None or not overlay.boxes or overlay.suppressed:
        return ()
    return tuple(
        BoxMark(rect, finding.level, finding.suspected, _box_text(finding))
        for finding in analysis.findings
        if finding.level not in overlay.hidden
        for rect in _rects(finding, frame)
    )


def _box_text(finding: Finding) -> str:
    return f"{finding.level} suspected" if finding.suspected else finding.level.value


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
            return NOT_READ_YET
        return f"{self.hu} HU" if self.mode is None else f"{self.hu} HU {self.mode}"

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
