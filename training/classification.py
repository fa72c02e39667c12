"""Training of stage 2: the planes of seven vertebrae -> eight probabilities."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor, nn

from inference.networks.card import read_card
from inference.networks.fracture_net import FractureLogits, FractureNet, FractureNetConfig
from inference.networks.weights import load_weights
from inference.preprocessing.cropping import CropConfig
from inference.preprocessing.planes import MASK_WHITE, plane_channels
from inference.preprocessing.windowing import bone_windows
from training.checkpoint import load_checkpoint, save_checkpoint
from training.crops import CROP, StudyCrops, read_crops
from training.pool import pool_files
from training.schedule import learning_rate


@dataclass(frozen=True, slots=True)
class ClassificationConfig:
    """One training run.

    Attributes
    ----------
    network : FractureNetConfig
    crop : CropConfig
        How the folder's crops were cut.
    planes : int
        Planes drawn a step out of those that were cut: one from each stretch.
    batch, steps, warmup : int
        Studies a step: one, since :class:`StudyNorm` takes a step's planes for one study's;
        steps; steps over which the learning rate rises.
    learning_rate, weight_decay : float
    patient_weight : float
        Of the patient's loss beside the levels'.
    rough_masks : float
        Share of the studies whose masks are made like a network's: 1 where the crops were cut
        along true masks; less where a network's own were taken.
    plane_weight : float
        Of the planes' loss: where the crack is teaches faster than that there is one.
    seed : int
    """

    network: FractureNetConfig = field(default_factory=FractureNetConfig)
    crop: CropConfig = CROP
    planes: int = 12
    batch: int = 1
    steps: int = 1600
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    warmup: int = 50
    patient_weight: float = 0.3
    rough_masks: float = 1.0
    plane_weight: float = 1.0
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """What is true of a batch, as float 0 or 1.

    Attributes
    ----------
    present, fractured : Tensor, shape (studies, 7)
    broken : Tensor, shape (studies, 7, planes)
    """

    present: Tensor
    fractured: Tensor
    broken: Tensor


class StudySampler:
    """Draws augmented studies from a folder of crops."""

    def __init__(
        self, folder: Path, config: ClassificationConfig, rng: np.random.Generator
    ) -> None:
        self._folder = folder
        self._config = config
        self._rng = rng
        self._studies: list[StudyCrops] = []
        self._known: set[Path] = set()

    def refresh(self) -> int:
        """Read what is new in the folder; return how many studies there are."""
        for path in pool_files(self._folder):
            if path not in self._known:
                self._studies.append(read_crops(path))
                self._known.add(path)
        return len(self._studies)

    def batch(self) -> tuple[Tensor, Targets]:
        """Draw planes (n, 7, p, 4, h, w) and what is true of them."""
        picks = self._rng.integers(len(self._studies), size=self._config.batch)
        drawn = [self._augment(self._studies[int(n)]) for n in picks]
        planes, *truth = (torch.from_numpy(np.stack(part)) for part in zip(*drawn, strict=True))
        present, fractured, broken = (part.float() for part in truth)
        return planes, Targets(present, fractured, broken)

    def _augment(
        self, study: StudyCrops
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
        rng = self._rng
        stretch = study.hu.shape[1] / self._config.planes
        picks = (np.arange(self._config.planes) + rng.random(self._config.planes)) * stretch
        chosen = picks.astype(int)
        hu = study.hu[:, chosen].astype(np.float32)
        mask = study.mask[:, chosen]
        if rng.random() < 0.5:
            # A mirrored neck is a neck.
            hu, mask = hu[..., ::-1], mask[..., ::-1]
        # A detector's box is some millimetres off.
        shift = tuple(int(s) for s in rng.integers(-8, 9, 2))
        hu, mask = np.roll(hu, shift, (-2, -1)), np.roll(mask, shift, (-2, -1))
        hu = hu * np.float32(rng.uniform(0.85, 1.15)) + np.float32(rng.normal(0, 30))
        if rng.random() < 0.5:
            noise = rng.standard_normal(hu.shape, dtype=np.float32)
            hu = hu + noise * np.float32(rng.uniform(5, 50))
        rough = rng.random() < self._config.rough_masks
        planes = plane_channels(hu, like_a_networks(mask, rng) if rough else mask, bone_windows())
        present = study.present & (rng.random(len(study.present)) > 0.05)
        return planes, present, study.fractured & present, study.broken[:, chosen]


def like_a_networks(mask: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.float32]:
    """Round off a true mask (levels, planes, h, w), 0..255, and move its border in or out."""
    soft = ndimage.gaussian_filter(mask.astype(np.float32), (0, 0, *rng.uniform(0.5, 2.5, 2)))
    border, width = rng.uniform(0.3, 0.7) * MASK_WHITE, rng.uniform(0.2, 1.0) * MASK_WHITE
    share = np.clip((soft - border) / width + 0.5, 0.0, 1.0)
    return np.asarray(share * MASK_WHITE, dtype=np.float32)


def classification_loss(
    logits: FractureLogits, truth: Targets, patient_weight: float, plane_weight: float
) -> Tensor:
    """Binary cross-entropy of levels, patient and planes, over what is there."""
    entropy = nn.functional.binary_cross_entropy_with_logits
    levels = entropy(logits.levels, truth.fractured, weight=truth.present, reduction="sum")
    patient = entropy(logits.patient, truth.fractured.amax(dim=1))
    seen = truth.present[..., None].expand_as(truth.broken)
    planes = entropy(logits.planes, truth.broken, weight=seen, reduction="sum")
    return (
        levels / truth.present.sum().clamp(min=1)
        + patient_weight * patient
        + plane_weight * planes / seen.sum().clamp(min=1)
    )


def train_classification(
    folder: Path,
    run: Path,
    config: ClassificationConfig,
    device: str = "cpu",
    start_from: Path | None = None,
) -> Iterator[str]:
    """Train, resuming from the run folder's checkpoint if there is one.

    Parameters
    ----------
    folder : Path
        Crops.
    run : Path
    config : ClassificationConfig
    device : str
    start_from : Path, optional
        Folder of weights that a new run starts from, instead of random ones.

    Yields
    ------
    str
        A line of progress now and then.
    """
    torch.manual_seed(config.seed)
    model = FractureNet(config.network)
    if start_from is not None:
        load_weights(model, start_from, read_card(start_from / "classification.json"))
    model.to(device)
    optimizer = torch.optim.AdamW(
        model.parameters(), config.learning_rate, weight_decay=config.weight_decay
    )
    run.mkdir(parents=True, exist_ok=True)
    (run / "config.json").write_text(json.dumps(asdict(config), indent=1), encoding="utf-8")
    start = load_checkpoint(run, model, optimizer)
    sampler = StudySampler(folder, config, np.random.default_rng([config.seed, start]))
    count = sampler.refresh()
    model.train()
    mean, began = 0.0, time.monotonic()
    for step in range(start, config.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, config.steps, config.warmup, config.learning_rate)
        planes, truth = sampler.batch()
        logits = model(planes.to(device), truth.present.to(device))
        truth = Targets(*(getattr(truth, f.name).to(device) for f in fields(truth)))
        loss = classification_loss(logits, truth, config.patient_weight, config.plane_weight)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        mean = 0.97 * mean + 0.03 * loss.item() if step > start else loss.item()
        if (step + 1) % 25 == 0:
            count = sampler.refresh()
            pace = (time.monotonic() - began) / (step + 1 - start)
            done = f"step {step + 1}/{config.steps}"
            yield f"{done} loss {mean:.3f} {count} studies {pace:.2f} s/step"
        if (step + 1) % 100 == 0 or step + 1 == config.steps:
            save_checkpoint(run, model, optimizer, step + 1)
