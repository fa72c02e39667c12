"""Between the panes and the store: what the hand does becomes a view, and a view pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from inference.imaging.geometry import VolumeGeometry
from viewer.controllers.cuts import CALM_SAMPLES, FULL_SAMPLES, HURRIED_SAMPLES, Cuts
from viewer.rendering.panes import pane_pixels
from viewer.state.app import AppState
from viewer.state.gestures import DragAction, WheelAction
from viewer.state.pane_keys import PAGE_SLICES
from viewer.state.planes import Plane
from viewer.state.pointer import Button, Drag, Pointer
from viewer.state.resolve import PaneContent, Probe, probe, resolve
from viewer.state.settings import CrosshairBy, Settings
from viewer.state.slab import cut_slab
from viewer.state.study import Study
from viewer.state.view import (
    ViewState,
    change_pane,
    last_slice_number,
    scroll,
    shown_frame,
    to_slice,
)
from viewer.store import Store
from viewer.texts import tr
from viewer.tools.base import DragTool
from viewer.tools.crosshair import CrosshairTool
from viewer.tools.pan import PanTool
from viewer.tools.planes import PlanesTool
from viewer.tools.window_level import WindowLevelTool
from viewer.tools.zoom import ZoomTool
from viewer.widgets.pane import PlanePane

CLICK_SLOP_PX = 4.0
"""A press that moves less than this is a click."""

_SLICES_A_NOTCH = {WheelAction.SLICE: 1, WheelAction.TEN_SLICES: PAGE_SLICES}


class PanesController(QObject):
    """Draws the panes when the state changes, and turns gestures into states.

    Attributes
    ----------
    claimed : callable
        Tells whether another controller takes a gesture of the left button, or with Shift.

    Signals
    -------
    probed : str
        What lies under the mouse, or under the crosshair when the mouse is elsewhere.
    menu_requested : Pointer
        A right click without a drag.
    """

    probed = Signal(str)
    menu_requested = Signal(object)

    def __init__(
        self, store: Store, panes: Iterable[PlanePane], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._panes = tuple(panes)
        self._shown: dict[PlanePane, tuple[Study, PaneContent] | None] = dict.fromkeys(self._panes)
        self._cuts = Cuts(self)
        self._cuts.due.connect(self._refine)
        self._hover: tuple[PlanePane, Pointer] | None = None
        self._press: tuple[Pointer, ViewState] | None = None
        self._dragging = False
        self.claimed: Callable[[Pointer], bool] = lambda _at: False
        self._wheel = 0.0
        self._zoom = ZoomTool()
        self._crosshair = CrosshairTool()
        self._drag_tools = _drag_tools(store.state.settings)
        # Many changes before the next paint cost one drawing: fast wheels stay smooth.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.draw)
        store.changed.connect(self._follow)
        for pane in self._panes:
            self._hear(pane)

    def _hear(self, pane: PlanePane) -> None:
        pane.claimed = self._is_claimed
        pane.pressed.connect(self._begin)
        pane.dragged.connect(self._drag)
        pane.released.connect(self._end)
        pane.hovered.connect(partial(self._move, pane))
        pane.pointer_left.connect(self._leave)
        pane.wheel_turned.connect(self._turn)
        pane.double_clicked.connect(self._maximise)
        pane.stepped.connect(self._step)
        pane.thickened.connect(self._thicken)
        pane.end_requested.connect(self._to_end)
        pane.overlays_held.connect(self._hold_overlays)
        pane.activated.connect(self._activate)
        pane.appeared.connect(self._timer.start)

    def _is_claimed(self, at: Pointer) -> bool:
        # Whoever claims is known only once the window is built.
        return self.claimed(at)

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.settings is not after.settings:
            self._drag_tools = _drag_tools(after.settings)
        if _drawn(before) != _drawn(after):
            if _grid(before) != _grid(after):
                self._press = None
            self._timer.start()

    def draw(self) -> None:
        """Bring every visible pane up to the state."""
        self._timer.stop()
        state = self._store.state
        for pane in self._panes:
            # A hidden pane is drawn when it is shown, but keeps no study that is gone.
            if pane.isVisible() or state.study is None:
                self._draw_pane(state, pane)
            elif (kept := self._shown[pane]) and kept[0].shown is not state.study.shown:
                self._clear_pane(pane)
        self._tell_probe()

    def _draw_pane(self, state: AppState, pane: PlanePane) -> None:
        content, study = resolve(state, pane.plane), state.study
        if content is None or study is None:
            self._clear_pane(pane)
            return
        before = self._shown[pane]
        same_data = (
            before is not None
            and before[0].shown is study.shown
            and before[0].labels is study.labels
        )
        if before is not None and same_data and before[1] == content:
            return
        if before is None or not same_data or before[1].image != content.image:
            samples = HURRIED_SAMPLES if self._hurried else CALM_SAMPLES
            self._draw_pixels(pane, study, content, samples)
        pane.set_content(content)
        self._shown[pane] = (study, content)

    def _clear_pane(self, pane: PlanePane) -> None:
        self._shown[pane] = None
        self._cuts.forget(pane)
        pane.set_content(None)

    def _draw_pixels(
        self, pane: PlanePane, study: Study, content: PaneContent, samples: int
    ) -> None:
        sampled = self._cuts.take(pane, study, content.image, samples)
        pane.set_pixels(pane_pixels(study, content.image, sampled))

    def _refine(self) -> None:
        """Draw in full what was drawn coarse in a hurry."""
        for pane in self._cuts.coarse:
            shown = self._shown[pane]
            if shown is not None:
                study, content = shown
                self._draw_pixels(pane, study, content, FULL_SAMPLES)

    @property
    def _hurried(self) -> bool:
        """Whether the hand leads lines or crosshair, and the planes have to keep up with it."""
        return self._dragging or (self._hover is not None and self._hover[1].shift)

    def _begin(self, at: Pointer) -> None:
        view = self._store.state.view
        if view is not None and not (at.button is Button.LEFT and self.claimed(at)):
            self._press = (at, view)
            self._dragging = False

    def _drag(self, at: Pointer) -> None:
        if self._press is None:
            return
        start, view = self._press
        drag = Drag(start, at)
        right, down = drag.delta_px
        if not self._dragging and max(abs(right), abs(down)) < CLICK_SLOP_PX:
            return
        self._dragging = True
        tool = self._tool_of(start)
        if tool is not None:
            self._store.update_view(lambda _: tool.drag(view, drag))

    def _tool_of(self, start: Pointer) -> DragTool | None:
        """Return what a drag does: a reference line under the left button comes first."""
        grid = _grid(self._store.state)
        if start.grip is not None and start.button is Button.LEFT and grid is not None:
            return PlanesTool(grid, start.grip)
        return self._drag_tools.get(start.button)

    def _end(self, at: Pointer) -> None:
        dragged = self._dragging
        if self._press is not None and not self._dragging:
            if at.button is Button.LEFT and (at.shift or self._click_places):
                self._place_crosshair(at)
            elif at.button is Button.RIGHT:
                self.menu_requested.emit(at)
        self._press = None
        self._dragging = False
        if dragged:
            self.draw()
            self._refine()

    def _move(self, pane: PlanePane, at: Pointer) -> None:
        self._hover = pane, at
        if at.shift and not self.claimed(at):
            self._place_crosshair(at)
        self._tell_probe()

    def _leave(self) -> None:
        self._hover = None
        self._tell_probe()

    @property
    def _click_places(self) -> bool:
        return self._store.state.settings.crosshair_by is CrosshairBy.CLICK

    def _place_crosshair(self, at: Pointer) -> None:
        study = self._store.state.study
        if study is not None:
            geometry = study.shown.geometry
            self._store.update_view(lambda view: self._crosshair.place(view, geometry, at))

    def _turn(self, at: Pointer, notches: float) -> None:
        if at.shift and self.claimed(at):
            return
        action = self._store.state.settings.gestures.turn(at)
        if action is WheelAction.ZOOM:
            self._store.update_view(lambda view: self._zoom.turn(view, at, notches))
            return
        # Trackpads send parts of a notch.
        self._wheel += notches
        steps = int(self._wheel)
        self._wheel -= steps
        if steps and action is WheelAction.SLAB:
            self._thicken(at.plane, steps)
        elif steps and action in _SLICES_A_NOTCH:
            # Towards the hand goes on to the next slice.
            self._step(at.plane, -steps * _SLICES_A_NOTCH[action])

    def _thicken(self, plane: Plane, steps: int) -> None:
        state = self._store.state
        if state.study is not None and state.view is not None:
            frame = shown_frame(state.view, state.study.shown.geometry, plane)
            self._store.update_view(
                lambda view: change_pane(view, plane, lambda pane: pane.thickened(frame, steps))
            )

    def _step(self, plane: Plane, steps: int) -> None:
        study = self._store.state.study
        if study is not None:
            geometry = study.shown.geometry
            self._store.update_view(lambda view: scroll(view, geometry, plane, steps))

    def _to_end(self, plane: Plane, last: bool) -> None:
        study = self._store.state.study
        if study is not None:
            geometry = study.shown.geometry
            self._store.update_view(
                lambda view: to_slice(
                    view, geometry, plane, last_slice_number(view, geometry, plane) if last else 1
                )
            )

    def _hold_overlays(self, held: bool) -> None:
        self._store.update_view(
            lambda view: replace(view, overlay=replace(view.overlay, suppressed=held))
        )

    def _activate(self, plane: Plane) -> None:
        self._store.update_view(lambda view: replace(view, active=plane))

    def _maximise(self, at: Pointer) -> None:
        if not self.claimed(at):
            toggle_maximised(self._store, at.plane)

    def _tell_probe(self) -> None:
        """Read the voxel under the mouse, also when the slice changed under a resting mouse."""
        found = self._probe(self._store.state)
        prefix = tr("Crosshair") + "  " if self._hover is None else ""
        self.probed.emit("" if found is None else prefix + found.text)
        for pane in self._panes:
            under = self._hover is not None and self._hover[0] is pane
            pane.set_value(found.value if under and found is not None else "")

    def _probe(self, state: AppState) -> Probe | None:
        if state.study is None or state.view is None:
            return None
        volume = state.study.shown
        pane, at = (None, None) if self._hover is None else self._hover
        plane = state.view.active if pane is None else pane.plane
        frame = shown_frame(state.view, volume.geometry, plane)
        projection = None if pane is None else pane.projection
        if at is None or projection is None:
            row_col, _ = frame.lps_to_pixel(state.view.crosshair_mm)
            pixel = (float(row_col[0]), float(row_col[1]))
        else:
            pixel = projection.to_pixel(*at.position_px)
        filled = state.study.filled
        slab = cut_slab(frame, state.view.pane(plane).slab, filled)
        return probe(volume, frame, pixel, filled, slab)


def _drawn(state: AppState) -> tuple[object, ...]:
    """Return what of the state the panes show."""
    shown = state.view, state.study, state.layout
    return *shown, state.drawing, state.stroke, state.alignment, state.results, state.brush.active


def _drag_tools(settings: Settings) -> dict[Button, DragTool]:
    """Return what dragging with each button does."""
    tools: dict[DragAction, DragTool] = {
        DragAction.WINDOW: WindowLevelTool(settings.wider_to_the_right, settings.brighter_up),
        DragAction.PAN: PanTool(),
        DragAction.ZOOM: ZoomTool(),
    }
    meant = {button: settings.gestures.drag(button) for button in Button}
    return {button: tools[action] for button, action in meant.items() if action in tools}


def _grid(state: AppState) -> VolumeGeometry | None:
    """Return where the panes' slices lie: a drag goes on while more of them are read."""
    return None if state.study is None else state.study.shown.geometry


def toggle_maximised(store: Store, plane: Plane) -> None:
    """Let a plane fill the window, or show all three again."""
    store.update_view(
        lambda view: replace(view, maximised=None if view.maximised else plane, active=plane)
    )
