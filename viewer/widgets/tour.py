"""Five hints for whoever opens Dens for the first time, beside the images, never over them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.state.hands import hands_text
from viewer.texts import tr
from viewer.widgets.actions import Actions


def tour_steps(actions: Actions) -> tuple[tuple[str, str], ...]:
    """Return title and text of each hint, with the keys as they are."""
    does = actions
    bones = ", ".join(_key(does.windows[name]) for name in "123")
    opening, analyse, following = map(_key, (does.open_folder, does.analyse, does.next_level))
    reject, unsure = _key(does.reject), _key(does.uncertain)
    texts = {
        tr("Open a study"): tr(
            "Drop a folder, files, a ZIP or a NIfTI on the window, or press {opening}. Your "
            "files are only read, and nothing leaves the computer unless you send it.",
            opening=opening,
        ),
        tr("Look at it"): tr(
            "The wheel goes through the slices, a left-drag changes the window, a click sets "
            "the crosshair. {bones} are the bone windows. A right click offers what is at "
            "that place.",
            bones=bones,
        ),
        tr("Let it be analysed"): tr(
            "{analyse} finds C1 to C7 and names what the model suspects. A level below its "
            "threshold may be broken all the same.",
            analyse=analyse,
        ),
        tr("Go from level to level"): tr(
            "{following} goes to the next one. Accept with Enter, reject with {reject}, "
            "leave open with {unsure}: it is saved at once. Read > Blind first hides the "
            "model's word until you have given yours.",
            following=following,
            reject=reject,
            unsure=unsure,
        ),
        tr("Write the report"): tr(
            "{report} writes it, {everything} everything else, too. {keys} lists every key; "
            "{limits} tells what Dens can and cannot do, as it was measured. Help > Show me "
            "around brings this back.",
            report=_key(does.export_pdf),
            everything=_key(does.export_all),
            keys=_key(does.cheat_sheet),
            limits=_key(does.limits),
        ),
    }
    return tuple(texts.items())


def _key(action: QAction) -> str:
    return hands_text(action.shortcut().toString())


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
        self.further, self.end = QPushButton(tr("Next")), QPushButton(tr("Skip"))
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
        self._count.setText(tr("{number} of {total}", number=number, total=total))
        last = number == total
        self.further.setText(tr("Done") if last else tr("Next"))
        self.end.setVisible(not last)
        self.setAccessibleName(
            tr(
                "Hint {number} of {total}: {title}. {text}",
                number=number,
                total=total,
                title=title,
                text=text,
            )
        )
        self.show()
