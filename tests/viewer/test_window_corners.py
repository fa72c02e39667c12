"""Texts, value and scale bar in the margins of the real panes."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.viewer.window_driver import CTRL, move
from viewer.rendering.marks import TEXT_COLOUR
from viewer.state.corners import Corners
from viewer.state.planes import Plane


def painted(driver, plane):
    """Return the pixels of a pane as it is on the screen, RGB (rows, columns, 3)."""
    image = driver.panes[plane].viewport().grab().toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    # A copy: the image's memory goes with it.
    return data[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def bar_px(driver, plane):
    """Measure the longest unbroken line of the texts' colour in the lower right corner."""
    image = painted(driver, plane)
    rows, columns, _ = image.shape
    corner = image[rows * 2 // 3 :, columns // 2 :]
    hits = (corner == TEXT_COLOUR.getRgb()[:3]).all(axis=-1)
    longest = 0
    for row in hits:
        edges = np.flatnonzero(np.diff(np.pad(row.astype(np.int8), 1)))
        longest = max(longest, *(edges[1::2] - edges[::2]), 0)
    return longest


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_the_scale_bar_is_as_long_as_it_says(driver, plane):
    """Measured on the screen: its millimetres are the image's, at every zoom and turn."""
    driver.key(Qt.Key.Key_Space, plane=plane)
    pane = driver.panes[plane]
    lengths = set()
    for notches in (0, 4, 5):
        driver.wheel(plane, notches or 0.01, CTRL)
        wanted = pane.projection.scale_bar_mm
        assert bar_px(driver, plane) == pytest.approx(wanted / pane.projection.mm_per_px, abs=2)
        lengths.add(wanted)
    assert len(lengths) > 1


def test_the_bar_stays_in_its_corner(driver):
    """It takes at most its share of the pane, whatever the zoom."""
    pane = driver.panes[Plane.AXIAL]
    for _ in range(12):
        bar = pane.projection.scale_bar_mm
        assert bar / pane.projection.mm_per_px <= 0.28 * pane.viewport().width()
        driver.wheel(Plane.AXIAL, 2, CTRL)


def test_the_value_under_the_mouse_stands_in_its_own_pane(driver):
    """HU in the corner of the pane under the mouse, in step with the slice, and no other."""
    pane = driver.panes[Plane.AXIAL]
    assert [p.value for p in driver.panes.values()] == ["", "", ""]
    move(pane.viewport(), driver.screen(Plane.AXIAL, (60, 64)), Qt.MouseButton.NoButton)
    value = pane.value
    assert value.endswith(" HU")
    assert driver.window.probe_text.startswith(value)
    before = painted(driver, Plane.AXIAL)
    assert [driver.panes[p].value for p in (Plane.SAGITTAL, Plane.CORONAL)] == ["", ""]
    driver.wheel(Plane.AXIAL, -7)
    assert pane.value != value
    QApplication.sendEvent(pane, QEvent(QEvent.Type.Leave))
    assert pane.value == ""
    assert not np.array_equal(painted(driver, Plane.AXIAL), before)
    move(pane.viewport(), QPoint(1, 1), Qt.MouseButton.NoButton)
    assert pane.value == ""


def test_t_hides_the_texts_for_good(driver):
    """T and its menu entry; letters and scale bar stay."""
    driver.key(Qt.Key.Key_T)
    for pane in driver.panes.values():
        assert pane.content.corners == Corners()
        assert pane.content.letters.left
    assert not driver.window.actions_.texts.isChecked()
    assert bar_px(driver, Plane.AXIAL) > 20
    driver.window.actions_.texts.trigger()
    driver.settle()
    assert driver.panes[Plane.AXIAL].content.corners.top_left[0] == "Ellipsoid, Eva"


def test_space_hides_texts_and_crosshair_while_it_is_held(driver):
    """Nothing but letters and scale bar stays over the image."""
    pane = driver.panes[Plane.AXIAL]
    pane.setFocus()
    QTest.keyPress(pane, Qt.Key.Key_Space)
    driver.settle()
    assert pane.content.corners == Corners()
    assert pane.content.crosshair_pixel is None
    assert pane.content.boxes == ()
    QTest.keyRelease(pane, Qt.Key.Key_Space)
    driver.settle()
    assert pane.content.corners.bottom_left
    assert pane.content.crosshair_pixel is not None
