"""Training of stage 1: sagittal (or axial) slices -> levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor, nn

from inference.findings import LEVELS
from inference.networks.unet import STRIDE, UNetConfig, build_unet
from inference.preprocessing.channels import stack_channels, take_slices
from inference.preprocessing.resampling import AIR_HU
from inference.preprocessing.windowing import bone_windows
from training.augment import vary_hu
from training.metrics import dice, mean
from training.pool import STAGE1_MM, Sample, check_spacing, read_sample
from training.split import split_cache
from training.task import SCORE, Batch, device_of

AXES = {"sagittal": 2, "axial": 0}
"""Axis of a volume (k, j, i) that slices of a plane are stacked along."""

SHOWS_BONE = 0.85
"""Share of the slices drawn from those that show a vertebra."""

VALIDATION_BATCH = 8

BONE_WEIGHT = 6.0
"""Of a vertebra's pixel at the first step; it falls to 1 at the last. Nine pixels in ten are
background: unweighted, the levels are learned last."""

NORM_MOMENTUM = 0.05
"""Of running statistics: EfficientNet's own 0.01 lags behind a short run."""

Pair = tuple[NDArray[np.float32], NDArray[np.uint8]]
"""Image (channels, h, w), 0..1, and labels (h, w)."""


@dataclass(frozen=True, slots=True)
class SegmentationConfig:
    """What is learned, and from what.

    Attributes
    ----------
    network : UNetConfig
    plane : str
        ``sagittal`` or ``axial``: what a slice is.
    spacing_mm : float
        Of the pool's volumes, and so of the network's input.
    patch : int
        Side of a training image in pixels, a multiple of 32.
    neighbours : int
        Slices to either side that are channels too (2.5-D); the network takes three
        windows of each.
    bone_weight : float
        Weight of a vertebra's pixel at the first step; it falls to 1.
    norm_momentum : float
        Of the running statistics.
    validation_slices : int
        Slices that are measured of each volume held out.
    """

    network: UNetConfig = field(default_factory=UNetConfig)
    plane: str = "sagittal"
    spacing_mm: float = STAGE1_MM
    patch: int = 192
    neighbours: int = 0
    bone_weight: float = BONE_WEIGHT
    norm_momentum: float = NORM_MOMENTUM
    validation_slices: int = 6

    def __post_init__(self) -> None:
        if self.plane not in AXES:
            raise ValueError(f"plane = {self.plane!r}: must be one of {', '.join(AXES)}")
        if self.patch % STRIDE:
            raise ValueError(f"patch = {self.patch}: must be a multiple of {STRIDE}")
        channels = len(bone_windows()) * (2 * self.neighbours + 1)
        if self.network.in_channels != channels:
            raise ValueError(
                f"network.in_channels = {self.network.in_channels}: with "
                f"neighbours = {self.neighbours} it must be {channels}"
            )


class SegmentationTask:
    """Augmented slices of a pool's volumes, and Dice on those held out."""

    def __init__(self, pool: Path, config: SegmentationConfig) -> None:
        self._split = split_cache(pool)
        self._config = config
        check_spacing(self._split.training[0], config.spacing_mm)

    @property
    def config(self) -> SegmentationConfig:
        """The settings."""
        return self._config

    def build(self) -> nn.Module:
        """The network, set up for a short run from scratch."""
        return build_for_training(self._config.network, self._config.norm_momentum)

    def example(self, rng: np.random.Generator) -> Pair:
        """Draw a slice, turned, scaled, cropped, in other contrast, with noise."""
        sample = self._split.draw(read_sample, rng)
        config = self._config
        return draw_pair(sample, AXES[config.plane], config.neighbours, config.patch, rng)

    def collate(self, examples: Sequence[Pair]) -> Batch:
        """Images (n, c, h, w) and labels (n, h, w)."""
        images = torch.from_numpy(np.stack([image for image, _ in examples]))
        labels = torch.from_numpy(np.stack([label for _, label in examples]).astype(np.int64))
        return {"images": images.contiguous(memory_format=torch.channels_last), "labels": labels}

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:
        """Cross-entropy and Dice, bone weighing less and less."""
        weight = bone_weight_at(progress, self._config.bone_weight)
        return segmentation_loss(network(batch["images"]), batch["labels"], weight)

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """Dice of each level, the mean over the volumes held out that show or name it."""
        figures = np.array(
            [self._dice(network, read_sample(path)) for path in self._split.validation]
        )
        by_level = {f"dice_{level.value}": mean(figures[:, n]) for n, level in enumerate(LEVELS)}
        overall = mean(figures.ravel())
        return {SCORE: overall, "dice": overall, **by_level}

    def _dice(self, network: nn.Module, sample: Sample) -> list[float]:
        """Dice of the seven levels over some slices; NaN for one neither there nor named."""
        axis = AXES[self._config.plane]
        present = slices_with_bone(sample.label, axis)
        if not len(present):
            present = np.arange(sample.label.shape[axis])
        count = min(self._config.validation_slices, len(present))
        chosen = present[np.linspace(0, len(present) - 1, count).round().astype(int)]
        truth = np.stack([np.take(sample.label, n, axis) for n in chosen])
        stacks = np.stack(
            [take_slices(sample.volume.hu, n, axis, self._config.neighbours) for n in chosen]
        )
        logits = predict(network, stacks)
        found = np.concatenate([part.argmax(dim=1).cpu().numpy() for part in logits])
        return [
            dice(found == n, truth == n) if (truth == n).any() or (found == n).any() else np.nan
            for n in range(1, len(LEVELS) + 1)
        ]


def build_for_training(config: UNetConfig, norm_momentum: float) -> nn.Module:
    """Build the UNet, set up for a short run from scratch."""
    network = build_unet(config).to(memory_format=torch.channels_last)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = norm_momentum
    # Dropping whole blocks regularises long runs; here it only slows the start. It has
    # no argument for it, and other encoders don't have it at all.
    if hasattr(network.encoder, "_drop_connect_rate"):
        setattr(network.encoder, "_drop_connect_rate", 0.0)  # noqa: B010
    return network


def draw_slice(sample: Sample, axis: int, rng: np.random.Generator) -> int:
    """Draw a slice along ``axis``, mostly one that shows a vertebra."""
    shown = slices_with_bone(sample.label, axis)
    if len(shown) and rng.random() < SHOWS_BONE:
        return int(rng.choice(shown))
    return int(rng.integers(sample.label.shape[axis]))


def draw_pair(
    sample: Sample, axis: int, neighbours: int, size: int, rng: np.random.Generator
) -> Pair:
    """Draw an augmented slice of a study, ``size`` pixels wide and high, and its labels."""
    index = draw_slice(sample, axis, rng)
    hu = take_slices(sample.volume.hu, index, axis, neighbours)
    hu, label = augment(hu, np.take(sample.label, index, axis), size, rng)
    return input_channels(hu[None])[0], label


def slices_with_bone(label: NDArray[np.uint8], axis: int) -> NDArray[np.intp]:
    """Indices along ``axis`` of the slices that show a vertebra."""
    return np.flatnonzero(label.any(axis=tuple({0, 1, 2} - {axis})))


def input_channels(hu: NDArray[np.generic]) -> NDArray[np.float32]:
    """Stacks (n, slices, h, w) as the network's input, in the bone windows."""
    return stack_channels(hu, bone_windows())


def predict(network: nn.Module, stacks: NDArray[np.generic]) -> Iterator[Tensor]:
    """Logits of stacks (n, slices, h, w), some at a time: (n, classes, h, w)."""
    height, width = stacks.shape[-2:]
    pad = [(0, 0), (0, 0), (0, -height % STRIDE), (0, -width % STRIDE)]
    padded = np.pad(stacks, pad, constant_values=AIR_HU)
    for start in range(0, len(padded), VALIDATION_BATCH):
        images = torch.from_numpy(input_channels(padded[start : start + VALIDATION_BATCH]))
        logits = network(images.to(device_of(network), memory_format=torch.channels_last))
        yield logits[..., :height, :width]


def augment(
    hu: NDArray[np.float32], label: NDArray[np.uint8], size: int, rng: np.random.Generator
) -> Pair:
    """Turn, scale, crop; change contrast; add noise.

    Parameters
    ----------
    hu : ndarray, shape (slices, h, w)
    label : ndarray, shape (h, w)
        Of the middle slice.
    size : int
        Side of the result.
    """
    angle = np.deg2rad(rng.normal(0, 8.0))
    zoom = np.exp(rng.normal(0, 0.12))
    stretch = np.exp(rng.normal(0, 0.05))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.diag([zoom * stretch, zoom / stretch])
    room = np.array(label.shape) / 2
    center = room + rng.uniform(-1, 1, 2) * np.maximum(room - size * 0.35, 6)
    offset = center - matrix @ (np.array([size, size]) / 2)
    shape = (size, size)
    image = np.stack(
        [
            ndimage.affine_transform(
                one, matrix, offset, shape, order=1, mode="constant", cval=AIR_HU
            )
            for one in hu
        ]
    )
    truth = ndimage.affine_transform(label, matrix, offset, shape, order=0, mode="constant")
    if rng.random() < 0.3:
        sigma = rng.uniform(0.3, 1.0)
        image = ndimage.gaussian_filter(image, (0, sigma, sigma))
    if rng.random() < 0.2:
        # Thick slices: blurred along z only, as real reformats are.
        image = ndimage.uniform_filter1d(image, int(rng.integers(2, 4)), axis=1)
    return vary_hu(image, rng), truth


def bone_weight_at(progress: float, first: float = BONE_WEIGHT) -> float:
    """Weight of a vertebra's pixel when ``progress``, 0..1, of a run is done."""
    return 1.0 + (first - 1.0) * (1.0 - progress)


def segmentation_loss(logits: Tensor, labels: Tensor, bone_weight: float = 1.0) -> Tensor:
    """Cross-entropy plus soft Dice over the classes that occur in the batch.

    ``bone_weight`` is the weight of a vertebra's pixel beside the background's 1.
    """
    # In 16 bits the sums of the Dice term would overflow or lose their small parts.
    logits = logits.float()
    weight = logits.new_full((logits.shape[1],), bone_weight)
    weight[0] = 1.0
    entropy = nn.functional.cross_entropy(logits, labels, weight=weight)
    shares = logits.softmax(dim=1)
    truth = nn.functional.one_hot(labels, logits.shape[1]).movedim(-1, 1).to(shares.dtype)
    overlap = (shares * truth).sum(dim=(0, 2, 3))
    size = shares.sum(dim=(0, 2, 3)) + truth.sum(dim=(0, 2, 3))
    present = truth.sum(dim=(0, 2, 3)) > 0
    present[0] = False
    dice_by_class = (2 * overlap + 1.0) / (size + 1.0)
    missing = (1.0 - dice_by_class[present]).mean() if bool(present.any()) else 0.0
    return entropy + missing
