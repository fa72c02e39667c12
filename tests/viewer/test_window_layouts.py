"""Layouts and the second window, by key, menu and click on the real window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.viewer.window_driver import CTRL, LEFT, NONE, move
from viewer.state.layout import Arrangement
from viewer.state.planes import Plane


def place(driver, plane):
    """Return where a pane stands in the grid: left, top, width, height."""
    pane, grid = driver.panes[plane], driver.window.grid
    corner = pane.mapTo(grid, QPoint(0, 0))
    return corner.x(), corner.y(), pane.width(), pane.height()


def checked(driver):
    """Return the arrangements whose menu entries are checked."""
    return [a for a, action in driver.window.actions_.arrangements.items() if action.isChecked()]


@pytest.mark.parametrize("large", list(Plane), ids=str)
def test_the_active_plane_becomes_large(driver, large):
    """Ctrl+2 puts the active plane to the left at full height, the others beside it."""
    driver.panes[large].setFocus()
    driver.key(Qt.Key.Key_2, CTRL, plane=large)
    assert driver.state.layout.large is large
    height = driver.window.grid.height()
    assert place(driver, large)[:2] == (0, 0)
    assert place(driver, large)[3] == height
    small = [plane for plane in Plane if plane is not large]
    tops = [place(driver, plane)[1] for plane in small]
    assert tops[0] == 0 < tops[1]
    assert all(place(driver, plane)[2] < place(driver, large)[2] for plane in small)
    assert driver.panes[large].hasFocus()


def test_two_by_two(driver):
    """Ctrl+3 shows planes of equal size, all of them drawn, and the surfaces' place."""
    driver.key(Qt.Key.Key_3, CTRL)
    assert checked(driver) == [Arrangement.EQUAL]
    axial, sagittal, coronal = (place(driver, plane) for plane in Plane)
    assert axial[1] == sagittal[1] == 0 < coronal[1]
    assert axial[3] == pytest.approx(coronal[3], abs=4)
    assert axial[2] == pytest.approx(sagittal[2], abs=4)
    assert coronal[2] == pytest.approx(axial[2], abs=4)
    surfaces = driver.window.grid.surfaces
    corner = surfaces.mapTo(driver.window.grid, QPoint(0, 0))
    assert (corner.x(), corner.y()) == pytest.approx((sagittal[0], coronal[1]), abs=4)
    assert surfaces.width() == pytest.approx(sagittal[2], abs=4)
    for plane, pane in driver.panes.items():
        assert pane.content.image.frame.plane is plane
    driver.window.actions_.arrangements[Arrangement.LARGE_AND_SMALL].trigger()
    driver.settle()
    assert checked(driver) == [Arrangement.LARGE_AND_SMALL]
    assert not surfaces.isVisible()


def test_planes_strip_and_surfaces(driver):
    """Ctrl+4 shows all of it beside each other, the strip also where it was hidden."""
    driver.key(Qt.Key.Key_F6)
    assert driver.window.strip.isHidden()
    driver.panes[Plane.SAGITTAL].setFocus()
    driver.key(Qt.Key.Key_4, CTRL, plane=Plane.SAGITTAL)
    assert checked(driver) == [Arrangement.SPINE]
    assert driver.window.strip.isVisible()
    surfaces, width = driver.window.grid.surfaces, driver.window.grid.width()
    large, small = place(driver, Plane.SAGITTAL), place(driver, Plane.AXIAL)
    assert large[0] == 0 < small[0] < surfaces.mapTo(driver.window.grid, QPoint(0, 0)).x()
    assert 0.25 * width < surfaces.width() < 0.35 * width
    assert large[2] > small[2]
    driver.key(Qt.Key.Key_F11, plane=Plane.SAGITTAL)
    assert not surfaces.isVisible()
    driver.key(Qt.Key.Key_Escape, plane=Plane.SAGITTAL)
    assert surfaces.isVisible()


def test_one_plane_and_back(driver):
    """Ctrl+1 fills the window, a layout or Esc brings the others back, and it is kept."""
    driver.key(Qt.Key.Key_3, CTRL)
    driver.key(Qt.Key.Key_1, CTRL)
    assert driver.view.maximised is Plane.AXIAL
    assert checked(driver) == []
    assert place(driver, Plane.AXIAL)[2:] == (
        driver.window.grid.width(),
        driver.window.grid.height(),
    )
    driver.key(Qt.Key.Key_Escape)
    assert checked(driver) == [Arrangement.EQUAL]
    QTest.mouseDClick(driver.panes[Plane.CORONAL].viewport(), LEFT, NONE, QPoint(100, 60))
    driver.settle()
    assert not driver.panes[Plane.AXIAL].isVisible()
    driver.key(Qt.Key.Key_2, CTRL, plane=Plane.CORONAL)
    assert driver.view.maximised is None
    assert all(pane.isVisible() for pane in driver.panes.values())


def test_the_layout_outlives_the_study(driver, unnamed):
    """Another study is shown in the same layout."""
    driver.key(Qt.Key.Key_3, CTRL)
    driver.show(unnamed)
    assert checked(driver) == [Arrangement.EQUAL]
    assert all(pane.content is not None for pane in driver.panes.values())


@pytest.fixture
def second(driver):
    """Open the second window by key, on the sagittal plane."""
    driver.panes[Plane.SAGITTAL].setFocus()
    driver.key(Qt.Key.Key_W, plane=Plane.SAGITTAL)
    QApplication.processEvents()
    driver.settle()
    return driver.dens.second


def test_the_second_window_shows_the_same_state(driver, second):
    """Same slice, same pixels, same zoom; what is done in one window is seen in the other."""
    assert second.isVisible()
    assert second.isWindow()
    pane, main = second.panes[Plane.SAGITTAL], driver.panes[Plane.SAGITTAL]
    assert pane.isVisible()
    assert pane.content == main.content
    driver.wheel(Plane.SAGITTAL, -3)
    np.testing.assert_array_equal(pane._image.image, main._image.image)
    before = main.content.image.frame.number
    QTest.keyClick(pane, Qt.Key.Key_Down)
    driver.settle()
    assert main.content.image.frame.number == before + 1
    QTest.mouseClick(pane.viewport(), LEFT, NONE, QPoint(300, 300))
    driver.settle()
    wanted = pane.content.image.frame.pixel_to_lps(pane.projection.to_pixel(300, 300))
    np.testing.assert_allclose(driver.view.crosshair_mm, wanted, atol=1e-6)
    assert main.content == pane.content


def test_the_value_is_told_in_the_window_under_the_mouse(driver, second):
    """The second window's pane tells its value, its twin does not."""
    pane = second.panes[Plane.SAGITTAL]
    move(pane.viewport(), QPoint(500, 500), Qt.MouseButton.NoButton)
    assert pane.value.endswith(" HU")
    assert driver.panes[Plane.SAGITTAL].value == ""


def test_keys_of_the_window_work_in_the_second(driver, second):
    """Commands by key belong to both windows."""
    pane = second.panes[Plane.SAGITTAL]
    second.activateWindow()
    pane.setFocus()
    QTest.keyClick(pane, Qt.Key.Key_I)
    driver.settle()
    assert driver.view.sagittal.inverted


def test_another_plane_and_closing(driver, second):
    """The menu changes its plane; closing it, or W again, is the end of it."""
    does = driver.window.actions_
    does.second_planes[Plane.CORONAL].trigger()
    driver.settle()
    assert second.panes[Plane.CORONAL].isVisible()
    assert not second.panes[Plane.SAGITTAL].isVisible()
    assert second.panes[Plane.CORONAL].content == driver.panes[Plane.CORONAL].content
    assert does.second_planes[Plane.CORONAL].isChecked()
    second.close()
    assert driver.state.layout.second is None
    assert not does.second.isChecked()
    for shown in (True, False):
        driver.window.activateWindow()
        QApplication.processEvents()
        driver.key(Qt.Key.Key_W, plane=Plane.AXIAL)
        assert second.isVisible() == shown


def test_no_window_stays_behind(driver, second):
    """With the window of the study the second one goes."""
    driver.window.close()
    assert not second.isVisible()
