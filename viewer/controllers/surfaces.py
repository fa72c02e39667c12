"""Between the store and what shows surfaces: they are made when somebody can see them."""

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
from viewer.state.walk import at_level
from viewer.state.whose import own_masks_note
from viewer.store import Store
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.surface_window import SurfacePanel, SurfaceWindow

NEEDS_MASKS = noop("Surfaces are made from the masks of the levels: analyse first.")
MAKING = noop("Making the surfaces…")


class SurfacesController(QObject):
    """Makes the surfaces in the background and keeps panel and window in step.

    Attributes
    ----------
    window : SurfaceWindow
    runner : JobRunner
    """

    def __init__(
        self,
        store: Store,
        panel: SurfacePanel,
        window: SurfaceWindow,
        actions: Actions,
        runner: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self.window, self.runner = store, window, runner
        self._panels = (panel, window)
        self._made: tuple[PaintedSurface, ...] | None = None
        self._action = actions.surface
        self._action.setEnabled(False)
        self._action.triggered.connect(self.show)
        for one in self._panels:
            one.level_chosen.connect(self._go_to)
            one.appeared.connect(self._make)
        runner.finished.connect(self._take)
        runner.failed.connect(self._say)
        store.changed.connect(self._follow)

    def show(self) -> None:
        """Show the window, with the surfaces of the study that is open."""
        self.window.show()
        self.window.activateWindow()

    def close(self) -> None:
        """Take the window away, and wait for the work that is under way."""
        self.window.close()
        self.window.deleteLater()
        self.runner.shutdown()

    def _follow(self, before: AppState, after: AppState) -> None:
        self._action.setEnabled(after.study is not None)
        for panel in self._panels:
            panel.note.say(own_masks_note(after))
        old = None if before.study is None else before.study.labels
        new = None if after.study is None else after.study.labels
        if old is not new or before.withheld != after.withheld:
            # What is being made belongs to the masks before.
            self.runner.cancel()
            self._made = None
            self._make()

    def _make(self) -> None:
        """Show what there is, or make it; nothing is made that nobody can see."""
        if not any(panel.isVisible() for panel in self._panels):
            return
        study = self._store.state.study
        if study is None or study.labels is None or study.analysis is None:
            self._say(tr(NEEDS_MASKS))
        elif self._store.state.withheld:
            # Their colours tell whom the model suspects.
            self._say(tr(WITHHELD))
        elif self._made is not None:
            self._take(self._made)
        elif any(panel.prepare() for panel in self._panels if panel.isVisible()):
            self._say(tr(MAKING))
            self.runner.start(_surfaces_of(study.shown, study.labels, study.analysis))

    def _say(self, text: str) -> None:
        for panel in self._panels:
            panel.set_message(text)

    def _take(self, surfaces: tuple[PaintedSurface, ...]) -> None:
        self._made = surfaces
        if not surfaces:
            self._say(tr("Not found: the masks hold no level."))
            return
        for panel in self._panels:
            if panel.isVisible() and panel.prepare():
                panel.set_surfaces(surfaces)

    def _go_to(self, level: Level) -> None:
        state = self._store.state
        self._store.set(replace(state, view=at_level(state, level)))


def _surfaces_of(volume: Volume, labels: NDArray[np.uint8], analysis: Analysis) -> Work:
    def work(_report: Report) -> Generator[Progress, None, tuple[PaintedSurface, ...]]:
        yield Progress("surfaces", 0.0, tr(MAKING))
        return painted_surfaces(volume, labels, analysis)

    return work
