"""Exporting a series and its results without identifiers, off the main thread."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inference.findings import Analysis, Progress
from inference.imaging.study import Series
from inference.imaging.volume import Volume
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.review.key import SessionKey
from viewer.review.review import UNREAD, Review
from viewer.state import sending_wording as wording
from viewer.state.app import Job, Message, MessageKind
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.summary_dialog import SummaryDialog

if TYPE_CHECKING:
    from viewer.report.anonymised import Anonymised

STEP = "anonymise"


class AnonymisingController(QObject):
    """Writes what is shown without identifiers, and says what was taken away.

    What is withheld from the reader stays withheld: then the series is written alone.

    Signals
    -------
    exported : SessionKey or None, tuple of str
        Whose reading it is, and the names of what was written.

    Attributes
    ----------
    summary : SummaryDialog or None
        While it is open.
    """

    exported = Signal(object, tuple)

    def __init__(
        self, store: Store, runner: JobRunner, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._window = store, window
        self.runner = runner
        self.summary: SummaryDialog | None = None
        self._key: SessionKey | None = None
        runner.progressed.connect(self._show_progress)
        runner.finished.connect(self._tell)
        runner.failed.connect(self._complain)

    def export(self, folder: Path) -> None:
        """Write into a folder."""
        state = self._store.state
        study = state.study
        if study is None:
            return
        if study.series is None:
            from viewer.report.anonymised import NO_DICOM

            self._complain(tr(NO_DICOM))
            return
        self._key = None if state.reading is None else state.reading.key
        review = UNREAD if state.reading is None else state.reading.review
        job = Job(tr(wording.WRITING_ANONYMISED))
        self._store.set(replace(state, exporting=job, message=None))
        self.runner.start(
            _writing(folder, study.series, study.volume, state.shown_analysis, review)
        )

    def _show_progress(self, progress: Progress) -> None:
        job = Job(progress.text, progress.fraction)
        self._store.set(replace(self._store.state, exporting=job))

    def _tell(self, done: Anonymised) -> None:
        message = Message(MessageKind.INFORMATION, tr(wording.WRITTEN, names=done.folder))
        self._store.set(replace(self._store.state, exporting=None, message=message))
        results = [path.name for path in done.files if path.parent == done.folder]
        self.exported.emit(self._key, (wording.without_identifiers(done.images), *results))
        lines = wording.summary_lines(
            done.images, done.patient_id, done.changed, done.private, results
        )
        notes = (
            (tr(wording.FACE_NOTE),)
            if done.says_no_text
            else (
                tr(wording.UNSAID_NOTE),
                tr(wording.FACE_NOTE),
            )
        )
        summary = self.summary = SummaryDialog(
            tr(wording.ANONYMISED_TITLE), (*notes, *lines), self._window
        )
        summary.finished.connect(self._forget)
        summary.open()

    def _forget(self) -> None:
        self.summary = None

    def _complain(self, text: str) -> None:
        message = Message(MessageKind.ERROR, tr(wording.NOTHING_EXPORTED, text=text))
        self._store.set(replace(self._store.state, exporting=None, message=message))


def _writing(
    folder: Path, series: Series, volume: Volume, analysis: Analysis | None, review: Review
) -> Work:
    def work(report: Report) -> Generator[Progress, None, Anonymised]:
        # Imported here: the report's libraries are not needed to look at a study.
        from viewer.report.anonymised import export_anonymised

        def tell(done: int, total: int) -> None:
            text = tr(wording.WRITING_IMAGE, number=done + 1, count=total)
            report(Progress(STEP, done / total, text))

        yield Progress(STEP, 0.0, tr(wording.WRITING_ANONYMISED))
        return export_anonymised(folder, series, volume, analysis, review, tell)

    return work
