"""Examples by number: the same ones whoever draws them, and whenever."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
from torch.utils.data import DataLoader, Dataset, Sampler

from training.task import Batch, Task

E = TypeVar("E")

Key = tuple[int, int]
"""Step and number in the batch."""

START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
"""How workers start: a fork of a process with threads, as torch's are, may never wake up."""


def preload(*modules: str) -> None:
    """Let processes that are started from now on find modules loaded: torch takes seconds."""
    if START == "forkserver":
        multiprocessing.get_context(START).set_forkserver_preload(list(modules))


class Examples(Dataset[E]):
    """A task's examples, each drawn with a generator of its own."""

    def __init__(self, task: Task[E], seed: int) -> None:
        self._task = task
        self._seed = seed

    def __getitem__(self, key: Key) -> E:
        """Draw the example of this step and number."""
        return self._task.example(np.random.default_rng([self._seed, *key]))


class Numbers(Sampler[list[Key]]):
    """The keys of one process's examples, a list a step."""

    def __init__(self, steps: range, share: range) -> None:
        self._steps = steps
        self._share = share

    def __iter__(self) -> Iterator[list[Key]]:
        for step in self._steps:
            yield [(step, number) for number in self._share]


def batches(
    task: Task[Any], seed: int, steps: range, share: range, workers: int, pin: bool
) -> Iterator[Batch]:
    """Draw the batches of ``steps``, in worker processes if there are any.

    Parameters
    ----------
    seed : int
        Of the run.
    share : range
        Numbers of the batch that this process takes.
    workers : int
        Processes that draw ahead; 0 draws here.
    pin : bool
        Whether batches go to page-locked memory, from where a GPU fetches them by itself.
    """
    return iter(
        DataLoader(
            Examples(task, seed),
            batch_sampler=Numbers(steps, share),
            num_workers=workers,
            multiprocessing_context=START if workers else None,
            collate_fn=task.collate,
            pin_memory=pin,
        )
    )
