"""Which studies are trained on and which are kept for measuring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedKFold

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Split:
    """One way to part the studies; no study is on both sides.

    Attributes
    ----------
    train, validation : tuple of str
        Keys, sorted.
    """

    train: tuple[str, ...]
    validation: tuple[str, ...]

    def __post_init__(self) -> None:
        both = set(self.train) & set(self.validation)
        if both:
            raise ValueError(f"on both sides of the split: {sorted(both)[:3]}")


def stratified_folds(
    patient_overall: Mapping[str, bool], folds: int = FOLDS, seed: int = 0
) -> tuple[tuple[str, ...], ...]:
    """Part studies into folds with the same share of fractured patients in each.

    A study is a patient: RSNA 2022 holds one study of each.

    Parameters
    ----------
    patient_overall : mapping of str to bool
        Whether the patient has a fracture, by Study Instance UID; the order does not matter.
    folds : int
    seed : int
        The same studies and seed give the same folds.

    Returns
    -------
    tuple of tuple of str
        Sorted keys of each fold; every study is in one of them.

    Raises
    ------
    ValueError
        If there are fewer than two folds, or fewer studies of a kind than folds.
    """
    keys = np.array(sorted(patient_overall))
    truth = np.array([patient_overall[key] for key in keys.tolist()], dtype=int)
    rarest = min(np.bincount(truth)[np.unique(truth)], default=0)
    if folds < 2 or rarest < folds:
        raise ValueError(
            f"{folds} folds need at least as many studies with and without a fracture; "
            f"the rarer kind has {rarest}"
        )
    parts = StratifiedKFold(folds, shuffle=True, random_state=seed).split(keys, truth)
    return tuple(tuple(keys[index].tolist()) for _, index in parts)


def split_of(folds: Sequence[Sequence[str]], fold: int) -> Split:
    """Keep one fold for validation and train on the others."""
    train = [key for n, part in enumerate(folds) for key in part if n != fold]
    return Split(tuple(sorted(train)), tuple(sorted(folds[fold])))
