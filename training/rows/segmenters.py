"""Stage 1's rows that name voxels: slices, slices with neighbours, and cubes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.findings import LEVELS
from inference.networks.baselines.levels import VolumeNetConfig, build_volume_net
from inference.networks.unet import UNetConfig
from inference.pipeline import MIN_SHARE
from inference.preprocessing.channels import take_slices, window_channels
from inference.preprocessing.windowing import bone_windows
from training.augment import patch_of
from training.configs import SEGMENTATION_LOOP
from training.detection import MIN_PIXELS
from training.loop import LoopConfig
from training.metrics import dice, jaccard, mean
from training.pool import Sample
from training.rows.arrays import Arrays
from training.rows.levels import LevelMethod, shown_levels, side_px
from training.rows.method import LevelReading
from training.segmentation import (
    AXES,
    NORM_MOMENTUM,
    bone_weight_at,
    build_for_training,
    draw_pair,
    predict,
    segmentation_loss,
)
from training.task import Batch

ROW_LOOP = replace(SEGMENTATION_LOOP, batch=8)
"""All rows of a table have the same few steps; a row is trained on a CPU in minutes."""

VOLUME_LOOP = replace(SEGMENTATION_LOOP, batch=2, learning_rate=1e-3)
"""Of the 3-D network: a cube has as many voxels as sixteen slices."""


@dataclass(frozen=True, slots=True)
class Segmenter(LevelMethod):
    """A network that names every voxel."""

    @abstractmethod
    def probabilities(self, network: nn.Module, sample: Sample, device: str) -> NDArray[np.float32]:
        """Read a volume (k, j, i) -> (classes, k, j, i)."""

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:
        """Stage 1's loss; a cube's first two axes are laid side by side."""
        logits, labels = network(batch["images"]), batch["labels"]
        if labels.ndim == 4:
            logits, labels = logits.flatten(2, 3), labels.flatten(1, 2)
        return segmentation_loss(logits, labels, bone_weight_at(progress))

    def read(self, network: nn.Module, sample: Sample, device: str) -> LevelReading:
        """Masks, voxel by voxel."""
        return read_masks(self.probabilities(network, sample, device), sample)

    def score(self, readings: Sequence[LevelReading]) -> float:
        """Mean Dice of the levels."""
        return mean(np.concatenate([reading.dice for reading in readings]))


@dataclass(frozen=True, slots=True)
class SliceSegmentation(Segmenter):
    """UNet-EfficientNet on slices, each with its neighbours as channels.

    Attributes
    ----------
    network : UNetConfig
    plane : str
        ``sagittal`` or ``axial``.
    neighbours : int
        Slices to either side that are channels too; 0 for one slice alone, more for 2.5-D.
    side_mm : float
        Of a training image.
    loop : LoopConfig
    """

    network: UNetConfig = field(default_factory=UNetConfig)
    plane: str = "sagittal"
    neighbours: int = 0
    side_mm: float = 192.0
    loop: LoopConfig = ROW_LOOP

    @property
    def axis(self) -> int:
        """Along which the slices of a volume (k, j, i) are stacked."""
        return AXES[self.plane]

    def tiny(self) -> SliceSegmentation:
        """EfficientNet-B0, narrow."""
        network = replace(
            self.network, encoder="efficientnet-b0", decoder_channels=(16, 16, 16, 8, 8)
        )
        return replace(self, network=network, loop=replace(self.loop, batch=2))

    def build(self) -> nn.Module:
        """The UNet."""
        return build_for_training(self.network, NORM_MOMENTUM)

    def example(self, sample: Sample, rng: np.random.Generator) -> Arrays:
        """One augmented slice."""
        images, truth = draw_pair(
            sample, self.axis, self.neighbours, side_px(self.side_mm, sample), rng
        )
        return {"images": images, "labels": truth.astype(np.int64)}

    def probabilities(
        self,
        network: nn.Module,
        sample: Sample,
        device: str,  # noqa: ARG002  # the network's own
    ) -> NDArray[np.float32]:
        """Read a volume (k, j, i) slice by slice -> (classes, k, j, i)."""
        hu = sample.volume.hu
        stacks = np.stack(
            [take_slices(hu, n, self.axis, self.neighbours) for n in range(hu.shape[self.axis])]
        )
        found = [logits.softmax(dim=1).float().cpu().numpy() for logits in predict(network, stacks)]
        return np.moveaxis(np.concatenate(found), 0, self.axis + 1)


@dataclass(frozen=True, slots=True)
class VolumeSegmentation(Segmenter):
    """A 3-D ResNet encoder with a UNet's decoder, on cubes of the volume.

    Attributes
    ----------
    network : VolumeNetConfig
    side_mm : float
        Of a cube.
    loop : LoopConfig
    """

    network: VolumeNetConfig = field(default_factory=VolumeNetConfig)
    side_mm: float = 96.0
    loop: LoopConfig = VOLUME_LOOP

    def tiny(self) -> VolumeSegmentation:
        """ResNet-10, narrow."""
        network = replace(self.network, backbone="resnet10", decoder_channels=(16, 16, 16, 8, 8))
        return replace(self, network=network)

    def build(self) -> nn.Module:
        """MONAI's FlexibleUNet."""
        return build_volume_net(self.network)

    def example(self, sample: Sample, rng: np.random.Generator) -> Arrays:
        """One cube with some bone in it."""
        cube, truth = patch_of(sample.volume.hu, sample.label, side_px(self.side_mm, sample), rng)
        images = window_channels(cube, bone_windows(), axis=0)
        return {"images": images, "labels": truth.astype(np.int64)}

    def probabilities(self, network: nn.Module, sample: Sample, device: str) -> NDArray[np.float32]:
        """Read a volume (k, j, i) cube by cube -> (classes, k, j, i)."""
        from monai.inferers import sliding_window_inference

        channels = window_channels(sample.volume.hu, bone_windows(), axis=0)
        images = torch.from_numpy(channels)[None].to(device)
        side = side_px(self.side_mm, sample)
        logits = cast(
            "Tensor",
            sliding_window_inference(images, (side,) * 3, 1, network, overlap=0.25),
        )
        return cast("NDArray[np.float32]", logits[0].softmax(dim=0).float().cpu().numpy())


def read_masks(probability: NDArray[np.float32], sample: Sample) -> LevelReading:
    """Compare class probabilities (classes, k, j, i) with the truth."""
    classes = probability.argmax(axis=0)
    scores = probability[1 : len(LEVELS) + 1].reshape(len(LEVELS), len(classes), -1)
    # Where the twelfth greatest reaches a half, twelve pixels do.
    score = np.partition(scores, -MIN_PIXELS, axis=-1)[..., -MIN_PIXELS].T
    dices, jaccards = np.full(len(LEVELS), np.nan), np.full(len(LEVELS), np.nan)
    for n in np.flatnonzero(sample.whole >= MIN_SHARE):
        found, truth = classes == n + 1, sample.label == n + 1
        dices[n], jaccards[n] = dice(found, truth), jaccard(found, truth)
    accuracy = float((classes == sample.label).mean())
    return LevelReading(
        score.astype(np.float64), shown_levels(sample.label), accuracy, dices, jaccards
    )
