"""Figures of made-up readings, and the table that shows them."""

from __future__ import annotations

import numpy as np
import pytest

from training.errors import TrainingError
from training.metrics import sensitivity
from training.prior import prior_of
from training.rows.catalogue import DeckFigures
from training.rows.figures import fracture_figures, level_figures
from training.rows.markdown import (
    HEADER,
    TableRow,
    columns_of,
    render,
    show,
    update_section,
)
from training.rows.method import LevelReading
from training.rows.results import Budget, RowResult
from training.rows.studies import Truth
from training.rows.tables import Table

BUDGET = Budget(5, 2, 3, 4, 1)


def made_truth(count: int, seed: int) -> Truth:
    """Random studies with one level in twenty out of view."""
    rng = np.random.default_rng(seed)
    present = rng.random((count, 8)) > 0.05
    present[:, 7] = True
    broken = (rng.random((count, 8)) < 0.3) & present
    broken[:, 7] = broken[:, :7].any(axis=1)
    return Truth(broken, present)


def test_a_reader_that_knows_is_right_everywhere() -> None:
    """All figures of one who reads the truth off, but for the probabilities' caution."""
    truth = made_truth(20, 0)
    readings = list(np.where(truth.fractured, 0.9, 0.1))
    figures = fracture_figures(
        (readings, truth), (readings, truth), prior_of(truth.fractured, truth.present)
    )
    for name in ("accuracy", "auc", "sensitivity", "specificity", "patient_auc"):
        assert figures[name].value == 1.0, name
    assert figures["log_loss"].value == pytest.approx(-np.log(0.9))
    assert figures["competition_loss"].value == pytest.approx(-np.log(0.9))
    assert figures["calibration_error"].value == pytest.approx(0.1)


def test_the_threshold_comes_from_the_calibration_part() -> None:
    """It is not chosen anew where it is measured."""
    calibration, test = made_truth(30, 1), made_truth(30, 2)
    high = list(np.where(calibration.fractured, 0.9, 0.7))
    low = list(np.where(test.fractured, 0.6, 0.1))
    figures = fracture_figures(
        (high, calibration), (low, test), prior_of(calibration.fractured, calibration.present)
    )
    assert figures["auc"].value == 1.0
    assert figures["sensitivity"].value == 0.0
    assert figures["specificity"].value == 1.0


def test_a_level_that_was_not_read_is_answered_with_the_prior() -> None:
    """Neither left out nor called unbroken."""
    truth = made_truth(10, 3)
    prior = prior_of(truth.fractured, truth.present)
    full = [prior.copy() for _ in range(10)]
    blank = [np.where(np.arange(8) == 2, np.nan, prior) for _ in range(10)]
    both = [fracture_figures((full, truth), (one, truth), prior) for one in (full, blank)]
    for name, interval in both[0].items():
        assert interval.as_list() == both[1][name].as_list(), name


def test_the_prior_calls_nothing_impossible() -> None:
    """One positive of four in view; none of five."""
    fractured = np.zeros((5, 8), bool)
    present = np.ones((5, 8), bool)
    fractured[0, 0] = True
    present[4, 0] = False
    prior = prior_of(fractured, present)
    assert prior[0] == pytest.approx(2 / 6)
    assert prior[1] == pytest.approx(1 / 7)


def test_level_figures_pool_slices_and_average_studies() -> None:
    """Sensitivity over all slices; Dice over levels in view, whatever a study has of them."""
    rng = np.random.default_rng(0)
    readings = []
    for count in (5, 9):
        shown = rng.random((count, 7)) < 0.3
        overlap = np.full(7, np.nan)
        overlap[: count // 2] = count / 10
        score = np.where(shown, 0.4, 0.2)
        readings.append(LevelReading(score, shown, 0.9, overlap, overlap / 2))
    figures = level_figures(readings, readings)
    assert figures["sensitivity"].value == 1.0
    assert figures["dice"].value == pytest.approx((2 * 0.5 + 4 * 0.9) / 6)
    assert figures["jaccard"].value == pytest.approx(figures["dice"].value / 2)
    unshown = np.concatenate([~one.shown.ravel() for one in readings])
    # At 0.5 nothing is called shown.
    assert figures["accuracy"].value == pytest.approx(unshown.mean())
    everything = np.concatenate([one.score.ravel() for one in readings])
    assert sensitivity(everything, ~unshown, 0.5) == 0.0


def result(table: Table) -> RowResult:
    """A row with a figure in every column, one of them none."""
    figures = dict.fromkeys(columns_of(table), (0.5, 0.25, 0.75)) | {"auc": (None, None, None)}
    return RowResult("row", BUDGET, "cpu", figures, 1234567, 0.5)


@pytest.mark.parametrize("table", Table)
def test_a_table_has_a_cell_for_every_column(table: Table) -> None:
    """Head, rule and rows are of one width; a row that was not run says so."""
    rows = [
        TableRow("done", DeckFigures(0.2, 0.9, 1.0), result(table)),
        TableRow("open", DeckFigures(accuracy=0.8), None),
    ]
    section = render(table, rows, BUDGET, "python -m training reproduce")
    lines = [line for line in section.splitlines() if line.startswith("|")]
    assert len(lines) == 4
    assert len({line.count("|") for line in lines}) == 1
    assert "0.500 (0.250 to 0.750)" in lines[2]
    assert "1,234,567" in lines[2]
    assert "not run" in lines[3]
    assert "5 steps a row" in section
    assert "Accuracy alone proves nothing" in section or table is Table.STAGE1


def test_a_figure_without_an_interval() -> None:
    """A dash for none, the value alone where only that is known."""
    assert show((None, None, None)) == "–"
    assert show((0.5, None, None)) == "0.500"


def test_a_section_is_put_in_place_of_its_old_one_only() -> None:
    """Other sections and the text around stay as they are."""
    text = update_section("", Table.STAGE1, "one\n")
    assert text.startswith(HEADER)
    text = update_section(text + "\nmy own words\n", Table.STAGE2, "two\n")
    again = update_section(text, Table.STAGE1, "uno\n")
    assert again == text.replace("one\n", "uno\n")
    assert "my own words" in again
    with pytest.raises(TrainingError, match="has no"):
        update_section(text.replace("<!-- end stage2 -->", ""), Table.STAGE2, "due\n")
