"""What the reader has chosen to see of a study, and how each choice changes it.

All functions are pure: a view and an intent in, a new view out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from inference.findings import Finding, Level, Point
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.preprocessing.windowing import Window, bone_windows, window_presets
from viewer.review.plane import point
from viewer.state.body import Body
from viewer.state.orientation import Orientation, inside_plane, turned_frame
from viewer.state.pane_view import PaneView
from viewer.state.planes import Plane, PlaneFrame, frame_at
from viewer.texts import noop

FIRST_WINDOW_KEY = "1"
"""The window of the first hang: spine bone."""

FINDING_FIELD_MM = 120.0
"""A walk to a finding zooms in until about this much of each plane is in view."""

MAX_WINDOW_WIDTH = 10000.0
"""A wider window would show int16 data as one grey."""

WINDOW_LEVEL_LIMIT = 5000.0
"""Levels beyond this lie outside what a CT holds."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is laid over the grey image.

    Attributes
    ----------
    masks, boxes : bool
        Whether the levels' masks and boxes are shown.
    opacity : float
        Of the masks' area, 0..1.
    hidden : frozenset of Level
        Levels whose mask and boxes are switched off.
    evidence : bool
        Whether the crack map of the level that is looked at is shown.
    texts : bool
        Whether there is text in the corners.
    suppressed : bool
        Whether all of it is hidden for as long as a key is held, crosshair included.
    """

    masks: bool = True
    boxes: bool = True
    opacity: float = 0.25
    hidden: frozenset[Level] = frozenset()
    evidence: bool = False
    texts: bool = True
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything that decides what the panes show of a volume.

    Attributes
    ----------
    crosshair_mm : Point
        In LPS mm, always inside the volume.
    window : Window
    axial, sagittal, coronal : PaneView
    overlay : Overlay
    selected : Level or None
        The level that the reader went to last.
    active : Plane
        The plane that keys act on.
    maximised : Plane or None
        The one plane that fills the window.
    playing : Plane or None
        The plane whose slices are played.
    orientation : Orientation or None
        How the reader has turned the planes; None where they follow the volume's grid.
    """

    crosshair_mm: Point
    window: Window
    axial: PaneView = field(default_factory=PaneView)
    sagittal: PaneView = field(default_factory=PaneView)
    coronal: PaneView = field(default_factory=PaneView)
    overlay: Overlay = field(default_factory=Overlay)
    selected: Level | None = None
    active: Plane = Plane.AXIAL
    maximised: Plane | None = None
    playing: Plane | None = None
    orientation: Orientation | None = None

    def pane(self, plane: Plane) -> PaneView:
        """Return how one plane is laid into its pane."""
        return {
            Plane.AXIAL: self.axial,
            Plane.SAGITTAL: self.sagittal,
            Plane.CORONAL: self.coronal,
        }[plane]


def first_view(geometry: VolumeGeometry, body: Body) -> ViewState:
    """Hang a study for the first time: the patient fills the panes, in the bone window."""
    window = window_presets()[FIRST_WINDOW_KEY]
    view = move_crosshair(ViewState(body.center_mm, window), geometry, body.center_mm)
    for plane in Plane:
        view = set_pane(view, plane, PaneView(1.0, body.field(plane).center_mm))
    return view


def file_window(volume: Volume) -> Window | None:
    """Return the window that the file itself asks for, or None where it is silent."""
    width, level = volume.info.window_width, volume.info.window_level
    if width is None or level is None or not width >= 1:
        return None
    return Window(width, level, noop("File"))


def move_crosshair(view: ViewState, geometry: VolumeGeometry, position_mm: ArrayLike) -> ViewState:
    """Set the crosshair, kept inside the volume."""
    index = geometry.lps_to_index(position_mm)
    inside = np.clip(index, 0.0, np.array(geometry.shape_kji) - 1.0)
    return replace(view, crosshair_mm=point(geometry.index_to_lps(inside)))


def shown_frame(view: ViewState, geometry: VolumeGeometry, plane: Plane) -> PlaneFrame:
    """Return the slice that a pane shows, turned as it is shown."""
    turn = view.pane(plane).turn
    return turned_frame(geometry, view.orientation, plane, view.crosshair_mm, turn)


def scroll(view: ViewState, geometry: VolumeGeometry, plane: Plane, steps: int) -> ViewState:
    """Go some slices on (towards the feet, the back, the patient's left), or back if negative."""
    number = shown_frame(view, geometry, plane).number
    return to_slice(view, geometry, plane, number + steps)


def to_slice(view: ViewState, geometry: VolumeGeometry, plane: Plane, number: int) -> ViewState:
    """Go to the slice with that number (1-based), the nearest one where there is none."""
    frame = shown_frame(view, geometry, plane).at_number(number)
    index = frame.geometry.lps_to_index(view.crosshair_mm)
    index[frame.slice_axis] = frame.index
    return move_within(view, geometry, frame, frame.geometry.index_to_lps(index))


def last_slice_number(view: ViewState, geometry: VolumeGeometry, plane: Plane) -> int:
    """Return the number of a plane's last slice."""
    return shown_frame(view, geometry, plane).slice_count


def move_within(
    view: ViewState, geometry: VolumeGeometry, frame: PlaneFrame, position_mm: ArrayLike
) -> ViewState:
    """Set the crosshair to a point of a slice, kept inside the volume and on that slice."""
    if frame.oblique_deg is None:
        return move_crosshair(view, geometry, position_mm)
    normal = frame.patient_plane.normal_lps
    return replace(view, crosshair_mm=inside_plane(geometry, normal, position_mm))


def set_pane(view: ViewState, plane: Plane, pane: PaneView) -> ViewState:
    """Set how one plane is laid into its pane, the zoom within its limits."""
    kept = pane.limited()
    if plane is Plane.AXIAL:
        return replace(view, axial=kept)
    if plane is Plane.SAGITTAL:
        return replace(view, sagittal=kept)
    return replace(view, coronal=kept)


def change_pane(view: ViewState, plane: Plane, change: Callable[[PaneView], PaneView]) -> ViewState:
    """Change how one plane is laid into its pane."""
    return set_pane(view, plane, change(view.pane(plane)))


def drag_window(start: Window, wider: float, brighter: float) -> Window:
    """Change a window by a drag: width grows by ``wider`` HU, the level falls by ``brighter``.

    A lower level makes the image brighter.
    """
    width = min(max(start.width + wider, 1.0), MAX_WINDOW_WIDTH)
    level = min(max(start.level - brighter, -WINDOW_LEVEL_LIMIT), WINDOW_LEVEL_LIMIT)
    return Window(float(round(width)), float(round(level)))


def reset(view: ViewState, geometry: VolumeGeometry, body: Body) -> ViewState:
    """Hang everything as at first; what is laid over the image stays as chosen."""
    fresh = first_view(geometry, body)
    return replace(fresh, overlay=view.overlay, active=view.active, maximised=view.maximised)


def go_to_finding(
    view: ViewState, geometry: VolumeGeometry, body: Body, finding: Finding
) -> ViewState:
    """Go to a level: the crosshair to where it is best looked at, every plane zoomed on it.

    A level whose place is not known is selected and the crosshair stays.
    """
    chosen = replace(view, selected=finding.level)
    place_mm = key_place(geometry, finding)
    if place_mm is None:
        return chosen
    moved = move_crosshair(chosen, geometry, place_mm)
    for plane in Plane:
        frame, pane = shown_frame(moved, geometry, plane), moved.pane(plane)
        row_col, _ = frame.lps_to_pixel(moved.crosshair_mm)
        zoom = max(pane.zoom, max(body.field(plane).size_mm) / FINDING_FIELD_MM)
        pane = replace(pane, zoom=zoom, pan_mm=frame.offset_mm(row_col))
        moved = set_pane(moved, plane, pane)
    return moved


def key_place(geometry: VolumeGeometry, finding: Finding) -> Point | None:
    """Return where a level is best looked at, in LPS mm; None where its place is not known.

    Of a suspected level it is where the evidence is strongest. Of any other, and where no map
    tells, it is the level's centroid, on the axial slice of the plane that weighed most in the
    decision. The three planes of the report's key images meet there.
    """
    if finding.evidence_lps_mm is not None:
        return finding.evidence_lps_mm
    centroid, heaviest = finding.centroid_lps_mm, finding.heaviest_plane
    if centroid is None or heaviest is None:
        return centroid
    frame = frame_at(geometry, Plane.AXIAL, heaviest.position_lps_mm)
    index = geometry.lps_to_index(centroid)
    index[frame.slice_axis] = frame.index
    return point(geometry.index_to_lps(index))


def bone_window(view: ViewState) -> ViewState:
    """Look through a bone window: the one that is set, else the first."""
    if view.window in bone_windows():
        return view
    return replace(view, window=window_presets()[FIRST_WINDOW_KEY])


def set_opacity(view: ViewState, opacity: float) -> ViewState:
    """Let the masks cover the image as strongly as that, 0..1."""
    return replace(view, overlay=replace(view.overlay, opacity=opacity))


def toggle_level(view: ViewState, level: Level, shown: bool) -> ViewState:
    """Show or hide one level's mask and boxes."""
    hidden = view.overlay.hidden - {level} if shown else view.overlay.hidden | {level}
    return replace(view, overlay=replace(view.overlay, hidden=frozenset(hidden)))
