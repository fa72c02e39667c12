"""Where exports go: the dialog that asks for a folder, and what is said afterwards."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
)

from tests.viewer.window_driver import CTRL, LEFT, SHIFT
from viewer.controllers import asking
from viewer.widgets.folder_dialog import FolderDialog


@pytest.fixture
def dialog(qtbot, tmp_path):
    """Show Qt's own dialog, as on a system without one."""
    dialog = FolderDialog(None, "Export everything to a folder", tmp_path)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def name(dialog, text):
    """Type the name of a folder."""
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    edit.clear()
    QTest.keyClicks(edit, text)
    return edit


@pytest.mark.parametrize("by_key", [True, False], ids=["Return", "button"])
@pytest.mark.parametrize("there", [True, False], ids=["there", "new"])
def test_a_folder_need_not_be_there_yet(dialog, tmp_path, there, by_key):
    """A name is taken by Return and by the button; whoever writes makes the folder."""
    folder = tmp_path / "results"
    if there:
        folder.mkdir()
    edit = name(dialog, str(folder))
    # Qt answers a name that it refuses with a box, which would wait for ever.
    QTimer.singleShot(0, lambda: [box.reject() for box in dialog.findChildren(QMessageBox)])
    if by_key:
        QTest.keyClick(edit, Qt.Key.Key_Return)
    else:
        box = dialog.findChild(QDialogButtonBox)
        QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Open), LEFT)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.folder == folder
    assert folder.exists() is there


def test_the_next_export_begins_where_the_last_one_went(driver, tmp_path, monkeypatch, qtbot):
    """And the message names the folder once, not before each file."""
    starts = []

    def choose(_parent, _title, start):
        starts.append(start)
        return tmp_path / "results"

    monkeypatch.setattr(asking, "ask_new_folder", choose)
    for _ in range(2):
        driver.key(Qt.Key.Key_E, CTRL | SHIFT)
        qtbot.waitUntil(lambda: driver.state.exporting is None, timeout=30_000)
    assert starts == [None, tmp_path / "results"]
    assert driver.state.message.text.count(str(tmp_path)) == 1
    assert "report.pdf, findings.json" in driver.state.message.text
    proposed = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: proposed.append(given[2]) or ("", "")
    )
    driver.key(Qt.Key.Key_E, CTRL)
    QApplication.processEvents()
    assert [Path(one) for one in proposed] == [tmp_path / "results" / "report.pdf"]
