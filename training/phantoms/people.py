"""Whom the phantoms are made from: procedural people, and mesh sets where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from training.filling import spread_over
from training.phantoms.bone import Bone
from training.phantoms.head import complete
from training.phantoms.meshes import read_mesh_sets
from training.phantoms.procedural import build_spine, build_torso

People = list[Mapping[str, Bone]]

FIRST_PERSON_SEED = 7_000


def procedural_people(count: int, first_seed: int = FIRST_PERSON_SEED) -> People:
    """Make ``count`` procedural people."""
    return [build_spine(np.random.default_rng(first_seed + n)) for n in range(count)]


def procedural_torsos(count: int, first_seed: int = FIRST_PERSON_SEED) -> People:
    """Make ``count`` lower spines: necks must not be seen in them."""
    return [build_torso(np.random.default_rng([first_seed + n, 1])) for n in range(count)]


def _whole_person(seed: int) -> Mapping[str, Bone]:
    (bones,) = procedural_people(1, seed)
    return complete(bones, np.random.default_rng([seed, 2]))


def load_people(
    meshes: Path | None,
    procedural: int,
    first_seed: int = FIRST_PERSON_SEED,
    processes: int = 1,
) -> People:
    """Mesh sets and procedural people in equal parts, each with a whole head and shoulders.

    Parameters
    ----------
    meshes : Path or None
        Folder of mesh sets (see :mod:`training.phantoms.meshes`); None for none.
    procedural : int
        How many different procedural people.
    first_seed : int
        Of the procedural people.
    processes : int
        That make procedural people at the same time: each takes seconds.

    Raises
    ------
    TrainingError
        If the folder holds no mesh set, or a mesh that can't be read.
    """
    read = {} if meshes is None else read_mesh_sets(meshes)
    seeds = range(first_seed, first_seed + procedural)
    made: People = list(spread_over(_whole_person, seeds, processes))
    sets: People = [
        complete(bones, np.random.default_rng([first_seed, n, 3]))
        for n, bones in enumerate(read.values())
    ]
    if not made or not sets:
        return made or sets
    # Repeating the few sets gives them as large a share as the many procedural people.
    return made + sets * max(len(made) // len(sets), 1)
