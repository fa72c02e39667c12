"""Writing results to disk, off the main thread."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inference.findings import Analysis, Progress
from inference.imaging.volume import Volume
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.review.key import SessionKey
from viewer.review.review import UNREAD, Review
from viewer.state.app import Job, Message, MessageKind
from viewer.state.person import Reader, reader_named
from viewer.state.reading_wording import EXPORT_WITHHELD
from viewer.store import Store
from viewer.texts import noop, tr

STEP = "export"

NOTHING_TO_EXPORT = noop("There is nothing to export yet: analyse first.")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an export.

    Attributes
    ----------
    files : tuple of Path
    missing : str
        Which results there are none of, and why; mostly empty.
    """

    files: tuple[Path, ...]
    missing: str = ""


_Writing = Callable[[Path, Volume, Analysis, Review, Reader | None], Work]


class ExportController(QObject):
    """Writes the report, or everything, of the analysis that is shown and its reading.

    Signals
    -------
    exported : SessionKey or None, tuple of str
        Whose reading it is, and the names of what was written.
    """

    exported = Signal(object, tuple)

    def __init__(self, store: Store, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.runner = runner
        self._key: SessionKey | None = None
        runner.finished.connect(self._tell)
        runner.failed.connect(self._complain)

    def export_pdf(self, path: Path) -> None:
        """Write the report to a file."""
        self._start(path, _writing_pdf)

    def export_all(self, folder: Path) -> None:
        """Write report, findings, masks, key images, DICOM SEG and SR into a folder."""
        self._start(folder, _writing_all)

    def _start(self, path: Path, writing: _Writing) -> None:
        state = self._store.state
        if state.study is None or state.shown_analysis is None:
            said = tr(EXPORT_WITHHELD if state.withheld else NOTHING_TO_EXPORT)
            self._store.say(Message(MessageKind.ERROR, said))
            return
        # Another series may be shown by the time that it is written.
        self._key = None if state.reading is None else state.reading.key
        review = UNREAD if state.reading is None else state.reading.review
        self._store.set(
            replace(state, exporting=Job(tr("Writing {name}", name=path.name)), message=None)
        )
        settings = state.settings
        reader = reader_named(settings.reader_name, settings.reader_organisation)
        self.runner.start(writing(path, state.study.volume, state.shown_analysis, review, reader))

    def _tell(self, written: Written) -> None:
        folder, names = written.files[0].parent, ", ".join(path.name for path in written.files)
        said = tr("Written to {folder}: {names}", folder=folder, names=names)
        if written.missing:
            said = tr("{said}. {missing}", said=said, missing=written.missing)
        message = Message(MessageKind.INFORMATION, said)
        self._store.set(replace(self._store.state, exporting=None, message=message))
        self.exported.emit(self._key, tuple(path.name for path in written.files))

    def _complain(self, text: str) -> None:
        message = Message(MessageKind.ERROR, tr("Nothing was exported. {text}", text=text))
        self._store.set(replace(self._store.state, exporting=None, message=message))


def _writing_pdf(
    path: Path, volume: Volume, analysis: Analysis, review: Review, _reader: Reader | None
) -> Work:
    def work(_report: Report) -> Generator[Progress, None, Written]:
        # Imported here: the report's libraries are not needed to look at a study.
        from viewer.report.pdf import write_pdf

        yield Progress(STEP, 0.0, tr("Writing {name}", name=path.name))
        write_pdf(path, volume, analysis, review)
        return Written((path,))

    return work


def _writing_all(
    folder: Path, volume: Volume, analysis: Analysis, review: Review, reader: Reader | None
) -> Work:
    def work(_report: Report) -> Generator[Progress, None, Written]:
        from viewer.report.dicom_files import missing_dicom
        from viewer.report.export import export_all

        yield Progress(STEP, 0.0, tr("Writing to {name}", name=folder.name))
        files = export_all(folder, volume, analysis, review=review, reader=reader)
        return Written(files, missing_dicom(volume, analysis))

    return work
