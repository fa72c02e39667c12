"""The palette in the real window, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.viewer.window_driver import CTRL, SHIFT
from viewer.widgets.palette import CommandPalette


@pytest.fixture
def find(driver):
    """Give a way to open the palette and type."""
    return lambda typed="": open_palette(driver, typed)


def open_palette(driver, typed=""):
    """Press Ctrl+Shift+P on a pane and type."""
    driver.key(Qt.Key.Key_P, CTRL | SHIFT)
    palette = driver.window.findChildren(CommandPalette)[-1]
    QTest.keyClicks(palette.line, typed)
    return palette


def enter(palette):
    """Press Enter."""
    window = palette.parentWidget()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    QApplication.processEvents()
    # No window manager does it here.
    window.activateWindow()
    QApplication.processEvents()


def test_a_command_by_a_few_letters(driver, find):
    """Type, Enter: it is carried out and the palette is gone."""
    palette = find("flr")
    assert palette.list.topLevelItem(0).text(0) == "Flip left and right"
    enter(palette)
    assert driver.view.axial.turn != type(driver.view.axial.turn)()
    assert not driver.window.findChildren(CommandPalette)


def test_the_arrows_choose(driver, find):
    """Down goes to the second one."""
    palette = find("bone")
    second = palette.listed[1]
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    enter(palette)
    assert driver.window.actions_.named[second].isChecked()


def test_keys_are_told_and_the_last_command_comes_first(driver, find):
    """Every line has its keys; what was chosen stands on top the next time."""
    palette = find("masks")
    item = palette.list.topLevelItem(0)
    assert (item.text(0), item.text(2)) == ("Masks", "G")
    enter(palette)
    assert not driver.view.overlay.masks
    palette = find()
    assert palette.listed[0] == "masks"
    QTest.keyClick(palette, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not driver.window.findChildren(CommandPalette)


def test_what_can_not_be_done_is_not_offered(driver, find):
    """With a study open, a command without use now is left out."""
    assert "commit_read" not in find().listed
    assert not driver.window.actions_.commit_read.isEnabled()


def test_without_a_study_the_reason_is_told(make_driver):
    """What needs a study says so, comes last, and is not carried out."""
    driver = make_driver()
    driver.window.actions_.palette.trigger()
    (palette,) = driver.window.findChildren(CommandPalette)
    assert palette.listed.index("open_folder") < palette.listed.index("masks")
    QTest.keyClicks(palette.line, "masks")
    item = palette.list.topLevelItem(0)
    assert "open a study first" in item.text(1)
    enter(palette)
    assert palette.isVisible()
    palette.close()


def test_every_command_is_there(driver, find):
    """Whatever is registered, and can be done, is found."""
    named = driver.window.actions_.named
    possible = {name for name, action in named.items() if action.isEnabled()} - {"palette"}
    assert set(find().listed) == possible
    assert len(set(named.values())) == len(named)
    assert set(driver.window.actions_.all) <= set(named.values())
