"""Which phantoms are made of which seeds: a seed names a study's file, so no kind shares any."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from training.errors import TrainingError
from training.evaluate import FIRST_CALIBRATION_SEED


class Kind(StrEnum):
    """Of phantoms to train on."""

    NECKS = "necks"
    TORSOS = "torsos"
    CUT_NECKS = "necks to cut"
    UNBROKEN = "unbroken necks to cut"


SEEDS: Mapping[Kind, range] = {
    Kind.NECKS: range(50_000),
    Kind.TORSOS: range(50_000, 100_000),
    Kind.CUT_NECKS: range(100_000, 150_000),
    Kind.UNBROKEN: range(150_000, 200_000),
}
"""Each kind's own; those from 200,000 on are anybody's, up to calibration's and evaluation's."""


def seeds_of(kind: Kind, count: int, first: int | None = None) -> range:
    """Seeds of ``count`` phantoms, from the first of their kind or from ``first`` on.

    Raises
    ------
    TrainingError
        If some belong to another kind, or to calibration and evaluation.
    """
    start = SEEDS[kind].start if first is None else first
    seeds = range(start, start + count)
    said = f"--first-seed {start}, --count {count}"
    if count < 0 or start < 0:
        raise TrainingError(f"{said}: must not be negative")
    if seeds.stop > FIRST_CALIBRATION_SEED:
        raise TrainingError(
            f"{said}: seeds from {FIRST_CALIBRATION_SEED} on belong to calibration and evaluation, "
            "and are never trained on: give a smaller --first-seed."
        )
    for other, taken in SEEDS.items():
        if other is not kind and seeds.start < taken.stop and taken.start < seeds.stop:
            own = SEEDS[kind]
            raise TrainingError(
                f"{said}: seeds {taken.start} to {taken.stop - 1} are those of {other}. Take some "
                f"from {own.start} to {own.stop - 1}, or from {SEEDS[Kind.UNBROKEN].stop} on."
            )
    return seeds
