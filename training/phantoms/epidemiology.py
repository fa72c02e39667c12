"""Which levels break, how often, and together with which neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit

STUDIES = 2019
LEVEL_COUNTS = (146, 285, 73, 108, 162, 277, 393)
"""Studies of RSNA 2022's training set, and those with a fracture of C1..C7."""

NEXT_TOO = (0.38, 0.08, 0.40, 0.47, 0.56, 0.47)
"""Chance that the next level is broken, too: C1 -> C2 .. C6 -> C7."""


def level_rates(mean_rate: float) -> NDArray[np.float64]:
    """Chance of each level C1..C7 to be broken, ``mean_rate`` on average.

    The published frequencies are shifted on the logit scale, which keeps their order and
    all chances between 0 and 1.

    Raises
    ------
    ValueError
        If the rate isn't between 0 and 1.
    """
    if not 0 <= mean_rate <= 1:
        raise ValueError(f"fracture_rate must lie between 0 and 1, got {mean_rate}")
    if mean_rate in (0.0, 1.0):
        return np.full(len(LEVEL_COUNTS), mean_rate)
    base = logit(np.array(LEVEL_COUNTS) / STUDIES)
    shift = brentq(lambda s: float(expit(base + s).mean()) - mean_rate, -40.0, 40.0)
    return np.asarray(expit(base + shift))


def broken_levels(chances: NDArray[np.float64], mean_rate: float) -> NDArray[np.bool_]:
    """Decide which levels are broken, from the head down.

    Parameters
    ----------
    chances : ndarray, shape (7,)
        Uniform random numbers.
    mean_rate : float
        Mean share of broken levels.

    Returns
    -------
    ndarray of bool, shape (7,)
        Each level has its :func:`level_rates` whatever its neighbours; a broken neighbour
        above makes it as likely as published, or as its own rate where that is greater.
    """
    rates = level_rates(mean_rate)
    broken = np.zeros(len(rates), dtype=bool)
    broken[0] = chances[0] < rates[0]
    for n, published in enumerate(NEXT_TOO):
        here, below = rates[n], rates[n + 1]
        # C2 breaks alone: C3's chance is lower after it only by a hair, so none is lowered.
        after = max(published, below)
        if here in (0.0, 1.0):
            after = otherwise = below
        else:
            after = min(after, below / here)
            otherwise = (below - here * after) / (1 - here)
        broken[n + 1] = chances[n + 1] < (after if broken[n] else otherwise)
    return broken
