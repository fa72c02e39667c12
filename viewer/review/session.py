"""One reading of one series: what the reader says, how to take it back, and where it is kept.

No Qt: a controller calls the intents and shows what the properties say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.findings import LEVELS, Analysis, Finding, Level, ModelInfo
from inference.imaging.errors import DensError, OutputError
from viewer.review import changes, log, naming
from viewer.review.checks import utc_now
from viewer.review.happenings import Happening, happenings
from viewer.review.history import History
from viewer.review.key import SessionKey
from viewer.review.log import BrokenEntry, Event, LogEntry, LogHead, LogLine, ModelWord
from viewer.review.marks import AnyMark
from viewer.review.review import (
    CraniocervicalMeasurement,
    FalsePositiveReason,
    Impression,
    KeyImage,
    MeasurementState,
    OwnFinding,
    Review,
    Verdict,
)
from viewer.review.standin import LateFile, NoFile
from viewer.review.storage import LOCK_WAIT_S, Keeper, Saved, open_session_file
from viewer.texts import tr

Clock = Callable[[], datetime]
"""Tells the time in UTC."""


class ReadingSession:
    """History, file and log of one series, kept in step.

    Every intent changes the review, logs what happened, and saves both before it returns.
    Where saving fails, nothing is lost from memory: :attr:`save_error` says why, and the
    next intent or :meth:`save` tries again with all that is still to be written.

    An intent that can't be raises ``ValueError`` with a sentence for the reader, and
    changes nothing.

    Attributes
    ----------
    history : History
    save_error : OutputError or None
        Why the latest change is not on disk; None where everything is.
    notice : str
        What the reader should know about how the session was found; mostly empty.

    Parameters
    ----------
    file : Keeper
    saved : Saved
    key : SessionKey
    clock : callable
    """

    def __init__(self, file: Keeper, saved: Saved, key: SessionKey, clock: Clock = utc_now) -> None:
        self.history = History(saved.review)
        self.save_error: OutputError | None = None
        self._file = file
        self._key = key
        self._clock = clock
        self._lines = saved.lines
        self._written = len(saved.lines)
        # Where the end was cut off, the gap stays: new lines never close it.
        last = max([saved.head.count, *(line.number for line in saved.lines)])
        self._head = LogHead(last, saved.head.sha256)
        self._findings: tuple[Finding, ...] = ()
        self._models: tuple[ModelInfo, ...] = ()
        self._analysed_at: datetime | None = None
        self.notice = _notice(saved.set_aside, self.verify_log())

    @classmethod
    def open(
        cls, folder: Path, key: SessionKey, clock: Clock = utc_now, wait_s: float = LOCK_WAIT_S
    ) -> ReadingSession:
        """Take up the reading of a series again, or begin it.

        Parameters
        ----------
        folder : Path
        key : SessionKey
        clock : callable
        wait_s : float
            How long to wait for another Dens to let go of it; 0 answers at once.

        Raises
        ------
        LockedSessionError
            If another Dens has it open.
        SessionError
            If a newer Dens wrote it.
        OutputError
            If nothing can be kept in that folder.
        """
        file, saved = open_session_file(folder, key, wait_s)
        return cls(file, saved, key, clock)

    @classmethod
    def begin(cls, key: SessionKey, clock: Clock = utc_now) -> ReadingSession:
        """Begin a reading that is kept nowhere."""
        return cls(NoFile(), Saved.nothing(key), key, clock)

    @classmethod
    def begin_unsaved(
        cls, folder: Path, key: SessionKey, error: DensError, clock: Clock = utc_now
    ) -> ReadingSession:
        """Begin a reading though its file can't be opened: each save tries that again.

        Parameters
        ----------
        folder : Path
        key : SessionKey
        error : DensError
            Why it can't; :attr:`save_error` says it from the start.
        clock : callable
        """
        session = cls(LateFile(folder, key), Saved.nothing(key), key, clock)
        session.save_error = OutputError(str(error))
        return session

    def __enter__(self) -> ReadingSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; everything in it was saved before."""
        self._file.close()

    @property
    def review(self) -> Review:
        """What has been said."""
        return self.history.review

    @property
    def lines(self) -> tuple[LogLine, ...]:
        """The discrepancy log."""
        return self._lines

    def verify_log(self) -> BrokenEntry | None:
        """Return the first entry of the log that is not what was written, or None."""
        return log.verify(self._lines, self._key.sha256, self._head)

    def set_analysis(self, analysis: Analysis) -> None:
        """Tell what the model says, for the log; the review stays as it is."""
        self._findings = analysis.findings
        self._models = analysis.models
        self._analysed_at = analysis.made

    def set_verdict(
        self,
        level: Level,
        verdict: Verdict,
        reasons: tuple[FalsePositiveReason, ...] = (),
    ) -> None:
        """Give a verdict on a level, with the reasons for it."""
        name = naming.verdict_step(level, verdict)
        self._step(name, changes.set_verdict(self.review, level, verdict, reasons))

    def set_note(self, level: Level, text: str) -> None:
        """Write the note on a level; writing on at once is one step."""
        name = naming.note_step(level)
        self._step(name, changes.set_note(self.review, level, text), merge=True)

    def set_impression(self, level: Level, impression: Impression) -> None:
        """Say what the own read holds of a level."""
        name = naming.impression_step(level, impression)
        self._step(name, changes.set_impression(self.review, level, impression))

    def set_own_text(self, text: str) -> None:
        """Write the text of the own read; writing on at once is one step."""
        self._step(tr(naming.OWN_TEXT), changes.set_own_text(self.review, text), merge=True)

    def ask_blind(self, wanted: bool) -> None:
        """Withhold the model's word until the own read is committed, or no longer."""
        if self.review.blind.asked != wanted:
            changes.ask_blind(self.review, wanted)
            self._keep(self.history.throughout(lambda review: changes.ask_blind(review, wanted)))

    def commit_own_read(self) -> None:
        """Seal the own read; no undo opens it again."""
        self._for_good(changes.commit_own_read(self.review, self._clock()))

    def reveal(self) -> None:
        """Note that the model's word was shown; no undo makes it unseen."""
        self._for_good(changes.reveal(self.review, self._clock()))

    def put_finding(self, finding: OwnFinding) -> None:
        """Add a finding of the reader's own, or change the one with its id."""
        verb = _verb(finding.id, (f.id for f in self.review.findings), "Add")
        name = naming.finding_step(verb, finding.level)
        self._step(name, changes.put_finding(self.review, finding))

    def remove_finding(self, finding_id: str) -> None:
        """Take a finding of the reader's own away."""
        after = changes.remove_finding(self.review, finding_id)
        gone = next(f for f in self.review.findings if f.id == finding_id)
        self._step(naming.finding_step("Delete", gone.level), after)

    def put_mark(self, mark: AnyMark, *, moved: bool = False) -> None:
        """Add a mark, or change the one with its id; ``moved`` where that is a move."""
        verb = "Move" if moved else _verb(mark.id, (m.id for m in self.review.marks), "Draw")
        self._step(naming.mark_step(verb, mark), changes.put_mark(self.review, mark))

    def remove_mark(self, mark_id: str) -> None:
        """Take a mark away."""
        after = changes.remove_mark(self.review, mark_id)
        gone = next(m for m in self.review.marks if m.id == mark_id)
        self._step(naming.mark_step("Delete", gone), after)

    def put_key_image(self, image: KeyImage) -> None:
        """Add a key image, or change the one with its id."""
        verb = _verb(image.id, (i.id for i in self.review.key_images), "Add")
        self._step(naming.key_image_step(verb), changes.put_key_image(self.review, image))

    def remove_key_image(self, image_id: str) -> None:
        """Take a key image away."""
        after = changes.remove_key_image(self.review, image_id)
        self._step(naming.key_image_step("Delete"), after)

    def paint_mask(
        self, model_mask: NDArray[np.uint8], index: ArrayLike, level: Level | None
    ) -> None:
        """Paint voxels (flat indices) of the model's mask (k, j, i) as a level, or erase them."""
        after = changes.paint_mask(self.review, model_mask, index, level)
        self._step(naming.paint_step(level), after)

    def erase_mask(self, model_mask: NDArray[np.uint8], index: ArrayLike, level: Level) -> None:
        """Erase voxels (flat indices) that are a level's from the mask (k, j, i)."""
        after = changes.paint_mask(self.review, model_mask, index, None)
        self._step(naming.erase_step(level), after)

    def reset_mask(self, level: Level) -> None:
        """Let the model's own mask of a level count again."""
        self._step(naming.reset_mask_step(level), changes.reset_mask(self.review, level))

    def propose(
        self, measurements: Iterable[CraniocervicalMeasurement], marks: Iterable[AnyMark] = ()
    ) -> None:
        """Take over proposals with their marks; not a step of the reader's."""
        proposed, shown = tuple(measurements), tuple(marks)
        self._keep(self.history.throughout(lambda r: changes.propose(r, proposed, shown)))

    def decide(self, name: str, state: MeasurementState, value_mm: float | None = None) -> None:
        """Confirm or reject a measurement, with another value where it was corrected."""
        after = changes.decide(self.review, name, state, value_mm)
        self._step(naming.decision_step(name, state), after)

    def settle(self, measurement: CraniocervicalMeasurement, mark: AnyMark | None = None) -> None:
        """Confirm a proposed measurement with the mark that shows it, reject or reopen it."""
        name = naming.decision_step(measurement.name, measurement.state)
        self._step(name, changes.settle(self.review, measurement, mark))

    def note_export(self, names: Iterable[str]) -> None:
        """Log that files were handed out."""
        self._log([Happening(Event.EXPORTED, None, ", ".join(names))])
        self.save()

    def undo(self) -> None:
        """Take the latest step back."""
        self._keep(self.history.undone())

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        self._keep(self.history.redone())

    def save(self) -> None:
        """Write what is not on disk yet; :attr:`save_error` tells whether that went well."""
        new = self._lines[self._written :]
        try:
            self._file.save(self.review, new, self._head, self._clock())
        except OutputError as error:
            self.save_error = error
            return
        self._written = len(self._lines)
        self.save_error = None

    def _step(self, name: str, after: Review, *, merge: bool = False) -> None:
        self._keep(self.history.changed(name, after, merge=merge))

    def _for_good(self, after: Review) -> None:
        self._keep(self.history.throughout(lambda review: replace(review, blind=after.blind)))

    def _keep(self, history: History) -> None:
        if history is self.history:
            return
        before, self.history = self.history.review, history
        self._log(happenings(before, history.review))
        self.save()

    def _log(self, happened: Iterable[Happening]) -> None:
        now = self._clock()
        entries = [
            LogEntry(
                now,
                h.event,
                h.level,
                h.reader,
                self._model_word(h.level),
                self._models,
                self._analysed_at,
            )
            for h in happened
        ]
        new = log.chain(self._head, entries)
        self._lines += new
        self._head = log.head_after(self._head, new)

    def _model_word(self, level: Level | None) -> ModelWord | None:
        if level is None or not self._findings:
            return None
        return ModelWord.of(self._findings[LEVELS.index(level)])


def _verb(item_id: str, known: Iterable[str], adding: str) -> str:
    return "Change" if item_id in set(known) else adding


def _notice(set_aside: Path | None, broken: BrokenEntry | None) -> str:
    said = []
    if set_aside is not None:
        said.append(
            tr(
                "The earlier reading session of this series could not be read. It was kept as "
                "{path}, and a new one was begun.",
                path=set_aside,
            )
        )
    if broken is not None:
        said.append(
            tr(
                "The discrepancy log is not as it was written, from entry {number} on: {reason}.",
                number=broken.number,
                reason=broken.reason,
            )
        )
    return " ".join(said)
