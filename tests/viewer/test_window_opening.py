"""Opening in the window: folders, drops, and paths that hold no CT."""

import numpy as np
import pytest
from pydicom.uid import generate_uid
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from tests.dicom_factory import ct_dataset, ramp_hu, write_ct_series
from tests.viewer.window_driver import LEFT, NONE
from viewer.state.planes import Plane


def _text_files(folder):
    folder.mkdir()
    (folder / "notes.txt").write_text("no image")


def _broken_zip(path):
    path.write_bytes(b"PK\x03\x04 and nothing more")


BAD_INPUT = {
    "missing": lambda _path: None,
    "an empty folder": lambda path: path.mkdir(),
    "text files": _text_files,
    "an MR": lambda path: write_ct_series(path, ramp_hu(), Modality="MR"),
    "one slice": lambda path: write_ct_series(path, ramp_hu()[:1]),
    "a broken ZIP": _broken_zip,
}


@pytest.mark.parametrize("make", BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_leaves_the_open_study(qtbot, driver, tmp_path, volume, make):
    """A path that holds no CT is a message that names it, and the study open before stays."""
    path = tmp_path / "bad"
    make(path)
    driver.dens.opening.open_path(path)
    qtbot.waitUntil(lambda: driver.state.opening is None)
    assert str(path) in driver.window.side.messages.text
    assert "Traceback" not in driver.window.side.messages.text
    assert driver.state.study.volume is volume


def test_a_truncated_slice_is_named_and_the_rest_opens(qtbot, driver, tmp_path):
    """One bad file among good ones costs that file alone."""
    files = write_ct_series(tmp_path / "ct", ramp_hu((9, 6, 5)))
    files[-1].write_bytes(files[-1].read_bytes()[:700])
    driver.dens.opening.open_path(tmp_path / "ct")
    qtbot.waitUntil(lambda: driver.state.opening is None)
    study = driver.state.study
    assert study.volume.geometry.shape_kji[0] == 8
    assert any(files[-1].name in warning.text for warning in study.volume.warnings)


def test_drop(qtbot, driver, tmp_path):
    """What is dropped on the window is opened."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped"))])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, LEFT, NONE)
    driver.window.dropEvent(event)
    qtbot.waitUntil(lambda: driver.state.opening is None)
    assert "dropped" in driver.window.side.messages.text


@pytest.fixture
def study_folder(tmp_path):
    """Write a folder with two CT series."""
    folder = tmp_path / "study"
    for name, count, description in (("a", 12, "Bone neck"), ("b", 6, "Soft")):
        uid = generate_uid()
        series = folder / name
        series.mkdir(parents=True)
        for number in range(count):
            hu = np.full((32, 32), 40 + number)
            dataset = ct_dataset(
                hu,
                (0.0, 0.0, 2.0 * number),
                StudyInstanceUID="1.2.3.4",
                SeriesInstanceUID=uid,
                SeriesDescription=description,
                FrameOfReferenceUID="1.2.3.5",
            )
            dataset.save_as(series / f"{number}.dcm", enforce_file_format=True)
    return folder


def test_opening_a_folder_offers_its_series(qtbot, make_driver, study_folder):
    """The best series is opened off the main thread, and the others can be chosen."""
    driver = make_driver()
    driver.dens.opening.open_path(study_folder)
    assert driver.state.opening is not None
    qtbot.waitUntil(lambda: driver.state.opening is None, timeout=10_000)
    assert driver.state.study.volume.hu.shape == (12, 32, 32)
    browser = driver.window.browser
    qtbot.waitUntil(browser.isVisible)
    (study,) = browser.rows
    assert [row.title for row in study.series] == ["1: Bone neck", "1: Soft"]
    tree = browser.tree
    place = tree.visualItemRect(browser.item(study.series[1].key)).center()
    QTest.mouseClick(tree.viewport(), LEFT, NONE, place)
    qtbot.waitUntil(lambda: driver.state.opening is None, timeout=10_000)
    assert driver.state.study.volume.hu.shape == (6, 32, 32)
    assert [row.shown for row in browser.rows[0].series] == [False, True]
    assert driver.number(Plane.AXIAL) == 3
