"""The row that reads nothing: what a table's figures are worth without any network."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from training.crops import MIN_SHARE
from training.rows.levels import read_samples, shown_levels
from training.rows.method import LevelReading
from training.rows.studies import Part, Truth
from training.rows.workspace import Workspace


def prior_of(truth: Truth) -> NDArray[np.float64]:
    """Share of the studies in which each of the eight labels is positive, shape (8,).

    One positive and one negative study are added, so that what was never seen isn't called
    impossible (Laplace's rule of succession).
    """
    positives = (truth.fractured & truth.present).sum(axis=0)
    shares: NDArray[np.float64] = (positives + 1.0) / (truth.present.sum(axis=0) + 2.0)
    return shares


def constant_levels(space: Workspace, part: Part) -> Iterator[LevelReading]:
    """Background everywhere; a level is shown as often as on the training part's slices."""
    shown = [shown_levels(sample.label) for sample in read_samples(space.volumes(Part.TRAIN))]
    prior = np.concatenate(shown).mean(axis=0)
    for sample in read_samples(space.volumes(part)):
        overlap = np.where(sample.whole >= MIN_SHARE, 0.0, np.nan)
        yield LevelReading(
            np.broadcast_to(prior, (len(sample.label), len(LEVELS))),
            shown_levels(sample.label),
            float((sample.label == 0).mean()),
            overlap,
            overlap,
        )
