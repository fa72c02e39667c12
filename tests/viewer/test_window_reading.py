"""Reading in the real window: the walk, verdicts, undo and blind first, by key and by mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from inference.findings import Level
from inference.preprocessing.windowing import window_presets
from tests.viewer.window_driver import CTRL, LEFT
from viewer.controllers.jobs import analysis_of
from viewer.review.review import FalsePositiveReason, Impression, MissedReason, Verdict
from viewer.state.planes import Plane


def wait_for_reading(qtbot, driver):
    """Wait until the session of the open study is known."""
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.settle()


@pytest.fixture
def reader(qtbot, make_driver, tmp_path, volume, analysis):
    """The crude neck with its analysis, in a window that keeps its sessions."""
    driver = make_driver(analysis_of, None, tmp_path / "sessions")
    driver.show(volume, analysis)
    wait_for_reading(qtbot, driver)
    return driver


def verdicts(driver):
    """Tell the seven verdicts."""
    return [said.verdict.value for said in driver.state.reading.review.levels]


def test_the_walk_by_key(reader):
    """N and P go round; each step sets crosshair, zoom and the bone window."""
    reader.key(Qt.Key.Key_4)
    seen = []
    for _ in range(3):
        reader.key(Qt.Key.Key_N)
        seen.append(reader.view.selected.value)
    assert seen == ["C5", "C2", "C6"]
    assert reader.view.window == window_presets()["1"]
    assert reader.view.sagittal.zoom > 1.0
    reader.key(Qt.Key.Key_P)
    assert reader.view.selected is Level.C2
    assert reader.view.crosshair_mm[2] == pytest.approx(
        reader.state.study.analysis.finding(Level.C2).centroid_lps_mm[2], abs=0.01
    )


def test_verdicts_by_key(reader):
    """Enter, X and U speak of the level that the walk stands at, and the row shows it."""
    findings = reader.window.side.findings
    for key in (Qt.Key.Key_Return, Qt.Key.Key_X, Qt.Key.Key_U):
        reader.key(Qt.Key.Key_N)
        reader.key(key)
    assert verdicts(reader) == ["none", "reject", "none", "none", "accept", "uncertain", "none"]
    assert "Reader: rejected" in findings.rows[Level.C2].button.accessibleName()
    assert findings.progress_text == "3 of 7 read"
    # From the last one read on to what is not read.
    reader.key(Qt.Key.Key_N)
    assert reader.view.selected is Level.C4


def test_undo_and_redo_by_key(reader):
    """Ctrl+Z and Ctrl+Y go back and forth over verdicts; the menu names them."""
    does = reader.window.actions_
    reader.key(Qt.Key.Key_N)
    reader.key(Qt.Key.Key_Return)
    reader.key(Qt.Key.Key_X)
    assert does.undo.text() == "&Undo: Reject C5"
    reader.key(Qt.Key.Key_Z, CTRL)
    assert verdicts(reader)[4] == "accept"
    reader.key(Qt.Key.Key_Z, CTRL)
    assert verdicts(reader)[4] == "none"
    assert does.redo.text() == "&Redo: Accept C5"
    reader.key(Qt.Key.Key_Y, CTRL)
    reader.key(Qt.Key.Key_Y, CTRL)
    assert verdicts(reader)[4] == "reject"


def test_verdicts_by_mouse(reader):
    """The form's buttons say the same, and a second click takes it back."""
    form = reader.window.side.findings.form
    assert not form.isVisible()
    QTest.mouseClick(reader.window.side.findings.rows[Level.C2].button, LEFT)
    reader.settle()
    accept, reject, _ = form.choices
    QTest.mouseClick(reject, LEFT)
    assert reject.isChecked()
    assert form.reasons.isVisible()
    form.reasons.ticks[FalsePositiveReason.OSTEOPHYTE].trigger()
    form.missed.ticks[MissedReason.SPINOUS_PROCESS].trigger()
    review = reader.state.reading.review
    assert review.level(Level.C2).reasons == (FalsePositiveReason.OSTEOPHYTE,)
    assert review.findings[0].reasons == (MissedReason.SPINOUS_PROCESS,)
    assert form.missed_any.isChecked()
    form.missed_any.trigger()
    assert reader.state.reading.review.findings == ()
    QTest.mouseClick(reject, LEFT)
    assert not reject.isChecked()
    assert verdicts(reader)[1] == "none"
    QTest.mouseClick(accept, LEFT)
    assert accept.isChecked()


def test_an_own_finding_by_key(reader):
    """F adds what the model missed at the level."""
    reader.key(Qt.Key.Key_N)
    reader.key(Qt.Key.Key_F)
    assert reader.state.reading.review.findings[0].level is Level.C5
    assert "own finding" in reader.window.side.findings.rows[Level.C5].button.accessibleName()


def test_a_note_keeps_its_letters(reader):
    """Letters and Enter in the note are no commands; Enter gives the keyboard to the pane."""
    reader.key(Qt.Key.Key_N)
    note = reader.window.side.findings.form.note
    note.setFocus()
    QTest.keyClicks(note, "xunp")
    assert reader.state.reading.review.level(Level.C5).text == "xunp"
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert verdicts(reader) == ["none"] * 7
    assert reader.view.selected is Level.C5
    assert QApplication.focusWidget() is reader.panes[Plane.AXIAL]
    reader.key(Qt.Key.Key_Return)
    assert verdicts(reader)[4] == "accept"


def test_enter_on_a_button_is_no_verdict(reader):
    """With the keyboard beside the images, Enter does not accept what the walk stands at."""
    reader.key(Qt.Key.Key_N)
    row = reader.window.side.findings.rows[Level.C2].button
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert verdicts(reader) == ["none"] * 7
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert reader.view.selected is Level.C2


def test_every_control_of_the_form_has_a_name_and_is_reachable(reader):
    """Screen readers hear which level is spoken of; Tab comes to everything."""
    reader.key(Qt.Key.Key_N)
    reader.key(Qt.Key.Key_X)
    form = reader.window.side.findings.form
    controls = (*form.choices, form.reasons, form.missed, form.note)
    for control in controls:
        assert "C5" in control.accessibleName()
        assert control.isVisible()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_blind_first_by_key(qtbot, make_driver, tmp_path, volume, analysis):
    """Nothing of the model is seen until the own read is committed; then all of it is."""
    driver = make_driver(analysis_of, None, tmp_path / "sessions")
    driver.window.actions_.blind_first.trigger()
    driver.show(volume, analysis)
    wait_for_reading(qtbot, driver)
    findings, does = driver.window.side.findings, driver.window.actions_
    said = [row.button.accessibleName() for row in findings.rows.values()]
    assert not any("%" in text or "hreshold" in text for text in said)
    assert findings.patient_text.startswith("Your own read first")
    assert all(pane.content.boxes == () for pane in driver.panes.values())
    assert not does.export_pdf.isEnabled()
    driver.dens.export.export_pdf(tmp_path / "report.pdf")
    assert "Commit your own read" in driver.window.side.messages.text
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_Return)
    assert driver.state.reading.review.blind.impressions[0] is Impression.NONE
    assert "(F)" in findings.form.choices[0].toolTip()
    driver.key(Qt.Key.Key_F)
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_X)
    blind = driver.state.reading.review.blind
    assert blind.impressions[:2] == (Impression.SUSPECTED, Impression.NOT_SUSPECTED)
    driver.key(Qt.Key.Key_Z, CTRL)
    assert driver.state.reading.review.blind.impressions[1] is Impression.NONE
    driver.key(Qt.Key.Key_Y, CTRL)
    assert findings.commit.isVisible()
    QTest.mouseClick(findings.commit, LEFT)
    driver.settle()
    assert not findings.commit.isVisible()
    assert "C5: Suspected" in findings.rows[Level.C5].button.accessibleName()
    assert "2 levels: C1, C2" in driver.window.side.messages.text
    assert any(pane.content.boxes for pane in driver.panes.values())
    assert does.export_pdf.isEnabled()
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_N)
    assert driver.view.selected is Level.C2
    driver.key(Qt.Key.Key_X)
    assert verdicts(driver)[1] == "reject"


def test_the_report_tells_the_reader_s_word(qtbot, reader, tmp_path):
    """What was said on the screen stands in the files, and the log knows of the export."""
    import json

    reader.key(Qt.Key.Key_N)
    reader.key(Qt.Key.Key_X)
    reader.dens.export.export_all(tmp_path / "all")
    qtbot.waitUntil(lambda: reader.state.exporting is None, timeout=30_000)
    document = json.loads((tmp_path / "all" / "findings.json").read_text(encoding="utf-8"))
    assert document["levels"][4]["reader"]["verdict"] == Verdict.REJECT.value
    assert "findings.json" in reader.dens.sessions.session.lines[-1].entry().reader


def test_closing_asks_before_anything_is_lost(
    qtbot, make_driver, tmp_path, volume, analysis, monkeypatch
):
    """What can't be saved is named, and the window stays unless the reader discards it."""
    folder = tmp_path / "sessions"
    folder.write_text("in the way")
    driver = make_driver(analysis_of, None, folder)
    driver.show(volume, analysis)
    wait_for_reading(qtbot, driver)
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_X)
    findings = driver.window.side.findings
    assert "sessions" in findings.unsaved_text
    asked = []

    def answer(_parent, _title, text, *_buttons):
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "warning", answer)
    driver.window.close()
    assert driver.window.isVisible()
    assert "sessions" in asked[0]
    folder.unlink()
    driver.window.close()
    assert not driver.window.isVisible()
    assert len(asked) == 1
