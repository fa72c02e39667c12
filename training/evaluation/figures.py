"""From studies to figures, each with its bootstrap interval over studies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from training.evaluation.study import StudyResult
from training.metrics import (
    Interval,
    Tally,
    auc,
    expected_calibration_error,
    mean,
    sensitivity,
    specificity,
    tally_by_name,
)
from training.phantoms.fracture_kinds import MAKERS
from training.phantoms.lookalikes import LOOKALIKES
from training.prior import filled, filled_count
from training.scored import Index, Scored, intervals


def summarise(
    results: Sequence[StudyResult], thresholds: Mapping[str, float], prior: NDArray[np.float64]
) -> dict[str, object]:
    """Figures with 95 % bootstrap intervals over studies, as [value, low, high].

    What was not analysed is not suspected. Losses, areas under the curve and calibration errors
    ask for a probability all the same: there it is answered with ``prior``, shape (8,), the
    calibration studies' shares of positives (:mod:`training.prior`); ``levels_filled_with_prior``
    counts such levels in view.
    """
    answered = Scored(
        *(np.stack([getattr(r, f.name) for r in results]) for f in fields(Scored)),
    )
    asked = answered.probability
    unanalysed = filled_count(asked[:, :7], np.stack([r.present[:7] for r in results]))
    dices = np.stack([r.dice for r in results])
    seconds = float(np.median([r.seconds for r in results]))
    computed = {**_level_figures(results), **_fracture_figures(answered, thresholds, prior)}
    measured = intervals(len(results), computed)
    return {
        "studies": len(results),
        **{name: interval.as_list() for name, interval in measured.items()},
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
        "fractured_share_of_levels": round(
            float(answered.levels(np.arange(len(results)))[1].mean()), 4
        ),
        "median_seconds": round(seconds, 1),
    }


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
    answered: Scored, thresholds: Mapping[str, float], prior: NDArray[np.float64]
) -> dict[str, Callable[[Index], float]]:
    """What stage 2 is measured by."""
    level, patient = thresholds["level"], thresholds["patient"]
    scored = replace(answered, probability=filled(answered.probability, prior))
    suspected = replace(answered, probability=np.nan_to_num(answered.probability, nan=0.0))
    levels, patients = scored.levels, scored.patients
    constant = replace(scored, probability=np.broadcast_to(prior, scored.truth.shape))
    return {
        "level_auc": lambda i: auc(*levels(i)),
        "level_sensitivity": lambda i: sensitivity(*suspected.levels(i), level),
        "level_specificity": lambda i: specificity(*suspected.levels(i), level),
        "level_calibration_error": lambda i: expected_calibration_error(*levels(i)),
        "patient_auc": lambda i: auc(*patients(i)),
        "patient_sensitivity": lambda i: sensitivity(*suspected.patients(i), patient),
        "patient_specificity": lambda i: specificity(*suspected.patients(i), patient),
        "patient_calibration_error": lambda i: expected_calibration_error(*patients(i)),
        "weighted_log_loss": scored.loss,
        "weighted_log_loss_of_constant_prior": constant.loss,
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
