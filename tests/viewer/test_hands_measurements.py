"""The list of proposed measurements by hand: rows, buttons and ends by real clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.spine.proposals import ATLANTO_DENS, BASION_DENS, MEASURANDS
from tests.inference.spine.neck_phantom import Truth
from tests.viewer.test_window_measurements import ROW, known_neck
from tests.viewer.window_driver import LEFT
from viewer.controllers.jobs import analysis_of
from viewer.review.measure import length_mm
from viewer.review.review import MeasurementState
from viewer.state.planes import Plane


@pytest.fixture(scope="module")
def solid():
    """A neck whose atlanto-dens interval is 4 mm."""
    return known_neck(Truth(atlanto_dens=4.0, tissue=11.0))


@pytest.fixture
def measuring(qtbot, make_driver, tmp_path, solid):
    """The solid neck with the list of proposals opened by its key."""
    driver = make_driver(analysis_of, None, tmp_path / "sessions")
    driver.show(*solid)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.key(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: driver.state.study.proposals is not None, timeout=60_000)
    driver.settle()
    return driver


def click_row(driver, name):
    """Click on a line of the list."""
    table = driver.dens.alignment.window.table
    item = table.item(ROW[name], 0)
    table.scrollToItem(item)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualItemRect(item).center())
    driver.settle()


def click(driver, button):
    """Click on a button of the list."""
    QTest.mouseClick(button, LEFT)
    driver.settle()


def state_of(driver, name):
    """What the list says of a measurement at last."""
    return driver.dens.alignment.window.table.item(ROW[name], 4).text()


def test_a_proposal_is_confirmed_rejected_and_reopened(measuring):
    """Each by a click; only a confirmed one is a mark of the reader's."""
    window = measuring.dens.alignment.window
    for one in MEASURANDS:
        click_row(measuring, one.name)
        assert measuring.state.alignment.chosen == one.name
    click_row(measuring, ATLANTO_DENS)
    assert measuring.panes[Plane.SAGITTAL].content.line.text.endswith("mm, proposed")
    click(measuring, window.confirm)
    (said,) = measuring.state.reading.review.measurements
    (mark,) = measuring.state.reading.review.marks
    assert (said.state, mark.label) == (MeasurementState.CONFIRMED, ATLANTO_DENS)
    click(measuring, window.reject)
    assert (state_of(measuring, ATLANTO_DENS), measuring.state.reading.review.marks) == (
        "rejected",
        (),
    )
    click(measuring, window.reopen)
    assert state_of(measuring, ATLANTO_DENS) == "proposed"


def test_ends_are_placed_by_two_clicks(measuring):
    """After a click on the button, in one slice; the mark lies where the clicks were."""
    window = measuring.dens.alignment.window
    click_row(measuring, BASION_DENS)
    click(measuring, window.place)
    measuring.window.activateWindow()
    QApplication.processEvents()
    start, delta = QPoint(120, 90), QPoint(30, 40)
    for at in (start, start + delta):
        measuring.click(Plane.SAGITTAL, at)
    (mark,) = measuring.state.reading.review.marks
    scale = measuring.panes[Plane.SAGITTAL].projection.mm_per_px
    assert length_mm(mark) == pytest.approx(50 * scale, rel=1e-6)
    assert state_of(measuring, BASION_DENS) == "confirmed"
