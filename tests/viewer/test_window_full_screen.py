"""Full screen and a maximised pane, by real keys and double clicks."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.viewer.window_driver import LEFT, NONE, SHIFT
from viewer.state.planes import Plane


def shown(driver):
    """Return the planes that can be seen."""
    return [plane for plane, pane in driver.panes.items() if pane.isVisible()]


def test_full_screen_by_key_and_back(driver):
    """Shift+F11 fills the screen and gives it back; the layout and the slice stay."""
    size, view = driver.window.size(), driver.view
    driver.key(Qt.Key.Key_F11, SHIFT)
    assert driver.window.isFullScreen()
    assert driver.window.actions_.full_screen.isChecked()
    assert shown(driver) == list(Plane)
    driver.key(Qt.Key.Key_F11, SHIFT)
    assert not driver.window.isFullScreen()
    assert not driver.window.actions_.full_screen.isChecked()
    assert driver.window.size() == size
    assert driver.view == view


def test_the_first_sight_fills_the_screen(driver, monkeypatch):
    """The window is maximised; made smaller, it leaves its frame and status line in sight."""
    room = QRect(0, 0, 1600, 1000)
    screen = SimpleNamespace(availableGeometry=lambda: room)
    monkeypatch.setattr(driver.window, "screen", lambda: screen)
    driver.window.hide()
    driver.window.show_filling()
    assert driver.window.isMaximized()
    assert driver.window.normalGeometry().width() < room.width()
    assert driver.window.normalGeometry().height() < room.height()


def test_the_system_may_end_it(driver):
    """The menu's check follows the window, whoever changed it."""
    driver.key(Qt.Key.Key_F11, SHIFT)
    driver.window.showNormal()
    QApplication.processEvents()
    assert not driver.window.actions_.full_screen.isChecked()


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_a_double_click_maximises_its_pane_and_back(driver, plane):
    """As a hand does it: press, release, double press, release; the crosshair goes along."""
    viewport, at = driver.panes[plane].viewport(), QPoint(90, 80)
    for planes in ([plane], list(Plane)):
        QTest.mouseClick(viewport, LEFT, NONE, at)
        QTest.mouseDClick(viewport, LEFT, NONE, at)
        driver.settle()
        assert shown(driver) == planes
    assert driver.panes[plane].content is not None


def test_a_double_click_of_another_button_is_none(driver):
    """Only the left button maximises."""
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mouseDClick(driver.panes[Plane.AXIAL].viewport(), button, NONE, QPoint(90, 80))
        driver.settle()
        driver.dens.place_menu.menu.close()
        assert shown(driver) == list(Plane)


def test_a_maximised_pane_in_full_screen(driver):
    """F11 and Shift+F11 are two things, and either can be undone first."""
    # The screen without a display is 800 wide: a window that needs more, once all planes are back,
    # is no longer a full screen to Qt. Without the strip it needs less.
    driver.window.actions_.strip.trigger()
    driver.key(Qt.Key.Key_F11)
    driver.key(Qt.Key.Key_F11, SHIFT)
    assert (shown(driver), driver.window.isFullScreen()) == ([Plane.AXIAL], True)
    driver.key(Qt.Key.Key_Escape)
    assert (shown(driver), driver.window.isFullScreen()) == (list(Plane), True)
    driver.key(Qt.Key.Key_F11, SHIFT)
    assert not driver.window.isFullScreen()
