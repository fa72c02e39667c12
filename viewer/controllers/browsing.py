"""Between the store and the browser of studies, and the pictures that stand in it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from inference.findings import Progress
from inference.imaging.errors import InputError
from inference.imaging.preview import middle_picture
from inference.imaging.study import Series
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.rendering.thumbnail import thumbnail
from viewer.state.app import AppState
from viewer.state.browser import browser_rows
from viewer.state.library import SeriesKey, Thumbnail, key_of
from viewer.store import Store
from viewer.widgets.actions import Actions
from viewer.widgets.browser import StudyBrowser

STEP = "thumbnails"


@dataclass(frozen=True, slots=True)
class Drawn(Progress):
    """One thumbnail; None where the slice can't be read."""

    key: SeriesKey
    picture: Thumbnail | None


class BrowsingController(QObject):
    """Keeps the browser in step with the state, and draws thumbnails in the background.

    Parameters
    ----------
    store : Store
    browser : StudyBrowser
    actions : Actions
        One of them shows and hides the browser.
    runner : JobRunner
        Where thumbnails are drawn.
    """

    def __init__(
        self,
        store: Store,
        browser: StudyBrowser,
        actions: Actions,
        runner: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._browser = browser
        self._action = actions.browser
        self._steps = (actions.previous_series, actions.next_series)
        self.runner = runner
        runner.progressed.connect(self._keep)
        actions.browser.triggered.connect(self._set_shown)
        browser.hide_requested.connect(lambda: self._set_shown(False))
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.library.studies is not after.library.studies:
            self._draw_missing(after)
        if before.library.thumbnails is not after.library.thumbnails:
            self._browser.set_thumbnails(after.library.thumbnails)
        self._show(after)

    def _show(self, state: AppState) -> None:
        if state.browsing:
            self._browser.set_rows(browser_rows(state))
        self._browser.setVisible(state.browsing)
        self._action.setChecked(state.browsing)
        for action in self._steps:
            action.setEnabled(state.library.offers_choice)

    def _set_shown(self, shown: bool) -> None:
        self._store.set(replace(self._store.state, browser=shown))

    def _draw_missing(self, state: AppState) -> None:
        library = state.library
        missing = [one for one in library.all_series() if key_of(one) not in library.thumbnails]
        if missing:
            self.runner.start(_drawing(missing))

    def _keep(self, progress: Progress) -> None:
        if isinstance(progress, Drawn):
            state = self._store.state
            library = state.library.with_thumbnail(progress.key, progress.picture)
            self._store.set(replace(state, library=library))


def _drawing(missing: list[Series]) -> Work:
    def work(_report: Report) -> Generator[Progress, None, None]:
        for number, series in enumerate(missing):
            try:
                middle = middle_picture(series)
            except InputError:
                middle = None  # opening the series will say it
            picture = None if middle is None else thumbnail(middle)
            yield Drawn(STEP, number / len(missing), "", key_of(series), picture)

    return work
