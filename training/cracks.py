"""Training of CrackNet alone, before stage 2: single planes -> where they are cracked.

Few planes of a neck show a crack, and a level's label says neither which nor where. Half of the
planes that are drawn here do, so that the network has seen many when it is asked for levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.networks.cracknet import CrackNet, CrackNetConfig, PlaneFeatures
from inference.preprocessing.cropping import CropConfig
from inference.preprocessing.planes import plane_channels
from inference.preprocessing.windowing import bone_windows
from training.augment import like_a_networks, move_planes, vary_hu
from training.classification import LossWeights, crack_loss, crop_split
from training.crops import CROP, StudyCrops, read_crops
from training.metrics import auc
from training.task import SCORE, Batch, device_of

BROKEN = 0.5
"""Share of the planes that are drawn from the broken ones, where a study has any."""

VALIDATION_STEP = 3
"""Every third plane is measured."""


@dataclass(frozen=True, slots=True)
class CrackConfig:
    """What is learned, and from what.

    Attributes
    ----------
    network : CrackNetConfig
    crop : CropConfig
        How the folder's crops were cut.
    planes : int
        Drawn of each study.
    weights : LossWeights
    """

    network: CrackNetConfig = field(default_factory=CrackNetConfig)
    crop: CropConfig = CROP
    planes: int = 4
    weights: LossWeights = field(default_factory=LossWeights)


class PlaneCracks(nn.Module):
    """CrackNet under the name that it has in stage 2's network, which starts from it."""

    def __init__(self, config: CrackNetConfig) -> None:
        super().__init__()
        self.cracknet = CrackNet(config).to(memory_format=torch.channels_last)

    def forward(self, planes: Tensor) -> PlaneFeatures:
        """Look at planes (n, windows + 1, h, w)."""
        found: PlaneFeatures = self.cracknet(planes)
        return found


class CrackTask:
    """Planes from a folder of crops, every second one broken."""

    def __init__(self, crops: Path, config: CrackConfig) -> None:
        self._split = crop_split(crops, config.crop)
        self._config = config

    @property
    def config(self) -> CrackConfig:
        """The settings."""
        return self._config

    def build(self) -> nn.Module:
        """CrackNet."""
        return PlaneCracks(self._config.network)

    def example(self, rng: np.random.Generator) -> Batch:
        """Draw planes of one study: mirrored, shifted, in other contrast, with noise."""
        study = self._split.draw(read_crops, rng)
        level, plane = draw_broken(study, self._config.planes, rng)
        hu, mask, crack = move_planes(
            rng, study.hu[level, plane], study.mask[level, plane], study.crack[level, plane]
        )
        # Its two leading axes are levels and planes: both a single one here.
        rough = like_a_networks(mask[:, None], rng)[:, 0]
        return planes_batch(study, level, plane, (vary_hu(hu, rng), rough, crack))

    def collate(self, examples: Sequence[Batch]) -> Batch:
        """Join the planes of several studies."""
        return {name: torch.cat([one[name] for one in examples]) for name in examples[0]}

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Of the cells, and of each plane's peak."""
        found = network(batch["planes"].contiguous(memory_format=torch.channels_last))
        seen, traced = batch["seen"], batch["traced"] > 0
        planes = nn.functional.binary_cross_entropy_with_logits(
            found.vectors[:, -1], batch["broken"], weight=seen, reduction="sum"
        )
        weights = self._config.weights
        cells = crack_loss(found.cracks[traced][:, None], batch["crack"][traced][:, None], weights)
        return weights.plane * planes / seen.sum().clamp(min=1) + weights.crack * cells

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """AUC of the peak over planes of which it is known whether they are broken."""
        peaks, broken = [], []
        for path in self._split.validation:
            study = read_crops(path)
            level, plane = np.nonzero((study.present & study.seen)[:, None] & every_third(study))
            mask = like_a_networks(study.mask[level, plane][:, None], np.random.default_rng(0))
            images = (study.hu[level, plane], mask[:, 0], study.crack[level, plane])
            batch = planes_batch(study, level, plane, images)
            planes = batch["planes"].to(device_of(network), memory_format=torch.channels_last)
            peaks.append(network(planes).vectors[:, -1].float().cpu().numpy())
            broken.append(study.broken[level, plane])
        area = auc(np.concatenate(peaks).astype(np.float64), np.concatenate(broken))
        return {SCORE: area, "plane_auc": area}


def every_third(study: StudyCrops) -> NDArray[np.bool_]:
    """Which planes of a level are measured, (planes,)."""
    return np.asarray(np.arange(study.hu.shape[1]) % VALIDATION_STEP == 0)


def draw_broken(
    study: StudyCrops, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Draw planes of levels that are there, some of them from the broken ones.

    Returns
    -------
    level, plane : ndarray of int, shape (count,)
    """
    there = np.argwhere(study.present[:, None] & np.ones_like(study.broken))
    broken = np.argwhere(study.present[:, None] & study.broken)
    from_broken = (rng.random(count) < BROKEN) & bool(len(broken))
    chosen = np.array([rng.choice(broken if one else there) for one in from_broken], dtype=np.intp)
    return chosen[:, 0], chosen[:, 1]


def planes_batch(
    study: StudyCrops,
    level: NDArray[np.intp],
    plane: NDArray[np.intp],
    images: tuple[NDArray[np.generic], NDArray[np.generic], NDArray[np.bool_]],
) -> Batch:
    """Planes as the network's input and their truth.

    Parameters
    ----------
    study : StudyCrops
    level, plane : ndarray of int, shape (n,)
        Which of the study's planes they are.
    images : tuple of ndarray, each (n, h, w)
        HU, mask and crack as they are to be seen.

    Returns
    -------
    mapping
        ``planes`` (n, 4, h, w), ``broken``, ``seen`` and ``traced`` (n,), float; ``crack``
        (n, h, w), bool.
    """
    hu, mask, crack = images
    return {
        "planes": torch.from_numpy(plane_channels(hu, mask, bone_windows())),
        "crack": torch.from_numpy(np.ascontiguousarray(crack)),
        "broken": torch.from_numpy(study.broken[level, plane]).float(),
        "seen": torch.from_numpy(study.seen[level]).float(),
        "traced": torch.from_numpy(study.traced[level]).float(),
    }
