"""Measuring in the real window: each tool drawn, moved, undone and kept, by mouse and key."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.findings import Level
from tests.viewer.window_driver import CTRL, LEFT, NONE, RIGHT, SHIFT, move
from viewer.controllers.jobs import analysis_of
from viewer.review.measure import angle_deg, area_mm2, cobb_angle_deg, length_mm, roi_statistics
from viewer.state.planes import Plane

KEYS = {
    "distance": (Qt.Key.Key_D, NONE),
    "angle": (Qt.Key.Key_A, NONE),
    "cobb": (Qt.Key.Key_A, SHIFT),
    "ellipse": (Qt.Key.Key_E, NONE),
    "rectangle": (Qt.Key.Key_R, SHIFT),
    "freehand": (Qt.Key.Key_F, SHIFT),
    "probe": (Qt.Key.Key_H, SHIFT),
    "arrow": (Qt.Key.Key_W, SHIFT),
    "text": (Qt.Key.Key_T, SHIFT),
}
MIDDLE_OF = QPoint(110, 300)


def open_reader(qtbot, make_driver, folder, volume, analysis=None):
    """A window that keeps its sessions, with a study whose reading has begun."""
    driver = make_driver(analysis_of, None, folder)
    driver.show(volume, analysis)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.settle()
    return driver


@pytest.fixture
def reader(qtbot, make_driver, tmp_path, volume, analysis):
    """The crude neck with its analysis."""
    return open_reader(qtbot, make_driver, tmp_path / "sessions", volume, analysis)


def marks(driver):
    """What is drawn."""
    return driver.state.reading.review.marks


def take(driver, tool, plane=Plane.AXIAL):
    """Take a tool by its key."""
    key, modifier = KEYS[tool]
    driver.panes[plane].setFocus()
    driver.key(key, modifier, plane)


def draw(driver, tool, *strokes, plane=Plane.AXIAL):
    """Take a tool and drag or click: a stroke is two points, or one."""
    take(driver, tool, plane)
    for stroke in strokes:
        if len(stroke) == 1:
            driver.click(plane, stroke[0])
        else:
            driver.drag(plane, stroke[0], stroke[1] - stroke[0])
    return marks(driver)[-1] if marks(driver) else None


def answer(driver, text):
    """Write what the window asks for, and press OK."""
    driver.dens.prompt.dialog.setTextValue(text)
    driver.dens.prompt.dialog.accept()
    # Windowing systems give the keyboard back; Qt's offscreen platform doesn't.
    driver.window.activateWindow()
    driver.settle()


def test_the_caption_has_room_for_a_sentence(driver):
    """Nothing of what is written into the dialog is cut off, nor its title."""
    driver.key(Qt.Key.Key_K)
    dialog = driver.dens.prompt.dialog
    words = "C6 burst fracture with retropulsion into the canal"
    assert dialog.width() > dialog.fontMetrics().horizontalAdvance(words)
    dialog.reject()


def mm_between(driver, plane, one, other):
    """The true distance of two places on the screen, by what the pane says of its scale."""
    projection = driver.panes[plane].projection
    a, b = (projection.frame.pixel_to_lps(projection.to_pixel(p.x(), p.y())) for p in (one, other))
    return float(np.linalg.norm(a - b))


def shape_on(driver, plane, mark):
    """What a pane shows of a mark."""
    driver.settle()
    shapes = driver.panes[plane].content.shapes
    return next((shape for shape in shapes if shape.id == mark.id), None)


@pytest.mark.parametrize("turns", [(), (Qt.Key.Key_Period,), (Qt.Key.Key_H, Qt.Key.Key_Comma)])
@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_a_distance_between_voxels_is_that_of_the_grid(reader, plane, turns):
    """From voxel to voxel of an anisotropic grid, also on turned panes: within a screen pixel."""
    reader.panes[plane].setFocus()
    for key in turns:
        reader.key(key, plane=plane)
    frame = reader.panes[plane].content.image.frame
    rows, columns = frame.shape
    one, other = (rows // 2 - 12, columns // 2 - 10), (rows // 2 + 9, columns // 2 + 14)
    mark = draw(
        reader, "distance", (reader.screen(plane, one), reader.screen(plane, other)), plane=plane
    )
    truth = np.hypot(21 * frame.spacing_mm[0], 24 * frame.spacing_mm[1])
    bound = np.sqrt(2) * reader.panes[plane].projection.mm_per_px
    assert length_mm(mark) == pytest.approx(truth, abs=bound)
    shape = shape_on(reader, plane, mark)
    assert shape.whole
    assert shape.texts == (f"{length_mm(mark):.1f} mm",)
    assert f"{length_mm(mark):.1f} mm" in reader.panes[plane].accessibleDescription()


def test_a_distance_by_two_clicks_with_a_preview(reader):
    """Before the second click it is seen with its number, and nothing is kept yet."""
    take(reader, "distance")
    assert "Distance" in reader.window.status.tool_text
    start, end = MIDDLE_OF, MIDDLE_OF + QPoint(90, 40)
    reader.click(Plane.AXIAL, start)
    move(reader.panes[Plane.AXIAL].viewport(), end, Qt.MouseButton.NoButton)
    reader.settle()
    (shape,) = reader.panes[Plane.AXIAL].content.shapes
    truth = mm_between(reader, Plane.AXIAL, start, end)
    assert shape.texts == (f"{truth:.1f} mm",)
    assert not marks(reader)
    reader.click(Plane.AXIAL, end)
    assert length_mm(marks(reader)[0]) == pytest.approx(truth, abs=1e-6)
    assert reader.state.drawing.tool is None
    assert reader.window.status.tool_text == ""


def test_angles(reader):
    """A right angle on the screen is one in the patient, and so are lines of an endplate."""
    a, vertex, b = MIDDLE_OF + QPoint(0, -80), MIDDLE_OF, MIDDLE_OF + QPoint(70, 0)
    angle = draw(reader, "angle", (a, vertex), (b,))
    assert angle_deg(angle) == pytest.approx(90.0, abs=1e-6)
    low = MIDDLE_OF + QPoint(0, 60)
    cobb = draw(reader, "cobb", (a, a + QPoint(80, 0)), (low, low + QPoint(60, 60)))
    assert cobb_angle_deg(cobb) == pytest.approx(45.0, abs=1e-6)
    assert shape_on(reader, Plane.AXIAL, cobb).texts == ("Cobb 45.0°",)


@pytest.mark.parametrize(("tool", "share"), [("ellipse", np.pi / 4), ("rectangle", 1.0)])
def test_regions_from_corner_to_corner(reader, tool, share):
    """Area by the corners, and the Hounsfield units of what lies inside, on the image."""
    start, end = MIDDLE_OF, MIDDLE_OF + QPoint(100, 60)
    roi = draw(reader, tool, (start, end))
    scale = reader.panes[Plane.AXIAL].projection.mm_per_px
    assert area_mm2(roi) == pytest.approx(share * 100 * scale * 60 * scale, rel=1e-6)
    found = roi_statistics(roi, reader.state.study.volume)
    texts = shape_on(reader, Plane.AXIAL, roi).texts
    assert f"mean {found.mean_hu:.0f} HU, SD {found.sd_hu:.0f} HU" in texts
    assert f"area {area_mm2(roi):.1f} mm²" in texts


def go_round(driver, corners):
    """Drag around an outline in small steps, over its start and a little on."""
    viewport = driver.panes[Plane.AXIAL].viewport()
    QTest.mousePress(viewport, LEFT, NONE, corners[0])
    for start, end in pairwise(corners):
        for share in np.linspace(0.1, 1.0, 10):
            move(viewport, start + (end - start) * share, LEFT)
    QTest.mouseRelease(viewport, LEFT, NONE, corners[-1])
    driver.settle()


def test_freehand(reader):
    """A square by hand has its area; an overshoot is cut off; an eight is refused in a sentence."""
    take(reader, "freehand")
    a, b, c, d = (MIDDLE_OF + QPoint(*p) for p in ((0, 0), (80, 0), (80, 80), (0, 80)))
    go_round(reader, [a, b, c, d, a + QPoint(0, -12)])
    (roi,) = marks(reader)
    scale = reader.panes[Plane.AXIAL].projection.mm_per_px
    assert area_mm2(roi) == pytest.approx((80 * scale) ** 2, rel=0.02)
    take(reader, "freehand")
    go_round(reader, [a, c, b, d])
    assert len(marks(reader)) == 1
    assert "crosses" in reader.window.side.messages.text


def test_probe_arrow_and_text(reader):
    """A probe tells the voxel's value; an arrow's tip is where the press was; a text is asked."""
    probe = draw(reader, "probe", (MIDDLE_OF,))
    move(reader.panes[Plane.AXIAL].viewport(), MIDDLE_OF, Qt.MouseButton.NoButton)
    reader.settle()
    assert shape_on(reader, Plane.AXIAL, probe).texts == (reader.panes[Plane.AXIAL].value,)
    tip, tail = MIDDLE_OF, MIDDLE_OF + QPoint(50, 50)
    arrow = draw(reader, "arrow", (tip, tail))
    pixel = reader.panes[Plane.AXIAL].projection.to_pixel(tip.x(), tip.y())
    frame = reader.panes[Plane.AXIAL].content.image.frame
    np.testing.assert_allclose(arrow.tip_mm, frame.pixel_to_lps(pixel), atol=1e-6)
    draw(reader, "text", (MIDDLE_OF + QPoint(80, 0),))
    assert len(marks(reader)) == 2
    answer(reader, "fracture line")
    assert marks(reader)[-1].label == "fracture line"
    assert shape_on(reader, Plane.AXIAL, marks(reader)[-1]).texts == ("fracture line",)


@pytest.mark.parametrize("tool", list(KEYS))
def test_escape_gives_up_first_the_mark_then_the_tool(reader, tool):
    """Half drawn and given up, nothing is kept, and the left button windows again."""
    take(reader, tool)
    viewport = reader.panes[Plane.AXIAL].viewport()
    QTest.mousePress(viewport, LEFT, NONE, MIDDLE_OF)
    move(viewport, MIDDLE_OF + QPoint(40, 30), LEFT)
    reader.key(Qt.Key.Key_Escape)
    assert reader.state.drawing.sketch is None
    assert reader.state.drawing.tool is not None
    QTest.mouseRelease(viewport, LEFT, NONE, MIDDLE_OF + QPoint(40, 30))
    reader.key(Qt.Key.Key_Escape)
    assert reader.state.drawing.tool is None
    assert not marks(reader)
    window = reader.view.window
    reader.drag(Plane.AXIAL, MIDDLE_OF, QPoint(50, 0))
    assert reader.view.window.width > window.width


def test_other_buttons_keep_their_meaning(reader):
    """With a tool in the hand, right drag zooms, middle drag pans, and nothing is drawn."""
    take(reader, "distance")
    zoom = reader.view.axial.zoom
    reader.drag(Plane.AXIAL, MIDDLE_OF, QPoint(0, -60), RIGHT)
    assert reader.view.axial.zoom > zoom
    reader.wheel(Plane.AXIAL, -1)
    assert not marks(reader)
    assert reader.state.drawing.sketch is None


def test_a_locked_tool_stays(reader):
    """L keeps the tool; Esc puts it away."""
    reader.key(Qt.Key.Key_L)
    draw(reader, "distance", (MIDDLE_OF, MIDDLE_OF + QPoint(60, 0)))
    assert reader.window.actions_.tools[reader.state.drawing.tool].isChecked()
    reader.drag(Plane.AXIAL, MIDDLE_OF + QPoint(0, 40), QPoint(60, 0))
    assert len(marks(reader)) == 2
    reader.key(Qt.Key.Key_Escape)
    assert reader.state.drawing.tool is None


def test_move_reshape_delete_and_undo_by_name(reader):
    """A mark follows the hand, so does an end; Del takes it away; each step comes back."""
    start, end = MIDDLE_OF, MIDDLE_OF + QPoint(80, 0)
    drawn = draw(reader, "distance", (start, end))
    reader.drag(Plane.AXIAL, start + QPoint(40, 0), QPoint(0, 50))
    scale = reader.panes[Plane.AXIAL].projection.mm_per_px
    assert np.subtract(marks(reader)[0].start_mm, drawn.start_mm)[1] == pytest.approx(50 * scale)
    assert reader.window.actions_.undo.text() == "&Undo: Move distance"
    assert reader.state.view.window.name == "Spine bone" or reader.state.view.window.width == 1800
    reader.drag(Plane.AXIAL, end + QPoint(0, 50), QPoint(40, 0))
    reshaped = marks(reader)[0]
    assert length_mm(reshaped) == pytest.approx(120 * scale)
    reader.key(Qt.Key.Key_Delete)
    assert not marks(reader)
    assert reader.window.actions_.undo.text() == "&Undo: Delete distance"
    assert not reader.window.side.marks.isVisible()
    for expected in ((reshaped,), None, (drawn,), ()):
        reader.key(Qt.Key.Key_Z, CTRL)
        if expected is not None:
            assert marks(reader) == expected
    for _ in range(3):
        reader.key(Qt.Key.Key_Y, CTRL)
    assert marks(reader) == (reshaped,)


def test_escape_while_moving_leaves_the_mark(reader):
    """A move that is given up is none."""
    drawn = draw(reader, "distance", (MIDDLE_OF, MIDDLE_OF + QPoint(80, 0)))
    viewport = reader.panes[Plane.AXIAL].viewport()
    at = MIDDLE_OF + QPoint(40, 0)
    QTest.mousePress(viewport, LEFT, NONE, at)
    move(viewport, at + QPoint(0, 30), LEFT)
    reader.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, LEFT, NONE, at + QPoint(0, 30))
    assert marks(reader) == (drawn,)


def test_where_a_mark_is_seen(reader):
    """In its slice, in a slab around it and the second window; cut by the planes across it."""
    mark = draw(reader, "ellipse", (MIDDLE_OF, MIDDLE_OF + QPoint(100, 60)))
    reader.key(Qt.Key.Key_W)
    second = reader.dens.second.panes[Plane.AXIAL]
    reader.settle()
    assert [shape.id for shape in second.content.shapes] == [mark.id]
    reader.drag(Plane.AXIAL, QPoint(400, 400), QPoint(0, 0))
    x, y, _ = mark.center_mm
    reader.window.side.marks.rows[mark.id].button.click()
    reader.settle()
    assert reader.view.crosshair_mm[:2] == pytest.approx((x, y), abs=1e-6)
    coronal = shape_on(reader, Plane.CORONAL, mark)
    assert not coronal.whole
    assert len(coronal.lines) == 2
    assert not coronal.texts
    reader.wheel(Plane.AXIAL, -2)
    assert shape_on(reader, Plane.AXIAL, mark) is None
    for _ in range(2):
        reader.wheel(Plane.AXIAL, 1, Qt.KeyboardModifier.AltModifier)
    assert shape_on(reader, Plane.AXIAL, mark).whole


def test_space_hides_the_marks(reader):
    """Held, it shows the anatomy alone."""
    mark = draw(reader, "distance", (MIDDLE_OF, MIDDLE_OF + QPoint(60, 0)))
    pane = reader.panes[Plane.AXIAL]
    QTest.keyPress(pane, Qt.Key.Key_Space)
    assert shape_on(reader, Plane.AXIAL, mark) is None
    QTest.keyRelease(pane, Qt.Key.Key_Space)
    assert shape_on(reader, Plane.AXIAL, mark) is not None


@pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)")
def test_the_list_names_renames_and_gives_levels(reader):
    """A mark drawn at a level belongs to it; another level, a name and a deletion by the list."""
    reader.key(Qt.Key.Key_N)
    mark = draw(reader, "distance", (MIDDLE_OF, MIDDLE_OF + QPoint(60, 0)))
    assert mark.level is Level.C5
    panel = reader.window.side.marks
    row = panel.rows[mark.id]
    assert row.button.accessibleName() == f"Distance {length_mm(mark):.1f} mm, C5"
    row.rename.click()
    answer(reader, "gap")
    assert row.button.accessibleName().endswith("C5, gap")
    QTest.mouseClick(reader.panes[Plane.AXIAL].viewport(), RIGHT, NONE, MIDDLE_OF + QPoint(30, 0))
    menu = reader.dens.marks.menu
    assert menu.isVisible()
    assert menu.levels[Level.C5].isChecked()
    menu.levels[Level.C6].trigger()
    menu.close()
    assert marks(reader)[0].level is Level.C6
    reader.key(Qt.Key.Key_Z, CTRL)
    assert marks(reader)[0].level is Level.C5
    row.delete.click()
    reader.settle()
    assert not marks(reader)
    assert not panel.rows


def test_key_image(reader):
    """K keeps the view with a caption; its row brings it back: place, window, zoom, turn."""
    reader.panes[Plane.SAGITTAL].setFocus()
    for key in (Qt.Key.Key_2, Qt.Key.Key_Period, Qt.Key.Key_H, Qt.Key.Key_I):
        reader.key(key, plane=Plane.SAGITTAL)
    reader.drag(Plane.SAGITTAL, MIDDLE_OF, QPoint(0, -80), RIGHT)
    kept = reader.view
    reader.key(Qt.Key.Key_K, plane=Plane.SAGITTAL)
    answer(reader, "Fracture of C5")
    (image,) = reader.state.reading.review.key_images
    assert image.caption == "Fracture of C5"
    reader.key(Qt.Key.Key_R, plane=Plane.SAGITTAL)
    reader.key(Qt.Key.Key_4, plane=Plane.SAGITTAL)
    reader.click(Plane.AXIAL, MIDDLE_OF)
    reader.window.side.marks.rows[image.id].button.click()
    reader.settle()
    now = reader.view
    assert (now.window, now.active) == (kept.window, Plane.SAGITTAL)
    assert now.sagittal.turn == kept.sagittal.turn
    assert now.sagittal.inverted
    assert now.sagittal.zoom == pytest.approx(kept.sagittal.zoom)
    assert now.sagittal.pan_mm == pytest.approx(kept.sagittal.pan_mm, abs=1e-6)
    assert reader.number(Plane.SAGITTAL) == kept_number(reader, kept)


def kept_number(driver, view):
    """The slice that a view shows in the sagittal plane."""
    from viewer.state.view import shown_frame

    return shown_frame(view, driver.state.study.shown.geometry, Plane.SAGITTAL).number


def test_marks_come_back_after_closing(qtbot, make_driver, tmp_path, volume, analysis):
    """Another window shows what was drawn in the one before, with its numbers."""
    folder = tmp_path / "sessions"
    first = open_reader(qtbot, make_driver, folder, volume, analysis)
    draw(first, "distance", (MIDDLE_OF, MIDDLE_OF + QPoint(60, 0)))
    draw(first, "ellipse", (MIDDLE_OF, MIDDLE_OF + QPoint(60, 40)))
    said = marks(first)
    first.window.close()
    QApplication.processEvents()
    second = open_reader(qtbot, make_driver, folder, volume, analysis)
    assert marks(second) == said
    names = [row.button.accessibleName() for row in second.window.side.marks.rows.values()]
    assert f"Distance {length_mm(said[0]):.1f} mm" in names


def test_nothing_is_drawn_before_a_study_is_open(make_driver):
    """Tools wait for a reading."""
    driver = make_driver()
    assert not any(action.isEnabled() for action in driver.window.actions_.tools.values())
    assert not driver.window.actions_.key_image.isEnabled()
