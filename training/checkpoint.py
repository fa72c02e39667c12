"""Checkpoints of a training run: safetensors for the network, torch for the optimiser."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn


def save_checkpoint(
    run: Path, model: nn.Module, optimizer: torch.optim.Optimizer, step: int
) -> None:
    """Write network, optimiser and step; an interruption leaves the last one whole."""
    state = {name: value.contiguous() for name, value in model.state_dict().items()}
    save_file(state, run / "model.part", {"step": json.dumps(step)})
    torch.save({"optimizer": optimizer.state_dict(), "step": step}, run / "optimizer.part")
    (run / "optimizer.part").replace(run / "optimizer.pt")
    (run / "model.part").replace(run / "model.safetensors")


def load_checkpoint(run: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Load the run's checkpoint if there is one; return the step to go on from."""
    weights, state = run / "model.safetensors", run / "optimizer.pt"
    if not (weights.is_file() and state.is_file()):
        return 0
    model.load_state_dict(load_file(weights))
    saved = torch.load(state, weights_only=True)
    optimizer.load_state_dict(saved["optimizer"])
    return int(saved["step"])
