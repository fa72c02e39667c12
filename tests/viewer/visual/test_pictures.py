"""The window's main states look as they were kept: after a change look at them, then renew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from inference.findings import Progress
from inference.imaging.errors import WeightsError
from inference.imaging.loading import Part
from inference.imaging.preview import Survey
from inference.imaging.study import Series
from tests.viewer import comparing_studies
from tests.viewer.comparing_studies import Comparer, analysis_on, write_studies
from tests.viewer.visual.conftest import SIZE_PX, quiet_neck
from tests.viewer.visual.pictures import compare, grab
from tests.viewer.window_driver import CTRL, SHIFT, Driver
from viewer.state.app import Job, open_study, set_analysis
from viewer.state.planes import Plane
from viewer.state.study import make_partial_study
from viewer.widgets.cheat_sheet import CheatSheet

SHEET_SCREEN_PX = (1600, 1000)
"""Room for every line of the cheat sheet: the screen that nobody sees is smaller."""


@pytest.fixture
def reader(make_driver):
    """Build a window of the pictures' size."""

    def make(*args, **options) -> Driver:
        driver = make_driver(*args, **options)
        driver.window.resize(*SIZE_PX)
        driver.settle()
        return driver

    return make


@pytest.fixture
def analysed_reader(reader, qtbot, volume, analysis):
    """Open the analysed neck, and wait for its spine and its reading."""
    driver = reader()
    driver.show(volume, analysis)
    rest(driver, qtbot)
    return driver


def rest(driver, qtbot) -> None:
    """Wait until nothing runs any more, and the window has caught up."""
    dens = driver.dens
    runners = (dens.spine.runner, dens.sessions.runner, dens.analysis.runner)
    qtbot.waitUntil(lambda: not any(one.running for one in runners), timeout=60_000)
    driver.settle()
    QApplication.processEvents()


def test_empty(reader, looks_as_kept):
    """Nothing is open."""
    looks_as_kept("empty", reader().window)


def test_loading(reader, qtbot, volume, looks_as_kept):
    """A third of the slices is there."""
    driver = reader()
    count = volume.hu.shape[0]
    first, last = count // 3, 2 * count // 3
    layers = np.arange(0, count, 8)
    part = Part(volume, first, last, last - first + 1, count)
    series = Series(volume.info, (), volume.geometry)
    study = make_partial_study(part, series, Survey(volume.hu[layers], layers))
    state = open_study(driver.state, study)
    driver.dens.store.set(replace(state, opening=Job("Reading 32 of 96 slices", 0.33)))
    rest(driver, qtbot)
    looks_as_kept("loading", driver.window)


def test_broken_file(reader, qtbot, looks_as_kept, tmp_path, monkeypatch):
    """What was opened is no image; the sentence names it."""
    monkeypatch.chdir(tmp_path)
    Path("broken.dcm").write_bytes(b"not an image")
    driver = reader()
    driver.dens.opening.open_path(Path("broken.dcm"))
    qtbot.waitUntil(lambda: driver.state.message is not None, timeout=20_000)
    rest(driver, qtbot)
    looks_as_kept("broken-file", driver.window)


def test_cannot_analyse(reader, qtbot, volume, looks_as_kept):
    """The analysis stops; the images stay."""

    def work_for(_volume):
        def work(_report):
            yield Progress("weights", 0.1, "Loading the networks")
            raise WeightsError("box.json: the model card is missing. Install Dens again.")

        return work

    driver = reader(work_for)
    driver.show(volume)
    driver.key(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: driver.state.message is not None, timeout=20_000)
    rest(driver, qtbot)
    looks_as_kept("cannot-analyse", driver.window)


def test_findings(analysed_reader, looks_as_kept):
    """An analysed study, before the first step."""
    looks_as_kept("findings", analysed_reader.window)


def test_walk(analysed_reader, qtbot, looks_as_kept):
    """At the most suspected level, with the planes along it; the one before is rejected."""
    driver = analysed_reader
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_X)
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_F7)
    rest(driver, qtbot)
    looks_as_kept("walk", driver.window)


def test_marks(analysed_reader, qtbot, looks_as_kept):
    """A distance, an angle and an ellipse, the last one selected, the tool kept."""
    driver = analysed_reader
    middle = driver.panes[Plane.AXIAL].viewport().rect().center()
    driver.key(Qt.Key.Key_D)
    driver.drag(Plane.AXIAL, middle + QPoint(-60, -90), QPoint(90, -12))
    driver.key(Qt.Key.Key_A)
    for corner in (QPoint(-70, 60), QPoint(-20, 110), QPoint(40, 70)):
        driver.click(Plane.AXIAL, middle + corner)
    driver.key(Qt.Key.Key_L)
    driver.key(Qt.Key.Key_E)
    driver.drag(Plane.AXIAL, middle + QPoint(20, -40), QPoint(60, 50))
    rest(driver, qtbot)
    assert len(driver.state.reading.review.marks) == 3
    looks_as_kept("marks", driver.window)


def test_brush(analysed_reader, qtbot, looks_as_kept):
    """A stroke beside the mask of a level, and the brush's settings."""
    driver = analysed_reader
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_B, SHIFT)
    middle = driver.panes[Plane.AXIAL].viewport().rect().center()
    driver.drag(Plane.AXIAL, middle + QPoint(-80, 60), QPoint(30, 40))
    rest(driver, qtbot)
    assert driver.state.reading.review.mask_edits is not None
    looks_as_kept("brush", driver.window)


def test_comparison(reader, qtbot, looks_as_kept, tmp_path, monkeypatch):
    """An earlier study beside the current one, linked by the levels of both."""
    monkeypatch.setattr(comparing_studies, "make_neck", quiet_neck)
    studies = write_studies(tmp_path)
    driver = Comparer(reader().dens, qtbot)
    for name, shift in (("earlier", comparing_studies.SHIFT_MM), ("now", (0.0, 0.0, 0.0))):
        driver.open(studies / name)
        found = analysis_on(driver.state.study.volume, shift)
        driver.dens.store.set(set_analysis(driver.state, found))
        driver.wait()
    driver.press(Qt.Key.Key_C, CTRL | SHIFT)
    rest(driver, qtbot)
    looks_as_kept("comparison", driver.window)


def test_settings(analysed_reader, qtbot, looks_as_kept):
    """The dialog alone."""
    dialog = analysed_reader.dens.settings.open()
    qtbot.waitExposed(dialog)
    looks_as_kept("settings", dialog)


def test_cheat_sheet(analysed_reader, qtbot, looks_as_kept, monkeypatch):
    """The dialog alone."""
    screen = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, *SHEET_SCREEN_PX))
    monkeypatch.setattr(CheatSheet, "screen", lambda _self: screen)
    analysed_reader.key(Qt.Key.Key_F1)
    sheet = analysed_reader.window.findChild(CheatSheet)
    qtbot.waitExposed(sheet)
    # The cursor in its line would be there or not.
    sheet.area.setFocus()
    looks_as_kept("cheat-sheet", sheet)


def hide(window):
    """Take a pane away."""
    window.grid.panes[Plane.CORONAL].hide()


def cut(window):
    """Cut the end of a text off: half a word."""
    label = window.side.findings._progress
    label.setFixedWidth(label.width() - 24)


def cover(window):
    """Take one small tick away."""
    window.side.findings.rows[next(iter(window.side.findings.rows))].check.setChecked(False)


def dim(window):
    """Make a text hard to read."""
    window.side.findings._patient.setStyleSheet("color: #30363c")


@pytest.mark.parametrize("spoil", [hide, cut, cover, dim])
def test_a_spoilt_window_is_seen(analysed_reader, qtbot, spoil):
    """What an eye would see is told, though text may be smoothed differently elsewhere."""
    window = analysed_reader.window
    before = grab(window)
    assert not compare(before, grab(window)).seen
    spoil(window)
    rest(analysed_reader, qtbot)
    assert compare(before, grab(window)).seen


def test_smoothing_and_rounding_are_not_seen(analysed_reader):
    """A pixel's shift and a little less contrast, as other versions of Qt draw."""
    before = grab(analysed_reader.window)
    assert not compare(before, np.roll(before, (1, -1), (0, 1))).seen
    faded = (before.astype(float) * 0.97 + 2).astype(np.uint8)
    assert not compare(before, faded).seen
