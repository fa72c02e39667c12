"""Training of stage 2: the planes of seven vertebrae -> eight probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.imaging.wording import count_of
from inference.networks.fracture_net import FractureLogits, FractureNet, FractureNetConfig
from inference.preprocessing.cropping import CropConfig
from inference.preprocessing.planes import crop_channels, with_beside
from inference.preprocessing.reformats import middle, reformat_count, reformats
from inference.preprocessing.windowing import bone_windows
from training.augment import like_a_networks, move_planes, spread, vary_hu
from training.crops import CROP, StudyCrops, broken_levels, read_crops, shows_levels
from training.errors import NothingToLearnError, TrainingError
from training.metrics import auc, mean
from training.pool import is_phantom
from training.rsna.balance import sampling_weights
from training.split import Split, split_cache
from training.task import SCORE, Batch, device_of, joined_studies

View = Literal["axial", "reformats"]
"""The planes of a vertebra: those that were cut, or sagittal and coronal ones through them."""

OWN_MASKS = 0.5
"""With less than this share of rough masks the folder's masks are taken for a network's."""

MIN_CRACK_PX = 4
"""A reformatted plane that shows less of a crack is not called broken: pixels are about 0.8 mm."""

DROPPED_LEVELS = 0.05
"""Share of the levels that are hidden: in an analysis some are not in view."""


@dataclass(frozen=True, slots=True)
class LossWeights:
    """What the parts of the loss weigh beside the levels'.

    Attributes
    ----------
    patient : float
    plane : float
        Where the crack is teaches faster than that there is one.
    crack : float
        Of the map: the closer the place, the faster.
    crack_cell : float
        Of a cell that shows a crack beside one that doesn't, of which there are hundreds.
    """

    patient: float = 0.3
    plane: float = 1.0
    crack: float = 2.0
    crack_cell: float = 30.0


@dataclass(frozen=True, slots=True)
class ClassificationConfig:
    """What is learned, and from what.

    Attributes
    ----------
    network : FractureNetConfig
    crop : CropConfig
        How the folder's crops were cut.
    planes : int
        Planes drawn a step out of all those of the view: one from each stretch.
    weights : LossWeights
    rough_masks : float
        Share of the examples whose masks are made like a network's: 1 where the crops were cut
        along true masks; less where a network's own were taken. Validation takes one side:
        below ``OWN_MASKS`` it reads the masks as they are.
    view : {"axial", "reformats"}
    """

    network: FractureNetConfig = field(default_factory=FractureNetConfig)
    crop: CropConfig = CROP
    planes: int = 12
    weights: LossWeights = field(default_factory=LossWeights)
    rough_masks: float = 1.0
    view: View = "axial"

    def __post_init__(self) -> None:
        if not 0.0 <= self.rough_masks <= 1.0:
            raise ValueError(f"rough_masks = {self.rough_masks}: must lie between 0 and 1")


class ClassificationTask:
    """Augmented studies from a folder of crops, and the levels' AUC on those held out."""

    def __init__(self, crops: Path, config: ClassificationConfig) -> None:
        self._split = crop_split(crops, config.crop)
        self._config = config

    @property
    def config(self) -> ClassificationConfig:
        """The settings."""
        return self._config

    def build(self) -> nn.Module:
        """CrackNet with its BiLSTMs."""
        return FractureNet(self._config.network)

    def example(self, rng: np.random.Generator) -> Batch:
        """Draw a study: mirrored, shifted, in other contrast, with noise; some levels hidden."""
        config = self._config
        study = draw_planes(self._split.draw(read_crops, rng), config.planes, rng, config.view)
        rough = rng.random() < config.rough_masks
        mask = like_a_networks(study.mask, rng) if rough else study.mask
        present = study.present & (rng.random(len(study.present)) > DROPPED_LEVELS)
        # A study of which nothing is left teaches nothing.
        return as_batch(study, mask, present if present.any() else study.present)

    def collate(self, examples: Sequence[Batch]) -> Batch:
        """Join several studies."""
        return joined_studies(examples)

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Of levels, patient and planes."""
        logits = network(batch["planes"], batch["present"])
        return classification_loss(logits, batch, self._config.weights)

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """AUC over levels and over patients, and the loss, on all planes of each study.

        Masks are what the network will meet: where most examples' are roughened, the folder
        holds true ones, and each study's is roughened once, the same way in every validation;
        where most are not, it holds a network's own, and they are read as they are.
        """
        config = self._config
        losses, levels, patients = [], [], []
        for path in self._split.validation:
            study = all_planes(read_crops(path), config.view)
            own = config.rough_masks < OWN_MASKS
            mask = study.mask if own else like_a_networks(study.mask, np.random.default_rng(0))
            drawn = as_batch(study, mask, study.present)
            batch = {name: value.to(device_of(network)) for name, value in drawn.items()}
            logits = network(batch["planes"], batch["present"])
            losses.append(float(classification_loss(logits, batch, config.weights)))
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


def crop_split(folder: Path, crop: CropConfig) -> Split:
    """Divide a folder of crops, leaving out studies that show no level.

    Raises
    ------
    TrainingError
        If it holds none to train or validate on, or was cut in another way than ``crop``.
    """
    split = split_cache(folder)
    training = with_levels(split.training)
    shown = Split(training, with_levels(split.validation), balanced(training))
    path = shown.training[0]
    shape = read_crops(path).hu.shape[1:]
    wanted = (crop.planes, crop.size_px, crop.size_px)
    if shape != wanted:
        raise TrainingError(
            f"{path}: cut to {shape} planes and pixels, but the configuration says {wanted}: "
            "choose another --cache folder."
        )
    return shown


def balanced(files: Sequence[Path]) -> tuple[float, ...]:
    """Chances by which RSNA's studies are drawn; empty for phantoms, which are made balanced."""
    if all(is_phantom(path) for path in files):
        return ()
    return tuple(sampling_weights(np.stack([broken_levels(path) for path in files])).tolist())


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
    study: StudyCrops, count: int, rng: np.random.Generator, view: View = "axial"
) -> StudyCrops:
    """Draw planes of each level, one from each stretch: mirrored, shifted, in other contrast.

    Those beside each are its own neighbours, drawn or not: ``hu`` is (7, count, 3, h, w).
    """
    planes, size = study.hu.shape[1:3]
    chosen = spread(planes if view == "axial" else reformat_count(size), count, rng)
    # The crop is mirrored, not its planes: a sagittal one would look backwards.
    hu, mask, crack = move_planes(rng, study.hu, study.mask, study.crack)
    moved = all_planes(replace(study, hu=hu, mask=mask, crack=crack), view)
    return replace(
        moved, hu=vary_hu(moved.hu[:, chosen], rng), mask=moved.mask[:, chosen],
        crack=moved.crack[:, chosen], broken=moved.broken[:, chosen],
    )  # fmt: skip


def all_planes(study: StudyCrops, view: View = "axial") -> StudyCrops:
    """All planes of a study with those beside each: ``hu`` becomes (7, planes, 3, h, w)."""
    if view == "axial":
        return replace(study, hu=with_beside(study.hu))
    crack = middle(reformats(study.crack))
    broken = crack.sum(axis=(-2, -1)) >= MIN_CRACK_PX
    return replace(
        study, hu=reformats(study.hu), mask=middle(reformats(study.mask)), crack=crack,
        broken=broken, seen=study.seen & (broken.any(axis=1) | ~study.fractured),
    )  # fmt: skip


def as_batch(study: StudyCrops, mask: NDArray[np.generic], present: NDArray[np.bool_]) -> Batch:
    """One study as the network's input and its truth.

    Parameters
    ----------
    study : StudyCrops
        As :func:`all_planes` or :func:`draw_planes` give it.
    mask : ndarray, shape (7, planes, h, w)
        As the network is to see it, 0..255.
    present : ndarray of bool, shape (7,)
        Levels to look at.

    Returns
    -------
    mapping
        ``planes`` (1, 7, planes, 6, h, w), ``present``, ``fractured``, ``seen`` and ``traced``
        (1, 7), ``broken`` (1, 7, planes), all float; ``crack`` (1, 7, planes, h, w), bool.
    """
    return {
        "planes": torch.from_numpy(crop_channels(study.hu, mask, bone_windows()))[None],
        "present": torch.from_numpy(present).float()[None],
        "fractured": torch.from_numpy(study.fractured & present).float()[None],
        "seen": torch.from_numpy(study.seen).float()[None],
        "traced": torch.from_numpy(study.traced).float()[None],
        "broken": torch.from_numpy(study.broken).float()[None],
        "crack": torch.from_numpy(np.ascontiguousarray(study.crack))[None],
    }


def classification_loss(logits: FractureLogits, truth: Batch, weights: LossWeights) -> Tensor:
    """Binary cross-entropy of levels, patient, planes and cells, over what is there.

    Parameters
    ----------
    truth : mapping
        As :func:`as_batch` gives it. Planes of a level that isn't ``seen``, and cells of one that
        isn't ``traced``, are left out: where it is broken is not known.
    """
    entropy = nn.functional.binary_cross_entropy_with_logits
    present, fractured, broken = truth["present"], truth["fractured"], truth["broken"]
    levels = entropy(logits.levels, fractured, weight=present, reduction="sum")
    patient = entropy(logits.patient, fractured.amax(dim=1))
    seen = (present * truth["seen"])[..., None].expand_as(broken)
    planes = entropy(logits.planes, broken, weight=seen, reduction="sum")
    traced = (present * truth["traced"]) > 0
    return (
        levels / present.sum().clamp(min=1)
        + weights.patient * patient
        + weights.plane * planes / seen.sum().clamp(min=1)
        + weights.crack * crack_loss(logits.cracks[traced], truth["crack"][traced], weights)
    )


def crack_loss(cracks: Tensor, crack: Tensor, weights: LossWeights) -> Tensor:
    """Weighted mean cross-entropy of cells; a cell is cracked if any of its pixels is.

    Parameters
    ----------
    cracks : Tensor, shape (levels, planes, cells, cells)
        Logits.
    crack : Tensor of bool, shape (levels, planes, h, w)
    weights : LossWeights
    """
    cells = nn.functional.adaptive_max_pool2d(crack.flatten(0, 1).float(), cracks.shape[-2:])
    weight = 1.0 + (weights.crack_cell - 1.0) * cells
    entropy = nn.functional.binary_cross_entropy_with_logits(
        cracks.flatten(0, 1), cells, weight=weight, reduction="sum"
    )
    return entropy / weight.sum().clamp(min=1)
