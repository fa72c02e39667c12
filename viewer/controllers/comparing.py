"""Another study of the patient beside the current one: loaded, linked, shown, put away."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from inference.findings import Progress
from inference.imaging.loading import fill_volume
from inference.imaging.series import Series
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.state import comparison as states
from viewer.state import comparison_wording as wording
from viewer.state.app import AppState, Job, Message, MessageKind
from viewer.state.comparison_wording import ComparisonHead
from viewer.state.library import SeriesKey, key_of
from viewer.state.planes import Plane
from viewer.state.study import Study, make_study
from viewer.state.wording import series_title, study_title
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions

STEP = "compare"


class AreaView(Protocol):
    """What shows two studies; see ``ComparedArea``."""

    @property
    def plane_toggled(self) -> SignalInstance:
        """A Plane."""

    def set_head(self, head: ComparisonHead | None, maximised: Plane | None = None) -> None:
        """Show two columns, or the usual panes."""


class MenuView(Protocol):
    """What offers series; see ``CompareMenu``."""

    @property
    def chosen(self) -> SignalInstance:
        """A SeriesKey."""

    def set_entries(self, entries: tuple[tuple[SeriesKey, str], ...]) -> None:
        """List series."""


class ComparingController(QObject):
    """Puts another study beside the current one, and links the two.

    Attributes
    ----------
    runner : JobRunner
        Where the other study is loaded.

    Parameters
    ----------
    store : Store
    area : AreaView
    menu : MenuView
    actions : Actions
    runner : JobRunner
    """

    def __init__(
        self,
        store: Store,
        area: AreaView,
        menu: MenuView,
        actions: Actions,
        runner: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._area, self._menu, self._actions = store, area, menu, actions
        self.runner = runner
        runner.progressed.connect(self._show_progress)
        runner.finished.connect(self._begin)
        runner.failed.connect(self._give_up)
        menu.chosen.connect(self.compare)
        area.plane_toggled.connect(self._toggle_plane)
        actions.compare.triggered.connect(self._toggle)
        actions.link.triggered.connect(self._switch_link)
        actions.link_here.triggered.connect(self._link_here)
        store.changed.connect(self._follow)
        self._show(store.state)

    def compare(self, key: SeriesKey) -> None:
        """Put a series of the library beside the current study."""
        state = self._store.state
        series = state.library.find(key)
        if series is None or state.study is None or key == state.study.key:
            return
        if not state.ready:
            self._complain(tr(wording.NOT_READY))
        elif not states.may_compare(state, key):
            self._complain(tr(wording.NOT_COMPARABLE))
        elif (kept := _kept(state, key)) is not None:
            self.runner.cancel()
            self._begin(kept)
        elif (lack := states.lacking_room(state, series)) is not None:
            needed, usable = (size / 1024**3 for size in lack)
            title = series_title(series.info, series.stack)
            self._complain(tr(wording.NO_ROOM, title=title, needed=needed, usable=usable))
        else:
            job = Job(
                tr("Reading {slice_count} slices to compare with", slice_count=series.slice_count)
            )
            self._store.set(replace(state, comparing=job, message=None))
            self.runner.start(_loading(series))

    def leave(self) -> None:
        """Show the current study alone, as it was laid out before."""
        self.cancel()
        self._store.set(replace(self._store.state, compared=None))

    def cancel(self) -> None:
        """Stop reading the other study."""
        if self._store.state.comparing is not None:
            self.runner.cancel()
            self._store.set(replace(self._store.state, comparing=None))

    def _toggle(self) -> None:
        """Compare with the latest earlier study, or leave the comparison."""
        state = self._store.state
        others = states.comparable(state)
        if state.compared is not None or state.comparing is not None:
            self.leave()
        elif others:
            self.compare(key_of(others[0]))
        else:
            self._complain(tr(wording.NO_OTHER_STUDY))
        # A click checks the action, whatever comes of it.
        self._show(self._store.state)

    def _begin(self, other: Study) -> None:
        state = states.begin_comparison(self._store.state, other)
        self._store.set(state)
        if state.compared is not None and state.compared.link is None:
            self._store.say(Message(MessageKind.INFORMATION, wording.nothing_links()))

    def _switch_link(self) -> None:
        self._store.set(states.switch_link(self._store.state))
        self._show(self._store.state)

    def _link_here(self) -> None:
        self._store.set(_without_hint(states.link_here(self._store.state)))

    def _renew_link(self) -> None:
        self._store.set(_without_hint(states.renew_link(self._store.state)))

    def _toggle_plane(self, plane: Plane) -> None:
        self._store.set(states.toggle_plane(self._store.state, plane))
        self._show(self._store.state)

    def _follow(self, before: AppState, after: AppState) -> None:
        if after.comparing is None and before.comparing is not None:
            self.runner.cancel()
        if _is_another(before, after) and after.compared is not None:
            self._renew_link()
            return
        self._show(after)
        if before.study is not after.study or before.library is not after.library:
            self._menu.set_entries(tuple(_entries(after)))

    def _show(self, state: AppState) -> None:
        """Bring the two columns and the commands up to the state."""
        compared, does = state.compared, self._actions
        maximised = None if state.view is None else state.view.maximised
        self._area.set_head(wording.comparison_head(state), maximised)
        does.compare.setEnabled(state.ready)
        does.compare.setChecked(compared is not None)
        does.link.setEnabled(compared is not None and compared.link is not None)
        does.link.setChecked(compared is not None and compared.transform is not None)
        does.link_here.setEnabled(compared is not None)

    def _show_progress(self, progress: Progress) -> None:
        job = Job(progress.text, progress.fraction)
        self._store.set(replace(self._store.state, comparing=job))

    def _give_up(self, reason: str) -> None:
        self._store.set(replace(self._store.state, comparing=None))
        self._complain(tr(wording.NOT_SHOWN, reason=reason))

    def _complain(self, text: str) -> None:
        self._store.say(Message(MessageKind.ERROR, text))


def _without_hint(state: AppState) -> AppState:
    """Take the hint away that nothing links, where something does by now."""
    linked = state.compared is not None and state.compared.link is not None
    told = state.message is not None and state.message.text == wording.nothing_links()
    return replace(state, message=None) if linked and told else state


def _is_another(before: AppState, after: AppState) -> bool:
    """Tell whether the same volume has another analysis by now."""
    was, now = before.study, after.study
    return (
        was is not None
        and now is not None
        and was.volume is now.volume
        and was.analysis is not now.analysis
    )


def _kept(state: AppState, key: SeriesKey) -> Study | None:
    return next((hung.study for hung in state.kept if hung.study.key == key), None)


def _entries(state: AppState) -> Generator[tuple[SeriesKey, str], None, None]:
    if state.study is None:
        return
    info = state.study.volume.info
    for series in states.comparable(state):
        which = wording.relation_words(series.info, info)
        title = series_title(series.info, series.stack)
        yield key_of(series), f"{study_title(series.info)}  {title}  ({which})"


def _loading(series: Series) -> Work:
    def work(_report: Report) -> Generator[Progress, None, Study]:
        yield _progress(0, series.slice_count)
        running = fill_volume(series)
        told = 0
        while True:
            try:
                part = next(running)
            except StopIteration as end:
                return make_study(end.value, series)
            # A hundred reports at most: each costs the window a repaint.
            if 100 * part.done // part.total > told:
                told = 100 * part.done // part.total
                yield _progress(part.done, part.total)

    return work


def _progress(done: int, total: int) -> Progress:
    text = tr("Reading slice {done} of {total} to compare with", done=done, total=total)
    return Progress(STEP, done / max(total, 1), text)
