"""Stage 2 reads a vertebra three ways and its mirror image, and tells the mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from inference.imaging.geometry import VolumeGeometry
from inference.networks.models import Models
from inference.preprocessing.planes import crop_channels, with_beside
from inference.preprocessing.reformats import middle, reformats
from inference.stages.classify import Classification, Crops, classify
from inference.stages.inputs import windows_of

SHAPE = (7, 30, 36, 36)
LABELS = (2, 5)


@pytest.fixture
def crops() -> Crops:
    """Noise in place of two levels."""
    rng = np.random.default_rng(0)
    hu, mask = np.full(SHAPE, -1024, np.int16), np.zeros(SHAPE, np.uint8)
    for label in LABELS:
        hu[label - 1] = rng.integers(-1000, 3000, SHAPE[1:])
        mask[label - 1] = rng.integers(0, 256, SHAPE[1:])
    grid = VolumeGeometry.from_matrix(SHAPE[1:], np.diag([2.0, 2.0, -1.0, 1.0]))
    return Crops(hu, mask, dict.fromkeys(LABELS, grid))


def mirrored(crops: Crops) -> Crops:
    """The same from left to right."""
    return Crops(crops.hu[..., ::-1].copy(), crops.mask[..., ::-1].copy(), crops.grids)


def read(crops: Crops, models: Models) -> tuple[list[float], Classification]:
    """Shares that were told, and the result."""
    shares = []
    stage = classify(crops, models)
    while True:
        try:
            shares.append(next(stage))
        except StopIteration as stop:
            return shares, stop.value


def test_a_mirror_image_is_read_alike(crops: Crops, oracles: Models) -> None:
    """What is told of it is the same, its map of cracks the mirror image."""
    _, one = read(crops, oracles)
    _, other = read(mirrored(crops), oracles)
    assert set(one.levels) == set(LABELS)
    assert other.levels == pytest.approx(one.levels, rel=1e-6)
    assert other.patient == pytest.approx(one.patient, rel=1e-6)
    for label in LABELS:
        np.testing.assert_allclose(
            other.cracks[label].logits[..., ::-1], one.cracks[label].logits, rtol=1e-2
        )
        weights, turned = (
            [plane.weight for plane in result.planes[label]] for result in (one, other)
        )
        np.testing.assert_allclose(turned, weights, rtol=1e-6)
        assert sum(weights) == pytest.approx(1.0)


def test_the_mean_is_of_four_readings(crops: Crops, oracles: Models) -> None:
    """Of logits, each as its network gives it; between the readings the caller may stop."""
    shares, result = read(crops, oracles)
    assert shares == [0.25, 0.5, 0.75, 1.0]
    present = torch.zeros(1, 7)
    present[0, [label - 1 for label in LABELS]] = 1.0
    windows = windows_of(oracles.classification.card)
    levels = []
    for seen in (crops, mirrored(crops)):
        axial = crop_channels(with_beside(seen.hu), seen.mask, windows)
        across = crop_channels(reformats(seen.hu), middle(reformats(seen.mask)), windows)
        for model, planes in ((oracles.classification, axial), (oracles.reformats, across)):
            with torch.inference_mode():
                levels.append(model.network(torch.from_numpy(planes)[None], present).levels[0])
    assert len({round(float(each[1]), 5) for each in levels}) == 4
    for label in LABELS:
        logit = torch.stack(levels)[:, label - 1].mean()
        assert result.levels[label] == pytest.approx(float(logit.sigmoid()), rel=1e-5)
    assert result.patient == max(result.levels.values())


def test_where_nothing_is_boxed_nothing_is_read(crops: Crops, oracles: Models) -> None:
    """No level, and no patient."""
    shares, result = read(replace(crops, grids={}), oracles)
    assert shares == []
    assert (result.levels, result.patient) == ({}, None)
