"""The model's evidence in the real window: by key, by mouse, and withheld."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inference.findings import Level
from tests.viewer.evidence_analysis import ELSEWHERE, HOT, hot_mm, with_evidence, without_maps
from tests.viewer.window_driver import LEFT, NONE, SHIFT
from viewer.controllers.jobs import analysis_of
from viewer.state.evidence import toggle_evidence
from viewer.state.planes import Plane


@pytest.fixture
def evident(make_driver, volume, analysis):
    """A window with maps and weights."""
    driver = make_driver()
    driver.show(volume, with_evidence(analysis))
    return driver


def colour_at(driver, plane, place_mm):
    """How colourful a pane's pixel is at a place: 0 is grey."""
    pane = driver.panes[plane]
    row_col, _ = pane.content.image.frame.lps_to_pixel(place_mm)
    row, column = np.rint(row_col).astype(int)
    image = pane._image.image
    return 0 if image.ndim == 2 else int(np.ptp(image[row, column].astype(int)))


def no_masks(driver):
    """Switch the masks off: what is coloured then is the evidence."""
    driver.key(Qt.Key.Key_G)


def test_the_walk_stops_at_the_evidence(evident, analysis):
    """N leads to the highest cell of the plane that decided, in all three panes."""
    evident.key(Qt.Key.Key_N)
    hot = hot_mm(analysis, Level.C5)
    np.testing.assert_allclose(evident.view.crosshair_mm, hot, atol=1e-6)
    for plane in Plane:
        _, depth = evident.panes[plane].content.image.frame.lps_to_pixel(hot)
        assert abs(depth) <= 0.5


@pytest.mark.parametrize("plane", list(Plane))
def test_by_key(evident, analysis, plane):
    """Shift+G lays it over every plane, once more takes it away; Space hides it while held."""
    no_masks(evident)
    evident.key(Qt.Key.Key_N)
    hot = hot_mm(analysis, Level.C5)
    assert colour_at(evident, plane, hot) == 0
    evident.key(Qt.Key.Key_G, SHIFT)
    assert colour_at(evident, plane, hot) > 60
    assert evident.window.actions_.evidence.isChecked()
    assert evident.window.side.overlays.evidence.isChecked()
    assert "Evidence of C5 shown" in evident.panes[plane].accessibleDescription()
    QTest.keyPress(evident.panes[Plane.AXIAL], Qt.Key.Key_Space)
    evident.settle()
    assert colour_at(evident, plane, hot) == 0
    QTest.keyRelease(evident.panes[Plane.AXIAL], Qt.Key.Key_Space)
    evident.settle()
    assert colour_at(evident, plane, hot) > 60
    evident.key(Qt.Key.Key_G, SHIFT)
    assert colour_at(evident, plane, hot) == 0


def test_it_stays_on_while_one_walks(evident, analysis):
    """The next step shows the next level's map, and no longer the one before."""
    no_masks(evident)
    evident.window.side.overlays.evidence.click()
    evident.key(Qt.Key.Key_N)
    evident.key(Qt.Key.Key_N)
    assert evident.view.selected is Level.C2
    assert colour_at(evident, Plane.SAGITTAL, hot_mm(analysis, Level.C2)) > 60
    assert colour_at(evident, Plane.SAGITTAL, hot_mm(analysis, Level.C5)) == 0


def test_in_the_aligned_view(evident, qtbot):
    """The small planes along the vertebra's axes show it where their crosshair is."""
    qtbot.waitUntil(lambda: evident.state.study.spine_sought, timeout=60_000)
    evident.key(Qt.Key.Key_N)
    evident.key(Qt.Key.Key_F7)
    evident.key(Qt.Key.Key_G, SHIFT)
    qtbot.waitUntil(evident.window.aligned.isVisible)
    evident.settle()
    widget = evident.window.aligned.planes[Plane.AXIAL]
    at = widget.to_screen(*widget.content.crosshair_mm)
    colour = widget.grab().toImage().pixelColor(round(at.x()), round(at.y()))
    assert max(colour.getRgb()[:3]) - min(colour.getRgb()[:3]) > 40


def bar_middle(bar, number):
    """The point in the middle of a plane's bar."""
    return bar.bar(number).center().toPoint()


def test_a_click_on_a_bar_goes_to_the_plane(evident, analysis):
    """Each of the bars leads to its own plane, and the one at the crosshair is marked."""
    evident.key(Qt.Key.Key_N)
    bar = evident.window.side.findings.weights
    assert bar.isVisible()
    assert bar.accessibleName().startswith("Plane weights of C5: strongest at plane 21 of 30, z = ")
    heights = [p.position_lps_mm[2] for p in evident.state.shown_analysis.finding(Level.C5).planes]
    for number in (0, 7, 29):
        QTest.mouseClick(bar, LEFT, NONE, bar_middle(bar, number))
        assert evident.view.crosshair_mm[2] == pytest.approx(heights[number])
        assert bar.planes.current == number
    QTest.mouseClick(bar, LEFT, NONE, bar_middle(bar, ELSEWHERE[0]))
    elsewhere = hot_mm(analysis, Level.C5, ELSEWHERE)
    np.testing.assert_allclose(evident.view.crosshair_mm, elsewhere, atol=1e-6)


def test_the_bars_by_key(evident):
    """Arrows go from plane to plane and stop at the ends, Space to the heaviest."""
    evident.key(Qt.Key.Key_N)
    bar = evident.window.side.findings.weights
    QTest.mouseClick(bar, LEFT, NONE, bar_middle(bar, 1))
    bar.setFocus()
    for key, number in (
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Return, HOT[0]),
        (Qt.Key.Key_Down, HOT[0] + 1),
        (Qt.Key.Key_Space, HOT[0]),
    ):
        QTest.keyClick(bar, key)
        assert bar.planes.current == number
    assert not evident.view.overlay.suppressed


def test_before_the_own_read_there_is_none_of_it(make_driver, volume, analysis, tmp_path, qtbot):
    """The key does nothing, the bars are hidden; committing the read shows both."""
    driver = make_driver(analysis_of, None, tmp_path)
    driver.window.actions_.blind_first.trigger()
    driver.show(volume, with_evidence(analysis))
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.settle()
    assert driver.state.withheld
    does, side = driver.window.actions_, driver.window.side
    no_masks(driver)
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_G, SHIFT)
    assert not does.evidence.isEnabled()
    assert not side.overlays.evidence.isEnabled()
    assert not side.findings.weights.isVisible()
    assert all(pane._image.image.ndim == 2 for pane in driver.panes.values())
    does.commit_read.trigger()
    qtbot.waitUntil(lambda: not driver.state.withheld)
    driver.window.side.findings.rows[Level.C5].button.click()
    driver.key(Qt.Key.Key_G, SHIFT)
    assert side.findings.weights.isVisible()
    assert colour_at(driver, Plane.AXIAL, hot_mm(analysis, Level.C5)) > 60


def test_evidence_that_was_on_is_withheld_too(make_driver, volume, analysis, tmp_path, qtbot):
    """A switch that was left on tells nothing of a study that is read blind."""
    driver = make_driver(analysis_of, None, tmp_path)
    driver.window.actions_.blind_first.trigger()
    driver.show(volume, with_evidence(analysis))
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    no_masks(driver)
    driver.dens.store.update_view(lambda view: toggle_evidence(view, True))
    driver.key(Qt.Key.Key_N)
    assert driver.view.overlay.evidence
    assert all(pane._image.image.ndim == 2 for pane in driver.panes.values())


def test_an_older_analysis(make_driver, volume, analysis):
    """Weights without maps: the bars are there, and nothing to be laid over the planes."""
    driver = make_driver()
    driver.show(volume, without_maps(with_evidence(analysis)))
    driver.key(Qt.Key.Key_N)
    assert not driver.window.actions_.evidence.isEnabled()
    assert not driver.window.side.overlays.scale.isVisible()
    bar = driver.window.side.findings.weights
    assert bar.isVisible()
    QTest.mouseClick(bar, LEFT, NONE, bar_middle(bar, 3))
    assert bar.planes.current == 3


def test_an_analysis_without_weights(driver):
    """No bars at all."""
    driver.key(Qt.Key.Key_N)
    assert not driver.window.side.findings.weights.isVisible()
