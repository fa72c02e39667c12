"""The reader's word in the report: level by level, as the window says it."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, Spacer

from inference.findings import LEVELS, Analysis
from viewer.report.pages import CONTENT_WIDTH_PT
from viewer.report.sections import CELL, QUIET, bold, heading, paragraph
from viewer.report.tables import headed_table
from viewer.review.review import BlindRead, Review
from viewer.state.reading_wording import read_count_words, reader_words

LEVEL_WIDTH_PT = 34.0

NOT_READ = (
    "No level has been read: everything above is the networks' word alone, verified by nobody."
)


def reader_block(analysis: Analysis, review: Review) -> list[Flowable]:
    """Say what the reader holds of each level, and whether that was said before the reveal."""
    read = sum(review.is_read(level) for level in LEVELS)
    parts: list[Flowable] = [heading(f"Reader: {read_count_words(read, len(LEVELS))}")]
    said = [reader_words(review, finding.level, finding) for finding in analysis.findings]
    # A note or an own read is worth its row, too.
    if not read and all(len(words) == 1 for words in said):
        return [*parts, paragraph(NOT_READ)]
    rows = [[paragraph(text, bold(CELL)) for text in ("Level", "The reader's word")]]
    rows += [
        [paragraph(finding.level.value, CELL), paragraph("; ".join(words), CELL)]
        for finding, words in zip(analysis.findings, said, strict=True)
    ]
    widths = [LEVEL_WIDTH_PT, CONTENT_WIDTH_PT - LEVEL_WIDTH_PT]
    parts += [headed_table(rows, widths), Spacer(1, 2)]
    return [KeepTogether([*parts, paragraph(_own_read(review.blind), QUIET)])]


def _own_read(blind: BlindRead) -> str:
    if blind.committed_at is None:
        return "No own read was committed before the networks' result was shown."
    moment = blind.committed_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"The own read was committed on {moment}, before the networks' result was shown."
