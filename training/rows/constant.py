"""The row that reads nothing: what a table's figures are worth without any network."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from inference.findings import LEVELS
from inference.pipeline import MIN_SHARE
from training.rows.levels import read_samples, shown_levels
from training.rows.method import LevelReading
from training.rows.studies import Part
from training.rows.workspace import Workspace


def constant_levels(space: Workspace, part: Part) -> Iterator[LevelReading]:
    """Background everywhere; a level is shown as often as on the calibration part's slices."""
    shown = [shown_levels(sample.label) for sample in read_samples(space.volumes(Part.CALIBRATION))]
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
