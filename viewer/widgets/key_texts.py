"""The keys of commands in words: for tooltips, menus, the cheat sheet and the settings."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from viewer.state.bindings import Command, Keys

_PORTABLE = QKeySequence.SequenceFormat.PortableText


def named_actions(holder: object) -> dict[str, QAction]:
    """Return the actions among an object's attributes, and in the dictionaries among them.

    Each is named after its attribute, and after its key in a dictionary: names that stay, so
    that the reader's keys can be kept under them. Nothing has to be registered twice.
    """
    found: dict[str, QAction] = {}
    for name, value in vars(holder).items():
        if isinstance(value, QAction):
            found[name] = value
        elif isinstance(value, dict):
            actions = {f"{name}.{key}": action for key, action in value.items()}
            found |= {name: one for name, one in actions.items() if isinstance(one, QAction)}
    return found


def keys_of(action: QAction) -> Keys:
    """Return the keys of an action, written in the same way on every system."""
    return tuple(one.toString(_PORTABLE) for one in action.shortcuts())


def set_keys(action: QAction, keys: Keys) -> None:
    """Give an action other keys."""
    if keys_of(action) != keys:
        action.setShortcuts([QKeySequence(key, _PORTABLE) for key in keys])
        show_keys(action)


def show_keys(action: QAction) -> None:
    """Write what an action does and its keys into its tooltip."""
    action.setToolTip(with_keys(action.whatsThis() or plain(action.text()), keys_of(action)))


def with_keys(text: str, keys: Iterable[str]) -> str:
    """Write keys behind a text, as this system writes them."""
    told = native(keys)
    return f"{text} ({told})" if told else text


def native(keys: Iterable[str]) -> str:
    """Write keys as this system does."""
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key, _PORTABLE).toString(form) for key in keys)


def plain(text: str) -> str:
    """Return a menu's text without the mark of its letter and without dots."""
    return text.replace("&", "").removesuffix("…")


def command_of(name: str, action: QAction) -> Command:
    """Describe an action as it is at first."""
    return Command(name, plain(action.text()), action.whatsThis(), keys_of(action))


def follow_tip(widget: QWidget, action: QAction, text: str = "") -> None:
    """Let a widget's tooltip tell an action's keys, whatever they become.

    Parameters
    ----------
    text : str
        What the widget does; by default what the action says of itself.
    """
    _Tip(widget, action, text)


class _Tip(QObject):
    """Keeps one tooltip; it goes with its widget."""

    def __init__(self, widget: QWidget, action: QAction, text: str) -> None:
        super().__init__(widget)
        self._widget = widget
        self._action = action
        self._text = text
        action.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        action = self._action
        text = with_keys(self._text, keys_of(action)) if self._text else action.toolTip()
        self._widget.setToolTip(text)
