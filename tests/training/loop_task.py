"""A task that is learned in milliseconds, and a program that trains it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.checkpoint import checkpoints
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
        self.scores: list[float] = []
        self.types: set[torch.dtype] = set()
        self.scale = 1.0

    def build(self) -> nn.Module:
        """Two layers."""
        shape = self.config.network
        layers = [nn.Linear(INPUTS, shape.width), nn.Tanh()]
        layers += [nn.BatchNorm1d(shape.width)] if shape.norm else []
        layers += [nn.Dropout(shape.dropout)] if shape.dropout else []
        network = nn.Sequential(*layers, nn.Linear(shape.width, 1))
        # As some encoders have: a weight that takes no part.
        network.register_parameter("spare", nn.Parameter(torch.zeros(3)))
        # As CrackNet has: a fixed filter, channels last.
        bank = torch.ones(2, 1, 3, 3).to(memory_format=torch.channels_last)
        network.register_buffer("bank", bank, persistent=False)
        return network

    def example(self, rng: np.random.Generator) -> tuple[np.ndarray, float]:
        """Four numbers and their noisy sum."""
        x = rng.normal(size=INPUTS).astype(np.float32)
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
        found = network(batch["x"]).squeeze(1)
        self.types.add(found.dtype)
        return ((found.float() - batch["y"]) ** 2).mean() * self.scale

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """On fixed numbers, or the scores that a test has laid down."""
        assert not network.training
        assert not torch.is_grad_enabled()
        x = torch.from_numpy(np.random.default_rng(99).normal(size=(32, INPUTS))).float()
        error = float(((network(x).squeeze(1) - x.sum(dim=1)) ** 2).mean())
        return {"error": error, "score": self.scores.pop(0) if self.scores else -error}


def killed_again_and_again(run: Path, config: LoopConfig, kills: int, seed: int) -> list[int]:
    """Start training, kill -9 it at a random moment, and again; return the exit codes.

    The moment comes after the process's first new checkpoint, so that each gets somewhere.
    A fork starts in milliseconds what a new interpreter takes seconds for.
    """
    weight = torch.zeros(1, requires_grad=True)
    weight.grad = torch.ones(1)
    # What torch imports at an optimiser's first step is imported once, for all forks.
    torch.optim.AdamW([weight]).step()
    chance, ends = np.random.default_rng(seed), []
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            for _event in fit(LineTask(RICH), run, config, "cpu"):
                # Or a busy machine sees the run end before the parent's turn to kill it.
                time.sleep(0.005)
            os._exit(0)
        before, deadline = checkpoints(run)[-1:], time.monotonic() + 20
        while checkpoints(run)[-1:] == before and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(chance.uniform(0.0, 0.1))
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
        ends = killed_again_and_again(Path(folder), loop_config, int(rest[0]), int(rest[1]))
        sys.stdout.write(json.dumps(ends))
    else:
        sys.stdout.write(
            json.dumps([event.loss for event in fit(LineTask(), Path(folder), loop_config, "cpu")])
        )
