"""Coarse studies and a short loop, for the tests of the rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch

from inference.preprocessing.cropping import CropConfig
from training.loop import LoopConfig
from training.phantoms.phantom import PhantomOptions
from training.phantoms.scene import SceneOptions
from training.reproduce import Trained
from training.rows.studies import Part
from training.rows.workspace import Sizes
from training.task import Task

COARSE = PhantomOptions(
    spacing_kji_mm=(3.0, 3.0, 3.0),
    scene=SceneOptions(fracture_rate=0.5),
    cut_rate=0.0,
    readable=False,
    half_width_mm=(44.0, 52.0),
    front_mm=(30.0, 45.0),
    back_mm=(66.0, 72.0),
)
COUNTS = {Part.TRAIN: 2, Part.CALIBRATION: 2, Part.TEST: 2}
SIZES = Sizes(3.0, CropConfig(3, 64, 1.2, 7.2), CropConfig(4, 64, 3.0, 7.2))
"""AlexNet needs 63 pixels."""


class SmallLoop:
    """A trainer that takes its steps and keeps nothing; it notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, LoopConfig]] = []

    def __call__(self, task: Task[Any], run: Path, loop: LoopConfig) -> Trained:
        """Take plain gradient steps."""
        self.asked.append((run.name, loop))
        torch.manual_seed(loop.seed)
        network = task.build().train()
        optimizer = torch.optim.SGD(network.parameters(), loop.learning_rate)
        for step in range(loop.steps):
            draws = (np.random.default_rng([loop.seed, step, n]) for n in range(loop.batch))
            batch = task.collate([task.example(rng) for rng in draws])
            optimizer.zero_grad()
            task.loss(network, batch, step / loop.steps).backward()
            optimizer.step()
        return Trained(network, loop.steps)
