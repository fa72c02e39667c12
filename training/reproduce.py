"""Training and measuring all rows of one of the deck's tables, on the same studies and budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from torch import nn

from inference.findings import LEVELS
from inference.networks.models import Model, load_model
from training.checkpoint import exported_weights, load_checkpoint
from training.errors import NothingToLearnError, TrainingError
from training.locks import held
from training.loop import LoopConfig, fit
from training.machine import machine_words
from training.prior import filled_count, prior_of
from training.rows.catalogue import FRACTURE_ROWS, SEGMENTER, STAGE1_ROWS, Row
from training.rows.constant import constant_levels
from training.rows.figures import Figures, fracture_figures, level_figures
from training.rows.markdown import show, unfound
from training.rows.masks import KIND, as_model, fill_masks, missing, without_levels
from training.rows.method import FractureReading, LevelReading, Method, nothing_read
from training.rows.report import constant_name, write_table
from training.rows.reproduction import Reproduction
from training.rows.results import Figure, RowResult, load_result, read_result, write_result
from training.rows.studies import Part, Truth, read_truth
from training.rows.tables import Table
from training.rows.workspace import Workspace
from training.task import Task

R = TypeVar("R")

STAGE1 = STAGE1_ROWS[0].name
"""Whose masks the combined rows' crops are cut along."""


Readings = Mapping[Part, Sequence[R]]
"""What a method says of the calibration and of the test part."""

MEASURED = (Part.CALIBRATION, Part.TEST)

Results = Generator[str, None, list[str]]
"""Yields a line a row, returns what is to be said of the table."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A network with its best weights, and how many steps it took."""

    network: nn.Module
    steps: int


class Trainer(Protocol):
    """Trains a task's network in a run folder; a run that is done is only loaded."""

    def __call__(self, task: Task[Any], run: Path, loop: LoopConfig) -> Trained:
        """Return the network with its best weights."""


@dataclass(frozen=True, slots=True)
class LoopTrainer:
    """The trainer of all weights: the one loop."""

    device: str

    def __call__(self, task: Task[Any], run: Path, loop: LoopConfig) -> Trained:
        """Train, going on from the run's checkpoint; return the network with its best weights."""
        # Another table may be training the same row, stage 1's: it is then only loaded.
        with held(run, wait=True):
            warm_up(self.device)
            for _ in fit(task, run, loop, self.device):
                pass
            checkpoint = load_checkpoint(run)
        if checkpoint is None:
            raise TrainingError(f"{run}: the run left no checkpoint; delete it and start again")
        network = task.build()
        network.load_state_dict(dict(exported_weights(checkpoint)))
        return Trained(network, checkpoint.standing.step)


def warm_up(device: str) -> None:
    """Let a GPU load its libraries: the first row's clock is not to pay for it."""
    if torch.device(device).type == "cuda":
        image = torch.ones(1, 3, 32, 32, device=device, requires_grad=True)
        layer = nn.Conv2d(3, 8, 3).to(device)
        (layer(image).flatten(1) @ torch.ones(8 * 30 * 30, 1, device=device)).sum().backward()
        torch.cuda.synchronize()


def reproduce(job: Reproduction, trainer: Trainer, out: Path, command: str) -> Iterator[str]:
    """Train and measure what is not yet done, then write the table into ``out``.

    Several tables may be made in one run folder at the same time: they share its studies, and
    what one of them is making the others wait for.

    Parameters
    ----------
    job : Reproduction
    trainer : Trainer
    out : Path
        Markdown; only the table's own section is written.
    command : str
        What the section names as its origin.

    Yields
    ------
    str
        A line a row.
    """
    measure = _level_rows if job.table is Table.STAGE1 else _fracture_rows
    with held(job.held):
        notes = yield from measure(_Desk(job, trainer, command))
        path = job.result(constant_name(job.table))
        constant = read_result(path, job.budget)
        if constant is not None:
            write_result(path, replace(constant, command=command, notes=tuple(notes)))
        yield from write_table(job.table, job.results, out)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What measuring a row takes besides the row."""

    job: Reproduction
    trainer: Trainer
    command: str

    def keep(self, name: str, figures: Figures, **more: Any) -> RowResult:  # noqa: ANN401  # fields of RowResult
        """Write a result and return it."""
        rounded = {key: interval.as_list() for key, interval in figures.items()}
        kept: dict[str, Figure] = {key: (v[0], v[1], v[2]) for key, v in rounded.items()}
        words = machine_words(self.job.device)
        result = RowResult(name, self.job.budget, words, kept, command=self.command, **more)
        write_result(self.job.result(name), result)
        return result


def _level_rows(desk: _Desk) -> Results:
    space = desk.job.true_masks

    def summarise(read: Readings[LevelReading]) -> Figures:
        return level_figures(read[Part.CALIBRATION], read[Part.TEST])

    def constant() -> Figures:
        return summarise({part: list(constant_levels(space, part)) for part in MEASURED})

    _keep_constant(desk, constant)
    for row in STAGE1_ROWS:
        yield from _measured(desk, row, space, summarise, _nothing_filled)
    return []


def _fracture_rows(desk: _Desk) -> Results:
    job = desk.job
    space = job.true_masks
    truth = {part: read_truth(space.studies / part) for part in MEASURED}
    known = truth[Part.CALIBRATION]
    _check_calibration(known)
    prior = prior_of(known.fractured, known.present)

    def summarise(read: Readings[FractureReading]) -> Figures:
        calibration, test = ((read[part], truth[part]) for part in MEASURED)
        return fracture_figures(calibration, test, prior)

    def constant() -> Figures:
        return summarise({part: [prior] * len(truth[part].present) for part in MEASURED})

    def count_filled(read: Readings[FractureReading]) -> int:
        levels = np.stack(read[Part.TEST])[:, : len(LEVELS)]
        return filled_count(levels, truth[Part.TEST].present[:, : len(LEVELS)])

    _keep_constant(desk, constant)
    notes: list[str] = []
    if job.table is Table.COMBINED:
        space = _own_masks(desk)
        notes += [unfound(part, without_levels(space.studies / part)) for part in Part]
        yield f"{STAGE1 if job.stage1 is None else job.stage1}: masks made"
        yield from filter(None, notes)
    for row in FRACTURE_ROWS[job.table]:
        problem = yield from _measured(desk, row, space, summarise, count_filled)
        notes.append(problem)
    return [note for note in notes if note]


def _check_calibration(truth: Truth) -> None:
    """Refuse studies that no threshold can be chosen on, before any row is trained."""
    known = truth.fractured[:, :-1][truth.present[:, :-1]]
    if not known.any() or known.all():
        raise TrainingError(
            f"--calibration {len(truth.present)}: a threshold needs broken and unbroken levels, "
            "and all in view are of one kind: give a larger --calibration."
        )


def _keep_constant(desk: _Desk, figures: Callable[[], Figures]) -> None:
    name = constant_name(desk.job.table)
    # Unlike a row, it is sooner measured again than a stale one is explained.
    known = load_result(desk.job.result(name))
    if known is None or known.budget != desk.job.budget:
        desk.keep(name, figures(), parameters=0, seconds=0.0)


def _nothing_filled(read: Readings[LevelReading]) -> int:  # noqa: ARG001  # as the others
    return 0


def _own_masks(desk: _Desk) -> Workspace:
    """The studies with stage 1's masks instead of the true ones, and a place for their crops."""
    job = desk.job
    # Masks of one network are never taken for another's.
    whose = f"masked-{job.budget.stage1[:12] or 'own'}"
    space = replace(
        job.true_masks,
        studies=job.run / whose,
        derived=job.run / f"cut-{whose}",
        drawn=True,
    )
    if any(missing(job.true_masks, space.studies, part) for part in Part):
        fill_masks(job.true_masks, space.studies, _stage1(desk), job.device)
    return space


def _stage1(desk: _Desk) -> Model:
    """The network that draws the masks: a folder's, or the run's own."""
    job = desk.job
    if job.stage1 is not None:
        return load_model(job.stage1, KIND, torch.device(job.device))
    method = SEGMENTER.tiny() if job.tiny else SEGMENTER
    network = _train(desk, STAGE1, method, job.true_masks).network
    return as_model(method, network.eval(), job.sizes.spacing_mm)


def _train(desk: _Desk, name: str, method: Method[Any], space: Workspace) -> Trained:
    return desk.trainer(method.task(space), desk.job.row_run(name), desk.job.loop(method))


def _measured(
    desk: _Desk,
    row: Row[R],
    space: Workspace,
    summarise: Callable[[Readings[R]], Figures],
    count_filled: Callable[[Readings[R]], int],
) -> Generator[str, None, str]:
    """Measure a row that is asked for and not done.

    Returns why it could not be, where the studies don't allow it: the other rows go on.
    """
    job = desk.job
    result = read_result(job.result(row.name), job.budget)
    if result is None and (not job.names or row.name in job.names):
        try:
            result = _measure(desk, row.tiny() if job.tiny else row, space, summarise, count_filled)
        except NothingToLearnError as error:
            problem = f"{row.title} could not be trained: {error}"
            yield problem
            return problem
    if result is not None:
        yield f"{row.name}: accuracy {show(result.figures['accuracy'])}, {result.steps} steps"
    return ""


def _measure(
    desk: _Desk,
    row: Row[R],
    space: Workspace,
    summarise: Callable[[Readings[R]], Figures],
    count_filled: Callable[[Readings[R]], int],
) -> RowResult:
    """Train a row and read the studies with it."""
    method = row.method
    folder = method.inputs(space, Part.TEST)
    trained = _train(desk, row.name, method, space)
    network = trained.network
    reader = method.reader(network, space, desk.job.device)
    calibration = list(reader(Part.CALIBRATION))
    began = time.perf_counter()
    test = list(reader(Part.TEST))
    seconds = space.seconds(folder) + (time.perf_counter() - began) / len(test)
    read: Readings[R] = {Part.CALIBRATION: calibration, Part.TEST: test}
    names = [path.stem for path in space.files(Part.TEST)]
    return desk.keep(
        row.name,
        summarise(read),
        parameters=sum(p.numel() for p in network.parameters()),
        seconds=round(seconds, 3),
        unread=tuple(name for name, one in zip(names, test, strict=True) if nothing_read(one)),
        filled=count_filled(read),
        steps=trained.steps,
    )
