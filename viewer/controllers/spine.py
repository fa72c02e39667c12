"""Between the store and the strip: the shape of the spine is found once a mask."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from inference.findings import Level, Progress
from inference.imaging.geometry import VolumeGeometry
from inference.preprocessing.windowing import to_gray
from inference.spine.shape import SpineShape, find_shape
from inference.spine.strip import StripGrid, straighten
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.rendering.spine import strip_grid
from viewer.state.app import AppState, Message, MessageKind, set_spine
from viewer.state.strip import is_strip_awaited, readings_of, strip_cells, strip_message
from viewer.state.study import Study
from viewer.state.view import move_crosshair
from viewer.state.walk import at_level
from viewer.state.whose import own_masks_note
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.spine_strip import SpineStrip

REST_MS = 600
"""After a correction of the masks the shape is looked for once the hand has rested so long."""


class SpineController(QObject):
    """Finds the spine's shape in the background, and keeps the strip in step with the state.

    Attributes
    ----------
    runner : JobRunner
    """

    def __init__(
        self,
        store: Store,
        strip: SpineStrip,
        actions: Actions,
        runner: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._strip, self._action, self.runner = store, strip, actions.strip, runner
        self._labels: NDArray[np.uint8] | None = None
        self._drawn: tuple[SpineShape, StripGrid, NDArray[np.float32]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._start)
        runner.finished.connect(self._take)
        runner.failed.connect(self._fail)
        store.changed.connect(self._follow)
        strip.pixel_chosen.connect(self._go_to_pixel)
        strip.level_chosen.connect(self._go_to_level)
        strip.hide_requested.connect(self._toggle)
        self._action.triggered.connect(self._toggle)
        self._draw()

    def shutdown(self) -> None:
        """Begin nothing any more, and wait for the work that is under way."""
        self._resting.stop()
        self.runner.shutdown()

    @property
    def grid(self) -> StripGrid | None:
        """The strip that is shown; None while there is none."""
        return None if self._drawn is None else self._drawn[1]

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.study is not after.study:
            self._seek(after.study)
        if (
            before.study is not after.study
            or before.view is not after.view
            or before.strip != after.strip
            or before.withheld != after.withheld
            or own_masks_note(before) != own_masks_note(after)
        ):
            self._timer.start()

    def _seek(self, study: Study | None) -> None:
        """Look for the shape of a mask that is new."""
        labels = None if study is None or study.spine_sought else study.labels
        if labels is None:
            self._labels = None
            self.runner.cancel()
        elif study is not None and labels is not self._labels:
            self._labels = labels
            self.runner.cancel()
            if study.spine is None:
                self._start()
            else:
                self._resting.start()

    def _start(self) -> None:
        study = self._store.state.study
        if study is None or study.labels is None or study.labels is not self._labels:
            return
        if self._store.state.stroke is not None:
            self._resting.start()
            return
        self.runner.start(_shape_of(study.labels, study.shown.geometry))

    def _take(self, shape: SpineShape | None) -> None:
        if self._labels is not None:
            self._store.set(set_spine(self._store.state, self._labels, shape))

    def _fail(self, text: str) -> None:
        self._store.say(
            Message(MessageKind.ERROR, tr("The spine could not be followed: {text}", text=text))
        )

    def _draw(self) -> None:
        """Bring the strip up to the state."""
        state = self._store.state
        shown = state.study is not None and state.strip
        self._action.setEnabled(state.study is not None)
        self._action.setChecked(shown)
        self._strip.setVisible(shown)
        if not shown:
            return
        self._strip.note.say(own_masks_note(state))
        self._strip.set_message(strip_message(state), awaited=is_strip_awaited(state))
        self._draw_spine(state)

    def _draw_spine(self, state: AppState) -> None:
        study, view = state.study, state.view
        if study is None or view is None or study.spine is None or study.analysis is None:
            self._drawn = None
            return
        drawn = self._drawn
        if drawn is None or drawn[0] is not study.spine:
            grid = strip_grid(study.spine)
            hu = straighten(study.shown.hu, study.shown.geometry, grid)
            drawn = self._drawn = (study.spine, grid, hu)
            ranges = {
                place.level: (float(grid.row_at(place.start_mm)), float(grid.row_at(place.end_mm)))
                for place in study.spine.places
            }
            self._strip.set_places(ranges, grid.shape)
        self._strip.set_cells(
            strip_cells(study.analysis, study.spine, readings_of(state), withheld=state.withheld)
        )
        _, grid, hu = drawn
        self._strip.set_pixels(to_gray(np.rint(hu).astype(np.int16), view.window))
        row = float(grid.lps_to_pixel(view.crosshair_mm)[0][0])
        self._strip.set_position(row if 0 <= row <= grid.shape[0] - 1 else None)
        self._strip.set_selected(view.selected)

    def _toggle(self) -> None:
        state = self._store.state
        if state.study is not None:
            self._store.set(replace(state, strip=not state.strip))

    def _go_to_pixel(self, row: float, column: float) -> None:
        study = self._store.state.study
        if self._drawn is not None and study is not None:
            _, grid, _ = self._drawn
            position = grid.pixel_to_lps((row, column))
            geometry = study.shown.geometry
            self._store.update_view(lambda view: move_crosshair(view, geometry, position))

    def _go_to_level(self, level: Level) -> None:
        state = self._store.state
        self._store.set(replace(state, view=at_level(state, level)))


def _shape_of(labels: NDArray[np.uint8], geometry: VolumeGeometry) -> Work:
    def work(_report: Report) -> Generator[Progress, None, SpineShape | None]:
        yield Progress("spine", 0.0, tr("Following the spine"))
        return find_shape(labels, geometry)

    return work
