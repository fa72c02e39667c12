"""The real window, and short ways to act on it with real mouse and key events."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.state.app import open_study, set_analysis
from viewer.state.planes import Plane
from viewer.state.study import make_study

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)


NONE = Qt.KeyboardModifier.NoModifier


SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Driver:
    """The window and short ways to act on it."""

    def __init__(self, dens):
        self.dens = dens
        self.window = dens.window
        self.panes = dens.window.grid.panes

    @property
    def state(self):
        """What is shown."""
        return self.dens.store.state

    @property
    def view(self):
        """How it is shown."""
        return self.dens.store.state.view

    def show(self, volume, analysis=None):
        """Open a volume as if it had been read."""
        state = open_study(self.state, make_study(volume))
        self.dens.store.set(state if analysis is None else set_analysis(state, analysis))
        self.settle()

    def settle(self):
        """Let the window catch up."""
        QApplication.processEvents()
        self.dens.panes.draw()

    def key(self, key, modifier=NONE, plane=Plane.AXIAL):
        """Press a key on a pane."""
        QTest.keyClick(self.panes[plane], key, modifier)
        self.settle()

    def number(self, plane):
        """Tell which slice a pane shows."""
        return self.panes[plane].content.image.frame.number

    def screen(self, plane, pixel):
        """Find where a pixel of a plane is on the screen."""
        x, y = self.panes[plane].projection.to_screen(pixel)
        return QPoint(round(x), round(y))

    def click(self, plane, point, button=LEFT):
        """Click without moving."""
        QTest.mouseClick(self.panes[plane].viewport(), button, NONE, point)
        self.settle()

    def drag(self, plane, start, delta, button=LEFT):
        """Press, move in steps and let go."""
        viewport = self.panes[plane].viewport()
        QTest.mousePress(viewport, button, NONE, start)
        for share in (0.25, 0.5, 0.75, 1.0):
            move(viewport, start + delta * share, button)
        QTest.mouseRelease(viewport, button, NONE, start + delta)
        self.settle()

    def wheel(self, plane, notches, modifier=NONE):
        """Turn the wheel in the middle of a pane."""
        pane = self.panes[plane]
        at = QPointF(pane.width() / 2, pane.height() / 2)
        event = QWheelEvent(
            at,
            QPointF(pane.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, int(120 * notches)),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(pane.viewport(), event)
        self.settle()


def move(viewport, point, button, modifier=NONE):
    """Move the mouse with a button held: QTest's own moves hold none."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    at = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(viewport.mapToGlobal(at.toPoint())),
        Qt.MouseButton.NoButton,
        button,
        modifier,
    )
    QApplication.sendEvent(viewport, event)
