"""The two stages in a row: volume -> analysis.

One generator serves window, command line and evaluation: it yields progress and
returns the analysis. Closing it at any yield cancels.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from inference.findings import (
    LEVELS,
    Analysis,
    Finding,
    Level,
    LevelState,
    ModelInfo,
    PatientFinding,
    Point,
    Progress,
)
from inference.imaging.errors import AnalysisMemoryError
from inference.imaging.volume import Volume
from inference.stages.neck import down_of, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inference.networks.models import Models
    from inference.stages.box import VertebraBoxes
    from inference.stages.classify import Classification
    from inference.stages.segment import LevelMask, Segmentation

FIRST_STEP_MM = 14.0
STEP_MM = 16.0
"""Distance of neighbouring levels in an adult (published steps: 16 to 18 mm), and most of it."""

STEPS: Mapping[str, tuple[float, float, str]] = {
    "weights": (0.00, 0.04, "Loading the networks"),
    "masks": (0.04, 0.74, "Finding the vertebrae"),
    "boxes": (0.74, 0.77, "Boxing the vertebrae"),
    "crops": (0.77, 0.79, "Cutting the planes"),
    "classification": (0.79, 1.00, "Looking for fractures"),
}
"""Start and end of each step as shares of the whole, and what the user reads."""

T = TypeVar("T")

TOO_LARGE = (
    "There is not enough memory to analyse this scan. Close other programs, or open a series that "
    "shows less than the whole body."
)

ALLOCATOR = "DefaultCPUAllocator"
"""Stands in what torch says where the CPU's memory is too small: it has no error type for it."""

MIN_SHARE = 0.3
"""A level that shows less of itself than this is not classified, and has no label in training, as
with the RSNA winners."""


class _Clock:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - began, 3)


def analyze(
    volume: Volume, device: str = "auto", weights_dir: Path | None = None
) -> Generator[Progress, None, Analysis]:
    """Analyse a volume from weights to findings.

    Parameters
    ----------
    volume : Volume
    device : str
        ``auto``, ``cpu``, ``cuda`` or ``mps``.
    weights_dir : Path, optional
        Instead of the weights that come with Dens.

    Yields
    ------
    Progress

    Returns
    -------
    Analysis

    Raises
    ------
    WeightsError, DeviceError
    """
    clock = _Clock()
    with clock.step("weights"):
        yield _progress("weights", 0.0)
        from inference.networks.models import choose_device, load_models

        models = load_models(weights_dir, choose_device(device))
    return (yield from analyze_with(volume, models, clock))


def analyze_with(
    volume: Volume, models: Models, clock: _Clock | None = None
) -> Generator[Progress, None, Analysis]:
    """Analyse a volume with networks that are loaded already.

    Where an accelerator's memory is too small, the analysis is done again on the CPU.

    Raises
    ------
    AnalysisMemoryError
        If the CPU's is too small as well.
    """
    import torch

    clock = clock or _Clock()
    with _memory_errors_explained():
        try:
            return (yield from _two_stages(volume, models, clock))
        except torch.OutOfMemoryError:
            if models.device.type == "cpu":
                raise
        text = "Not enough memory on the accelerator: going on on the CPU"
        yield Progress("masks", 0.04, text)
        return (yield from _two_stages(volume, models.to(torch.device("cpu")), clock))


@contextmanager
def _memory_errors_explained() -> Iterator[None]:
    import torch

    try:
        yield
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise AnalysisMemoryError(TOO_LARGE) from error
    except RuntimeError as error:
        if ALLOCATOR not in str(error):
            raise
        raise AnalysisMemoryError(TOO_LARGE) from error


def _two_stages(
    volume: Volume, models: Models, clock: _Clock
) -> Generator[Progress, None, Analysis]:
    from inference.networks.card import cards_sha256
    from inference.stages.box import box_vertebrae
    from inference.stages.classify import classify, cut_crops
    from inference.stages.segment import segment

    with clock.step("masks"):
        segmentation = yield from _report(
            "masks", segment(volume, models.segmentation, models.device)
        )
    with clock.step("boxes"):
        boxes = yield from _report(
            "boxes", box_vertebrae(volume, segmentation, models.detection, models.device)
        )
    states = {level: _state(level, segmentation, volume) for level in LEVELS}
    classified = {
        label: box
        for label, box in boxes.items()
        if states[LEVELS[label - 1]][0] is not LevelState.NOT_ANALYSED
    }
    with clock.step("crops"):
        crops = yield from _report(
            "crops", cut_crops(volume, segmentation.mask, classified, models)
        )
    with clock.step("classification"):
        result = yield from _report("classification", classify(crops, models))
    yield _progress("classification", 1.0)
    thresholds = models.classification.card.thresholds
    findings = tuple(
        _finding(level, states[level], segmentation, boxes, result, thresholds["level"])
        for level in LEVELS
    )
    segmentation.mask.flags.writeable = False
    return Analysis(
        segmentation.mask,
        volume.geometry,
        findings,
        PatientFinding(result.patient, thresholds["patient"]),
        tuple(ModelInfo(c.name, c.version, c.sha256, c.trained_on) for c in models.cards),
        clock.seconds,
        cards_sha256=cards_sha256(models.cards),
    )


def _progress(step: str, share: float) -> Progress:
    start, end, text = STEPS[step]
    return Progress(step, start + (end - start) * share, text)


def _report(step: str, stage: Generator[float, None, T]) -> Generator[Progress, None, T]:
    """Turn a stage's own share into progress of the whole."""
    yield _progress(step, 0.0)
    while True:
        try:
            share = next(stage)
        except StopIteration as stop:
            result: T = stop.value
            return result
        yield _progress(step, share)


def _state(level: Level, segmentation: Segmentation, volume: Volume) -> tuple[LevelState, str]:
    """How far a level can be analysed, and why not further."""
    levels = segmentation.levels
    own = levels.get(level.label)
    if own is None:
        return LevelState.NOT_ANALYSED, segmentation.note or _why_missing(level, levels, volume)
    if not own.cut:
        return LevelState.ANALYSED, ""
    from inference.stages.segment import share_in_view

    if share_in_view(own, levels) < MIN_SHARE:
        return LevelState.NOT_ANALYSED, "less than a third of it lies in the field of view"
    return LevelState.PARTIAL, "cut by the edge of the field of view"


def _why_missing(level: Level, levels: dict[int, LevelMask], volume: Volume) -> str:
    """Tell a level outside the field of view from one that was not found in it."""
    if not levels:
        return "no cervical vertebra was recognised"
    labels = sorted(levels)
    inner = labels[0] < level.label < labels[-1]
    nearest = labels[0] if level.label < labels[0] else labels[-1]
    steps = nearest - level.label
    # Where a good part of the level would be seen: most of a step beyond the nearest known
    # one, and a step more for each level between.
    away = np.sign(steps) * FIRST_STEP_MM + (steps - np.sign(steps)) * STEP_MM
    centers = {label: own.centroid_lps_mm for label, own in levels.items()}
    sizes = {label: own.volume_mm3 for label, own in levels.items()}
    down = down_of(centers, sizes, volume.geometry.canonical()[0])
    expected = centers[nearest] - size_of(centers, sizes) * away * down
    if inner or volume.geometry.contains_lps(expected):
        return "not recognised, although it may lie in the field of view"
    return "outside the field of view"


def _finding(
    level: Level,
    state: tuple[LevelState, str],
    segmentation: Segmentation,
    boxes: dict[int, VertebraBoxes],
    result: Classification,
    threshold: float,
) -> Finding:
    own = segmentation.levels.get(level.label)
    if own is None:
        return Finding(level, state[0], threshold, state[1])
    box = boxes[level.label]
    return Finding(
        level,
        state[0],
        threshold,
        state[1],
        result.levels.get(level.label),
        _point(own.centroid_lps_mm),
        (_point(box.low_lps_mm), _point(box.high_lps_mm)),
        box.slices,
        result.planes.get(level.label, ()),
        result.cracks.get(level.label),
    )


def _point(position: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Point:
    x, y, z = (round(float(v), 3) for v in position)
    return x, y, z
