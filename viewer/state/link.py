"""How two scans of one patient are linked: by what, and what in the one is what in the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from inference.findings import Finding, Level, LevelState, Point
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import SeriesInfo
from inference.spine.registration import RigidTransform, fit_rigid, residual_mm, tells_turn
from viewer.review.plane import point
from viewer.state.orientation import Orientation
from viewer.state.pane_view import PaneView
from viewer.state.planes import Plane, PlaneFrame
from viewer.state.study import Study
from viewer.state.view import ViewState, move_crosshair, set_pane, shown_frame


class LinkKind(StrEnum):
    """What the link rests on."""

    FRAME = "frame of reference"
    LEVELS = "levels"
    HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Link:
    """From the current study to the other one.

    Attributes
    ----------
    kind : LinkKind
    to_other : RigidTransform
        From LPS mm of the current study to those of the other one.
    levels : tuple of Level
        Whose centroids it rests on; empty unless it rests on levels.
    residual_mm : float or None
        Root mean square distance that is left between them; None where it says nothing.
    knows_turn : bool
        Whether it tells how the one is turned against the other, not only how it is shifted.
    """

    kind: LinkKind
    to_other: RigidTransform
    levels: tuple[Level, ...] = ()
    residual_mm: float | None = None
    knows_turn: bool = True


def find_link(current: Study, other: Study) -> Link | None:
    """Link two studies by themselves: by frame of reference, else by levels; None where neither is.

    Only levels that were analysed whole in both count: the middle of a part is another place.
    """
    if same_frame(current.volume.info, other.volume.info):
        return Link(LinkKind.FRAME, RigidTransform())
    here, there = (
        {} if study.analysis is None else _centers(study.analysis.findings)
        for study in (current, other)
    )
    shared = tuple(level for level in here if level in there)
    if not shared:
        return None
    moving, fixed = [here[level] for level in shared], [there[level] for level in shared]
    found = fit_rigid(moving, fixed)
    left = residual_mm(found, moving, fixed) if len(shared) > 1 else None
    return Link(LinkKind.LEVELS, found, shared, left, tells_turn(moving, fixed))


def link_by_hand(here_mm: Point, there_mm: Point) -> Link:
    """Link two studies by one place that the reader says is the same: shifted, not turned."""
    x, y, z = (b - a for a, b in zip(here_mm, there_mm, strict=True))
    return Link(LinkKind.HAND, RigidTransform(shift_mm=(x, y, z)), knows_turn=False)


def same_frame(one: SeriesInfo, other: SeriesInfo) -> bool:
    """Tell whether millimetres mean the same in both (PS3.3 C.7.4.1)."""
    uid = one.frame_of_reference_uid
    return bool(uid) and uid == other.frame_of_reference_uid


def _centers(findings: Sequence[Finding]) -> dict[Level, Point]:
    return {
        finding.level: finding.centroid_lps_mm
        for finding in findings
        if finding.state is LevelState.ANALYSED and finding.centroid_lps_mm is not None
    }


def follow(
    leader: ViewState,
    leader_geometry: VolumeGeometry,
    follower: ViewState,
    follower_geometry: VolumeGeometry,
    link: RigidTransform | None,
) -> ViewState:
    """Let one view follow another one.

    Window, overlay, turns, slabs and the active plane are always those of the leader; place,
    zoom and pan where there is a link. Turned planes are carried over by the link, so that
    they are the same planes of the patient; without one they lie in the leader's directions.
    Planes that are not turned are the own slices of each.

    Parameters
    ----------
    leader, follower : ViewState
    leader_geometry, follower_geometry : VolumeGeometry
        The canonical grids that they look at.
    link : RigidTransform or None
        From the leader's LPS mm to the follower's.
    """
    view = replace(
        follower,
        window=leader.window,
        overlay=leader.overlay,
        active=leader.active,
        maximised=leader.maximised,
    )
    if link is not None:
        place = link.apply(leader.crosshair_mm)
        view = move_crosshair(view, follower_geometry, place)
    view = replace(view, orientation=_turned_alike(view, leader, link))
    for plane in Plane:
        lead = leader.pane(plane)
        if link is None:
            pane = _hung_alike(view.pane(plane), lead)
        else:
            seen = shown_frame(leader, leader_geometry, plane)
            target = shown_frame(set_pane(view, plane, lead), follower_geometry, plane)
            pane = replace(lead, pan_mm=_linked_pan(seen, lead, target, link))
        view = set_pane(view, plane, pane)
    return view


def _turned_alike(
    view: ViewState, leader: ViewState, link: RigidTransform | None
) -> Orientation | None:
    """Lay planes as another view's, about what is the same place."""
    turned = leader.orientation
    if turned is None:
        return None
    if link is not None:
        return turned.carried(link.rotation, link.apply(turned.pivot_mm))
    held = view.orientation
    return turned.carried(np.eye(3), view.crosshair_mm if held is None else held.pivot_mm)


def _hung_alike(pane: PaneView, lead: PaneView) -> PaneView:
    """Turn a pane as another one, about what is in its middle."""
    pan_mm = lead.turn.offset(pane.turn.undo_offset(pane.pan_mm))
    return replace(lead, zoom=pane.zoom, pan_mm=pan_mm)


def _linked_pan(
    seen: PlaneFrame, pane: PaneView, target: PlaneFrame, link: RigidTransform
) -> tuple[float, float]:
    """Return the pan that brings the same place into the pane's middle."""
    middle = seen.pixel_to_lps(seen.pixel_at_offset(pane.pan_mm))
    row_col, _ = target.lps_to_pixel(link.apply(middle))
    return target.offset_mm(row_col)


def carried(link: RigidTransform, position_mm: Point) -> Point:
    """Carry one place over."""
    return point(link.apply(position_mm))
