"""Who measures fresh phantoms: one process, or several that each take every next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from inference.networks.card import KINDS, cards_sha256, read_card
from inference.networks.models import Models, bundled_weights, choose_device, load_models
from training.evaluation.kept import folder_of, load_study, save_study
from training.evaluation.study import StudyResult, measure_study
from training.filling import check_processes, spread_over
from training.phantoms.meshes import mesh_sizes
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
    keep : Path or None
        Folder of studies that were measured already, which are not measured again.
    """

    meshes: Path | None
    people: int
    first_person: int
    weights: Path | None = None
    device: str = "cpu"
    calibrated: bool = True
    processes: int = 1
    keep: Path | None = None

    def __post_init__(self) -> None:
        check_processes(self.processes)

    def measure(self, options: PhantomOptions, seeds: Sequence[int]) -> Iterator[StudyResult]:
        """Make and read a phantom a seed, in the seeds' order.

        Raises
        ------
        DensError
            If the meshes, the weights, the device or the folder won't do.
        """
        yield from spread_over(Worker(self, options, self._kept(options)), seeds, self.processes)

    def _kept(self, options: PhantomOptions) -> Path | None:
        """The folder of what was measured as it is measured now."""
        if self.keep is None:
            return None
        folder = self.weights or bundled_weights()
        cards = cards_sha256(read_card(folder / f"{kind}.json") for kind in KINDS)
        return folder_of(
            self.keep, cards, mesh_sizes(self.meshes), self.people, self.first_person, self.device,
            self.calibrated, options,
        )  # fmt: skip


class Worker:
    """Makes and reads a phantom a seed; its people and networks are loaded where it works."""

    def __init__(self, crew: Crew, options: PhantomOptions, kept: Path | None = None) -> None:
        self._crew = crew
        self._options = options
        self._kept = kept

    @cached_property
    def _people(self) -> People:
        return load_people(self._crew.meshes, self._crew.people, self._crew.first_person)

    @cached_property
    def _models(self) -> Models:
        models = load_models(self._crew.weights, choose_device(self._crew.device))
        return models if self._crew.calibrated else bare(models)

    def __call__(self, seed: int) -> StudyResult:
        """Make and read one phantom, or recall what was measured of it."""
        path = self._kept and self._kept / f"{seed}.npz"
        if path and path.exists():
            return load_study(path)
        result = measure_study(make_phantom(self._people, seed, self._options), self._models)
        if path:
            save_study(path, result)
        return result


def bare(models: Models) -> Models:
    """The same networks without the calibration that their card holds already."""
    model = models.classification
    return replace(models, classification=replace(model, card=replace(model.card, calibration={})))
