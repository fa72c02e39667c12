"""Where surfaces are shown: a panel among the planes, and a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QOpenGLContext, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from viewer.rendering.surfaces import PaintedSurface
from viewer.texts import noop, tr
from viewer.widgets.origin_note import OriginNote

if TYPE_CHECKING:
    from viewer.widgets.surface_view import SurfaceView

SIZE_PX = (760, 860)
NO_OPENGL = noop(
    "Surfaces need OpenGL, and this screen offers none.\n"
    "Install the graphics card's driver, or Mesa for drawing without one."
)


def has_opengl() -> bool:
    """Tell whether this screen can draw surfaces."""
    return QOpenGLContext().create()


class SurfacePanel(QWidget):
    """Shows surfaces, or why there are none.

    Attributes
    ----------
    note : OriginNote
        Above them: whose masks they are made of.

    Signals
    -------
    level_chosen : Level
    appeared : no argument
        It can be seen from now on.
    """

    level_chosen = Signal(object)
    appeared = Signal()

    def __init__(
        self, parent: QWidget | None = None, kind: Qt.WindowType = Qt.WindowType.Widget
    ) -> None:
        super().__init__(parent, kind)
        self._message = QLabel()
        self._message.setObjectName("surfaceMessage")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._message.setMargin(24)
        self.note = OriginNote()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self._message)
        self.view: SurfaceView | None = None

    @property
    def message(self) -> str:
        """What stands in place of the surfaces; empty where they are shown."""
        return self._message.text()

    def prepare(self) -> bool:
        """Make ready to draw; False, with a message, where OpenGL is missing."""
        if self.view is None and has_opengl():
            # Not before it is asked for: Qt's modules for OpenGL need the system's own library.
            from viewer.widgets.surface_view import SurfaceView

            self.view = SurfaceView()
            self.view.level_chosen.connect(self.level_chosen)
            self._stack.addWidget(self.view)
        if self.view is None:
            self.set_message(tr(NO_OPENGL))
        return self.view is not None

    def set_message(self, text: str) -> None:
        """Say why there are no surfaces."""
        self._message.setText(text)
        self._stack.setCurrentWidget(self._message)

    def set_surfaces(self, surfaces: tuple[PaintedSurface, ...]) -> None:
        """Show surfaces."""
        if self.view is not None:
            self._message.setText("")
            self.view.set_surfaces(surfaces)
            self._stack.setCurrentWidget(self.view)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that there is something to show."""
        super().showEvent(event)
        self.appeared.emit()


class SurfaceWindow(SurfacePanel):
    """The surfaces in a window of their own; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Dens: surfaces"))
        self.resize(*SIZE_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
