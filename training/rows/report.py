"""A table out of the rows that are done, wherever each of them was trained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training.errors import TrainingError
from training.rows.catalogue import FRACTURE_ROWS, STAGE1_ROWS, DeckFigures, Row
from training.rows.markdown import TableRow, render
from training.rows.results import Budget, RowResult, load_result, result_path
from training.rows.tables import Table
from training.sections import write_section

CONSTANT_TITLES = {
    Table.STAGE1: "constant: background",
    Table.STAGE2: "constant: the prior",
    Table.COMBINED: "constant: the prior",
}


def rows_of(table: Table) -> Sequence[Row[Any]]:
    """The rows of a table in the deck's order."""
    return STAGE1_ROWS if table is Table.STAGE1 else FRACTURE_ROWS[table]


def constant_name(table: Table) -> str:
    """Name of the row of a table that reads nothing."""
    return f"{table}-constant"


def write_table(table: Table, results: Path, out: Path) -> Iterator[str]:
    """Write a table's section out of a folder of results, which may be of several machines.

    Yields
    ------
    str
        What was written.

    Raises
    ------
    TrainingError
        If no row is done, or if two were measured with different budgets.
    OutputError
        If ``out`` can't be written.
    """
    constant = load_result(result_path(results, constant_name(table)))
    lines = [TableRow(CONSTANT_TITLES[table], DeckFigures(), constant)]
    lines += [
        TableRow(row.title, row.deck, load_result(result_path(results, row.name)))
        for row in rows_of(table)
    ]
    done = [line.result for line in lines if line.result is not None]
    if not done:
        raise TrainingError(f"{results}: no row of table {table} is measured here")
    command = "` and `".join(sorted({result.command for result in done}))
    notes = () if constant is None else constant.notes
    write_section(out, table, render(table, lines, _shared_budget(results, done), command, notes))
    yield f"{out}: table {table} written, {len(done) - 1} of {len(lines) - 1} rows measured"


def _shared_budget(folder: Path, results: Sequence[RowResult]) -> Budget:
    first, *others = results
    for other in others:
        if other.budget != first.budget:
            raise TrainingError(
                f"{result_path(folder, other.row)}: measured with another budget "
                f"({other.budget}) than {first.row} ({first.budget}): one table's share theirs"
            )
    return first.budget
