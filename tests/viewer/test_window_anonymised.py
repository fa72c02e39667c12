"""Exporting without identifiers in the real window: a folder, a summary, no name left."""

import pydicom
import pytest
from PySide6.QtCore import Qt

from inference.imaging.loading import load_volume
from inference.imaging.series import find_series
from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.window_driver import CTRL, SHIFT
from viewer.controllers import asking
from viewer.review.log import Event
from viewer.state.app import open_study
from viewer.state.study import make_study


@pytest.fixture
def export(make_driver, tmp_path, monkeypatch, qtbot):
    """Open a series, press the key, choose a folder, and wait for a word."""

    def run(**tags):
        write_ct_series(tmp_path / "ct", ramp_hu(), PatientName="Ellipsoid^Eva", **tags)
        series = find_series(tmp_path / "ct").series[0]
        driver = make_driver()
        state = open_study(driver.state, make_study(load_volume(series), series))
        driver.dens.store.set(state)
        driver.settle()
        qtbot.waitUntil(lambda: driver.state.reading is not None)
        out = tmp_path / "out"
        monkeypatch.setattr(asking, "ask_new_folder", lambda *_: out)
        driver.window.activateWindow()
        driver.key(Qt.Key.Key_A, CTRL | SHIFT)
        qtbot.waitUntil(lambda: driver.state.message is not None, timeout=20_000)
        return driver, out

    return run


def test_the_summary_says_what_was_removed(export):
    """The images are written nameless, and the summary names count, profile and attributes."""
    driver, out = export()
    images = sorted((out / "ct").iterdir())
    assert len(images) == 8
    assert b"Eva" not in b"".join(path.read_bytes() for path in images)
    text = driver.dens.anonymising.summary.text.toPlainText()
    for part in ("8 images", "Patient's Name", "Study Date", "PS3.15", "face", "do not say"):
        assert part in text
    assert str(pydicom.dcmread(images[0]).PatientID) in text
    driver.dens.anonymising.summary.reject()
    assert driver.state.exporting is None
    last = driver.dens.sessions.session.lines[-1].entry()
    assert (last.event, last.reader) == (Event.EXPORTED, "8 images without identifiers")


def test_images_that_say_they_hold_no_text_need_no_warning(export):
    """Only the face is spoken of where each image rules burned-in text out."""
    driver, _ = export(BurnedInAnnotation="NO")
    text = driver.dens.anonymising.summary.text.toPlainText()
    assert "do not say" not in text
    assert "face" in text
    driver.dens.anonymising.summary.reject()


def test_burned_in_text_is_refused(export):
    """A message names the attribute, and no file is there."""
    driver, out = export(BurnedInAnnotation="YES")
    assert "Burned In Annotation" in driver.state.message.text
    assert driver.dens.anonymising.summary is None
    assert [path for path in out.rglob("*") if path.is_file()] == []


def test_a_volume_that_is_no_dicom_is_refused(driver, tmp_path):
    """A sentence says why, and nothing starts."""
    driver.dens.anonymising.export(tmp_path / "out")
    assert "Only a DICOM series" in driver.state.message.text
    assert not driver.dens.anonymising.runner.running
