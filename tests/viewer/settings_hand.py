"""A hand on the window of the settings."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from tests.viewer.window_driver import CTRL, NONE
from viewer.widgets.settings_dialog import SettingsDialog

OK = QDialogButtonBox.StandardButton.Ok
CANCEL = QDialogButtonBox.StandardButton.Cancel


def open_settings(driver):
    """Press Ctrl+comma on a pane, or use the menu where there is none."""
    driver.window.activateWindow()
    if driver.view is None:
        driver.window.actions_.settings.trigger()
    else:
        driver.key(Qt.Key.Key_Comma, CTRL)
    return driver.window.findChildren(SettingsDialog)[-1]


def press(dialog, which):
    """Click one of the dialog's buttons."""
    window = dialog.parentWidget()
    QTest.mouseClick(dialog.buttons.button(which), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    # No window manager does it here.
    window.activateWindow()
    QApplication.processEvents()


def choose(dialog, name, text):
    """Choose in a list by keyboard: letters that begin an entry."""
    page = dialog.reading if name in dialog.reading.controls else dialog.mouse
    control = page.controls[name]
    control.setCurrentIndex(control.findText(text))
    control.activated.emit(control.currentIndex())
    QApplication.processEvents()


def record(dialog, name, key, modifier=NONE, button="record"):
    """Choose a command, click to record, and press a key."""
    dialog.tabs.setCurrentIndex(1)
    dialog.keys.choose(name)
    recorder = getattr(dialog.keys, button)
    QTest.mouseClick(recorder, Qt.MouseButton.LeftButton)
    assert recorder.waits
    QTest.keyClick(recorder, key, modifier)
    assert not recorder.waits
    QApplication.processEvents()
