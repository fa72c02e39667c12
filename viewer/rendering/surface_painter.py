"""Surfaces drawn by the graphics card, through the OpenGL that Qt itself brings, to an image.

Drawn off the screen, so that no window depends on OpenGL: a window that shows a widget of
OpenGL's own has all its other widgets drawn through OpenGL, too. The shaders keep to what
OpenGL 2.1 and OpenGL ES 2 have in common; 32-bit indices are an extension of ES 2 that
every card of the last decade has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QImage,
    QMatrix4x4,
    QOffscreenSurface,
    QOpenGLContext,
    QSurfaceFormat,
    QVector3D,
    QVector4D,
)
from PySide6.QtOpenGL import (
    QOpenGLBuffer,
    QOpenGLFramebufferObject,
    QOpenGLFramebufferObjectFormat,
    QOpenGLShader,
    QOpenGLShaderProgram,
)
from shiboken6 import VoidPtr, isValid

from viewer.rendering.surfaces import PaintedSurface
from viewer.state.orbit import VIEW_ANGLE_DEG, Orbit

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

_GL_TRIANGLES, _GL_FLOAT, _GL_UNSIGNED_INT = 0x0004, 0x1406, 0x1405
_GL_COLOR_DEPTH = 0x4000 | 0x0100
_GL_DEPTH_TEST, _GL_BLEND = 0x0B71, 0x0BE2
_GL_SRC_ALPHA, _GL_ONE_MINUS_SRC_ALPHA, _GL_ONE = 0x0302, 0x0303, 1

STRIDE_BYTES = 24
SAMPLES = 4
"""Samples a pixel of an image that stands still; without a card they take most of the time."""

LEAST_ASPECT = 0.7
"""Width to height below which an image shows more in height, not less in width."""

REACH_MM = 400.0
"""What lies further before or behind the centre is not drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class _Mesh:
    """A surface in the card's memory, and how many corners its faces have together."""

    corners: QOpenGLBuffer
    faces: QOpenGLBuffer
    count: int


def camera(orbit: Orbit, size: QSize) -> tuple[QMatrix4x4, QMatrix4x4]:
    """Return the matrices from LPS mm to the eye and from there to the screen (-1..1).

    The sphere of what is to be seen fills the height; in a narrow image, the width holds at
    least ``LEAST_ASPECT`` of it, for a spine is less wide than high.
    """
    centre = QVector3D(*orbit.center_mm)
    eye = centre + QVector3D(*(float(v) for v in orbit.towards_eye_lps)) * orbit.distance_mm
    view, projection = QMatrix4x4(), QMatrix4x4()
    view.lookAt(eye, centre, QVector3D(*(float(v) for v in orbit.up_lps)))
    near, far = max(orbit.distance_mm - REACH_MM, 1.0), orbit.distance_mm + REACH_MM
    aspect = max(size.width(), 1) / max(size.height(), 1)
    half = np.tan(np.radians(VIEW_ANGLE_DEG / 2)) * max(1.0, LEAST_ASPECT / aspect)
    projection.perspective(float(np.degrees(2 * np.arctan(half))), aspect, near, far)
    return view, projection


class SurfacePainter:
    """Draws surfaces from any side; holds the card's memory until it is released."""

    def __init__(self) -> None:
        self._surface = QOffscreenSurface()
        self._context = QOpenGLContext()
        wanted = QSurfaceFormat()
        wanted.setDepthBufferSize(24)
        self._surface.setFormat(wanted)
        self._context.setFormat(wanted)
        self._surface.create()
        self._surfaces: tuple[PaintedSurface, ...] = ()
        self._meshes: list[_Mesh] = []
        self._stale = False
        self._program: QOpenGLShaderProgram | None = None
        self._buffer: QOpenGLFramebufferObject | None = None

    def set_surfaces(self, surfaces: tuple[PaintedSurface, ...]) -> None:
        """Draw other surfaces from now on."""
        self._surfaces, self._stale = surfaces, True

    def image(self, orbit: Orbit, size: QSize, *, quick: bool = False) -> QImage | None:
        """Draw what an eye sees.

        Parameters
        ----------
        orbit : Orbit
        size : QSize
            Of the image, in pixels.
        quick : bool
            Whether smooth edges may be left out: while it turns.

        Returns
        -------
        QImage or None
            None where this screen draws nothing.
        """
        if size.isEmpty() or not self._begin():
            return None
        try:
            target = self._target(size, 0 if quick else SAMPLES)
            target.bind()
            self._context.functions().glViewport(0, 0, size.width(), size.height())
            self._draw(*camera(orbit, size))
            target.release()
            return target.toImage().convertToFormat(QImage.Format.Format_RGB32)
        finally:
            self._context.doneCurrent()

    def release(self) -> None:
        """Give the card's memory back."""
        # At the program's end Qt may have taken the context away already, memory and all.
        alive = isValid(self._context) and isValid(self._surface)
        if self._program is not None and alive and self._context.makeCurrent(self._surface):
            self._destroy_meshes()
            self._program = self._buffer = None
            self._context.doneCurrent()

    def _begin(self) -> bool:
        """Make the card listen, with everything in its memory."""
        if not self._context.isValid() and not self._context.create():
            return False
        if not self._context.makeCurrent(self._surface):
            return False
        if self._program is None:
            self._program = _linked()
        if self._stale:
            self._upload()
        return True

    def _target(self, size: QSize, samples: int) -> QOpenGLFramebufferObject:
        kept = self._buffer
        # A card may give fewer samples than it was asked for, but none only where none are had.
        if kept is None or kept.size() != size or (kept.format().samples() > 0) != (samples > 0):
            wanted = QOpenGLFramebufferObjectFormat()
            wanted.setAttachment(QOpenGLFramebufferObject.Attachment.Depth)
            wanted.setSamples(samples)
            kept = self._buffer = QOpenGLFramebufferObject(size, wanted)
        return kept

    def _upload(self) -> None:
        self._destroy_meshes()
        for item in self._surfaces:
            surface = item.surface
            both = np.concatenate([surface.vertices_mm, surface.normals_lps], axis=1)
            corners = _filled(QOpenGLBuffer.Type.VertexBuffer, both.astype(np.float32))
            faces = _filled(QOpenGLBuffer.Type.IndexBuffer, surface.faces.astype(np.uint32))
            self._meshes.append(_Mesh(corners, faces, surface.faces.size))
        self._stale = False

    def _destroy_meshes(self) -> None:
        for mesh in self._meshes:
            mesh.corners.destroy()
            mesh.faces.destroy()
        self._meshes = []

    def _draw(self, view: QMatrix4x4, projection: QMatrix4x4) -> None:
        card, program = self._context.functions(), self._program
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
        for item, mesh in zip(self._surfaces, self._meshes, strict=True):
            clear = item.colour[3] < 1.0
            # What can be seen through hides nothing: it comes last and leaves no depth.
            card.glDepthMask(not clear)
            (card.glEnable if clear else card.glDisable)(_GL_BLEND)
            program.setUniformValue(program.uniformLocation("colour"), QVector4D(*item.colour))
            mesh.corners.bind()
            mesh.faces.bind()
            for number, place in enumerate(places):
                program.enableAttributeArray(place)
                program.setAttributeBuffer(place, _GL_FLOAT, 12 * number, 3, STRIDE_BYTES)
            # A corner is shared by six triangles, and so worked out once, not six times.
            card.glDrawElements(
                _GL_TRIANGLES,
                mesh.count,
                _GL_UNSIGNED_INT,
                VoidPtr(0),  # type: ignore[arg-type]  # the stub says int, the call takes none
            )
            mesh.faces.release()
            mesh.corners.release()
        for place in places:
            program.disableAttributeArray(place)
        program.release()
        card.glDepthMask(True)


def _linked() -> QOpenGLShaderProgram:
    program = QOpenGLShaderProgram()
    stage = QOpenGLShader.ShaderTypeBit
    program.addShaderFromSourceCode(stage.Vertex, _VERTEX)
    program.addShaderFromSourceCode(stage.Fragment, _FRAGMENT)
    program.link()
    return program


def _filled(
    kind: QOpenGLBuffer.Type, values: NDArray[np.float32] | NDArray[np.uint32]
) -> QOpenGLBuffer:
    """Copy values to the card."""
    buffer = QOpenGLBuffer(kind)
    buffer.create()
    buffer.bind()
    buffer.allocate(values.tobytes(), values.nbytes)
    buffer.release()
    return buffer
