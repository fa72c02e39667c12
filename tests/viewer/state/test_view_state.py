"""Every intent of the reader is a pure step from one view to the next."""

from dataclasses import replace

import numpy as np
import pytest

from inference.findings import Level, PlaneWeight
from inference.preprocessing.windowing import Window, window_presets
from viewer.state.pane_view import MAX_ZOOM, MIN_ZOOM, PaneView
from viewer.state.planes import Plane, frame_at
from viewer.state.view import (
    MAX_WINDOW_WIDTH,
    bone_window,
    drag_window,
    file_window,
    first_view,
    go_to_finding,
    last_slice_number,
    move_crosshair,
    reset,
    scroll,
    set_pane,
    to_slice,
    toggle_level,
)


@pytest.fixture
def geometry(opened):
    """Share the grid that the panes show."""
    return opened.study.shown.geometry


def test_first_view(opened, geometry):
    """A study hangs with the patient in the middle, in the spine bone window."""
    view = first_view(geometry, opened.study.body)
    assert (view.window.width, view.window.level) == (1800, 400)
    assert geometry.contains_lps(view.crosshair_mm)
    assert view.axial.zoom == 1.0


@pytest.mark.parametrize("plane", list(Plane), ids=str)
@pytest.mark.parametrize("steps", [1, -1, 10, -10, 1000, -1000])
def test_scroll_moves_one_axis_and_stays_inside(opened, geometry, plane, steps):
    """Scrolling moves the crosshair along the plane's own axis alone, within the volume."""
    view = opened.view
    before = frame_at(geometry, plane, view.crosshair_mm)
    after = scroll(view, geometry, plane, steps)
    now = frame_at(geometry, plane, after.crosshair_mm)
    assert now.number == min(max(before.number + steps, 1), before.slice_count)
    for other in set(Plane) - {plane}:
        a, b = (frame_at(geometry, other, v.crosshair_mm).index for v in (view, after))
        assert a == b


def test_first_and_last_slice(opened, geometry):
    """The axial slices run from the head to the feet."""
    top = to_slice(opened.view, geometry, Plane.AXIAL, 1)
    end = last_slice_number(opened.view, geometry, Plane.AXIAL)
    bottom = to_slice(opened.view, geometry, Plane.AXIAL, end)
    assert top.crosshair_mm[2] == pytest.approx(300.0)
    assert bottom.crosshair_mm[2] < top.crosshair_mm[2]


def test_crosshair_is_kept_inside(opened, geometry):
    """A crosshair beyond the volume goes to its border."""
    moved = move_crosshair(opened.view, geometry, (1e4, -1e4, 0))
    assert geometry.contains_lps(moved.crosshair_mm)


def test_file_window(volume, unnamed):
    """The file's own window is offered where there is one, and a valid one."""
    assert file_window(volume) == Window(2000.0, 300.0, "File")
    assert file_window(unnamed) is None
    broken = replace(volume, info=replace(volume.info, window_width=0.0))
    assert file_window(broken) is None


@pytest.mark.parametrize(
    ("wider", "brighter", "expected"),
    [(100, 0, (1100, 50)), (0, 100, (1000, -50)), (-5000, 0, (1, 50)), (1e6, 1e6, (10000, -5000))],
)
def test_drag_window(wider, brighter, expected):
    """Right is wider, up is brighter; both have limits."""
    window = drag_window(Window(1000, 50), wider, brighter)
    assert (window.width, window.level) == expected
    assert window.width <= MAX_WINDOW_WIDTH


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_zoom_is_limited(opened, plane):
    """No plane can be zoomed beyond reason."""
    assert set_pane(opened.view, plane, PaneView(1e9)).pane(plane).zoom == MAX_ZOOM
    assert set_pane(opened.view, plane, PaneView(0.0)).pane(plane).zoom == MIN_ZOOM


def test_zoom_keeps_the_anchor():
    """The point under the mouse stays where it is."""
    before = PaneView(1.0, (4.0, -3.0))
    after = before.zoomed(2.0, (10.0, 20.0))
    for axis, anchor in enumerate((10.0, 20.0)):
        shift_before = (anchor - before.pan_mm[axis]) * before.zoom
        shift_after = (anchor - after.pan_mm[axis]) * after.zoom
        assert shift_before == pytest.approx(shift_after)


def test_reset_keeps_overlays(opened, geometry):
    """Reset undoes window, zoom and crosshair; what is laid over the image stays."""
    changed = toggle_level(opened.view, Level.C4, shown=False)
    changed = set_pane(scroll(changed, geometry, Plane.AXIAL, 9), Plane.AXIAL, PaneView(3.0))
    again = reset(changed, geometry, opened.study.body)
    assert again.crosshair_mm == opened.view.crosshair_mm
    assert again.axial == opened.view.axial
    assert again.overlay.hidden == {Level.C4}


def test_go_to_finding(analysed, geometry):
    """A walk to a level centres and magnifies every plane on it."""
    finding = analysed.study.analysis.findings[4]
    view = go_to_finding(analysed.view, geometry, analysed.study.body, finding)
    np.testing.assert_allclose(view.crosshair_mm, finding.centroid_lps_mm, atol=1e-6)
    assert view.selected is Level.C5
    assert view.sagittal.zoom > 1.0


def test_go_to_a_level_without_a_place(analysed, geometry):
    """A level that was not analysed is selected, and the crosshair stays."""
    finding = analysed.study.analysis.findings[6]
    view = go_to_finding(analysed.view, geometry, analysed.study.body, finding)
    assert view.selected is Level.C7
    assert view.crosshair_mm == analysed.view.crosshair_mm


def test_go_to_the_plane_that_weighed_most(analysed, geometry):
    """The crosshair is on the level's centre, on the axial slice that weighed most."""
    finding = analysed.study.analysis.findings[4]
    x, y, z = finding.centroid_lps_mm
    planes = (
        PlaneWeight((x, y, z - 4.5), 0.2),
        PlaneWeight((x + 9, y + 9, z + 3.0), 0.7),
        PlaneWeight((x, y, z), 0.1),
    )
    view = go_to_finding(
        analysed.view, geometry, analysed.study.body, replace(finding, planes=planes)
    )
    axial = frame_at(geometry, Plane.AXIAL, view.crosshair_mm)
    assert axial.index == frame_at(geometry, Plane.AXIAL, planes[1].position_lps_mm).index
    np.testing.assert_allclose(view.crosshair_mm[:2], (x, y), atol=1e-6)


def test_bone_window(opened):
    """Any bone window is kept; another one gives way to the first."""
    presets = window_presets()
    for key, expected in (("1", "1"), ("2", "2"), ("3", "3"), ("4", "1")):
        view = bone_window(replace(opened.view, window=presets[key]))
        assert view.window == presets[expected]


def test_levels_on_and_off(opened):
    """A level is hidden and shown again."""
    off = toggle_level(opened.view, Level.C2, shown=False)
    assert off.overlay.hidden == {Level.C2}
    assert toggle_level(off, Level.C2, shown=True).overlay.hidden == set()
