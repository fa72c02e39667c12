"""Surfaces drawn by the graphics card, through the OpenGL that Qt itself brings.

The shaders keep to what OpenGL 2.1 and OpenGL ES 2 have in common.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMatrix4x4,
    QMouseEvent,
    QResizeEvent,
    QSurfaceFormat,
    QVector3D,
    QVector4D,
    QWheelEvent,
)
from PySide6.QtOpenGL import QOpenGLBuffer, QOpenGLShader, QOpenGLShaderProgram
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from viewer.rendering.surfaces import PaintedSurface
from viewer.state.orbit import VIEW_ANGLE_DEG, Orbit, approach, turn
from viewer.state.planes import EdgeLetters, direction_letters
from viewer.widgets.surface_names import SurfaceName, SurfaceNames

_VERTEX = """
attribute highp vec3 position;
attribute highp vec3 normal;
uniform highp mat4 view;
uniform highp mat4 projection;
varying highp vec3 seen;
void main() {
    seen = (view * vec4(normal, 0.0)).xyz;
    gl_Position = projection * view * vec4(position, 1.0);
}
"""

_FRAGMENT = """
uniform highp vec4 colour;
varying highp vec3 seen;
void main() {
    highp float facing = abs(normalize(seen).z);
    highp float opacity = colour.a < 1.0 ? colour.a * (1.25 - facing) : 1.0;
    gl_FragColor = vec4(colour.rgb * (0.22 + 0.78 * facing), opacity);
}
"""

_GL_TRIANGLES, _GL_FLOAT = 0x0004, 0x1406
_GL_COLOR_DEPTH = 0x4000 | 0x0100
_GL_DEPTH_TEST, _GL_BLEND = 0x0B71, 0x0BE2
_GL_SRC_ALPHA, _GL_ONE_MINUS_SRC_ALPHA, _GL_ONE = 0x0302, 0x0303, 1

WHEEL_FACTOR = 1.15
WHEEL_NOTCH = 120.0
KEY_STEP_PX = 20.0
STRIDE_BYTES = 24
NAME_BESIDE_MM = 44.0
"""Half the width of the widest vertebra, and a little more."""

_TURNS = {
    Qt.Key.Key_Left: (-KEY_STEP_PX, 0.0),
    Qt.Key.Key_Right: (KEY_STEP_PX, 0.0),
    Qt.Key.Key_Up: (0.0, -KEY_STEP_PX),
    Qt.Key.Key_Down: (0.0, KEY_STEP_PX),
}


class SurfaceView(QOpenGLWidget):
    """Turns with a left-drag or the arrows, magnifies with the wheel.

    Signals
    -------
    level_chosen : Level
        A click on a level's name.
    """

    level_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wanted = QSurfaceFormat()
        wanted.setDepthBufferSize(24)
        wanted.setSamples(4)
        self.setFormat(wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Vertebrae as surfaces")
        self.orbit = Orbit()
        self._surfaces: tuple[PaintedSurface, ...] = ()
        self._buffers: list[tuple[QOpenGLBuffer, int]] = []
        self._stale = False
        self._program: QOpenGLShaderProgram | None = None
        self.names = SurfaceNames(self)
        self._held: QPointF | None = None
        self._moved = False

    def set_surfaces(self, surfaces: tuple[PaintedSurface, ...]) -> None:
        """Show other surfaces; the eye stays where it is, and looks at their middle."""
        self._surfaces = surfaces
        self._stale = True
        own = [item.surface.vertices_mm for item in surfaces if item.level is not None]
        if own:
            points = np.concatenate(own)
            low, high = points.min(axis=0), points.max(axis=0)
            x, y, z = (float(v) for v in (low + high) / 2)
            reach = float(np.linalg.norm(high - low) / 2)
            self.orbit = replace(self.orbit, center_mm=(x, y, z), reach_mm=reach)
        self.setAccessibleDescription(", ".join(item.text for item in surfaces if item.text))
        self._name()

    def initializeGL(self) -> None:  # noqa: N802  # Qt's name
        """Build the shaders."""
        program = QOpenGLShaderProgram()
        stage = QOpenGLShader.ShaderTypeBit
        program.addShaderFromSourceCode(stage.Vertex, _VERTEX)
        program.addShaderFromSourceCode(stage.Fragment, _FRAGMENT)
        program.link()
        self._program, self._stale = program, True
        self.context().aboutToBeDestroyed.connect(self._release)

    def _release(self) -> None:
        """Give the card's memory back before its context goes."""
        self.makeCurrent()
        for buffer, _ in self._buffers:
            buffer.destroy()
        self._buffers, self._program = [], None
        self.doneCurrent()

    def _upload(self) -> None:
        for buffer, _ in self._buffers:
            buffer.destroy()
        self._buffers = []
        for item in self._surfaces:
            surface = item.surface
            both = np.concatenate([surface.vertices_mm, surface.normals_lps], axis=1)
            corners = np.ascontiguousarray(both[surface.faces.ravel()], dtype=np.float32)
            buffer = QOpenGLBuffer()
            buffer.create()
            buffer.bind()
            buffer.allocate(corners.tobytes(), corners.nbytes)
            buffer.release()
            self._buffers.append((buffer, len(corners)))
        self._stale = False

    def _matrices(self) -> tuple[QMatrix4x4, QMatrix4x4]:
        orbit = self.orbit
        centre = QVector3D(*orbit.center_mm)
        eye = centre + QVector3D(*(float(v) for v in orbit.towards_eye_lps)) * orbit.distance_mm
        view, projection = QMatrix4x4(), QMatrix4x4()
        view.lookAt(eye, centre, QVector3D(*(float(v) for v in orbit.up_lps)))
        near, far = max(orbit.distance_mm - 400.0, 1.0), orbit.distance_mm + 400.0
        projection.perspective(VIEW_ANGLE_DEG, self.width() / max(self.height(), 1), near, far)
        return view, projection

    def paintGL(self) -> None:  # noqa: N802  # Qt's name
        """Draw the surfaces."""
        if self._stale:
            self._upload()
        view, projection = self._matrices()
        self._draw_surfaces(view, projection)

    def _draw_surfaces(self, view: QMatrix4x4, projection: QMatrix4x4) -> None:
        card, program = self.context().functions(), self._program
        if program is None:
            return
        card.glClearColor(0.0, 0.0, 0.0, 1.0)
        card.glClear(_GL_COLOR_DEPTH)
        card.glEnable(_GL_DEPTH_TEST)
        card.glDepthMask(True)
        card.glBlendFuncSeparate(_GL_SRC_ALPHA, _GL_ONE_MINUS_SRC_ALPHA, _GL_ONE, _GL_ONE)
        program.bind()
        program.setUniformValue(program.uniformLocation("view"), view)
        program.setUniformValue(program.uniformLocation("projection"), projection)
        places = [program.attributeLocation(name) for name in ("position", "normal")]
        for item, (buffer, count) in zip(self._surfaces, self._buffers, strict=True):
            clear = item.colour[3] < 1.0
            # What can be seen through hides nothing: it comes last and leaves no depth.
            card.glDepthMask(not clear)
            (card.glEnable if clear else card.glDisable)(_GL_BLEND)
            program.setUniformValue(program.uniformLocation("colour"), QVector4D(*item.colour))
            buffer.bind()
            for number, place in enumerate(places):
                program.enableAttributeArray(place)
                program.setAttributeBuffer(place, _GL_FLOAT, 12 * number, 3, STRIDE_BYTES)
            card.glDrawArrays(_GL_TRIANGLES, 0, count)
            buffer.release()
        for place in places:
            program.disableAttributeArray(place)
        program.release()
        card.glDepthMask(True)
        card.glDisable(_GL_DEPTH_TEST)
        card.glDisable(_GL_BLEND)

    def _name(self) -> None:
        """Put each level's name beside it, where it hides no bone."""
        view, projection = self._matrices()
        whole, names = projection * view, []
        beside_px = NAME_BESIDE_MM * self.height() * self.orbit.zoom / (2 * self.orbit.reach_mm)
        for item in self._surfaces:
            if item.level is None:
                continue
            at = whole.map(QVector3D(*(float(v) for v in item.surface.vertices_mm.mean(axis=0))))
            left = (1.0 + at.x()) * self.width() / 2 + beside_px
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
        self._name()
