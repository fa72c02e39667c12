"""Stage 1's rows that name voxels: slices, slices with neighbours, and cubes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.findings import LEVELS
from inference.networks.baselines.levels import (
    VolumeNetConfig,
    build_volume_net,
)
from inference.networks.unet import STRIDE, UNetConfig
from inference.preprocessing.channels import window_channels
from inference.preprocessing.resampling import AIR_HU
from inference.preprocessing.windowing import bone_windows
from training.augment import patch_of
from training.configs import SEGMENTATION_LOOP
from training.crops import MIN_SHARE
from training.detection import MIN_PIXELS
from training.loop import LoopConfig
from training.metrics import dice, jaccard, mean
from training.pool import Sample, pool_files, read_sample
from training.rows.method import LevelReading
from training.rows.studies import Part
from training.rows.workspace import Workspace
from training.segmentation import (
    AXES,
    build_for_training,
    draw_pair,
    input_channels,
    segmentation_loss,
    take_slices,
)
from training.split import Split
from training.task import SCORE, Batch, device_of

VALIDATION_STUDIES = 4
"""So many studies of the calibration part are read to choose the best weights."""

BATCH = 8
"""Slices read at a time."""

BONE_WEIGHT = 6.0
"""Of a vertebra's voxel at the first step; it falls to 1 at the last."""

NORM_MOMENTUM = 0.05
"""Of running statistics: EfficientNet's own 0.01 lags behind a short run."""

VOLUME_LOOP = replace(SEGMENTATION_LOOP, batch=2, learning_rate=1e-3)
"""Of the 3-D network: a cube has as many voxels as sixteen slices."""

Arrays = Mapping[str, NDArray[np.generic]]


def collate(examples: Sequence[Arrays]) -> Batch:
    """Stack examples of the same names."""
    return {
        name: torch.from_numpy(np.stack([one[name] for one in examples])) for name in examples[0]
    }


def read_samples(folder: Path) -> Iterator[Sample]:
    """The studies of a pool, one after the other."""
    return map(read_sample, pool_files(folder))


@dataclass(frozen=True, slots=True)
class SliceSegmentation:
    """UNet-EfficientNet on slices, each with its neighbours as channels.

    Attributes
    ----------
    network : UNetConfig
    plane : str
        ``sagittal`` or ``axial``.
    neighbours : int
        Slices to either side that are channels too; 0 for one slice alone, more for 2.5-D.
    patch : int
        Side of a training image, a multiple of 32.
    loop : LoopConfig
    """

    network: UNetConfig = field(default_factory=UNetConfig)
    plane: str = "sagittal"
    neighbours: int = 0
    patch: int = 128
    loop: LoopConfig = SEGMENTATION_LOOP

    @property
    def axis(self) -> int:
        """Along which the slices of a volume (k, j, i) are stacked."""
        return AXES[self.plane]

    def inputs(self, space: Workspace, part: Part) -> Path:
        """Volumes at stage 1's spacing."""
        return space.volumes(part)

    def task(self, space: Workspace) -> SegmentationTask:
        """Slices of the training part."""
        return SegmentationTask(self, train_and_validation(self.inputs, space))

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[LevelReading]]:
        """Masks, voxel by voxel."""
        return segmentation_reader(self, network, space, device)

    def tiny(self) -> SliceSegmentation:
        """EfficientNet-B0, narrow, on 64 x 64 pixels."""
        network = replace(
            self.network, encoder="efficientnet-b0", decoder_channels=(16, 16, 16, 8, 8)
        )
        return replace(self, network=network, patch=64, loop=replace(self.loop, batch=2))

    def build(self) -> nn.Module:
        """The UNet."""
        return build_for_training(self.network, NORM_MOMENTUM)

    def example(self, sample: Sample, rng: np.random.Generator) -> Arrays:
        """One augmented slice."""
        images, truth = draw_pair(sample, self.axis, self.neighbours, self.patch, rng)
        return {"images": images, "labels": truth.astype(np.int64)}

    def probabilities(
        self, network: nn.Module, hu: NDArray[np.int16], device: str
    ) -> NDArray[np.float32]:
        """Read a volume (k, j, i) slice by slice -> (classes, k, j, i)."""
        count = hu.shape[self.axis]
        height, width = np.delete(hu.shape, self.axis)
        pad = [(0, 0), (0, 0), (0, -height % STRIDE), (0, -width % STRIDE)]
        found = []
        for start in range(0, count, BATCH):
            near = [
                take_slices(hu, n, self.axis, self.neighbours)
                for n in range(start, min(start + BATCH, count))
            ]
            images = np.pad(np.stack(near), pad, constant_values=AIR_HU)
            tensor = torch.from_numpy(input_channels(images)).to(device)
            tensor = tensor.contiguous(memory_format=torch.channels_last)
            shares = network(tensor).softmax(dim=1)[:, :, :height, :width]
            found.append(shares.float().cpu().numpy())
        return np.moveaxis(np.concatenate(found), 0, self.axis + 1)


@dataclass(frozen=True, slots=True)
class VolumeSegmentation:
    """A 3-D ResNet encoder with a UNet's decoder, on cubes of the volume.

    Attributes
    ----------
    network : VolumeNetConfig
    patch : int
        Side of a cube, a multiple of 32.
    loop : LoopConfig
    """

    network: VolumeNetConfig = field(default_factory=VolumeNetConfig)
    patch: int = 64
    loop: LoopConfig = VOLUME_LOOP

    def inputs(self, space: Workspace, part: Part) -> Path:
        """Volumes at stage 1's spacing."""
        return space.volumes(part)

    def task(self, space: Workspace) -> SegmentationTask:
        """Cubes of the training part."""
        return SegmentationTask(self, train_and_validation(self.inputs, space))

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[LevelReading]]:
        """Masks, voxel by voxel."""
        return segmentation_reader(self, network, space, device)

    def tiny(self) -> VolumeSegmentation:
        """ResNet-10, narrow, on cubes of 32 voxels."""
        network = replace(self.network, backbone="resnet10", decoder_channels=(16, 16, 16, 8, 8))
        return replace(self, network=network, patch=32)

    def build(self) -> nn.Module:
        """MONAI's FlexibleUNet."""
        return build_volume_net(self.network)

    def example(self, sample: Sample, rng: np.random.Generator) -> Arrays:
        """One cube with some bone in it."""
        cube, truth = patch_of(sample.volume.hu, sample.label, self.patch, rng)
        images = window_channels(cube, bone_windows(), axis=0)
        return {"images": images, "labels": truth.astype(np.int64)}

    def probabilities(
        self, network: nn.Module, hu: NDArray[np.int16], device: str
    ) -> NDArray[np.float32]:
        """Read a volume (k, j, i) cube by cube -> (classes, k, j, i)."""
        from monai.inferers import sliding_window_inference

        images = torch.from_numpy(window_channels(hu, bone_windows(), axis=0))[None].to(device)
        logits = cast(
            "Tensor",
            sliding_window_inference(images, (self.patch,) * 3, 1, network, overlap=0.25),
        )
        return cast("NDArray[np.float32]", logits[0].softmax(dim=0).float().cpu().numpy())


Segmenter = SliceSegmentation | VolumeSegmentation


class SegmentationTask:
    """Training of a network that names every voxel."""

    def __init__(self, method: Segmenter, split: Split) -> None:
        self.config = method
        self._split = split

    def build(self) -> nn.Module:
        """Make the network."""
        return self.config.build()

    def example(self, rng: np.random.Generator) -> Arrays:
        """Draw a study, and a slice or cube of it."""
        return self.config.example(self._split.draw(read_sample, rng), rng)

    def collate(self, examples: Sequence[Arrays]) -> Batch:
        """Stack images (n, c, ...) and labels (n, ...)."""
        return collate(examples)

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:
        """Stage 1's loss; a cube's first two axes are laid side by side."""
        bone_weight = 1.0 + (BONE_WEIGHT - 1.0) * (1.0 - progress)
        logits, labels = network(batch["images"]), batch["labels"]
        if labels.ndim == 4:
            logits, labels = logits.flatten(2, 3), labels.flatten(1, 2)
        return segmentation_loss(logits, labels, bone_weight)

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """Mean Dice of the levels of a few studies."""
        device = str(device_of(network))
        readings = [
            read_masks(self.config.probabilities(network, sample.volume.hu, device), sample)
            for sample in map(read_sample, self._split.validation[:VALIDATION_STUDIES])
        ]
        return {SCORE: mean(np.concatenate([reading.dice for reading in readings]))}


def train_and_validation(inputs: Callable[[Workspace, Part], Path], space: Workspace) -> Split:
    """Files of a task's two parts: no network is trained or chosen on the test part."""
    train, validation = (
        tuple(pool_files(inputs(space, part))) for part in (Part.TRAIN, Part.CALIBRATION)
    )
    return Split(train, validation)


def segmentation_reader(
    method: Segmenter, network: nn.Module, space: Workspace, device: str
) -> Callable[[Part], Iterator[LevelReading]]:
    """Read volumes with a network that names every voxel."""
    network = network.to(device).eval()

    def read(part: Part) -> Iterator[LevelReading]:
        for sample in read_samples(method.inputs(space, part)):
            with torch.inference_mode():
                found = method.probabilities(network, sample.volume.hu, device)
            yield read_masks(found, sample)

    return read


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


def shown_levels(label: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which levels each axial slice of a label (..., j, i) shows, (..., 7)."""
    counts = [(label == n + 1).sum(axis=(-2, -1)) for n in range(len(LEVELS))]
    return np.stack(counts, axis=-1) >= MIN_PIXELS
