"""Where marks and key images are: how a view becomes a key image, and how it is found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from operator import itemgetter

import numpy as np

from inference.findings import Point
from inference.imaging.geometry import VolumeGeometry
from viewer.review.plane import PatientPlane, point
from viewer.review.review import KeyImage
from viewer.state.app import AppState
from viewer.state.oblique import turn_planes
from viewer.state.orientation import SAME_DIRECTION as SAME_HANGING
from viewer.state.orientation import Orientation, turned_frame
from viewer.state.planes import Plane
from viewer.state.slab import Slab, SlabMode
from viewer.state.turn import Turn
from viewer.state.view import (
    Overlay,
    ViewState,
    change_pane,
    move_within,
    set_pane,
    shown_frame,
)

SAME_DIRECTION = float(np.cos(np.radians(1.0)))
"""A plane that leans less than this shows what was drawn on another one."""

SAME_SLICE_MM = 0.01
"""A slice that lies less before or behind a plane is that plane: far below any voxel."""

_TURNS = tuple(Turn(*sides) for sides in product((False, True), repeat=3))


def key_image_of(state: AppState, image_id: str, caption: str) -> KeyImage | None:
    """Keep what the active pane shows; None while no study is open.

    Another program's masks are left out: a picture of Dens's report can't show them, and must
    not show Dens's in their place.
    """
    study, view, overlay = state.study, state.view, state.laid_over
    if study is None or view is None:
        return None
    frame, pane = shown_frame(view, study.shown.geometry, view.active), view.pane(view.active)
    middle = frame.pixel_to_lps(frame.pixel_at_offset(pane.pan_mm))
    return KeyImage(
        image_id,
        replace(frame.patient_plane, origin_mm=point(middle)),
        view.window,
        pane.zoom,
        caption,
        pane.inverted,
        pane.slab.thickness_mm,
        pane.slab.mode.value,
        overlay.masks and state.masks_from_file is None,
        overlay.boxes,
        overlay.opacity,
        tuple(sorted(overlay.hidden)),
    )


def go_to_place(
    view: ViewState, geometry: VolumeGeometry, plane: PatientPlane, place_mm: Point
) -> ViewState:
    """Go to a point in LPS mm: crosshair there, and in the middle of the pane that shows a plane.

    That pane becomes the active one, and the one that fills the window if one does.
    """
    view = _laid_for(view, geometry, plane)
    name = _plane_along(view, geometry, plane)
    moved = move_within(view, geometry, shown_frame(view, geometry, name), place_mm)
    frame = shown_frame(moved, geometry, name)
    middle = frame.offset_mm(frame.lps_to_pixel(place_mm)[0])
    moved = change_pane(moved, name, lambda pane: replace(pane, pan_mm=middle))
    return replace(moved, active=name, maximised=None if view.maximised is None else name)


def go_to_key_image(view: ViewState, geometry: VolumeGeometry, image: KeyImage) -> ViewState:
    """Show again what a key image keeps: plane, place, window, zoom, turn and slab.

    What is laid over the planes stays as the reader has it now: see :func:`kept_overlay`.
    """
    view = _laid_as(view, geometry, image.plane)
    _, name, turn = _hanging_as(view, geometry, image.plane)
    slab = Slab(image.slab_mm, SlabMode(image.slab_mode))
    pane = replace(view.pane(name), zoom=image.zoom, turn=turn, inverted=image.inverted, slab=slab)
    laid = replace(set_pane(view, name, pane), window=image.window)
    return go_to_place(laid, geometry, image.plane, image.plane.origin_mm)


def kept_overlay(image: KeyImage) -> Overlay:
    """Return what was laid over a key image."""
    return Overlay(image.masks, image.boxes, image.opacity, frozenset(image.hidden))


def _laid_for(view: ViewState, geometry: VolumeGeometry, plane: PatientPlane) -> ViewState:
    """Lay the planes so that one of them shows what lies in a plane, whatever its right is."""
    for laid in _as_they_lie(view, geometry):
        if max(_likeness(laid, geometry, name, plane) for name in Plane) >= SAME_DIRECTION:
            return laid
    return _turned_to(view, geometry, plane)


def _laid_as(view: ViewState, geometry: VolumeGeometry, plane: PatientPlane) -> ViewState:
    """Lay the planes so that a slice of theirs is a plane, after a flip or rotation."""
    for laid in _as_they_lie(view, geometry):
        unlike, name, turn = _hanging_as(laid, geometry, plane)
        away_mm = _slice_at(laid, geometry, name, turn, plane).depth_mm(plane.origin_mm)
        if unlike < SAME_HANGING and abs(away_mm) < SAME_SLICE_MM:
            return laid
    return _turned_to(view, geometry, plane)


def _as_they_lie(view: ViewState, geometry: VolumeGeometry) -> Iterator[ViewState]:
    """Yield the planes as they lie, then along the volume if they were turned."""
    yield view
    if view.orientation is not None:
        yield turn_planes(view, geometry, None)


def _turned_to(view: ViewState, geometry: VolumeGeometry, plane: PatientPlane) -> ViewState:
    """Turn the planes so that the one that leans least by itself lies as a plane does."""
    level = turn_planes(view, geometry, None)
    _, name, turn = _hanging_as(level, geometry, plane)
    axes = np.array([plane.right_lps, plane.down_lps])
    right, down = (np.array(turn.offset(way)) @ axes for way in ((1.0, 0.0), (0.0, 1.0)))
    hung = PatientPlane.spanned(plane.origin_mm, right, down)
    return turn_planes(view, geometry, Orientation.holding(name, hung))


def _plane_along(view: ViewState, geometry: VolumeGeometry, plane: PatientPlane) -> Plane:
    """Return the displayed plane that leans least from another one."""
    return max(Plane, key=lambda name: _likeness(view, geometry, name, plane))


def _likeness(view: ViewState, geometry: VolumeGeometry, name: Plane, plane: PatientPlane) -> float:
    """Return the cosine of the angle between a displayed plane and another one."""
    shown = shown_frame(view, geometry, name).patient_plane
    return abs(float(shown.normal_lps @ plane.normal_lps))


def _hanging_as(
    view: ViewState, geometry: VolumeGeometry, plane: PatientPlane
) -> tuple[float, Plane, Turn]:
    """Return by how much the most alike of the displayed planes hangs otherwise, and after what.

    Of the eight turns of the three, it is the one whose right and bottom differ least from
    another plane's: by so much in LPS, with its name and its turn.
    """
    aim = np.array([plane.right_lps, plane.down_lps])

    def unlike(name: Plane, turn: Turn) -> float:
        shown = _slice_at(view, geometry, name, turn, plane)
        return float(np.abs(aim - (shown.right_lps, shown.down_lps)).max())

    ways = ((unlike(name, turn), name, turn) for name in Plane for turn in _TURNS)
    return min(ways, key=itemgetter(0))


def _slice_at(
    view: ViewState, geometry: VolumeGeometry, name: Plane, turn: Turn, plane: PatientPlane
) -> PatientPlane:
    """Return the slice nearest to another plane's origin, as a displayed plane would show it."""
    frame = turned_frame(geometry, view.orientation, name, plane.origin_mm, turn)
    return frame.patient_plane
