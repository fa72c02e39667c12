"""What the window says when an analysis has ended."""

from __future__ import annotations

from dataclasses import replace

from inference.findings import Finding, LevelState, PatientFinding
from viewer.controllers.analysis import outcome
from viewer.state.wording import NECK_ALONE_SUSPECTED, NOTHING_ANALYSED


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


def test_nothing_analysed_is_not_below_the_threshold(analysis):
    """Where nothing was decided, nothing is said of a threshold; the reader is asked what it is."""
    findings = tuple(
        Finding(f.level, LevelState.NOT_ANALYSED, 0.5, "not found") for f in analysis.findings
    )
    said = outcome(replace(analysis, findings=findings, patient=PatientFinding(None, 0.5)))
    assert said == NOTHING_ANALYSED
    assert "threshold" not in said
