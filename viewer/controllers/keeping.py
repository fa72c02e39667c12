"""Analyses outlive the window: written when they end, read when their series is opened again."""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from inference.findings import Analysis, Progress
from inference.imaging.errors import OutputError
from inference.imaging.volume import Volume
from inference.networks.card import cards_sha256, read_cards
from viewer.controllers.analysis import done_words
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.review.kept_analysis import keep_analysis, kept_path, read_kept
from viewer.review.key import SessionKey
from viewer.state.app import AppState, Message, MessageKind, set_analysis
from viewer.store import Store
from viewer.texts import tr

STEP = "keeping"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Recalled:
    """What is kept of a volume; no analysis where nothing is."""

    volume: Volume
    key: SessionKey
    analysis: Analysis | None


class KeepingController(QObject):
    """Keeps the latest analysis of each series beside its reading, and shows it again.

    What was kept is shown as if it had just ended, and withheld as that would be. While the
    reading itself can't be saved, an analysis waits: another Dens may have the series open.

    Attributes
    ----------
    reader, writer : JobRunner
        What has begun to be written is written to its end, whatever is opened meanwhile.

    Parameters
    ----------
    store : Store
    reader, writer : JobRunner
    cards : Path
        The folder with the cards of the networks that another analysis would be by.
    folder : Path or None
        That of the reading sessions; None keeps nothing.
    """

    def __init__(
        self,
        store: Store,
        reader: JobRunner,
        writer: JobRunner,
        cards: Path,
        folder: Path | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._cards, self._folder = store, cards, folder
        self._sought: Volume | None = None
        self._held: dict[SessionKey, datetime] = {}
        """When the analysis was made that is in the file, or is to be."""
        self._waiting: dict[SessionKey, Analysis] = {}
        self.reader, self.writer = reader, writer
        reader.finished.connect(self._show)
        reader.failed.connect(self._say)
        writer.finished.connect(self._write_next)
        writer.failed.connect(self._complain)
        if folder is not None:
            store.changed.connect(self._follow)

    def shutdown(self) -> None:
        """Write what waits to be written, and wait for the threads."""
        self.reader.shutdown()
        self.writer.shutdown()
        while self._waiting and self._folder is not None:
            key = next(iter(self._waiting))
            try:
                keep_analysis(self._folder, key, self._waiting.pop(key))
            except OutputError as error:  # no window is left to say it in
                logger.warning("the analysis can't be kept: %s", error)

    def _follow(self, _before: AppState, after: AppState) -> None:
        study, reading = after.study, after.reading
        if self._sought is not None and (study is None or study.volume is not self._sought):
            self._sought = None  # it is large
            self.reader.cancel()
        if study is None or reading is None:
            return
        if study.analysis is None:
            self._seek(study.volume, reading.key)
        elif not reading.unsaved:
            self._keep(reading.key, study.analysis)

    def _seek(self, volume: Volume, key: SessionKey) -> None:
        if self._sought is None and self._folder is not None:
            self._sought = volume
            self.reader.start(_recalling(volume, key, self._folder, self._cards))

    def _show(self, found: _Recalled) -> None:
        state = self._store.state
        study, analysis = state.study, found.analysis
        if study is None or study.volume is not found.volume:
            return
        if analysis is None or study.analysis is not None:
            return
        self._held[found.key] = analysis.made
        state = set_analysis(state, analysis, recalled=True)
        if state.message is None:
            said = done_words(state, analysis)
            state = replace(state, message=Message(MessageKind.INFORMATION, said))
        self._store.set(state)

    def _keep(self, key: SessionKey, analysis: Analysis) -> None:
        if self._held.get(key) == analysis.made:
            return
        self._held[key] = analysis.made
        self._waiting[key] = analysis
        if not self.writer.running:
            self._write_next()

    def _write_next(self) -> None:
        if self._waiting and self._folder is not None:
            key = next(iter(self._waiting))
            self.writer.start(_writing(self._folder, key, self._waiting.pop(key)))

    def _complain(self, text: str) -> None:
        self._say(tr("The analysis is here only until the window is closed. {text}", text=text))
        self._write_next()

    def _say(self, text: str) -> None:
        """Say it in addition to what stands there: that was said of the same study just before."""
        standing = self._store.state.message
        if standing is None:
            self._store.say(Message(MessageKind.INFORMATION, text))
        else:
            self._store.say(replace(standing, text=f"{standing.text} {text}"))


def _recalling(volume: Volume, key: SessionKey, folder: Path, cards: Path) -> Work:
    def work(_report: Report) -> Generator[Progress, None, _Recalled]:
        yield Progress(STEP, 0.0, "")
        if not kept_path(folder, key).exists():
            return _Recalled(volume, key, None)
        now = cards_sha256(read_cards(cards))
        return _Recalled(volume, key, read_kept(folder, key, volume.geometry, now))

    return work


def _writing(folder: Path, key: SessionKey, analysis: Analysis) -> Work:
    def work(_report: Report) -> Generator[Progress, None, None]:
        # Before the first yield, at which a job may be dropped.
        keep_analysis(folder, key, analysis)
        yield Progress(STEP, 1.0, "")

    return work
