"""Mouse tools are pure: the view at the press and a drag give another view."""

import pytest

from viewer.state.planes import Plane, frame_at
from viewer.state.pointer import Button, Drag, Pointer
from viewer.tools.crosshair import CrosshairTool
from viewer.tools.pan import PanTool
from viewer.tools.window_level import WindowLevelTool
from viewer.tools.zoom import ZoomTool


def at(x=100.0, y=100.0, plane=Plane.AXIAL, pixel=(40.0, 50.0), offset=(3.0, 4.0)):
    """Put the mouse somewhere."""
    return Pointer(plane, Button.LEFT, (x, y), pixel, offset, mm_per_px=0.5)


def test_window_level(opened):
    """Right is wider, left narrower; up is brighter, that is a lower level."""
    tool = WindowLevelTool()
    right = tool.drag(opened.view, Drag(at(), at(150, 100)))
    up = tool.drag(opened.view, Drag(at(), at(100, 50)))
    assert right.window.width > opened.view.window.width
    assert right.window.level == opened.view.window.level
    assert up.window.level < opened.view.window.level
    assert up.window.width == opened.view.window.width


def test_pan_follows_the_mouse(opened):
    """The image moves as far as the mouse, on the pane that was pressed alone."""
    moved = PanTool().drag(opened.view, Drag(at(), at(110, 80)))
    right, down = opened.view.axial.pan_mm
    assert moved.axial.pan_mm == (right - 5.0, down + 10.0)
    assert moved.sagittal == opened.view.sagittal


def test_zoom_by_drag_and_wheel(opened):
    """Up and away from the hand magnify."""
    tool = ZoomTool()
    assert tool.drag(opened.view, Drag(at(), at(100, -50))).axial.zoom == pytest.approx(2.0)
    assert tool.turn(opened.view, at(), 1).axial.zoom > 1
    assert tool.turn(opened.view, at(), -1).axial.zoom < 1


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_crosshair_lands_on_the_pixel(opened, plane):
    """The crosshair goes to the pixel under the mouse and stays on the slice."""
    geometry = opened.study.shown.geometry
    frame = frame_at(geometry, plane, opened.view.crosshair_mm)
    view = CrosshairTool().place(opened.view, geometry, at(plane=plane, pixel=(30.0, 41.0)))
    row_col, depth = frame.lps_to_pixel(view.crosshair_mm)
    assert tuple(row_col) == pytest.approx((30.0, 41.0))
    assert depth == pytest.approx(0.0, abs=1e-9)
