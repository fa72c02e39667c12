"""The straightened spine and the aligned planes in the real window, with real clicks."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.findings import LEVELS, Level
from tests.viewer.conftest import level_center_mm
from tests.viewer.window_driver import LEFT, NONE, move
from viewer.review.marks import Distance, new_id
from viewer.review.plane import point
from viewer.state.planes import Plane
from viewer.state.recent import Recent
from viewer.state.start import StartKind, StartPage
from viewer.state.strip import FOLLOWING, NEEDS_MASKS, TOO_FEW
from viewer.state.view import move_crosshair


@pytest.fixture
def followed(driver, qtbot):
    """Open the crude neck and wait until its spine is followed."""
    qtbot.waitUntil(lambda: driver.state.study.spine_sought, timeout=60_000)
    driver.settle()
    return driver


def test_the_strip_needs_masks(make_driver, volume):
    """Hidden while nothing is open; before an analysis it says what it needs."""
    driver = make_driver()
    strip = driver.window.strip
    assert strip.isHidden()
    driver.show(volume)
    assert strip.isVisible()
    assert strip.message == NEEDS_MASKS
    assert not strip.image.isVisible()


def test_while_the_spine_is_sought_the_strip_says_so(driver):
    """The window does not wait for it."""
    assert driver.window.strip.message in {FOLLOWING, ""}


def test_no_image_jumps_when_the_spine_is_found(driver, qtbot):
    """The strip has its room from the moment on that there are masks."""
    assert driver.window.strip.message == FOLLOWING
    QApplication.processEvents()
    before = [pane.geometry() for pane in driver.panes.values()]
    qtbot.waitUntil(lambda: driver.window.strip.message == "", timeout=60_000)
    QApplication.processEvents()
    assert [pane.geometry() for pane in driver.panes.values()] == before


def test_a_mask_of_one_level_has_no_strip(make_driver, volume, analysis, qtbot):
    """There is no spine to follow, and the strip says so."""
    driver = make_driver()
    mask = np.where(analysis.mask == Level.C4.label, analysis.mask, 0).astype(np.uint8)
    driver.show(volume, replace(analysis, mask=mask))
    qtbot.waitUntil(lambda: driver.window.strip.message == TOO_FEW, timeout=60_000)


def test_all_levels_stand_beside_the_strip(followed):
    """Seven cells, from the head down, those that were not analysed with the reason."""
    strip = followed.window.strip
    assert strip.message == ""
    tops = [strip.cells[level].y() for level in LEVELS]
    assert tops == sorted(tops)
    said = [strip.cells[level].accessibleName() for level in LEVELS]
    assert said[4].startswith("C5: Suspected, probability of a fracture 93 %")
    assert "outside the field of view" in said[6]
    assert "not found in the masks" in said[6]
    bottom = strip.image.geometry().bottom()
    assert strip.cells[Level.C7].y() >= bottom
    for level in LEVELS[:6]:
        assert strip.cells[level].geometry().bottom() <= bottom


@pytest.mark.parametrize("level", [Level.C2, Level.C5])
def test_a_click_on_the_strip_goes_there(followed, level):
    """The crosshair lands in the body that was clicked on, within a screen pixel."""
    strip = followed.window.strip
    study = followed.state.study
    place = next(place for place in study.spine.places if place.level is level)
    grid = followed.dens.spine.grid
    row = float(grid.row_at(place.center_mm))
    column = grid.front_mm / grid.pixel_mm
    at = strip.image.to_screen(row, column).toPoint()
    QTest.mouseClick(strip.image, LEFT, NONE, at)
    followed.settle()
    wanted = study.spine.curve.point_mm(place.center_mm)
    pixel_mm = grid.pixel_mm / strip.image.px_per_row
    assert np.linalg.norm(np.array(followed.view.crosshair_mm) - wanted) < pixel_mm
    assert np.linalg.norm(wanted - level_center_mm(level)) < 1.5
    assert strip.image.position == pytest.approx(row, abs=1.0 / strip.image.px_per_row)


def test_a_drag_along_the_strip_is_followed(followed):
    """Down the strip is down the neck."""
    image = followed.window.strip.image
    heights = []
    QTest.mousePress(image, LEFT, NONE, QPoint(image.width() // 2, 20))
    for y in (60, 100, 140):
        move(image, QPoint(image.width() // 2, y), LEFT)
        heights.append(followed.view.crosshair_mm[2])
    QTest.mouseRelease(image, LEFT, NONE, QPoint(image.width() // 2, 140))
    assert heights == sorted(heights, reverse=True)


def test_a_click_on_a_cell_goes_to_the_level(followed):
    """As a click in the findings does, and both mark it."""
    QTest.mouseClick(followed.window.strip.cells[Level.C3], LEFT)
    followed.settle()
    assert followed.view.selected is Level.C3
    assert followed.window.strip.cells[Level.C3].isChecked()
    np.testing.assert_allclose(followed.view.crosshair_mm, level_center_mm(Level.C3), atol=1e-6)


def test_the_readers_word_stands_on_the_strip(followed):
    """A verdict takes the second line, and is told to screen readers."""
    QTest.mouseClick(followed.window.strip.cells[Level.C2], LEFT)
    followed.settle()
    followed.key(Qt.Key.Key_Return)
    followed.settle()
    assert followed.window.strip.cells[Level.C2].accessibleName().endswith("Accepted")


def test_the_strip_is_switched_by_key_and_button(followed):
    """F6 hides it and brings it back; so does its own button."""
    strip = followed.window.strip
    followed.key(Qt.Key.Key_F6)
    assert strip.isHidden()
    assert not followed.window.actions_.strip.isChecked()
    followed.key(Qt.Key.Key_F6)
    assert strip.isVisible()
    QTest.mouseClick(strip.hide_button, LEFT)
    followed.settle()
    assert strip.isHidden()


def test_the_window_changes_the_strip(followed):
    """The strip is shown in the panes' own grey."""
    before = followed.window.strip.image.grab().toImage()
    followed.key(Qt.Key.Key_4)
    assert followed.window.strip.image.grab().toImage() != before


def test_aligned_planes_come_on_demand(followed):
    """Off at first; F7 shows three planes of the level at the crosshair, and hides them again."""
    aligned = followed.window.aligned
    assert aligned.isHidden()
    followed.key(Qt.Key.Key_N)
    followed.key(Qt.Key.Key_F7)
    assert aligned.isVisible()
    titles = [aligned.planes[plane].content.title for plane in Plane]
    assert titles == ["C5 axial", "C5 sagittal", "C5 coronal"]
    followed.key(Qt.Key.Key_F7)
    assert aligned.isHidden()


def test_aligned_planes_fit_a_small_screen(followed):
    """With them the window is no higher than 1280 x 800 has room for, frame and all.

    What is hidden asks for no room: neither a comparison nor the page with eight studies.
    """
    window = followed.window
    recent = tuple(Recent((Path(f"study {number}"),)) for number in range(8))
    window.grid.start.set_page(StartPage(StartKind.EMPTY, recent=recent))
    window.resize(1280, 700)
    followed.key(Qt.Key.Key_N)
    followed.key(Qt.Key.Key_F7)
    assert window.aligned.isVisible()
    assert window.minimumSizeHint().height() <= 700
    assert window.height() == 700


def test_a_click_on_an_aligned_plane_goes_there(followed):
    """The crosshair moves within the plane, by the millimetres that were clicked."""
    followed.key(Qt.Key.Key_N)
    followed.key(Qt.Key.Key_F7)
    pane = followed.window.aligned.planes[Plane.SAGITTAL]
    plane = pane.content.plane
    QTest.mouseClick(pane, LEFT, NONE, pane.to_screen(5.0, -6.0).toPoint())
    followed.settle()
    at = followed.view.crosshair_mm
    assert plane.depth_mm(at) == pytest.approx(0.0, abs=1e-6)
    np.testing.assert_allclose(plane.to_offset_mm(at), (5.0, -6.0), atol=1.0 / pane.px_per_mm)


def test_the_wheel_moves_through_the_vertebra(followed):
    """A notch towards the hand goes a millimetre to the feet, along the vertebra's own axis."""
    followed.key(Qt.Key.Key_N)
    followed.key(Qt.Key.Key_F7)
    pane = followed.window.aligned.planes[Plane.AXIAL]
    normal = pane.content.plane.normal_lps
    before = np.array(followed.view.crosshair_mm)
    middle = QPointF(pane.width() / 2, pane.height() / 2)
    event = QWheelEvent(
        middle, QPointF(pane.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pane, event)
    followed.settle()
    np.testing.assert_allclose(followed.view.crosshair_mm, before - normal, atol=1e-6)


@pytest.fixture
def reader(make_driver, volume, analysis, qtbot, tmp_path):
    """Open the crude neck for a reader who draws, with the planes along the level in view."""
    driver = make_driver(sessions_folder=tmp_path)
    driver.show(volume, analysis)
    qtbot.waitUntil(lambda: driver.state.study.spine_sought, timeout=60_000)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_F7)
    return driver


def drawn_at(driver, plane, *offsets_mm, **fields):
    """Keep a distance between two places of an aligned plane."""
    lies = driver.window.aligned.planes[plane].content.plane
    start, end = (point(lies.to_lps(offset)) for offset in offsets_mm)
    mark = Distance(id=new_id(), plane=lies, start_mm=start, end_mm=end, **fields)
    driver.dens.sessions.change(lambda session: session.put_mark(mark))
    driver.settle()
    return mark


def yellow(pane, right_mm, down_mm):
    """Tell whether a mark is painted around a place of an aligned plane."""
    at, image = pane.to_screen(right_mm, down_mm).toPoint(), pane.grab().toImage()
    near = [image.pixelColor(at.x() + x, at.y() + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    return any(colour.red() > 200 and colour.blue() < 160 for colour in near)


@pytest.mark.parametrize("plane", Plane)
def test_marks_that_lie_in_an_aligned_plane_are_seen_there(reader, plane):
    """All of it with its number, where it is; Space hides it, and beside its plane it is gone."""
    pane, others = reader.window.aligned.planes[plane], {*Plane} - {plane}
    assert not yellow(pane, 12.0, 10.0)
    mark = drawn_at(reader, plane, (4.0, 10.0), (20.0, 10.0), label="gap")
    (shape,) = pane.content.shapes
    assert shape.whole
    assert shape.texts == ("gap", "16.0 mm")
    assert yellow(pane, 12.0, 10.0)
    assert "gap 16.0 mm" in pane.accessibleDescription()
    for other in others:
        shapes = reader.window.aligned.planes[other].content.shapes
        assert not any(shape.whole for shape in shapes)
    QTest.keyPress(reader.panes[Plane.AXIAL], Qt.Key.Key_Space)
    reader.settle()
    assert pane.content.shapes == ()
    QTest.keyRelease(reader.panes[Plane.AXIAL], Qt.Key.Key_Space)
    normal = pane.content.plane.normal_lps
    place = mark.start_mm + 6.0 * normal
    geometry = reader.state.study.shown.geometry
    reader.dens.store.update_view(lambda view: move_crosshair(view, geometry, place))
    reader.settle()
    assert pane.content.shapes == ()


def test_a_mark_that_runs_through_an_aligned_plane_is_seen_so(reader):
    """A line square to a plane is a place in it, without a number."""
    drawn_at(reader, Plane.SAGITTAL, (0.0, -15.0), (0.0, 15.0))
    (shape,) = reader.window.aligned.planes[Plane.AXIAL].content.shapes
    assert not shape.whole
    assert shape.texts == ()


def test_aligned_planes_need_masks(make_driver, volume):
    """Before an analysis they say so."""
    driver = make_driver()
    driver.show(volume)
    driver.key(Qt.Key.Key_F7)
    assert driver.window.aligned.message == NEEDS_MASKS
