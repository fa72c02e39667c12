"""A support vector machine on a CNN's vectors, one a vertebra."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from inference.networks.baselines.study_net import PlaneNet
from training.crops import StudyCrops, read_crops
from training.errors import NothingToLearnError
from training.pool import pool_files
from training.rows.crops import whole_study
from training.rows.method import FractureReading

if TYPE_CHECKING:
    from sklearn.calibration import CalibratedClassifierCV

FOLDS = 3
"""Of the cross-validation that turns the machine's distances into probabilities (Platt)."""


def level_vectors(
    network: PlaneNet, study: StudyCrops, drawn: bool, device: str
) -> NDArray[np.float64]:
    """Vectors of the levels that are there, (levels, features); ``drawn`` as a workspace's."""
    with torch.inference_mode():
        found: NDArray[np.float64] = (
            network.features(*whole_study(study, drawn, device))[0].double().cpu().numpy()
        )
    return found[study.present]


def fit_svm(network: PlaneNet, crops: Path, drawn: bool, device: str) -> CalibratedClassifierCV:
    """Fit the machine to all levels of a folder of crops.

    Raises
    ------
    NothingToLearnError
        If fewer than two levels are broken, or unbroken.
    """
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    vectors, labels = [], []
    for path in pool_files(crops):
        study = read_crops(path)
        if study.present.any():
            vectors.append(level_vectors(network, study, drawn, device))
            labels.append(study.fractured[study.present])
    truth = np.concatenate(labels) if labels else np.zeros(0, dtype=bool)
    least = int(min(truth.sum(), (~truth).sum()))
    if least < 2:
        raise NothingToLearnError(
            f"{crops}: {truth.sum()} of {len(truth)} levels are broken; a support vector machine "
            "needs two of either kind. Make more studies with --train."
        )
    machine = CalibratedClassifierCV(
        make_pipeline(StandardScaler(), SVC(class_weight="balanced")),
        method="sigmoid",
        cv=min(FOLDS, least),
        ensemble=False,
    )
    machine.fit(np.concatenate(vectors), truth)
    return machine


def read_svm(
    machine: CalibratedClassifierCV, network: PlaneNet, crops: Path, drawn: bool, device: str
) -> Iterator[FractureReading]:
    """Read every study of a folder of crops; the patient is the worst of the levels."""
    for path in pool_files(crops):
        study = read_crops(path)
        found = np.full(len(study.present) + 1, np.nan)
        if study.present.any():
            vectors = level_vectors(network, study, drawn, device)
            found[:-1][study.present] = machine.predict_proba(vectors)[:, 1]
            found[-1] = np.nanmax(found[:-1])
        yield found
