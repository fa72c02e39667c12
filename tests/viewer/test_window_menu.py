"""The menu of a right click, by real clicks on panes and entries."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.findings import Level
from inference.preprocessing.windowing import window_presets
from tests.viewer.conftest import level_center_mm
from tests.viewer.window_driver import LEFT, NONE, RIGHT
from viewer.controllers.jobs import analysis_of
from viewer.review.review import Impression, Verdict
from viewer.state.layout import Arrangement
from viewer.state.planes import Plane


class Clicker:
    """Opens the menu at places of the neck and clicks on its entries."""

    def __init__(self, driver):
        self.driver = driver
        self.menu = driver.dens.place_menu.menu

    def open_at(self, plane, position_mm):
        """Click with the right button where a point of the patient is on a pane."""
        frame = self.driver.panes[plane].content.image.frame
        row_col, _ = frame.lps_to_pixel(position_mm)
        at = self.driver.screen(plane, (float(row_col[0]), float(row_col[1])))
        self.driver.click(plane, at, RIGHT)
        QApplication.processEvents()
        assert self.menu.isVisible()
        return at

    def entries(self):
        """Return what is offered, without separators."""
        shown = [a for a in self.menu.actions() if a.isVisible() and not a.isSeparator()]
        return [a.text().replace("&", "") for a in shown]

    def choose(self, action):
        """Click on an entry."""
        QTest.mouseClick(self.menu, LEFT, NONE, self.menu.actionGeometry(action).center())
        self.driver.settle()

    def choose_in(self, title, action):
        """Open a submenu by key and choose an entry of it by key."""
        entry = next(a for a in self.menu.actions() if a.text().replace("&", "") == title)
        self.menu.setActiveAction(entry)
        QTest.keyClick(self.menu, Qt.Key.Key_Right)
        assert entry.menu().isVisible()
        entry.menu().setActiveAction(action)
        QTest.keyClick(entry.menu(), Qt.Key.Key_Return)
        self.driver.settle()


@pytest.fixture
def clicker(driver, qtbot):
    """The crude neck with its analysis, and its reading known."""
    qtbot.waitUntil(lambda: driver.state.reading is not None, timeout=20_000)
    clicker = Clicker(driver)
    yield clicker
    clicker.menu.close()


C3_MM = level_center_mm(Level.C3)


def test_the_crosshair_is_set_where_the_click_was(clicker):
    """Not where the mouse is by the time the entry is chosen."""
    driver = clicker.driver
    before = driver.view
    at = clicker.open_at(Plane.SAGITTAL, C3_MM)
    assert driver.view.crosshair_mm == before.crosshair_mm
    clicker.choose(clicker.menu.crosshair)
    pane = driver.panes[Plane.SAGITTAL]
    shown = pane.projection.to_screen(pane.content.crosshair_pixel)
    assert shown == pytest.approx((at.x(), at.y()), abs=1.0)


def test_on_a_vertebra_it_is_named_and_judged(clicker):
    """Go there, accept, reject, uncertain, own finding: of the level under the mouse."""
    driver = clicker.driver
    clicker.open_at(Plane.SAGITTAL, C3_MM)
    assert clicker.entries()[:6] == [
        "Set the crosshair here", "Go to C3", "C3: Accept", "C3: Reject", "C3: Uncertain",
        "C3: Add own finding",
    ]  # fmt: skip
    place = driver.view.crosshair_mm
    clicker.choose(clicker.menu.says[1])
    assert driver.state.reading.review.level(Level.C3).verdict is Verdict.REJECT
    assert (driver.view.selected, driver.view.crosshair_mm) == (Level.C3, place)
    clicker.open_at(Plane.SAGITTAL, C3_MM)
    assert [action.isChecked() for action in clicker.menu.says] == [False, True, False]
    clicker.choose(clicker.menu.go)
    assert driver.view.crosshair_mm == pytest.approx(C3_MM)
    clicker.open_at(Plane.SAGITTAL, C3_MM)
    clicker.choose(clicker.menu.own_finding)
    assert driver.state.reading.review.findings_at(Level.C3)


def right_click(window, widget):
    """Click with the right button in the middle of a widget, as the system tells of it."""
    at = widget.mapTo(window, widget.rect().center())
    QTest.mouseClick(window.windowHandle(), RIGHT, NONE, at)
    QApplication.processEvents()


@pytest.mark.parametrize("where", ["list", "strip"])
def test_a_listed_level_has_its_menu(clicker, qtbot, where):
    """A right click on a level's row or name judges it, and moves no image."""
    driver, menu = clicker.driver, clicker.driver.dens.place_menu.levels
    window = driver.window
    qtbot.waitUntil(lambda: not window.strip.message, timeout=60_000)
    row = window.side.findings.rows[Level.C3].button
    place = driver.view.crosshair_mm
    right_click(window, row if where == "list" else window.strip.cells[Level.C3])
    assert menu.isVisible()
    assert [a.text().replace("&", "") for a in menu.actions() if a.isVisible()] == [
        "Go to C3", "C3: Accept", "C3: Reject", "C3: Uncertain", "C3: Add own finding",
    ]  # fmt: skip
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(menu.says[2]).center())
    driver.settle()
    assert driver.state.reading.review.level(Level.C3).verdict is Verdict.UNCERTAIN
    assert (driver.view.selected, driver.view.crosshair_mm) == (Level.C3, place)
    right_click(window, row)
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(menu.go).center())
    driver.settle()
    assert driver.view.crosshair_mm == pytest.approx(C3_MM)


def test_beside_the_spine_no_level_is_offered(clicker):
    """Only what any place has."""
    clicker.open_at(Plane.SAGITTAL, (0.0, -38.0, 230.0))
    said = clicker.entries()
    assert said[0] == "Set the crosshair here"
    assert not any(word.startswith(("Go to", "C")) for word in said)


def test_a_blind_menu_asks_for_the_own_read(make_driver, volume, analysis, tmp_path, qtbot):
    """The choices are those of the own read, and nothing tells what the model holds."""
    driver = make_driver(analysis_of, None, tmp_path)
    driver.window.actions_.blind_first.trigger()
    driver.show(volume, analysis)
    qtbot.waitUntil(lambda: driver.state.reading is not None, timeout=20_000)
    driver.settle()
    clicker = Clicker(driver)
    clicker.open_at(Plane.SAGITTAL, C3_MM)
    assert clicker.entries()[1:5] == [
        "Go to C3", "C3: Suspected", "C3: Not suspected", "C3: Uncertain",
    ]  # fmt: skip
    assert "C3: Add own finding" not in clicker.entries()
    clicker.choose(clicker.menu.says[0])
    assert driver.state.reading.review.blind.impression(Level.C3) is Impression.SUSPECTED
    assert driver.state.withheld


def test_window_and_layout_from_the_menu(clicker):
    """The submenus are the window's own commands, on the pane that was clicked."""
    driver = clicker.driver
    clicker.open_at(Plane.CORONAL, C3_MM)
    soft = driver.window.actions_.windows["4"]
    clicker.choose_in("Window", soft)
    assert driver.view.window == window_presets()["4"]
    clicker.open_at(Plane.CORONAL, C3_MM)
    equal = driver.window.actions_.arrangements[Arrangement.EQUAL]
    clicker.choose_in("Layout", equal)
    assert driver.state.layout.arrangement is Arrangement.EQUAL


def test_a_drag_opens_no_menu(clicker):
    """It zooms, as before."""
    driver = clicker.driver
    driver.drag(Plane.SAGITTAL, QPoint(100, 150), QPoint(0, -75), RIGHT)
    assert driver.view.sagittal.zoom > 1.0
    assert not clicker.menu.isVisible()


def test_escape_closes_the_menu_alone(clicker):
    """Nothing is chosen and nothing changes."""
    driver = clicker.driver
    clicker.open_at(Plane.AXIAL, C3_MM)
    before = driver.state
    QTest.keyClick(clicker.menu, Qt.Key.Key_Escape)
    assert not clicker.menu.isVisible()
    assert driver.state is before
