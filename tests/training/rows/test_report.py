"""A table out of files of results, wherever they were measured."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from training.__main__ import main
from training.errors import TrainingError
from training.rows.catalogue import STAGE2_ROWS
from training.rows.markdown import FRACTURE_COLUMNS
from training.rows.report import constant_name, write_table
from training.rows.results import Budget, RowResult, result_path, write_result
from training.rows.tables import Table

BUDGET = Budget(100_000, 60, 20, 40, 1, minutes=0.5)
FIGURES = dict.fromkeys(FRACTURE_COLUMNS, (0.5, 0.4, 0.6))
ROW = STAGE2_ROWS[-1].name
CONSTANT = constant_name(Table.STAGE2)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A constant row, and one that a GPU elsewhere has measured."""
    folder = tmp_path / "results"
    constant = RowResult(
        CONSTANT, BUDGET, "A CPU, 2 cores", FIGURES, 0, 0.0, command="it", notes=("Said.",)
    )
    row = RowResult(ROW, BUDGET, "A GPU", FIGURES, 1234, 0.25, filled=3, steps=77, command="it")
    for result in (constant, row):
        write_result(result_path(folder, result.row), result)
    return folder


def test_a_table_needs_no_more_than_the_results(results: Path, tmp_path: Path) -> None:
    """Figures, machines, budget, command and notes; other rows were not run."""
    out = tmp_path / "RESULTS.md"
    (line,) = write_table(Table.STAGE2, results, out)
    assert line.endswith("table stage2 written, 1 of 5 rows measured")
    text = out.read_text(encoding="utf-8")
    assert "Made by `it`: 30 seconds of training a row, 60 studies to train on" in text
    assert "seconds measured on A CPU, 2 cores, A GPU" in text
    assert "Said." in text
    (row,) = (line for line in text.splitlines() if line.startswith("| Simple CNN-LSTM |"))
    assert "0.500 (0.400 to 0.600)" in row
    assert row.endswith("| 3 | 77 | 1,234 | 0.25 |")
    assert text.count("not run") == 4 * len(FRACTURE_COLUMNS)


def test_the_command_writes_one_table(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It trains nothing and asks for no run folder."""
    out = tmp_path / "RESULTS.md"
    asked = ["tables", "--results", str(results), "--table", "stage2", "--out", str(out)]
    monkeypatch.setattr(sys, "argv", ["training", *asked])
    assert main() == 0
    assert "Simple CNN-LSTM" in out.read_text(encoding="utf-8")


def test_rows_of_different_budgets_make_no_table(results: Path, tmp_path: Path) -> None:
    """The file that differs, and both budgets."""
    path = result_path(results, ROW)
    other = replace(BUDGET, minutes=2.0)
    write_result(path, RowResult(ROW, other, "A GPU", FIGURES, 1, 0.1))
    with pytest.raises(TrainingError, match=rf"{ROW}\.json.*120 seconds.*{CONSTANT} \(30 seconds"):
        list(write_table(Table.STAGE2, results, tmp_path / "RESULTS.md"))


def test_a_table_of_nothing_is_refused(results: Path, tmp_path: Path) -> None:
    """The folder and the table are named, and no file is written."""
    with pytest.raises(TrainingError, match="results: no row of table stage1 is measured here"):
        list(write_table(Table.STAGE1, results, tmp_path / "RESULTS.md"))
    assert not (tmp_path / "RESULTS.md").exists()


def test_a_damaged_result_is_named(results: Path, tmp_path: Path) -> None:
    """With the remedy."""
    result_path(results, ROW).write_text("{}", encoding="utf-8")
    with pytest.raises(TrainingError, match=rf"{ROW}\.json: no result of a row.*delete it"):
        list(write_table(Table.STAGE2, results, tmp_path / "RESULTS.md"))
