"""What the log has to tell of a change: read off the reviews before and after it.

Not off the intent, so that undo and redo leave their traces as any other change does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from inference.findings import LEVELS, Level
from viewer.review.log import Event
from viewer.review.mask_edits import MaskEdits
from viewer.review.review import (
    BlindRead,
    CraniocervicalMeasurement,
    LevelReview,
    MeasurementState,
    OwnFinding,
    Review,
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that the log has to tell, in the reader's words."""

    event: Event
    level: Level | None
    reader: str


def happenings(before: Review, after: Review) -> tuple[Happening, ...]:
    """List what happened between two reviews, from the head down."""
    return (
        *_blind(before.blind, after.blind),
        *_verdicts(before, after),
        *_findings(before, after),
        *_measurements(before, after),
        *_mask(before.mask_edits, after.mask_edits),
    )


def _blind(before: BlindRead, after: BlindRead) -> Iterator[Happening]:
    events = []
    if before.committed_at != after.committed_at:
        events.append(Event.BLIND_READ_COMMITTED)
    if before.revealed_at != after.revealed_at:
        events.append(Event.REVEALED)
    for event in events:
        if after.text:
            yield Happening(event, None, after.text)
        for level, impression in zip(LEVELS, after.impressions, strict=True):
            yield Happening(event, level, _plain(impression))


def _verdicts(before: Review, after: Review) -> Iterator[Happening]:
    for old, new in zip(before.levels, after.levels, strict=True):
        if (old.verdict, old.reasons) != (new.verdict, new.reasons):
            yield Happening(Event.VERDICT_CHANGED, new.level, _verdict(new))


def _verdict(said: LevelReview) -> str:
    return _sentence(_plain(said.verdict), [_plain(r) for r in said.reasons], said.text)


def _findings(before: Review, after: Review) -> Iterator[Happening]:
    old = {finding.id: finding for finding in before.findings}
    new = {finding.id: finding for finding in after.findings}
    for finding in after.findings:
        if finding.id not in old:
            yield Happening(Event.FINDING_ADDED, finding.level, _finding(finding))
        elif finding != old[finding.id]:
            yield Happening(Event.FINDING_CHANGED, finding.level, _finding(finding))
    for finding in before.findings:
        if finding.id not in new:
            yield Happening(Event.FINDING_REMOVED, finding.level, _finding(finding))


def _finding(finding: OwnFinding) -> str:
    return _sentence("own finding", [_plain(r) for r in finding.reasons], finding.text)


def _measurements(before: Review, after: Review) -> Iterator[Happening]:
    old = {measurement.name: measurement for measurement in before.measurements}
    for new in after.measurements:
        known = old.get(new.name, CraniocervicalMeasurement(new.name, new.value_mm))
        # A proposal is the model's word, not the reader's.
        undecided = {known.state, new.state} == {MeasurementState.PROPOSED}
        if (known.state, known.value_mm) != (new.state, new.value_mm) and not undecided:
            yield _decided(new)
    kept = {measurement.name for measurement in after.measurements}
    for gone in before.measurements:
        if gone.name not in kept and gone.state is not MeasurementState.PROPOSED:
            yield _decided(replace(gone, state=MeasurementState.PROPOSED))


def _decided(measurement: CraniocervicalMeasurement) -> Happening:
    words = f"{measurement.name} {measurement.value_mm:.1f} mm: {_plain(measurement.state)}"
    return Happening(Event.MEASUREMENT_DECIDED, None, words)


def _mask(before: MaskEdits | None, after: MaskEdits | None) -> Iterator[Happening]:
    if before == after:
        return
    for level in LEVELS:
        old, new = _gained_and_lost(before, level), _gained_and_lost(after, level)
        if not all(map(np.array_equal, old, new)):
            words = f"{len(new[0])} voxels added, {len(new[1])} removed against the model's mask"
            yield Happening(Event.MASK_EDITED, level, words)


def _gained_and_lost(
    edits: MaskEdits | None, level: Level
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], ...]:
    if edits is None:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    changes = edits.of_level(level)
    return changes.index[changes.new == level.label], changes.index[changes.old == level.label]


def _sentence(head: str, reasons: list[str], text: str) -> str:
    why = f" ({', '.join(reasons)})" if reasons else ""
    return f"{head}{why}: {text}" if text else f"{head}{why}"


def _plain(value: str) -> str:
    return str(value).replace("_", " ")
