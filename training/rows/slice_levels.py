"""Stage 1's row without masks: which levels an axial slice shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.findings import LEVELS
from inference.networks.baselines.levels import build_slice_levels
from training.configs import SEGMENTATION_LOOP
from training.loop import LoopConfig
from training.pool import read_sample
from training.rows.levels import (
    BATCH,
    VALIDATION_STUDIES,
    Arrays,
    collate,
    read_samples,
    shown_levels,
    train_and_validation,
)
from training.rows.method import LevelReading
from training.rows.studies import Part
from training.rows.workspace import Workspace
from training.segmentation import augment, draw_slice, input_channels
from training.split import Split
from training.task import SCORE, Batch, device_of

LABEL_LOOP = replace(SEGMENTATION_LOOP, learning_rate=1e-3)
"""Half the learning rate of stage 1's own network."""


@dataclass(frozen=True, slots=True)
class SliceLevels:
    """EfficientNet-V2 on axial slices: which levels a slice shows, and no mask.

    Attributes
    ----------
    network : str
        The size of EfficientNet-V2; there is one.
    patch : int
        Side of a training image.
    loop : LoopConfig
    """

    network: str = "efficientnet-v2-s"
    patch: int = 128
    loop: LoopConfig = LABEL_LOOP

    def inputs(self, space: Workspace, part: Part) -> Path:
        """Volumes at stage 1's spacing."""
        return space.volumes(part)

    def task(self, space: Workspace) -> SliceLevelsTask:
        """Axial slices of the training part."""
        return SliceLevelsTask(self, train_and_validation(self.inputs, space))

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[LevelReading]]:
        """Levels, slice by slice."""
        network = network.to(device).eval()

        def read(part: Part) -> Iterator[LevelReading]:
            for sample in read_samples(self.inputs(space, part)):
                with torch.inference_mode():
                    score = slice_scores(network, sample.volume.hu, device)
                nothing = np.full(len(LEVELS), np.nan)
                yield LevelReading(
                    score, shown_levels(sample.label), float("nan"), nothing, nothing
                )

        return read

    def tiny(self) -> SliceLevels:
        """The same network on 64 x 64 pixels."""
        return replace(self, patch=64, loop=replace(self.loop, batch=2))


class SliceLevelsTask:
    """Training of a network that names the levels of a slice."""

    def __init__(self, method: SliceLevels, split: Split) -> None:
        self.config = method
        self._split = split

    def build(self) -> nn.Module:
        """EfficientNet-V2 with a logit a level."""
        return build_slice_levels(len(LEVELS))

    def example(self, rng: np.random.Generator) -> Arrays:
        """Draw an augmented axial slice; it shows what is left of it after the cut."""
        sample = self._split.draw(read_sample, rng)
        k = draw_slice(sample, 0, rng)
        hu = sample.volume.hu[k : k + 1].astype(np.float32)
        images, truth = augment(hu, sample.label[k], self.config.patch, rng)
        shown = shown_levels(truth).astype(np.float32)
        return {"images": input_channels(images[None])[0], "shown": shown}

    def collate(self, examples: Sequence[Arrays]) -> Batch:
        """Stack images (n, c, h, w) and levels (n, 7)."""
        return collate(examples)

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Binary cross-entropy of seven labels."""
        return nn.functional.binary_cross_entropy_with_logits(
            network(batch["images"]), batch["shown"]
        )

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """Share of right answers, level by level, on the slices of a few studies."""
        device = str(device_of(network))
        right = [
            (slice_scores(network, sample.volume.hu, device) >= 0.5) == shown_levels(sample.label)
            for sample in map(read_sample, self._split.validation[:VALIDATION_STUDIES])
        ]
        return {SCORE: float(np.concatenate(right).mean())}


def slice_scores(network: nn.Module, hu: NDArray[np.int16], device: str) -> NDArray[np.float64]:
    """Probabilities of the levels of every axial slice (k, j, i) -> (k, 7)."""
    found = []
    for start in range(0, len(hu), BATCH):
        images = input_channels(hu[start : start + BATCH, None].astype(np.float32))
        logits = network(torch.from_numpy(images).to(device))
        found.append(logits.sigmoid().double().cpu().numpy())
    return np.concatenate(found)
