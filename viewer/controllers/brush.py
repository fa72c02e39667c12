"""Between the brush on the panes and the reading session: strokes become corrected masks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from inference.findings import LEVELS, Level
from viewer.controllers.sessions import SessionsController
from viewer.rendering.brush import BrushCircle
from viewer.review.session import ReadingSession
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.brush import LEANING_SLICES, OWN_SLICES_ALONE, Brush, BrushMode
from viewer.state.corrected import misfit
from viewer.state.pointer import Button, Pointer
from viewer.state.stroke import Stroke
from viewer.state.view import shown_frame, toggle_level
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.brush_bar import BrushBar
from viewer.widgets.pane import PlanePane


class BrushController(QObject):
    """Follows the brush: its settings, its circle under the mouse, its strokes.

    A stroke lives in the state while the button is held, and becomes one step of the reading
    session when it is let go.

    Parameters
    ----------
    store : Store
    sessions : SessionsController
    panes : iterable of PlanePane
    bar : BrushBar
    actions : Actions
    """

    def __init__(
        self,
        store: Store,
        sessions: SessionsController,
        panes: Iterable[PlanePane],
        bar: BrushBar,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._sessions, self._bar, self._actions = store, sessions, bar, actions
        self._panes = tuple(panes)
        for pane in self._panes:
            pane.pressed.connect(self._press)
            pane.dragged.connect(partial(self._drag, pane))
            pane.released.connect(self._release)
            pane.hovered.connect(partial(self._hover, pane))
            pane.wheel_turned.connect(partial(self._turn, pane))
            pane.pointer_left.connect(partial(pane.set_brush, None))
        for mode, action in actions.brushes.items():
            action.triggered.connect(partial(self._toggle, mode))
        for level, action in actions.brush_levels.items():
            action.triggered.connect(partial(self._choose_level, level))
        actions.brush_larger.triggered.connect(partial(self._resize, 1.0))
        actions.brush_smaller.triggered.connect(partial(self._resize, -1.0))
        actions.brush_ball.triggered.connect(self._set_ball)
        actions.reset_mask.triggered.connect(self._reset)
        bar.level_chosen.connect(self._choose_level)
        bar.radius_chosen.connect(self._set_radius)
        bar.closed.connect(self._put_away)
        store.changed.connect(self._follow)
        self._show(store.state)

    def claims(self, _at: Pointer) -> bool:
        """Whether the brush takes a gesture of the left button, or with Shift."""
        state = self._store.state
        return state.brush.active and not state.alignment.placing and _possible(state)

    def _follow(self, before: AppState, _after: AppState) -> None:
        # Not what is told of but what is: others answer a change before this hears of it.
        now = self._store.state
        if _shown(before) != _shown(now):
            self._show(now)
        if before.brush != now.brush:
            for pane in self._panes:
                if pane.brush is not None:
                    self._show_circle(pane, pane.brush.center_px)
        if _masks(before) != _masks(now):
            self._tell_misfit(now)

    def _show(self, state: AppState) -> None:
        possible, brush = _possible(state), state.brush
        corrected = _corrected(state)
        does = self._actions
        for mode, action in does.brushes.items():
            action.setEnabled(possible)
            action.setChecked(possible and brush.mode is mode)
        for level, action in does.brush_levels.items():
            action.setEnabled(possible and brush.active)
            action.setChecked(brush.level is level)
        for action in (does.brush_larger, does.brush_smaller, does.brush_ball):
            action.setEnabled(possible and brush.active)
        does.brush_ball.setChecked(brush.ball)
        does.reset_mask.setEnabled(possible and brush.level in corrected)
        does.reset_mask.setText(tr("&Reset the mask of {level}", level=brush.level))
        self._bar.set_brush(brush if possible else replace(brush, mode=None), corrected)

    def _tell_misfit(self, state: AppState) -> None:
        """Say it where corrections were made on other masks than those of a new analysis."""
        study = state.study
        if study is None or study.analysis is None or study.reading is None:
            return
        told = misfit(study.analysis, study.reading.review.mask_edits)
        if told:
            self._store.say(Message(MessageKind.INFORMATION, told))

    def _set(self, brush: Brush) -> None:
        if brush != self._store.state.brush:
            self._store.set(replace(self._store.state, brush=brush))

    def _toggle(self, mode: BrushMode) -> None:
        """Take the brush in hand, with the level that the reader went to last, or put it away."""
        state = self._store.state
        on = state.brush.mode is not mode
        brush = replace(state.brush, mode=mode if on else None)
        if not state.brush.active and state.view is not None and state.view.selected is not None:
            brush = replace(brush, level=state.view.selected)
        self._set(brush)
        if on:
            self._put_tool_away()
            self._unhide()
        self._show(self._store.state)

    def _put_tool_away(self) -> None:
        """The left button does one thing: it paints, or it draws marks."""
        state = self._store.state
        self._store.set(replace(state, drawing=state.drawing.with_tool(None)))

    def _unhide(self) -> None:
        """What is painted has to be seen."""
        level = self._store.state.brush.level
        self._store.update_view(lambda view: toggle_level(view, level, shown=True))
        self._store.update_view(
            lambda view: replace(view, overlay=replace(view.overlay, masks=True))
        )

    def _put_away(self) -> None:
        self._set(replace(self._store.state.brush, mode=None))

    def _choose_level(self, level: Level) -> None:
        self._set(replace(self._store.state.brush, level=level))
        self._unhide()
        # A click on the level that is chosen already would uncheck it.
        self._show(self._store.state)

    def _set_ball(self, ball: bool) -> None:
        self._set(replace(self._store.state.brush, ball=ball))

    def _set_radius(self, radius_mm: float) -> None:
        self._set(self._store.state.brush.with_radius(radius_mm))

    def _resize(self, notches: float) -> None:
        self._set(self._store.state.brush.sized(notches))

    def _turn(self, pane: PlanePane, at: Pointer, notches: float) -> None:
        if at.shift and self.claims(at):
            self._resize(notches)
            self._show_circle(pane, at.position_px)

    def _hover(self, pane: PlanePane, at: Pointer) -> None:
        self._show_circle(pane, at.position_px)

    def _show_circle(self, pane: PlanePane, position_px: tuple[float, float]) -> None:
        state = self._store.state
        shown = state.brush.active and _possible(state)
        pane.set_brush(BrushCircle(state.brush, position_px) if shown else None)

    def _press(self, at: Pointer) -> None:
        state = self._store.state
        study, view = state.study, state.view
        if at.button is not Button.LEFT or not self.claims(at) or study is None or view is None:
            return
        frame = shown_frame(view, study.shown.geometry, at.plane)
        place = frame.pixel_to_lps(at.pixel)
        if at.alt:
            self._pick(place)
            return
        if frame.oblique_deg is not None:
            why = tr(LEANING_SLICES if frame.squared else OWN_SLICES_ALONE)
            self._store.say(Message(MessageKind.INFORMATION, why))
            return
        self._unhide()
        stroke = Stroke.begin(self._store.state.brush, frame, place)
        self._store.set(replace(self._store.state, stroke=stroke))

    def _pick(self, place_mm: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        """Take the level under the mouse."""
        study = self._store.state.study
        if study is None or study.labels is None or not study.shown.geometry.contains_lps(place_mm):
            return
        index = np.floor(study.shown.geometry.lps_to_index(place_mm) + 0.5).astype(int)
        label = int(study.labels[tuple(index)])
        if label:
            self._choose_level(LEVELS[label - 1])

    def _drag(self, pane: PlanePane, at: Pointer) -> None:
        self._show_circle(pane, at.position_px)
        stroke = self._store.state.stroke
        if stroke is not None and at.button is Button.LEFT:
            stroke = stroke.extended(stroke.frame.pixel_to_lps(at.pixel))
            self._store.set(replace(self._store.state, stroke=stroke))

    def _release(self, at: Pointer) -> None:
        stroke = self._store.state.stroke
        if stroke is None or at.button is not Button.LEFT:
            return
        self._save(stroke)
        self._store.set(replace(self._store.state, stroke=None))

    def _save(self, stroke: Stroke) -> None:
        """Make the stroke a step of the reading session."""
        study = self._store.state.study
        if study is None or study.analysis is None or study.labels is None:
            return
        changed = stroke.changed_index(study.labels)
        if not len(changed):
            return
        mask = study.analysis.mask
        _, turn = study.analysis.geometry.canonical()
        source = turn.source_index(changed, study.labels.shape)
        flat = np.ravel_multi_index(tuple(source.T), mask.shape)
        level = stroke.brush.level
        if stroke.brush.mode is BrushMode.ERASE:
            self._sessions.change(lambda session: session.erase_mask(mask, flat, level))
        else:
            self._sessions.change(lambda session: session.paint_mask(mask, flat, level))

    def _reset(self) -> None:
        level = self._store.state.brush.level
        self._sessions.change(partial(ReadingSession.reset_mask, level=level))


def _possible(state: AppState) -> bool:
    """Whether there are masks to correct, and a session that keeps the corrections."""
    study = state.study
    return state.ready and study is not None and study.labels is not None and bool(study.reading)


def _corrected(state: AppState) -> frozenset[Level]:
    edits = None if state.reading is None else state.reading.review.mask_edits
    return frozenset() if edits is None else edits.levels


def _shown(state: AppState) -> tuple[object, ...]:
    return state.brush, _possible(state), _corrected(state)


def _masks(state: AppState) -> tuple[object, ...]:
    """Return which masks there are, and whether it is known what was corrected of them."""
    study = state.study
    return () if study is None else (id(study.analysis), study.reading is None)
