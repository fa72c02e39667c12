"""What stands on the images and at their edges while the hand works."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.viewer.window_driver import CTRL, LEFT, NONE, RIGHT, SHIFT, move
from viewer.state.planes import Plane


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_patient_study_and_place_stand_in_the_corners(driver, plane):
    """Who, what, and after each step the slice's number and its place in millimetres."""
    pane = driver.panes[plane]
    corners = pane.content.corners
    assert corners.top_left == ("Ellipsoid, Eva", "TEST-0001", "born 1970-01-02  F")
    assert corners.top_right[:2] == ("2024-03-21", "CT cervical spine, trauma")
    driver.key(Qt.Key.Key_Home, plane=plane)
    for wanted in (1, 2, 3):
        frame = pane.content.image.frame
        name, place = pane.content.corners.bottom_left
        assert name == f"{plane.value.capitalize()} {wanted} / {frame.slice_count}"
        axis = {Plane.AXIAL: 2, Plane.SAGITTAL: 0, Plane.CORONAL: 1}[plane]
        assert place == f"{'xyz'[axis]} {driver.view.crosshair_mm[axis]:.1f} mm"
        assert name in pane.accessibleDescription()
        driver.wheel(plane, -1)


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_ctrl_wheel_keeps_what_is_under_the_mouse(driver, plane):
    """It magnifies about the mouse, in and out again."""
    pane = driver.panes[plane]
    middle = pane.width() / 2, pane.height() / 2
    before = pane.projection.to_pixel(*middle)
    driver.wheel(plane, 3, CTRL)
    assert pane.projection.to_pixel(*middle) == pytest.approx(before, abs=0.6)
    driver.wheel(plane, -3, CTRL)
    assert driver.view.pane(plane).zoom == pytest.approx(1.0)


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_live_crosshair_leads_the_other_planes(driver, plane):
    """With Shift and a moving mouse, the others show what is under it at every move."""
    pane = driver.panes[plane]
    rows, columns = pane.content.image.frame.shape
    for share in (0.45, 0.55):
        pixel = (share * rows, share * columns)
        at = driver.screen(plane, pixel)
        move(pane.viewport(), at, Qt.MouseButton.NoButton, SHIFT)
        driver.settle()
        wanted = pane.content.image.frame.pixel_to_lps(pane.projection.to_pixel(at.x(), at.y()))
        np.testing.assert_allclose(driver.view.crosshair_mm, wanted, atol=1e-6)
        for other in driver.panes.values():
            _, away = other.content.image.frame.lps_to_pixel(wanted)
            # In slices: no other one is nearer.
            assert abs(away) <= 0.5 + 1e-6
    number = {other: driver.number(other) for other in Plane}
    move(
        pane.viewport(), driver.screen(plane, (0.5 * rows, 0.5 * columns)), Qt.MouseButton.NoButton
    )
    driver.settle()
    assert {other: driver.number(other) for other in Plane} == number


def test_a_right_click_opens_a_menu_and_a_right_drag_none(driver):
    """The same button: what counts is whether the mouse moved."""
    menu = driver.dens.place_menu.menu
    driver.drag(Plane.AXIAL, QPoint(150, 150), QPoint(0, -40), RIGHT)
    assert not menu.isVisible()
    assert driver.view.axial.zoom > 1.0
    driver.click(Plane.AXIAL, QPoint(150, 150), RIGHT)
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_all_overlays_go_while_space_is_held(driver):
    """Masks, boxes, texts, crosshair: bare grey while it is held, all of it back after."""
    driver.key(Qt.Key.Key_N)
    pane = driver.panes[Plane.AXIAL]
    pane.setFocus()
    before = pane.content
    assert pane._image.image.ndim == 3
    QTest.keyPress(pane, Qt.Key.Key_Space)
    driver.settle()
    assert pane._image.image.ndim == 2
    assert (pane.content.boxes, pane.content.crosshair_pixel) == ((), None)
    # What holds a key repeats it.
    QTest.keyPress(pane, Qt.Key.Key_Space)
    QTest.keyRelease(pane, Qt.Key.Key_Space)
    driver.settle()
    assert pane.content == before


def test_the_right_mouse_button_leaves_the_crosshair(driver):
    """Double click, drag and wheel leave it too: only a left click and Shift move it."""
    before = driver.view.crosshair_mm
    for button in (RIGHT, Qt.MouseButton.MiddleButton):
        driver.drag(Plane.CORONAL, QPoint(120, 120), QPoint(25, 15), button)
    driver.wheel(Plane.CORONAL, 2, CTRL)
    driver.wheel(Plane.CORONAL, 2, Qt.KeyboardModifier.AltModifier)
    QTest.mouseDClick(driver.panes[Plane.CORONAL].viewport(), LEFT, NONE, QPoint(90, 90))
    driver.settle()
    assert driver.view.maximised is Plane.CORONAL
    assert driver.view.crosshair_mm == before
