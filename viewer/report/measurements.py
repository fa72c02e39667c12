"""Confirmed craniocervical and alignment measurements in the report."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether

from viewer.report.pages import CONTENT_WIDTH_PT
from viewer.report.sections import CELL, QUIET, bold, heading, paragraph
from viewer.report.tables import headed_table
from viewer.review.review import Review
from viewer.state.alignment import STANDINGS, confirmed_measurements, limit_words, mm_words

HEAD = ("Measurement", "Value", "Published limit", "", "Source")
WIDTHS_PT = (130.0, 48.0, 80.0, 74.0)

REMARK = (
    "Proposed from masks and Hounsfield units, or placed by hand; the reader confirmed each of "
    "them. A value beyond a limit is no diagnosis, and one within it excludes none."
)


def measurements_block(review: Review) -> list[Flowable]:
    """List what the reader has confirmed; nothing where there is none."""
    found = confirmed_measurements(review)
    if not found:
        return []
    rows = [[paragraph(text, bold(CELL)) for text in HEAD]]
    for one in found:
        standing = STANDINGS[one.measurand.standing(one.value_mm)]
        limit, value = limit_words(one.measurand), mm_words(one.value_mm)
        texts = (one.title, value, limit, standing, one.measurand.source)
        rows.append([paragraph(text, CELL) for text in texts])
    widths = [*WIDTHS_PT, CONTENT_WIDTH_PT - sum(WIDTHS_PT)]
    table = headed_table(rows, widths)
    title = heading("Measurements confirmed by the reader")
    return [KeepTogether([title, table, paragraph(REMARK, QUIET)])]
