"""Confirmed measurements in the report and in ``findings.json``: each once."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from io import BytesIO

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from inference.findings import Level
from inference.spine.proposals import ATLANTO_DENS
from viewer.report.findings_json import findings_document
from viewer.report.pdf import draw_pdf
from viewer.review.marks import Distance
from viewer.review.plane import PatientPlane
from viewer.review.review import CraniocervicalMeasurement, MeasurementState, Review

PLANE = PatientPlane((0.0, 5.0, 225.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0))
OTHER = Distance(
    id="o", plane=PLANE, label="gap", start_mm=(0.0, 0.0, 225.0), end_mm=(0.0, 9.0, 225.0)
)
MARK = Distance(
    id="m", plane=PLANE, label=ATLANTO_DENS, start_mm=(0.0, 0.0, 230.0), end_mm=(0.0, 4.2, 230.0)
)


def review_of(mark: Distance) -> Review:
    """A confirmed interval with its mark, beside another distance."""
    held = CraniocervicalMeasurement(ATLANTO_DENS, 4.0, MeasurementState.CONFIRMED, mark.id)
    return Review(marks=(OTHER, mark), measurements=(held,))


@pytest.fixture(scope="module")
def document(volume, analysis):
    """What is written for other programs, names included."""
    return findings_document(volume, analysis, True, review_of(MARK))


def pdf_text(volume, analysis, review):
    """All words of the report in one line."""
    stream = BytesIO()
    draw_pdf(stream, volume, analysis, review)
    text = " ".join(page.extract_text() for page in PdfReader(stream).pages)
    return " ".join(text.split())


def test_each_is_listed_once_for_other_programs(document):
    """Under measurements with its mark's length and ends, and not among the marks."""
    assert [mark["text"] for mark in document["marks"]] == ["gap"]
    (one,) = document["measurements"]
    assert (one["name"], one["value_mm"]) == (ATLANTO_DENS, 4.2)
    assert one["ends_lps_mm"] == [[0.0, 0.0, 230.0], [0.0, 4.2, 230.0]]


def test_each_is_listed_once_in_the_report(volume, analysis):
    """Its length stands there once; the other distance stays among the marks."""
    text = pdf_text(volume, analysis, review_of(MARK))
    assert text.count("4.2 mm") == 1
    assert text.count("9.0 mm; gap") == 1
    assert text.count(ATLANTO_DENS) == 1


def test_what_the_reader_calls_it_is_told(volume, analysis):
    """A name and a level of the mark's own are kept in both; free text only with names."""
    review = review_of(replace(MARK, label="widened", level=Level.C1))
    assert f"{ATLANTO_DENS}, C1, widened" in pdf_text(volume, analysis, review)
    schema = json.loads(files("resources").joinpath("findings.schema.json").read_text("utf-8"))
    for names in (False, True):
        document = findings_document(volume, analysis, names, review)
        assert not list(Draft202012Validator(schema).iter_errors(document))
        (one,) = document["measurements"]
        assert one["level"] == "C1"
        assert one.get("text") == ("widened" if names else None)


def test_a_rejected_ones_mark_is_a_mark(volume, analysis):
    """A distance that is no confirmed measurement's is listed as one, whatever its name."""
    review = Review(marks=(MARK,))
    document = findings_document(volume, analysis, False, review)
    assert len(document["marks"]) == 1
    assert document["measurements"] == []
