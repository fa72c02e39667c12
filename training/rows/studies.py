"""The studies that all rows share: three parts, each a pool that also knows its cracks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from inference.pipeline import MIN_SHARE
from training.errors import TrainingError
from training.evaluate import (
    CALIBRATION_PEOPLE_SEED,
    FIRST_CALIBRATION_SEED,
    FIRST_TEST_SEED,
    TEST_OPTIONS,
    TEST_PEOPLE_SEED,
)
from training.filling import spread_over
from training.phantoms.people import FIRST_PERSON_SEED, People, load_people
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.pool import Sample, as_sample, phantom_key, pool_files, read_sample, save_sample
from training.sources import Item, fill_all

FIRST_TRAIN_SEED = 200_000
"""Beyond the seeds of the pools that the bundled weights are trained on."""

PEOPLE = 12
"""Procedural people of each part, besides the mesh sets."""


class Part(StrEnum):
    """What a study is for."""

    TRAIN = "train"
    CALIBRATION = "calibration"
    TEST = "test"


FIRST_SEEDS: Mapping[Part, tuple[int, int]] = {
    Part.TRAIN: (FIRST_TRAIN_SEED, FIRST_PERSON_SEED),
    Part.CALIBRATION: (FIRST_CALIBRATION_SEED, CALIBRATION_PEOPLE_SEED),
    Part.TEST: (FIRST_TEST_SEED, TEST_PEOPLE_SEED),
}
"""First phantom and first procedural person of each part: no part shares either."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """One study.

    Attributes
    ----------
    name : str
    sample : Sample
    crack : ndarray of uint8, shape (k, j, i)
        The level that is cracked there.
    """

    name: str
    sample: Sample
    crack: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is true of a part's studies, C1..C7 and the patient.

    Attributes
    ----------
    fractured, present : ndarray of bool, shape (studies, 8)
        A level barely in view is neither present nor fractured; the patient always counts.
    """

    fractured: NDArray[np.bool_]
    present: NDArray[np.bool_]


def make_studies(
    folder: Path,
    counts: Mapping[Part, int],
    meshes: Path | None,
    options: PhantomOptions = TEST_OPTIONS,
    people: int = PEOPLE,
    processes: int = 1,
) -> Iterator[str]:
    """Make the phantoms that ``folder`` lacks, by several processes; yields a line a part.

    Of each part every third neck is unbroken: the patient's label has two sides.

    Raises
    ------
    TrainingError
        As :func:`check_counts`.
    """
    check_counts(folder, counts)
    whole = options.unbroken()
    for part, count in counts.items():
        first_seed, first_person = FIRST_SEEDS[part]
        seeds = [
            (seed, whole if number % 3 == 2 else options)
            for number, seed in enumerate(range(first_seed, first_seed + count))
            if not (folder / part / f"{phantom_key(seed)}.npz").exists()
        ]
        if seeds:
            made = load_people(meshes, people, first_person, processes)
            deque(spread_over(partial(_fill_one, folder / part, made), seeds, processes), 0)
        yield f"{part}: {count} studies"


def check_counts(folder: Path, counts: Mapping[Part, int]) -> None:
    """Refuse studies that no table can be made of, before any is made.

    Raises
    ------
    TrainingError
        If none of a part is asked for, or if there are more of it already: every row would be
        given other studies than said.
    """
    for part, count in counts.items():
        if count < 1:
            raise TrainingError(f"--{part} {count}: must be at least 1")
        more = len(list((folder / part).glob("*.npz"))) - count
        if more > 0:
            raise TrainingError(
                f"{folder / part}: holds {more} studies more than the {count} asked for by "
                f"--{part}: ask for as many, or choose another --run folder"
            )


def _fill_one(folder: Path, people: People, wanted: tuple[int, PhantomOptions]) -> None:
    seed, options = wanted
    name = phantom_key(seed)
    fill_all(folder, [Item(name, partial(_make, people, seed, options, name))], save_study)


def _make(people: People, seed: int, options: PhantomOptions, name: str) -> Study:
    phantom = make_phantom(people, seed, options)
    return Study(name, as_sample(phantom), phantom.crack)


def save_study(stream: BinaryIO, study: Study) -> None:
    """Write a study as a pool's phantom with its cracks."""
    save_sample(stream, study.sample, crack=study.crack)


def read_study(path: Path) -> Study:
    """Read a study.

    Raises
    ------
    TrainingError
        If the file holds no cracks, as one of an ordinary pool.
    """
    with np.load(path, allow_pickle=False) as data:
        if "crack" not in data:
            raise TrainingError(
                f"{path}: 'crack' is missing: the rows need studies that 'training reproduce' makes"
            )
        crack = data["crack"]
    return Study(path.stem, read_sample(path), crack)


def read_truth(folder: Path) -> Truth:
    """Read what is true of all studies of a folder, without their voxels."""
    fractured, present = [], []
    for path in pool_files(folder):
        with np.load(path, allow_pickle=False) as data:
            there = data["whole"] >= MIN_SHARE
            broken = data["fractured"] & there
        present.append(np.append(there, True))
        fractured.append(np.append(broken, broken.any()))
    return Truth(np.stack(fractured), np.stack(present))
