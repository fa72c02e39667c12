"""The three tasks in the one loop: they learn, resume, and go to worker processes."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.training.small_training import SMALL_CLASSIFICATION, SMALL_REFORMATS, SMALL_SEGMENTATION
from training.classification import (
    ClassificationTask,
)
from training.detection import Boxed, DetectionConfig, DetectionTask
from training.loop import LoopConfig, fit
from training.schedule import learning_rate
from training.segmentation import (
    SegmentationTask,
)
from training.task import Task


def test_the_learning_rate_rises_and_falls() -> None:
    """Up over the warm-up, down to a hundredth."""
    rates = [learning_rate(step, 100, 10, 1.0, step / 100) for step in range(101)]
    assert rates[9] == 1.0
    assert max(rates) == 1.0
    assert rates[100] == pytest.approx(0.01)


def test_the_learning_rate_falls_with_the_time_that_is_left() -> None:
    """A run that is cut off by the clock ends at a hundredth too."""
    assert learning_rate(30, 1000, 10, 1.0, 1.0) == pytest.approx(0.01)
    assert learning_rate(30, 1000, 10, 1.0, 0.5) < learning_rate(30, 1000, 10, 1.0, 0.03)


COARSE_DETECTION = DetectionConfig(spacing_mm=3.0, patch=64)


def tasks_of(pool: Path, crops: Path) -> dict[str, Task[Any]]:
    """The tasks with networks that are quick."""
    return {
        "segmentation": SegmentationTask(pool, SMALL_SEGMENTATION),
        "detection": DetectionTask(pool, COARSE_DETECTION),
        "classification": ClassificationTask(crops, SMALL_CLASSIFICATION),
        "reformats": ClassificationTask(crops, SMALL_REFORMATS),
    }


LOOPS = {
    "segmentation": LoopConfig(batch=2, steps=40, learning_rate=2e-3, warmup=5, clip=5.0),
    "detection": LoopConfig(batch=4, steps=80, learning_rate=2e-3, warmup=5, seed=2, clip=10.0),
    "classification": LoopConfig(batch=1, steps=56, learning_rate=3e-3, warmup=5),
    "reformats": LoopConfig(batch=1, steps=56, learning_rate=3e-3, warmup=5),
}


class FewSlices(DetectionTask):
    """The same four slices over and over: a detector learns those within seconds."""

    def example(self, rng: np.random.Generator) -> Boxed:
        """Draw one of them."""
        return super().example(np.random.default_rng(rng.integers(4)))


@pytest.mark.parametrize("kind", LOOPS)
def test_a_task_is_learned(pool: Path, crops: Path, tmp_path: Path, kind: str) -> None:
    """The loss falls from its peak, and the last step measures what was held out.

    The detector's rises first: as long as it finds nothing, nothing is assigned to it.
    """
    tasks = {**tasks_of(pool, crops), "detection": FewSlices(pool, COARSE_DETECTION)}
    events = list(fit(tasks[kind], tmp_path, LOOPS[kind], "cpu"))
    means = np.array([e.loss for e in events]).reshape(-1, 8).mean(axis=1)
    assert means[-1] < means.max() * 0.9
    assert means.argmax() < len(means) - 2
    assert np.isfinite(events[-1].figures["score"])


@pytest.mark.parametrize("kind", LOOPS)
def test_a_task_runs_in_mixed_precision_and_resumes(
    pool: Path, crops: Path, tmp_path: Path, kind: str
) -> None:
    """A step in 16 bits, averaged; stopped and resumed the losses are the same."""
    config = replace(LOOPS[kind], steps=3, precision="mixed", ema=0.9, checkpoint_every=1)
    whole = [e.loss for e in fit(tasks_of(pool, crops)[kind], tmp_path / "a", config, "cpu")]
    begun = fit(tasks_of(pool, crops)[kind], tmp_path / "b", config, "cpu")
    next(begun)
    begun.close()
    rest = [e.loss for e in fit(tasks_of(pool, crops)[kind], tmp_path / "b", config, "cpu")]
    assert np.isfinite(whole).all()
    assert rest == whole[1:]


def test_a_task_goes_to_worker_processes(pool: Path, crops: Path) -> None:
    """It is small, and draws the same example there."""
    for kind, task in tasks_of(pool, crops).items():
        packed = pickle.dumps(task)
        assert len(packed) < 10_000, kind
        ours, theirs = (
            one.collate([one.example(np.random.default_rng([1, 2, 3]))])
            for one in (task, pickle.loads(packed))  # noqa: S301  # packed above
        )
        for name, value in ours.items():
            assert torch.equal(value, theirs[name]), (kind, name)
