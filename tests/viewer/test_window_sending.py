"""Sending to an archive in the real window: nothing goes before Send, every object is told."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.imaging.loading import load_volume
from inference.imaging.series import find_series
from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.archive import archive
from tests.viewer.conftest import make_analysis
from tests.viewer.window_driver import CTRL, SHIFT
from viewer.review.log import Event
from viewer.state.app import open_study, set_analysis
from viewer.state.pacs import Pacs
from viewer.state.study import make_study
from viewer.widgets.settings_dialog import SettingsDialog

PACS_TAB = 3


@pytest.fixture
def sender(make_driver, tmp_path):
    """Open a small DICOM series with an analysis in a window that keeps its settings."""
    write_ct_series(tmp_path / "ct", ramp_hu((12, 24, 20)), PatientName="Ellipsoid^Eva")
    series = find_series(tmp_path / "ct").series[0]
    volume = load_volume(series)
    mask = np.ones(volume.geometry.shape_kji, np.uint8)
    driver = make_driver(settings_file=tmp_path / "settings.json")
    state = open_study(driver.state, make_study(volume, series))
    driver.dens.store.set(set_analysis(state, make_analysis(volume.geometry, mask)))
    driver.settle()
    return driver


def set_pacs(driver, pacs):
    """Type host, port and title into the settings, as a reader does, and leave them open."""
    driver.window.activateWindow()
    driver.key(Qt.Key.Key_Comma, CTRL)
    dialog = driver.window.findChildren(SettingsDialog)[-1]
    dialog.tabs.setCurrentIndex(PACS_TAB)
    page = dialog.archive
    for line, text in ((page.host, pacs.host), (page.title, pacs.title)):
        line.selectAll()
        QTest.keyClicks(line, text)
    page.port.selectAll()
    QTest.keyClicks(page.port, str(pacs.port))
    QApplication.processEvents()
    return dialog


def open_dialog(driver, qtbot):
    """Press the key of Send to PACS, and wait until what would be sent is there."""
    QApplication.processEvents()
    # No window manager does it here.
    driver.window.activateWindow()
    QApplication.processEvents()
    driver.key(Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: driver.dens.sending.dialog is not None, timeout=30_000)
    return driver.dens.sending.dialog


def press(button):
    """Click a button with the mouse."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def results(dialog):
    """Return what the table says of each object."""
    return [dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())]


def test_settings_are_typed_and_tested(sender, qtbot):
    """Typed into the settings, tested with C-ECHO in the background, kept with OK."""
    with archive() as (pacs, taken):
        dialog = set_pacs(sender, pacs)
        press(dialog.archive.test)
        qtbot.waitUntil(lambda: "answered" in dialog.archive.answer.text(), timeout=10_000)
        assert dialog.archive.test.isEnabled()
        dialog.accept()
    assert taken == []
    assert sender.state.settings.pacs == pacs
    assert sender.dens.settings._file.load().pacs == pacs


# pynetdicom leaves the socket of a failed connection to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_failed_test_says_why(sender, qtbot):
    """Nobody listens: the answer names the remedy, and the settings stay as typed."""
    dialog = set_pacs(sender, Pacs("127.0.0.1", 1, "ARCHIVE"))
    press(dialog.archive.test)
    qtbot.waitUntil(lambda: "can't be reached" in dialog.archive.answer.text(), timeout=20_000)
    dialog.reject()
    assert sender.state.settings.pacs == Pacs()


def test_what_can_be_no_title_is_not_typed(sender):
    """A backslash and a 17th character do not enter a title."""
    dialog = set_pacs(sender, Pacs("pacs", 11112, "A"))
    QTest.keyClicks(dialog.archive.title, "\\B" + "C" * 20)
    assert dialog.archive.title.text() == "AB" + "C" * 14
    dialog.reject()


def test_without_an_archive_nothing_can_be_sent(sender, qtbot):
    """The dialog says what is missing, and Send is off."""
    dialog = open_dialog(sender, qtbot)
    assert "No archive is set" in dialog.destination.text()
    assert not dialog.send.isEnabled()
    dialog.reject()


def test_nothing_is_sent_before_it_is_confirmed(sender, qtbot):
    """Patient, destination and objects are shown; Enter closes, and the archive got nothing."""
    with archive() as (pacs, taken):
        set_pacs(sender, pacs).accept()
        dialog = open_dialog(sender, qtbot)
        assert "Ellipsoid, Eva" in dialog.patient.text()
        assert "T1" in dialog.patient.text()
        assert f"ARCHIVE at 127.0.0.1:{pacs.port}, as DENS" in dialog.destination.text()
        titles = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
        assert titles[0].startswith("Segmentation")
        assert titles[1].startswith("Structured report")
        assert results(dialog) == ["not sent"] * len(titles)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert sender.dens.sending.dialog is None
    assert taken == []


def test_the_patient_is_whose_objects_they_are(sender, qtbot, volume, analysis):
    """Another study that is opened meanwhile does not lend its name to what is sent."""
    sender.window.activateWindow()
    sender.key(Qt.Key.Key_S, CTRL | SHIFT)
    other = replace(volume, info=replace(volume.info, patient_name="Other^Person"))
    sender.show(other, analysis)
    qtbot.waitUntil(lambda: sender.dens.sending.dialog is not None, timeout=30_000)
    dialog = sender.dens.sending.dialog
    assert "Ellipsoid, Eva" in dialog.patient.text()
    dialog.reject()


def test_what_is_confirmed_arrives(sender, qtbot):
    """Every object is at the archive with the study's UID, and the window says so."""
    with archive() as (pacs, taken):
        set_pacs(sender, pacs).accept()
        dialog = open_dialog(sender, qtbot)
        press(dialog.send)
        qtbot.waitUntil(lambda: dialog.close_button.text() == "Close", timeout=20_000)
        assert results(dialog) == ["stored"] * dialog.table.rowCount()
        assert not dialog.send.isEnabled()
        dialog.reject()
    assert {one.Modality for one in taken} >= {"SEG", "SR"}
    assert {one.StudyInstanceUID for one in taken} == {"2.25.1"}
    assert "stored at ARCHIVE" in sender.state.message.text
    last = sender.dens.sessions.session.lines[-1].entry()
    assert last.event is Event.EXPORTED
    assert "Segmentation" in last.reader
    assert "sent to ARCHIVE at" in last.reader


def test_a_refused_object_is_told(sender, qtbot):
    """The one that was refused stands there with its status, and can be sent again."""
    with archive(status=lambda number: 0xA700 if number == 0 else 0x0000) as (pacs, _):
        set_pacs(sender, pacs).accept()
        dialog = open_dialog(sender, qtbot)
        press(dialog.send)
        qtbot.waitUntil(lambda: dialog.close_button.text() == "Close", timeout=20_000)
        said = results(dialog)
        assert "A700H" in said[0]
        assert said[1:] == ["stored"] * (len(said) - 1)
        assert "were refused" in dialog.said.text()
        assert dialog.send.isEnabled()
        dialog.reject()


def test_sending_can_be_stopped(sender, qtbot):
    """Stop breaks off at once, though the archive is silent; nothing else is sent."""
    go_on = threading.Event()

    def slow(_number):
        go_on.wait(20)
        return 0x0000

    with archive(status=slow) as (pacs, taken):
        set_pacs(sender, pacs).accept()
        dialog = open_dialog(sender, qtbot)
        press(dialog.send)
        qtbot.waitUntil(lambda: dialog.said.text().startswith("Sending 1"), timeout=20_000)
        pressed_at = time.monotonic()
        press(dialog.close_button)
        sender.dens.sending.runner.shutdown()
        assert time.monotonic() - pressed_at < 10
        go_on.set()
    assert len(taken) <= 1
    assert "stopped" in sender.state.message.text


def test_a_volume_that_is_no_dicom_is_not_sent(driver, qtbot):
    """Without a series behind it there is nothing to send, and a sentence says so."""
    driver.window.activateWindow()
    driver.key(Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: driver.state.message is not None, timeout=20_000)
    assert "Only results of a DICOM series" in driver.state.message.text
    assert driver.state.exporting is None


def test_it_stands_in_the_file_menu(driver):
    """Beside the exports, off until there is a result."""
    menu = driver.window.menuBar().actions()[0].menu()
    actions = driver.window.actions_
    assert actions.send in menu.actions()
    assert actions.export_anonymised in menu.actions()
    assert actions.send.isEnabled()
    assert {"send", "export_anonymised"} <= set(actions.named)
