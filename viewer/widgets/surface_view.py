"""The vertebrae as surfaces: turned by hand, with their names beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QVector3D,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from viewer.rendering.surface_painter import SurfacePainter, camera
from viewer.rendering.surfaces import PaintedSurface
from viewer.state.orbit import Orbit, approach, turn
from viewer.state.planes import EdgeLetters, direction_letters
from viewer.texts import tr
from viewer.widgets.surface_names import SurfaceName, SurfaceNames

WHEEL_FACTOR = 1.15
WHEEL_NOTCH = 120.0
KEY_STEP_PX = 20.0
REST_MS = 150
"""After so long without a turn the edges are drawn smooth."""

NAME_BESIDE_MM = 44.0
"""Half the width of the widest vertebra, and a little more."""

_TURNS = {
    Qt.Key.Key_Left: (-KEY_STEP_PX, 0.0),
    Qt.Key.Key_Right: (KEY_STEP_PX, 0.0),
    Qt.Key.Key_Up: (0.0, -KEY_STEP_PX),
    Qt.Key.Key_Down: (0.0, KEY_STEP_PX),
}


class SurfaceView(QWidget):
    """Turns with a left-drag or the arrows, magnifies with the wheel.

    Attributes
    ----------
    orbit : Orbit
        Where the eye stands.
    image : QImage or None
        What was drawn last.

    Signals
    -------
    level_chosen : Level
        A click on a level's name.
    """

    level_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Vertebrae as surfaces"))
        self.setMinimumSize(160, 120)
        self.orbit = Orbit()
        self.image: QImage | None = None
        self._surfaces: tuple[PaintedSurface, ...] = ()
        self._painter = painter = SurfacePainter()
        self.destroyed.connect(painter.release)
        self.names = SurfaceNames(self)
        self._held: QPointF | None = None
        self._moved = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.update)

    def set_surfaces(self, surfaces: tuple[PaintedSurface, ...]) -> None:
        """Show other surfaces; the eye stays where it is, and looks at their middle."""
        self._surfaces = surfaces
        self._painter.set_surfaces(surfaces)
        own = [item.surface.vertices_mm for item in surfaces if item.level is not None]
        if own:
            points = np.concatenate(own)
            low, high = points.min(axis=0), points.max(axis=0)
            x, y, z = (float(v) for v in (low + high) / 2)
            reach = float(np.linalg.norm(high - low) / 2)
            self.orbit = replace(self.orbit, center_mm=(x, y, z), reach_mm=reach)
        self.setAccessibleDescription(", ".join(item.text for item in surfaces if item.text))
        self._name()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surfaces, in haste while they turn."""
        ratio = self.devicePixelRatioF()
        self.image = self._painter.image(
            self.orbit, self.size() * ratio, quick=self._rest.isActive()
        )
        painter = QPainter(self)
        if self.image is None:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
        else:
            painter.drawImage(self.rect(), self.image)
        painter.end()

    def _name(self) -> None:
        """Put each level's name beside it, where it hides no bone."""
        view, projection = camera(self.orbit, self.size())
        whole, names = projection * view, []
        beside_mm = self.orbit.right_lps * NAME_BESIDE_MM
        for item in self._surfaces:
            if item.level is None:
                continue
            beside = item.surface.vertices_mm.mean(axis=0) + beside_mm
            at = whole.map(QVector3D(*(float(v) for v in beside)))
            left = (1.0 + at.x()) * self.width() / 2
            middle = (1.0 - at.y()) * self.height() / 2
            colour = item.colour if item.marked else None
            names.append(SurfaceName(item.level, item.text, left, middle, colour))
        right, up = self.orbit.right_lps, self.orbit.up_lps
        letters = EdgeLetters(*(direction_letters(v) for v in (-right, right, up, -up)))
        self.names.set_names(tuple(names), letters)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the names over the surfaces."""
        super().resizeEvent(event)
        self.names.resize(self.size())
        self._name()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn with the mouse."""
        if self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = event.position() - self._held
            self._held, self._moved = event.position(), True
            self._look(turn(self.orbit, moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the level whose name was clicked on."""
        if self._held is not None and not self._moved:
            level = self.names.level_at(event.position())
            if level is not None:
                self.level_chosen.emit(level)
        self._held = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Look as at first."""
        self._look(replace(Orbit(), center_mm=self.orbit.center_mm, reach_mm=self.orbit.reach_mm))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Magnify."""
        event.accept()
        self._look(approach(self.orbit, WHEEL_FACTOR ** (event.angleDelta().y() / WHEEL_NOTCH)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn with the arrows; every other key goes on to the window."""
        step = _TURNS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._look(turn(self.orbit, *step))

    def _look(self, orbit: Orbit) -> None:
        self.orbit = orbit
        self._rest.start()
        self._name()
