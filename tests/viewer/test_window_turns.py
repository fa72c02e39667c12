"""Invert, flip and rotate on the real window, with real keys and clicks."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from inference.findings import Level
from tests.viewer.window_driver import MIDDLE
from viewer.state.planes import Plane

KEYS = {
    "as hung": (),
    "flipped": (Qt.Key.Key_H,),
    "upside down": (Qt.Key.Key_V,),
    "clockwise": (Qt.Key.Key_Period,),
    "anticlockwise": (Qt.Key.Key_Comma,),
    "half": (Qt.Key.Key_Period, Qt.Key.Key_Period),
    "transposed": (Qt.Key.Key_Period, Qt.Key.Key_H),
    "other diagonal": (Qt.Key.Key_Period, Qt.Key.Key_V),
}
AXIAL_EDGES = {
    "as hung": "RLAP",
    "flipped": "LRAP",
    "upside down": "RLPA",
    "clockwise": "PARL",
    "anticlockwise": "APLR",
    "half": "LRPA",
    "transposed": "APRL",
    "other diagonal": "PALR",
}


def turn(driver, plane, name):
    """Press the keys that lead to one of the eight symmetries."""
    driver.panes[plane].setFocus()
    for key in KEYS[name]:
        driver.key(key, plane=plane)


def image_of(driver, plane):
    """Return the pixels that a pane draws."""
    return driver.panes[plane]._image.image.copy()


@pytest.mark.parametrize("name", list(KEYS))
def test_letters_after_the_keys(driver, name):
    """Left, right, top and bottom letters of the axial plane, and of no other."""
    turn(driver, Plane.AXIAL, name)
    letters = driver.panes[Plane.AXIAL].content.letters
    assert letters.left + letters.right + letters.top + letters.bottom == AXIAL_EDGES[name]
    coronal = driver.panes[Plane.CORONAL].content.letters
    assert (coronal.left, coronal.top) == ("R", "H")
    assert f"left {letters.left}" in driver.panes[Plane.AXIAL].accessibleDescription()


@pytest.mark.parametrize("name", list(KEYS))
@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_a_click_lands_in_the_patient_after_a_turn(driver, plane, name):
    """A click on what is displayed sets the crosshair there, and it is drawn under the mouse."""
    turn(driver, plane, name)
    pane = driver.panes[plane]
    frame = pane.content.image.frame
    pixel = (frame.shape[0] // 2 + 6, frame.shape[1] // 2 - 9)
    at = driver.screen(plane, pixel)
    driver.click(plane, at)
    half_a_screen_pixel = pane.projection.mm_per_px / 2 + 1e-6
    off = np.abs(np.array(driver.view.crosshair_mm) - frame.pixel_to_lps(pixel))
    assert off.max() <= half_a_screen_pixel
    drawn = pane.projection.to_screen(pane.content.crosshair_pixel)
    assert drawn == pytest.approx((at.x(), at.y()), abs=1e-6)


@pytest.mark.parametrize("name", list(KEYS))
def test_pan_follows_the_mouse_after_a_turn(driver, name):
    """What was under the mouse stays under it."""
    turn(driver, Plane.SAGITTAL, name)
    pane = driver.panes[Plane.SAGITTAL]
    start, moved = QPoint(150, 150), QPoint(40, -25)
    before = pane.projection.to_pixel(start.x(), start.y())
    driver.drag(Plane.SAGITTAL, start, moved, MIDDLE)
    end = start + moved
    assert pane.projection.to_pixel(end.x(), end.y()) == pytest.approx(before, abs=1e-6)


def test_masks_and_boxes_turn_with_the_image(driver):
    """Coloured image and box are the mirror image of what they were."""
    driver.key(Qt.Key.Key_N)
    before, (box,) = image_of(driver, Plane.AXIAL), driver.panes[Plane.AXIAL].content.boxes
    turn(driver, Plane.AXIAL, "clockwise")
    np.testing.assert_array_equal(image_of(driver, Plane.AXIAL), np.rot90(before, -1))
    (turned,) = driver.panes[Plane.AXIAL].content.boxes
    rows = before.shape[0]
    assert turned.level is box.level is Level.C5
    assert turned.rect.left == pytest.approx(rows - 1 - box.rect.bottom)
    assert turned.rect.top == pytest.approx(box.rect.left)


def test_invert_one_plane(driver):
    """I exchanges black and white of the active plane alone, and its menu entry shows it."""
    driver.key(Qt.Key.Key_G)
    axial, coronal = image_of(driver, Plane.AXIAL), image_of(driver, Plane.CORONAL)
    driver.key(Qt.Key.Key_I)
    np.testing.assert_array_equal(image_of(driver, Plane.AXIAL), 255 - axial)
    np.testing.assert_array_equal(image_of(driver, Plane.CORONAL), coronal)
    assert driver.window.actions_.invert.isChecked()
    driver.panes[Plane.CORONAL].setFocus()
    driver.settle()
    assert not driver.window.actions_.invert.isChecked()


def test_reset_by_key(driver):
    """R undoes flips, rotations and inversion."""
    first = driver.view
    for key in (Qt.Key.Key_I, Qt.Key.Key_H, Qt.Key.Key_Period):
        driver.key(key)
    assert driver.view != first
    driver.key(Qt.Key.Key_R)
    assert driver.view == first
