"""Between the store and the window with surfaces: they are made when they are asked for."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from inference.findings import Analysis, Level, Progress
from inference.imaging.volume import Volume
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.rendering.surfaces import PaintedSurface, painted_surfaces
from viewer.state.app import AppState
from viewer.state.reading_wording import WITHHELD
from viewer.state.strip import NOT_IN_MASKS
from viewer.state.walk import at_level
from viewer.store import Store
from viewer.widgets.actions import Actions
from viewer.widgets.surface_window import SurfaceWindow

NEEDS_MASKS = "Surfaces are made from the masks of the levels: analyse first."
MAKING = "Making the surfaces…"


class SurfacesController(QObject):
    """Makes the surfaces in the background and keeps their window in step.

    Attributes
    ----------
    window : SurfaceWindow
    runner : JobRunner
    """

    def __init__(
        self,
        store: Store,
        window: SurfaceWindow,
        actions: Actions,
        runner: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self.window, self.runner = store, window, runner
        self._action = actions.surface
        self._action.setEnabled(False)
        self._action.triggered.connect(self.show)
        window.level_chosen.connect(self._go_to)
        runner.finished.connect(self._take)
        runner.failed.connect(window.set_message)
        store.changed.connect(self._follow)

    def show(self) -> None:
        """Show the window, with the surfaces of the study that is open."""
        self.window.show()
        self.window.activateWindow()
        self._make()

    def close(self) -> None:
        """Take the window away, and wait for the work that is under way."""
        self.window.close()
        self.window.deleteLater()
        self.runner.shutdown()

    def _follow(self, before: AppState, after: AppState) -> None:
        self._action.setEnabled(after.study is not None)
        old = None if before.study is None else before.study.labels
        new = None if after.study is None else after.study.labels
        told = before.withheld == after.withheld
        if (old is not new or not told) and self.window.isVisible():
            self._make()

    def _make(self) -> None:
        self.runner.cancel()
        study = self._store.state.study
        if study is None or study.labels is None or study.analysis is None:
            self.window.set_message(NEEDS_MASKS)
            return
        if self._store.state.withheld:
            # Their colours tell whom the model suspects.
            self.window.set_message(WITHHELD)
            return
        if not self.window.prepare():
            return
        self.window.set_message(MAKING)
        self.runner.start(_surfaces_of(study.shown, study.labels, study.analysis))

    def _take(self, surfaces: tuple[PaintedSurface, ...]) -> None:
        if surfaces:
            self.window.set_surfaces(surfaces)
        else:
            self.window.set_message(f"{NOT_IN_MASKS}: the masks hold no level.")

    def _go_to(self, level: Level) -> None:
        state = self._store.state
        self._store.set(replace(state, view=at_level(state, level)))


def _surfaces_of(volume: Volume, labels: NDArray[np.uint8], analysis: Analysis) -> Work:
    def work(_report: Report) -> Generator[Progress, None, tuple[PaintedSurface, ...]]:
        yield Progress("surfaces", 0.0, MAKING)
        return painted_surfaces(volume, labels, analysis)

    return work
