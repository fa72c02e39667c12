"""Measuring the whole pipeline on phantoms that no network was trained on.

Seeds and procedural people are new; the mesh sets, of which there are three, are those of
training, in other poses, sizes and scans.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from inference.networks.models import (
    KINDS,
    Models,
    bundled_weights,
    choose_device,
    load_models,
)
from training.evaluation.figures import summarise
from training.evaluation.study import StudyResult, measure_study
from training.export import add_metrics
from training.metrics import mean
from training.phantoms.bone import Bone
from training.phantoms.people import load_people
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions

FIRST_TEST_SEED = 900_000
"""Training pools use seeds below; everything from here on is for measuring."""

FIRST_CALIBRATION_SEED = 800_000
"""Between the training pools' seeds and those for measuring: for the choice of thresholds."""

TEST_PEOPLE_SEED = 8_500
"""First seed of the procedural people that only evaluation sees."""

CALIBRATION_PEOPLE_SEED = 8_200
"""First seed of the procedural people of calibration."""

TEST_OPTIONS = PhantomOptions(
    scene=SceneOptions(fracture_rate=0.2), half_width_mm=(58.0, 75.0), front_mm=(55.0, 80.0),
    bent_contrast=False,
)  # fmt: skip
"""0.8 mm pixels, 1 mm slices; three in ten end inside the cervical spine;
scanners are calibrated."""


def evaluate_to_cards(
    count: int,
    meshes: Path | None,
    procedural: int,
    weights: Path | None,
    write: bool,
    device: str,
) -> Iterator[str | dict[str, object]]:
    """Measure, and write the figures into the cards if asked to.

    Yields
    ------
    str or dict
        A line a study, then the figures.
    """
    people = load_people(meshes, procedural, TEST_PEOPLE_SEED)
    models = load_models(weights, choose_device(device))
    results: list[StudyResult] = []
    for result in measure(people, count, TEST_OPTIONS, models):
        results.append(result)
        yield study_line(len(results), count, result)
    figures = summarise(results, models.classification.card.thresholds)
    figures["command"] = (
        "python -m training evaluate --write"
        + (" --meshes DIR" if meshes else "")
        + f" --count {count} --people {procedural}"
    )
    if write:
        for kind in KINDS:
            add_metrics(weights or bundled_weights(), kind, "phantoms", figures)
    yield figures


def study_line(number: int, count: int, result: StudyResult) -> str:
    """One study's figures for the terminal."""
    return (
        f"{number}/{count} dice {mean(result.dice):.3f} "
        f"found {np.nansum(result.found):.0f}/{result.present[:7].sum()} "
        f"invented {result.invented} {result.seconds:.1f} s"
    )


def measure(
    people: Sequence[Mapping[str, Bone]],
    count: int,
    options: PhantomOptions,
    models: Models,
    first_seed: int = FIRST_TEST_SEED,
) -> Iterator[StudyResult]:
    """Measure ``count`` fresh phantoms, one after the other."""
    for seed in range(first_seed, first_seed + count):
        yield measure_study(make_phantom(people, seed, options), models)
