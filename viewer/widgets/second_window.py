"""One plane in a window of its own, for another monitor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from viewer.state.names import adjective
from viewer.state.planes import Plane
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.pane import PlanePane

FIRST_SIZE_PX = (1000, 1000)


class SecondWindow(QWidget):
    """Shows one of the planes, as large as the reader makes it.

    Attributes
    ----------
    panes : dict of Plane to PlanePane
        Of which the chosen one is visible.

    Signals
    -------
    closed : no argument
        The reader closed it.
    """

    closed = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.panes = {plane: PlanePane(plane) for plane in Plane}
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for pane in self.panes.values():
            self._stack.addWidget(pane)
        # The keyboard stays where the reader's hands are.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        # A key belongs to the window that has the focus: it works here as in the other one.
        self.addActions(actions.all)
        self.resize(*FIRST_SIZE_PX)

    def set_plane(self, plane: Plane | None) -> None:
        """Show a plane, or go away."""
        if plane is None:
            self.hide()
            return
        self.setWindowTitle(tr("Dens: {plane} plane", plane=adjective(plane)))
        self._stack.setCurrentWidget(self.panes[plane])
        if not self.isVisible():
            self._move_to_another_screen()
            self.show()

    def _move_to_another_screen(self) -> None:
        """Open on a monitor where the window of the study is not, if there is one."""
        here = self.window().screen()
        others = [screen for screen in here.virtualSiblings() if screen is not here]
        if others:
            self.move(others[0].availableGeometry().topLeft())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the reader closed it."""
        super().closeEvent(event)
        self.closed.emit()
