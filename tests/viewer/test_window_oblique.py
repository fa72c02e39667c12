"""The reference lines under the mouse: planes that move and turn, and the way back."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inference.preprocessing.resampling import sample_at
from inference.preprocessing.windowing import to_gray
from tests.viewer.window_driver import CTRL, LEFT, NONE, SHIFT, move
from viewer.controllers import cuts
from viewer.state.oblique import turn_about
from viewer.state.planes import Plane
from viewer.state.pointer import Hold
from viewer.widgets.cursors import turning_cursor


def line_of(driver, plane, other):
    """Return the line that stands for another plane."""
    return next(line for line in driver.panes[plane].content.lines if line.plane is other)


def on_line(driver, plane, other, px):
    """Find a place on a line, so far from the crosshair."""
    pane = driver.panes[plane]
    x, y = pane.projection.to_screen(pane.content.crosshair_pixel)
    right, down = line_of(driver, plane, other).direction
    return QPoint(round(x + px * right), round(y + px * down))


def near_end(driver, plane, other):
    """Find a place near the line's end."""
    width, height = driver.panes[plane].projection.size_px
    right, _ = line_of(driver, plane, other).direction
    return on_line(driver, plane, other, 0.42 * (width if abs(right) > 0.7 else height))


def hold_and_move(driver, plane, start, end, modifier=NONE):
    """Press and drag, without letting go."""
    viewport = driver.panes[plane].viewport()
    QTest.mousePress(viewport, LEFT, NONE, start)
    for share in (0.3, 0.7, 1.0):
        move(viewport, start + (end - start) * share, LEFT, modifier)
    driver.settle()


def let_go(driver, plane, at):
    """Release the left button."""
    QTest.mouseRelease(driver.panes[plane].viewport(), LEFT, NONE, at)
    driver.settle()


def assert_shows_the_patient(driver, plane):
    """The picture in a pane is what lies at its pixels' millimetres, in the window's grey."""
    content, study = driver.panes[plane].content, driver.state.study
    image = driver.panes[plane]._image.image
    gray = image if image.ndim == 2 else None
    assert gray is not None
    assert gray.shape == content.image.frame.shape
    rows, columns = gray.shape
    at = np.stack(np.mgrid[0:rows:7, 0:columns:7], axis=-1)
    hu = sample_at(study.shown.hu, study.shown.geometry, content.image.frame.pixel_to_lps(at))
    expected = to_gray(np.rint(hu).astype(np.int16), content.image.window)
    np.testing.assert_allclose(gray[::7, ::7].astype(int), expected.astype(int), atol=1)


@pytest.fixture
def bare(make_driver, volume):
    """Open the crude neck without an analysis: nothing lies over the greys."""
    driver = make_driver()
    driver.show(volume)
    return driver


def test_dragging_near_the_end_turns_the_planes(bare):
    """The line follows the mouse, the other panes the line, and the picture is the patient's."""
    driver, view = bare, bare.view
    start = near_end(driver, Plane.SAGITTAL, Plane.AXIAL)
    before = driver.panes[Plane.SAGITTAL].content.image
    hold_and_move(driver, Plane.SAGITTAL, start, start + QPoint(0, 40))
    line = line_of(driver, Plane.SAGITTAL, Plane.AXIAL)
    center = driver.panes[Plane.SAGITTAL].projection.to_screen(
        driver.panes[Plane.SAGITTAL].content.crosshair_pixel
    )
    reach = start.x() - center[0]
    expected = np.degrees(
        np.arctan2(start.y() + 40 - center[1], reach) - np.arctan2(start.y() - center[1], reach)
    )
    assert line.angle_deg == pytest.approx(expected, abs=1e-6)
    assert driver.panes[Plane.SAGITTAL].content.image == before
    for other in (Plane.AXIAL, Plane.CORONAL):
        # Live: the button is still held.
        leaning = driver.panes[other].content
        assert leaning.image.frame.oblique_deg == pytest.approx(expected, abs=1e-6)
        assert f"Oblique {expected:.0f}°" in leaning.corners.bottom_left
    let_go(driver, Plane.SAGITTAL, start + QPoint(0, 40))
    for other in (Plane.AXIAL, Plane.CORONAL):
        assert_shows_the_patient(driver, other)
    assert driver.view.crosshair_mm == view.crosshair_mm
    assert driver.view.window == view.window


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_shift_snaps_to_five_degrees(bare, plane):
    """With Shift the line lies at a multiple of 5 degrees, also after it has been elsewhere."""
    other = next(each for each in Plane if each is not plane)
    start = near_end(bare, plane, other)
    right, _ = line_of(bare, plane, other).direction
    aside = QPoint(0, 33) if abs(right) > 0.7 else QPoint(33, 0)
    hold_and_move(bare, plane, start, start + aside)
    let_go(bare, plane, start + aside)
    free = line_of(bare, plane, other).angle_deg
    assert abs(free - round(free / 5) * 5) > 0.05
    start = near_end(bare, plane, other)
    hold_and_move(bare, plane, start, start + aside, SHIFT)
    let_go(bare, plane, start + aside)
    snapped = line_of(bare, plane, other).angle_deg
    assert abs(snapped) > abs(free)
    assert snapped == pytest.approx(round(snapped / 5) * 5, abs=1e-9)


@pytest.mark.parametrize("tilted", [False, True], ids=["straight", "oblique"])
def test_dragging_near_the_middle_moves_the_plane(bare, tilted):
    """The plane of the line follows the mouse in mm; the two others stay where they are."""
    driver = bare
    geometry = driver.state.study.shown.geometry
    if tilted:
        driver.dens.store.update_view(lambda v: turn_about(v, geometry, Plane.SAGITTAL, 20.0))
        driver.settle()
    before = {plane: driver.panes[plane].content.image.frame for plane in Plane}
    start = on_line(driver, Plane.SAGITTAL, Plane.AXIAL, 40)
    here, down = np.array(driver.view.crosshair_mm), 24
    normal = before[Plane.AXIAL].patient_plane.normal_lps
    moved = down * driver.panes[Plane.SAGITTAL].projection.mm_per_px
    along = moved * (before[Plane.SAGITTAL].down_lps @ normal)
    driver.drag(Plane.SAGITTAL, start, QPoint(0, down))
    np.testing.assert_allclose(driver.view.crosshair_mm, here + along * normal, atol=1e-6)
    for plane in (Plane.SAGITTAL, Plane.CORONAL):
        assert driver.panes[plane].content.image.frame == before[plane]
    after = driver.panes[Plane.AXIAL].content.image.frame
    slices = abs(along) / after.slice_mm
    assert after.number - before[Plane.AXIAL].number == pytest.approx(slices, abs=0.51)


def test_the_cursor_tells_what_a_drag_will_do(bare):
    """Across the line near the middle, round near the end, a cross elsewhere."""
    pane = bare.panes[Plane.SAGITTAL]

    def cursor(at):
        move(pane.viewport(), at, Qt.MouseButton.NoButton)
        return pane.cursor()

    assert cursor(on_line(bare, Plane.SAGITTAL, Plane.AXIAL, 40)).shape() is (
        Qt.CursorShape.SizeVerCursor
    )
    assert cursor(on_line(bare, Plane.SAGITTAL, Plane.CORONAL, 40)).shape() is (
        Qt.CursorShape.SizeHorCursor
    )
    round_one = cursor(near_end(bare, Plane.SAGITTAL, Plane.AXIAL))
    assert round_one.pixmap().toImage() == turning_cursor().pixmap().toImage()
    assert cursor(on_line(bare, Plane.SAGITTAL, Plane.AXIAL, 4)).shape() is (
        Qt.CursorShape.CrossCursor
    )
    assert cursor(QPoint(30, 30)).shape() is Qt.CursorShape.CrossCursor


def test_the_angle_is_written_while_it_turns(bare):
    """Beside the crosshair, and gone when the button is let go."""
    pane = bare.panes[Plane.SAGITTAL]
    start = near_end(bare, Plane.SAGITTAL, Plane.AXIAL)
    hold_and_move(bare, Plane.SAGITTAL, start, start + QPoint(0, 30))
    held = pane.grab().toImage()
    let_go(bare, Plane.SAGITTAL, start + QPoint(0, 30))
    x, y = pane.projection.to_screen(pane.content.crosshair_pixel)
    beside = (round(x) + 10, round(y) - 34, 40, 24)
    assert held.copy(*beside) != pane.grab().toImage().copy(*beside)


def test_reset_planes_and_reset_view_by_key(bare):
    """Ctrl+R lays the planes straight, and is offered only where they are not; R does it too."""
    action = bare.window.actions_.reset_planes
    first = bare.view
    assert not action.isEnabled()
    for key, modifier in ((Qt.Key.Key_R, CTRL), (Qt.Key.Key_R, NONE)):
        start = near_end(bare, Plane.AXIAL, Plane.CORONAL)
        bare.drag(Plane.AXIAL, start, QPoint(0, 30))
        assert bare.view.orientation is not None
        assert action.isEnabled()
        bare.key(key, modifier)
        assert bare.view.orientation is None
        assert bare.view.crosshair_mm == first.crosshair_mm
    assert not action.isEnabled()


def test_scrolling_cine_zoom_and_click_on_an_oblique_plane(bare):
    """Wheel, keys, zoom and click do on it what they do on any."""
    geometry = bare.state.study.shown.geometry
    bare.dens.store.update_view(lambda v: turn_about(v, geometry, Plane.SAGITTAL, 25.0))
    bare.settle()
    number, here = bare.number(Plane.AXIAL), np.array(bare.view.crosshair_mm)
    frame = bare.panes[Plane.AXIAL].content.image.frame
    bare.wheel(Plane.AXIAL, -1)
    assert bare.number(Plane.AXIAL) == number + 1
    moved = np.array(bare.view.crosshair_mm) - here
    assert np.linalg.norm(moved) == pytest.approx(frame.slice_mm)
    bare.key(Qt.Key.Key_Home)
    assert bare.number(Plane.AXIAL) == 1
    bare.key(Qt.Key.Key_End)
    assert bare.number(Plane.AXIAL) == frame.slice_count
    bare.key(Qt.Key.Key_R)
    bare.dens.store.update_view(lambda v: turn_about(v, geometry, Plane.SAGITTAL, 25.0))
    bare.wheel(Plane.AXIAL, 2, CTRL)
    assert bare.view.axial.zoom > 1.0
    at = QPoint(120, 210)
    place = bare.panes[Plane.AXIAL].content.image.frame.pixel_to_lps(
        bare.panes[Plane.AXIAL].projection.to_pixel(at.x(), at.y())
    )
    bare.click(Plane.AXIAL, at)
    np.testing.assert_allclose(bare.view.crosshair_mm, place, atol=1e-6)
    assert_shows_the_patient(bare, Plane.AXIAL)
    bare.key(Qt.Key.Key_1)
    bare.key(Qt.Key.Key_4)
    assert_shows_the_patient(bare, Plane.AXIAL)


def test_a_hurried_picture_is_coarse_and_then_full(bare, monkeypatch):
    """While the hand turns the planes larger pixels fill the pane; let go, all are there."""
    monkeypatch.setattr("viewer.controllers.panes.HURRIED_SAMPLES", 2000)
    start = near_end(bare, Plane.SAGITTAL, Plane.AXIAL)
    pane = bare.panes[Plane.AXIAL]
    hold_and_move(bare, Plane.SAGITTAL, start, start + QPoint(0, 40))
    rows, columns = pane.content.image.frame.shape
    coarse = pane._image
    assert coarse.image.shape[0] < rows
    placed = coarse.mapRectToScene(coarse.boundingRect())
    let_go(bare, Plane.SAGITTAL, start + QPoint(0, 40))
    assert pane._image.image.shape == (rows, columns)
    full = coarse.mapRectToScene(coarse.boundingRect())
    for edge in ("left", "right", "top", "bottom"):
        assert getattr(full, edge)() == pytest.approx(getattr(placed, edge)(), abs=1e-6)


def test_a_thick_slab_is_drawn_in_full_once_the_hand_rests(bare, monkeypatch, qtbot):
    """What takes too long is shown coarse first, without a drag too."""
    monkeypatch.setattr("viewer.controllers.panes.CALM_SAMPLES", 2000)
    geometry = bare.state.study.shown.geometry
    bare.dens.store.update_view(lambda v: turn_about(v, geometry, Plane.SAGITTAL, 25.0))
    bare.settle()
    pane = bare.panes[Plane.AXIAL]
    rows = pane.content.image.frame.shape[0]
    assert pane._image.image.shape[0] < rows
    qtbot.waitUntil(lambda: pane._image.image.shape[0] == rows, timeout=20 * cuts.REST_MS)


def test_lines_only_move_planes_while_slices_are_missing(opened):
    """What is not read yet can't be cut: a turn waits until all is there."""
    from dataclasses import replace

    from viewer.rendering.projection import Projection
    from viewer.rendering.reference import grip_at
    from viewer.state.filled import Filled
    from viewer.state.resolve import resolve

    for filled, hold in ((None, Hold.TURN), (Filled(0, 10, 50), Hold.MOVE)):
        state = replace(opened, study=replace(opened.study, filled=filled))
        content = resolve(state, Plane.SAGITTAL)
        view = Projection(content.image.frame, content.pane, content.fit_mm, (400, 400))
        _, y = view.to_screen(content.crosshair_pixel)
        assert grip_at(content, view, 390.0, y).hold is hold


def test_planes_along_a_vertebra(driver, qtbot):
    """Shift+F7 lays the three planes along the axes that the aligned planes follow."""
    qtbot.waitUntil(lambda: driver.state.study.spine is not None, timeout=60_000)
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_F7, SHIFT)
    level = driver.state.study.spine.level_at(np.array(driver.view.crosshair_mm))
    axes = driver.state.study.spine.axes[level]
    normal = driver.view.orientation.axial.normal_lps
    np.testing.assert_allclose(normal, axes.head_lps, atol=1e-9)
    driver.window.actions_.reset_planes.trigger()
    assert driver.view.orientation is None


def test_the_thickest_slabs_stay_coarser_and_come_to_rest(bare, monkeypatch, qtbot):
    """What would keep the window for seconds is drawn once, as fine as a second allows."""
    monkeypatch.setattr(cuts, "FULL_SAMPLES", 20_000)
    monkeypatch.setattr("viewer.controllers.panes.CALM_SAMPLES", 20_000)
    geometry = bare.state.study.shown.geometry
    bare.dens.store.update_view(lambda v: turn_about(v, geometry, Plane.SAGITTAL, 25.0))
    for _ in range(6):
        bare.wheel(Plane.AXIAL, 1, Qt.KeyboardModifier.AltModifier)
    pane = bare.panes[Plane.AXIAL]
    assert pane.content.image.slab is not None
    drawn = []
    monkeypatch.setattr(pane, "set_pixels", drawn.append)
    qtbot.wait(3 * cuts.REST_MS)
    assert not drawn
    assert pane._image.image.shape[0] < pane.content.image.frame.shape[0]
