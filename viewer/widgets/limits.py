"""The page on what Dens can and cannot do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from viewer.state.section import Section
from viewer.texts import tr

SIZE_PX = (640, 760)
MARGIN_PX = 24


class LimitsPage(QScrollArea):
    """A window beside the others: reading goes on while it is open."""

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What Dens can and cannot do"))
        self.resize(*SIZE_PX)
        self.setWidgetResizable(True)
        inner = QFrame()
        inner.setObjectName("side")
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(6)
        for number, section in enumerate(sections):
            if number:
                column.addSpacing(10)
            column.addWidget(_label(section.title, "big"))
            for line in section.lines:
                column.addWidget(_label(line, "plain"))
        column.addStretch(1)
        self.setWidget(inner)

    @property
    def text(self) -> str:
        """All that is said."""
        return "\n".join(label.text() for label in self.findChildren(QLabel))


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
