"""Between the hand on the panes and the marks: it draws, takes, moves and reshapes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject

from inference.findings import Point
from viewer.controllers.sessions import SessionsController
from viewer.review.marks import ON_PLANE_MM, AnyMark, new_id
from viewer.review.plane import point
from viewer.review.shapes import moved, with_handle
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.drawing import Drawing, Grip, Sketch
from viewer.state.mark_shapes import Hit, hit_mark, mark_shapes
from viewer.state.planes import PlaneFrame
from viewer.state.pointer import Button, Pointer
from viewer.state.slab import cut_slab
from viewer.state.view import shown_frame
from viewer.store import Store
from viewer.tools.marking import MarkTool, mark_tools
from viewer.widgets.pane import PlanePane
from viewer.widgets.text_prompt import TextPrompt

REACH_PX = 7.0
"""A mark is taken from as far as this."""

CLICK_SLOP_PX = 4.0
"""A press that moves less than this is a click."""

STROKE_STEP_PX = 2.0
"""Points of an outline lie at least this far apart."""


class DrawingController(QObject):
    """Turns gestures of the left button into marks.

    Attributes
    ----------
    claimed : callable
        Tells whether another controller takes a gesture of the left button.

    Parameters
    ----------
    store : Store
    sessions : SessionsController
        Keeps what is drawn.
    panes : iterable of PlanePane
    prompt : TextPrompt
        Asks for the text of a note.
    """

    def __init__(
        self,
        store: Store,
        sessions: SessionsController,
        panes: Iterable[PlanePane],
        prompt: TextPrompt,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._sessions, self._prompt = store, sessions, prompt
        self._press: Pointer | None = None
        self._clicked: str | None = None
        self.claimed: Callable[[Pointer], bool] = lambda _at: False
        for pane in panes:
            pane.pressed.connect(self._begin)
            pane.dragged.connect(self._drag)
            pane.released.connect(self._end)
            pane.hovered.connect(self._hover)

    def claims(self, at: Pointer) -> bool:
        """Tell whether a gesture of the left button, or the hovering mouse, is for a mark."""
        if self._tool is not None:
            return True
        return at.button is Button.LEFT and not at.shift and self._hit(at) is not None

    @property
    def clicked(self) -> str | None:
        """The id of the mark that was under the latest press of the right button."""
        return self._clicked

    @property
    def _drawing(self) -> Drawing:
        return self._store.state.drawing

    @property
    def _tool(self) -> MarkTool | None:
        kind, reading = self._drawing.tool, self._store.state.reading
        return None if kind is None or reading is None else mark_tools()[kind]

    def _set(self, drawing: Drawing) -> None:
        if drawing != self._drawing:
            self._store.set(replace(self._store.state, drawing=drawing))

    def _hit(self, at: Pointer) -> Hit | None:
        state, frame = self._store.state, self._frame(at)
        if frame is None or state.view is None or state.study is None:
            return None
        slab = cut_slab(frame, state.view.pane(at.plane).slab, state.study.filled)
        shapes = mark_shapes(state, frame, slab)
        return hit_mark(shapes, frame, at.offset_mm, REACH_PX * at.mm_per_px)

    def _frame(self, at: Pointer) -> PlaneFrame | None:
        state = self._store.state
        if state.study is None or state.view is None:
            return None
        return shown_frame(state.view, state.study.shown.geometry, at.plane)

    def _begin(self, at: Pointer) -> None:
        frame, tool = self._frame(at), self._tool
        if at.button is Button.RIGHT:
            hit = self._hit(at)
            self._clicked = None if hit is None else hit.mark_id
        if frame is None or at.button is not Button.LEFT or self.claimed(at):
            return
        self._press = at
        position = point(frame.pixel_to_lps(at.pixel))
        if tool is not None:
            self._set_point(frame, tool, at, position)
        else:
            self._take(at, position)

    def _set_point(self, frame: PlaneFrame, tool: MarkTool, at: Pointer, position: Point) -> None:
        sketch = self._drawing.sketch
        if sketch is None or not _lies_on(sketch, frame):
            sketch = Sketch(frame.patient_plane)
        if not _is_near(sketch, position, CLICK_SLOP_PX * at.mm_per_px):
            sketch = sketch.with_point(position)
        self._show(tool, sketch)

    def _take(self, at: Pointer, position: Point) -> None:
        """Take the mark under the mouse, or let go of the one that was selected."""
        hit, reading = self._hit(at), self._store.state.reading
        if hit is None or reading is None:
            self._set(replace(self._drawing, selected=None, grip=None))
            return
        mark = next(mark for mark in reading.review.marks if mark.id == hit.mark_id)
        grip = Grip(mark, position, hit.handle)
        self._set(replace(self._drawing, selected=mark.id, grip=grip))

    def _drag(self, at: Pointer) -> None:
        frame, tool, drawing = self._frame(at), self._tool, self._drawing
        if frame is None or at.button is not Button.LEFT or not self._has_moved(at):
            return
        position = point(frame.pixel_to_lps(at.pixel))
        if drawing.grip is not None:
            self._set(replace(drawing, preview=_held(drawing.grip, position) or drawing.preview))
        elif tool is not None and drawing.sketch is not None:
            self._lead(tool, drawing.sketch, position, at)

    def _lead(self, tool: MarkTool, sketch: Sketch, position: Point, at: Pointer) -> None:
        if tool.count is not None:
            self._show(tool, sketch.followed(position))
        elif not _is_near(sketch, position, STROKE_STEP_PX * at.mm_per_px):
            self._show(tool, sketch.with_point(position))

    def _hover(self, at: Pointer) -> None:
        sketch, tool, frame = self._drawing.sketch, self._tool, self._frame(at)
        if (
            sketch is not None
            and tool is not None
            and frame is not None
            and _lies_on(sketch, frame)
        ):
            self._show(tool, sketch.followed(point(frame.pixel_to_lps(at.pixel))))

    def _has_moved(self, at: Pointer) -> bool:
        if self._press is None:
            return False
        (x0, y0), (x1, y1) = self._press.position_px, at.position_px
        drawing = self._drawing
        begun = drawing.preview is not None or (
            drawing.sketch is not None and drawing.sketch.loose_mm is not None
        )
        return begun or max(abs(x1 - x0), abs(y1 - y0)) >= CLICK_SLOP_PX

    def _end(self, at: Pointer) -> None:
        frame, tool, drawing = self._frame(at), self._tool, self._drawing
        if frame is None or at.button is not Button.LEFT or self._press is None:
            return
        was_moved = self._has_moved(at)
        self._press = None
        if drawing.grip is not None:
            self._let_go(drawing)
        elif tool is not None and drawing.sketch is not None:
            position = point(frame.pixel_to_lps(at.pixel))
            self._release(tool, drawing.sketch, position if was_moved else None)

    def _let_go(self, drawing: Drawing) -> None:
        mark = drawing.preview
        self._set(replace(drawing, grip=None, preview=None))
        if mark is not None:
            self._sessions.change(lambda session: session.put_mark(mark, moved=True))

    def _release(self, tool: MarkTool, sketch: Sketch, position: Point | None) -> None:
        """End a drag, or a click where ``position`` is None."""
        count = tool.count
        if count is None:
            self._finish(tool, sketch)
            return
        if position is not None:
            full = len(sketch.points_mm) == count
            kept = sketch.points_mm[:-1] if full else sketch.points_mm
            sketch = Sketch(sketch.plane, kept).with_point(position)
        if len(sketch.points_mm) < count:
            self._show(tool, sketch)
        else:
            self._finish(tool, sketch)

    def _finish(self, tool: MarkTool, sketch: Sketch) -> None:
        if not tool.text_first:
            self._keep(tool, sketch, "")
            return
        self._set(replace(self._drawing, sketch=None, preview=None))
        self._prompt.ask(tool.text_first, "", lambda text: self._keep(tool, sketch, text))

    def _keep(self, tool: MarkTool, sketch: Sketch, label: str) -> None:
        """Make a mark of a sketch, for the level that the reader is at."""
        try:
            draft = _draw(tool, self._store.state, sketch, label)
        except ValueError as refusal:
            self._set(replace(self._drawing, sketch=None, preview=None))
            said = f"{str(refusal)[:1].upper()}{str(refusal)[1:]}."
            self._store.say(Message(MessageKind.INFORMATION, said))
            return
        mark = replace(draft, id=new_id())
        self._set(self._drawing.done(mark.id))
        self._sessions.change(lambda session: session.put_mark(mark))

    def _show(self, tool: MarkTool, sketch: Sketch) -> None:
        """Show what is drawn so far: as the mark that it would be, if it is one."""
        preview, count = None, tool.count
        shown = sketch.shown_mm(count)
        if count is not None and len(shown) == count and not tool.text_first:
            try:
                whole = replace(sketch, points_mm=shown, loose_mm=None)
                preview = _draw(tool, self._store.state, whole, "")
            except ValueError:
                # Points that are no shape yet: the hand has just begun.
                preview = None
        self._set(replace(self._drawing, sketch=sketch, preview=preview))


def _draw(tool: MarkTool, state: AppState, sketch: Sketch, label: str) -> AnyMark:
    level = None if state.view is None else state.view.selected
    return tool.draw(sketch.plane, sketch.points_mm, level, label)


def _held(grip: Grip, position: Point) -> AnyMark | None:
    """Return a mark as the hand holds it now; None where that is no shape."""
    if grip.handle is None:
        return moved(grip.mark, np.subtract(position, grip.start_mm))
    try:
        return with_handle(grip.mark, grip.handle, position)
    except ValueError:
        return None


def _lies_on(sketch: Sketch, frame: PlaneFrame) -> bool:
    """Tell whether a sketch belongs to the slice that is shown, not to one before."""
    corners = frame.pixel_to_lps([(0, 0), (frame.shape[0], 0), (0, frame.shape[1])])
    return bool(np.abs(sketch.plane.depth_mm(corners)).max() <= ON_PLANE_MM)


def _is_near(sketch: Sketch, position: Point, reach_mm: float) -> bool:
    """Tell whether the point that was set last is here: a second click on it sets none."""
    if not sketch.points_mm:
        return False
    return float(np.linalg.norm(np.subtract(sketch.points_mm[-1], position))) < reach_mm
