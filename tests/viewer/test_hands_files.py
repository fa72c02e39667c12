"""Files by the window's own keys: dialogs that are filled in, as a reader does."""

from __future__ import annotations

import time
import zipfile

import pytest
from pydicom.fileset import FileSet
from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QLineEdit

from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.window_driver import CTRL, SHIFT
from viewer.controllers.jobs import analysis_of

HU = ramp_hu((7, 24, 24)) // 4
LOOK_MS = 20
PATIENCE_S = 60.0
ASKS_BACK_MS = 3000


@pytest.fixture
def loose(tmp_path):
    """A folder with the slices of one series."""
    return sorted(write_ct_series(tmp_path / "loose", HU, SeriesDescription="loose", StudyID="1"))


def a_zip(files, place):
    """The slices in a ZIP."""
    archive = place / "study.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in files:
            target.write(path, path.name)
    return archive


def a_dicomdir(files, place):
    """The index of a disc that holds them."""
    index = FileSet()
    index.ID = "DISC"
    for path in files:
        index.add(path)
    index.write(place / "disc")
    index._stage["t"].cleanup()  # pydicom leaves it to the garbage collector, with a warning
    return place / "disc" / "DICOMDIR"


def fill(dialog, answer):
    """Paste into the line of a file dialog, and press Enter."""
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.clear()
    # Letter by letter the dialog would go into each folder on the way, and choose it.
    QApplication.clipboard().setText(answer)
    QTest.keyClick(line, Qt.Key.Key_V, CTRL)
    # What its lists propose would count more than the line.
    line.completer().popup().hide()
    for view in dialog.findChildren(QAbstractItemView):
        view.clearSelection()
    # Where its lists know the path already, the dialog leaves only the name in the line.
    with QSignalBlocker(line):
        line.setText(answer)
    QTest.keyClick(line, Qt.Key.Key_Return)


def paste_into_dialog(answer):
    """Fill in the file dialog that a key is about to open, until it goes."""
    until = time.monotonic() + PATIENCE_S
    filling = []

    def go_on():
        """Close what the dialog asks back, as of a file that it did not find: it would wait."""
        asked = QApplication.activeModalWidget()
        if filling and asked is not None and asked not in filling:
            asked.close()

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            filling.append(dialog)
            QTimer.singleShot(ASKS_BACK_MS, go_on)
            fill(dialog, answer)
            filling.clear()
            if not dialog.isVisible():
                return
            if time.monotonic() > until:
                # It would wait for ever.
                dialog.reject()
        if time.monotonic() < until:
            QTimer.singleShot(LOOK_MS, look)

    QTimer.singleShot(LOOK_MS, look)


@pytest.fixture
def start(qtbot, make_driver):
    """A window without a study that has the keyboard."""
    driver = make_driver()
    driver.window.activateWindow()
    qtbot.waitUntil(driver.window.isActiveWindow)
    return driver


def wait_for_study(qtbot, driver):
    """Wait until what was asked for is read."""
    qtbot.waitUntil(
        lambda: driver.state.opening is None and driver.state.study is not None, timeout=60_000
    )


def test_a_folder_by_key(qtbot, start, loose):
    """Ctrl+O, the folder's name, Enter: its series is shown."""
    paste_into_dialog(str(loose[0].parent))
    QTest.keyClick(start.window, Qt.Key.Key_O, CTRL)
    wait_for_study(qtbot, start)
    assert start.state.study.volume.hu.shape == HU.shape


@pytest.mark.parametrize("make", [a_zip, a_dicomdir], ids=["a ZIP", "a DICOMDIR"])
def test_one_file_by_key(qtbot, start, tmp_path, loose, make):
    """Ctrl+Shift+O opens a ZIP without unpacking it, and the disc that a DICOMDIR tells of."""
    paste_into_dialog(str(make(loose, tmp_path)))
    QTest.keyClick(start.window, Qt.Key.Key_O, CTRL | SHIFT)
    wait_for_study(qtbot, start)
    assert start.state.study.volume.hu.shape == HU.shape


def test_several_files_by_key(qtbot, start, loose):
    """Those that are chosen are the volume."""
    paste_into_dialog(" ".join(f'"{path}"' for path in loose[1:5]))
    QTest.keyClick(start.window, Qt.Key.Key_O, CTRL | SHIFT)
    wait_for_study(qtbot, start)
    assert len(start.state.study.volume.hu) == 4


@pytest.fixture
def reader(qtbot, make_driver, tmp_path, volume, analysis):
    """The crude neck with its analysis, C5 accepted by key."""
    driver = make_driver(analysis_of, None, tmp_path / "sessions")
    driver.show(volume, analysis)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_Return)
    return driver


def wait_for_export(qtbot, driver):
    """Wait until everything is written, and said to be."""

    def written():
        message = driver.state.message
        assert message is not None
        assert message.text.startswith("Written")

    qtbot.waitUntil(written, timeout=60_000)


def test_the_report_by_key(qtbot, reader, tmp_path):
    """Ctrl+E, a name, Enter: the report is there."""
    paste_into_dialog(str(tmp_path / "neck.pdf"))
    reader.key(Qt.Key.Key_E, CTRL)
    wait_for_export(qtbot, reader)
    assert (tmp_path / "neck.pdf").read_bytes().startswith(b"%PDF")


def test_the_whole_bundle_by_key(qtbot, reader, tmp_path):
    """Ctrl+Shift+E, a folder, Enter: one action writes all that there is of the reading."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    paste_into_dialog(str(folder))
    reader.key(Qt.Key.Key_E, CTRL | SHIFT)
    wait_for_export(qtbot, reader)
    assert {"report.pdf", "findings.json", "masks.nii.gz"} <= {p.name for p in folder.iterdir()}
