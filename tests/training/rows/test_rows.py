"""Every row of the deck: it learns from a batch, and reads a study."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from training.rows.catalogue import COMBINED_ROWS, STAGE1_ROWS, STAGE2_ROWS, Row
from training.rows.studies import Part
from training.rows.workspace import Workspace

ALL_ROWS = (*STAGE1_ROWS, *STAGE2_ROWS, *COMBINED_ROWS)


def test_the_deck_has_eighteen_rows_of_their_own_names() -> None:
    """Four, five and nine."""
    assert [len(rows) for rows in (STAGE1_ROWS, STAGE2_ROWS, COMBINED_ROWS)] == [4, 5, 9]
    assert len({row.name for row in ALL_ROWS}) == 18
    assert all(row.deck.accuracy is not None for row in ALL_ROWS)


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ALL_ROWS])
def test_a_row_takes_a_step_and_reads_a_study(row: Row[Any], space: Workspace) -> None:
    """The loss is finite and moves the weights; what is read has its shape and range."""
    torch.manual_seed(0)
    method = row.tiny().method
    task = method.task(space)
    network = task.build().train()
    batch = task.collate([task.example(np.random.default_rng(n)) for n in range(2)])
    before = {name: value.clone() for name, value in network.named_parameters()}
    optimizer = torch.optim.SGD(network.parameters(), 1e-2)
    loss = task.loss(network, batch, 0.5)
    assert loss.ndim == 0
    assert torch.isfinite(loss)
    loss.backward()
    optimizer.step()
    moved = [name for name, value in network.named_parameters() if not value.equal(before[name])]
    assert len(moved) > len(before) / 2
    reading = next(method.reader(network, space, "cpu")(Part.TEST))
    if row in STAGE1_ROWS:
        assert reading.score.shape == reading.shown.shape
        assert reading.score.shape[1] == 7
        assert np.isnan(reading.accuracy) == (row.deck.dice is None)
        probabilities = reading.score
    else:
        assert reading.shape == (8,)
        probabilities = reading[~np.isnan(reading)]
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=row.name) for row in (STAGE1_ROWS[0], *STAGE1_ROWS[2:], *STAGE2_ROWS)],
)
def test_a_task_is_validated_by_its_score(row: Row[Any], space: Workspace) -> None:
    """Every network can be chosen by one finite figure of the calibration part."""
    torch.manual_seed(0)
    task = row.tiny().method.task(space)
    with torch.no_grad():
        figures = task.validate(task.build().eval())
    assert np.isfinite(figures["score"])


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ALL_ROWS])
def test_an_example_depends_on_its_generator_only(row: Row[Any], space: Workspace) -> None:
    """Drawn again with the same seed it is the same, and another with another seed."""
    task = row.tiny().method.task(space)
    first, second, other = (
        task.collate([task.example(np.random.default_rng(seed))]) for seed in (3, 3, 4)
    )
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(*(next(iter(one.values())) for one in (first, other)))
