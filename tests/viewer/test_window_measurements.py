"""Proposed measurements in the real window: shown, confirmed, rejected, placed, reported."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from scipy.spatial.transform import Rotation

from inference.findings import LEVELS, Analysis, Finding, LevelState, PatientFinding
from inference.imaging.volume import SeriesInfo, Volume
from inference.preprocessing.windowing import window_presets
from inference.spine.proposals import ATLANTO_DENS, BASION_DENS, MEASURANDS
from tests.inference.spine.neck_phantom import Truth, make_neck, phantom_grid
from tests.viewer.window_driver import CTRL, LEFT
from viewer.controllers.jobs import analysis_of
from viewer.review.measure import length_mm
from viewer.review.review import MeasurementState
from viewer.state.planes import Plane
from viewer.state.reading_wording import WITHHELD

ROW = {one.name: number for number, one in enumerate(MEASURANDS)}
TISSUE = "Prevertebral soft tissue C3"


def known_neck(truth):
    """A phantom and an analysis that holds its labels."""
    geometry = phantom_grid(Rotation.identity(), (1.2, 0.8, 0.8))
    volume, labels = make_neck(geometry, Rotation.identity(), truth)
    found = set(np.unique(labels)) - {0}
    findings = tuple(
        Finding(level, LevelState.ANALYSED, 0.5, "", 0.1, (0.0, 0.0, -20.0 * level.label))
        if level.label in found
        else Finding(level, LevelState.NOT_ANALYSED, 0.5, "outside the field of view")
        for level in LEVELS
    )
    patient = PatientFinding(0.1, 0.5)
    info = SeriesInfo(series_instance_uid="1.2.4", patient_name="Solid^Sam")
    volume = Volume(volume.hu, geometry, info)
    return volume, Analysis(labels, geometry, findings, patient, (), {})


@pytest.fixture(scope="module")
def solid():
    """A neck whose atlanto-dens interval is 4 mm."""
    return known_neck(Truth(atlanto_dens=4.0, tissue=11.0))


@pytest.fixture
def measuring(qtbot, make_driver, tmp_path, solid):
    """The solid neck with the list of proposals open."""
    driver = make_driver(analysis_of, None, tmp_path / "sessions")
    driver.show(*solid)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.key(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: driver.state.study.proposals is not None, timeout=60_000)
    driver.settle()
    return driver


def choose(driver, name):
    """Click on a line of the list."""
    table = driver.dens.alignment.window.table
    item = table.item(ROW[name], 0)
    table.scrollToItem(item)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualItemRect(item).center())
    driver.settle()


def press(driver, button):
    """Click on a button of the list."""
    QTest.mouseClick(button, LEFT)
    driver.settle()


def state_of(driver, name):
    """What the list says of a measurement at last."""
    return driver.dens.alignment.window.table.item(ROW[name], 4).text()


def texts(driver, name):
    """What a row says."""
    table = driver.dens.alignment.window.table
    return [table.item(ROW[name], column).text() for column in range(table.columnCount())]


def test_proposals_are_listed_and_shown(measuring):
    """Value, limit, standing, state; a chosen one is drawn in its plane, in its window."""
    assert texts(measuring, ATLANTO_DENS)[2:] == ["2.0 to 2.5 mm", "▲ beyond", "proposed"]
    assert float(texts(measuring, ATLANTO_DENS)[1].split()[0]) == pytest.approx(4.0, abs=0.7)
    assert texts(measuring, "Translation C6/C7")[1:] == ["–", "2.0 mm", "", ""]
    choose(measuring, "Translation C6/C7")
    window = measuring.dens.alignment.window
    assert window.remark == "Not measurable: C6 outside the field of view"
    assert not window.confirm.isEnabled()
    choose(measuring, TISSUE)
    assert measuring.view.window == window_presets()["4"]
    choose(measuring, ATLANTO_DENS)
    assert measuring.view.window == window_presets()["1"]
    line = measuring.panes[Plane.SAGITTAL].content.line
    assert line.text.endswith("mm, proposed")
    assert not line.confirmed
    frame = measuring.panes[Plane.SAGITTAL].content.image.frame
    np.testing.assert_allclose(frame.pixel_to_lps(line.start)[1:], (-8.4, 0.0), atol=0.8)
    assert measuring.panes[Plane.CORONAL].content.line is None
    # No mark yet: nothing is the reader's before it is confirmed.
    assert measuring.state.reading.review.marks == ()


def test_confirming_keeps_a_mark_and_is_undone(measuring):
    """One step, named after the measurement; the mark is as long as the value."""
    choose(measuring, ATLANTO_DENS)
    measuring.dens.alignment.window.confirm.click()
    measuring.settle()
    review = measuring.state.reading.review
    (mark,) = review.marks
    (said,) = review.measurements
    assert mark.label == said.name == ATLANTO_DENS
    assert said.state is MeasurementState.CONFIRMED
    assert length_mm(mark) == pytest.approx(said.value_mm)
    assert texts(measuring, ATLANTO_DENS)[4] == "confirmed"
    assert measuring.state.reading.undo_name == f"Confirm {ATLANTO_DENS}"
    QTest.keyClick(measuring.dens.alignment.window, Qt.Key.Key_Z, CTRL)
    measuring.settle()
    assert measuring.state.reading.review.marks == ()
    assert texts(measuring, ATLANTO_DENS)[4] == "proposed"
    log = [line.entry().reader for line in measuring.dens.sessions.session.lines]
    assert log[-2].endswith("confirmed")
    assert log[-1].endswith("proposed")


def test_a_confirmed_one_is_drawn_once(measuring):
    """The mark takes the dashed line's place, held by the hand; also when it is chosen again."""
    choose(measuring, ATLANTO_DENS)
    pane = measuring.panes[Plane.SAGITTAL]
    assert (pane.content.line is not None, len(pane.content.shapes)) == (True, 0)
    measuring.dens.alignment.window.confirm.click()
    measuring.settle()
    for _ in range(2):
        (shape,) = pane.content.shapes
        assert shape.selected
        assert shape.whole
        assert shape.texts[0] == ATLANTO_DENS
        assert pane.content.line is None
        choose(measuring, BASION_DENS)
        choose(measuring, ATLANTO_DENS)


def test_where_its_mark_only_runs_through_the_line_is_drawn(measuring):
    """Beside the slice that holds all of it, the line alone stands for it, unbroken."""
    choose(measuring, ATLANTO_DENS)
    measuring.dens.alignment.window.confirm.click()
    pane = measuring.panes[Plane.SAGITTAL]
    measuring.wheel(Plane.SAGITTAL, -2)
    assert pane.content.shapes == ()
    assert pane.content.line.confirmed


def test_rejecting_and_reopening(measuring):
    """A rejected one keeps no mark, also where it was confirmed before; it can be reopened."""
    choose(measuring, ATLANTO_DENS)
    window = measuring.dens.alignment.window
    for button in (window.confirm, window.reject):
        button.click()
    review = measuring.state.reading.review
    assert review.marks == ()
    assert review.measurements[0].state is MeasurementState.REJECTED
    window.reopen.click()
    assert measuring.state.reading.review.measurements == ()
    assert not window.reopen.isEnabled()


def test_ends_are_placed_by_hand(measuring):
    """Two clicks in one slice; Esc gives up; no window is changed by them."""
    choose(measuring, BASION_DENS)
    window = measuring.dens.alignment.window
    window.place.click()
    assert BASION_DENS in window.message
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not measuring.state.alignment.placing
    window.place.click()
    measuring.settle()
    crosshair = measuring.view.crosshair_mm
    start, delta = QPoint(120, 90), QPoint(0, 60)
    measuring.click(Plane.AXIAL, start)
    measuring.click(Plane.SAGITTAL, start)
    assert measuring.panes[Plane.SAGITTAL].content.line is not None
    measuring.click(Plane.SAGITTAL, start + delta)
    (mark,) = measuring.state.reading.review.marks
    scale = measuring.panes[Plane.SAGITTAL].projection.mm_per_px
    assert length_mm(mark) == pytest.approx(60 * scale, rel=1e-6)
    assert measuring.view.crosshair_mm == crosshair
    assert texts(measuring, BASION_DENS)[4] == "confirmed"


def test_a_corrected_mask_is_measured_anew(qtbot, measuring):
    """Without the dens there is no interval to it; undo brings it back."""
    mask = measuring.state.study.analysis.mask
    dens = np.flatnonzero(mask.reshape(-1) == 2)
    session = measuring.dens.sessions
    session.change(lambda one: one.erase_mask(mask, dens, LEVELS[1]))
    qtbot.waitUntil(lambda: measuring.state.study.proposals is not None, timeout=60_000)
    measuring.settle()
    assert texts(measuring, ATLANTO_DENS)[1] == "–"


def test_proposals_wait_for_the_own_read(qtbot, make_driver, tmp_path, solid):
    """What lies beyond a limit is a suspicion: it is withheld like the model's."""
    driver = make_driver(analysis_of, None, tmp_path / "sessions")
    driver.window.actions_.blind_first.trigger()
    driver.show(*solid)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.key(Qt.Key.Key_F9)
    window = driver.dens.alignment.window
    assert window.message == WITHHELD
    assert window.table.rowCount() == 0
    driver.window.actions_.commit_read.trigger()
    qtbot.waitUntil(lambda: window.table.rowCount() == len(MEASURANDS), timeout=60_000)


def test_confirmed_ones_are_reported(qtbot, measuring, tmp_path):
    """In findings.json with both ends, and nothing that was only proposed."""
    choose(measuring, ATLANTO_DENS)
    measuring.dens.alignment.window.confirm.click()
    measuring.dens.export.export_all(tmp_path / "all")
    qtbot.waitUntil(lambda: measuring.state.exporting is None, timeout=120_000)
    document = json.loads((tmp_path / "all" / "findings.json").read_text(encoding="utf-8"))
    (one,) = document["measurements"]
    assert one["name"] == ATLANTO_DENS
    assert one["beyond"] is True
    assert one["limits_mm"] == [2.0, 2.5]
    apart = np.linalg.norm(np.subtract(*one["ends_lps_mm"]))
    assert apart == pytest.approx(one["value_mm"], abs=0.002)


def test_a_proposal_is_confirmed_rejected_and_reopened(measuring):
    """Each by a click; only a confirmed one is a mark of the reader's."""
    window = measuring.dens.alignment.window
    for one in MEASURANDS:
        choose(measuring, one.name)
        assert measuring.state.alignment.chosen == one.name
    choose(measuring, ATLANTO_DENS)
    assert measuring.panes[Plane.SAGITTAL].content.line.text.endswith("mm, proposed")
    press(measuring, window.confirm)
    (said,) = measuring.state.reading.review.measurements
    (mark,) = measuring.state.reading.review.marks
    assert (said.state, mark.label) == (MeasurementState.CONFIRMED, ATLANTO_DENS)
    press(measuring, window.reject)
    assert (state_of(measuring, ATLANTO_DENS), measuring.state.reading.review.marks) == (
        "rejected",
        (),
    )
    press(measuring, window.reopen)
    assert state_of(measuring, ATLANTO_DENS) == "proposed"


def test_ends_are_placed_by_two_clicks(measuring):
    """After a click on the button, in one slice; the mark lies where the clicks were."""
    window = measuring.dens.alignment.window
    choose(measuring, BASION_DENS)
    press(measuring, window.place)
    measuring.window.activateWindow()
    QApplication.processEvents()
    start, delta = QPoint(120, 90), QPoint(30, 40)
    for at in (start, start + delta):
        measuring.click(Plane.SAGITTAL, at)
    (mark,) = measuring.state.reading.review.marks
    scale = measuring.panes[Plane.SAGITTAL].projection.mm_per_px
    assert length_mm(mark) == pytest.approx(50 * scale, rel=1e-6)
    assert state_of(measuring, BASION_DENS) == "confirmed"
