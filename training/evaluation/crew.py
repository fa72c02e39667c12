"""Who measures fresh phantoms: one process, or several that each take every next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from inference.networks.models import Models, choose_device, load_models
from training.evaluation.study import StudyResult, measure_study
from training.filling import check_processes, spread_over
from training.phantoms.people import People, load_people
from training.phantoms.phantom import PhantomOptions, make_phantom


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
        check_processes(self.processes)

    def measure(self, options: PhantomOptions, seeds: Sequence[int]) -> Iterator[StudyResult]:
        """Make and read a phantom a seed, in the seeds' order.

        Raises
        ------
        DensError
            If the meshes, the weights or the device won't do.
        """
        yield from spread_over(Worker(self, options), seeds, self.processes)


class Worker:
    """Makes and reads a phantom a seed; its people and networks are loaded where it works."""

    def __init__(self, crew: Crew, options: PhantomOptions) -> None:
        self._crew = crew
        self._options = options

    @cached_property
    def _people(self) -> People:
        return load_people(self._crew.meshes, self._crew.people, self._crew.first_person)

    @cached_property
    def _models(self) -> Models:
        models = load_models(self._crew.weights, choose_device(self._crew.device))
        return models if self._crew.calibrated else bare(models)

    def __call__(self, seed: int) -> StudyResult:
        """Make and read one phantom."""
        return measure_study(make_phantom(self._people, seed, self._options), self._models)


def bare(models: Models) -> Models:
    """The same networks without the calibration that their card holds already."""
    model = models.classification
    return replace(models, classification=replace(model, card=replace(model.card, calibration={})))
