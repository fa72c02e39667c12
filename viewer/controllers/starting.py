"""Between the store and the page of an empty window, with what was opened lately."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from inference.findings import Progress
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.recent import Recent, load_recent, look_after, save_recent
from viewer.state.start import StartPage, start_page
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.pane_grid import PaneGrid
from viewer.widgets.recent_menu import RecentMenu


class StartingController(QObject):
    """Shows the start page, and remembers what was opened.

    Parameters
    ----------
    store : Store
    grid : PaneGrid
    menu : RecentMenu
    runner : JobRunner
        Where entries are looked after: a disk may be asleep.
    file : Path or None
        Where the list is kept; None remembers nothing.
    """

    def __init__(
        self,
        store: Store,
        grid: PaneGrid,
        menu: RecentMenu,
        runner: JobRunner,
        file: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._grid = grid
        self._menu = menu
        self._file = file
        self._page: StartPage | None = None
        self._untold = ""
        self.runner = runner
        runner.finished.connect(self._mark_missing)
        if file is not None:
            recent = load_recent(file)
            store.set(replace(store.state, recent=recent))
            runner.start(_looking(recent))
        menu.set_recent(store.state.recent)
        self._follow(store.state, store.state)
        store.changed.connect(self._follow)

    def _follow(self, before: AppState, after: AppState) -> None:
        page = start_page(after)
        self._grid.set_open(page is None)
        if page is not None and self._differs(page):
            self._grid.start.set_page(page)
        self._page = page
        if before.recent != after.recent:
            self._menu.set_recent(after.recent)
            if [entry.paths for entry in before.recent] != [entry.paths for entry in after.recent]:
                self._save(after.recent)
        if self._untold and after.opening is None:
            # Not before: a study that opens takes earlier messages away.
            text, self._untold = self._untold, ""
            self._store.say(Message(MessageKind.INFORMATION, text))

    def _differs(self, page: StartPage) -> bool:
        before = self._page
        if before is None or before != page:
            return True
        # A picture is left out of the comparison of jobs.
        return (before.job and before.job.picture) is not (page.job and page.job.picture)

    def _save(self, recent: tuple[Recent, ...]) -> None:
        if self._file is None:
            return
        try:
            save_recent(self._file, recent)
        except OSError as error:
            self._untold = tr(
                "{file}: the list of recent studies can't be written ({strerror}). Check its "
                "folder.",
                file=self._file,
                strerror=error.strerror,
            )

    def _mark_missing(self, looked: tuple[Recent, ...]) -> None:
        """Mark what is gone, of the list as it is by now."""
        gone = {entry.paths for entry in looked if entry.missing}
        state = self._store.state
        marked = tuple(Recent(entry.paths, entry.paths in gone) for entry in state.recent)
        self._store.set(replace(state, recent=marked))


def _looking(recent: tuple[Recent, ...]) -> Work:
    def work(_report: Report) -> Generator[Progress, None, tuple[Recent, ...]]:
        yield Progress("recent", 0.0, "")
        return look_after(recent)

    return work
