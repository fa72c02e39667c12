"""Stage 2 reads a vertebra and its mirror image, and tells the mean."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from inference.imaging.geometry import VolumeGeometry
from inference.networks.models import Models
from inference.stages.classify import Classification, Crops, classify

SHAPE = (7, 30, 4, 32, 32)
LABELS = (2, 5)


@pytest.fixture
def crops() -> Crops:
    """Noise in place of two levels."""
    planes = np.zeros(SHAPE, np.float32)
    noise = np.random.default_rng(0).random((len(LABELS), *SHAPE[1:]), dtype=np.float32)
    planes[[label - 1 for label in LABELS]] = noise
    grid = VolumeGeometry.from_matrix((30, 32, 32), np.diag([2.0, 2.0, -1.0, 1.0]))
    return Crops(planes, dict.fromkeys(LABELS, grid))


def read(crops: Crops, models: Models) -> tuple[list[float], Classification]:
    """Shares that were told, and the result."""
    shares = []
    stage = classify(crops, models.classification, torch.device("cpu"))
    while True:
        try:
            shares.append(next(stage))
        except StopIteration as stop:
            return shares, stop.value


def test_a_mirror_image_is_read_alike(crops: Crops, oracles: Models) -> None:
    """What is told of it is the same, its map of cracks the mirror image."""
    _, one = read(crops, oracles)
    _, other = read(Crops(crops.planes[..., ::-1].copy(), crops.grids), oracles)
    assert set(one.levels) == set(LABELS)
    assert other.levels == pytest.approx(one.levels, rel=1e-6)
    assert other.patient == pytest.approx(one.patient, rel=1e-6)
    for label in LABELS:
        np.testing.assert_allclose(
            other.cracks[label].logits[..., ::-1], one.cracks[label].logits, rtol=1e-2
        )
        weights, mirrored = (
            [plane.weight for plane in result.planes[label]] for result in (one, other)
        )
        np.testing.assert_allclose(mirrored, weights, rtol=1e-6)
        assert sum(weights) == pytest.approx(1.0)


def test_the_mean_is_of_two_readings(crops: Crops, oracles: Models) -> None:
    """Of logits, each as the network gives it; between the readings the caller may stop."""
    shares, result = read(crops, oracles)
    assert shares == [0.5]
    present = torch.zeros(1, 7)
    present[0, [label - 1 for label in LABELS]] = 1.0
    with torch.inference_mode():
        planes = torch.from_numpy(crops.planes)[None]
        one, other = (
            oracles.classification.network(each, present) for each in (planes, planes.flip(-1))
        )
    assert not torch.allclose(one.levels, other.levels)
    for label in LABELS:
        logit = (one.levels[0, label - 1] + other.levels[0, label - 1]) / 2
        assert result.levels[label] == pytest.approx(float(logit.sigmoid()), rel=1e-5)
    assert result.patient == max(result.levels.values())


def test_where_nothing_is_boxed_nothing_is_read(crops: Crops, oracles: Models) -> None:
    """No level, and no patient."""
    shares, result = read(Crops(crops.planes, {}), oracles)
    assert shares == []
    assert (result.levels, result.patient) == ({}, None)
