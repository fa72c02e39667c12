"""Plays the slices of a plane, and stops as soon as the hand does anything."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer

from viewer.state.app import AppState
from viewer.state.cine import slice_due
from viewer.state.planes import Plane
from viewer.state.view import shown_frame, to_slice
from viewer.store import Store
from viewer.widgets.actions import Actions
from viewer.widgets.pane import PlanePane

TICKS_A_SLICE = 2
"""How often the clock is looked at, so that no slice is half a slice late."""


class CineController(QObject):
    """Moves the crosshair through the slices by the clock.

    Parameters
    ----------
    clock : callable
        Seconds from any origin.
    """

    def __init__(
        self,
        store: Store,
        actions: Actions,
        panes: Iterable[PlanePane],
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        self._clock = clock
        self._began = (0.0, 1)
        self._last = 1
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        actions.cine.triggered.connect(self._toggle)
        for rate, action in actions.cine_rates.items():
            action.triggered.connect(partial(self._set_rate, rate))
        for pane in panes:
            for signal in (pane.pressed, pane.wheel_turned, pane.stepped, pane.end_requested):
                signal.connect(self._stop)
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.view is after.view and before.cine_hz == after.cine_hz:
            return
        self._show(after)
        if (_playing(before), before.cine_hz) != (_playing(after), after.cine_hz):
            self._begin(after)

    def _show(self, state: AppState) -> None:
        self._actions.cine.setEnabled(state.view is not None)
        self._actions.cine.setChecked(_playing(state) is not None)
        for rate, action in self._actions.cine_rates.items():
            action.setChecked(rate == state.cine_hz)

    def _begin(self, state: AppState) -> None:
        """Start the clock at the slice that is shown, or stop it."""
        plane = _playing(state)
        if plane is None:
            self._timer.stop()
            return
        self._count_from(_number(state, plane))
        self._timer.start(max(1, round(1000 / state.cine_hz / TICKS_A_SLICE)))

    def _count_from(self, number: int) -> None:
        self._began = (self._clock(), number)
        self._last = number

    def shutdown(self) -> None:
        """Play no more: the window is closing, and its widgets go one by one."""
        self._timer.stop()

    def tick(self) -> None:
        """Go to the slice that is due."""
        state = self._store.state
        plane = _playing(state)
        if plane is None or state.study is None or state.view is None:
            return
        geometry = state.study.shown.geometry
        if _number(state, plane) != self._last:
            # Something else has moved the crosshair: go on from there.
            self._count_from(_number(state, plane))
        began, start = self._began
        count = shown_frame(state.view, geometry, plane).slice_count
        due = slice_due(start, count, self._clock() - began, state.cine_hz)
        if due != self._last:
            self._last = due
            self._store.update_view(lambda view: to_slice(view, geometry, plane, due))

    def _toggle(self) -> None:
        self._store.update_view(
            lambda view: replace(view, playing=None if view.playing else view.active)
        )

    def _stop(self) -> None:
        self._store.update_view(lambda view: replace(view, playing=None))

    def _set_rate(self, rate_hz: float) -> None:
        self._store.set(replace(self._store.state, cine_hz=rate_hz))
        # A click on a rate that is on already would uncheck it.
        self._show(self._store.state)


def _playing(state: AppState) -> Plane | None:
    return None if state.view is None else state.view.playing


def _number(state: AppState, plane: Plane) -> int:
    if state.study is None or state.view is None:
        return 1
    return shown_frame(state.view, state.study.shown.geometry, plane).number
