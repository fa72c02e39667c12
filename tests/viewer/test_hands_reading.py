"""Reading by hand where a click opens a menu, a list or a slider: real clicks and keys there."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QStyle, QStyleOptionButton

from inference.findings import LEVELS, Level
from tests.viewer.window_driver import CTRL, LEFT, SHIFT
from viewer.controllers.jobs import analysis_of
from viewer.review.review import FalsePositiveReason, MissedReason, Verdict
from viewer.state.planes import Plane

LOOK_MS = 20
PATIENCE_S = 10.0


@pytest.fixture
def reader(qtbot, make_driver, tmp_path, volume, analysis):
    """The crude neck with its analysis and its spine, in a window that keeps its sessions."""
    driver = make_driver(analysis_of, None, tmp_path / "sessions")
    driver.show(volume, analysis)
    qtbot.waitUntil(
        lambda: driver.state.reading is not None and driver.state.study.spine is not None,
        timeout=60_000,
    )
    driver.settle()
    return driver


def click_in_menu(button, action):
    """Click on a button that opens a menu, and on an entry of it."""
    until = time.monotonic() + PATIENCE_S

    def look():
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
        elif time.monotonic() < until:
            QTimer.singleShot(LOOK_MS, look)

    QTimer.singleShot(LOOK_MS, look)
    QTest.mouseClick(button, LEFT)
    # Windowing systems give the keyboard back; Qt's offscreen platform doesn't.
    button.window().activateWindow()
    while QApplication.activeWindow() is not button.window():
        assert time.monotonic() < until
        QApplication.processEvents()


def click_box(check):
    """Click on the square of a check box."""
    option = QStyleOptionButton()
    check.initStyleOption(option)
    square = check.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, check)
    QTest.mouseClick(check, LEFT, pos=square.center())


@pytest.mark.parametrize("reason", list(FalsePositiveReason))
def test_each_reason_against_a_suspicion(reader, reason):
    """Rejected by key, and the published reason given by two clicks; a third takes it back."""
    reader.key(Qt.Key.Key_N)
    reader.key(Qt.Key.Key_X)
    form = reader.window.side.findings.form
    click_in_menu(form.reasons, form.reasons.ticks[reason])
    said = reader.state.reading.review.level(Level.C5)
    assert (said.verdict, said.reasons) == (Verdict.REJECT, (reason,))
    assert form.reasons.text() == "Reason (1)"
    click_in_menu(form.reasons, form.reasons.ticks[reason])
    assert reader.state.reading.review.level(Level.C5).reasons == ()


@pytest.mark.parametrize("reason", list(MissedReason))
def test_each_reason_of_a_miss(reader, reason):
    """An own finding with where the fracture hid, by two clicks; undo takes it back."""
    QTest.mouseClick(reader.window.side.findings.rows[Level.C3].button, LEFT)
    reader.settle()
    form = reader.window.side.findings.form
    click_in_menu(form.missed, form.missed.ticks[reason])
    (own,) = reader.state.reading.review.findings
    assert (own.level, own.reasons) == (Level.C3, (reason,))
    reader.key(Qt.Key.Key_Z, CTRL)
    assert reader.state.reading.review.findings == ()


def test_a_walk_along_each_vertebra(reader):
    """Turned once along a vertebra, each step lays the planes along the next one's endplates."""
    reader.key(Qt.Key.Key_N)
    assert reader.view.orientation is None
    reader.key(Qt.Key.Key_F7, SHIFT)
    seen = []
    for key in (Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_P):
        reader.key(key)
        level = reader.view.selected
        seen.append(level.value)
        axes = reader.state.study.spine.axes[level]
        laid = reader.view.orientation
        np.testing.assert_allclose(laid.axial.normal_lps, axes.head_lps, atol=1e-9)
        np.testing.assert_allclose(np.abs(laid.sagittal.normal_lps @ axes.left_lps), 1.0, atol=1e-9)
        middle = reader.state.study.analysis.finding(level).centroid_lps_mm
        np.testing.assert_allclose(reader.view.crosshair_mm, middle, atol=1e-6)
        # The level stays in the middle of each pane, however its plane leans.
        for pane in reader.panes.values():
            x, y = pane.projection.to_screen(pane.content.crosshair_pixel)
            width, height = pane.projection.size_px
            assert (x, y) == pytest.approx((width / 2, height / 2), abs=1.0)
    assert seen == ["C2", "C6", "C2"]
    reader.key(Qt.Key.Key_R, CTRL)
    reader.key(Qt.Key.Key_N)
    assert reader.view.orientation is None


def test_small_planes_follow_the_walk(reader):
    """With F7, each step shows beside the planes those along the vertebra's own axes."""
    reader.key(Qt.Key.Key_F7)
    for _ in range(3):
        reader.key(Qt.Key.Key_N)
        level = reader.view.selected
        content = reader.window.aligned.planes[Plane.AXIAL].content
        assert content.title == f"{level} axial"
        axes = reader.state.study.spine.axes[level]
        np.testing.assert_allclose(np.abs(content.plane.normal_lps @ axes.head_lps), 1.0, atol=1e-9)


def test_masks_and_boxes_by_mouse(reader):
    """A click on each box of the panel hides and shows, for all levels or for one."""
    overlays = reader.window.side.overlays
    click_box(overlays.masks)
    click_box(overlays.boxes)
    reader.settle()
    assert (reader.view.overlay.masks, reader.view.overlay.boxes) == (False, False)
    click_box(overlays.masks)
    for level in LEVELS[:6]:
        click_box(reader.window.side.findings.rows[level].check)
    reader.settle()
    assert reader.view.overlay.hidden == set(LEVELS[:6])
    # C7 was not found: nothing is left to colour the image.
    assert reader.panes[Plane.AXIAL]._image.image.ndim == 3
    image = reader.panes[Plane.AXIAL]._image.image
    assert (image[..., 0] == image[..., 2]).all()


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_opacity_is_one_in_all_planes(reader, plane):
    """By the arrow keys of its slider; at none the grey shows, at full the colour alone."""
    reader.key(Qt.Key.Key_N)
    slider = reader.window.side.overlays.opacity
    bare, full = mixed(reader, slider, plane, 0), mixed(reader, slider, plane, 100)
    inside = (full.astype(int) != bare).any(axis=-1)
    half = mixed(reader, slider, plane, 50)
    assert inside.any()
    between = np.abs((bare[inside].astype(float) + full[inside]) / 2 - half[inside])
    # Contours stay as strong as they are.
    assert np.median(between) <= 1.0


def mixed(driver, slider, plane, percent):
    """Set the opacity by keys and return the pixels of a pane."""
    QTest.keyClick(slider, Qt.Key.Key_Home if percent < 100 else Qt.Key.Key_End)
    while slider.value() < percent:
        QTest.keyClick(slider, Qt.Key.Key_Right)
    driver.settle()
    assert driver.view.overlay.opacity == percent / 100
    return driver.panes[plane]._image.image.copy()
