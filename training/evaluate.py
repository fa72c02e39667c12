"""Measuring the whole pipeline on phantoms that no network was trained on.

Seeds and procedural people are new; the mesh sets, of which there are three, are those of
training, in other poses, sizes and scans.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from inference.networks.card import KINDS, read_card
from inference.networks.models import bundled_weights
from training.errors import TrainingError
from training.evaluation.crew import Crew
from training.evaluation.figures import summarise
from training.evaluation.study import StudyResult
from training.export import EVALUATED, add_metrics
from training.metrics import mean
from training.phantoms.phantom import PhantomOptions
from training.phantoms.scene import SceneOptions
from training.prior import prior_in

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


def evaluate_to_cards(crew: Crew, count: int, write: bool) -> Iterator[str | dict[str, object]]:
    """Measure ``count`` fresh phantoms, and write the figures into the cards if asked to.

    Yields
    ------
    str or dict
        A line a study, then the figures.

    Raises
    ------
    TrainingError
        If there is nothing to measure, or if the card holds no prior: ``calibrate`` writes it.
    """
    if count < 1:
        raise TrainingError(f"--count {count}: must be at least 1")
    folder = crew.weights or bundled_weights()
    card = read_card(folder / "classification.json")
    prior = prior_in(card)
    seeds = range(FIRST_TEST_SEED, FIRST_TEST_SEED + count)
    results: list[StudyResult] = []
    for result in crew.measure(TEST_OPTIONS, seeds):
        results.append(result)
        yield study_line(len(results), count, result)
    figures = summarise(results, card.thresholds, prior)
    figures["command"] = (
        "python -m training evaluate --write"
        + (" --meshes DIR" if crew.meshes else "")
        + (" --weights DIR" if crew.weights else "")
        + f" --count {count} --people {crew.people}"
    )
    if write:
        for kind in KINDS:
            add_metrics(folder, kind, EVALUATED, figures)
    yield figures


def study_line(number: int, count: int, result: StudyResult) -> str:
    """One study's figures for the terminal."""
    return (
        f"{number}/{count} dice {mean(result.dice):.3f} "
        f"found {np.nansum(result.found):.0f}/{result.present[:7].sum()} "
        f"invented {result.invented} {result.seconds:.1f} s"
    )
