"""A window, and what a reader does with it to open studies."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItemIterator

from viewer.state.planes import Plane
from viewer.widgets.browser_rows import ROW_ROLE

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Reader:
    """A window, and what a reader does with it."""

    def __init__(self, dens, qtbot):
        self.dens, self.window, self.qtbot = dens, dens.window, qtbot
        self.browser = dens.window.browser
        self.start = dens.window.grid.start

    @property
    def state(self):
        """What is shown."""
        return self.dens.store.state

    @property
    def title(self):
        """The series that is shown."""
        return self.state.study.volume.info.series_description

    def wait(self):
        """Wait until all that was asked for is done."""
        self.qtbot.waitUntil(lambda: self.state.opening is None, timeout=20_000)
        self.qtbot.waitUntil(lambda: not self.dens.browsing.runner.running, timeout=20_000)

    def drop(self, *paths, on=None):
        """Drag files over a widget and let go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        target = on or self.window
        enter = QDragEnterEvent(QPoint(60, 60), Qt.DropAction.CopyAction, data, LEFT, NONE)
        QApplication.sendEvent(target, enter)
        hinted = self.window._hint.isVisible()
        dropped = QDropEvent(QPointF(60, 60), Qt.DropAction.CopyAction, data, LEFT, NONE)
        QApplication.sendEvent(target, dropped)
        return enter.isAccepted() and hinted

    def click(self, title):
        """Click on a series of the browser."""
        tree = self.browser.tree
        item = self.item(title)
        tree.scrollToItem(item)
        QTest.mouseClick(tree.viewport(), LEFT, NONE, tree.visualItemRect(item).center())

    def item(self, title):
        """Find a series of the browser."""
        walk = QTreeWidgetItemIterator(self.browser.tree)
        while (item := walk.value()) is not None:
            row = item.data(0, ROW_ROLE)
            if getattr(row, "title", "").endswith(title):
                return item
            walk += 1
        raise LookupError(title)

    def key(self, key, modifier=NONE):
        """Press a key on the axial pane."""
        QTest.keyClick(self.window.grid.panes[Plane.AXIAL], key, modifier)
        QApplication.processEvents()
