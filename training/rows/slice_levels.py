"""Stage 1's row without masks: which levels an axial slice shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.findings import LEVELS
from inference.networks.baselines.levels import build_slice_levels
from training.loop import LoopConfig
from training.pool import Sample
from training.rows.arrays import Arrays
from training.rows.levels import BATCH, LevelMethod, shown_levels, side_px
from training.rows.method import LevelReading
from training.rows.segmenters import ROW_LOOP
from training.segmentation import augment, draw_slice, input_channels
from training.task import Batch

LABEL_LOOP = replace(ROW_LOOP, learning_rate=1e-3)
"""Half the learning rate of stage 1's own network."""


@dataclass(frozen=True, slots=True)
class SliceLevels(LevelMethod):
    """EfficientNet-V2 on axial slices: which levels a slice shows, and no mask.

    Attributes
    ----------
    network : str
        The size of EfficientNet-V2; there is one.
    side_mm : float
        Of a training image.
    loop : LoopConfig
    """

    network: str = "efficientnet-v2-s"
    side_mm: float = 192.0
    loop: LoopConfig = LABEL_LOOP

    def tiny(self) -> SliceLevels:
        """The same network, two slices a step."""
        return replace(self, loop=replace(self.loop, batch=2))

    def build(self) -> nn.Module:
        """EfficientNet-V2 with a logit a level."""
        return build_slice_levels(len(LEVELS))

    def example(self, sample: Sample, rng: np.random.Generator) -> Arrays:
        """Draw an augmented axial slice; it shows what is left of it after the cut."""
        k = draw_slice(sample, 0, rng)
        hu = sample.volume.hu[k : k + 1].astype(np.float32)
        images, truth = augment(hu, sample.label[k], side_px(self.side_mm, sample), rng)
        shown = shown_levels(truth).astype(np.float32)
        return {"images": input_channels(images[None])[0], "shown": shown}

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Binary cross-entropy of seven labels."""
        return nn.functional.binary_cross_entropy_with_logits(
            network(batch["images"]), batch["shown"]
        )

    def read(self, network: nn.Module, sample: Sample, device: str) -> LevelReading:
        """Levels, slice by slice."""
        score = slice_scores(network, sample.volume.hu, device)
        nothing = np.full(len(LEVELS), np.nan)
        return LevelReading(score, shown_levels(sample.label), float("nan"), nothing, nothing)

    def score(self, readings: Sequence[LevelReading]) -> float:
        """Share of right answers, level by level and slice by slice."""
        right = [(reading.score >= 0.5) == reading.shown for reading in readings]
        return float(np.concatenate(right).mean())


def slice_scores(network: nn.Module, hu: NDArray[np.int16], device: str) -> NDArray[np.float64]:
    """Probabilities of the levels of every axial slice (k, j, i) -> (k, 7)."""
    found = []
    for start in range(0, len(hu), BATCH):
        images = input_channels(hu[start : start + BATCH, None].astype(np.float32))
        logits = network(torch.from_numpy(images).to(device))
        found.append(logits.sigmoid().double().cpu().numpy())
    return np.concatenate(found)
