"""Findings refuse what can't be."""

from __future__ import annotations

import numpy as np
import pytest

from inference.findings import (
    LEVELS,
    Analysis,
    Finding,
    Level,
    LevelState,
    PatientFinding,
)
from inference.imaging.geometry import VolumeGeometry

GRID = VolumeGeometry.from_matrix((2, 2, 2), np.eye(4))


def analysed(level: Level, probability: float) -> Finding:
    """A level that was analysed in full."""
    return Finding(level, LevelState.ANALYSED, 0.5, "", probability)


def test_labels_run_from_one_to_seven() -> None:
    """The mask's values follow the spine from the head down."""
    assert [level.label for level in LEVELS] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("state", "reason", "probability", "word"),
    [
        (LevelState.ANALYSED, "", None, "probability goes with"),
        (LevelState.NOT_ANALYSED, "outside", 0.2, "probability goes with"),
        (LevelState.NOT_ANALYSED, "", None, "needs a reason"),
        (LevelState.PARTIAL, "", 0.2, "needs a reason"),
        (LevelState.ANALYSED, "why", 0.2, "needs a reason"),
    ],
)
def test_a_state_its_reason_and_its_probability_agree(
    state: LevelState, reason: str, probability: float | None, word: str
) -> None:
    """No probability without a look, no gap without a reason."""
    with pytest.raises(ValueError, match=word):
        Finding(Level.C3, state, 0.5, reason, probability)


def test_the_threshold_itself_is_suspected() -> None:
    """At or above the threshold, for a level and for the patient."""
    assert analysed(Level.C1, 0.5).suspected
    assert not analysed(Level.C1, 0.499).suspected
    assert PatientFinding(0.5, 0.5).suspected
    assert not PatientFinding(None, 0.5).suspected


def test_suspected_levels_come_most_suspected_first() -> None:
    """The walk through the findings begins where suspicion is greatest."""
    chances = [0.1, 0.6, 0.2, 0.9, 0.5, 0.0, 0.3]
    analysis = _analysis(tuple(map(analysed, LEVELS, chances)))
    assert [f.level for f in analysis.suspected] == [Level.C4, Level.C2, Level.C5]
    assert analysis.complete


def test_an_analysis_has_seven_levels_in_order_and_a_mask_on_its_grid() -> None:
    """Six levels, a wrong order or another grid are refused."""
    findings = tuple(analysed(level, 0.1) for level in LEVELS)
    with pytest.raises(ValueError, match=r"C1\.\.C7"):
        _analysis(findings[:6])
    with pytest.raises(ValueError, match=r"C1\.\.C7"):
        _analysis(findings[::-1])
    with pytest.raises(ValueError, match="mask has shape"):
        Analysis(np.zeros((1, 2, 2), np.uint8), GRID, findings, PatientFinding(0.1, 0.5), (), {})


def test_one_level_not_analysed_makes_it_incomplete() -> None:
    """Analysed in part is never passed off as complete."""
    findings = [analysed(level, 0.1) for level in LEVELS]
    findings[6] = Finding(Level.C7, LevelState.NOT_ANALYSED, 0.5, "outside the field of view")
    assert not _analysis(tuple(findings)).complete


def _analysis(findings: tuple[Finding, ...]) -> Analysis:
    return Analysis(np.zeros((2, 2, 2), np.uint8), GRID, findings, PatientFinding(0.1, 0.5), (), {})
