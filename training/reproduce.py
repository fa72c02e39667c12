"""Training and measuring all rows of one of the deck's tables, on the same studies and budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
from torch import nn

from inference.networks.models import Model, load_model
from training.checkpoint import exported_weights, load_checkpoint
from training.errors import NothingToLearnError, TrainingError
from training.loop import LoopConfig, fit
from training.rows.catalogue import FRACTURE_ROWS, SEGMENTER, STAGE1_ROWS, DeckFigures, Row
from training.rows.constant import constant_levels, prior_of
from training.rows.figures import Figures, fracture_figures, level_figures
from training.rows.markdown import TableRow, render, show, unfound
from training.rows.masks import KIND, as_model, fill_masks, missing, without_levels
from training.rows.method import FractureReading, LevelReading, Method, nothing_read
from training.rows.reproduction import Reproduction, rows_of
from training.rows.results import Figure, RowResult, read_result, write_result
from training.rows.studies import Part, Truth, read_truth
from training.rows.tables import Table
from training.rows.workspace import Workspace
from training.sections import write_section
from training.task import Task

R = TypeVar("R")

CONSTANT = "constant"
CONSTANT_TITLES = {
    Table.STAGE1: "constant: background",
    Table.STAGE2: "constant: the prior",
    Table.COMBINED: "constant: the prior",
}
STAGE1 = STAGE1_ROWS[0].name
"""Whose masks the combined rows' crops are cut along."""


Readings = Mapping[Part, Sequence[R]]
"""What a method says of the calibration and of the test part."""

MEASURED = (Part.CALIBRATION, Part.TEST)

Results = Generator[str, None, tuple[dict[str, RowResult], list[str]]]
"""Yields a line a row, returns what was measured of each, and what is to be said of it."""


class Trainer(Protocol):
    """Trains a task's network in a run folder; a run that is done is only loaded."""

    def __call__(self, task: Task[Any], run: Path, loop: LoopConfig) -> nn.Module:
        """Return the network with its best weights."""


@dataclass(frozen=True, slots=True)
class LoopTrainer:
    """The trainer of all weights: the one loop."""

    device: str

    def __call__(self, task: Task[Any], run: Path, loop: LoopConfig) -> nn.Module:
        """Train, going on from the run's checkpoint; return the network with its best weights."""
        for _ in fit(task, run, loop, self.device):
            pass
        network = task.build()
        checkpoint = load_checkpoint(run)
        if checkpoint is None:
            raise TrainingError(f"{run}: the run left no checkpoint; delete it and start again")
        network.load_state_dict(dict(exported_weights(checkpoint)))
        return network


def reproduce(job: Reproduction, trainer: Trainer, out: Path, command: str) -> Iterator[str]:
    """Train and measure what is not yet done, then write the table into ``out``.

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
    results, notes = yield from (
        _level_results(job, trainer)
        if job.table is Table.STAGE1
        else _fracture_results(job, trainer)
    )
    lines = [TableRow(CONSTANT_TITLES[job.table], DeckFigures(), results[CONSTANT])]
    lines += [TableRow(row.title, row.deck, results.get(row.name)) for row in rows_of(job.table)]
    section = render(job.table, lines, job.budget, command, notes)
    write_section(out, job.table, section)
    yield f"{out}: table {job.table} written"


def _level_results(job: Reproduction, trainer: Trainer) -> Results:
    space = job.true_masks

    def summarise(read: Readings[LevelReading]) -> Figures:
        return level_figures(read[Part.CALIBRATION], read[Part.TEST])

    constant = {part: list(constant_levels(space, part)) for part in MEASURED}
    results = {CONSTANT: _result(job, CONSTANT, summarise(constant))}
    for row in STAGE1_ROWS:
        yield from _measured(job, row, space, trainer, summarise, results)
    return results, []


def _fracture_results(job: Reproduction, trainer: Trainer) -> Results:
    space = job.true_masks
    truth = {part: read_truth(space.studies / part) for part in Part}
    _check_calibration(truth[Part.CALIBRATION])
    prior = prior_of(truth[Part.TRAIN])

    def summarise(read: Readings[FractureReading]) -> Figures:
        calibration, test = ((read[part], truth[part]) for part in MEASURED)
        return fracture_figures(calibration, test, prior)

    constant = {part: [prior] * len(truth[part].present) for part in MEASURED}
    results = {CONSTANT: _result(job, CONSTANT, summarise(constant))}
    notes: list[str] = []
    if job.table is Table.COMBINED:
        space = _own_masks(job, trainer)
        notes += [unfound(part, without_levels(space.studies / part)) for part in Part]
        yield f"{STAGE1 if job.stage1 is None else job.stage1}: masks made"
        yield from filter(None, notes)
    for row in FRACTURE_ROWS[job.table]:
        problem = yield from _measured(job, row, space, trainer, summarise, results)
        notes.append(problem)
    return results, [note for note in notes if note]


def _check_calibration(truth: Truth) -> None:
    """Refuse studies that no threshold can be chosen on, before any row is trained."""
    known = truth.fractured[:, :-1][truth.present[:, :-1]]
    if not known.any() or known.all():
        raise TrainingError(
            f"--calibration {len(truth.present)}: a threshold needs broken and unbroken levels, "
            "and all in view are of one kind: give a larger --calibration."
        )


def _own_masks(job: Reproduction, trainer: Trainer) -> Workspace:
    """The studies with stage 1's masks instead of the true ones, and a place for their crops."""
    # Masks of one network are never taken for another's.
    whose = f"masked-{job.budget.stage1[:12] or 'own'}"
    space = replace(
        job.true_masks,
        studies=job.run / whose,
        derived=job.run / f"cut-{whose}",
        drawn=True,
    )
    if any(missing(job.true_masks, space.studies, part) for part in Part):
        fill_masks(job.true_masks, space.studies, _stage1(job, trainer), job.device)
    return space


def _stage1(job: Reproduction, trainer: Trainer) -> Model:
    """The network that draws the masks: a folder's, or the run's own."""
    if job.stage1 is not None:
        return load_model(job.stage1, KIND, torch.device(job.device))
    method = SEGMENTER.tiny() if job.tiny else SEGMENTER
    network = _train(job, STAGE1, method, job.true_masks, trainer)
    return as_model(method, network.to(job.device).eval(), job.sizes.spacing_mm)


def _train(
    job: Reproduction, name: str, method: Method[Any], space: Workspace, trainer: Trainer
) -> nn.Module:
    return trainer(method.task(space), job.row_run(name), job.loop(method))


def _measured(
    job: Reproduction,
    row: Row[R],
    space: Workspace,
    trainer: Trainer,
    summarise: Callable[[Readings[R]], Figures],
    results: dict[str, RowResult],
) -> Generator[str, None, str]:
    """Add a row's result to ``results``: the one there is, or one that is measured now.

    Returns why there is none, where the studies don't allow it: the other rows go on.
    """
    path = job.result(row.name)
    result = read_result(path, job.budget)
    if result is None and (not job.names or row.name in job.names):
        try:
            result = _measure(job, row.tiny() if job.tiny else row, space, trainer, summarise)
        except NothingToLearnError as error:
            problem = f"{row.title} could not be trained: {error}"
            yield problem
            return problem
        path.parent.mkdir(parents=True, exist_ok=True)
        write_result(path, result)
    if result is not None:
        results[row.name] = result
        yield f"{row.name}: accuracy {show(result.figures['accuracy'])}"
    return ""


def _measure(
    job: Reproduction,
    row: Row[R],
    space: Workspace,
    trainer: Trainer,
    summarise: Callable[[Readings[R]], Figures],
) -> RowResult:
    """Train a row and read the studies with it."""
    method = row.method
    network = _train(job, row.name, method, space, trainer)
    folder = method.inputs(space, Part.TEST)
    reader = method.reader(network, space, job.device)
    calibration = list(reader(Part.CALIBRATION))
    began = time.perf_counter()
    test = list(reader(Part.TEST))
    seconds = space.seconds(folder) + (time.perf_counter() - began) / len(test)
    figures = summarise({Part.CALIBRATION: calibration, Part.TEST: test})
    parameters = sum(p.numel() for p in network.parameters())
    names = [path.stem for path in space.files(Part.TEST)]
    unread = tuple(name for name, one in zip(names, test, strict=True) if nothing_read(one))
    return _result(job, row.name, figures, parameters, seconds, unread)


def _result(
    job: Reproduction,
    name: str,
    figures: Figures,
    parameters: int = 0,
    seconds: float = 0.0,
    unread: tuple[str, ...] = (),
) -> RowResult:
    rounded = {key: interval.as_list() for key, interval in figures.items()}
    kept: dict[str, Figure] = {key: (v[0], v[1], v[2]) for key, v in rounded.items()}
    return RowResult(name, job.budget, job.device, kept, parameters, round(seconds, 3), unread)
