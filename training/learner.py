"""A network while it learns: optimiser, precision, averaged weights, several processes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from inference.networks.weights import dequantise
from training.checkpoint import Checkpoint, Standing, exported_weights, load_checkpoint
from training.errors import TrainingError, said
from training.processes import Ranks
from training.schedule import learning_rate
from training.task import Batch, Task

if TYPE_CHECKING:
    from training.loop import LoopConfig


def averaged(network: nn.Module, decay: float) -> AveragedModel:
    """Exponential moving average of a network's parameters and buffers.

    The decay grows from 0.1 as (1 + n) / (10 + n) up to ``decay``, so that the average of a
    short run doesn't remember its first weights.
    """

    def average(
        means: tuple[Tensor, ...] | list[Tensor],
        values: tuple[Tensor, ...] | list[Tensor],
        count: Tensor | int,
    ) -> None:
        n = int(count)
        step = get_ema_multi_avg_fn(  # type: ignore[no-untyped-call]  # torch's own
            min(decay, (1 + n) / (10 + n))
        )
        step(means, values, count)

    return AveragedModel(network, multi_avg_fn=average, use_buffers=True)


def half_type(device: torch.device) -> torch.dtype:
    """The 16-bit type of mixed precision: bfloat16, unless the GPU is too old for it."""
    if device.type == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False):
        return torch.float16
    return torch.bfloat16


class Learner:
    """A network and all that changes while it learns."""

    def __init__(self, task: Task[Any], config: LoopConfig, ranks: Ranks) -> None:
        torch.manual_seed(config.seed)
        self._task = task
        self._config = config
        self._ranks = ranks
        self._network = task.build().to(ranks.device)
        if ranks.count > 1 and ranks.device.type == "cuda":
            # Normalised over the examples of all processes.
            self._network = nn.SyncBatchNorm.convert_sync_batchnorm(  # type: ignore[no-untyped-call]
                self._network
            )
        self._average = None if config.ema is None else averaged(self._network, config.ema)
        self._optimizer = torch.optim.AdamW(
            self._network.parameters(), config.learning_rate, weight_decay=config.weight_decay
        )
        self._type = half_type(ranks.device) if config.precision == "mixed" else torch.float32
        # bfloat16 has float32's range: only float16's small gradients have to be scaled.
        self._scaler = torch.amp.GradScaler(
            ranks.device.type, enabled=self._type == torch.float16
        )  # fmt: skip
        self._best: dict[str, Tensor] = {}
        self._wrapped: nn.Module | None = None

    def restore(self, checkpoint: Checkpoint, run: Path) -> None:
        """Take up the state of a run's checkpoint; its settings have been compared before.

        Raises
        ------
        TrainingError
            If its weights are of another architecture, as after a change of the code.
        """
        try:
            self._network.load_state_dict(checkpoint.weights["network"])
            if self._average is not None:
                self._average.load_state_dict(checkpoint.weights["average"])
            self._optimizer.load_state_dict(dict(checkpoint.optimizer))
        except (RuntimeError, KeyError, ValueError) as error:
            raise TrainingError(
                f"{run}: its checkpoint is of another architecture ({said(error)}). Choose "
                "another --run folder, or delete this one to start anew."
            ) from error
        self._best = dict(checkpoint.weights.get("best", {}))
        self._scaler.load_state_dict(dict(checkpoint.scaler))

    def start_from(self, path: Path) -> None:
        """Take up weights from elsewhere, before the first step: of the network or of parts of it.

        Raises
        ------
        TrainingError
            If they can't be read or are of another architecture.
        """
        try:
            weights = starting_weights(path)
            fit = self._network.load_state_dict(dict(weights), strict=False)
        except (OSError, SafetensorError, RuntimeError, KeyError) as error:
            raise _no_start(path, said(error)) from error
        parts = {name.partition(".")[0] for name in weights}
        lacking = [name for name in fit.missing_keys if name.partition(".")[0] in parts]
        if fit.unexpected_keys or lacking or not weights:
            amiss = f"{len(fit.unexpected_keys)} weights too many, {len(lacking)} lacking"
            raise _no_start(path, amiss)

    def learn(self, batch: Batch, step: int, progress: float) -> tuple[float, float]:
        """Take one step; return the loss over all processes and the learning rate.

        ``progress`` is the share of the run that is done, 0..1.

        Raises
        ------
        TrainingError
            If the loss is no longer a number.
        """
        config, ranks = self._config, self._ranks
        if self._wrapped is None:
            # Not before the weights are restored: wrapping hands out the first process's.
            self._wrapped = ranks.wrap(self._network).train()
        rate = learning_rate(step, config.steps, config.warmup, config.learning_rate, progress)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        # Dropout is the same after a stop as without one, and another in each process.
        torch.manual_seed(_seed(config.seed, step, ranks.rank))
        moved = {name: value.to(ranks.device, non_blocking=True) for name, value in batch.items()}
        with torch.autocast(ranks.device.type, self._type, enabled=config.precision == "mixed"):
            loss = self._task.loss(self._wrapped, moved, progress)
        self._optimizer.zero_grad()
        self._scaler.scale(loss).backward()  # type: ignore[no-untyped-call]  # torch's own
        if config.clip is not None:
            self._scaler.unscale_(self._optimizer)
            nn.utils.clip_grad_norm_(self._network.parameters(), config.clip)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        if self._average is not None:
            self._average.update_parameters(self._network)
        mean = float(ranks.mean(loss.detach()))
        if not math.isfinite(mean):
            raise TrainingError(
                f"the loss is {mean} at step {step + 1}: lower the learning rate "
                f"({config.learning_rate:g}), or train with --precision float32."
            )
        return mean, rate

    def validate(self) -> Mapping[str, float]:
        """Measure the averaged weights, or the network's own where none are averaged."""
        measured = self._measured()
        training = measured.training
        measured.eval()
        try:
            with torch.no_grad():
                return self._task.validate(measured)
        finally:
            measured.train(training)

    def keep_best(self) -> None:
        """Remember the weights that were just validated."""
        self._best = {
            name: value.detach().cpu().clone()
            for name, value in self._measured().state_dict().items()
        }

    def checkpoint(self, standing: Standing, config: Mapping[str, Any]) -> Checkpoint:
        """All that has to be saved."""
        weights: dict[str, Mapping[str, Tensor]] = {"network": self._network.state_dict()}
        if self._average is not None:
            weights["average"] = self._average.state_dict()
        if self._best:
            weights["best"] = self._best
        return Checkpoint(
            standing, config, weights, self._optimizer.state_dict(), self._scaler.state_dict()
        )

    def _measured(self) -> nn.Module:
        if self._average is None:
            return self._network
        module: nn.Module = self._average.module
        return module


def starting_weights(path: Path) -> Mapping[str, Tensor]:
    """What a safetensors file holds, or a run folder's best weights.

    Raises
    ------
    TrainingError
        If the run folder holds no checkpoint, or a damaged one.
    OSError, SafetensorError
        If the file can't be read.
    """
    if not path.is_dir():
        return dequantise(load_file(path))
    checkpoint = load_checkpoint(path)
    if checkpoint is None:
        raise TrainingError(f"{path}: no checkpoint here that a run could start from.")
    return exported_weights(checkpoint)


def _no_start(path: Path, why: str) -> TrainingError:
    return TrainingError(
        f"{path}: can't be started from ({why}). Give --start-from a run folder or a safetensors "
        "file with weights of this architecture, or leave it out."
    )


def _seed(*numbers: int) -> int:
    return int(np.random.SeedSequence(numbers).generate_state(1)[0])
