"""Stage 2's row without cropping: a ResNet-50 on the slices of the whole study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.networks.baselines.encoders import EncoderConfig
from inference.networks.baselines.study_net import SliceNet
from inference.preprocessing.planes import plane_channels
from inference.preprocessing.windowing import bone_windows
from training.augment import like_a_networks, move_planes, spread, vary_hu
from training.configs import CLASSIFICATION_LOOP
from training.loop import LoopConfig
from training.pool import pool_files
from training.rows.arrays import Arrays, collate
from training.rows.crops import probabilities, study_loss, validation_score
from training.rows.method import FractureReading, train_and_validation
from training.rows.studies import Part
from training.rows.workspace import Workspace
from training.task import Batch, device_of

SLICES_LOOP = replace(CLASSIFICATION_LOOP, batch=2)
"""Two studies of 24 slices fill less memory than one of 84 planes."""


def _resnet50() -> EncoderConfig:
    return EncoderConfig("resnet50", channels=len(bone_windows()) + 1)


@dataclass(frozen=True, slots=True)
class WholeSlices:
    """A network on axial slices from the top of the scan to its bottom.

    Attributes
    ----------
    network : EncoderConfig
    slices : int
        Slices drawn a step of training; all are read afterwards.
    loop : LoopConfig
    """

    network: EncoderConfig = field(default_factory=_resnet50)
    slices: int = 24
    loop: LoopConfig = SLICES_LOOP

    def inputs(self, space: Workspace, part: Part) -> Path:
        """Whole slices with the masks of all levels as one channel."""
        return space.slices(part)

    def task(self, space: Workspace) -> WholeSlicesTask:
        """Slices of the training part."""
        return WholeSlicesTask(self, space)

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[FractureReading]]:
        """Eight probabilities a study."""
        network = network.to(device).eval()
        return lambda part: read_slices(
            network, pool_files(self.inputs(space, part)), space.drawn, device
        )

    def tiny(self) -> WholeSlices:
        """The same network with short vectors on few slices."""
        return replace(self, network=replace(self.network, features=8), slices=2)


def _read(path: Path) -> Mapping[str, NDArray[Any]]:
    with np.load(path, allow_pickle=False) as data:
        return dict(data)


def soften(mask: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.float32]:
    """Make a true mask (slices, h, w) like a network's; all levels are one here."""
    return np.asarray(like_a_networks(mask[None], rng)[0])


def read_slices(
    network: nn.Module, slices: Sequence[Path], drawn: bool, device: str
) -> Iterator[FractureReading]:
    """Read every study from its file of slices, all at once; ``drawn`` as a workspace's."""
    for path in slices:
        study = _read(path)
        mask = study["mask"] if drawn else soften(study["mask"], np.random.default_rng(0))
        images = torch.from_numpy(plane_channels(study["hu"], mask, bone_windows()))[None]
        with torch.inference_mode():
            found = network(images.to(device))
        yield probabilities(found)[0]


class WholeSlicesTask:
    """Training of a network on whole slices."""

    def __init__(self, method: WholeSlices, space: Workspace) -> None:
        self.config = method
        self._split = train_and_validation(method.inputs, space)
        self._studies = space.studies / Part.CALIBRATION
        self._drawn = space.drawn

    def build(self) -> nn.Module:
        """Make the network."""
        return SliceNet(self.config.network)

    def example(self, rng: np.random.Generator) -> Arrays:
        """Draw an augmented study."""
        study = self._split.draw(_read, rng)
        chosen = spread(len(study["hu"]), self.config.slices, rng)
        hu, mask = move_planes(rng, study["hu"][chosen], study["mask"][chosen])
        return {
            "slices": plane_channels(
                vary_hu(hu, rng), mask if self._drawn else soften(mask, rng), bone_windows()
            ),
            "present": study["present"].astype(np.float32),
            "fractured": study["fractured"].astype(np.float32),
        }

    def collate(self, examples: Sequence[Arrays]) -> Batch:
        """Stack slices (n, slices, 4, h, w) and what is true of them."""
        return collate(examples)

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Levels and patient."""
        return study_loss(network(batch["slices"]), batch["present"], batch["fractured"])

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """The competition's loss on the calibration part."""
        device = str(device_of(network))
        readings = read_slices(network, self._split.validation, self._drawn, device)
        return validation_score(readings, self._studies)
