"""Where marks and key images are: how a view becomes a key image, and how it is found again."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from inference.findings import Point
from inference.imaging.geometry import VolumeGeometry
from viewer.review.plane import PatientPlane, point
from viewer.review.review import KeyImage
from viewer.state.oblique import turn_planes
from viewer.state.planes import Plane
from viewer.state.slab import Slab, SlabMode
from viewer.state.turn import Turn
from viewer.state.view import ViewState, change_pane, move_crosshair, set_pane, shown_frame

SAME_DIRECTION = float(np.cos(np.radians(1.0)))
"""A plane that leans less than this shows what was drawn on another one."""

_TURNS = tuple(Turn(*sides) for sides in product((False, True), repeat=3))


def key_image_of(
    view: ViewState, geometry: VolumeGeometry, image_id: str, caption: str
) -> KeyImage:
    """Keep what the active pane shows."""
    frame, pane = shown_frame(view, geometry, view.active), view.pane(view.active)
    middle = frame.pixel_to_lps(frame.pixel_at_offset(pane.pan_mm))
    plane = replace(frame.patient_plane, origin_mm=point(middle))
    slab = pane.slab
    return KeyImage(
        image_id,
        plane,
        view.window,
        pane.zoom,
        caption,
        pane.inverted,
        slab.thickness_mm,
        slab.mode.value,
    )


def go_to_place(
    view: ViewState, geometry: VolumeGeometry, plane: PatientPlane, place_mm: Point
) -> ViewState:
    """Go to a point in LPS mm: crosshair there, and in the middle of the pane that shows a plane.

    That pane becomes the active one, and the one that fills the window if one does.
    """
    view = _laid_for(view, geometry, plane)
    name = _plane_along(view, geometry, plane)
    moved = move_crosshair(view, geometry, place_mm)
    frame = shown_frame(moved, geometry, name)
    middle = frame.offset_mm(frame.lps_to_pixel(place_mm)[0])
    moved = change_pane(moved, name, lambda pane: replace(pane, pan_mm=middle))
    return replace(moved, active=name, maximised=None if view.maximised is None else name)


def go_to_key_image(view: ViewState, geometry: VolumeGeometry, image: KeyImage) -> ViewState:
    """Show again what a key image keeps: place, window, zoom, turn and slab."""
    view = _laid_for(view, geometry, image.plane)
    name = _plane_along(view, geometry, image.plane)
    turn = _turn_of(view, geometry, name, image.plane)
    slab = Slab(image.slab_mm, SlabMode(image.slab_mode))
    pane = replace(view.pane(name), zoom=image.zoom, turn=turn, inverted=image.inverted, slab=slab)
    laid = replace(set_pane(view, name, pane), window=image.window)
    return go_to_place(laid, geometry, image.plane, image.plane.origin_mm)


def _laid_for(view: ViewState, geometry: VolumeGeometry, plane: PatientPlane) -> ViewState:
    """Lay turned planes along the volume again, unless one of them lies along this plane."""
    if view.orientation is None:
        return view
    along = max(_likeness(view, geometry, name, plane) for name in Plane)
    return view if along >= SAME_DIRECTION else turn_planes(view, geometry, None)


def _plane_along(view: ViewState, geometry: VolumeGeometry, plane: PatientPlane) -> Plane:
    """Return the displayed plane that leans least from another one."""
    return max(Plane, key=lambda name: _likeness(view, geometry, name, plane))


def _likeness(view: ViewState, geometry: VolumeGeometry, name: Plane, plane: PatientPlane) -> float:
    """Return the cosine of the angle between a displayed plane and another one."""
    shown = shown_frame(view, geometry, name).patient_plane
    return abs(float(shown.normal_lps @ plane.normal_lps))


def _turn_of(view: ViewState, geometry: VolumeGeometry, name: Plane, plane: PatientPlane) -> Turn:
    """Return the turn whose right and bottom are nearest to a plane's."""

    def likeness(turn: Turn) -> float:
        turned = change_pane(view, name, lambda pane: replace(pane, turn=turn))
        shown = shown_frame(turned, geometry, name)
        return float(
            np.dot(shown.right_lps, plane.right_lps) + np.dot(shown.down_lps, plane.down_lps)
        )

    return max(_TURNS, key=likeness)
