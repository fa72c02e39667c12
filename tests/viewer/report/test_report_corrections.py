"""Corrected masks in the report and in ``findings.json``: said of what is handed out, no more."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from pypdf import PdfReader

from inference.findings import Level
from viewer.report.findings_json import findings_document
from viewer.report.pdf import draw_pdf
from viewer.review.changes import paint_mask
from viewer.review.mask_edits import MaskEdits
from viewer.review.review import UNREAD, Review
from viewer.state.corrected import corrected_analysis, level_extents
from viewer.state.reading_wording import MASK_CORRECTED


@pytest.fixture(scope="module")
def review(analysis):
    """Some of C2 erased and some of C4 painted: nothing else was said."""
    mask = analysis.mask
    lost = np.flatnonzero(mask.reshape(-1) == Level.C2.label)[:30]
    free = np.flatnonzero(mask.reshape(-1) == 0)[:10]
    edits = MaskEdits.none(mask.shape).painted(mask, lost, 0)
    return paint_mask(Review(mask_edits=edits), mask, free, Level.C4)


def pdf_text(volume, analysis, review):
    """All words of the report in one line."""
    stream = BytesIO()
    draw_pdf(stream, volume, analysis, review)
    text = " ".join(page.extract_text() for page in PdfReader(stream).pages)
    return " ".join(text.split())


def corrected_levels(document):
    """Return the levels that are told to be the reader's."""
    levels = (level for level in document["levels"] if level["reader"]["mask_corrected"])
    return [level["level"] for level in levels]


def test_both_say_which_masks_the_reader_corrected(volume, analysis, review):
    """At C2 and C4, in so many words, though nothing was read."""
    corrected = corrected_analysis(analysis, review.mask_edits, level_extents(analysis.mask))
    assert corrected_levels(findings_document(volume, corrected, review=review)) == ["C2", "C4"]
    text = pdf_text(volume, corrected, review)
    assert "Masks corrected by the reader: C2, C4. Outlines and centres" in text
    assert "Corrected by the reader: C2, C4." in text
    # Beside both levels in the table, and on the page of C2, which is suspected.
    assert text.count(MASK_CORRECTED) == 3


@pytest.mark.parametrize("why", ["another grid", "the model's own masks"])
def test_nothing_is_said_to_be_corrected_that_is_not(volume, analysis, review, why):
    """Corrections that the masks do not hold are told to be missing, and no level is corrected."""
    if why == "another grid":
        small = np.zeros((3, 4, 5), np.uint8)
        small[1] = Level.C2.label
        edits = MaskEdits.none(small.shape).painted(small, [20], 0)
        review = Review(mask_edits=edits.painted(small, [1], Level.C4.label))
    assert corrected_levels(findings_document(volume, analysis, review=review)) == []
    text = pdf_text(volume, analysis, review)
    assert "corrections of the masks of C2, C4 were made on other masks and are not in" in text
    assert MASK_CORRECTED not in text
    assert "Corrected by the reader" not in text


def test_unchanged_masks_need_no_word(volume, analysis):
    """A report without corrections says nothing of them."""
    assert corrected_levels(findings_document(volume, analysis, review=UNREAD)) == []
    text = pdf_text(volume, analysis, UNREAD)
    assert "orrected by the reader" not in text
