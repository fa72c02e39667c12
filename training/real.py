"""Measuring weights on real scans, for whoever has some."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote

from inference.findings import Analysis
from inference.imaging.volume import Volume
from inference.networks.models import Models, choose_device, load_models
from inference.pipeline import analyze_with
from training.errors import TrainingError
from training.evaluation.readings import (
    Analyse,
    PlantedReading,
    ScanReading,
    read_planted,
    read_scan,
)
from training.evaluation.real_markdown import (
    level_line,
    planted_line,
    render,
    summary_lines,
    unplantable_line,
)
from training.evaluation.scans import ScanSource
from training.sections import write_section
from training.sources import drain

SECTION = "real"
"""Its name in the file of results."""


@dataclass(frozen=True, slots=True)
class RealRequest:
    """What is measured on which scans.

    Attributes
    ----------
    scans : sequence of ScanSource
    plant : int
        Fractures planted into each wholly visible level, one at a time.
    seed : int
        Of what is planted.
    weights : Path or None
        Folder of the networks; the bundled ones without.
    device : str
    """

    scans: Sequence[ScanSource]
    plant: int = 1
    seed: int = 1
    weights: Path | None = None
    device: str = "cpu"

    def __post_init__(self) -> None:
        for name in ("plant", "seed"):
            if getattr(self, name) < 0:
                raise TrainingError(f"--{name} {getattr(self, name)}: must not be negative")

    @property
    def command(self) -> str:
        """How it is repeated, without the paths of this machine."""
        scans = [f"--scan {quote(scan.name)}=PATH" for scan in self.scans]
        centers = [f"--centers {quote(scan.name)}=FILE" for scan in self.scans if scan.centers]
        weights = ["--weights DIR"] if self.weights else []
        counts = [f"--plant {self.plant}", f"--seed {self.seed}"]
        return " ".join(["python -m training real", *scans, *centers, *counts, *weights])


def measure_real(request: RealRequest, out: Path) -> Iterator[str]:
    """Measure, then write the section of real scans into ``out``.

    Yields
    ------
    str
        A line a level, a line a fracture that was or couldn't be planted, then the figures.

    Raises
    ------
    DensError
        If weights or device won't do, a scan can't be read, or ``out`` can't be written.
    """
    models = load_models(request.weights, choose_device(request.device))

    def analyse(volume: Volume) -> Analysis:
        return drain(analyze_with(volume, models))

    readings = []
    for scan in request.scans:
        reading = yield from _measure(scan, analyse, request)
        readings.append(reading)
    yield from summary_lines(readings)
    write_section(out, SECTION, render(readings, _origin(request, models)))
    yield f"{out}: section of real scans written"


def _measure(
    scan: ScanSource, analyse: Analyse, request: RealRequest
) -> Generator[str, None, ScanReading]:
    """Read one scan; no other is in memory meanwhile."""
    volume = scan.open()
    reading, analysis = read_scan(scan.name, volume, scan.centers, analyse)
    for level in reading.levels:
        yield level_line(scan.name, level)
    planted, unplantable = [], []
    for one in read_planted(scan.name, volume, analysis, analyse, request.plant, request.seed):
        if isinstance(one, PlantedReading):
            planted.append(one)
            yield planted_line(scan.name, one)
        else:
            unplantable.append(one)
            yield unplantable_line(scan.name, one)
    return replace(reading, planted=tuple(planted), unplantable=tuple(unplantable))


def _origin(request: RealRequest, models: Models) -> str:
    weights = ", ".join(f"{c.name} {c.version} ({c.sha256[:12]})" for c in models.cards)
    threshold = models.classification.card.thresholds["level"]
    return (
        f"Made by `{request.command}` on {models.device.type}; weights, with the beginning of "
        f"their SHA-256: {weights}; working threshold of a level {threshold:.3f}."
    )
