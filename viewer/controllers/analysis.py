"""Analysing the open volume: started, followed, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from inference.findings import Analysis, LevelState, Progress
from inference.imaging.volume import Volume
from viewer.controllers.jobs import JobRunner, Work
from viewer.state import wording
from viewer.state.app import AppState, Job, Message, MessageKind, set_analysis
from viewer.state.engine_words import engine_words
from viewer.state.reading_wording import DONE_AND_WITHHELD
from viewer.store import Store
from viewer.texts import noop, tr


class AnalysisController(QObject):
    """Runs the two stages on what is open.

    Parameters
    ----------
    store : Store
    runner : JobRunner
    work_for : callable
        Gives the work for a volume.
    """

    def __init__(
        self,
        store: Store,
        runner: JobRunner,
        work_for: Callable[[Volume], Work],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.runner = runner
        self._work_for = work_for
        runner.progressed.connect(self._show_progress)
        runner.finished.connect(self._show)
        runner.failed.connect(self._complain)
        store.changed.connect(self._follow)

    def analyse(self) -> None:
        """Analyse the open volume, unless it is still being read or that is under way."""
        state = self._store.state
        if state.study is None or not state.ready or state.analysing is not None:
            return
        job = Job(tr("Starting the analysis"))
        self._store.set(replace(state, analysing=job, message=None))
        self.runner.start(self._work_for(state.study.volume))

    def cancel(self) -> None:
        """Stop the analysis under way; what was shown before stays."""
        if self._store.state.analysing is None:
            return
        self.runner.cancel()
        message = Message(MessageKind.INFORMATION, tr("The analysis was cancelled."))
        self._store.set(replace(self._store.state, analysing=None, message=message))

    def _follow(self, before: AppState, after: AppState) -> None:
        """Stop the work for a volume that is no longer open."""
        if before.study is None or before.analysing is None:
            return
        if after.study is None or after.study.volume is not before.study.volume:
            self.runner.cancel()

    def _show_progress(self, progress: Progress) -> None:
        job = Job(engine_words(progress.text), progress.fraction)
        self._store.set(replace(self._store.state, analysing=job))

    def _show(self, analysis: Analysis) -> None:
        state = set_analysis(replace(self._store.state, analysing=None), analysis)
        message = Message(MessageKind.INFORMATION, done_words(state, analysis))
        self._store.set(replace(state, message=message))

    def _complain(self, text: str) -> None:
        message = Message(MessageKind.ERROR, tr("The analysis stopped: {text}", text=text))
        self._store.set(replace(self._store.state, analysing=None, message=message))


def done_words(state: AppState, analysis: Analysis) -> str:
    """Say what an analysis gave, or that it must not be seen yet."""
    return tr(DONE_AND_WITHHELD) if state.withheld else outcome(analysis)


def outcome(analysis: Analysis) -> str:
    """Say in a line what an analysis gave, what it could not look at included."""
    if all(finding.state is LevelState.NOT_ANALYSED for finding in analysis.findings):
        return tr(wording.NOTHING_ANALYSED)
    suspected = [finding.level.value for finding in analysis.suspected]
    if suspected:
        said = tr(
            "Suspected: {levels}. N goes to the most suspected level.", levels=", ".join(suspected)
        )
    elif analysis.patient.suspected:
        said = tr(wording.NECK_ALONE_SUSPECTED)
    else:
        said = tr("No level reaches the threshold; that does not mean that nothing is broken.")
    for state, word in (
        (LevelState.PARTIAL, noop("Analysed in part: {levels}.")),
        (LevelState.NOT_ANALYSED, noop("Not analysed: {levels}.")),
    ):
        levels = [finding.level.value for finding in analysis.findings if finding.state is state]
        if levels:
            said += " " + tr(word, levels=", ".join(levels))
    return said
