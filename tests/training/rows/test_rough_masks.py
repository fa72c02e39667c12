"""True masks are made like a network's; a network's own are not made rough a second time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from training.augment import like_a_networks
from training.rows.catalogue import STAGE2_ROWS, Row
from training.rows.crops import CropSvm
from training.rows.method import Method
from training.rows.studies import Part
from training.rows.workspace import Workspace

METHODS = {
    "planes": next(row for row in STAGE2_ROWS if row.name == "stage2-cnn-lstm"),
    "whole slices": next(row for row in STAGE2_ROWS if row.name == "stage2-resnet50-uncropped"),
}


@pytest.fixture
def roughened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one whenever a mask is made rough."""
    count: list[int] = []

    def note(mask: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.float32]:
        count.append(1)
        return like_a_networks(mask, rng)

    monkeypatch.setattr("training.rows.crops.like_a_networks", note)
    monkeypatch.setattr("training.rows.slices.like_a_networks", note)
    return count


def use(method: Method[Any], space: Workspace) -> None:
    """Draw an example, validate, and read a study."""
    torch.manual_seed(0)
    task = method.task(space)
    network = task.build().eval()
    task.example(np.random.default_rng(0))
    with torch.no_grad():
        task.validate(network)
    next(method.reader(network, space, "cpu")(Part.TEST))


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("drawn", [False, True], ids=["true masks", "a network's"])
def test_only_true_masks_are_made_rough(
    space: Workspace, roughened: list[int], name: str, drawn: bool
) -> None:
    """In an example, in the two studies of the validation, and in what is measured."""
    row: Row[Any] = METHODS[name].tiny()
    use(row.method, replace(space, drawn=drawn))
    assert len(roughened) == (0 if drawn else 1 + 2 + 1)


def test_a_support_vector_machine_meets_masks_as_they_are(
    space: Workspace, roughened: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it is fitted to and what it reads."""

    class Machine:
        """Stands for the one that is fitted."""

        def fit(self, *_: object) -> None:
            """Learn nothing."""

        def predict_proba(self, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
            """Certain of nothing."""
            return np.full((len(vectors), 2), 0.5)

    monkeypatch.setattr("sklearn.calibration.CalibratedClassifierCV", lambda *_, **__: Machine())
    method = CropSvm().tiny()
    for drawn in (True, False):
        own = replace(space, drawn=drawn)
        network = method.task(own).build()
        next(method.reader(network, own, "cpu")(Part.TEST))
        assert len(roughened) == (0 if drawn else 2 + 1)
