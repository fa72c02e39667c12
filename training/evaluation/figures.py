"""From studies to figures, each with its bootstrap interval over studies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from training.evaluation.study import StudyResult
from training.metrics import (
    Interval,
    Tally,
    auc,
    bootstrap,
    competition_loss,
    expected_calibration_error,
    mean,
    sensitivity,
    specificity,
    tally_by_name,
)
from training.phantoms.fracture_kinds import MAKERS
from training.phantoms.lookalikes import LOOKALIKES
from training.prior import filled, filled_count

Index = NDArray[np.intp]
Labelled = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""Scores and truth, each (n,)."""

ROUNDS = 1000
"""Of the bootstrap."""


def summarise(
    results: Sequence[StudyResult], thresholds: Mapping[str, float], prior: NDArray[np.float64]
) -> dict[str, object]:
    """Figures with 95 % bootstrap intervals over studies, as [value, low, high].

    What was not analysed is answered with ``prior``, shape (8,), the calibration studies' shares
    of positives (:mod:`training.prior`); ``levels_filled_with_prior`` counts such levels in view.
    """
    asked = np.stack([r.probability for r in results])
    unanalysed = filled_count(asked[:, :7], np.stack([r.present[:7] for r in results]))
    results = [replace(r, probability=filled(r.probability, prior)) for r in results]
    dices = np.stack([r.dice for r in results])
    _, truth, present = scores = _scores(results)
    seconds = float(np.median([r.seconds for r in results]))
    intervals = {
        name: bootstrap(len(results), figure, np.random.default_rng(0), ROUNDS).as_list()
        for name, figure in {
            **_level_figures(results),
            **_fracture_figures(*scores, thresholds, prior),
        }.items()
    }
    return {
        "studies": len(results),
        **intervals,
        "dice_by_level": {
            level.value: Interval(mean(dices[:, n]), np.nan, np.nan).as_list()[0]
            for n, level in enumerate(LEVELS)
        },
        "levels_filled_with_prior": unanalysed,
        "levels_invented": sum(r.invented for r in results),
        "sensitivity_by_kind": {
            name: _said(found, "fractures", "found", "sensitivity")
            for name, found in _found_by_kind(results, thresholds["level"]).items()
        },
        "false_alarms_by_lookalike": {
            name: _said(alarms, "levels", "alarms", "rate")
            for name, alarms in _alarms_by_lookalike(results, thresholds["level"]).items()
        },
        "fractured_share_of_levels": round(float(truth[:, :7][present[:, :7]].mean()), 4),
        "median_seconds": round(seconds, 1),
    }


def _scores(
    results: Sequence[StudyResult],
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Probability, truth and presence, each (studies, 8)."""
    return (
        np.stack([r.probability for r in results]),
        np.stack([r.truth for r in results]),
        np.stack([r.present for r in results]),
    )


def _level_figures(results: Sequence[StudyResult]) -> dict[str, Callable[[Index], float]]:
    """What stage 1 is measured by."""
    dices, jaccards, found = (
        np.stack([getattr(r, name) for r in results]) for name in ("dice", "jaccard", "found")
    )
    invents = np.array([r.invented > 0 for r in results])
    return {
        "dice": lambda i: mean(dices[i]),
        "jaccard": lambda i: mean(jaccards[i]),
        "level_identification": lambda i: mean(found[i]),
        "studies_with_invented_levels": lambda i: float(invents[i].mean()),
    }


def _fracture_figures(
    probability: NDArray[np.float64],
    truth: NDArray[np.bool_],
    present: NDArray[np.bool_],
    thresholds: Mapping[str, float],
    prior: NDArray[np.float64],
) -> dict[str, Callable[[Index], float]]:
    """What stage 2 is measured by; arrays are (studies, 8)."""
    level, patient = thresholds["level"], thresholds["patient"]
    constant = np.broadcast_to(prior, truth.shape)

    def levels(index: Index) -> Labelled:
        there = present[index, :7]
        return probability[index, :7][there], truth[index, :7][there]

    def patients(index: Index) -> Labelled:
        return probability[index, 7], truth[index, 7]

    return {
        "level_auc": lambda i: auc(*levels(i)),
        "level_sensitivity": lambda i: sensitivity(*levels(i), level),
        "level_specificity": lambda i: specificity(*levels(i), level),
        "level_calibration_error": lambda i: expected_calibration_error(*levels(i)),
        "patient_auc": lambda i: auc(*patients(i)),
        "patient_sensitivity": lambda i: sensitivity(*patients(i), patient),
        "patient_specificity": lambda i: specificity(*patients(i), patient),
        "patient_calibration_error": lambda i: expected_calibration_error(*patients(i)),
        "weighted_log_loss": lambda i: competition_loss(probability[i], truth[i], present[i]),
        "weighted_log_loss_of_constant_prior": lambda i: competition_loss(
            constant[i], truth[i], present[i]
        ),
    }


def _found_by_kind(results: Sequence[StudyResult], threshold: float) -> dict[str, Tally]:
    """Fractures in view by kind; found are those at or above the threshold."""
    found = (
        (kind, bool(r.probability[level.label - 1] >= threshold))
        for r in results
        for level, kind in r.fractures.items()
    )
    return tally_by_name(found, MAKERS)


def _alarms_by_lookalike(results: Sequence[StudyResult], threshold: float) -> dict[str, Tally]:
    """Unbroken levels in view that look broken, by what they show; and those suspected."""
    alarms = (
        (kind, bool(r.probability[level.label - 1] >= threshold))
        for r in results
        for level, kind in r.lookalikes.items()
        if level not in r.fractures
    )
    return tally_by_name(alarms, LOOKALIKES)


def _said(made: Tally, cases: str, hits: str, share: str) -> dict[str, float]:
    return {cases: made.count, hits: made.hits, share: round(made.share, 4)}
