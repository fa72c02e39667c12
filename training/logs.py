"""What a run tells of itself on disk: a table for programs, TensorBoard for eyes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from torch.utils.tensorboard import SummaryWriter

from inference.imaging.files import replace_file, writing

TABLE = "log.csv"
COLUMNS = ("step", "loss", "learning_rate")


class Told(Protocol):
    """What is logged of a step."""

    @property
    def step(self) -> int:
        """Steps done."""

    @property
    def loss(self) -> float:
        """Of this step."""

    @property
    def learning_rate(self) -> float:
        """Of this step."""

    @property
    def figures(self) -> Mapping[str, float]:
        """Of the validation after this step; empty without one."""


class RunLog:
    """``log.csv`` and TensorBoard's curves in the run folder, one row a step.

    Rows beyond the checkpoint that a run goes on from are dropped: these steps are done
    again.
    """

    def __init__(self, run: Path, done: int) -> None:
        self._path = run / TABLE
        self._columns, rows = read_table(self._path)
        self._write([row for row in rows if int(row["step"]) <= done])
        with writing(run):
            self._curves = SummaryWriter(str(run), purge_step=done + 1)

    def add(self, event: Told) -> None:
        """Log one step.

        Raises
        ------
        OutputError
            If there is no room.
        """
        row = {
            "step": str(event.step),
            "loss": repr(event.loss),
            "learning_rate": repr(event.learning_rate),
            **{name: repr(value) for name, value in event.figures.items()},
        }
        if not set(row) <= set(self._columns):
            _, rows = read_table(self._path)
            self._columns += [name for name in row if name not in self._columns]
            self._write(rows)
        with writing(self._path), self._path.open("a", encoding="utf-8", newline="") as stream:
            csv.DictWriter(stream, self._columns).writerow(row)
        with writing(self._path.parent):
            values = {"loss": event.loss, "learning_rate": event.learning_rate, **event.figures}
            for name, value in values.items():
                self._curves.add_scalar(name, value, event.step)

    def close(self) -> None:
        """Write what TensorBoard's writer still holds, and end its thread."""
        with writing(self._path.parent):
            self._curves.close()

    def _write(self, rows: list[dict[str, str]]) -> None:
        text = io.StringIO(newline="")
        table = csv.DictWriter(text, self._columns)
        table.writeheader()
        table.writerows(rows)
        replace_file(self._path, text.getvalue().encode())


def read_table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Columns and rows of a run's ``log.csv``.

    A last line that has no end was being written when the process was killed, and is left
    out.
    """
    if not path.is_file():
        return [*COLUMNS], []
    text = path.read_bytes().decode()
    whole = text[: text.rfind("\n") + 1]
    reader = csv.DictReader(io.StringIO(whole, newline=""))
    rows = list(reader)
    return list(reader.fieldnames or COLUMNS), rows
