"""The weights that come with Dens, on the demonstration study."""

from __future__ import annotations

import numpy as np
import pytest

from inference.findings import LEVELS, Analysis, LevelState
from inference.pipeline import analyze
from training.metrics import dice, identified
from training.phantoms.demonstration import demonstration
from training.phantoms.phantom import Phantom


@pytest.fixture(scope="module")
def phantom() -> Phantom:
    """The neck of ``make demo``."""
    return demonstration()


@pytest.fixture(scope="module")
def analysis(phantom: Phantom) -> Analysis:
    """What the bundled weights make of it."""
    steps = analyze(phantom.volume, "cpu")
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def test_every_level_is_found_and_named(phantom: Phantom, analysis: Analysis) -> None:
    """All seven, within 20 mm, and the masks lie on the bones."""
    geometry = phantom.volume.geometry

    def centers(mask: np.ndarray) -> dict[int, np.ndarray]:
        labels = [level.label for level in LEVELS if (mask == level.label).any()]
        return {n: geometry.index_to_lps(np.argwhere(mask == n).mean(axis=0)) for n in labels}

    assert all(identified(centers(analysis.mask), centers(phantom.label)).values())
    overlap = [dice(analysis.mask == n, phantom.label == n) for n in range(1, 8)]
    assert np.mean(overlap) > 0.92


def test_every_level_is_classified(analysis: Analysis) -> None:
    """Nothing is left out, and every suspicion has a box to look at."""
    for finding in analysis.findings:
        assert finding.state is LevelState.ANALYSED
        assert finding.boxes_2d
        assert len(finding.planes) == 30


def test_the_broken_levels_are_the_most_suspected(phantom: Phantom, analysis: Analysis) -> None:
    """The two breaks of the demonstration are seen."""
    ranked = sorted(analysis.findings, key=lambda finding: -(finding.probability or 0.0))
    assert {finding.level for finding in ranked[:2]} == set(phantom.fractures)
