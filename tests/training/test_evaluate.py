"""Figures of made-up studies, counted by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from inference.findings import LEVELS, Level
from training.errors import TrainingError
from training.evaluate import evaluate_to_cards, study_line
from training.evaluation.crew import Crew
from training.evaluation.figures import summarise
from training.evaluation.study import StudyResult
from training.metrics import competition_loss, expected_calibration_error

THRESHOLDS = {"level": 0.5, "patient": 0.5}
PRIOR = np.array([0.1, 0.2, 0.1, 0.1, 0.3, 0.1, 0.2, 0.7])


def study(
    probability: Mapping[Level, float],
    fractures: Mapping[Level, str],
    lookalikes: Mapping[Level, str],
    invented: int = 0,
) -> StudyResult:
    """A neck of which all is in view and all but ``probability`` is 0.1."""
    scores = np.array([probability.get(level, 0.1) for level in LEVELS])
    truth = np.array([level in fractures for level in LEVELS])
    return StudyResult(
        np.full(7, 0.8), np.full(7, 0.7), np.ones(7), invented,
        np.append(scores, scores.max()), np.append(truth, truth.any()), np.ones(8, bool),
        np.ones(7, bool), fractures, lookalikes, 2.0,
    )  # fmt: skip


RESULTS = [
    study(
        {Level.C2: 0.9, Level.C5: 0.2, Level.C7: 0.6},
        {Level.C2: "dens type II", Level.C5: "transverse process"},
        {Level.C7: "old spinous fracture", Level.C2: "vascular channel"},
    ),
    study(
        {Level.C5: 0.7},
        {Level.C5: "transverse process", Level.C7: "spinous process"},
        {Level.C3: "vascular channel"},
        invented=2,
    ),
    study({}, {}, {Level.C7: "old spinous fracture"}),
]


@pytest.fixture(scope="module")
def figures() -> dict[str, object]:
    """The figures of three studies."""
    return summarise(RESULTS, THRESHOLDS, PRIOR)


def test_fractures_are_counted_by_kind(figures: dict[str, object]) -> None:
    """Every kind that occurred, missed ones too, in the generator's order."""
    by_kind = figures["sensitivity_by_kind"]
    assert isinstance(by_kind, dict)
    assert list(by_kind) == ["dens type II", "transverse process", "spinous process"]
    assert by_kind["transverse process"] == {"fractures": 2, "found": 1, "sensitivity": 0.5}
    assert by_kind["spinous process"] == {"fractures": 1, "found": 0, "sensitivity": 0.0}


def test_lookalikes_count_where_nothing_is_broken(figures: dict[str, object]) -> None:
    """The vascular channel beside a fracture is no false alarm."""
    assert figures["false_alarms_by_lookalike"] == {
        "vascular channel": {"levels": 1, "alarms": 0, "rate": 0.0},
        "old spinous fracture": {"levels": 2, "alarms": 1, "rate": 0.5},
    }


def test_calibration_and_invented_levels_have_intervals(figures: dict[str, object]) -> None:
    """[value, low, high]; two invented levels in one study are one study."""
    scores = np.stack([r.probability for r in RESULTS])
    truth = np.stack([r.truth for r in RESULTS])
    expected = {
        "level_calibration_error": expected_calibration_error(
            scores[:, :7].ravel(), truth[:, :7].ravel()
        ),
        "patient_calibration_error": expected_calibration_error(scores[:, 7], truth[:, 7]),
        "studies_with_invented_levels": 1 / 3,
    }
    for name, value in expected.items():
        made = figures[name]
        assert isinstance(made, list)
        assert made[0] == pytest.approx(value, abs=1e-4), name
        assert made[1] <= made[0] <= made[2]
    assert figures["levels_invented"] == 2


def test_the_constant_prior_stands_beside_the_loss(figures: dict[str, object]) -> None:
    """It is the calibration studies', whatever is measured."""
    truth = np.stack([r.truth for r in RESULTS])
    expected = competition_loss(np.broadcast_to(PRIOR, truth.shape), truth)
    made = figures["weighted_log_loss_of_constant_prior"]
    assert isinstance(made, list)
    assert made[0] == pytest.approx(expected, abs=1e-4)


def test_what_was_not_analysed_is_answered_with_the_prior_and_counted() -> None:
    """A pipeline that says nothing is as good as the constant, and it is told how often."""
    mute = [replace(r, probability=np.full(8, np.nan)) for r in RESULTS]
    hidden = np.arange(8) != 0
    mute[0] = replace(mute[0], present=hidden, truth=mute[0].truth & hidden)
    made = summarise(mute, THRESHOLDS, PRIOR)
    assert made["weighted_log_loss"] == made["weighted_log_loss_of_constant_prior"]
    assert made["levels_filled_with_prior"] == 3 * 7 - 1
    assert summarise(RESULTS, THRESHOLDS, PRIOR)["levels_filled_with_prior"] == 0


def test_what_was_not_analysed_is_neither_found_nor_an_alarm() -> None:
    """Even where the prior lies above the threshold: the reader is told of no suspicion."""
    mute = [replace(r, probability=np.full(8, np.nan)) for r in RESULTS]
    made = summarise(mute, {"level": 0.01, "patient": 0.01}, PRIOR)
    assert made["level_sensitivity"] == [0.0, 0.0, 0.0]
    assert made["level_specificity"] == [1.0, 1.0, 1.0]
    assert made["patient_sensitivity"] == [0.0, 0.0, 0.0]
    for table, hits in (("sensitivity_by_kind", "found"), ("false_alarms_by_lookalike", "alarms")):
        assert {kind[hits] for kind in made[table].values()} <= {0}


def test_a_line_a_study_for_the_terminal() -> None:
    """Number, Dice, levels, invented ones, time."""
    assert study_line(2, 3, RESULTS[1]) == "2/3 dice 0.800 found 7/7 invented 2 2.0 s"


def test_nothing_can_not_be_measured() -> None:
    """Said before networks are loaded."""
    with pytest.raises(TrainingError, match="--count 0: must be at least 1"):
        next(evaluate_to_cards(Crew(None, 1, 1), 0, write=False))
