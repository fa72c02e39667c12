"""What one of the deck's tables is to be made with, and whether that can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from inference.networks.card import read_card
from inference.networks.models import load_model
from training.checkpoint import checkpoints
from training.errors import TrainingError
from training.filling import check_processes
from training.loop import CONFIG, LoopConfig, check_begun
from training.rows.catalogue import Row
from training.rows.masks import KIND
from training.rows.method import Method
from training.rows.report import rows_of
from training.rows.results import Budget, read_result, result_path
from training.rows.studies import Part, check_counts
from training.rows.tables import Table
from training.rows.workspace import Sizes, Workspace
from training.settings import read_settings

RARELY = 1000
"""Steps between the checkpoints of a row that is trained by the clock."""

MOST_STEPS = 100_000
"""Of a row that is trained by the clock: more than it can take."""

STEPS = 1000
"""Of a row that isn't, where nobody says."""


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
    minutes : float or None
        Of training a row: steps are then the most that are taken in them.
    processes : int
        That make and cut studies, and draw examples for a GPU.
    names : tuple of str
        Of the rows to train; empty for all. The others keep what was measured of them.
    sizes : Sizes
    tiny : bool
        Whether to take each row's least network, as tests do.
    stage1 : Path or None
        Folder of the weights that draw the combined rows' masks; None for the network of the
        run's own stage 1.
    """

    table: Table
    run: Path
    steps: int
    seed: int = 1
    device: str = "cpu"
    names: tuple[str, ...] = ()
    sizes: Sizes = field(default_factory=Sizes)
    tiny: bool = False
    stage1: Path | None = None
    minutes: float | None = None
    processes: int = 1

    def __post_init__(self) -> None:
        known = [row.name for row in rows_of(self.table)]
        for name in self.names:
            if name not in known:
                raise TrainingError(f"--rows {name}: table {self.table} has {', '.join(known)}")
        if self.steps < 1:
            raise TrainingError(f"--steps {self.steps}: must be at least 1")
        if self.minutes is not None and not self.minutes > 0:
            raise TrainingError(f"--minutes {self.minutes:g}: must be more than 0")
        check_processes(self.processes)
        if self.stage1 is not None and self.table is not Table.COMBINED:
            raise TrainingError(
                f"--stage1: table {self.table} reads true masks; leave it out, or give "
                f"--table {Table.COMBINED}"
            )

    @property
    def held(self) -> Path:
        """What a command that makes this table holds, so that no other makes it, too."""
        return self.run / "tables" / self.table

    @property
    def studies(self) -> Path:
        """Folder of the studies as they were made, a folder a part."""
        return self.run / "studies"

    @property
    def budget(self) -> Budget:
        """What every row is given; the studies are those in the run folder."""
        return self.budget_of(
            {part: len(list((self.studies / part).glob("*.npz"))) for part in Part}
        )

    def budget_of(self, counts: Mapping[Part, int]) -> Budget:
        """What every row is given with so many studies."""
        drawn = ""
        if self.stage1 is not None:
            drawn = read_card(self.stage1 / f"{KIND}.json").sha256
        train, calibration, test = (counts[part] for part in Part)
        return Budget(
            self.steps,
            train,
            calibration,
            test,
            self.seed,
            drawn,
            self.minutes,
            str(self.sizes),
        )

    @property
    def true_masks(self) -> Workspace:
        """The studies as they were made."""
        return Workspace(self.studies, self.run / "cut", self.sizes, processes=self.processes)

    @property
    def results(self) -> Path:
        """Folder of what was measured, a file a row; all that a table is written from."""
        return self.run / "results"

    def result(self, name: str) -> Path:
        """Where a row's result lies, or will lie."""
        return result_path(self.results, name)

    def row_run(self, name: str) -> Path:
        """Folder of a row's training."""
        # Nor is a network that was trained on one stage 1's masks gone on with on another's.
        return self.run / "rows" / self.budget.stage1[:12] / name

    def loop(self, method: Method[Any]) -> LoopConfig:
        """How a method's network is trained here."""
        drawing = self.processes if torch.device(self.device).type == "cuda" else 0
        loop = replace(
            method.loop,
            steps=self.steps,
            seed=self.seed,
            minutes=self.minutes,
            workers=drawing,
            batch=max(1, round(method.loop.batch * self.sizes.batch_share)),
        )
        # By the clock, a checkpoint's seconds are taken from the row's training.
        return loop if self.minutes is None else replace(loop, checkpoint_every=RARELY)

    def check(self, counts: Mapping[Part, int]) -> None:
        """Refuse what could not be finished, before anything is made or trained.

        Parameters
        ----------
        counts : mapping of Part to int
            Studies of each part that the run folder is to hold.

        Raises
        ------
        DensError
            If the run folder was begun with other studies, steps, seed or masks, or if the
            weights of stage 1 can't be used.
        """
        check_counts(self.studies, counts)
        if self.stage1 is not None:
            load_model(self.stage1, KIND, torch.device("cpu"))
        budget = self.budget_of(counts)
        for row in rows_of(self.table):
            done = read_result(self.result(row.name), budget)
            if done is None and (not self.names or row.name in self.names):
                self._check_begun(row)

    def _check_begun(self, row: Row[Any]) -> None:
        run = self.row_run(row.name)
        loop = self.loop(row.tiny().method if self.tiny else row.method)
        check_begun(run, loop)
        begun = read_settings(run / CONFIG) or {}
        # Elsewhere a run may be made longer; rows are compared, and each gets the same.
        for name in ("steps", "minutes"):
            asked = getattr(loop, name)
            given = begun.get("loop", {}).get(name, asked)
            if checkpoints(run) and given != asked:
                raise TrainingError(
                    f"{run}: it was begun with --{name} {given}, not {asked}: ask for as many, or "
                    "choose another --run folder."
                )
