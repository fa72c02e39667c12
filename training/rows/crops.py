"""Stage 2's rows that read a vertebra's planes: CrackNet, and the encoders that rival it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.networks.baselines.study_net import PlaneNet, PlaneNetConfig, StudyLogits
from inference.networks.fracture_net import FractureLogits, FractureNet, FractureNetConfig
from training.augment import like_a_networks
from training.classification import (
    LossWeights,
    all_planes,
    as_batch,
    classification_loss,
    draw_planes,
    with_levels,
)
from training.configs import CLASSIFICATION_LOOP
from training.crops import StudyCrops, read_crops
from training.loop import LoopConfig
from training.metrics import competition_loss
from training.pool import pool_files
from training.rows.method import FractureReading, train_and_validation
from training.rows.studies import Part, read_truth
from training.rows.workspace import Cut, Workspace
from training.split import Split
from training.task import SCORE, Batch, device_of, joined_studies

WEIGHTS = LossWeights()
"""Of the patient's and the planes' losses beside the levels'."""


def study_loss(logits: StudyLogits, present: Tensor, fractured: Tensor) -> Tensor:
    """Binary cross-entropy of the levels that are there, (studies, 7), and of the patient."""
    entropy = nn.functional.binary_cross_entropy_with_logits
    levels = entropy(logits.levels, fractured, weight=present, reduction="sum")
    patient = entropy(logits.patient, fractured.amax(dim=1))
    return levels / present.sum().clamp(min=1) + WEIGHTS.patient * patient


def probabilities(logits: FractureLogits | StudyLogits) -> NDArray[np.float64]:
    """Logits as (studies, 8): C1..C7 and the patient."""
    both = torch.cat([logits.levels, logits.patient[:, None]], dim=1)
    found: NDArray[np.float64] = both.sigmoid().double().cpu().numpy()
    return found


def validation_score(readings: Iterator[FractureReading], studies: Path) -> Mapping[str, float]:
    """The competition's loss on a part, the smaller the better; unread levels don't count.

    Nor do studies of which nothing was read; where that is all of them, the loss is NaN.
    """
    found, truth = np.stack(list(readings)), read_truth(studies)
    counted = truth.present & ~np.isnan(found)
    read = counted.any(axis=1)
    loss = float("nan")
    if read.any():
        loss = competition_loss(np.nan_to_num(found[read]), truth.fractured[read], counted[read])
    return {SCORE: -loss, "competition_loss": loss}


@dataclass(frozen=True, slots=True)
class CropClassifier:
    """A network on the planes of every vertebra.

    Attributes
    ----------
    network : FractureNetConfig or PlaneNetConfig
        CrackNet with its BiLSTMs, or a rival.
    cut : Cut
        What the vertebrae are cropped to.
    planes : int
        Planes drawn a step of training; all are read afterwards.
    loop : LoopConfig
    """

    network: FractureNetConfig | PlaneNetConfig
    cut: Cut = Cut.MASK
    planes: int = 12
    loop: LoopConfig = CLASSIFICATION_LOOP

    def inputs(self, space: Workspace, part: Part) -> Path:
        """Vertebra crops."""
        return space.crops(part, self.cut)

    def task(self, space: Workspace) -> CropTask:
        """Crops of the training part."""
        split = train_and_validation(self.inputs, space)
        return CropTask(self, split, space)

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[FractureReading]]:
        """Eight probabilities a study."""
        network = network.to(device).eval()
        return lambda part: read_planes(
            network, pool_files(self.inputs(space, part)), space.drawn, device
        )

    def tiny(self) -> CropClassifier:
        """Few and narrow layers where the architecture has them to spare."""
        return replace(self, network=tiny_network(self.network), planes=2)


def tiny_network(
    network: FractureNetConfig | PlaneNetConfig,
) -> FractureNetConfig | PlaneNetConfig:
    """The least network of the same kind."""
    if isinstance(network, FractureNetConfig):
        cracknet = replace(network.cracknet, widths=(8, 8, 16), features=8, filter_px=5)
        return FractureNetConfig(cracknet, 4, 4, 0.0)
    name = {"vgg16": "vgg11"}.get(network.encoder.name, network.encoder.name)
    encoder = replace(network.encoder, name=name, features=8)
    return replace(network, encoder=encoder, units=min(network.units, 4))


def read_planes(
    network: nn.Module, crops: Sequence[Path], drawn: bool, device: str
) -> Iterator[FractureReading]:
    """Read every study from its file of crops, all of its planes; ``drawn`` as a workspace's."""
    for path in crops:
        study = read_crops(path)
        found = np.full(len(study.present) + 1, np.nan)
        if study.present.any():
            planes, present = whole_study(study, drawn, device)
            with torch.inference_mode():
                found = probabilities(network(planes, present))[0]
            found[:-1][~study.present] = np.nan
        yield found


def whole_study(study: StudyCrops, drawn: bool, device: str) -> tuple[Tensor, Tensor]:
    """A study as a batch of one: planes (1, 7, planes, 6, h, w) and present (1, 7)."""
    # As in training: no network's mask is as sharp as a true one.
    mask = study.mask if drawn else like_a_networks(study.mask, np.random.default_rng(0))
    batch = as_batch(all_planes(study), mask, study.present)
    return batch["planes"].to(device), batch["present"].to(device)


class CropTask:
    """Training of a network on vertebra crops."""

    def __init__(self, method: CropClassifier, split: Split, space: Workspace) -> None:
        self.config = method
        # What is validated stays whole: a study without levels has its place among the readings.
        self._split = replace(split, training=with_levels(split.training))
        self._studies = space.studies / Part.CALIBRATION
        self._drawn = space.drawn

    def build(self) -> nn.Module:
        """Make the network."""
        config = self.config.network
        return FractureNet(config) if isinstance(config, FractureNetConfig) else PlaneNet(config)

    def example(self, rng: np.random.Generator) -> Batch:
        """Draw an augmented study, a batch of one."""
        study = self._split.draw(read_crops, rng)
        drawn = draw_planes(study, self.config.planes, rng)
        mask = drawn.mask if self._drawn else like_a_networks(drawn.mask, rng)
        return as_batch(drawn, mask, drawn.present)

    def collate(self, examples: Sequence[Batch]) -> Batch:
        """Join studies: planes (n, 7, planes, 6, h, w) and what is true of them."""
        return joined_studies(examples)

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Levels and patient; CrackNet's planes besides, which no rival names."""
        logits = network(batch["planes"], batch["present"])
        if isinstance(logits, FractureLogits):
            return classification_loss(logits, batch, WEIGHTS)
        return study_loss(logits, batch["present"], batch["fractured"])

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """The competition's loss on the calibration part."""
        device = str(device_of(network))
        readings = read_planes(network, self._split.validation, self._drawn, device)
        return validation_score(readings, self._studies)


def _pooled_cnn() -> PlaneNetConfig:
    return PlaneNetConfig(units=0)


@dataclass(frozen=True, slots=True)
class CropSvm:
    """A CNN that learns what to see, and a support vector machine that decides.

    Attributes
    ----------
    network : PlaneNetConfig
        Its vectors, the mean over a vertebra's planes, are the machine's input.
    planes : int
        As in :class:`CropClassifier`.
    loop : LoopConfig
    """

    network: PlaneNetConfig = field(default_factory=_pooled_cnn)
    planes: int = 12
    loop: LoopConfig = CLASSIFICATION_LOOP

    @property
    def classifier(self) -> CropClassifier:
        """The same CNN with a linear decision: how it is trained."""
        return CropClassifier(self.network, planes=self.planes, loop=self.loop)

    def inputs(self, space: Workspace, part: Part) -> Path:
        """Vertebra crops."""
        return self.classifier.inputs(space, part)

    def task(self, space: Workspace) -> CropTask:
        """Training of the CNN."""
        return self.classifier.task(space)

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[FractureReading]]:
        """Fit the machine on the training part, then read with it."""
        from training.rows.svm import fit_svm, read_svm

        network = network.to(device).eval()
        if not isinstance(network, PlaneNet):
            raise TypeError(f"a PlaneNet gives the vectors, not a {type(network).__name__}")
        machine = fit_svm(network, self.inputs(space, Part.TRAIN), space.drawn, device)
        return lambda part: read_svm(
            machine, network, self.inputs(space, part), space.drawn, device
        )

    def tiny(self) -> CropSvm:
        """A narrow CNN on few planes."""
        encoder = replace(self.network.encoder, features=8)
        return replace(self, network=replace(self.network, encoder=encoder), planes=2)
