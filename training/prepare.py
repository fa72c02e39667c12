"""Filling a cache from a data set, so that no training run waits for a volume to be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from training.configs import Recipe
from training.crops import fill_crops
from training.errors import TrainingError
from training.phantoms.people import People, load_people, procedural_torsos
from training.phantoms.phantom import PhantomOptions
from training.phantoms.scene import SceneOptions
from training.pool import fill_pool

FIRST_POOL_SEED = 0
FIRST_TORSO_SEED = 50_000
FIRST_CROP_SEED = 100_000
FIRST_UNBROKEN_SEED = 150_000
"""Each kind of phantom has seeds of its own; calibration's begin at 800,000."""

TORSOS = 6
NECKS_A_TORSO = 10
"""Lower spines among the pool: necks must not be seen in them."""

BROKEN_A_WHOLE = 4
"""With a third of the levels broken hardly a neck is whole: the patient's head needs some."""


class Source(Protocol):
    """A data set that a cache can be filled from."""

    def fill(self, folder: Path, recipe: Recipe) -> Iterator[tuple[int, int]]:
        """Put what ``folder`` lacks into it; yields how many of how many studies are there."""


@dataclass(frozen=True)
class PhantomSource:
    """Made necks.

    Attributes
    ----------
    count : int
        Necks; some lower spines or unbroken necks are made besides.
    people : int
        How many different procedural people.
    meshes : Path or None
        Folder of mesh sets; procedural people only without.
    """

    count: int
    people: int
    meshes: Path | None

    @cached_property
    def _people(self) -> People:
        return load_people(self.meshes, self.people)

    @cached_property
    def _torsos(self) -> People:
        return procedural_torsos(TORSOS)

    def fill(self, folder: Path, recipe: Recipe) -> Iterator[tuple[int, int]]:
        """Make the phantoms that ``folder`` lacks, one after the other."""
        plan = self._pool_plan(recipe) if recipe.cache == "pool" else self._crop_plan(recipe)
        for done, (seed, options, torso) in enumerate(plan, start=1):
            if not (folder / f"{seed:07d}.npz").exists():
                people = self._torsos if torso else self._people
                if recipe.cache == "pool":
                    fill_pool(folder, people, [seed], options)
                else:
                    fill_crops(folder, people, [seed], options, recipe.crop)
            yield done, len(plan)

    def _pool_plan(self, recipe: Recipe) -> list[tuple[int, PhantomOptions, bool]]:
        necks = range(FIRST_POOL_SEED, FIRST_POOL_SEED + self.count)
        torsos = range(FIRST_TORSO_SEED, FIRST_TORSO_SEED + self.count // NECKS_A_TORSO)
        return [(seed, recipe.phantoms, False) for seed in necks] + [
            (seed, recipe.phantoms, True) for seed in torsos
        ]

    def _crop_plan(self, recipe: Recipe) -> list[tuple[int, PhantomOptions, bool]]:
        whole = replace(recipe.phantoms, scene=SceneOptions(fracture_rate=0.0))
        broken = range(FIRST_CROP_SEED, FIRST_CROP_SEED + self.count)
        unbroken = range(FIRST_UNBROKEN_SEED, FIRST_UNBROKEN_SEED + self.count // BROKEN_A_WHOLE)
        return [(seed, recipe.phantoms, False) for seed in broken] + [
            (seed, whole, False) for seed in unbroken
        ]


def open_source(data: str, count: int, people: int, meshes: Path | None) -> Source:
    """Turn ``--data`` into a data set.

    Raises
    ------
    TrainingError
        If it is not known.
    """
    if data != "phantom":
        raise TrainingError(f"--data '{data}': no data set of that name; use phantom")
    return PhantomSource(count, people, meshes)
