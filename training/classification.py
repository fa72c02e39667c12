"""Training of stage 2: the planes of seven vertebrae -> eight probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.imaging.wording import count_of
from inference.networks.fracture_net import FractureLogits, FractureNet, FractureNetConfig
from inference.preprocessing.cropping import CropConfig
from inference.preprocessing.planes import plane_channels
from inference.preprocessing.windowing import bone_windows
from training.augment import like_a_networks, move_planes, spread, vary_hu
from training.crops import CROP, StudyCrops, read_crops, shows_levels
from training.errors import NothingToLearnError, TrainingError
from training.metrics import auc, mean
from training.split import Split, split_cache
from training.task import SCORE, Batch, device_of

OWN_MASKS = 0.5
"""With less than this share of rough masks the folder's masks are taken for a network's."""

DROPPED_LEVELS = 0.05
"""Share of the levels that are hidden: in an analysis some are not in view."""


@dataclass(frozen=True, slots=True)
class ClassificationConfig:
    """What is learned, and from what.

    Attributes
    ----------
    network : FractureNetConfig
    crop : CropConfig
        How the folder's crops were cut.
    planes : int
        Planes drawn a step out of those that were cut: one from each stretch.
    patient_weight : float
        Of the patient's loss beside the levels'.
    rough_masks : float
        Share of the examples whose masks are made like a network's: 1 where the crops were cut
        along true masks; less where a network's own were taken. Validation takes one side:
        below ``OWN_MASKS`` it reads the masks as they are.
    plane_weight : float
        Of the planes' loss: where the crack is teaches faster than that there is one.
    """

    network: FractureNetConfig = field(default_factory=FractureNetConfig)
    crop: CropConfig = CROP
    planes: int = 12
    patient_weight: float = 0.3
    rough_masks: float = 1.0
    plane_weight: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.rough_masks <= 1.0:
            raise ValueError(f"rough_masks = {self.rough_masks}: must lie between 0 and 1")


class ClassificationTask:
    """Augmented studies from a folder of crops, and the levels' AUC on those held out."""

    def __init__(self, crops: Path, config: ClassificationConfig) -> None:
        split = split_cache(crops)
        self._split = Split(with_levels(split.training), with_levels(split.validation))
        self._config = config
        path = self._split.training[0]
        shape = read_crops(path).hu.shape[1:]
        wanted = (config.crop.planes, config.crop.size_px, config.crop.size_px)
        if shape != wanted:
            raise TrainingError(
                f"{path}: cut to {shape} planes and pixels, but the configuration says {wanted}: "
                "choose another --cache folder."
            )

    @property
    def config(self) -> ClassificationConfig:
        """The settings."""
        return self._config

    def build(self) -> nn.Module:
        """CrackNet with its BiLSTMs."""
        return FractureNet(self._config.network)

    def example(self, rng: np.random.Generator) -> Batch:
        """Draw a study: mirrored, shifted, in other contrast, with noise; some levels hidden."""
        study = self._split.draw(read_crops, rng)
        hu, mask, broken = draw_planes(study, self._config.planes, rng)
        rough = rng.random() < self._config.rough_masks
        present = study.present & (rng.random(len(study.present)) > DROPPED_LEVELS)
        return as_batch(
            hu,
            like_a_networks(mask, rng) if rough else mask,
            # A study of which nothing is left teaches nothing.
            present if present.any() else study.present,
            study,
            broken,
        )

    def collate(self, examples: Sequence[Batch]) -> Batch:
        """A batch of one study.

        Raises
        ------
        TrainingError
            If there are more: CrackNet normalises by the planes at hand, which have to be
            those of one study.
        """
        if len(examples) != 1:
            raise TrainingError(
                f"batch: stage 2 takes one study a process and step, not {len(examples)}"
            )
        return examples[0]

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Of levels, patient and planes."""
        logits = network(batch["planes"], batch["present"])
        config = self._config
        return classification_loss(logits, batch, config.patient_weight, config.plane_weight)

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """AUC over levels and over patients, and the loss, on all planes of each study.

        Masks are what the network will meet: where most examples' are roughened, the folder
        holds true ones, and each study's is roughened once, the same way in every validation;
        where most are not, it holds a network's own, and they are read as they are.
        """
        config = self._config
        losses, levels, patients = [], [], []
        for path in self._split.validation:
            study = read_crops(path)
            own = config.rough_masks < OWN_MASKS
            mask = study.mask if own else like_a_networks(study.mask, np.random.default_rng(0))
            drawn = as_batch(study.hu, mask, study.present, study, study.broken)
            batch = {name: value.to(device_of(network)) for name, value in drawn.items()}
            logits = network(batch["planes"], batch["present"])
            losses.append(
                float(
                    classification_loss(logits, batch, config.patient_weight, config.plane_weight)
                )
            )
            there = study.present
            scores = logits.levels[0].float().cpu().numpy().astype(np.float64)
            levels.append((scores[there], study.fractured[there]))
            patients.append((float(logits.patient[0]), bool(study.fractured[there].any())))
        scores, truth = (np.concatenate(part) for part in zip(*levels, strict=True))
        area = auc(scores, truth)
        patient_scores, broken = zip(*patients, strict=True)
        return {
            SCORE: area,
            "level_auc": area,
            "patient_auc": auc(np.array(patient_scores), np.array(broken)),
            "validation_loss": mean(np.array(losses)),
        }


def with_levels(files: Sequence[Path]) -> tuple[Path, ...]:
    """Those of the files of crops that show a level: of the others there is nothing to learn.

    Raises
    ------
    NothingToLearnError
        If none of them does.
    """
    shown = tuple(path for path in files if shows_levels(path))
    if not shown:
        count = count_of(len(files), "study", "studies")
        raise NothingToLearnError(
            f"{files[0].parent}: no level was found in any of {count}; train stage 1 longer, or "
            "give better weights of it."
        )
    return shown


def draw_planes(
    study: StudyCrops, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.bool_]]:
    """Draw planes of each level, one from each stretch: mirrored, shifted, in other contrast.

    Returns
    -------
    hu : ndarray of float32, shape (7, count, h, w)
    mask : ndarray of uint8, same shape
    broken : ndarray of bool, shape (7, count)
    """
    chosen = spread(study.hu.shape[1], count, rng)
    hu, mask = move_planes(study.hu[:, chosen], study.mask[:, chosen], rng)
    return vary_hu(hu, rng), mask, study.broken[:, chosen]


def as_batch(
    hu: NDArray[np.generic],
    mask: NDArray[np.generic],
    present: NDArray[np.bool_],
    study: StudyCrops,
    broken: NDArray[np.bool_],
) -> Batch:
    """One study as the network's input and its truth.

    Parameters
    ----------
    hu, mask : ndarray, shape (7, planes, h, w)
    present : ndarray of bool, shape (7,)
        Levels to look at.
    study : StudyCrops
        Whose levels are fractured, and of which it is known where.
    broken : ndarray of bool, shape (7, planes)
        Planes that a crack runs through.

    Returns
    -------
    mapping
        ``planes`` (1, 7, planes, 4, h, w), ``present``, ``fractured`` and ``seen`` (1, 7),
        ``broken`` (1, 7, planes), all float.
    """
    return {
        "planes": torch.from_numpy(plane_channels(hu, mask, bone_windows()))[None],
        "present": torch.from_numpy(present).float()[None],
        "fractured": torch.from_numpy(study.fractured & present).float()[None],
        "seen": torch.from_numpy(study.seen).float()[None],
        "broken": torch.from_numpy(broken).float()[None],
    }


def classification_loss(
    logits: FractureLogits, truth: Batch, patient_weight: float, plane_weight: float
) -> Tensor:
    """Binary cross-entropy of levels, patient and planes, over what is there.

    Parameters
    ----------
    truth : mapping
        ``present``, ``fractured`` and ``seen`` (studies, 7), ``broken`` (studies, 7, planes): 0
        or 1. Planes of a level that isn't ``seen`` are left out: where it is broken is not known.
    """
    entropy = nn.functional.binary_cross_entropy_with_logits
    present, fractured, broken = truth["present"], truth["fractured"], truth["broken"]
    levels = entropy(logits.levels, fractured, weight=present, reduction="sum")
    patient = entropy(logits.patient, fractured.amax(dim=1))
    seen = (present * truth["seen"])[..., None].expand_as(broken)
    planes = entropy(logits.planes, broken, weight=seen, reduction="sum")
    return (
        levels / present.sum().clamp(min=1)
        + patient_weight * patient
        + plane_weight * planes / seen.sum().clamp(min=1)
    )
