"""The report on paper: what was examined, what is suspected, how far it may be trusted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from reportlab.platypus import Flowable, SimpleDocTemplate

from inference.findings import Analysis
from inference.imaging.volume import Volume
from viewer.report import VERSION
from viewer.report.figures import make_subject
from viewer.report.files import write_files
from viewer.report.fonts import register_fonts
from viewer.report.marks import marks_block
from viewer.report.measurements import measurements_block
from viewer.report.pages import (
    BOTTOM_PT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIDE_PT,
    TOP_PT,
    PageFrame,
    canvas_maker,
)
from viewer.report.reader import reader_block, reader_sentence
from viewer.report.sections import (
    level_page,
    level_table,
    model_block,
    overview_block,
    result_block,
    study_block,
    timing_block,
    trust_block,
)
from viewer.review.review import UNREAD, Review
from viewer.state import wording
from viewer.state.corrected import told_review
from viewer.texts import in_english


def write_pdf(path: Path, volume: Volume, analysis: Analysis, review: Review = UNREAD) -> None:
    """Write the report.

    Parameters
    ----------
    path : Path
    volume : Volume
        The analysed volume, in its own axis order.
    analysis : Analysis
    review : Review
        The reader's word on it.

    Raises
    ------
    OutputError
        If the file can't be written; an earlier one stays as it was.
    """
    write_files({path: lambda stream: draw_pdf(stream, volume, analysis, review)})


@in_english()
def draw_pdf(stream: BinaryIO, volume: Volume, analysis: Analysis, review: Review = UNREAD) -> None:
    """Draw the report into a stream: A4, one page for each suspected level."""
    register_fonts()
    document = SimpleDocTemplate(
        stream,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        leftMargin=SIDE_PT - FRAME_PADDING_PT,
        rightMargin=SIDE_PT - FRAME_PADDING_PT,
        topMargin=TOP_PT,
        bottomMargin=BOTTOM_PT,
        # Without the patient's name: file managers show these.
        title="Dens: cervical spine CT report",
        author=f"Dens {VERSION}",
        subject=wording.RESEARCH_NOTICE,
        creator=f"Dens {VERSION}",
        lang="en",
    )
    story = _story(volume, analysis, review)
    document.build(story, canvasmaker=canvas_maker(_frame(volume, analysis)))


FRAME_PADDING_PT = 6.0
"""reportlab's own padding inside a page frame."""


def _story(volume: Volume, analysis: Analysis, review: Review) -> list[Flowable]:
    subject = make_subject(volume, analysis)
    told = told_review(analysis, review)
    story = [
        *study_block(volume.info),
        *result_block(analysis, reader_sentence(analysis, review)),
        *level_table(analysis),
        *reader_block(analysis, review),
        *marks_block(volume, analysis, review),
        *measurements_block(review),
        *trust_block(volume),
        *model_block(analysis),
        *timing_block(analysis),
        *overview_block(subject, told),
    ]
    for finding in analysis.suspected:
        story += level_page(subject, finding, told)
    return story


def _frame(volume: Volume, analysis: Analysis) -> PageFrame:
    info = volume.info
    name, *details = wording.patient_lines(info)
    accession = f"accession {info.accession_number}" if info.accession_number else ""
    study = [part for part in (*wording.series_lines(info), accession) if part]
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
    return PageFrame(
        patient=name,
        patient_details="   ".join(details),
        study="   ".join(study),
        notice=wording.RESEARCH_NOTICE,
        provenance=tuple(wording.provenance(analysis).splitlines()),
        made=f"Made by Dens {VERSION} on {now}",
    )
