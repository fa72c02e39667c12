"""The discrepancy log: who said what, when, and which model, in a chain of hashes.

Each line's hash covers its own words and the hash before it, and the first one the study
itself. So a line that was changed, taken out, moved or brought in from elsewhere breaks the
chain. The chain needs no secret: it shows tampering to whoever kept the last hash, and
stops nobody who writes the whole log anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inference.findings import Finding, Level, LevelState, ModelInfo
from viewer.review.checks import need_text, need_utc
from viewer.review.codec import from_json, to_json


class Event(StrEnum):
    """What happened."""

    BLIND_READ_COMMITTED = "blind_read_committed"
    REVEALED = "revealed"
    VERDICT_CHANGED = "verdict_changed"
    FINDING_ADDED = "finding_added"
    FINDING_CHANGED = "finding_changed"
    FINDING_REMOVED = "finding_removed"
    MEASUREMENT_DECIDED = "measurement_decided"
    MASK_EDITED = "mask_edited"
    EXPORTED = "exported"


@dataclass(frozen=True, slots=True)
class ModelWord:
    """What the model said of a level.

    Attributes
    ----------
    state : LevelState
    reason : str
        Why the level was analysed in part or not at all.
    probability : float or None
    threshold : float
    """

    state: LevelState
    reason: str
    probability: float | None
    threshold: float

    @classmethod
    def of(cls, finding: Finding) -> ModelWord:
        """Take the word out of a finding."""
        probability = None if finding.probability is None else float(finding.probability)
        return cls(finding.state, finding.reason, probability, float(finding.threshold))


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What one line of the log says.

    Attributes
    ----------
    time : datetime
        UTC.
    event : Event
    level : Level or None
    reader : str
        The reader's words.
    model : ModelWord or None
        The model's; None where it had not spoken.
    models : tuple of ModelInfo
        Which networks these were.
    analysed_at : datetime or None
        When they said it, UTC: an analysis may have been kept for long.
    """

    time: datetime
    event: Event
    level: Level | None
    reader: str
    model: ModelWord | None = None
    models: tuple[ModelInfo, ...] = ()
    analysed_at: datetime | None = None

    def __post_init__(self) -> None:
        need_utc(self.time, "the time of a log entry")
        need_utc(self.analysed_at, "the time of an analysis")
        need_text(self.reader, "the reader's words")


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry as it is kept.

    Attributes
    ----------
    number : int
        From 1.
    text : str
        The entry as canonical JSON: what is hashed, to the letter.
    sha256 : str
        Of the hash before (of the study's, for the first line) and the text.
    """

    number: int
    text: str
    sha256: str

    def entry(self) -> LogEntry:
        """Read what it says.

        Raises
        ------
        SessionError
            If it was changed to something that is no entry.
        """
        return from_json(LogEntry, self.text)


@dataclass(frozen=True, slots=True)
class LogHead:
    """Where a log ends: kept apart from it, this shows that its end was cut off."""

    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """The first place at which a log is not what was written.

    Attributes
    ----------
    number : int
        Which entry, counted from 1.
    reason : str
    """

    number: int
    reason: str


def chain(head: LogHead, entries: Iterable[LogEntry]) -> tuple[LogLine, ...]:
    """Write the lines that follow where a log ends."""
    lines = []
    for entry in entries:
        text = to_json(entry)
        line = LogLine(head.count + 1, text, _chained(head.sha256, text))
        head = LogHead(line.number, line.sha256)
        lines.append(line)
    return tuple(lines)


def head_after(head: LogHead, lines: Sequence[LogLine]) -> LogHead:
    """Return where a log ends once some lines were added."""
    return LogHead(lines[-1].number, lines[-1].sha256) if lines else head


def verify(
    lines: Sequence[LogLine], study_sha256: str, head: LogHead | None = None
) -> BrokenEntry | None:
    """Find the first entry that is not as it was written.

    Parameters
    ----------
    lines : sequence of LogLine
    study_sha256 : str
        What the first line is chained to: ``SessionKey.sha256``.
    head : LogHead, optional
        Where the log ended when it was last written.

    Returns
    -------
    BrokenEntry or None
        None where the log is whole.
    """
    previous = study_sha256
    for number, line in enumerate(lines, start=1):
        if line.number != number:
            return BrokenEntry(number, f"entry {line.number} stands in its place")
        previous = _chained(previous, line.text)
        if line.sha256 != previous:
            return BrokenEntry(number, "it is not what was written, or not after what it followed")
    if head is not None and head.count > len(lines):
        return BrokenEntry(len(lines) + 1, f"all from here to entry {head.count} is missing")
    if head is not None and head != LogHead(len(lines), previous):
        return BrokenEntry(head.count, "the log does not end where it was left")
    return None


def _chained(previous_sha256: str, text: str) -> str:
    return hashlib.sha256((previous_sha256 + text).encode("utf-8")).hexdigest()
