"""What stage 1's rows share: they read whole volumes, and are told from each other by that."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.findings import LEVELS
from training.detection import MIN_PIXELS
from training.pool import Sample, pool_files, read_sample
from training.rows.arrays import Arrays, collate
from training.rows.method import LevelReading, train_and_validation
from training.rows.studies import Part
from training.rows.workspace import Workspace
from training.split import Split
from training.task import SCORE, Batch, device_of

VALIDATION_STUDIES = 4
"""So many studies of the calibration part are read to choose the best weights."""

BATCH = 8
"""Slices read at a time."""

STRIDE = 32
"""Sides that the networks take are multiples of this."""


@dataclass(frozen=True, slots=True)
class LevelMethod(ABC):
    """A row of stage 1: its fields are the settings, its methods say how it learns and reads."""

    @abstractmethod
    def build(self) -> nn.Module:
        """Make the network with fresh weights."""

    @abstractmethod
    def example(self, sample: Sample, rng: np.random.Generator) -> Arrays:
        """Draw one augmented example of a study."""

    @abstractmethod
    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:
        """As :meth:`training.task.Task.loss`."""

    @abstractmethod
    def read(self, network: nn.Module, sample: Sample, device: str) -> LevelReading:
        """Read a study with a network in evaluation mode; no gradients are recorded."""

    @abstractmethod
    def score(self, readings: Sequence[LevelReading]) -> float:
        """How good a few readings are: the best weights have the greatest."""

    def inputs(self, space: Workspace, part: Part) -> Path:
        """Volumes at stage 1's spacing."""
        return space.volumes(part)

    def task(self, space: Workspace) -> LevelTask:
        """Volumes of the training part."""
        return LevelTask(self, train_and_validation(self.inputs, space))

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[LevelReading]]:
        """Levels, volume by volume."""
        network = network.to(device).eval()

        def read(part: Part) -> Iterator[LevelReading]:
            for sample in read_samples(self.inputs(space, part)):
                with torch.inference_mode():
                    reading = self.read(network, sample, device)
                yield reading

        return read


class LevelTask:
    """Training of a method's network."""

    def __init__(self, method: LevelMethod, split: Split) -> None:
        self._method = method
        self._split = split

    @property
    def config(self) -> LevelMethod:
        """The method: its fields are the settings."""
        return self._method

    def build(self) -> nn.Module:
        """Make the network."""
        return self._method.build()

    def example(self, rng: np.random.Generator) -> Arrays:
        """Draw a study, and an augmented part of it."""
        return self._method.example(self._split.draw(read_sample, rng), rng)

    def collate(self, examples: Sequence[Arrays]) -> Batch:
        """Stack images (n, c, ...) and what is true of them."""
        return collate(examples)

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:
        """The method's own."""
        return self._method.loss(network, batch, progress)

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """The method's score of a few studies."""
        device = str(device_of(network))
        few = self._split.validation[:VALIDATION_STUDIES]
        readings = [self._method.read(network, read_sample(path), device) for path in few]
        return {SCORE: self._method.score(readings)}


def read_samples(folder: Path) -> Iterator[Sample]:
    """The studies of a pool, one after the other."""
    return map(read_sample, pool_files(folder))


def shown_levels(label: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which levels each axial slice of a label (..., j, i) shows, (..., 7)."""
    counts = [(label == n + 1).sum(axis=(-2, -1)) for n in range(len(LEVELS))]
    return np.stack(counts, axis=-1) >= MIN_PIXELS


def side_px(side_mm: float, sample: Sample) -> int:
    """Side of a training image in pixels of the study: at any spacing it shows as much.

    At least two strides: in a step of one example, batch normalisation of the deepest cells needs
    more than one of them.
    """
    pixels = side_mm / max(sample.volume.geometry.spacing_kji_mm)
    return STRIDE * max(round(pixels / STRIDE), 2)
