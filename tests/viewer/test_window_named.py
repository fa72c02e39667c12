"""Every control has a name for a screen reader, and the keyboard reaches it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QMenuBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from viewer.state.app import Message, MessageKind
from viewer.widgets.cheat_sheet import CheatSheet
from viewer.widgets.palette import CommandPalette


def of_a_control(widget):
    """Tell whether a widget is a part that Qt makes within a control, which has the name."""
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget:
        return True
    inside = parent is not None and isinstance(parent.parentWidget(), QComboBox)
    made_by_qt = widget.objectName().startswith("qt_") and not isinstance(widget, QTabBar)
    return made_by_qt or isinstance(parent, QComboBox) or inside


def controls(window):
    """List what can have the keyboard, hidden or not."""
    return [
        widget
        for widget in (window, *window.findChildren(QWidget))
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
        and not of_a_control(widget)
    ]


def name_of(widget):
    """Return what a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip()


def windows(driver):
    """Open every window and dialog, and name them."""
    dens = driver.dens
    # The form of a level and the message have their words once they are shown.
    driver.key(Qt.Key.Key_N)
    dens.store.say(Message(MessageKind.INFORMATION, "Something to know"))
    yield "window", driver.window
    yield "second", dens.second
    yield "settings", dens.settings.open()
    dens._palette.open()
    yield "palette", driver.window.findChild(CommandPalette)
    dens._show_cheat_sheet()
    yield "sheet", driver.window.findChild(CheatSheet)


def test_every_control_has_a_name(driver):
    """Panel, strip, browser, panes, start page, settings, palette and cheat sheet."""
    unnamed, count = [], 0
    for place, window in windows(driver):
        found = controls(window)
        assert found, place
        count += len(found)
        unnamed += [
            f"{place}: {type(widget).__name__} {widget.objectName()}"
            for widget in found
            if not name_of(widget)
        ]
    assert unnamed == []
    assert count > 60


def test_a_control_without_a_name_would_be_found(driver):
    """The walk sees what is added."""
    button = QToolButton(driver.window.side)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    assert button in controls(driver.window)
    assert name_of(button) == ""


def within_reach(window):
    """List the controls that Tab has to come to: text that can be marked is none."""
    return {
        widget
        for widget in controls(window)
        if widget.isVisible()
        and widget.isEnabled()
        and widget is not window
        and not isinstance(widget, QLabel)
    }


@pytest.mark.parametrize("place", ["window", "settings", "palette", "sheet"])
def test_tab_comes_to_every_control(driver, place):
    """Round and round, every control that is shown is passed."""
    window = next(window for name, window in windows(driver) if name == place)
    window.activateWindow()
    QApplication.processEvents()
    wanted, reached = within_reach(window), set()
    current = next(iter(wanted))
    current.setFocus()
    for _ in range(3 * len(wanted) + 10):
        current = window.focusWidget()
        if current is None:
            break
        reached.add(current)
        QTest.keyClick(current, Qt.Key.Key_Tab)
    missed = {f"{type(one).__name__} {name_of(one)}" for one in wanted - reached}
    assert missed == set()


def test_what_the_mouse_alone_reaches_is_a_command(driver):
    """A button that Tab leaves out has a command with a place in a menu."""
    bar = driver.window.findChild(QMenuBar)
    menus = [bar]
    listed = set()
    while menus:
        for action in menus.pop().actions():
            listed.add(action)
            if action.menu() is not None:
                menus.append(action.menu())
    lost = [
        button
        for button in driver.window.findChildren(QAbstractButton)
        if button.focusPolicy() == Qt.FocusPolicy.NoFocus
        and not of_a_control(button)
        and not (isinstance(button, QToolButton) and button.defaultAction() in listed)
    ]
    assert lost == []
