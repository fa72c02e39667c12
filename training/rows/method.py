"""What a row has to be able to do: say how its network is trained, and read studies with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from torch import nn

from training.loop import LoopConfig
from training.pool import pool_files
from training.rows.studies import Part
from training.rows.workspace import Workspace
from training.split import Split
from training.task import Task

R_co = TypeVar("R_co", covariant=True)


class Method(Protocol[R_co]):
    """One way to read a study; ``R_co`` is what it says of each."""

    @property
    def loop(self) -> LoopConfig:
        """How its network is trained; a table's budget sets steps and seed."""

    def inputs(self, space: Workspace, part: Part) -> Path:
        """Make what it reads of a part's studies, and return the folder."""

    def task(self, space: Workspace) -> Task[Any]:
        """Its network's training: on the training part, validated on the calibration part."""

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[R_co]]:
        """Read the studies of a part in order, one after the other, with the trained network."""

    def tiny(self) -> Method[R_co]:
        """The same with the least network and input that its architecture allows."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelReading:
    """How well one study's levels were told apart.

    Attributes
    ----------
    score : ndarray of float, shape (slices, 7)
        Probability that the axial slice shows at least ``MIN_PIXELS`` pixels of the level.
    shown : ndarray of bool, same shape
        Whether it does.
    accuracy : float
        Share of the voxels that have their true class; NaN for a method without masks.
    dice, jaccard : ndarray of float, shape (7,)
        NaN for a level barely in view, and for a method without masks.
    """

    score: NDArray[np.float64]
    shown: NDArray[np.bool_]
    accuracy: float
    dice: NDArray[np.float64]
    jaccard: NDArray[np.float64]


FractureReading = NDArray[np.float64]
"""Probabilities of C1..C7 and the patient, shape (8,); NaN for a level without a mask."""


def train_and_validation(inputs: Callable[[Workspace, Part], Path], space: Workspace) -> Split:
    """Files of a task's two parts: no network is trained or chosen on the test part."""
    train, validation = (
        tuple(pool_files(inputs(space, part))) for part in (Part.TRAIN, Part.CALIBRATION)
    )
    return Split(train, validation)


def nothing_read(reading: object) -> bool:
    """Whether a study was read without any answer, as where stage 1 found no level in it."""
    return isinstance(reading, np.ndarray) and bool(np.isnan(reading).all())
