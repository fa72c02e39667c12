"""From readings to the figures of a table's row, each with its bootstrap interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from training.metrics import (
    Interval,
    accuracy,
    auc,
    expected_calibration_error,
    log_loss,
    mean,
    sensitivity,
    specificity,
    youden_threshold,
)
from training.prior import filled
from training.rows.method import FractureReading, LevelReading
from training.rows.studies import Truth
from training.scored import Index, Labelled, Scored, intervals

Figures = Mapping[str, Interval]


def fracture_figures(
    calibration: tuple[Sequence[FractureReading], Truth],
    test: tuple[Sequence[FractureReading], Truth],
    prior: NDArray[np.float64],
) -> Figures:
    """Figures of a method that tells fractures.

    Parameters
    ----------
    calibration, test : pair of readings and Truth
        The working threshold is chosen on the first, by Youden's index; the second is measured.
    prior : ndarray, shape (8,)
        What is answered for a level that the method didn't read (:mod:`training.prior`).
    """
    chosen_on = filled(np.stack(calibration[0]), prior)
    known = calibration[1].present[:, :7]
    threshold = youden_threshold(chosen_on[:, :7][known], calibration[1].fractured[:, :7][known])
    scored = Scored(filled(np.stack(test[0]), prior), test[1].fractured, test[1].present)
    levels, patients = scored.levels, scored.patients
    computed: dict[str, Callable[[Index], float]] = {
        "accuracy": lambda i: accuracy(*levels(i)),
        "auc": lambda i: auc(*levels(i)),
        "sensitivity": lambda i: sensitivity(*levels(i), threshold),
        "specificity": lambda i: specificity(*levels(i), threshold),
        "patient_auc": lambda i: auc(*patients(i)),
        "competition_loss": scored.loss,
        "competition_loss_pooled": scored.loss_pooled,
        "log_loss": lambda i: log_loss(*levels(i)),
        "calibration_error": lambda i: expected_calibration_error(*levels(i)),
    }
    return intervals(len(test[0]), computed)


def level_figures(calibration: Sequence[LevelReading], test: Sequence[LevelReading]) -> Figures:
    """Figures of a method that tells levels apart.

    Whether an axial slice shows a level is what all methods of stage 1 answer; its working
    threshold is chosen on the calibration part, by Youden's index.
    """
    threshold = youden_threshold(*_shown(calibration))

    def shown(index: Index) -> Labelled:
        return _shown([test[n] for n in index])

    overlap = {name: np.stack([getattr(one, name) for one in test]) for name in ("dice", "jaccard")}
    voxels = np.array([one.accuracy for one in test])
    computed: dict[str, Callable[[Index], float]] = {
        "voxel_accuracy": lambda i: mean(voxels[i]),
        "dice": lambda i: mean(overlap["dice"][i]),
        "jaccard": lambda i: mean(overlap["jaccard"][i]),
        "accuracy": lambda i: accuracy(*shown(i)),
        "auc": lambda i: auc(*shown(i)),
        "sensitivity": lambda i: sensitivity(*shown(i), threshold),
        "specificity": lambda i: specificity(*shown(i), threshold),
    }
    return intervals(len(test), computed)


def _shown(readings: Sequence[LevelReading]) -> Labelled:
    """Scores and truth of every slice and level, in one row."""
    scores = np.concatenate([one.score.ravel() for one in readings])
    return scores, np.concatenate([one.shown.ravel() for one in readings])
