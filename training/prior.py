"""What is answered for a level that was not analysed: how often it is broken at all.

Every measurement of fractures fills by this rule, the pipeline's and the rows' alike: the answer
of a method that says nothing is the base rate of the calibration studies. A probability of 0
would claim certainty that nobody had, and one missed fracture would outweigh all other answers
in a log loss. How many answers were filled stands among the figures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.networks.card import Card
from training.errors import TrainingError

MEASURED = "calibration"
"""Under this name a classifier's card holds the prior among its metrics."""

Array = NDArray[np.float64]


def prior_of(fractured: NDArray[np.bool_], present: NDArray[np.bool_]) -> Array:
    """Share of the studies in which each of the eight labels is positive, shape (8,).

    One positive and one negative study are added, so that what was never seen isn't called
    impossible (Laplace's rule of succession).

    Parameters
    ----------
    fractured, present : ndarray of bool, shape (studies, 8)
        Of the calibration studies: C1..C7 and the patient. Only present labels count.
    """
    positives = (fractured & present).sum(axis=0)
    shares: Array = (positives + 1.0) / (present.sum(axis=0) + 2.0)
    return shares


def filled(probability: Array, prior: Array) -> Array:
    """Answer with the prior wherever there is no answer.

    Parameters
    ----------
    probability : ndarray, shape (studies, 8)
        NaN for what was not analysed.
    prior : ndarray, shape (8,)
    """
    return np.where(np.isnan(probability), prior, probability)


def filled_count(probability: Array, present: NDArray[np.bool_]) -> int:
    """How many of the labels that count are answered with the prior; arrays (studies, 8)."""
    return int((np.isnan(probability) & present).sum())


def as_metrics(fractured: NDArray[np.bool_], present: NDArray[np.bool_]) -> dict[str, object]:
    """The prior of calibration studies, as a card holds it; arrays (studies, 8)."""
    prior = prior_of(fractured, present)
    return {"studies": len(present), "prior": [round(float(share), 4) for share in prior]}


def prior_in(card: Card) -> Array:
    """The prior that a classifier's card holds, shape (8,).

    Raises
    ------
    TrainingError
        If it holds none.
    """
    measured = card.metrics.get(MEASURED, {})
    prior = np.array(measured.get("prior", []), dtype=np.float64)
    if prior.shape != (len(LEVELS) + 1,) or not ((prior > 0) & (prior < 1)).all():
        raise TrainingError(
            f"{card.kind}.json: 'metrics.{MEASURED}.prior' does not hold eight shares between 0 "
            "and 1, with which levels that are not analysed are answered: run "
            "'python -m training calibrate' with these weights first."
        )
    return prior
