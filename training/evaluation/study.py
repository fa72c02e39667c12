"""One phantom against its truth: what a study adds to the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS, Level
from inference.networks.models import Models
from inference.pipeline import MIN_SHARE, analyze_with
from training.metrics import dice, identified, jaccard
from training.phantoms.phantom import Phantom
from training.sources import drain


@dataclass(frozen=True, slots=True, eq=False)
class StudyResult:
    """What one study adds to the figures; NaN where a level has no figure.

    Attributes
    ----------
    dice, jaccard : ndarray, shape (7,)
        Per level with at least 30 % in view.
    found : ndarray, shape (7,)
        1 identified, 0 missed, NaN not in view.
    invented : int
        Levels named that are not in view at all.
    probability : ndarray, shape (8,)
        C1..C7 and the patient; NaN for what was not analysed.
    truth, present : ndarray of bool, shape (8,)
    analysed : ndarray of bool, shape (7,)
    fractures, lookalikes : mapping of Level to str
        What breaks the levels in view, and what only looks like that.
    seconds : float
    """

    dice: NDArray[np.float64]
    jaccard: NDArray[np.float64]
    found: NDArray[np.float64]
    invented: int
    probability: NDArray[np.float64]
    truth: NDArray[np.bool_]
    present: NDArray[np.bool_]
    analysed: NDArray[np.bool_]
    fractures: Mapping[Level, str]
    lookalikes: Mapping[Level, str]
    seconds: float


def measure_study(phantom: Phantom, models: Models) -> StudyResult:
    """Analyse one phantom and compare with its truth."""
    analysis = drain(analyze_with(phantom.volume, models))
    whole = np.array([phantom.whole.get(level, 0.0) for level in LEVELS])
    present = whole >= MIN_SHARE
    truth_centers = _centers(phantom.label, phantom)
    found_centers = _centers(analysis.mask, phantom)
    names = identified(found_centers, truth_centers)
    nothing = np.full(7, np.nan)
    dices, jaccards, found = nothing.copy(), nothing.copy(), nothing.copy()
    for n in np.flatnonzero(present):
        a, b = analysis.mask == n + 1, phantom.label == n + 1
        dices[n], jaccards[n] = dice(a, b), jaccard(a, b)
        found[n] = float(names.get(int(n) + 1, False))
    said = [*(f.probability for f in analysis.findings), analysis.patient.probability]
    probability = np.array(said, dtype=np.float64)
    truth = phantom.fractured & present

    def in_view(kinds: Mapping[Level, str]) -> dict[Level, str]:
        return {level: kind for level, kind in kinds.items() if present[level.label - 1]}

    return StudyResult(
        dices,
        jaccards,
        found,
        sum(1 for n in found_centers if whole[n - 1] == 0.0),
        probability,
        np.append(truth, truth.any()),
        np.append(present, True),
        ~np.isnan(probability[: len(LEVELS)]),
        in_view(phantom.fractures),
        in_view(phantom.lookalikes),
        sum(analysis.timing_s.values()),
    )


def _centers(mask: NDArray[np.uint8], phantom: Phantom) -> dict[int, NDArray[np.float64]]:
    geometry = phantom.volume.geometry
    return {
        n: geometry.index_to_lps(np.argwhere(mask == n).mean(axis=0))
        for n in range(1, 8)
        if (mask == n).any()
    }
