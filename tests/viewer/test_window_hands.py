"""What the left button does where brush, tools, measurements and reference lines meet."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inference.findings import Level
from tests.viewer.window_driver import CTRL, LEFT, NONE, SHIFT, move
from viewer.state.brush import OWN_SLICES_ALONE, BrushMode
from viewer.state.drawing import ToolKind
from viewer.state.link import follow
from viewer.state.oblique import turn_about
from viewer.state.planes import Plane

PLANE = Plane.AXIAL


@pytest.fixture
def reader(qtbot, make_driver, tmp_path, volume, analysis):
    """The crude neck at C4, in a window that keeps its sessions."""
    driver = make_driver(sessions_folder=tmp_path / "sessions")
    driver.show(volume, analysis)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.window.side.findings.rows[Level.C4].button.click()
    driver.settle()
    return driver


def line_place(driver):
    """A place on the axial pane's line, between its middle and its end."""
    pane = driver.panes[PLANE]
    x, y = pane.projection.to_screen(pane.content.crosshair_pixel)
    return QPoint(round(x + 60), round(y))


def turn(driver):
    """Turn the axial and the coronal plane."""
    geometry = driver.state.study.shown.geometry
    driver.dens.store.update_view(lambda view: turn_about(view, geometry, Plane.SAGITTAL, 20.0))
    driver.settle()


def marks(driver):
    """What is drawn."""
    return driver.state.reading.review.marks


def test_the_hand_holds_one_thing(reader):
    """Taking a tool puts the brush away, taking the brush the tool; Esc gives up either."""
    reader.key(Qt.Key.Key_B, SHIFT)
    assert reader.state.brush.mode is BrushMode.PAINT
    reader.key(Qt.Key.Key_D)
    assert (reader.state.brush.mode, reader.state.drawing.tool) == (None, ToolKind.DISTANCE)
    assert not reader.window.actions_.brushes[BrushMode.PAINT].isChecked()
    reader.key(Qt.Key.Key_B, SHIFT)
    assert (reader.state.brush.mode, reader.state.drawing.tool) == (BrushMode.PAINT, None)
    assert not reader.window.actions_.tools[ToolKind.DISTANCE].isChecked()
    reader.key(Qt.Key.Key_Escape)
    assert not reader.state.brush.active


def test_the_brush_paints_over_a_mark(reader):
    """With the brush in hand, a stroke across a mark paints, and the mark stays where it is."""
    middle = line_place(reader) - QPoint(60, 40)
    reader.key(Qt.Key.Key_D)
    reader.drag(PLANE, middle, QPoint(50, 0))
    (mark,) = marks(reader)
    reader.key(Qt.Key.Key_B, SHIFT)
    before = reader.state.study.labels
    reader.drag(PLANE, middle + QPoint(25, 0), QPoint(0, 20))
    assert marks(reader) == (mark,)
    assert (reader.state.study.labels != before).any()


def test_a_tool_draws_over_a_reference_line(reader):
    """A distance that begins on a line is drawn, and the planes stay as they are."""
    start = line_place(reader)
    view = reader.view
    reader.key(Qt.Key.Key_D)
    move(reader.panes[PLANE].viewport(), start, Qt.MouseButton.NoButton)
    shape = reader.panes[PLANE].cursor().shape()
    reader.drag(PLANE, start, QPoint(40, 30))
    assert len(marks(reader)) == 1
    assert shape is Qt.CursorShape.CrossCursor
    assert (reader.view.orientation, reader.view.crosshair_mm) == (None, view.crosshair_mm)


def test_a_line_gives_way_to_a_mark_upon_it(reader):
    """Where a mark lies over a line, the hand takes the mark; elsewhere it takes the line."""
    start, viewport = line_place(reader), reader.panes[PLANE].viewport()
    move(viewport, start, Qt.MouseButton.NoButton)
    assert reader.panes[PLANE].cursor().shape() is not Qt.CursorShape.CrossCursor
    reader.key(Qt.Key.Key_D)
    reader.drag(PLANE, start - QPoint(0, 30), QPoint(0, 60))
    crosshair, (before,) = reader.view.crosshair_mm, marks(reader)
    move(viewport, start, Qt.MouseButton.NoButton)
    assert reader.panes[PLANE].cursor().shape() is Qt.CursorShape.CrossCursor
    reader.drag(PLANE, start, QPoint(0, 12))
    (after,) = marks(reader)
    assert after.id == before.id
    assert after.start_mm != before.start_mm
    assert (reader.view.crosshair_mm, reader.view.orientation) == (crosshair, None)


def test_the_brush_wants_the_volumes_own_slices(reader):
    """On a turned plane it says why it doesn't paint; on the untouched one it paints."""
    turn(reader)
    reader.key(Qt.Key.Key_B, SHIFT)
    before = reader.state.study.labels
    start = QPoint(150, 150)
    reader.drag(PLANE, start, QPoint(30, 0))
    assert reader.state.message.text == OWN_SLICES_ALONE
    assert reader.state.study.labels is before
    reader.key(Qt.Key.Key_R, CTRL)
    assert reader.view.orientation is None
    viewport = reader.panes[PLANE].viewport()
    QTest.mousePress(viewport, LEFT, NONE, start)
    assert reader.state.stroke is not None
    turn(reader)
    # A stroke is seen on the slices of its own grid alone.
    assert reader.panes[PLANE].content.image.stroke is None
    QTest.mouseRelease(viewport, LEFT, NONE, start)


def test_going_to_a_mark_lays_the_planes_for_it(reader):
    """Turned planes go back for a mark on the volume's slices, and stay for one of their own."""
    reader.key(Qt.Key.Key_D)
    reader.drag(PLANE, QPoint(120, 120), QPoint(50, 0))
    (straight,) = marks(reader)
    turn(reader)
    turned = reader.view.orientation
    reader.key(Qt.Key.Key_D)
    reader.drag(PLANE, QPoint(120, 120), QPoint(50, 0))
    leaning = marks(reader)[-1]
    reader.dens.marks._go_to(leaning.id)
    assert reader.view.orientation == turned
    reader.dens.marks._go_to(straight.id)
    reader.settle()
    assert reader.view.orientation is None
    assert any(shape.whole for shape in reader.panes[PLANE].content.shapes)


def test_compared_views_turn_alike(reader):
    """A linked view leans as its leader does, about the same place, and comes back with it."""
    from inference.spine.registration import RigidTransform

    geometry, plain = reader.state.study.shown.geometry, reader.view
    turn(reader)
    link = RigidTransform(shift_mm=(1.0, 2.0, -3.0))
    led = follow(reader.view, geometry, plain, geometry, link)
    lead = reader.view.orientation
    for plane in Plane:
        np.testing.assert_allclose(
            led.orientation.plane(plane).normal_lps, lead.plane(plane).normal_lps, atol=1e-9
        )
    np.testing.assert_allclose(led.orientation.pivot_mm, np.add(lead.pivot_mm, link.shift_mm))
    assert follow(plain, geometry, led, geometry, link).orientation is None
