"""Work off the main thread, and the one door through which its answers come back.

Work is a callable that returns a generator: it yields progress and returns its result.
A job is cancelled by dropping the generator at its next yield, or by raising out of the
callback where a step reports by one; answers that come later than that are dropped.
The pipeline is imported here alone, and inside the thread, so that torch is never loaded
before an analysis is asked for.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from inference.findings import Analysis, Progress
from inference.imaging.errors import DensError
from inference.imaging.volume import Volume
from viewer.controllers.quiet import (
    collector_paused,
    load_torch_libraries,
    spared_first_step,
)
from viewer.texts import tr

Report = Callable[[Progress], None]
"""Tells of progress from within a step; raises where the job was cancelled."""

Work = Callable[[Report], Generator[Progress, None, Any]]
"""Called inside the thread; what the generator returns is handed to ``finished``."""

JOIN_S = 60.0
"""Closing waits this long for a step that can't be interrupted."""

logger = logging.getLogger(__name__)


class CancelledError(Exception):
    """Raised out of a report: the job it belongs to was cancelled."""


class _Kind(Enum):
    PROGRESSED = auto()
    FINISHED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What a thread reports of the request with that number."""

    request: int
    kind: _Kind
    payload: object


class JobRunner(QObject):
    """Runs one job at a time in a background thread; a new one cancels the one before.

    Signals
    -------
    progressed : Progress
    finished : object
        What the work returned.
    failed : str
        One line for the reader.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._request = 0
        self._stop: threading.Event | None = None
        self._threads: list[threading.Thread] = []
        self._answered.connect(self._take)

    @property
    def running(self) -> bool:
        """Whether a job is under way that has not been cancelled."""
        return self._stop is not None

    def start(self, work: Work) -> None:
        """Begin a job in the background."""
        self.cancel()
        self._request += 1
        self._stop = threading.Event()
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(
            target=self._drain,
            args=(self._request, work, self._stop),
            name=f"dens-job-{self._request}",
            daemon=True,
        )
        self._threads.append(thread)
        thread.start()

    def cancel(self) -> None:
        """Drop the job under way, if there is one; nothing of it is heard any more."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def shutdown(self) -> None:
        """Cancel, and wait until every thread has ended."""
        self.cancel()
        for thread in self._threads:
            thread.join(JOIN_S)
        self._threads = []

    @Slot(object)
    def _take(self, answer: _Answer) -> None:
        """Hear an answer on the main thread, unless it comes late."""
        if answer.request != self._request or self._stop is None:
            return
        if answer.kind is _Kind.PROGRESSED:
            self.progressed.emit(answer.payload)
            return
        self._stop = None
        if answer.kind is _Kind.FINISHED:
            self.finished.emit(answer.payload)
        else:
            self.failed.emit(str(answer.payload))

    def _drain(self, request: int, work: Work, stop: threading.Event) -> None:
        """Run in the background thread: exhaust the generator, or drop it when told to."""
        try:
            kind, payload = self._exhaust(request, work, stop)
        except CancelledError:
            return
        except DensError as error:
            kind, payload = _Kind.FAILED, str(error)
        except MemoryError:
            kind, payload = (
                _Kind.FAILED,
                tr("Not enough memory. Close other programs and try again."),
            )
        except Exception as error:
            # The last line of defence: a defect becomes a message and a line in the log,
            # and the window stays.
            logger.exception("a background job failed")
            kind, payload = (
                _Kind.FAILED,
                tr("Unexpected {name}: {error}", name=type(error).__name__, error=error),
            )
        if not stop.is_set():
            self._answered.emit(_Answer(request, kind, payload))

    def _exhaust(self, request: int, work: Work, stop: threading.Event) -> tuple[_Kind, object]:
        def report(progress: Progress) -> None:
            if stop.is_set():
                raise CancelledError
            self._answered.emit(_Answer(request, _Kind.PROGRESSED, progress))

        generator = work(report)
        try:
            while True:
                report(next(generator))
        except StopIteration as end:
            return _Kind.FINISHED, end.value
        finally:
            generator.close()


def analysis_of(volume: Volume) -> Work:
    """Return the work that runs both stages on a volume."""

    def work(_report: Report) -> Generator[Progress, None, Analysis]:
        load_torch_libraries()
        with collector_paused():
            from inference.pipeline import analyze
        return spared_first_step(analyze(volume))

    return work
