"""What was found, in the panel and over the planes, and that every control can be reached."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSlider

from inference.findings import Level
from tests.viewer.window_driver import LEFT
from viewer.launch import save_screenshot
from viewer.state.app import Message, MessageKind
from viewer.state.planes import Plane
from viewer.state.wording import threshold_words


def test_overlays_by_key(driver):
    """G switches masks, B boxes, and a held Space hides both until it is let go."""
    driver.key(Qt.Key.Key_G)
    assert not driver.view.overlay.masks
    assert not driver.window.side.overlays.masks.isChecked()
    driver.key(Qt.Key.Key_G)
    driver.key(Qt.Key.Key_B)
    assert driver.view.overlay.masks
    assert not driver.view.overlay.boxes
    QTest.keyPress(driver.panes[Plane.AXIAL], Qt.Key.Key_Space)
    assert driver.view.overlay.suppressed
    QTest.keyRelease(driver.panes[Plane.AXIAL], Qt.Key.Key_Space)
    assert not driver.view.overlay.suppressed


def test_overlays_by_mouse(driver):
    """The switches of the panel do the same, and the slider sets the opacity."""
    overlays = driver.window.side.overlays
    overlays.masks.click()
    overlays.boxes.click()
    overlays.opacity.setValue(60)
    overlay = driver.view.overlay
    assert (overlay.masks, overlay.boxes, overlay.opacity) == (False, False, 0.6)
    driver.window.side.findings.rows[Level.C3].check.click()
    assert driver.view.overlay.hidden == {Level.C3}


def test_masks_are_in_the_pixels(driver):
    """The image has colour where a mask is, and is grey without it."""
    driver.key(Qt.Key.Key_N)
    image = driver.panes[Plane.AXIAL]._image.image
    assert image.ndim == 3
    assert (image[..., 0] != image[..., 2]).any()
    driver.key(Qt.Key.Key_G)
    assert driver.panes[Plane.AXIAL]._image.image.ndim == 2


def test_click_on_a_level_goes_there(driver, analysis):
    """Every level that has a place can be gone to from the panel."""
    for finding in analysis.findings:
        button = driver.window.side.findings.rows[finding.level].button
        QTest.mouseClick(button, LEFT)
        driver.settle()
        assert driver.view.selected is finding.level
        if finding.centroid_lps_mm is not None:
            np.testing.assert_allclose(driver.view.crosshair_mm, finding.centroid_lps_mm, atol=1e-6)


def test_panel_says_what_is_known(driver):
    """Seven levels, each with its state; nothing says that a neck is clear."""
    rows = driver.window.side.findings.rows
    said = [row.button.accessibleName() for row in rows.values()]
    assert len(said) == 7
    assert said[4].startswith("C5: Suspected")
    assert "outside the field of view" in said[6]
    assert "95 %" in driver.window.side.findings.patient_text
    assert "Gantry tilt" in driver.window.side.remarks.text
    assert "Research use only" in driver.window.side.notice.text
    assert "400 synthetic necks" in driver.window.side.notice.text
    everything = " ".join(said) + driver.window.side.findings.patient_text
    assert "no fracture" not in everything.lower()


def test_the_notice_takes_no_room_from_the_findings(make_driver, volume, analysis):
    """What the weights were trained on stands at the panel's end; the foot does not grow by it."""
    driver = make_driver()
    driver.show(volume)
    notice = driver.window.side.notice
    before = notice.height()
    driver.show(volume, analysis)
    assert notice.height() == before
    assert notice.provenance.isVisible()
    assert "400 synthetic necks" in notice.provenance.text()


def in_sight(driver, widget):
    """Tell whether nothing of a widget of the side is scrolled away."""
    view = driver.window.side._scroll.viewport()
    return view.rect().contains(widget.rect().translated(widget.mapTo(view, QPoint(0, 0))))


def test_the_walk_brings_the_verdicts_into_sight(driver, monkeypatch):
    """In a low window N scrolls to them; under the mouse the rows stay where they are."""
    side = driver.window.side
    driver.window.resize(1200, 600)
    driver.settle()
    monkeypatch.setattr(side, "underMouse", lambda: True)
    driver.key(Qt.Key.Key_N)
    driver.settle()
    assert not in_sight(driver, side.findings.form)
    monkeypatch.setattr(side, "underMouse", lambda: False)
    driver.key(Qt.Key.Key_N)
    driver.settle()
    assert in_sight(driver, side.findings.form)


def test_both_thresholds_stand_over_the_levels(driver, analysis):
    """The neck's and the levels', as the bars' ticks show them."""
    words = threshold_words(analysis.patient, analysis.findings)
    assert words in driver.window.side.findings._explanation.text()


def test_research_notice_stands_before_anything_is_open(make_driver):
    """The notice is there from the start, and so is the invitation."""
    driver = make_driver()
    assert "Research use only" in driver.window.side.notice.text
    assert driver.window.side.notice.isVisible()
    assert not driver.window.side.analysis.button.isEnabled()
    driver.key(Qt.Key.Key_1)
    driver.key(Qt.Key.Key_Down)
    assert driver.state.study is None


def test_cheat_sheet(driver):
    """F1 shows what every key does, and Esc closes it."""
    driver.key(Qt.Key.Key_F1)
    from viewer.widgets.cheat_sheet import CheatSheet

    (sheet,) = driver.window.findChildren(CheatSheet)
    assert sheet.isVisible()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_every_control_has_a_name_and_is_reachable(driver):
    """Every control can be named by a screen reader and reached with the keyboard."""
    for kind in (QAbstractButton, QSlider):
        for control in driver.window.findChildren(kind):
            if not control.isVisible():
                continue
            name = control.accessibleName() or getattr(control, "text", str)()
            assert name, control
    for pane in driver.panes.values():
        assert pane.accessibleName()
        assert "left" in pane.accessibleDescription()
        assert pane.focusPolicy() & Qt.FocusPolicy.TabFocus
    seen, widget = set(), driver.panes[Plane.AXIAL]
    while widget not in seen:
        seen.add(widget)
        widget = widget.nextInFocusChain()
    for row in driver.window.side.findings.rows.values():
        assert row.button in seen
        assert row.check in seen
    for cell in driver.window.strip.cells.values():
        assert cell in seen


@pytest.mark.usefixtures("qtbot")
def test_screenshot(volume, analysis, tmp_path):
    """The demonstration's picture is the real window."""
    path = tmp_path / "screenshot.png"
    save_screenshot(volume, analysis, path)
    assert path.stat().st_size > 20_000


@pytest.mark.usefixtures("qtbot")
def test_a_screenshot_prints_nothing(volume, analysis, tmp_path):
    """Qt has nothing to complain of: the headless run's lines are Dens's own."""
    said = []
    before = qInstallMessageHandler(lambda *message: said.append(message[-1]))
    try:
        save_screenshot(volume, analysis, tmp_path / "screenshot.png")
    finally:
        qInstallMessageHandler(before)
    assert said == []


@pytest.mark.usefixtures("qtbot")
def test_screenshot_that_cannot_be_written(volume, analysis, tmp_path):
    """A folder that is not there is a clear error."""
    from inference.imaging.errors import OutputError

    with pytest.raises(OutputError, match=r"screenshot\.png"):
        save_screenshot(volume, analysis, tmp_path / "missing" / "screenshot.png")


@pytest.mark.parametrize("kind", list(MessageKind), ids=str)
def test_the_walk_takes_what_was_told_away(driver, kind):
    """The verdict needs its room on a low screen; an error stays until it is dismissed."""
    driver.dens.store.say(Message(kind, "Something to know"))
    driver.key(Qt.Key.Key_N)
    assert driver.view.selected is not None
    assert driver.window.side.messages.isVisible() is (kind is MessageKind.ERROR)
