"""Training and measuring all rows of one of the deck's tables, on the same studies and budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from torch import nn

from training.checkpoint import exported_weights, load_checkpoint
from training.errors import TrainingError
from training.loop import LoopConfig, fit
from training.rows.catalogue import (
    FRACTURE_ROWS,
    SEGMENTER,
    STAGE1_ROWS,
    DeckFigures,
    Row,
)
from training.rows.constant import constant_levels, prior_of
from training.rows.figures import Figures, fracture_figures, level_figures
from training.rows.markdown import TableRow, render, show, update_section
from training.rows.masks import fill_masks, missing
from training.rows.method import FractureReading, LevelReading, Method
from training.rows.results import Budget, Figure, RowResult, read_result, write_result
from training.rows.studies import Part, read_truth
from training.rows.tables import Table
from training.rows.workspace import Sizes, Workspace
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

Results = Generator[str, None, dict[str, RowResult]]
"""Yields a line a row, returns what was measured of each."""


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


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What is to be done.

    Attributes
    ----------
    table : Table
    run : Path
        Folder of the studies (``studies``), of what is cut from them, and of the rows.
    steps, seed : int
    device : str
    names : tuple of str
        Of the rows to train; empty for all. The others keep what was measured of them.
    sizes : Sizes
    tiny : bool
        Whether to take each row's least network, as tests do.
    """

    table: Table
    run: Path
    steps: int
    seed: int = 1
    device: str = "cpu"
    names: tuple[str, ...] = ()
    sizes: Sizes = field(default_factory=Sizes)
    tiny: bool = False

    def __post_init__(self) -> None:
        known = [row.name for row in rows_of(self.table)]
        for name in self.names:
            if name not in known:
                raise TrainingError(f"--rows {name}: table {self.table} has {', '.join(known)}")

    @property
    def budget(self) -> Budget:
        """What every row is given; the studies are those in the run folder."""
        folders = [self.run / "studies" / part for part in Part]
        train, calibration, test = (len(list(folder.glob("*.npz"))) for folder in folders)
        return Budget(self.steps, train, calibration, test, self.seed)

    @property
    def true_masks(self) -> Workspace:
        """The studies as they were made."""
        return Workspace(self.run / "studies", self.run / "cut", self.sizes)


def rows_of(table: Table) -> Sequence[Row[Any]]:
    """The rows of a table in the deck's order."""
    return STAGE1_ROWS if table is Table.STAGE1 else FRACTURE_ROWS[table]


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
    results = yield from (
        _level_results(job, trainer)
        if job.table is Table.STAGE1
        else _fracture_results(job, trainer)
    )
    lines = [TableRow(CONSTANT_TITLES[job.table], DeckFigures(), results[CONSTANT])]
    lines += [TableRow(row.title, row.deck, results.get(row.name)) for row in rows_of(job.table)]
    section = render(job.table, lines, job.budget, command)
    text = out.read_text(encoding="utf-8") if out.exists() else ""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(update_section(text, job.table, section), encoding="utf-8")
    yield f"{out}: table {job.table} written"


def _level_results(job: Reproduction, trainer: Trainer) -> Results:
    space = job.true_masks

    def summarise(read: Readings[LevelReading]) -> Figures:
        return level_figures(read[Part.CALIBRATION], read[Part.TEST])

    constant = {part: list(constant_levels(space, part)) for part in MEASURED}
    results = {CONSTANT: _result(job, CONSTANT, summarise(constant))}
    for row in STAGE1_ROWS:
        yield from _measured(job, row, space, trainer, summarise, results)
    return results


def _fracture_results(job: Reproduction, trainer: Trainer) -> Results:
    space = job.true_masks
    truth = {part: read_truth(space.studies / part) for part in Part}
    prior = prior_of(truth[Part.TRAIN])

    def summarise(read: Readings[FractureReading]) -> Figures:
        calibration, test = ((read[part], truth[part]) for part in MEASURED)
        return fracture_figures(calibration, test, prior)

    constant = {part: [prior] * len(truth[part].present) for part in MEASURED}
    results = {CONSTANT: _result(job, CONSTANT, summarise(constant))}
    if job.table is Table.COMBINED:
        space = _own_masks(job, trainer)
        yield f"{STAGE1}: masks made"
    for row in FRACTURE_ROWS[job.table]:
        yield from _measured(job, row, space, trainer, summarise, results)
    return results


def _own_masks(job: Reproduction, trainer: Trainer) -> Workspace:
    """The studies with stage 1's masks instead of the true ones, and a place for their crops."""
    method = SEGMENTER.tiny() if job.tiny else SEGMENTER
    space = replace(
        job.true_masks, studies=job.run / "masked", derived=job.run / "cut-along-own-masks"
    )
    if any(missing(job.true_masks, space.studies, part) for part in Part):
        network = _train(job, STAGE1, method, job.true_masks, trainer)
        fill_masks(job.true_masks, space.studies, method, network, job.device)
    return space


def _train(
    job: Reproduction, name: str, method: Method[Any], space: Workspace, trainer: Trainer
) -> nn.Module:
    loop = replace(method.loop, steps=job.steps, seed=job.seed)
    return trainer(method.task(space), job.run / "rows" / name, loop)


def _measured(
    job: Reproduction,
    row: Row[R],
    space: Workspace,
    trainer: Trainer,
    summarise: Callable[[Readings[R]], Figures],
    results: dict[str, RowResult],
) -> Iterator[str]:
    """Add a row's result to ``results``: the one there is, or one that is measured now."""
    path = job.run / "results" / f"{row.name}.json"
    result = read_result(path, job.budget)
    if result is None and (not job.names or row.name in job.names):
        result = _measure(job, row.tiny() if job.tiny else row, space, trainer, summarise)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_result(path, result)
    if result is not None:
        results[row.name] = result
        yield f"{row.name}: accuracy {show(result.figures['accuracy'])}"


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
    return _result(job, row.name, figures, parameters, seconds)


def _result(
    job: Reproduction, name: str, figures: Figures, parameters: int = 0, seconds: float = 0.0
) -> RowResult:
    rounded = {key: interval.as_list() for key, interval in figures.items()}
    kept: dict[str, Figure] = {key: (v[0], v[1], v[2]) for key, v in rounded.items()}
    return RowResult(name, job.budget, job.device, kept, parameters, round(seconds, 3))
