"""Training of CrackNet alone, before stage 2: patches of planes -> where they are cracked.

Few planes of a neck show a crack, and a level's label says neither which nor where. Half of the
patches that are drawn here do, and they are small, so that the network has seen many cracks when
it is asked for levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.networks.cracknet import CrackNet, CrackNetConfig, PlaneFeatures
from inference.preprocessing.cropping import CropConfig
from inference.preprocessing.planes import MASK_WHITE, crop_channels, neighbours
from inference.preprocessing.windowing import bone_windows
from training.augment import like_a_networks, mirror_planes, vary_hu
from training.classification import LossWeights, crack_loss, crop_split
from training.crops import CROP, StudyCrops, read_crops
from training.metrics import auc
from training.task import SCORE, Batch, device_of, joined_studies

BROKEN = 0.5
"""Share of the patches that are drawn from broken planes, where a study has any."""

JITTER_PX = 10
"""How far a patch's middle lies from the crack or bone that it is drawn for, at most."""

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
    patches : int
        Drawn of each study of a step.
    patch_px : int
        Their side.
    weights : LossWeights
    """

    network: CrackNetConfig = field(default_factory=CrackNetConfig)
    crop: CropConfig = CROP
    patches: int = 32
    patch_px: int = 48
    weights: LossWeights = field(default_factory=LossWeights)


class PlaneCracks(nn.Module):
    """CrackNet under the name that it has in stage 2's network, which starts from it."""

    def __init__(self, config: CrackNetConfig) -> None:
        super().__init__()
        self.cracknet = CrackNet(config).to(memory_format=torch.channels_last)

    def forward(self, planes: Tensor) -> PlaneFeatures:
        """Look at planes (n, channels, h, w)."""
        found: PlaneFeatures = self.cracknet(planes)
        return found


class CrackTask:
    """Patches from a folder of crops, every second one broken."""

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
        """Draw patches of one study: mirrored, in other contrast, with noise."""
        study = self._split.draw(read_crops, rng)
        level, plane = draw_broken(study, self._config.patches, rng)
        patches = cut_patches(study, level, plane, self._config.patch_px, rng)
        hu, mask, crack = mirror_planes(rng, patches.hu, patches.mask, patches.crack)
        # Its two leading axes are levels and planes: both a single one here.
        rough = like_a_networks(mask[:, None], rng)[:, 0]
        return as_input(replace(patches, hu=vary_hu(hu, rng), mask=rough, crack=crack))

    def collate(self, examples: Sequence[Batch]) -> Batch:
        """Join the patches of several studies."""
        return joined_studies(examples)

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
            whole = whole_planes(study, level, plane)
            mask = like_a_networks(whole.mask[:, None], np.random.default_rng(0))[:, 0]
            batch = as_input(replace(whole, mask=mask))
            planes = batch["planes"].to(device_of(network), memory_format=torch.channels_last)
            peaks.append(network(planes).vectors[:, -1].float().cpu().numpy())
            broken.append(whole.broken)
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


def hu_with_beside(
    hu: NDArray[np.generic], level: NDArray[np.intp], plane: NDArray[np.intp]
) -> NDArray[np.generic]:
    """Planes (n,) of crops (7, planes, h, w) with those beside each, (n, 3, h, w)."""
    near = neighbours(hu.shape[1])[plane]
    return hu[level[:, None], near]


@dataclass(frozen=True, slots=True, eq=False)
class Patches:
    """Planes or parts of them, and what is true of each.

    Attributes
    ----------
    hu : ndarray, shape (n, 3, h, w)
        With the planes beside each.
    mask : ndarray, shape (n, h, w)
    crack : ndarray of bool, same shape
    broken, seen, traced : ndarray of bool, shape (n,)
        Whether it is broken; whether that is known; whether its crack is traced.
    """

    hu: NDArray[np.generic]
    mask: NDArray[np.generic]
    crack: NDArray[np.bool_]
    broken: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    traced: NDArray[np.bool_]


def whole_planes(study: StudyCrops, level: NDArray[np.intp], plane: NDArray[np.intp]) -> Patches:
    """Planes of a study; ``level`` and ``plane`` are (n,)."""
    return Patches(
        hu_with_beside(study.hu, level, plane), study.mask[level, plane], study.crack[level, plane],
        study.broken[level, plane], study.seen[level], study.traced[level],
    )  # fmt: skip


def cut_patches(
    study: StudyCrops,
    level: NDArray[np.intp],
    plane: NDArray[np.intp],
    size: int,
    rng: np.random.Generator,
) -> Patches:
    """Cut a patch of each plane, about its crack, or about its bone where none is traced."""
    whole = whole_planes(study, level, plane)
    corners = [_corner(crack if crack.any() else mask > MASK_WHITE / 2, size, rng)
               for crack, mask in zip(whole.crack, whole.mask, strict=True)]  # fmt: skip

    def cut(images: NDArray[Any]) -> NDArray[Any]:
        return np.stack(
            [
                one[..., j : j + size, i : i + size]
                for one, (j, i) in zip(images, corners, strict=True)
            ]
        )

    crack = cut(whole.crack)
    # A plane that is broken somewhere says nothing of a patch that shows too little of a crack.
    shown = crack.any(axis=(1, 2))
    return Patches(
        cut(whole.hu), cut(whole.mask), crack, whole.broken & shown,
        whole.seen & (whole.broken == shown), whole.traced,
    )  # fmt: skip


def _corner(about: NDArray[np.bool_], size: int, rng: np.random.Generator) -> tuple[int, int]:
    """Upper left corner of a patch with a pixel of ``about`` (h, w) near its middle."""
    pixels = np.argwhere(about)
    middle = pixels[rng.integers(len(pixels))] if len(pixels) else np.array(about.shape) // 2
    low = middle + rng.integers(-JITTER_PX, JITTER_PX + 1, 2) - size // 2
    j, i = np.clip(low, 0, np.array(about.shape) - size)
    return int(j), int(i)


def as_input(patches: Patches) -> Batch:
    """Patches as the network's input and their truth.

    Returns
    -------
    mapping
        ``planes`` (n, 6, h, w), ``broken``, ``seen`` and ``traced`` (n,), float; ``crack``
        (n, h, w), bool.
    """
    return {
        "planes": torch.from_numpy(crop_channels(patches.hu, patches.mask, bone_windows())),
        "crack": torch.from_numpy(np.ascontiguousarray(patches.crack)),
        "broken": torch.from_numpy(patches.broken).float(),
        "seen": torch.from_numpy(patches.seen).float(),
        "traced": torch.from_numpy(patches.traced).float(),
    }
