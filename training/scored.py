"""Answers of many studies beside the truth, and the bootstrap over those studies.

The pipeline and the rows of the method's tables are measured through this, so that one figure
of theirs is the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from training.metrics import Interval, bootstrap, competition_loss, competition_loss_pooled

Index = NDArray[np.intp]
"""Numbers of resampled studies."""

Labelled = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""Scores and truth, each (n,)."""

ROUNDS = 1000
"""Of the bootstrap."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Answers for C1..C7 and the patient.

    Attributes
    ----------
    probability : ndarray, shape (studies, 8)
        Where a probability is asked for, what was not analysed is filled already
        (:mod:`training.prior`); else it is NaN.
    truth, present : ndarray of bool, same shape
    """

    probability: NDArray[np.float64]
    truth: NDArray[np.bool_]
    present: NDArray[np.bool_]

    def levels(self, index: Index) -> Labelled:
        """All levels in view of some studies, in one row."""
        seven = len(LEVELS)
        there = self.present[index, :seven]
        return self.probability[index, :seven][there], self.truth[index, :seven][there]

    def patients(self, index: Index) -> Labelled:
        """The patients of some studies."""
        return self.probability[index, -1], self.truth[index, -1]

    def loss(self, index: Index) -> float:
        """The competition's loss."""
        return competition_loss(self.probability[index], self.truth[index], self.present[index])

    def loss_pooled(self, index: Index) -> float:
        """The competition's loss, divided once."""
        return competition_loss_pooled(
            self.probability[index], self.truth[index], self.present[index]
        )


def intervals(
    count: int, computed: Mapping[str, Callable[[Index], float]]
) -> Mapping[str, Interval]:
    """Every figure is drawn from the same resampled studies, whatever stands before it."""
    return {
        name: bootstrap(count, figure, np.random.default_rng(0), ROUNDS)
        for name, figure in computed.items()
    }
