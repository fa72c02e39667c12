"""How often each study is drawn: fractures are rare, and rarer at some levels than at others.

Only studies are weighed. How many slices a study has makes no difference: a study is drawn, then
a slice of it, and vertebrae are cut to as many planes each, however thick the slices were.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

UNBROKEN_SHARE = 0.5
"""Of the draws go to studies without a fracture: a patient's loss needs both alike."""


def sampling_weights(
    fractured: NDArray[np.bool_], unbroken_share: float = UNBROKEN_SHARE
) -> NDArray[np.float64]:
    """Chance of each study to be drawn, so that every fractured level comes up alike.

    A draw first chooses between no fracture and some, then a level out of those that are
    fractured anywhere, then a study of that kind: class-aware sampling (Shen, Lin and Huang,
    "Relay backpropagation", ECCV 2016, doi 10.1007/978-3-319-46478-7_29) for several
    classes a study.

    Parameters
    ----------
    fractured : ndarray of bool, shape (studies, 7)
    unbroken_share : float
        Share of the draws for studies without a fracture, 0..1; where there are only studies
        of one kind, they get all.

    Returns
    -------
    ndarray of float64, shape (studies,)
        Sums to 1.

    Raises
    ------
    ValueError
        If there is no study, or the share is no share.
    """
    if fractured.ndim != 2 or not len(fractured):
        raise ValueError(f"studies x levels are wanted, got shape {fractured.shape}")
    if not 0 <= unbroken_share <= 1:
        raise ValueError(f"unbroken_share must be 0..1, got {unbroken_share}")
    unbroken = ~fractured.any(axis=1)
    cases = fractured.sum(axis=0)
    seen = cases > 0
    if not seen.any():
        return np.full(len(fractured), 1 / len(fractured))
    share = unbroken_share if unbroken.any() else 0.0
    by_level = (fractured[:, seen] / cases[seen]).mean(axis=1)
    return np.asarray(share * unbroken / max(unbroken.sum(), 1) + (1 - share) * by_level)
