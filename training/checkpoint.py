"""Checkpoints of a training run: whole or not there, whatever ends the process.

Each is a folder of its own, ``checkpoints/step-00000200`` of the run. It is written under
another name, flushed to the device, and takes its name at the end, so every folder that
bears such a name is complete. Weights are safetensors; the optimiser's state is torch's own
format, which is read without running code.
"""

from __future__ import annotations

import io
import json
import pickle
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from safetensors.torch import save as to_bytes
from torch import Tensor

from inference.imaging.files import PART, sync_folder, write_durably, writing
from training.errors import TrainingError
from training.settings import differences

FOLDER = "checkpoints"
PREFIX = "step-"
KEPT = 2
"""The newest, and the one before it in case the newest is damaged later."""

START = "start_from"
"""Setting of the loop that names the weights a run started from."""

FREE_FIELDS = frozenset(
    {"steps", "validate_every", "checkpoint_every", "patience", "workers", "minutes", START}
)  # fmt: skip
"""Settings of the loop that may change on resuming: how long it runs and how it is watched.

Nor does it matter by what name the weights are called today that it started from.
"""

RECORD = "data"
"""What a run has learned from: it may learn from more later, and an older run doesn't say."""

State = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a run stands.

    Attributes
    ----------
    step : int
        Steps done.
    best_step : int
        After which the best weights were measured; 0 before there are any.
    best_score : float or None
    misses : int
        Validations since then.
    seconds : float
        Trained so far, counted where the run has a limit.
    """

    step: int = 0
    best_step: int = 0
    best_score: float | None = None
    misses: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """All that a run needs to go on as if it had never been stopped.

    Attributes
    ----------
    standing : Standing
    config : mapping
        Of task and loop, as JSON holds it.
    weights : mapping of str to state
        ``network``; ``average`` and ``best`` where there are any.
    optimizer, scaler : mapping
        State of torch's optimiser and gradient scaler.
    """

    standing: Standing
    config: Mapping[str, Any]
    weights: Mapping[str, State]
    optimizer: Mapping[str, Any]
    scaler: Mapping[str, Any] = field(default_factory=dict)


def checkpoints(run: Path) -> list[Path]:
    """The run's complete checkpoints, oldest first."""
    return sorted(
        path for path in (run / FOLDER).glob(f"{PREFIX}*") if path.name[len(PREFIX) :].isdigit()
    )


def save_checkpoint(run: Path, checkpoint: Checkpoint) -> Path:
    """Write a checkpoint and drop those that are no longer kept.

    Raises
    ------
    OutputError
        If there is no room, or no permission; earlier checkpoints are untouched, and
        nothing of this one is left.
    """
    folder = run / FOLDER / f"{PREFIX}{checkpoint.standing.step:08d}"
    part = folder.with_name(folder.name + PART)
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        for leftover in folder.parent.glob(f"*{PART}"):
            shutil.rmtree(leftover)
        try:
            part.mkdir()
            for name, content in _files(checkpoint).items():
                write_durably(part / name, content)
            sync_folder(part)
            _discard(folder)
            part.rename(folder)
        except OSError:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync_folder(folder.parent)
        for old in checkpoints(run)[:-KEPT]:
            _discard(old)
    return folder


def _files(checkpoint: Checkpoint) -> dict[str, bytes]:
    """A checkpoint's files.

    They are made in memory: safetensors and torch write files themselves, but each hides
    a full disk behind an error of its own.
    """
    learning = io.BytesIO()
    torch.save({"optimizer": checkpoint.optimizer, "scaler": checkpoint.scaler}, learning)
    standing = {name: getattr(checkpoint.standing, name) for name in Standing.__dataclass_fields__}
    state = {"standing": standing, "config": checkpoint.config, "weights": [*checkpoint.weights]}
    return {
        **{
            f"{name}.safetensors": to_bytes(
                {key: value.detach().cpu().contiguous() for key, value in tensors.items()}
            )
            for name, tensors in checkpoint.weights.items()
        },
        "optimizer.pt": learning.getvalue(),
        "state.json": json.dumps(state, indent=1).encode(),
    }


def _discard(folder: Path) -> None:
    """Delete a checkpoint; its name goes first, so that half of one never bears it."""
    if folder.exists():
        gone = folder.with_name(f"{folder.name}.old{PART}")
        folder.rename(gone)
        shutil.rmtree(gone)


def load_checkpoint(run: Path) -> Checkpoint | None:
    """Read the run's newest checkpoint, onto the CPU; None if there is none.

    Raises
    ------
    TrainingError
        If it is damaged.
    """
    there = checkpoints(run)
    if not there:
        return None
    folder = there[-1]
    try:
        state = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        learning = torch.load(folder / "optimizer.pt", map_location="cpu", weights_only=True)
        return Checkpoint(
            Standing(**state["standing"]),
            state["config"],
            {name: load_file(folder / f"{name}.safetensors") for name in state["weights"]},
            learning["optimizer"],
            learning["scaler"],
        )
    except (
        OSError, ValueError, KeyError, TypeError, RuntimeError, EOFError,
        SafetensorError, pickle.UnpicklingError,
    ) as error:  # fmt: skip
        earlier = "the one before it is taken" if len(there) > 1 else "the run starts anew"
        raise TrainingError(
            f"{folder}: the checkpoint is damaged ({error}). Delete this folder: {earlier}."
        ) from error


def check_config(run: Path, saved: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Refuse to go on with other settings than the run was begun with.

    Raises
    ------
    TrainingError
        Naming the first field that differs and what to do.
    """
    for name, before, now in differences(saved, asked):
        free = name.startswith("loop.") and name.removeprefix("loop.") in FREE_FIELDS
        if name != RECORD and not free:
            raise TrainingError(
                f"{run}: its checkpoint was trained with {name} = {before!r}, not {now!r}. Choose "
                "another --run folder, or delete this one to start anew."
            )


def exported_weights(checkpoint: Checkpoint) -> State:
    """The best weights; before the first validation those that would be validated."""
    chosen = next(name for name in ("best", "average", "network") if name in checkpoint.weights)
    state = checkpoint.weights[chosen]
    if chosen != "average":
        return state
    prefix = "module."
    return {
        name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)
    }
