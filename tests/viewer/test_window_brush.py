"""Correcting masks in the real window, with real mouse and key events."""

from __future__ import annotations

import json

import nibabel
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inference.findings import Level
from tests.viewer.window_driver import CTRL, LEFT, NONE, SHIFT, move
from viewer.controllers.jobs import analysis_of
from viewer.state.app import Message, MessageKind
from viewer.state.planes import Plane
from viewer.state.reading_wording import MASK_CORRECTED

ALT = Qt.KeyboardModifier.AltModifier
C4_MM = (0.0, 1.0, 242.0)


@pytest.fixture
def painter(qtbot, make_driver, tmp_path, volume, analysis):
    """The crude neck at C4 with the brush in hand, in a window that keeps its sessions."""
    driver = make_driver(analysis_of, None, tmp_path / "sessions")
    driver.show(volume, analysis)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.window.side.findings.rows[Level.C4].button.click()
    driver.key(Qt.Key.Key_B, SHIFT)
    return driver


def at(driver, plane, position_mm):
    """Where a point in LPS mm is on a pane."""
    row_col, _ = driver.panes[plane].content.image.frame.lps_to_pixel(position_mm)
    return driver.screen(plane, (float(row_col[0]), float(row_col[1])))


def count(driver, level):
    """How many voxels of the shown mask are a level's."""
    return int((driver.state.study.labels == level.label).sum())


def stroke(driver, plane, start, end, modifier=NONE):
    """Press, move in steps and let go."""
    viewport = driver.panes[plane].viewport()
    QTest.mousePress(viewport, LEFT, modifier, start)
    for share in (0.3, 0.6, 1.0):
        move(viewport, start + (end - start) * share, LEFT)
    QTest.mouseRelease(viewport, LEFT, NONE, end)
    driver.settle()


@pytest.mark.parametrize("plane", Plane)
@pytest.mark.parametrize("turned", [False, True])
def test_a_stroke_paints_where_the_mouse_was(painter, plane, turned):
    """In every plane, also flipped and rotated: along the line, and in that slice alone."""
    painter.panes[plane].setFocus()
    if turned:
        painter.key(Qt.Key.Key_H, plane=plane)
        painter.key(Qt.Key.Key_Period, plane=plane)
    start = np.add(C4_MM, (-14.0, -16.0, 10.0))
    end = (
        start + {Plane.AXIAL: (9, 5, 0), Plane.SAGITTAL: (0, 5, 9), Plane.CORONAL: (9, 0, 5)}[plane]
    )
    geometry, before = painter.state.study.shown.geometry, painter.state.study.labels
    painter.dens.panes.draw()
    stroke(painter, plane, at(painter, plane, start), at(painter, plane, end))
    changed = np.argwhere(painter.state.study.labels != before)
    frame = painter.panes[plane].content.image.frame
    assert set(changed[:, frame.slice_axis]) == {frame.index}
    assert (painter.state.study.labels[tuple(changed.T)] == Level.C4.label).all()
    # Measured against the line itself, in mm, within the plane; half a pixel of the screen off.
    places = geometry.index_to_lps(changed)
    flat = [n for n in range(3) if n != {0: 2, 1: 1, 2: 0}[frame.slice_axis]]
    along = (end - start)[flat]
    share = np.clip((places[:, flat] - start[flat]) @ along / (along @ along), 0, 1)
    away = np.linalg.norm(places[:, flat] - start[flat] - share[:, None] * along, axis=1)
    assert away.max() == pytest.approx(3.0, abs=0.8)
    assert painter.window.actions_.undo.text() == "&Undo: Paint C4"


def test_strokes_are_undone_one_by_one(painter):
    """Undo names the stroke and takes it back; redo brings it again."""
    own = count(painter, Level.C4)
    for down in (-30, 0):
        start = at(painter, Plane.AXIAL, C4_MM) + QPoint(-60, down)
        stroke(painter, Plane.AXIAL, start, start + QPoint(20, 0))
    both = count(painter, Level.C4)
    painter.key(Qt.Key.Key_Z, CTRL)
    assert own < count(painter, Level.C4) < both
    painter.key(Qt.Key.Key_Z, CTRL)
    assert count(painter, Level.C4) == own
    assert painter.state.study.corrected is None
    painter.key(Qt.Key.Key_Y, CTRL)
    painter.key(Qt.Key.Key_Y, CTRL)
    assert count(painter, Level.C4) == both


def test_the_eraser_takes_its_own_level_alone(painter):
    """Over C4 it erases; set to C3 the same stroke changes nothing."""
    c4 = at(painter, Plane.AXIAL, C4_MM)
    painter.key(Qt.Key.Key_E, SHIFT)
    painter.key(Qt.Key.Key_3, ALT)
    before = count(painter, Level.C4)
    stroke(painter, Plane.AXIAL, c4, c4 + QPoint(20, 0))
    assert count(painter, Level.C4) == before
    assert painter.state.reading.undo_name is None
    painter.key(Qt.Key.Key_4, ALT)
    stroke(painter, Plane.AXIAL, c4, c4 + QPoint(20, 0))
    assert count(painter, Level.C4) < before
    assert painter.window.actions_.undo.text() == "&Undo: Erase from C4"


def test_a_ball_reaches_through_slices(painter):
    """And its stroke is seen in the other planes while it is drawn."""
    painter.key(Qt.Key.Key_S, SHIFT)
    painter.key(Qt.Key.Key_7, ALT)
    for _ in range(4):
        painter.key(Qt.Key.Key_BracketRight)
    place = at(painter, Plane.AXIAL, painter.view.crosshair_mm)
    before = painter.state.study.labels
    viewport = painter.panes[Plane.AXIAL].viewport()
    QTest.mousePress(viewport, LEFT, NONE, place)
    move(viewport, place + QPoint(2, 0), LEFT)
    painter.settle()
    assert painter.panes[Plane.SAGITTAL].content.image.stroke is not None
    assert painter.state.study.labels is before
    QTest.mouseRelease(viewport, LEFT, NONE, place + QPoint(2, 0))
    changed = np.argwhere(painter.state.study.labels != before)
    reach, slice_mm = 2 * painter.state.brush.radius_mm, 1.5
    assert reach - 2 * slice_mm < np.ptp(changed[:, 0]) * slice_mm <= reach


def test_size_level_and_hand(painter):
    """Keys and Shift+wheel size the brush; the circle follows the mouse; Esc puts it away."""
    pane = painter.panes[Plane.AXIAL]
    before = painter.state.brush.radius_mm
    painter.key(Qt.Key.Key_BracketRight)
    painter.wheel(Plane.AXIAL, 1, SHIFT)
    assert painter.state.brush.radius_mm == pytest.approx(before * 1.44)
    painter.key(Qt.Key.Key_BracketLeft)
    assert painter.state.brush.radius_mm == pytest.approx(before * 1.2)
    move(pane.viewport(), QPoint(50, 60), Qt.MouseButton.NoButton)
    assert pane.brush.center_px == (50.0, 60.0)
    assert pane.brush.text == "C4"
    painter.key(Qt.Key.Key_5, ALT)
    assert pane.brush.text == "C5"
    crosshair = painter.view.crosshair_mm
    stroke(painter, Plane.AXIAL, at(painter, Plane.AXIAL, C4_MM), QPoint(40, 40), ALT)
    assert painter.state.brush.level is Level.C4
    assert painter.view.crosshair_mm == crosshair
    bar = painter.window.side.brush
    assert bar.isVisible()
    painter.key(Qt.Key.Key_Escape)
    assert not painter.state.brush.active
    assert not bar.isVisible()
    window = painter.view.window
    stroke(painter, Plane.AXIAL, QPoint(100, 100), QPoint(140, 100))
    assert painter.view.window != window


def test_esc_puts_the_brush_away_before_a_message(painter):
    """What changes a mask is given up first: nobody paints on who has pressed Esc once."""
    painter.dens.store.say(Message(MessageKind.INFORMATION, "Something was written"))
    assert painter.state.brush.active
    painter.key(Qt.Key.Key_Escape)
    assert not painter.state.brush.active
    assert painter.state.message is not None
    painter.key(Qt.Key.Key_Escape)
    assert painter.state.message is None


def test_esc_gives_a_stroke_up(painter):
    """Nothing is painted, and the button that is still held paints nothing more."""
    viewport = painter.panes[Plane.AXIAL].viewport()
    before = painter.state.study.labels
    QTest.mousePress(viewport, LEFT, NONE, QPoint(100, 100))
    painter.key(Qt.Key.Key_Escape)
    move(viewport, QPoint(120, 100), LEFT)
    QTest.mouseRelease(viewport, LEFT, NONE, QPoint(120, 100))
    assert painter.state.study.labels is before
    assert painter.state.brush.active


def test_corrections_come_back_and_are_exported(
    qtbot, make_driver, painter, tmp_path, volume, analysis
):
    """A new window shows what was painted; masks, centroid and words follow; reset undoes it."""
    start = at(painter, Plane.AXIAL, C4_MM) + QPoint(-60, -30)
    stroke(painter, Plane.AXIAL, start, start + QPoint(30, 0))
    painted = np.array(painter.state.study.labels)
    painter.window.close()
    again = make_driver(analysis_of, None, tmp_path / "sessions")
    again.show(volume, analysis)
    qtbot.waitUntil(lambda: again.state.reading is not None)
    np.testing.assert_array_equal(again.state.study.labels, painted)
    again.dens.export.export_all(tmp_path / "all")
    qtbot.waitUntil(lambda: again.state.exporting is None, timeout=120_000)
    image = nibabel.load(tmp_path / "all" / "masks.nii.gz")
    _, turn = volume.geometry.canonical()
    written = np.asarray(image.dataobj).transpose(2, 1, 0)
    np.testing.assert_array_equal(turn.apply(written), painted)
    document = json.loads((tmp_path / "all" / "findings.json").read_text(encoding="utf-8"))
    corrected = [level["reader"]["mask_corrected"] for level in document["levels"]]
    assert corrected == [False, False, False, True, False, False, False]
    assert document["levels"][3]["centroid_lps_mm"] != list(
        analysis.finding(Level.C4).centroid_lps_mm
    )
    row = again.window.side.findings.rows[Level.C4]
    assert MASK_CORRECTED in row.button.accessibleName()
    again.key(Qt.Key.Key_B, SHIFT)
    again.key(Qt.Key.Key_4, ALT)
    again.window.side.brush.reset.click()
    again.settle()
    assert again.state.study.corrected is None
    assert again.window.actions_.undo.text() == "&Undo: Reset the mask of C4"
