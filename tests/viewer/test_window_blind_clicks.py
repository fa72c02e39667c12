"""Before the own read a click leads to a level's middle, wherever the click is.

Which plane weighed most in the decision is the model's word: a crosshair that went there
would tell it.
"""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inference.findings import Level, PlaneWeight
from tests.viewer.conftest import level_center_mm
from tests.viewer.window_driver import CTRL, LEFT, NONE, RIGHT, SHIFT
from viewer.controllers.jobs import analysis_of
from viewer.state.planes import Plane

HIGHER_MM = 6.0
"""So far above the middle lies the plane that weighed most."""

MIDDLE_MM = level_center_mm(Level.C5)


def weighted(analysis):
    """Let a plane above the middle weigh most at every level that has a place."""
    findings = tuple(_weighted(finding) for finding in analysis.findings)
    return replace(analysis, findings=findings)


def _weighted(finding):
    if finding.centroid_lps_mm is None:
        return finding
    x, y, z = finding.centroid_lps_mm
    planes = (PlaneWeight((x, y, z + HIGHER_MM), 0.9), PlaneWeight((x, y, z), 0.1))
    return replace(finding, planes=planes)


@pytest.fixture
def blind(make_driver, volume, analysis, tmp_path, qtbot):
    """A window in which the own read comes first, with the strip drawn."""
    driver = make_driver(analysis_of, None, tmp_path)
    driver.window.actions_.blind_first.trigger()
    driver.show(volume, weighted(analysis))
    qtbot.waitUntil(
        lambda: driver.state.reading is not None and driver.state.study.spine_sought,
        timeout=60_000,
    )
    driver.settle()
    assert driver.state.withheld
    return driver


def on_the_cell(driver):
    """Click on the strip's cell."""
    QTest.mouseClick(driver.window.strip.cells[Level.C5], LEFT)


def on_the_row(driver):
    """Click on the level in the findings."""
    QTest.mouseClick(driver.window.side.findings.rows[Level.C5].button, LEFT)


def on_a_surface(driver):
    """Choose a name as a click in the window of surfaces does, which needs OpenGL."""
    driver.dens.surfaces.window.level_chosen.emit(Level.C5)


def on_the_panel(driver):
    """Choose a name as a click in the panel among the planes does."""
    driver.window.grid.surfaces.level_chosen.emit(Level.C5)


def on_the_menu(driver):
    """Click with the right button on the vertebra, and choose to go there."""
    pane, menu = driver.panes[Plane.SAGITTAL], driver.dens.place_menu.menu
    row_col, _ = pane.content.image.frame.lps_to_pixel(MIDDLE_MM)
    driver.click(Plane.SAGITTAL, driver.screen(Plane.SAGITTAL, tuple(map(float, row_col))), RIGHT)
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(menu.go).center())


WAYS = (on_the_cell, on_the_row, on_a_surface, on_the_panel, on_the_menu)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_click_leads_to_the_middle(blind, way):
    """Before the own read is committed the crosshair is in the middle of the level."""
    way(blind)
    blind.settle()
    assert blind.view.selected is Level.C5
    assert blind.view.crosshair_mm == pytest.approx(MIDDLE_MM)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_once_it_is_committed_the_weighted_plane_is_shown(blind, way):
    """The same click then shows where the model looked."""
    blind.key(Qt.Key.Key_Return, CTRL | SHIFT)
    assert not blind.state.withheld
    way(blind)
    blind.settle()
    assert blind.view.selected is Level.C5
    assert blind.view.crosshair_mm[2] == pytest.approx(MIDDLE_MM[2] + HIGHER_MM, abs=0.8)


def test_a_click_on_the_strips_picture_goes_where_it_was(blind):
    """The picture leads to the point that was clicked on, whatever weighed most."""
    strip, spine = blind.window.strip, blind.state.study.spine
    place = next(place for place in spine.places if place.level is Level.C5)
    grid = blind.dens.spine.grid
    row = float(grid.row_at(place.center_mm))
    at = strip.image.to_screen(row, grid.front_mm / grid.pixel_mm).toPoint()
    QTest.mouseClick(strip.image, LEFT, NONE, at)
    blind.settle()
    pixel_mm = grid.pixel_mm / strip.image.px_per_row
    wanted = spine.curve.point_mm(place.center_mm)
    assert blind.view.crosshair_mm == pytest.approx(tuple(wanted), abs=pixel_mm)


def test_the_strip_says_what_the_own_read_holds(blind):
    """Nothing is accepted or rejected of what is not shown: the words are those of the list."""
    cells, rows = blind.window.strip.cells, blind.window.side.findings.rows
    on_the_cell(blind)
    blind.key(Qt.Key.Key_X)
    assert cells[Level.C5].second_line == "Not suspected"
    assert "Not suspected" in rows[Level.C5].button.accessibleName()
    blind.key(Qt.Key.Key_U)
    assert cells[Level.C5].second_line == "Uncertain"
    assert not cells[Level.C4].second_line
