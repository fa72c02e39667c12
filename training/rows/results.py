"""What was measured of a row, kept in the run folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from training.errors import TrainingError

Figure = tuple[float | None, float | None, float | None]
"""Value, and least and greatest of its 95 % interval; None where there is none."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What every row of a table is given.

    Attributes
    ----------
    steps : int
        Of training.
    train, calibration, test : int
        Studies of each part.
    seed : int
    stage1 : str
        SHA-256 of the weights that drew the masks; empty where they are true, or those of the
        run's own stage 1.
    """

    steps: int
    train: int
    calibration: int
    test: int
    seed: int
    stage1: str = ""

    def __str__(self) -> str:
        masks = f", masks by the weights of SHA-256 {self.stage1}" if self.stage1 else ""
        return (
            f"{self.steps} steps a row, {self.train} studies to train on, {self.calibration} to "
            f"choose thresholds on, {self.test} to measure on, seed {self.seed}{masks}"
        )


@dataclass(frozen=True, slots=True)
class RowResult:
    """What was measured of a row.

    Attributes
    ----------
    row : str
    budget : Budget
    device : str
        What the seconds were measured on.
    figures : mapping of str to Figure
    parameters : int
        Of the row's own network; stage 1's is not counted in the combined rows.
    seconds : float
        Mean time a study, from the CT to the answer.
    unread : tuple of str
        Test studies of which it read no level; they are answered with the prior.
    """

    row: str
    budget: Budget
    device: str
    figures: Mapping[str, Figure]
    parameters: int
    seconds: float
    unread: tuple[str, ...] = ()


def write_result(path: Path, result: RowResult) -> None:
    """Write a result as JSON; it is there whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(result), indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def read_result(path: Path, budget: Budget) -> RowResult | None:
    """Read a result; None if the row is not done.

    Raises
    ------
    TrainingError
        If it was measured with another budget: rows of one table share theirs.
    """
    if not path.exists():
        return None
    fields = json.loads(path.read_text(encoding="utf-8"))
    measured = Budget(**fields.pop("budget"))
    if measured != budget:
        raise TrainingError(
            f"{path}: measured with another budget ({measured}) than asked for ({budget}). "
            "Choose another --run folder, or delete this file to measure the row again."
        )
    figures = {name: tuple(values) for name, values in fields.pop("figures").items()}
    unread = tuple(fields.pop("unread", ()))
    return RowResult(budget=measured, figures=figures, unread=unread, **fields)
