"""Phantoms measured by one process and by several: the same figures in the same order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.configs import COARSE
from training.errors import TrainingError
from training.evaluation.crew import Crew


def test_two_processes_measure_what_one_does() -> None:
    """In the seeds' order, with the same probabilities and overlaps."""
    alone = Crew(None, 1, 8_500)
    seeds = [900_001, 900_000]
    expected = list(alone.measure(COARSE, seeds))
    found = list(replace(alone, processes=2).measure(COARSE, seeds))
    assert len(found) == len(expected) == 2
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one.truth, other.truth)
        np.testing.assert_allclose(one.probability, other.probability, atol=1e-4)
        np.testing.assert_allclose(one.dice, other.dice, atol=1e-3)
    assert not np.array_equal(expected[0].dice, expected[1].dice)


def test_nobody_can_measure_nothing() -> None:
    """Said by the option's name."""
    with pytest.raises(TrainingError, match="--processes 0: must be at least 1"):
        Crew(None, 1, 8_500, processes=0)
