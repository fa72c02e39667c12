"""What the reader has to know: messages, remarks on the volume, the research-only notice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from inference.imaging.volume import VolumeWarning
from viewer.state.app import Message, MessageKind
from viewer.state.engine_words import engine_words
from viewer.state.wording import RESEARCH_NOTICE
from viewer.texts import ntr, tr

REMARKS_SHOWN = 3
"""So many remarks stand in the panel; the tooltip has them all."""


class MessageBar(QFrame):
    """One message beside the panes, until it is dismissed.

    Signals
    -------
    dismissed : no argument
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._text = QLabel()
        self._text.setWordWrap(True)
        # Names from files stand in it: they are no markup.
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.dismiss = QPushButton(tr("Dismiss"))
        self.dismiss.setAccessibleName(tr("Dismiss the message"))
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self._text)
        layout.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignRight)
        self.dismiss.clicked.connect(self.dismissed)
        self.set_message(None)

    @property
    def text(self) -> str:
        """What is shown; empty while nothing is."""
        return self._text.text()

    def set_message(self, message: Message | None) -> None:
        """Show a message, or take it away."""
        self.setVisible(message is not None)
        self._text.setText("" if message is None else message.text)
        self.setAccessibleName("" if message is None else message.text)
        kind = MessageKind.INFORMATION if message is None else message.kind
        self.setProperty("kind", kind.value)
        self.style().unpolish(self)
        self.style().polish(self)


class Remarks(QFrame):
    """What was found unusual while the volume was read; nothing where nothing was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("remarks")
        self._text = QLabel()
        self._text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self._text)
        self.set_warnings(())

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.text()

    def set_warnings(self, warnings: tuple[VolumeWarning, ...]) -> None:
        """Show the warnings of a volume."""
        self.setVisible(bool(warnings))
        count = len(warnings)
        lines = [ntr("⚠ {n} remark on this volume", "⚠ {n} remarks on this volume", count)]
        lines += [f"• {engine_words(warning.text)}" for warning in warnings[:REMARKS_SHOWN]]
        if count > REMARKS_SHOWN:
            lines.append(tr("… and {more} more (rest the mouse here)", more=count - REMARKS_SHOWN))
        self._text.setText("\n".join(lines))
        everything = "\n".join(engine_words(warning.text) for warning in warnings)
        self.setToolTip(everything)
        self.setAccessibleName(everything)


class ResearchNotice(QWidget):
    """Stands in the window at all times: what Dens is not.

    Attributes
    ----------
    provenance : QLabel
        Whose weights spoke. It takes many lines, so it is laid out by whoever has room for it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = _quiet_label(tr(RESEARCH_NOTICE))
        self.provenance = _quiet_label("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._notice)
        self.set_provenance("")

    @property
    def text(self) -> str:
        """What is shown."""
        return f"{self._notice.text()}\n{self.provenance.text()}".strip()

    def set_provenance(self, text: str) -> None:
        """Name the networks that spoke."""
        self.provenance.setText(text)
        self.provenance.setVisible(bool(text))
        self.setAccessibleName(self.text)


def _quiet_label(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("notice")
    label.setWordWrap(True)
    return label
