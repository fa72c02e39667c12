"""One plane of the study on the screen. It draws what it is told and tells what the hand did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from viewer.rendering.brush import BrushCircle, paint_brush
from viewer.rendering.drawn import paint_drawn
from viewer.rendering.marks import paint_marks
from viewer.rendering.measured import paint_line
from viewer.rendering.origin import origin_strip, paint_origin
from viewer.rendering.projection import Projection
from viewer.rendering.reference import grip_at, paint_angle
from viewer.state.names import plane_title
from viewer.state.pane_keys import FIRST_PANE_KEYS, STEPS, PaneCommand
from viewer.state.planes import Plane
from viewer.state.pointer import Button, Grip, Pointer
from viewer.state.resolve import PaneContent
from viewer.widgets.cursors import cursor_of
from viewer.widgets.key_recorder import key_text

WHEEL_NOTCH = 120.0
"""Qt's angle delta of one notch of a wheel."""

_BUTTONS = {
    Qt.MouseButton.LeftButton: Button.LEFT,
    Qt.MouseButton.MiddleButton: Button.MIDDLE,
    Qt.MouseButton.RightButton: Button.RIGHT,
}


class _WithModifiers(Protocol):
    """A mouse or wheel event: what both tell of the keyboard."""

    def modifiers(self) -> Qt.KeyboardModifier: ...


class _PointerSignal(Protocol):
    """A signal that carries a pointer."""

    def emit(self, pointer: Pointer, /) -> None: ...


class PlanePane(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph ships no types
    """A pane for one plane.

    The scene's coordinates are the pane's own pixels: pyqtgraph's item draws the image,
    and a :class:`Projection` puts it in its place.

    Attributes
    ----------
    claimed : callable
        Tells whether a press of the left button is for something else than a reference line.

    Signals
    -------
    pressed, dragged, released, hovered, double_clicked : Pointer
        What the mouse did. A drag reports the button that began it.
    wheel_turned : Pointer, float
        Notches, away from the hand is positive.
    pointer_left : no argument
        The mouse left the pane.
    stepped : Plane, int
        Slices to go on by key.
    thickened : Plane, int
        Steps to make the slab thicker by key, thinner if negative.
    end_requested : Plane, bool
        First (False) or last (True) slice.
    overlays_held : bool
        The key that hides what lies over the image was pressed or let go.
    activated : Plane
        The pane took the keyboard's focus.
    appeared : no argument
        The pane was hidden and is shown: what it shows may be old.
    """

    pressed = Signal(object)
    dragged = Signal(object)
    released = Signal(object)
    hovered = Signal(object)
    double_clicked = Signal(object)
    wheel_turned = Signal(object, float)
    pointer_left = Signal()
    stepped = Signal(object, int)
    thickened = Signal(object, int)
    end_requested = Signal(object, bool)
    overlays_held = Signal(bool)
    activated = Signal(object)
    appeared = Signal()

    def __init__(self, plane: Plane, parent: QWidget | None = None) -> None:
        super().__init__(parent, background="k")
        self.plane = plane
        self._content: PaneContent | None = None
        self._grip: Grip | None = None
        self.claimed: Callable[[Pointer], bool] = lambda _at: False
        self._value = ""
        self._brush: BrushCircle | None = None
        self._held = Button.NONE
        self._keys: Mapping[str, PaneCommand] = FIRST_PANE_KEYS
        self._hiding: int | None = None
        self._image = pg.ImageItem(axisOrder="row-major")
        self.addItem(self._image)
        self.set_smooth(True)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setCursor(Qt.CursorShape.CrossCursor)
        # What is dropped here is the window's: Qt would offer it to the items of the scene.
        self.setAcceptDrops(False)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(plane_title(plane))

    @property
    def content(self) -> PaneContent | None:
        """What is shown."""
        return self._content

    @property
    def projection(self) -> Projection | None:
        """Where the plane's pixels fall on the screen; None while nothing is shown."""
        if self._content is None:
            return None
        size = self.viewport().size()
        content = self._content
        return Projection(
            content.image.frame, content.pane, content.fit_mm, (size.width(), size.height())
        )

    def set_content(self, content: PaneContent | None) -> None:
        """Show another content; the image itself is set by :meth:`set_pixels`."""
        self._content = content
        if content is None:
            self._image.clear()
            self.setAccessibleDescription("")
        else:
            self.setAccessibleDescription(content.description)
        self._place_image()
        self.viewport().update()

    @property
    def value(self) -> str:
        """The value under the mouse, as it is shown."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show the value under the mouse in the corner, or none where it is elsewhere."""
        if value != self._value:
            self._value = value
            self.viewport().update()

    @property
    def brush(self) -> BrushCircle | None:
        """The brush over this pane."""
        return self._brush

    def set_brush(self, brush: BrushCircle | None) -> None:
        """Show the brush where the mouse is, or none."""
        if brush != self._brush:
            self._brush = brush
            self.viewport().update()

    def set_keys(self, keys: Mapping[str, PaneCommand]) -> None:
        """Listen to other keys; they are written as in Qt's portable text."""
        self._keys = keys

    def set_smooth(self, smooth: bool) -> None:
        """Magnify smoothly, or show the pixels as they are."""
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)

    def set_pixels(self, pixels: NDArray[np.uint8]) -> None:
        """Show an image: grey (rows, columns) or RGB (rows, columns, 3)."""
        self._image.setImage(pixels, autoLevels=False)
        self._place_image()

    def _place_image(self) -> None:
        projection = self.projection
        if projection is None:
            return
        # The item draws pixel (0, 0) from 0 to 1, and its centre is at 0.5. An image of fewer
        # pixels than the plane has fills it too.
        rows, columns = projection.frame.shape
        x0, y0 = projection.to_screen((-0.5, -0.5))
        x1, y1 = projection.to_screen((rows - 0.5, columns - 0.5))
        across = (x1 - x0) / (self._image.width() or columns)
        down = (y1 - y0) / (self._image.height() or rows)
        self._image.setTransform(QTransform(across, 0.0, 0.0, down, x0, y0))

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:  # noqa: N802  # Qt's name
        """Paint what lies over the image."""
        projection = self.projection
        if self._content is not None and projection is not None:
            painter.save()
            painter.resetTransform()
            if self._held is Button.LEFT and self._grip is not None:
                paint_angle(painter, self._content, projection, self._grip)
            origin = self._content.origin
            strip = origin_strip(painter, origin, QRectF(self.viewport().rect()))
            taken = paint_marks(painter, self._content, projection, self._value, strip.height())
            taken.append(strip)
            shapes = (*self._content.shapes, *self._content.from_report)
            sketch = self._content.sketch
            paint_drawn(painter, shapes, projection, taken, sketch)
            if self._content.line is not None:
                paint_line(painter, self._content.line, projection)
            if origin:
                paint_origin(painter, origin, strip)
            if self._brush is not None:
                paint_brush(painter, self._brush, projection.mm_per_px)
            painter.restore()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the pane is in sight."""
        super().showEvent(event)
        self.appeared.emit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the plane's centre in the pane's centre."""
        super().resizeEvent(event)
        if hasattr(self, "_image"):  # pyqtgraph resizes itself while it is being built
            self._place_image()

    def _pointer(self, position: QPoint, button: Button, event: _WithModifiers) -> Pointer | None:
        projection = self.projection
        if projection is None:
            return None
        x, y = float(position.x()), float(position.y())
        held = event.modifiers()
        return Pointer(
            plane=self.plane,
            button=button,
            position_px=(x, y),
            pixel=projection.to_pixel(x, y),
            offset_mm=projection.to_offset_mm(x, y),
            mm_per_px=projection.mm_per_px,
            shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
            control=bool(held & Qt.KeyboardModifier.ControlModifier),
            alt=bool(held & Qt.KeyboardModifier.AltModifier),
            grip=self._grip,
        )

    def _feel(self, event: QMouseEvent) -> None:
        """Look for a reference line under the mouse, and let the cursor tell what it does."""
        content, projection = self._content, self.projection
        if content is not None and projection is not None:
            at = event.position()
            grip = grip_at(content, projection, at.x(), at.y())
            if grip is not None and self._is_claimed(event):
                grip = None
            if grip != self._grip:
                self._grip = grip
                self.setCursor(cursor_of(grip))

    def _is_claimed(self, event: QMouseEvent) -> bool:
        """Tell whether a press of the left button here would be for something else."""
        at = self._pointer(event.position().toPoint(), Button.LEFT, event)
        return at is not None and self.claimed(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag, unless another button is held already."""
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._held is Button.NONE:
            self._feel(event)
            self._held = _BUTTONS.get(event.button(), Button.NONE)
            self._tell(self.pressed, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report a drag, or the hovering mouse."""
        event.accept()
        if self._held is Button.NONE:
            self._feel(event)
        self._tell(self.hovered if self._held is Button.NONE else self.dragged, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag when the button that began it is let go."""
        event.accept()
        if self._held is not Button.NONE and _BUTTONS.get(event.button()) is self._held:
            self._tell(self.released, event)
            self._held = Button.NONE
            self._feel(event)
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Report a double click of the left button."""
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self._tell(self.double_clicked, event)

    def _tell(self, signal: _PointerSignal, event: QMouseEvent) -> None:
        pointer = self._pointer(event.position().toPoint(), self._held, event)
        if pointer is not None:
            signal.emit(pointer)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Report the wheel; with a modifier some systems turn it sideways."""
        event.accept()
        delta = event.angleDelta()
        notches = (delta.y() or delta.x()) / WHEEL_NOTCH
        pointer = self._pointer(event.position().toPoint(), Button.NONE, event)
        if pointer is not None and notches:
            self.wheel_turned.emit(pointer, notches)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the mouse any more."""
        super().leaveEvent(event)
        self.pointer_left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that keys act on this pane now."""
        super().focusInEvent(event)
        self.activated.emit(self.plane)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the keys of a pane into intents; every other key goes on to the window."""
        command = self._keys.get(key_text(event))
        if command is None:
            event.ignore()
            return
        event.accept()
        if command in STEPS:
            self.stepped.emit(self.plane, STEPS[command])
        elif command in {PaneCommand.THICKER, PaneCommand.THINNER}:
            self.thickened.emit(self.plane, 1 if command is PaneCommand.THICKER else -1)
        elif command is not PaneCommand.HIDE_OVERLAYS:
            self.end_requested.emit(self.plane, command is PaneCommand.LAST_SLICE)
        elif not event.isAutoRepeat():
            self._hiding = event.key()
            self.overlays_held.emit(True)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show the overlays again when the key that hides them is let go."""
        if event.key() == self._hiding and not event.isAutoRepeat():
            self._hiding = None
            self.overlays_held.emit(False)
            event.accept()
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the overlays again: the release of the key would go to another widget."""
        super().focusOutEvent(event)
        self.overlays_held.emit(False)
