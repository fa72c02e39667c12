"""Choosing the classifier's working point: its probabilities and its thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logit

from inference.networks.models import bundled_weights
from inference.stages.calibration import Calibration, Platt
from training.errors import TrainingError
from training.evaluate import (
    CALIBRATION_PEOPLE_SEED,
    FIRST_CALIBRATION_SEED,
    TEST_OPTIONS,
    study_line,
)
from training.evaluation.crew import Crew
from training.evaluation.study import StudyResult
from training.export import add_metrics, set_working_point
from training.metrics import PROBABILITY_FLOOR, youden_threshold
from training.prior import MEASURED, as_metrics

SCALES = (0.01, 100.0)
"""Range of a fitted scale: a head that tells nothing would be scaled to nought."""


@dataclass(frozen=True, slots=True)
class CalibrationRequest:
    """On what a working point is chosen, and what is written.

    Attributes
    ----------
    count, people : int
        Phantoms, and procedural people that they are made of.
    meshes : Path or None
        Folder of mesh sets; procedural people only without.
    weights : Path or None
        Folder whose card is written; the bundled one without.
    device : str
    probabilities : bool
        Whether scale and offset of the logits are fitted, too. Otherwise thresholds are chosen
        on the probabilities that the card makes now.
    processes : int
        That measure at the same time.
    keep : Path or None
        Folder of studies that were measured already.
    """

    count: int
    people: int
    meshes: Path | None = None
    weights: Path | None = None
    device: str = "cpu"
    probabilities: bool = False
    processes: int = 1
    keep: Path | None = None

    def __post_init__(self) -> None:
        if self.count < 2:  # a broken neck and an unbroken one
            raise TrainingError(f"--count {self.count}: must be at least 2, every second unbroken")

    @property
    def crew(self) -> Crew:
        """Who measures: on people of calibration's own."""
        return Crew(
            self.meshes, self.people, CALIBRATION_PEOPLE_SEED, self.weights, self.device,
            calibrated=not self.probabilities, processes=self.processes, keep=self.keep,
        )  # fmt: skip


def calibrate_card(request: CalibrationRequest) -> Iterator[str]:
    """Choose the working point on phantoms of its own, and write it into the card.

    With it goes the prior, their shares of positives, by which ``evaluate`` answers for levels
    that are not analysed.

    They are drawn as those of ``evaluate``: a probability only holds where cases are as frequent
    as they were here. The threshold is that of the greatest Youden index.

    Yields
    ------
    str
        A line a study, then what was chosen.

    Raises
    ------
    TrainingError
        If the levels or patients that were looked at are all broken, or all unbroken.
    """
    results: list[StudyResult] = []
    seeds = range(FIRST_CALIBRATION_SEED, FIRST_CALIBRATION_SEED + request.count)
    for result in request.crew.measure(TEST_OPTIONS, seeds):
        results.append(result)
        yield study_line(len(results), request.count, result)
    heads = {"level": _looked_at(results), "patient": _patients(results)}
    for name, (_, truth) in heads.items():
        if truth.all() or not truth.any():
            raise TrainingError(
                f"--count {request.count}: broken and unbroken cases are needed of '{name}', and "
                "all that were analysed are of one kind: give a larger --count."
            )
    calibration = None
    if request.probabilities:
        fitted = {name: fit_platt(*labelled) for name, labelled in heads.items()}
        calibration = Calibration(**fitted)
        heads = {
            name: (_calibrated(scores, fitted[name]), truth)
            for name, (scores, truth) in heads.items()
        }
        for name, platt in fitted.items():
            yield f"{name}: scale {platt.scale:.3f}, offset {platt.offset:.3f}"
    thresholds = {name: youden_threshold(*labelled) for name, labelled in heads.items()}
    folder = request.weights or bundled_weights()
    set_working_point(folder, thresholds, calibration)
    truth, present = (
        np.stack([getattr(r, name) for r in results]) for name in ("truth", "present")
    )
    add_metrics(folder, "classification", MEASURED, as_metrics(truth, present))
    yield ", ".join(f"{name} {value:.3f}" for name, value in thresholds.items())


Labelled = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""Probabilities and truth, each (n,)."""


def _looked_at(results: Sequence[StudyResult]) -> Labelled:
    there = np.stack([r.present[:7] & r.analysed for r in results])
    return (
        np.stack([r.probability[:7] for r in results])[there],
        np.stack([r.truth[:7] for r in results])[there],
    )


def _patients(results: Sequence[StudyResult]) -> Labelled:
    """Patients of whom any level was analysed: of the others the network says nothing."""
    seen = [r for r in results if r.analysed.any()]
    return (
        np.array([r.probability[7] for r in seen]),
        np.array([r.truth[7] for r in seen], dtype=bool),
    )


def _logits(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(logit(np.clip(probability, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR)))


def _calibrated(probability: NDArray[np.float64], platt: Platt) -> NDArray[np.float64]:
    """What inference will make of them: by its own formula."""
    made: NDArray[np.float64] = platt.probability(torch.from_numpy(_logits(probability))).numpy()
    return made


def fit_platt(probability: NDArray[np.float64], truth: NDArray[np.bool_]) -> Platt:
    """Scale and offset of the logits with the least log loss.

    Parameters
    ----------
    probability : ndarray, shape (n,)
        Uncalibrated.
    truth : ndarray of bool, shape (n,)
        Of both classes.

    Notes
    -----
    As Platt (1999) does, the classes' targets are (n+ + 1) / (n+ + 2) and 1 / (n- + 2) instead
    of 1 and 0: classes that are parted without an error would ask for an infinite scale.
    """
    logits = _logits(probability)
    positive = int(truth.sum())
    negative = len(truth) - positive
    target = np.where(truth, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(parameters: NDArray[np.float64]) -> float:
        moved = np.exp(parameters[0]) * logits + parameters[1]
        return float((np.logaddexp(0.0, moved) - target * moved).mean())

    low, high = np.log(SCALES)
    found = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(low, high), (None, None)])
    return Platt(round(float(np.exp(found.x[0])), 6), round(float(found.x[1]), 6))
