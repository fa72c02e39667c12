"""What was measured of a row, kept in the run folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from inference.imaging.files import replace_file, writing
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
    minutes : float or None
        Of training; the steps are then the most that are taken in them.
    sizes : str
        How finely the rows read, in words.
    """

    steps: int
    train: int
    calibration: int
    test: int
    seed: int
    stage1: str = ""
    minutes: float | None = None
    sizes: str = ""

    def __str__(self) -> str:
        masks = f", masks by the weights of SHA-256 {self.stage1}" if self.stage1 else ""
        training = f"{self.steps} steps a row"
        if self.minutes is not None:
            training = f"{60 * self.minutes:g} seconds of training a row"
        sizes = f", {self.sizes}" if self.sizes else ""
        return (
            f"{training}, {self.train} studies to train on, {self.calibration} to "
            f"choose thresholds on, {self.test} to measure on, seed {self.seed}{masks}{sizes}"
        )


@dataclass(frozen=True, slots=True)
class RowResult:
    """What was measured of a row.

    Attributes
    ----------
    row : str
    budget : Budget
    device : str
        What the seconds were measured on, in words.
    figures : mapping of str to Figure
    parameters : int
        Of the row's own network; stage 1's is not counted in the combined rows.
    seconds : float
        Mean time a study, from the CT to the answer.
    unread : tuple of str
        Test studies of which it read no level; they are answered with the prior.
    filled : int
        Levels in view of the test studies that are answered with the prior, not having been read.
    steps : int
        Of training that were taken.
    command : str
        How the table is repeated.
    notes : tuple of str
        What is to be said under the table.
    """

    row: str
    budget: Budget
    device: str
    figures: Mapping[str, Figure]
    parameters: int
    seconds: float
    unread: tuple[str, ...] = ()
    filled: int = 0
    steps: int = 0
    command: str = ""
    notes: tuple[str, ...] = ()


def result_path(folder: Path, name: str) -> Path:
    """File of a row in a folder of results."""
    return folder / f"{name}.json"


def write_result(path: Path, result: RowResult) -> None:
    """Write a result as JSON, its folder too; it is there whole or not at all."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, (json.dumps(asdict(result), indent=1) + "\n").encode())


def load_result(path: Path) -> RowResult | None:
    """Read a result, whatever its budget; None if the row is not done.

    Raises
    ------
    TrainingError
        If the file is no row's result.
    """
    if not path.exists():
        return None
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        budget = Budget(**fields.pop("budget"))
        figures = {name: tuple(values) for name, values in fields.pop("figures").items()}
        unread, notes = (tuple(fields.pop(name, ())) for name in ("unread", "notes"))
        return RowResult(budget=budget, figures=figures, unread=unread, notes=notes, **fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TrainingError(
            f"{path}: no result of a row ({error}); delete it to measure the row again"
        ) from error


def read_result(path: Path, budget: Budget) -> RowResult | None:
    """Read a result; None if the row is not done.

    Raises
    ------
    TrainingError
        If it was measured with another budget: rows of one table share theirs.
    """
    result = load_result(path)
    if result is not None and result.budget != budget:
        raise TrainingError(
            f"{path}: measured with another budget ({result.budget}) than asked for ({budget}). "
            "Choose another --run folder, or delete this file to measure the row again."
        )
    return result
