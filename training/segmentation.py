"""Training of stage 1: sagittal (or axial) slices of phantoms -> levels."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import nn

from inference.networks.unet import UNetConfig, build_unet
from inference.preprocessing.channels import window_channels
from inference.preprocessing.windowing import bone_windows
from training.checkpoint import load_checkpoint, save_checkpoint
from training.pool import Sample, pool_files, read_sample
from training.schedule import learning_rate

AIR_HU = -1024.0


@dataclass(frozen=True, slots=True)
class SegmentationConfig:
    """One training run.

    Attributes
    ----------
    network : UNetConfig
    plane : str
        ``sagittal`` or ``axial``: what a slice is.
    spacing_mm : float
        Of the pool's phantoms, and so of the network's input.
    patch : int
        Side of a training image in pixels.
    batch, steps : int
    learning_rate, weight_decay : float
    warmup : int
        Steps over which the learning rate rises.
    bone_weight : float
        Weight of a vertebra's pixel at the first step; it falls to 1. Nine pixels in ten
        are background: unweighted, the levels are learned last.
    norm_momentum : float
        Of the running statistics: the encoder's own 0.01 lags behind so short a run.
    seed : int
    """

    network: UNetConfig = field(default_factory=UNetConfig)
    plane: str = "sagittal"
    spacing_mm: float = 1.5
    patch: int = 128
    batch: int = 8
    steps: int = 2000
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    warmup: int = 60
    bone_weight: float = 6.0
    norm_momentum: float = 0.05
    seed: int = 1


class SliceSampler:
    """Draws augmented slices from a pool of phantoms.

    The pool is looked at again from time to time: phantoms may still be made while
    training runs.
    """

    def __init__(self, pool: Path, config: SegmentationConfig, rng: np.random.Generator) -> None:
        self._pool = pool
        self._config = config
        self._rng = rng
        self._samples: list[Sample] = []
        self._known: set[Path] = set()

    def refresh(self) -> int:
        """Read what is new in the pool; return how many phantoms there are."""
        for path in pool_files(self._pool):
            if path not in self._known:
                self._samples.append(read_sample(path))
                self._known.add(path)
        return len(self._samples)

    def batch(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Draw one batch: images (n, 3, h, w) 0..1 and labels (n, h, w)."""
        pairs = [self._slice() for _ in range(self._config.batch)]
        hu = np.stack([p[0] for p in pairs])
        images = torch.from_numpy(window_channels(hu, bone_windows()))
        labels = torch.from_numpy(np.stack([p[1] for p in pairs]).astype(np.int64))
        return images.contiguous(memory_format=torch.channels_last), labels

    def _slice(self) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        rng = self._rng
        sample = self._samples[int(rng.integers(len(self._samples)))]
        axis = 2 if self._config.plane == "sagittal" else 0
        length = sample.label.shape[axis]
        if rng.random() < 0.85:
            present = np.flatnonzero(sample.label.any(axis=tuple({0, 1, 2} - {axis})))
            index = int(rng.choice(present)) if len(present) else int(rng.integers(length))
        else:
            index = int(rng.integers(length))
        hu = np.take(sample.volume.hu, index, axis=axis)
        label = np.take(sample.label, index, axis=axis)
        return self._augment(hu.astype(np.float32), label)

    def _augment(
        self, hu: NDArray[np.float32], label: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Turn, scale, crop; change contrast; add noise."""
        rng = self._rng
        size = self._config.patch
        angle = np.deg2rad(rng.normal(0, 8.0))
        zoom = np.exp(rng.normal(0, 0.12))
        stretch = np.exp(rng.normal(0, 0.05))
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrix = turn @ np.diag([zoom * stretch, zoom / stretch])
        room = np.array(hu.shape) / 2
        center = room + rng.uniform(-1, 1, 2) * np.maximum(room - size * 0.35, 6)
        offset = center - matrix @ (np.array([size, size]) / 2)
        shape = (size, size)
        image = ndimage.affine_transform(
            hu, matrix, offset, shape, order=1, mode="constant", cval=AIR_HU
        )
        truth = ndimage.affine_transform(label, matrix, offset, shape, order=0, mode="constant")
        if rng.random() < 0.3:
            image = ndimage.gaussian_filter(image, rng.uniform(0.3, 1.0))
        if rng.random() < 0.2:
            # Thick slices: blurred along z only, as real reformats are.
            image = ndimage.uniform_filter1d(image, int(rng.integers(2, 4)), axis=0)
        image = image * np.float32(rng.uniform(0.85, 1.15)) + np.float32(rng.normal(0, 25))
        if rng.random() < 0.5:
            image = image + rng.normal(0, rng.uniform(5, 60), shape).astype(np.float32)
        return image.astype(np.float32), truth


def segmentation_loss(
    logits: torch.Tensor, labels: torch.Tensor, bone_weight: float = 1.0
) -> torch.Tensor:
    """Cross-entropy plus soft Dice over the classes that occur in the batch.

    ``bone_weight`` is the weight of a vertebra's pixel beside the background's 1.
    """
    weight = logits.new_full((logits.shape[1],), bone_weight)
    weight[0] = 1.0
    entropy = nn.functional.cross_entropy(logits, labels, weight=weight)
    shares = logits.softmax(dim=1)
    truth = nn.functional.one_hot(labels, logits.shape[1]).movedim(-1, 1).to(shares.dtype)
    overlap = (shares * truth).sum(dim=(0, 2, 3))
    size = shares.sum(dim=(0, 2, 3)) + truth.sum(dim=(0, 2, 3))
    present = truth.sum(dim=(0, 2, 3)) > 0
    present[0] = False
    dice = (2 * overlap + 1.0) / (size + 1.0)
    return entropy + (1.0 - dice[present]).mean() if bool(present.any()) else entropy


def _trainable(config: SegmentationConfig) -> nn.Module:
    """The network, set up for a short run from scratch."""
    model = build_unet(config.network).to(memory_format=torch.channels_last)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = config.norm_momentum
    # Dropping whole blocks regularises long runs; here it only slows the start.
    setattr(model.encoder, "_drop_connect_rate", 0.0)  # noqa: B010  # it has no argument for it
    return model


def train_segmentation(
    pool: Path, run: Path, config: SegmentationConfig, device: str = "cpu"
) -> Iterator[str]:
    """Train, resuming from the run folder's checkpoint if there is one.

    Yields
    ------
    str
        A line of progress now and then.
    """
    torch.manual_seed(config.seed)
    model = _trainable(config).to(device)
    optimizer = torch.optim.AdamW(
        model.parameters(), config.learning_rate, weight_decay=config.weight_decay
    )
    run.mkdir(parents=True, exist_ok=True)
    (run / "config.json").write_text(json.dumps(asdict(config), indent=1), encoding="utf-8")
    start = load_checkpoint(run, model, optimizer)
    # Another stream of images after a restart than before it.
    sampler = SliceSampler(pool, config, np.random.default_rng([config.seed, start]))
    count = sampler.refresh()
    model.train()
    mean, began = 0.0, time.monotonic()
    for step in range(start, config.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, config.steps, config.warmup, config.learning_rate)
        images, labels = sampler.batch()
        bone_weight = 1.0 + (config.bone_weight - 1.0) * (1.0 - step / config.steps)
        loss = segmentation_loss(model(images.to(device)), labels.to(device), bone_weight)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        mean = 0.95 * mean + 0.05 * loss.item() if step > start else loss.item()
        if (step + 1) % 50 == 0:
            count = sampler.refresh()
            pace = (time.monotonic() - began) / (step + 1 - start)
            done = f"step {step + 1}/{config.steps}"
            yield f"{done} loss {mean:.3f} {count} phantoms {pace:.2f} s/step"
        if (step + 1) % 200 == 0 or step + 1 == config.steps:
            save_checkpoint(run, model, optimizer, step + 1)
