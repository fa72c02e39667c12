"""Results are looked for in the background, and stay with the series that they were opened for."""

from __future__ import annotations

import threading
import zipfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.opening.reader import CTRL, LEFT
from tests.viewer.opening.results_study import write_foreign, write_own, write_report
from viewer.controllers import result_work
from viewer.state import app as states
from viewer.state.planes import Plane

SHIFT = Qt.KeyboardModifier.ShiftModifier
FOREIGN_ORIGIN = "Masks: SPINE, BoneNet, 2024-05-06"


@pytest.fixture
def other(tmp_path):
    """Write a second series of the study, of another grid."""
    tags = {"SeriesDescription": "other", "SeriesInstanceUID": "1.9"}
    write_ct_series(tmp_path / "other", ramp_hu((9, 32, 32)) // 8, **tags)
    return tmp_path / "other"


@pytest.fixture
def ask(reader, monkeypatch):
    """Choose a file in the dialog of Open result."""

    def ask(path):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        reader.key(Qt.Key.Key_R, CTRL | SHIFT)

    return ask


@pytest.fixture
def held(monkeypatch):
    """Let looking for results wait until a test lets it go on."""
    gate, find = threading.Event(), result_work.find_results

    def waiting(paths, progress):
        assert gate.wait(20)
        return find(paths, progress)

    monkeypatch.setattr(result_work, "find_results", waiting)
    yield gate
    gate.set()


def _origin(reader):
    reader.dens.panes.draw()
    return reader.window.grid.panes[Plane.AXIAL].content.origin


def _wait(reader, qtbot):
    reader.wait()
    qtbot.waitUntil(lambda: not reader.dens.results.runner.running, timeout=20_000)


def test_the_window_lives_while_results_are_looked_for(
    reader, qtbot, show, ask, held, neck_scan, tmp_path
):
    """Keys scroll meanwhile, the status bar tells of the work, and it goes on to its end."""
    show(neck_scan.folder)
    ask(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    assert "foreign.dcm" in reader.window.status._text.text()
    before = reader.state.view.crosshair_mm
    reader.key(Qt.Key.Key_Down)
    assert reader.state.view.crosshair_mm != before
    assert reader.state.opening_results is not None
    held.set()
    qtbot.waitUntil(lambda: reader.state.opening_results is None, timeout=20_000)
    assert _origin(reader) == (FOREIGN_ORIGIN,)
    assert not reader.window.status.cancel.isVisible()


def test_looking_for_results_can_be_cancelled(reader, qtbot, show, ask, held, neck_scan, tmp_path):
    """A click on Cancel ends it: nothing is opened or said afterwards, what was shown stays."""
    show(neck_scan.folder)
    ask(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    QTest.mouseClick(reader.window.status.cancel, LEFT)
    assert reader.state.opening_results is None
    threads = list(reader.dens.results.runner._threads)
    held.set()
    qtbot.waitUntil(lambda: not any(one.is_alive() for one in threads), timeout=20_000)
    qtbot.wait(50)
    assert reader.state.study is not None
    assert reader.state.results.files == ()
    assert reader.state.message is None


@pytest.mark.parametrize("name", ["notes.txt", "gone.dcm", "image"])
def test_a_file_that_is_none_is_one_message(reader, qtbot, show, ask, neck_scan, tmp_path, name):
    """A text, a file that went meanwhile, an image: the name and what to do."""
    path = tmp_path / name
    if name == "notes.txt":
        path.write_text("The patient fell.")
    elif name == "image":
        path.mkdir()
        path = next(neck_scan.folder.iterdir())
    show(neck_scan.folder)
    ask(path)
    _wait(reader, qtbot)
    assert path.name in reader.window.side.messages.text
    assert any(word in reader.window.side.messages.text for word in ("Choose", "Check"))
    assert reader.state.opening_results is None
    assert reader.state.results.files == ()


def test_what_can_be_shown_is_shown_and_the_rest_is_told_once(
    reader, qtbot, show, ask, neck_scan, tmp_path
):
    """A ZIP with a liver before the spine: the spine is shown, one message names the liver."""
    liver = write_foreign(neck_scan, tmp_path / "a_liver.dcm", ("Liver", "Skull", "Rib"), "LIVER")
    broken = write_foreign(neck_scan, tmp_path / "b_broken.dcm", label="BROKEN")
    broken.write_bytes(broken.read_bytes()[:-20_000])
    spine = write_foreign(neck_scan, tmp_path / "c_spine.dcm")
    with zipfile.ZipFile(tmp_path / "results.zip", "w") as archive:
        for file in (liver, broken, spine):
            archive.write(file, file.name)
    show(neck_scan.folder)
    ask(tmp_path / "results.zip")
    _wait(reader, qtbot)
    assert _origin(reader) == (FOREIGN_ORIGIN,)
    first, second = reader.window.side.messages.text.splitlines()
    assert "a_liver.dcm: holds no cervical vertebra" in first
    assert "b_broken.dcm: can't be read as a DICOM SEG" in second
    titles = [one.title for one in reader.browser.rows[0].series[0].results]
    assert titles == ["Masks: LIVER", "Masks: BROKEN", "Masks: SPINE"]


def test_many_that_can_not_be_shown_are_counted(reader, qtbot, show, ask, neck_scan, tmp_path):
    """Five strangers: three are named, two are counted."""
    with zipfile.ZipFile(tmp_path / "results.zip", "w") as archive:
        for name in "abcde":
            file = write_foreign(neck_scan, tmp_path / f"{name}.dcm", ("Liver", "Skull", "Rib"))
            archive.write(file, file.name)
    show(neck_scan.folder)
    ask(tmp_path / "results.zip")
    _wait(reader, qtbot)
    lines = reader.window.side.messages.text.splitlines()
    assert len(lines) == 4
    assert lines[-1] == "2 more files can't be shown."


def test_results_stay_with_their_series(reader, qtbot, show, neck_scan, other, tmp_path):
    """Another series has none; back on the first one, masks and report are there at once."""
    show(neck_scan.folder)
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    show(write_report(neck_scan, tmp_path / "sr.dcm"))
    masks, report = reader.state.results.masks, reader.state.results.report
    show(other)
    assert reader.title == "other"
    assert _origin(reader) == ()
    assert not reader.dens.results.report.isVisible()
    reader.click("BONE")
    _wait(reader, qtbot)
    assert reader.title != "other"
    assert reader.state.results.masks is masks
    assert reader.state.results.report is report
    assert _origin(reader)[0] == FOREIGN_ORIGIN
    assert reader.dens.results.report.isVisible()


def test_what_was_put_away_stays_away(reader, qtbot, show, neck_scan, other, tmp_path):
    """Results that the reader closed don't come back with their series."""
    show(neck_scan.folder)
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    reader.window.actions_.close_result.trigger()
    show(other)
    show(neck_scan.folder)
    _wait(reader, qtbot)
    assert reader.state.results.files == ()


def test_without_memory_for_the_series_they_are_read_again(
    reader, qtbot, show, neck_scan, other, tmp_path, monkeypatch
):
    """A series that had to be let go comes back with what was opened for it."""
    monkeypatch.setattr(states, "KEPT_SHARE", 0.0)
    show(neck_scan.folder)
    first = reader.state.study.key
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    show(other)
    assert reader.state.kept == ()
    reader.dens.opening.open_series(first)
    qtbot.waitUntil(lambda: reader.state.results.masks is not None, timeout=20_000)
    assert _origin(reader) == (FOREIGN_ORIGIN,)


def test_a_series_switched_meanwhile_gets_its_results_later(
    reader, qtbot, show, ask, held, neck_scan, other, tmp_path
):
    """What arrives while another series is shown lies over its own one only."""
    show(other)
    show(neck_scan.folder)
    ask(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    reader.click("other")
    held.set()
    _wait(reader, qtbot)
    assert reader.title == "other"
    assert reader.state.results.files == ()
    key = next(hung.study.key for hung in reader.state.kept)
    reader.dens.opening.open_series(key)
    qtbot.waitUntil(lambda: reader.state.results.masks is not None, timeout=20_000)
    assert _origin(reader) == (FOREIGN_ORIGIN,)


def test_a_closed_study_takes_its_results_along(reader, qtbot, show, neck_scan, tmp_path):
    """Opened again, a study that was closed is as new."""
    show(neck_scan.folder)
    show(write_own(neck_scan, tmp_path / "seg.dcm"))
    assert reader.state.results.files
    reader.dens.closing.close(reader.state.study.key.study)
    assert reader.state.study is None
    assert reader.state.results.files == ()
    assert reader.state.library.results == ()
    show(neck_scan.folder)
    _wait(reader, qtbot)
    assert reader.state.results.files == ()
