"""The reader's word in the report: level by level, as the window says it."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, Spacer

from inference.findings import LEVELS, Analysis, Finding
from viewer.report.pages import CONTENT_WIDTH_PT
from viewer.report.sections import CELL, QUIET, bold, finding_words, heading, listed, paragraph
from viewer.report.tables import headed_table
from viewer.review.review import BlindRead, Review, Verdict
from viewer.state.corrected import told_review
from viewer.state.reading_wording import (
    is_mask_corrected,
    is_suspected,
    read_count_words,
    reader_words,
)

LEVEL_WIDTH_PT = 34.0
NETWORKS_WIDTH_PT = 104.0

HEAD = ("Level", "The networks' word", "The reader's word")

NOT_READ = (
    "No level has been read: everything above is the networks' word alone, verified by nobody."
)

_SUSPECTED, _REJECTED, _UNCERTAIN, _LEFT = _HELD = (
    "fracture suspected at",
    "suspicion rejected at",
    "uncertain at",
    "suspected by the networks but not read:",
)
"""In the order of the sentence."""

_AS_THEY_ARE = "nothing added to the networks' word"

MASKS_CORRECTED = (
    "Masks corrected by the reader: {levels}. Outlines and centres of these levels are the "
    "reader's; probabilities and boxes stay the networks' word on their own masks."
)

CORRECTIONS_MISSING = (
    "The reader's corrections of the masks of {levels} were made on other masks and are not in "
    "these: outlines and centres are the networks'."
)


def reader_sentence(analysis: Analysis, review: Review) -> str:
    """Say in one sentence what is left of the suspicions, and what the reader adds to them."""
    read = sum(review.is_read(level) for level in LEVELS)
    if not read:
        return "Reader: no level has been read."
    groups: dict[str, list[str]] = {word: [] for word in _HELD}
    for finding in analysis.findings:
        if held := _held(review, finding):
            groups[held].append(finding.level.value)
    said = [f"{word} {listed(levels)}" for word, levels in groups.items() if levels]
    return f"Reader, {read_count_words(read, len(LEVELS))}: {'; '.join(said or [_AS_THEY_ARE])}."


def _held(review: Review, finding: Finding) -> str:
    """Name the group of a level; empty where the networks and the reader suspect nothing."""
    if not review.is_read(finding.level):
        return _LEFT if finding.suspected else ""
    own = bool(review.findings_at(finding.level))
    if review.level(finding.level).verdict is Verdict.UNCERTAIN and not own:
        return _UNCERTAIN
    if is_suspected(review, finding):
        return _SUSPECTED
    return _REJECTED if finding.suspected else ""


def reader_block(analysis: Analysis, review: Review) -> list[Flowable]:
    """Say what the reader holds of each level and its mask, and what was said before the reveal."""
    masks, review = _mask_words(analysis, review), told_review(analysis, review)
    read = sum(review.is_read(level) for level in LEVELS)
    parts: list[Flowable] = [heading(f"Reader: {read_count_words(read, len(LEVELS))}")]
    said = [reader_words(review, finding.level, finding) for finding in analysis.findings]
    # A note or an own read is worth its row, too.
    if not read and all(len(words) == 1 for words in said):
        return [*parts, paragraph(NOT_READ), *(paragraph(text, QUIET) for text in masks)]
    # "Accepted" says nothing without what was accepted.
    rows = [[paragraph(text, bold(CELL)) for text in HEAD]]
    rows += [
        [
            paragraph(text, CELL)
            for text in (finding.level.value, finding_words(finding), "; ".join(words))
        ]
        for finding, words in zip(analysis.findings, said, strict=True)
    ]
    fixed = (LEVEL_WIDTH_PT, NETWORKS_WIDTH_PT)
    widths = [*fixed, CONTENT_WIDTH_PT - sum(fixed)]
    parts += [headed_table(rows, widths), Spacer(1, 2)]
    parts += [paragraph(text, QUIET) for text in (*masks, _own_read(review.blind))]
    return [KeepTogether(parts)]


def _mask_words(analysis: Analysis, review: Review) -> tuple[str, ...]:
    """Say which masks are the reader's, and that corrections are missing where they are."""
    levels = ", ".join(level.value for level in LEVELS if is_mask_corrected(review, level))
    if not levels:
        return ()
    is_told = told_review(analysis, review) is review
    return ((MASKS_CORRECTED if is_told else CORRECTIONS_MISSING).format(levels=levels),)


def _own_read(blind: BlindRead) -> str:
    if blind.committed_at is None:
        return "No own read was committed before the networks' result was shown."
    moment = blind.committed_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"The own read was committed on {moment}, before the networks' result was shown."
