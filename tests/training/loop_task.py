"""A task that is learned in milliseconds, and a program that trains it."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.loop import LoopConfig, fit
from training.task import Batch

INPUTS = 4


@dataclass(frozen=True, slots=True)
class LineNet:
    """Shape of the network."""

    width: int = 8
    dropout: float = 0.0
    norm: bool = False


@dataclass(frozen=True, slots=True)
class LineConfig:
    """Settings of the task."""

    network: LineNet = field(default_factory=LineNet)
    noise: float = 0.1


class LineTask:
    """Learn the sum of four numbers."""

    def __init__(self, config: LineConfig | None = None) -> None:
        self.config = config or LineConfig()
        self.drawn: list[float] = []
        self.scores: list[float] = []

    def build(self) -> nn.Module:
        """Two layers."""
        shape = self.config.network
        layers = [nn.Linear(INPUTS, shape.width), nn.Tanh()]
        layers += [nn.BatchNorm1d(shape.width)] if shape.norm else []
        layers += [nn.Dropout(shape.dropout)] if shape.dropout else []
        return nn.Sequential(*layers, nn.Linear(shape.width, 1))

    def example(self, rng: np.random.Generator) -> tuple[np.ndarray, float]:
        """Four numbers and their noisy sum."""
        x = rng.normal(size=INPUTS).astype(np.float32)
        self.drawn.append(float(x[0]))
        return x, float(x.sum() + rng.normal(0, self.config.noise))

    def collate(self, examples: Sequence[tuple[np.ndarray, float]]) -> Batch:
        """Stack."""
        return {
            "x": torch.from_numpy(np.stack([x for x, _ in examples])),
            "y": torch.tensor([y for _, y in examples], dtype=torch.float32),
        }

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:
        """Mean squared error."""
        assert 0.0 <= progress < 1.0
        return ((network(batch["x"]).squeeze(1).float() - batch["y"]) ** 2).mean()

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """On fixed numbers, or the scores that a test has laid down."""
        assert not network.training
        assert not torch.is_grad_enabled()
        x = torch.from_numpy(np.random.default_rng(99).normal(size=(32, INPUTS))).float()
        error = float(((network(x).squeeze(1) - x.sum(dim=1)) ** 2).mean())
        return {"error": error, "score": self.scores.pop(0) if self.scores else -error}


def killed_again_and_again(run: Path, config: LoopConfig, kills: int, seed: int) -> list[int]:
    """Start training, kill -9 it at a random moment, and again; return the signals.

    A fork starts in milliseconds what a new interpreter takes seconds for.
    """
    chance, ends = random.Random(seed), []
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            for _event in fit(LineTask(RICH), run, config, "cpu"):
                pass
            os._exit(0)
        time.sleep(chance.uniform(0.05, 0.25))
        os.kill(child, signal.SIGKILL)
        ends.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    return ends


RICH = LineConfig(LineNet(width=32, dropout=0.2, norm=True))
"""All that has a state: running statistics and random numbers."""

if __name__ == "__main__":
    torch.set_num_threads(1)
    command, folder, settings, *rest = sys.argv[1:]
    loop_config = LoopConfig(**json.loads(settings))
    if command == "kill":
        print(killed_again_and_again(Path(folder), loop_config, int(rest[0]), int(rest[1])))
    else:
        print([event.loss for event in fit(LineTask(), Path(folder), loop_config, "cpu")])
