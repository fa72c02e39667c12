"""The one training loop: every network here learns in it, and can be stopped at any moment."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import torch

from inference.imaging.files import replace_file
from training.checkpoint import (
    RECORD,
    START,
    Standing,
    check_config,
    checkpoints,
    load_checkpoint,
    save_checkpoint,
)
from training.errors import TrainingError
from training.examples import batches
from training.learner import Learner
from training.locks import held_by_first
from training.logs import RunLog
from training.origin import Origin, origins_of_start
from training.processes import Ranks, joined
from training.settings import as_json, read_settings
from training.task import SCORE, Task

CONFIG = "config.json"
"""The settings of task and loop, in the run folder."""


@dataclass(frozen=True, slots=True)
class LoopConfig:
    """How a network is trained, whatever it is.

    Attributes
    ----------
    batch : int
        Examples a step, over all processes.
    steps : int
        Steps of the whole run.
    learning_rate, weight_decay : float
        Of AdamW; the learning rate is the greatest of the schedule.
    warmup : int
        Steps over which the learning rate rises.
    clip : float or None
        Greatest norm of the gradient.
    precision : {"float32", "mixed"}
        ``mixed`` computes in 16 bits where that is safe.
    ema : float or None
        Decay of the exponential moving average of the weights, which is then what is
        validated and exported.
    validate_every, checkpoint_every : int
        Steps; the last step does both.
    patience : int or None
        Validations without a better score after which the run ends early.
    seed : int
        Of weights, examples and dropout.
    workers : int
        Processes that draw examples ahead; 0 draws them in the training process.
    minutes : float or None
        The run ends after so long even if steps are left, stops not counted: its learning rate
        falls with whichever of time and steps is further on. For machines that are rented.
    start_from : str or None
        Run folder, or safetensors file of weights, whole or int8, that a new run starts from
        instead of random ones; they may be those of a part of the network. A run that goes on
        has its own.
    """

    batch: int
    steps: int
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    warmup: int = 50
    clip: float | None = 1.0
    precision: Literal["float32", "mixed"] = "float32"
    ema: float | None = None
    validate_every: int = 500
    checkpoint_every: int = 200
    patience: int | None = None
    seed: int = 1
    workers: int = 0
    minutes: float | None = None
    start_from: str | None = None

    def __post_init__(self) -> None:
        for name in ("batch", "steps", "validate_every", "checkpoint_every", "patience"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise TrainingError(f"{name} = {value}: must be at least 1")
        for name in ("warmup", "seed", "workers"):
            if getattr(self, name) < 0:
                raise TrainingError(f"{name} = {getattr(self, name)}: must not be negative")
        if self.minutes is not None and not self.minutes > 0:
            raise TrainingError(f"minutes = {self.minutes}: must be more than 0")
        if self.precision not in {"float32", "mixed"}:
            raise TrainingError(f"precision = {self.precision!r}: must be float32 or mixed")
        if self.ema is not None and not 0.0 < self.ema < 1.0:
            raise TrainingError(f"ema = {self.ema}: must lie between 0 and 1")


@dataclass(frozen=True, slots=True)
class Event:
    """One step that is done and logged.

    Attributes
    ----------
    step, steps : int
        Steps done, and of the whole run.
    loss, learning_rate : float
        Of this step.
    figures : mapping of str to float
        Of the validation after it; empty without one.
    seconds_left : float
        At the pace of this process so far.
    """

    step: int
    steps: int
    loss: float
    learning_rate: float
    figures: Mapping[str, float] = field(default_factory=dict)
    seconds_left: float = 0.0


def fit(
    task: Task[Any],
    run: Path,
    config: LoopConfig,
    device: torch.device | str,
    data: Sequence[Origin] = (),
) -> Iterator[Event]:
    """Train, going on from the run folder's checkpoint if there is one.

    A run that was stopped, by whatever, and started again takes the same steps as one that
    was not. Under ``torchrun`` the processes share each batch; the first one writes and
    yields, the others only work.

    Parameters
    ----------
    task : Task
    run : Path
        Folder of checkpoints, settings and logs; made if it does not exist.
    config : LoopConfig
    device : torch.device or str
    data : sequence of Origin
        What the task's studies are; the run records them with those it learned from before.

    Yields
    ------
    Event
        After every step.

    Raises
    ------
    TrainingError
        If another process trains in the run folder, if the checkpoint is damaged or of other
        settings, if the weights to start from don't fit, if the batch can't be shared, or if the
        loss is no longer a number.
    OutputError
        If the run folder can't be written.
    """
    with joined(torch.device(device)) as ranks, held_by_first(run, ranks):
        yield from _fit(task, run, config, ranks, data)


def _fit(
    task: Task[Any], run: Path, config: LoopConfig, ranks: Ranks, data: Sequence[Origin]
) -> Iterator[Event]:
    share = ranks.share(config.batch)
    settings = describe(task, config)
    learner = Learner(task, config, ranks)
    standing, before = _resume(run, learner, settings, ranks)
    if data or before:
        settings[RECORD] = sorted({*data, *before})
    if _finished(standing, config):
        return
    with ExitStack() as stack:
        log = None
        if ranks.first:
            replace_file(run / CONFIG, json.dumps(settings, indent=1).encode())
            log = stack.enter_context(closing(RunLog(run, standing.step)))
        first, began = standing.step, math.nan
        drawn = batches(
            task, config.seed, range(first, config.steps), share, config.workers,
            pin=ranks.device.type == "cuda",
        )  # fmt: skip
        earlier = standing.seconds
        for batch in drawn:
            # Processes that draw have to be started first, and that is not training.
            began = time.monotonic() if math.isnan(began) else began
            loss, rate = learner.learn(batch, standing.step, _share_done(standing, config))
            standing = replace(standing, step=standing.step + 1)
            if config.minutes is not None:
                taken = ranks.from_first(time.monotonic() - began)
                standing = replace(standing, seconds=earlier + taken)
            figures: Mapping[str, float] = {}
            if _due(standing, config, config.validate_every):
                figures, standing = _validate(learner, standing, ranks)
            pace = (time.monotonic() - began) / (standing.step - first)
            event = Event(
                standing.step, config.steps, loss, rate, figures,
                _seconds_left(standing, config, pace),
            )  # fmt: skip
            if log is not None:
                # The row goes first: a step that a checkpoint holds is never missing here.
                log.add(event)
                finished = _finished(standing, config)
                if finished or _due(standing, config, config.checkpoint_every):
                    save_checkpoint(run, learner.checkpoint(standing, settings))
                yield event
            if _finished(standing, config):
                break
        ranks.wait()


def describe(task: Task[Any], config: LoopConfig) -> dict[str, Any]:
    """Settings of task and loop, as JSON gives them back: the loop's under ``loop``."""
    fields = {**asdict(task.config), "loop": asdict(config)}
    return as_json(fields)


def check_begun(run: Path, config: LoopConfig) -> None:
    """Refuse a run folder whose run was begun with another loop, before anything is made for it.

    Raises
    ------
    TrainingError
        Naming the first setting that differs, or if the folder's settings can't be read.
    """
    if not checkpoints(run):
        return
    begun = read_settings(run / CONFIG)
    if begun is None or "loop" not in begun:
        raise TrainingError(
            f"{run / CONFIG}: the run's settings are missing. Choose another --run folder, or "
            "delete this one to start anew."
        )
    check_config(run, {"loop": begun["loop"]}, {"loop": as_json(asdict(config))})


def _resume(
    run: Path,
    learner: Learner,
    settings: dict[str, Any],
    ranks: Ranks,
) -> tuple[Standing, Sequence[Origin]]:
    """Load the newest checkpoint if there is one, else the first weights.

    Returns how the run stands, and what it has learned from before. The settings of a run
    that goes on keep the name of the weights that it did start from.
    """
    checkpoint = load_checkpoint(run)
    standing = Standing() if checkpoint is None else checkpoint.standing
    if ranks.from_first(standing.step) != standing.step:
        raise TrainingError(
            f"{run}: process {ranks.rank} sees another checkpoint than the first one: "
            "give --run a folder that all machines share."
        )
    if checkpoint is not None:
        check_config(run, checkpoint.config, settings)
        learner.restore(checkpoint, run)
        settings["loop"][START] = checkpoint.config["loop"].get(START)
    start_from = settings["loop"][START]
    if checkpoint is None and start_from is not None:
        learner.start_from(Path(start_from))
    # Nobody writes the next checkpoint before all have read this one.
    ranks.wait()
    if checkpoint is not None and RECORD in checkpoint.config:
        return standing, [Origin(name) for name in checkpoint.config[RECORD]]
    return standing, origins_of_start(Path(start_from)) if start_from is not None else ()


def _share_done(standing: Standing, config: LoopConfig) -> float:
    """How much of the run is done, 0..1, by steps or by time: whichever is further on."""
    steps = standing.step / config.steps
    if config.minutes is None:
        return steps
    return min(max(steps, standing.seconds / (60 * config.minutes)), 1.0)


def _seconds_left(standing: Standing, config: LoopConfig, pace: float) -> float:
    """At ``pace`` seconds a step, and by the clock where the run has a limit."""
    left = pace * (config.steps - standing.step)
    if config.minutes is None:
        return left
    return max(min(left, 60 * config.minutes - standing.seconds), 0.0)


def _due(standing: Standing, config: LoopConfig, every: int) -> bool:
    return standing.step % every == 0 or _share_done(standing, config) >= 1.0


def _finished(standing: Standing, config: LoopConfig) -> bool:
    impatient = config.patience is not None and standing.misses >= config.patience
    return impatient or _share_done(standing, config) >= 1.0


def _validate(
    learner: Learner, standing: Standing, ranks: Ranks
) -> tuple[Mapping[str, float], Standing]:
    """Measure in the first process; every process learns the score."""
    figures = dict(learner.validate()) if ranks.first else {}
    score = ranks.from_first(figures.get(SCORE, math.nan))
    if ranks.first and SCORE not in figures:
        raise KeyError(f"the figures of the validation lack '{SCORE}': {sorted(figures)}")
    # A score that is not a number, e.g. an AUC of one class, is never the best.
    if score > (-math.inf if standing.best_score is None else standing.best_score):
        learner.keep_best()
        return figures, replace(standing, best_step=standing.step, best_score=score, misses=0)
    return figures, replace(standing, misses=standing.misses + 1)
