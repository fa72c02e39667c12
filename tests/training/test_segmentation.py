"""What stage 1 and the detector learn from, and how stage 1 is measured."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from inference.preprocessing.channels import take_slices
from tests.training.small_training import SMALL_SEGMENTATION
from training.configs import SMALL_UNET
from training.detection import slice_boxes
from training.pool import read_sample
from training.segmentation import (
    SegmentationConfig,
    SegmentationTask,
    segmentation_loss,
    slices_with_bone,
)
from training.split import split_cache


def test_segmentation_loss_is_least_for_the_truth() -> None:
    """The truth costs next to nothing, its opposite much; empty labels are no trouble."""
    labels = torch.randint(0, 3, (1, 8, 8))
    truth = torch.nn.functional.one_hot(labels, 3).movedim(-1, 1) * 20.0
    assert float(segmentation_loss(truth, labels)) < 0.01
    assert float(segmentation_loss(-truth, labels)) > 1
    assert float(segmentation_loss(truth * 0, torch.zeros_like(labels))) == pytest.approx(
        np.log(3), abs=1e-4
    )


def test_slice_boxes_hold_their_level() -> None:
    """Outer corners of each level; specks get no box."""
    label = np.zeros((20, 20), np.uint8)
    label[3:8, 5:15] = 2
    label[18, 18] = 3
    np.testing.assert_array_equal(slice_boxes(label), [[5, 3, 15, 8]])


class Oracle(torch.nn.Module):
    """Answers with what it was given, whatever the input."""

    def __init__(self, answer: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.anchor = torch.nn.Parameter(torch.zeros(1))
        self.answer = answer

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """The answer."""
        return self.answer(images)


def test_dice_of_a_network_that_finds_nothing_is_nought(pool: Path) -> None:
    """All background: no level has any overlap."""
    blank = Oracle(lambda x: torch.eye(9)[0].reshape(1, 9, 1, 1).expand(len(x), 9, *x.shape[2:]))
    figures = SegmentationTask(pool, SMALL_SEGMENTATION).validate(blank)
    assert figures["score"] == figures["dice_C4"] == 0.0


def test_dice_of_a_network_that_knows_the_truth_is_one(pool: Path) -> None:
    """The slices measured are those asked of the network, in order."""
    task = SegmentationTask(pool, replace(SMALL_SEGMENTATION, validation_slices=1000))
    sample = read_sample(split_cache(pool).validation[0])
    shown = sample.label[:, :, slices_with_bone(sample.label, 2)]
    truth = iter(np.moveaxis(shown, 2, 0))

    def know(images: torch.Tensor) -> torch.Tensor:
        answer = torch.zeros(len(images), 9, *images.shape[2:])
        for n, one in enumerate(itertools.islice(truth, len(images))):
            height, width = one.shape
            hot = torch.nn.functional.one_hot(torch.from_numpy(one.astype(np.int64)), 9)
            answer[n, :, :height, :width] = hot.movedim(-1, 0)
        return answer

    figures = task.validate(Oracle(know))
    assert figures["score"] == 1.0
    assert next(truth, None) is None


def test_neighbouring_slices_are_channels(pool: Path) -> None:
    """2.5-D: three windows of each slice, the slice itself in the middle."""
    with pytest.raises(ValueError, match="neighbours = 1 it must be 9"):
        SegmentationConfig(neighbours=1)
    network = replace(SMALL_UNET, in_channels=9)
    task = SegmentationTask(
        pool, SegmentationConfig(network, spacing_mm=3.0, patch=64, neighbours=1)
    )
    batch = task.collate([task.example(np.random.default_rng(n)) for n in range(2)])
    assert batch["images"].shape == (2, 9, 64, 64)
    assert np.isfinite(task.validate(task.build().eval())["score"])
    hu = np.arange(5, dtype=np.int16)[None, None].repeat(2, 0).repeat(2, 1)
    assert take_slices(hu, 0, 2, 1)[:, 0, 0].tolist() == [0, 0, 1]
    assert take_slices(hu, 3, 2, 1)[:, 0, 0].tolist() == [2, 3, 4]
