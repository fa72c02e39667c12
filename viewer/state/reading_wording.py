"""What the window and the report say of the reader's word: one place for both."""

from __future__ import annotations

from enum import StrEnum

from inference.findings import Finding, Level, LevelState
from viewer.review.review import (
    FalsePositiveReason,
    Impression,
    LevelReview,
    MissedReason,
    OwnFinding,
    Review,
    Verdict,
)
from viewer.texts import noop, ntr, tr

OWN_READ_FIRST = noop("Your own read first")
"""Stands where the model's word on the neck does, while that is withheld."""

WITHHELD = noop("The model's result is hidden until you commit your own read.")

READING_KEPT = noop("What you said of this series is kept. Analyse to go on from there.")
"""Of a series that was read before, while there is no analysis to say it of."""

NOTHING_TO_JUDGE = noop(
    "{level} was not analysed: there is nothing to reject. Mark it as read by you or as uncertain, "
    "or add a finding of your own."
)

NOTHING_TO_AGREE_WITH = noop(
    "Your own read comes first, so there is nothing to accept. F says that you suspect a fracture "
    "at this level, X that you suspect none, U that you can't tell."
)
"""What Enter answers while the model's word is withheld."""

SHOWN_ALREADY = noop(
    "The model's result of this series has been shown. Blind-first reading begins with the next "
    "series."
)

DONE_AND_WITHHELD = noop(
    "The analysis is done. The model's result is hidden until you commit your own read."
)

CLOSING_LOSES = noop(
    "What you said can't be saved. Cancel to go back and export the report, or "
    "discard it.\n\n{reasons}"
)

EXPORT_WITHHELD = noop("The report would tell the model's result. Commit your own read first.")

IMPRESSIONS = {
    Impression.SUSPECTED: noop("Suspected"),
    Impression.NOT_SUSPECTED: noop("Not suspected"),
    Impression.UNCERTAIN: noop("Uncertain"),
}

_GIVEN = {
    Verdict.NONE: noop("Not read"),
    Verdict.ACCEPT: noop("Accepted"),
    Verdict.REJECT: noop("Rejected"),
    Verdict.UNCERTAIN: noop("Uncertain"),
}

_BOX_OF_SUSPECTED = {
    Verdict.NONE: noop("suspected"),
    Verdict.ACCEPT: noop("suspected, accepted"),
    Verdict.REJECT: noop("rejected by reader"),
    Verdict.UNCERTAIN: noop("suspected, reader uncertain"),
}

MASK_CORRECTED = noop("Mask corrected by the reader")

READ_BY_EYE = noop("Read, not analysed")
"""An accepted level of which the model said nothing."""


_OWN_READ = {
    Impression.SUSPECTED: noop("suspected"),
    Impression.NOT_SUSPECTED: noop("not suspected"),
    Impression.UNCERTAIN: noop("uncertain"),
}

_REASONS: dict[FalsePositiveReason | MissedReason, str] = {
    FalsePositiveReason.CALCIFIED_VESSEL: noop("calcified vessel"),
    FalsePositiveReason.VASCULAR_CHANNEL: noop("vascular channel"),
    FalsePositiveReason.CHRONIC_FRACTURE: noop("chronic fracture"),
    FalsePositiveReason.OSTEOPHYTE: noop("osteophyte"),
    FalsePositiveReason.ARTEFACT: noop("artefact"),
    FalsePositiveReason.UNFUSED_APOPHYSIS: noop("unfused apophysis"),
    MissedReason.TRANSVERSE_PROCESS: noop("transverse process"),
    MissedReason.SPINOUS_PROCESS: noop("spinous process"),
    MissedReason.OSTEOPHYTE: noop("osteophyte"),
    MissedReason.LOW_LEVEL: noop("low level"),
}


def reason_words(reason: FalsePositiveReason | MissedReason) -> str:
    """Write a reason for people."""
    return tr(_REASONS[reason])


def verdict_words(said: LevelReview, finding: Finding | None) -> str:
    """Say the verdict on a level with its reasons."""
    silent = finding is not None and finding.state is LevelState.NOT_ANALYSED
    word = READ_BY_EYE if silent and said.verdict is Verdict.ACCEPT else _GIVEN[said.verdict]
    return _with_reasons(tr(word), said.reasons)


def is_suspected(review: Review, finding: Finding) -> bool:
    """Tell whether a level is suspected by now: by the model unless the reader rejected that.

    The reader suspects where the model does not by rejecting that, or by a finding of their own.
    """
    rejected = review.level(finding.level).verdict is Verdict.REJECT
    return finding.suspected is not rejected or bool(review.findings_at(finding.level))


def box_words(review: Review, finding: Finding) -> str:
    """Name a level beside its box: who suspects it, and what the reader says of that."""
    verdict, own = review.level(finding.level).verdict, review.findings_at(finding.level)
    said = [finding.level.value]
    if finding.suspected:
        said.append(tr(_BOX_OF_SUSPECTED[verdict]))
    elif verdict is Verdict.REJECT and not own:
        said.append(tr("suspected by reader"))
    elif verdict is Verdict.UNCERTAIN:
        said.append(tr("uncertain"))
    if own:
        said.append(tr("own finding"))
    return said[0] if len(said) == 1 else f"{said[0]} {', '.join(said[1:])}"


def own_finding_words(finding: OwnFinding) -> str:
    """Say what the reader sees at a level and the model missed."""
    words = _with_reasons(tr("Own finding"), finding.reasons)
    return f"{words} ({finding.text})" if finding.text else words


def own_read_words(impression: Impression) -> str:
    """Say what the own read held of a level before the model's word was shown."""
    return tr("Own read: {impression}", impression=tr(_OWN_READ[impression]))


def _with_reasons(word: str, reasons: tuple[FalsePositiveReason | MissedReason, ...]) -> str:
    return f"{word}: {', '.join(map(reason_words, reasons))}" if reasons else word


def is_mask_corrected(review: Review, level: Level) -> bool:
    """Whether the reader has painted or erased voxels of a level's mask."""
    return review.mask_edits is not None and level in review.mask_edits.levels


def reader_words(review: Review, level: Level, finding: Finding) -> tuple[str, ...]:
    """Say all that the reader holds of a level, the note last; that it is unread, if it is."""
    said, remarks = review.level(level), reader_remarks(review, level, finding)
    verdict = verdict_words(said, finding)
    if verdict in remarks or (said.verdict is Verdict.NONE and review.findings_at(level)):
        return remarks
    return (verdict, *remarks)


def reader_remarks(review: Review, level: Level, finding: Finding | None) -> tuple[str, ...]:
    """Say what the reader holds of a level beyond what its :class:`ReaderState` tells.

    The note comes last; there is nothing for an unread level.
    """
    said, held, own = review.level(level), review.blind.impression(level), review.findings_at(level)
    told = said.verdict is Verdict.NONE or not (said.reasons or own)
    parts = [] if told else [verdict_words(said, finding)]
    parts += [own_finding_words(one) for one in own]
    parts += [] if held is Impression.NONE else [own_read_words(held)]
    parts += [tr(MASK_CORRECTED)] if is_mask_corrected(review, level) else []
    parts += [said.text] if said.text else []
    return tuple(parts)


def earlier_words(review: Review, level: Level) -> tuple[str, ...]:
    """Say what the reader holds of a level that is not analysed yet."""
    said, remarks = review.level(level), reader_remarks(review, level, None)
    verdict = verdict_words(said, None)
    if said.verdict is not Verdict.NONE and verdict not in remarks:
        return (verdict, *remarks)
    return remarks


def read_count_words(count: int, total: int) -> str:
    """Say how far the reading has come: "3 of 7 read"."""
    return tr("{count} of {total} read", count=count, total=total)


class ReaderState(StrEnum):
    """How far a level has been read: each has a shape of its own in the window."""

    UNREAD = "unread"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNCERTAIN = "uncertain"
    OWN_FINDING = "own finding"


READER_STATES = {
    ReaderState.UNREAD: noop("unread"),
    ReaderState.ACCEPTED: noop("accepted"),
    ReaderState.REJECTED: noop("rejected"),
    ReaderState.UNCERTAIN: noop("uncertain"),
    ReaderState.OWN_FINDING: noop("own finding"),
}

STATE_OF_VERDICT = {
    Verdict.NONE: ReaderState.UNREAD,
    Verdict.ACCEPT: ReaderState.ACCEPTED,
    Verdict.REJECT: ReaderState.REJECTED,
    Verdict.UNCERTAIN: ReaderState.UNCERTAIN,
}

STATE_OF_IMPRESSION = {
    Impression.NONE: ReaderState.UNREAD,
    Impression.SUSPECTED: ReaderState.OWN_FINDING,
    Impression.NOT_SUSPECTED: ReaderState.ACCEPTED,
    Impression.UNCERTAIN: ReaderState.UNCERTAIN,
}


def reader_state(review: Review, level: Level, *, withheld: bool) -> ReaderState:
    """Tell how far a level has been read; while the model is withheld, by the own read."""
    if withheld:
        return STATE_OF_IMPRESSION[review.blind.impression(level)]
    if review.findings_at(level):
        return ReaderState.OWN_FINDING
    return STATE_OF_VERDICT[review.level(level).verdict]


def revealed_words(differing: tuple[Level, ...], read: int) -> str:
    """Say what the reveal has shown."""
    if not read:
        return tr("The model's result is shown. Your own read held nothing of any level.")
    if not differing:
        return tr("The model's result is shown. It contradicts your own read at no level.")
    levels = ", ".join(level.value for level in differing)
    return ntr(
        "The model's result is shown. It differs from your own read at {n} level: {levels}.",
        "The model's result is shown. It differs from your own read at {n} levels: {levels}.",
        len(differing),
        levels=levels,
    )
