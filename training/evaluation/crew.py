"""Who measures fresh phantoms: one process, or several that each take every next one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import torch

from inference.networks.models import Models, choose_device, load_models
from training.errors import TrainingError
from training.evaluation.study import StudyResult, measure_study
from training.examples import START
from training.phantoms.people import People, load_people
from training.phantoms.phantom import PhantomOptions, make_phantom

AHEAD = 2
"""Phantoms a process that are waiting: none is idle, and an interruption is soon heard."""


@dataclass(frozen=True, slots=True)
class Crew:
    """From what phantoms are made, by what they are read, and by how many processes.

    Attributes
    ----------
    meshes : Path or None
        Folder of mesh sets; procedural people only without.
    people, first_person : int
        Procedural people, and the seed of the first.
    weights : Path or None
        Folder of the networks; the bundled ones without.
    device : str
    calibrated : bool
        Whether probabilities are what the card makes of them, or the bare networks'.
    processes : int
        Each has people and networks of its own.
    """

    meshes: Path | None
    people: int
    first_person: int
    weights: Path | None = None
    device: str = "cpu"
    calibrated: bool = True
    processes: int = 1

    def __post_init__(self) -> None:
        if self.processes < 1:
            raise TrainingError(f"--processes {self.processes}: must be at least 1")

    def measure(self, options: PhantomOptions, seeds: Sequence[int]) -> Iterator[StudyResult]:
        """Make and read a phantom a seed, in the seeds' order.

        Raises
        ------
        DensError
            If the meshes, the weights or the device won't do.
        """
        if self.processes == 1:
            worker = Worker(self)
            for seed in seeds:
                yield worker.measure(options, seed)
            return
        with ProcessPoolExecutor(self.processes, get_context(START)) as pool:
            ahead = self.processes * AHEAD
            for start in range(0, len(seeds), ahead):
                yield from pool.map(partial(_measure, self, options), seeds[start : start + ahead])


class Worker:
    """One process's people and networks."""

    def __init__(self, crew: Crew) -> None:
        self._people: People = load_people(crew.meshes, crew.people, crew.first_person)
        models = load_models(crew.weights, choose_device(crew.device))
        self._models = models if crew.calibrated else bare(models)

    def measure(self, options: PhantomOptions, seed: int) -> StudyResult:
        """Make and read one phantom."""
        return measure_study(make_phantom(self._people, seed, options), self._models)


@cache
def _worker(crew: Crew) -> Worker:
    """The worker of the process at hand; made when it gets its first phantom."""
    # Each with all cores, they would only wait for one another.
    torch.set_num_threads(max((os.cpu_count() or 1) // crew.processes, 1))
    return Worker(crew)


def _measure(crew: Crew, options: PhantomOptions, seed: int) -> StudyResult:
    return _worker(crew).measure(options, seed)


def bare(models: Models) -> Models:
    """The same networks without the calibration that their card holds already."""
    model = models.classification
    return replace(models, classification=replace(model, card=replace(model.card, calibration={})))
