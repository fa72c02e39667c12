"""Measuring the whole pipeline on phantoms that no network was trained on.

Seeds and procedural people are new; the mesh sets, of which there are three, are those of
training, in other poses, sizes and scans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.networks.card import read_card
from inference.networks.models import (
    KINDS,
    Models,
    bundled_weights,
    choose_device,
    load_models,
)
from inference.pipeline import analyze_with
from training.crops import MIN_SHARE
from training.export import add_metrics, set_thresholds
from training.metrics import (
    Interval,
    auc,
    bootstrap,
    competition_loss,
    dice,
    identified,
    jaccard,
    mean,
    sensitivity,
    specificity,
    youden_threshold,
)
from training.phantoms.bone import Bone
from training.phantoms.people import load_people
from training.phantoms.phantom import Phantom, PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions
from training.sources import drain

FIRST_TEST_SEED = 900_000
"""Training pools use seeds below; everything from here on is for measuring."""

FIRST_CALIBRATION_SEED = 800_000
"""Between the training pools' seeds and those for measuring: for the choice of thresholds."""


@dataclass(frozen=True, slots=True, eq=False)
class StudyResult:
    """What one study adds to the figures; NaN where a level has no figure.

    Attributes
    ----------
    dice, jaccard : ndarray, shape (7,)
        Per level with at least 30 % in view.
    found : ndarray, shape (7,)
        1 identified, 0 missed, NaN not in view.
    invented : int
        Levels named that are not in view at all.
    probability : ndarray, shape (8,)
        C1..C7 and the patient; 0 for a level that was not analysed.
    truth, present : ndarray of bool, shape (8,)
    analysed : ndarray of bool, shape (7,)
    seconds : float
    """

    dice: NDArray[np.float64]
    jaccard: NDArray[np.float64]
    found: NDArray[np.float64]
    invented: int
    probability: NDArray[np.float64]
    truth: NDArray[np.bool_]
    present: NDArray[np.bool_]
    analysed: NDArray[np.bool_]
    seconds: float


def measure_study(phantom: Phantom, models: Models) -> StudyResult:
    """Analyse one phantom and compare with its truth."""
    analysis = drain(analyze_with(phantom.volume, models))
    whole = np.array([phantom.whole.get(level, 0.0) for level in LEVELS])
    present = whole >= MIN_SHARE
    truth_centers = _centers(phantom.label, phantom)
    found_centers = _centers(analysis.mask, phantom)
    names = identified(found_centers, truth_centers)
    nothing = np.full(7, np.nan)
    dices, jaccards, found = nothing.copy(), nothing.copy(), nothing.copy()
    for n in np.flatnonzero(present):
        a, b = analysis.mask == n + 1, phantom.label == n + 1
        dices[n], jaccards[n] = dice(a, b), jaccard(a, b)
        found[n] = float(names.get(int(n) + 1, False))
    probability = np.array([f.probability or 0.0 for f in analysis.findings])
    truth = phantom.fractured & present
    return StudyResult(
        dices,
        jaccards,
        found,
        sum(1 for n in found_centers if whole[n - 1] == 0.0),
        np.append(probability, analysis.patient.probability or 0.0),
        np.append(truth, truth.any()),
        np.append(present, True),
        np.array([f.probability is not None for f in analysis.findings]),
        sum(analysis.timing_s.values()),
    )


def _centers(mask: NDArray[np.uint8], phantom: Phantom) -> dict[int, NDArray[np.float64]]:
    geometry = phantom.volume.geometry
    return {
        n: geometry.index_to_lps(np.argwhere(mask == n).mean(axis=0))
        for n in range(1, 8)
        if (mask == n).any()
    }


TEST_PEOPLE_SEED = 8_500
"""First seed of the procedural people that only evaluation sees."""

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
    folder = weights or bundled_weights()
    thresholds = read_card(folder / "classification.json").thresholds
    results: list[StudyResult] = []
    for result in measure(people, count, TEST_OPTIONS, device, weights):
        results.append(result)
        yield study_line(len(results), count, result)
    figures = summarise(results, thresholds)
    figures["command"] = (
        "python -m training evaluate --write"
        + (" --meshes DIR" if meshes else "")
        + f" --count {count} --people {procedural}"
    )
    if write:
        for kind in KINDS:
            add_metrics(folder, kind, "phantoms", figures)
    yield figures


def study_line(number: int, count: int, result: StudyResult) -> str:
    """One study's figures for the terminal."""
    return (
        f"{number}/{count} dice {mean(result.dice):.3f} "
        f"found {np.nansum(result.found):.0f}/{result.present[:7].sum()} "
        f"invented {result.invented} {result.seconds:.1f} s"
    )


CALIBRATION_PEOPLE_SEED = 8_200
"""First seed of the procedural people of calibration."""


def calibrate_card(
    count: int, meshes: Path | None, procedural: int, weights: Path | None, device: str
) -> Iterator[str]:
    """Choose the working thresholds on phantoms of their own, and write them into the card.

    Every second neck is unbroken, so that the patient's threshold has two sides. The
    threshold is that of the greatest Youden index.
    """
    people = load_people(meshes, procedural, CALIBRATION_PEOPLE_SEED)
    unbroken = replace(TEST_OPTIONS, scene=replace(TEST_OPTIONS.scene, fracture_rate=0.0))
    results: list[StudyResult] = []
    for options, first in ((TEST_OPTIONS, 0), (unbroken, count // 2)):
        seeds = range(first, first + count // 2)
        first_seed = FIRST_CALIBRATION_SEED + seeds.start
        for result in measure(people, len(seeds), options, device, weights, first_seed):
            results.append(result)
            yield study_line(len(results), count, result)
    scores = np.stack([r.probability for r in results])
    truth = np.stack([r.truth for r in results])
    looked_at = np.stack([r.present[:7] & r.analysed for r in results])
    thresholds = {
        "level": youden_threshold(scores[:, :7][looked_at], truth[:, :7][looked_at]),
        "patient": youden_threshold(scores[:, 7], truth[:, 7]),
    }
    set_thresholds(weights or bundled_weights(), thresholds)
    yield ", ".join(f"{name} {value:.3f}" for name, value in thresholds.items())


def measure(
    people: Sequence[Mapping[str, Bone]],
    count: int,
    options: PhantomOptions,
    device: str,
    weights: Path | None = None,
    first_seed: int = FIRST_TEST_SEED,
) -> Iterator[StudyResult]:
    """Measure ``count`` fresh phantoms, one after the other."""
    models = load_models(weights, choose_device(device))
    for seed in range(first_seed, first_seed + count):
        yield measure_study(make_phantom(people, seed, options), models)


def summarise(results: Sequence[StudyResult], thresholds: Mapping[str, float]) -> dict[str, object]:
    """Figures with 95 % bootstrap intervals over studies, as [value, low, high]."""
    rng = np.random.default_rng(0)
    stack = {
        name: np.stack([getattr(r, name) for r in results])
        for name in ("dice", "jaccard", "found", "probability", "truth", "present")
    }

    def interval(figure: Callable[[NDArray[np.intp]], float]) -> list[float | None]:
        return bootstrap(len(results), figure, rng).as_list()

    def levels(index: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        there = stack["present"][index, :7]
        return stack["probability"][index, :7][there], stack["truth"][index, :7][there]

    def patients(index: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        return stack["probability"][index, 7], stack["truth"][index, 7]

    level, patient = thresholds["level"], thresholds["patient"]
    prior = np.broadcast_to(stack["truth"].mean(axis=0), stack["truth"].shape)
    return {
        "studies": len(results),
        "dice": interval(lambda i: mean(stack["dice"][i])),
        "dice_by_level": {
            level.value: Interval(mean(stack["dice"][:, n]), np.nan, np.nan).as_list()[0]
            for n, level in enumerate(LEVELS)
        },
        "jaccard": interval(lambda i: mean(stack["jaccard"][i])),
        "level_identification": interval(lambda i: mean(stack["found"][i])),
        "levels_invented": sum(r.invented for r in results),
        "level_auc": interval(lambda i: auc(*levels(i))),
        "level_sensitivity": interval(lambda i: sensitivity(*levels(i), level)),
        "level_specificity": interval(lambda i: specificity(*levels(i), level)),
        "patient_auc": interval(lambda i: auc(*patients(i))),
        "patient_sensitivity": interval(lambda i: sensitivity(*patients(i), patient)),
        "patient_specificity": interval(lambda i: specificity(*patients(i), patient)),
        "weighted_log_loss": interval(
            lambda i: competition_loss(
                stack["probability"][i], stack["truth"][i], stack["present"][i]
            )
        ),
        "weighted_log_loss_of_constant_prior": interval(
            lambda i: competition_loss(prior[i], stack["truth"][i], stack["present"][i])
        ),
        "fractured_share_of_levels": round(float(levels(np.arange(len(results)))[1].mean()), 4),
        "median_seconds": round(float(np.median([r.seconds for r in results])), 1),
    }
