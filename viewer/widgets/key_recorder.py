"""A button that takes the next key as an answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from viewer.texts import noop, tr

WAITING = noop("Press a key… (Esc: none)")

_ALONE = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_unknown,
}
"""Keys that are held with others, and name nothing by themselves."""

_TAB = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
"""The way from control to control is nobody's to take."""


def key_text(event: QKeyEvent) -> str:
    """Write a key as Qt's portable text, wherever on the keyboard it is."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = QKeySequence(QKeyCombination(held, Qt.Key(event.key())))
    return pressed.toString(QKeySequence.SequenceFormat.PortableText)


class KeyRecorder(QPushButton):
    """Waits for a key once it is clicked; Esc and Tab end that without one.

    Signals
    -------
    recorded : str
        A key, as Qt's portable text.
    """

    recorded = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self._waits = False
        self.setAutoDefault(False)
        self.clicked.connect(self._begin)

    @property
    def waits(self) -> bool:
        """Whether the next key is the answer."""
        return self._waits

    def _begin(self) -> None:
        self._set_waiting(True)

    def _set_waiting(self, waits: bool) -> None:
        self._waits = waits
        self.setText(tr(WAITING) if waits else self._text)

    def event(self, event: QEvent) -> bool:
        """Take every key while one is awaited, before it does what it is bound to."""
        if self._waits and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key."""
        if not self._waits:
            super().keyPressEvent(event)
            return
        event.accept()
        key = Qt.Key(event.key())
        if key in _ALONE:
            return
        self._set_waiting(False)
        if key is not Qt.Key.Key_Escape and key not in _TAB:
            self.recorded.emit(key_text(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Wait no longer."""
        super().focusOutEvent(event)
        self._set_waiting(False)
