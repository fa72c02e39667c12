"""What the window says, and what it never says."""

from dataclasses import replace

import pytest

from inference.findings import PatientFinding
from inference.imaging.volume import SeriesInfo
from inference.preprocessing.windowing import Window
from viewer.state import wording


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "< 1 %"), (0.004, "< 1 %"), (0.01, "1 %"), (0.555, "56 %"), (0.99, "99 %"),
     (0.996, "> 99 %"), (1.0, "> 99 %")],
)  # fmt: skip
def test_percent_never_claims_certainty(probability, text):
    """Neither 0 nor 100 per cent is ever written."""
    assert wording.percent(probability) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Doe^Jane", "Doe, Jane"),
        ("Doe^Jane^M^Dr", "Doe, Jane M Dr"),
        ("Doe", "Doe"),
        ("^Jane", "Jane"),
        ("", ""),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou  山田, 太郎  やまだ, たろう"),
    ],
)
def test_person_name(name, text):
    """Names are written for people, every script that they have."""
    assert wording.person_name(name) == text


@pytest.mark.parametrize(
    ("value", "text"), [("20240321", "2024-03-21"), ("2024", "2024"), ("", "")]
)
def test_date(value, text):
    """Dates are written so that nobody mixes up day and month."""
    assert wording.date(value) == text


def test_silent_headers_are_said_to_be(unnamed):
    """A series without names says so instead of showing nothing."""
    assert wording.patient_lines(unnamed.info) == ("Patient not named",)
    assert wording.series_lines(unnamed.info) == ()


def test_findings_in_words(analysis):
    """Each state of a level has its own words, with reason and threshold."""
    said = [wording.finding_summary(finding) for finding in analysis.findings]
    assert said == [
        "Below threshold", "Suspected", "Below threshold", "Below threshold", "Suspected",
        "Below threshold, in part", "Not analysed",
    ]  # fmt: skip
    assert wording.finding_sentence(analysis.findings[4]) == (
        "C5: Suspected, probability of a fracture 93 %, threshold 50 %"
    )
    assert wording.finding_sentence(analysis.findings[6]).endswith("(outside the field of view)")


def test_nothing_says_no_fracture(analysis):
    """Whatever the findings, the words never clear a neck."""
    quiet = PatientFinding(0.02, 0.5)
    unknown = PatientFinding(None, 0.5)
    said = [wording.patient_summary(p) for p in (analysis.patient, quiet, unknown)]
    assert said == ["Fracture suspected", "Below threshold", "No level could be analysed"]
    for text in [*said, *(wording.finding_sentence(f) for f in analysis.findings)]:
        assert "no fracture" not in text.lower()


def test_thresholds_of_neck_and_levels_are_told_apart(analysis):
    """The tick on a level's bar is not the whole neck's threshold: both are said, each once."""
    patient = replace(analysis.patient, threshold=0.77)
    findings = [replace(one, threshold=0.21) for one in analysis.findings]
    text = wording.threshold_words(patient, findings)
    assert text == "Thresholds: whole neck 77 %, levels 21 %."
    mixed = [replace(findings[0], threshold=0.4), *findings[1:]]
    assert "levels 21 % and 40 %" in wording.threshold_words(patient, mixed)


def test_provenance(analysis):
    """The networks are named with version and hash, what they were trained on once."""
    assert wording.provenance(None) == ""
    text = wording.provenance(analysis)
    assert text == "CrackNet 0.1.0 (abababab)\nTrained on: 400 synthetic necks"
    first = analysis.models[0]
    twice = replace(analysis, models=(first, replace(first, name="UNet")))
    assert wording.provenance(twice).splitlines() == [
        "CrackNet 0.1.0 (abababab); UNet 0.1.0 (abababab)",
        "Trained on: 400 synthetic necks",
    ]
    apart = replace(analysis, models=(first, replace(first, trained_on="patients")))
    assert wording.provenance(apart).splitlines()[-1] == "Trained on: patients"


def test_window_and_series(volume):
    """Windows and series are written as readers name them."""
    assert wording.window_text(Window(350, 50, "Soft tissue")) == "W 350  L 50"
    assert wording.series_title(volume.info) == "3: Bone 1.5 mm"
    assert wording.series_title(volume.info, stack=2) == "3, stack 2: Bone 1.5 mm"
    assert wording.series_title(SeriesInfo(modality="CT")) == "CT series"
    assert wording.study_title(volume.info) == "2024-03-21  CT cervical spine, trauma"
    assert wording.study_title(SeriesInfo()) == "Date unknown"
