"""The planes under mouse and keys: slices, crosshair, windows, zoom and letters."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inference.findings import Level
from tests.viewer.window_driver import CTRL, LEFT, MIDDLE, NONE, RIGHT, SHIFT, move
from viewer.state.planes import Plane, frame_at


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_click_on_a_voxel_sets_the_crosshair_there(driver, plane):
    """A click on a known voxel gives that voxel's millimetres, in all three panes."""
    geometry = driver.state.study.shown.geometry
    frame = driver.panes[plane].content.image.frame
    pixel = (frame.shape[0] // 2 + 6, frame.shape[1] // 2 - 9)
    driver.click(plane, driver.screen(plane, pixel))
    wanted = frame.pixel_to_lps(pixel)
    half_a_screen_pixel = driver.panes[plane].projection.mm_per_px / 2 + 1e-6
    assert np.abs(np.array(driver.view.crosshair_mm) - wanted).max() <= half_a_screen_pixel
    for other in Plane:
        shown = driver.panes[other].content.image.frame
        assert shown.index == frame_at(geometry, other, driver.view.crosshair_mm).index


def test_live_crosshair(driver):
    """Shift and a moving mouse lead the crosshair."""
    before = driver.view.crosshair_mm
    point = driver.screen(Plane.AXIAL, (50.0, 60.0))
    move(driver.panes[Plane.AXIAL].viewport(), point, Qt.MouseButton.NoButton)
    assert driver.view.crosshair_mm == before
    move(driver.panes[Plane.AXIAL].viewport(), point, Qt.MouseButton.NoButton, SHIFT)
    assert driver.view.crosshair_mm != before


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_keys_move_through_slices(driver, plane):
    """Arrows go one slice, with Shift or as page keys ten, Home and End to the ends."""
    driver.key(Qt.Key.Key_Home, plane=plane)
    assert driver.number(plane) == 1
    driver.key(Qt.Key.Key_Down, plane=plane)
    assert driver.number(plane) == 2
    driver.key(Qt.Key.Key_PageDown, plane=plane)
    assert driver.number(plane) == 12
    driver.key(Qt.Key.Key_Down, SHIFT, plane=plane)
    assert driver.number(plane) == 22
    driver.key(Qt.Key.Key_Up, plane=plane)
    driver.key(Qt.Key.Key_PageUp, plane=plane)
    driver.key(Qt.Key.Key_Up, SHIFT, plane=plane)
    assert driver.number(plane) == 1
    driver.key(Qt.Key.Key_End, plane=plane)
    assert driver.number(plane) == driver.panes[plane].content.image.frame.slice_count


def test_wheel_scrolls_and_zooms(driver):
    """The wheel goes a slice a notch; with Ctrl it magnifies; parts of a notch add up."""
    before = driver.number(Plane.AXIAL)
    driver.wheel(Plane.AXIAL, -1)
    assert driver.number(Plane.AXIAL) == before + 1
    for _ in range(4):
        driver.wheel(Plane.AXIAL, 0.25)
    assert driver.number(Plane.AXIAL) == before
    driver.wheel(Plane.AXIAL, 1, CTRL)
    assert driver.view.axial.zoom > 1
    assert driver.number(Plane.AXIAL) == before


@pytest.mark.parametrize(
    ("key", "width", "level"),
    [
        (Qt.Key.Key_0, 2000, 300),
        (Qt.Key.Key_1, 1800, 400),
        (Qt.Key.Key_2, 2800, 600),
        (Qt.Key.Key_3, 4000, 700),
        (Qt.Key.Key_4, 350, 50),
    ],
    ids=["file", "bone 1", "bone 2", "bone 3", "soft tissue"],
)
def test_window_keys_and_buttons(driver, key, width, level):
    """A key sets its window on all panes, and its button shows that it is on."""
    driver.key(Qt.Key.Key_4 if key != Qt.Key.Key_4 else Qt.Key.Key_1)
    driver.key(key)
    assert (driver.view.window.width, driver.view.window.level) == (width, level)
    on = [name for name, action in driver.window.actions_.windows.items() if action.isChecked()]
    assert on == [chr(key)]
    for pane in driver.panes.values():
        assert pane.content.image.window == driver.view.window
    driver.window.actions_.windows[chr(key)].trigger()
    assert driver.window.actions_.windows[chr(key)].isChecked()


def test_file_window_is_off_where_the_file_has_none(make_driver, unnamed):
    """No window is made up for a file that names none."""
    driver = make_driver()
    driver.show(unnamed)
    assert not driver.window.actions_.windows["0"].isEnabled()


def test_drags(driver):
    """Left changes the window, middle pans, right zooms; no drag moves the crosshair."""
    crosshair = driver.view.crosshair_mm
    start = QPoint(150, 230)
    driver.drag(Plane.AXIAL, start, QPoint(60, -40))
    assert driver.view.window.width > 1800
    assert driver.view.window.level < 400
    pan = driver.view.axial.pan_mm
    driver.drag(Plane.AXIAL, start, QPoint(40, 0), MIDDLE)
    assert driver.view.axial.pan_mm[0] < pan[0]
    driver.drag(Plane.SAGITTAL, QPoint(100, 150), QPoint(0, -75), RIGHT)
    assert driver.view.sagittal.zoom == pytest.approx(2**0.5)
    assert driver.view.crosshair_mm == crosshair


def test_a_shaking_hand_still_clicks(driver):
    """A press that moves a pixel or two is a click, not a drag."""
    window, before = driver.view.window, driver.view.crosshair_mm
    driver.drag(Plane.AXIAL, QPoint(150, 150), QPoint(2, 1))
    assert driver.view.window == window
    assert driver.view.crosshair_mm != before


def test_maximise_by_double_click_f11_and_back(driver):
    """One plane fills the window, and Esc, F11 or a double click bring the others back."""
    QTest.mouseDClick(driver.panes[Plane.CORONAL].viewport(), LEFT, NONE, QPoint(100, 100))
    driver.settle()
    assert driver.view.maximised is Plane.CORONAL
    assert not driver.panes[Plane.AXIAL].isVisible()
    assert not driver.panes[Plane.SAGITTAL].isVisible()
    driver.key(Qt.Key.Key_Escape, plane=Plane.CORONAL)
    assert driver.view.maximised is None
    assert all(pane.isVisible() for pane in driver.panes.values())
    driver.panes[Plane.SAGITTAL].setFocus()
    driver.key(Qt.Key.Key_F11, plane=Plane.SAGITTAL)
    assert driver.view.maximised is Plane.SAGITTAL
    driver.key(Qt.Key.Key_F11, plane=Plane.SAGITTAL)
    assert driver.view.maximised is None


def test_walk_and_reset(driver):
    """N and P walk through the suspected levels, most suspected first; R goes back."""
    first = driver.view
    driver.key(Qt.Key.Key_N)
    assert driver.view.selected is Level.C5
    assert driver.window.side.findings.rows[Level.C5].button.isChecked()
    driver.key(Qt.Key.Key_N)
    assert driver.view.selected is Level.C2
    driver.key(Qt.Key.Key_P)
    assert driver.view.selected is Level.C5
    driver.key(Qt.Key.Key_R)
    assert driver.view == first


def test_probe(driver):
    """The voxel under the mouse is told with its millimetres, the crosshair's otherwise."""
    assert driver.window.probe_text.startswith("Crosshair")
    pane = driver.panes[Plane.AXIAL]
    move(pane.viewport(), driver.screen(Plane.AXIAL, (60, 64)), Qt.MouseButton.NoButton)
    text = driver.window.probe_text
    assert "HU" in text
    assert not text.startswith("Crosshair")
    driver.wheel(Plane.AXIAL, -5)
    assert driver.window.probe_text != text
    move(pane.viewport(), QPoint(1, 1), Qt.MouseButton.NoButton)
    assert driver.window.probe_text == ""


def test_letters_follow_an_odd_grid(make_driver, volume):
    """A volume that was stored the other way round hangs the same way."""
    turned = replace(
        volume,
        hu=np.ascontiguousarray(volume.hu[:, ::-1, ::-1]),
        geometry=_reversed_ji(volume.geometry),
    )
    driver = make_driver()
    driver.show(volume)
    straight = driver.panes[Plane.AXIAL]._image.image.copy()
    driver.show(turned)
    np.testing.assert_array_equal(driver.panes[Plane.AXIAL]._image.image, straight)
    letters = driver.panes[Plane.AXIAL].content.letters
    assert (letters.left, letters.top) == ("R", "A")


def _reversed_ji(geometry):
    """Describe the same voxels with rows and columns counted from the other end."""
    matrix = geometry.matrix
    _, rows, columns = geometry.shape_kji
    matrix[:3, 3] += matrix[:3, 0] * (columns - 1) + matrix[:3, 1] * (rows - 1)
    matrix[:3, :2] *= -1
    return type(geometry).from_matrix(geometry.shape_kji, matrix)
