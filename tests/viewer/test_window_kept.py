"""An analysis outlives its window: the next one shows it without running anything."""

import errno
import os
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inference.findings import Level, Progress
from inference.imaging import files
from tests.viewer.evidence_analysis import with_evidence
from tests.viewer.window_driver import CTRL, LEFT
from viewer.review.kept_analysis import SUFFIX
from viewer.review.review import Verdict
from viewer.state.app import MessageKind
from viewer.state.wording import kept_words

PATIENCE_MS = 20_000


def never(_volume):
    """Fail whoever runs an analysis."""
    raise AssertionError("an analysis was run")


def giving(analysis):
    """Make work that gives an analysis at once."""

    def work_for(_volume):
        def work(_report):
            yield Progress("masks", 0.5, "Finding the vertebrae")
            return analysis

        return work

    return work_for


@pytest.fixture
def window(make_driver, qtbot, tmp_path, volume):
    """Open the crude neck in windows of their own, one after the other."""

    def open_in(work_for=never, *, blind=False):
        driver = make_driver(work_for, None, tmp_path)
        if blind:
            driver.window.actions_.blind_first.trigger()
        driver.show(volume)
        qtbot.waitUntil(lambda: driver.state.reading is not None, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: not driver.dens.keeping.reader.running, timeout=PATIENCE_MS)
        driver.settle()
        return driver

    return open_in


@pytest.fixture
def analyse(qtbot):
    """Analyse by key and wait until that is kept."""

    def run(driver):
        before = driver.state.study.analysis
        driver.key(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: driver.state.study.analysis is not before, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: not driver.dens.keeping.writer.running, timeout=PATIENCE_MS)
        driver.settle()

    return run


def kept(folder):
    """List the analyses that are kept."""
    return list(folder.glob(f"*{SUFFIX}"))


def test_the_next_window_shows_it(window, analyse, tmp_path, analysis):
    """Findings, masks, evidence, and since when; nothing is run."""
    whole = with_evidence(analysis)
    first = window(giving(whole))
    assert first.window.side.analysis.button.text() == "Analyse"
    analyse(first)
    assert first.window.side.analysis.made == ""
    assert len(kept(tmp_path)) == 1
    first.dens.sessions.shutdown()  # lets go of the lock, which a killed process would, too

    second = window()
    shown = second.state.shown_analysis
    assert np.array_equal(shown.mask, whole.mask)
    assert shown.finding(Level.C5).evidence_lps_mm == whole.finding(Level.C5).evidence_lps_mm
    assert shown.made == whole.made
    assert shown.models == whole.models
    side = second.window.side
    assert "93 %" in side.findings.rows[Level.C5].button.accessibleName()
    assert side.analysis.made == kept_words(whole.made)
    assert side.analysis.button.text() == "Analyse again"
    assert "Suspected: C5, C2" in side.messages.text


def test_closing_at_once_loses_nothing(window, tmp_path, qtbot, analysis):
    """What has just ended is written before the window is gone."""
    first = window(giving(analysis))
    first.key(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: first.state.study.analysis is not None, timeout=PATIENCE_MS)
    first.window.close()
    assert window().state.shown_analysis is not None
    assert len(kept(tmp_path)) == 1


def test_analysing_again_replaces_it(window, analyse, analysis):
    """The later one is shown and kept, dated by itself."""
    first = window(giving(analysis))
    analyse(first)
    first.window.close()
    findings = tuple(replace(f, threshold=0.9) for f in analysis.findings)
    later = replace(analysis, findings=findings, made=analysis.made.replace(year=2040))
    second = window(giving(later))
    assert [f.level for f in second.state.shown_analysis.suspected] == [Level.C5, Level.C2]
    analyse(second)
    assert second.state.study.analysis is later
    assert second.window.side.analysis.made == ""
    second.window.close()
    third = window()
    assert [f.level for f in third.state.shown_analysis.suspected] == [Level.C5]
    assert "2040" in third.window.side.analysis.made


def test_other_weights_are_not_shown(window, analyse, tmp_path, analysis):
    """One calm line says why; the next analysis takes the file's place."""
    first = window(giving(replace(analysis, cards_sha256="0" * 64)))
    analyse(first)
    first.window.close()
    second = window(giving(analysis))
    assert second.state.study.analysis is None
    assert second.state.message.kind is MessageKind.INFORMATION
    assert "other weights or thresholds (CrackNet 0.1.0)" in second.window.side.messages.text
    assert len(kept(tmp_path)) == 1
    analyse(second)
    second.window.close()
    assert window().state.shown_analysis is not None


def test_a_damaged_file_is_told_and_the_program_goes_on(window, analyse, tmp_path, analysis):
    """One sentence names the file; analysing replaces it."""
    first = window(giving(analysis))
    analyse(first)
    first.window.close()
    (path,) = kept(tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    second = window(giving(analysis))
    assert second.state.study.analysis is None
    assert str(path) in second.window.side.messages.text
    second.key(Qt.Key.Key_2)
    analyse(second)
    second.window.close()
    assert window().state.shown_analysis is not None


def test_a_full_device_is_told_and_nothing_else_is_lost(
    window, analyse, tmp_path, analysis, monkeypatch
):
    """The analysis is shown all the same, and what the reader says of it is saved."""
    flush = files._flush

    def full(stream):
        if SUFFIX in stream.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(stream)

    monkeypatch.setattr(files, "_flush", full)
    first = window(giving(analysis))
    analyse(first)
    assert "only until the window is closed" in first.window.side.messages.text
    assert first.state.shown_analysis is analysis
    first.dens.store.say(None)
    first.key(Qt.Key.Key_N)
    first.key(Qt.Key.Key_X)
    assert first.state.message is None
    assert first.state.reading.unsaved == ""
    first.window.close()
    assert list(tmp_path.glob(f"*{SUFFIX}*")) == []
    second = window()
    assert second.state.reading.review.level(Level.C5).verdict is Verdict.REJECT
    assert second.state.message is None


def test_it_stays_withheld_until_the_own_read(window, analyse, analysis):
    """What was hidden when the window closed is hidden in the next one, also in its words."""
    first = window(giving(analysis), blind=True)
    analyse(first)
    first.window.close()
    second = window()
    assert second.state.study.analysis is not None
    assert second.state.shown_analysis is None
    assert "hidden until you commit" in second.window.side.messages.text
    assert all(
        "%" not in row.button.accessibleName() for row in second.window.side.findings.rows.values()
    )
    assert second.state.reading.review.blind.revealed_at is None
    QTest.mouseClick(second.window.side.findings.commit, LEFT)
    assert second.state.shown_analysis is not None
    assert "93 %" in second.window.side.findings.rows[Level.C5].button.accessibleName()


def test_a_word_on_it_is_logged_with_when_it_was_made(window, analyse, analysis):
    """A verdict of today on an analysis of before names both times and the networks."""
    first = window(giving(replace(analysis, made=analysis.made.replace(year=2020))))
    analyse(first)
    first.window.close()
    second = window()
    second.key(Qt.Key.Key_N)
    second.key(Qt.Key.Key_X)
    entry = second.dens.sessions.session.lines[-1].entry()
    assert entry.analysed_at == analysis.made.replace(year=2020)
    assert entry.time.year > 2020
    assert entry.models == analysis.models
    assert entry.model.probability == pytest.approx(0.93)
    assert second.dens.sessions.session.verify_log() is None


def test_another_series_gets_none_of_it(
    window, analyse, make_driver, qtbot, tmp_path, analysis, unnamed
):
    """A volume that the file is not of stays without findings."""
    first = window(giving(analysis))
    analyse(first)
    first.window.close()
    second = make_driver(never, None, tmp_path)
    second.show(unnamed)
    qtbot.waitUntil(lambda: second.state.reading is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not second.dens.keeping.reader.running, timeout=PATIENCE_MS)
    second.settle()
    assert second.state.study.analysis is None
    assert second.state.message is None


def test_a_series_that_was_let_go_comes_back_with_it(
    window, analyse, qtbot, analysis, volume, unnamed
):
    """Read anew from its files it has its findings, and another in between has none of them."""
    driver = window(giving(analysis))
    analyse(driver)
    driver.show(unnamed)
    assert driver.state.study.analysis is None
    driver.show(volume)
    assert driver.state.study.analysis is None
    qtbot.waitUntil(lambda: driver.state.shown_analysis is not None, timeout=PATIENCE_MS)
    assert driver.state.shown_analysis.made == analysis.made
