"""What the networks say of a real scan, as it is and with fractures planted into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from inference.findings import LEVELS, Analysis, Finding, Level, LevelState
from inference.imaging.volume import Volume
from inference.pipeline import MIN_SHARE
from inference.spine.bodies import body_center
from training.evaluation.scans import Centers
from training.metrics import identified
from training.phantoms.plant import LEAST_MM3, plant_visible

Analyse = Callable[[Volume], Analysis]
"""The pipeline from a volume to its findings."""


@dataclass(frozen=True, slots=True)
class LevelReading:
    """What was found of one untouched level.

    Attributes
    ----------
    level : Level
    state : LevelState
    probability : float or None
        None when not analysed.
    alarm : bool
        Suspected at the working threshold, and taken for unbroken.
    distance_mm : float or None
        From the middle of the mask's body, or of the whole mask where that was placed, to the
        centre that was placed; None where there is not both.
    identified : bool or None
        Within 20 mm and nearest to its own centre; None for a level that has no centre or of
        which too little is in view.
    invented : bool or None
        Found, though nothing of it is in view; None for a level that is in view, and where
        nobody placed centres.
    """

    level: Level
    state: LevelState
    probability: float | None
    alarm: bool
    distance_mm: float | None = None
    identified: bool | None = None
    invented: bool | None = None


@dataclass(frozen=True, slots=True)
class PlantedReading:
    """What was found of one planted fracture.

    Attributes
    ----------
    level : Level
    kind : str
    before : float
        The level's probability in the untouched scan.
    after : float or None
        With the fracture; None when the level was not analysed any more.
    found : bool
        Suspected at the working threshold.
    """

    level: Level
    kind: str
    before: float
    after: float | None
    found: bool


@dataclass(frozen=True, slots=True)
class Unplantable:
    """A level of which a scan would show none of the fractures that were drawn for it.

    Attributes
    ----------
    level : Level
    before : float
        The level's probability in the untouched scan.
    """

    level: Level
    before: float


@dataclass(frozen=True, slots=True)
class ScanReading:
    """All that was found in one scan.

    Attributes
    ----------
    name : str
    levels : tuple of LevelReading
        C1..C7.
    planted : tuple of PlantedReading
    unplantable : tuple of Unplantable
    """

    name: str
    levels: tuple[LevelReading, ...]
    planted: tuple[PlantedReading, ...] = ()
    unplantable: tuple[Unplantable, ...] = ()


def read_scan(
    name: str, volume: Volume, centers: Centers | None, analyse: Analyse
) -> tuple[ScanReading, Analysis]:
    """Analyse a scan as it is."""
    analysis = analyse(volume)
    levels = tuple(_reading(finding) for finding in analysis.findings)
    if centers is not None:
        levels = _placed(levels, analysis, centers)
    return ScanReading(name, levels), analysis


def _reading(finding: Finding) -> LevelReading:
    return LevelReading(finding.level, finding.state, finding.probability, finding.suspected)


def _placed(
    levels: tuple[LevelReading, ...], analysis: Analysis, centers: Centers
) -> tuple[LevelReading, ...]:
    """Add how far each level lies from its centre."""
    found = {
        f.level: body_center(analysis.mask == f.level.label, analysis.geometry)
        if centers.of_body.get(f.level)
        else np.array(f.centroid_lps_mm)
        for f in analysis.findings
        if f.centroid_lps_mm is not None
    }
    names = identified(
        {level.label: place for level, place in found.items()},
        {
            level.label: place
            for level, place in centers.lps_mm.items()
            if centers.in_view[level] >= MIN_SHARE
        },
    )
    away = {
        level: float(np.linalg.norm(found[level] - place))
        for level, place in centers.lps_mm.items()
        if level in found
    }
    return tuple(
        replace(
            one,
            distance_mm=away.get(one.level),
            identified=names.get(one.level.label),
            invented=None if centers.in_view[one.level] > 0 else one.level in found,
        )
        for one in levels
    )


def plantable(analysis: Analysis) -> list[Finding]:
    """Findings of the wholly visible levels whose masks are large enough to be broken."""
    voxel = analysis.geometry.voxel_volume_mm3
    size = np.bincount(analysis.mask.ravel(), minlength=len(LEVELS) + 1) * voxel
    return [
        finding
        for finding in analysis.findings
        if finding.state is LevelState.ANALYSED and size[finding.level.label] >= LEAST_MM3
    ]


def read_planted(
    name: str, volume: Volume, analysis: Analysis, analyse: Analyse, count: int, seed: int
) -> Iterator[PlantedReading | Unplantable]:
    """Break each wholly visible level ``count`` times, one at a time, and analyse again.

    What no reader could see in the scan is not asked for: another fracture is drawn instead.

    Parameters
    ----------
    name : str
        Of the scan; each scan gets fractures of its own.
    volume : Volume
    analysis : Analysis
        Of the untouched volume; fractures are planted along its masks.
    analyse : callable
    count, seed : int

    Yields
    ------
    PlantedReading or Unplantable
        After each of them.
    """
    for before in plantable(analysis):
        # An analysed level has a probability: Finding holds to that.
        level, probability = before.level, before.probability or 0.0
        for n in range(count):
            rng = np.random.default_rng([seed, level.label, n, *name.encode()])
            made = plant_visible(volume, analysis.mask, level, None, rng)
            if made is None:
                yield Unplantable(level, probability)
                continue
            broken, truth = made
            after = analyse(broken).findings[level.label - 1]
            yield PlantedReading(
                level,
                truth.fractures[level],
                probability,
                after.probability,
                after.suspected,
            )
