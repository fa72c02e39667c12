"""Five hints for whoever opens Dens for the first time, beside the images, never over them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.widgets.actions import Actions


def tour_steps(actions: Actions) -> tuple[tuple[str, str], ...]:
    """Return title and text of each hint, with the keys as they are."""
    does = actions
    bones = ", ".join(_key(does.windows[name]) for name in "123")
    opening, analyse, following = map(_key, (does.open_folder, does.analyse, does.next_level))
    reject, unsure = _key(does.reject), _key(does.uncertain)
    texts = {
        "Open a study": (
            f"Drop a folder, files, a ZIP or a NIfTI on the window, or press {opening}. Your files "
            "are only read, and nothing leaves the computer."
        ),
        "Look at it": (
            "The wheel goes through the slices, a left-drag changes the window, a click sets the "
            f"crosshair. {bones} are the bone windows. A right click offers what is at that place."
        ),
        "Let it be analysed": (
            f"{analyse} finds C1 to C7 and names what the model suspects. A level below its "
            "threshold may be broken all the same."
        ),
        "Go from level to level": (
            f"{following} goes to the next one. Accept with Enter, reject with {reject}, leave "
            f"open with {unsure}: it is saved at once. Read > Blind first hides the model's word "
            "until you have given yours."
        ),
        "Find the rest": (
            f"{_key(does.cheat_sheet)} lists every key; {_key(does.limits)} tells what Dens can "
            "and cannot do, as it was measured. Help > Show me around brings this back."
        ),
    }
    return tuple(texts.items())


def _key(action: QAction) -> str:
    return action.shortcut().toString()


class TourBar(QFrame):
    """One hint at a time; it takes no focus by itself and stops nothing.

    Attributes
    ----------
    further, end : QPushButton

    Signals
    -------
    further_requested, end_requested : no argument
    """

    further_requested = Signal()
    end_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._title, self._text, self._count = QLabel(), QLabel(), QLabel()
        self._title.setObjectName("big")
        self._count.setObjectName("muted")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.further, self.end = QPushButton("Next"), QPushButton("Skip")
        self.further.clicked.connect(self.further_requested)
        self.end.clicked.connect(self.end_requested)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        foot.addStretch(1)
        for button in (self.end, self.further):
            button.setObjectName("small")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addLayout(head)
        layout.addWidget(self._text)
        layout.addLayout(foot)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._title.text()}\n{self._text.text()}"

    def set_step(self, title: str, text: str, number: int, total: int) -> None:
        """Show a hint, counted from 1."""
        self._title.setText(title)
        self._text.setText(text)
        self._count.setText(f"{number} of {total}")
        last = number == total
        self.further.setText("Done" if last else "Next")
        self.end.setVisible(not last)
        self.setAccessibleName(f"Hint {number} of {total}: {title}. {text}")
        self.show()
