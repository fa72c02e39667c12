"""What the window says when an analysis has ended."""

from __future__ import annotations

from dataclasses import replace

from inference.findings import PatientFinding
from viewer.controllers.analysis import outcome
from viewer.state.wording import NECK_ALONE_SUSPECTED


def _quiet(analysis):
    findings = tuple(
        f if f.probability is None else replace(f, probability=0.1) for f in analysis.findings
    )
    return replace(analysis, findings=findings)


def test_suspected_levels_come_first(analysis):
    """The most suspected level leads; what was not looked at is named."""
    said = outcome(analysis)
    assert said.startswith("Suspected: C5, C2.")
    assert "Not analysed: " in said


def test_a_neck_suspected_as_a_whole_is_said(analysis):
    """The patient's own probability counts where no level's reaches the threshold."""
    assert outcome(_quiet(analysis)).startswith(NECK_ALONE_SUSPECTED)


def test_below_threshold_is_never_an_all_clear(analysis):
    """Nothing suspected is not nothing broken."""
    quiet = replace(_quiet(analysis), patient=PatientFinding(0.2, 0.5))
    assert "that does not mean that nothing is broken" in outcome(quiet)
