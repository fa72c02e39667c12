"""Results that have to wait: for their series, for one another, and when they needn't any more."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtTest import QTest

from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.opening.reader import LEFT
from tests.viewer.opening.results_study import write_foreign, write_own, write_report
from viewer.controllers import result_work
from viewer.review.marks import Distance
from viewer.review.plane import PatientPlane
from viewer.review.review import Review
from viewer.state import app as states
from viewer.state.library import key_of


@pytest.fixture
def wait(reader, qtbot):
    """Wait until no series and no result is being read."""

    def wait():
        reader.wait()
        qtbot.waitUntil(lambda: not reader.dens.results.runner.running, timeout=20_000)

    return wait


@pytest.fixture
def both(neck_scan, tmp_path):
    """Masks, and a report with one distance on an image, in a folder of their own."""
    z = float(neck_scan.volume.geometry.index_to_lps((40, 0, 0))[2])
    plane = PatientPlane((0, 0, z), (1, 0, 0), (0, 1, 0))
    drawn = Distance(id="a", plane=plane, start_mm=(-10, 0, z), end_mm=(12, 4, z))
    write_report(neck_scan, tmp_path / "out" / "sr.dcm", Review(marks=(drawn,)))
    write_own(neck_scan, tmp_path / "out" / "seg.dcm")
    return tmp_path / "out"


@pytest.fixture
def held(monkeypatch):
    """Let reading masks wait until a test lets it go on."""
    gate, read = threading.Event(), result_work.open_masks

    def waiting(*args):
        assert gate.wait(20)
        return read(*args)

    monkeypatch.setattr(result_work, "open_masks", waiting)
    yield gate
    gate.set()


def _results(reader):
    """The results below the shown series, and its key."""
    series = reader.state.study.series
    return reader.state.library.results_of(series), key_of(series)


def _names(reader):
    return [file.source.name for file in reader.state.results.files]


def _half_read(reader, qtbot, slow, *paths):
    reader.drop(*paths)
    slow(15)
    qtbot.waitUntil(
        lambda: reader.state.study is not None and reader.state.study.filled is not None,
        timeout=20_000,
    )


@pytest.mark.usefixtures("told_always")
def test_what_is_chosen_while_its_series_is_read_comes_with_its_end(
    reader, qtbot, slow, wait, neck_scan, both
):
    """Both rows clicked early: no mark is lost for it, and nothing is said."""
    _half_read(reader, qtbot, slow, neck_scan.folder, both)
    results, key = _results(reader)
    for file in results:
        reader.dens.results.choose(file, key)
    assert not reader.dens.results.runner.running
    slow(10_000)
    wait()
    report = reader.state.results.report
    assert _names(reader) == ["seg.dcm", "sr.dcm"]
    assert (len(report.marks), report.lost) == (1, 0)
    assert reader.state.message is None


def test_a_second_click_waits_for_the_first(reader, show, held, wait, neck_scan, both):
    """Masks, then the report, before the masks are read: both are shown; no third one is asked."""
    show(neck_scan.folder, both)
    results, key = _results(reader)
    for file in results:
        reader.dens.results.choose(file, key)
    assert not reader.window.actions_.open_result.isEnabled()
    held.set()
    wait()
    assert _names(reader) == ["seg.dcm", "sr.dcm"]
    assert reader.window.actions_.open_result.isEnabled()


def test_the_last_masks_that_were_chosen_are_shown(reader, show, held, wait, neck_scan, both):
    """Of two segmentations, clicked one after the other and the second one twice."""
    write_foreign(neck_scan, both / "foreign.dcm")
    show(neck_scan.folder, both)
    results, key = _results(reader)
    own, foreign = (
        next(one for one in results if one.source.name == name)
        for name in ("seg.dcm", "foreign.dcm")
    )
    for file in (own, foreign, foreign):
        reader.dens.results.choose(file, key)
    held.set()
    wait()
    assert _names(reader) == ["foreign.dcm"]


def test_after_a_file_that_can_not_be_shown_the_next_one_is(
    reader, show, held, wait, neck_scan, both
):
    """The reason stands; the report, which waited, is there."""
    show(neck_scan.folder, both)
    (both / "seg.dcm").unlink()
    results, key = _results(reader)
    for file in results:
        reader.dens.results.choose(file, key)
    held.set()
    wait()
    assert _names(reader) == ["sr.dcm"]
    assert "seg.dcm: can't be read" in reader.state.message.text


@pytest.mark.usefixtures("told_always")
@pytest.mark.parametrize("way", ["cancel", "close"])
def test_what_was_cancelled_does_not_come_later(reader, qtbot, slow, wait, neck_scan, both, way):
    """Dropped while its series is read, and taken back by Cancel or by Close results."""
    _half_read(reader, qtbot, slow, neck_scan.folder)
    key = reader.state.study.key
    reader.drop(both / "seg.dcm")
    qtbot.waitUntil(lambda: not reader.dens.opening._indexer.running, timeout=20_000)
    if way == "cancel":
        QTest.mouseClick(reader.window.status.cancel, LEFT)
        assert reader.state.study is None
        reader.dens.opening.open_series(key)
    else:
        reader.dens.results.close_results()
    slow(10_000)
    wait()
    assert reader.state.ready
    assert _names(reader) == []


def test_cancelling_keeps_what_a_series_without_room_had_open(
    reader, qtbot, show, neck_scan, both, tmp_path, monkeypatch
):
    """It was shown, so it isn't among what is cancelled: it comes back with its series."""
    monkeypatch.setattr(states, "KEPT_SHARE", 0.0)
    tags = {"SeriesDescription": "other", "SeriesInstanceUID": "1.9"}
    write_ct_series(tmp_path / "other", ramp_hu((9, 32, 32)) // 8, **tags)
    show(neck_scan.folder)
    key = reader.state.study.key
    show(both / "seg.dcm")
    show(tmp_path / "other")
    reader.dens.results.cancel()
    reader.dens.opening.open_series(key)
    qtbot.waitUntil(lambda: reader.state.results.masks is not None, timeout=20_000)
    assert _names(reader) == ["seg.dcm"]


def test_closing_a_study_ends_the_reading_of_its_results(
    reader, qtbot, show, held, neck_scan, both
):
    """The status bar tells of no work any more, and what arrives late is for nobody."""
    show(neck_scan.folder)
    reader.drop(both / "seg.dcm")
    qtbot.waitUntil(lambda: reader.dens.results.runner.running, timeout=20_000)
    threads = list(reader.dens.results.runner._threads)
    reader.dens.closing.close(reader.state.study.key.study)
    assert reader.state.study is None
    assert reader.state.opening_results is None
    assert not reader.dens.results.runner.running
    held.set()
    qtbot.waitUntil(lambda: not any(one.is_alive() for one in threads), timeout=20_000)
    assert reader.state.results.files == ()


def test_a_closed_study_leaves_no_word_of_its_report(reader, show, neck_scan, both):
    """The list's window is gone, and so are its head, its remark and its rows."""
    show(neck_scan.folder)
    show(both / "sr.dcm")
    window = reader.dens.results.report
    assert window.origin.text()
    reader.dens.closing.close(reader.state.study.key.study)
    assert not window.isVisible()
    assert (window.origin.text(), window._remark.text()) == ("", "")
    assert window.table.rowCount() == 0
