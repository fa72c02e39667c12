"""What an analysis found, in patient millimetres. No torch, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inference.evidence import CrackMap
from inference.imaging.geometry import VolumeGeometry

Point = tuple[float, float, float]
"""x, y, z in LPS mm."""


class Level(StrEnum):
    """The seven cervical levels, from the head down."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"
    C6 = "C6"
    C7 = "C7"

    @property
    def label(self) -> int:
        """Its value in a mask, 1..7 (0 is background)."""
        return LEVELS.index(self) + 1


LEVELS: tuple[Level, ...] = tuple(Level)


class LevelState(StrEnum):
    """How far a level could be analysed."""

    ANALYSED = "analysed"
    PARTIAL = "partial"
    NOT_ANALYSED = "not_analysed"


@dataclass(frozen=True, slots=True)
class SliceBox:
    """One YOLO box on one axial slice of the CT's own grid.

    Attributes
    ----------
    slice_index : int
        k of the CT slice, 0-based, in the order of the volume.
    min_lps_mm, max_lps_mm : Point
        Its corners; z is that of the slice's centre for both.
    confidence : float
        0..1.
    """

    slice_index: int
    min_lps_mm: Point
    max_lps_mm: Point
    confidence: float


@dataclass(frozen=True, slots=True)
class PlaneWeight:
    """One of a vertebra's crop planes and its weight in the decision.

    Attributes
    ----------
    position_lps_mm : Point
        Centre of the plane.
    weight : float
        Share of the attention; the weights of one level sum to 1.
    """

    position_lps_mm: Point
    weight: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one level.

    Attributes
    ----------
    level : Level
    state : LevelState
    reason : str
        Why the level was analysed in part or not at all; empty when analysed.
    probability : float or None
        Of a fracture, 0..1; None when not analysed.
    threshold : float
        Working threshold from the model card.
    centroid_lps_mm : Point or None
        Centre of mass of the level's mask.
    box_lps_mm : pair of Point or None
        Least and greatest corner of the vertebra's 3-D box.
    boxes_2d : tuple of SliceBox
    planes : tuple of PlaneWeight
        The 30 planes from the head down.
    cracks : CrackMap or None
        Where on them the classifier sees a crack; None where it drew no map.
    """

    level: Level
    state: LevelState
    threshold: float
    reason: str = ""
    probability: float | None = None
    centroid_lps_mm: Point | None = None
    box_lps_mm: tuple[Point, Point] | None = None
    boxes_2d: tuple[SliceBox, ...] = ()
    planes: tuple[PlaneWeight, ...] = ()
    cracks: CrackMap | None = None

    def __post_init__(self) -> None:
        if (self.probability is None) != (self.state is LevelState.NOT_ANALYSED):
            raise ValueError(
                f"{self.level}: a probability goes with an analysed level and no other"
            )
        if (self.reason == "") != (self.state is LevelState.ANALYSED):
            raise ValueError(f"{self.level}: a level that is not fully analysed needs a reason")
        if self.cracks is not None and len(self.cracks.logits) != len(self.planes):
            raise ValueError(
                f"{self.level}: a crack map of {len(self.cracks.logits)} planes does not belong "
                f"to {len(self.planes)} weighed ones"
            )

    @property
    def suspected(self) -> bool:
        """Whether the model suspects a fracture at the working threshold."""
        return self.probability is not None and self.probability >= self.threshold

    @property
    def heaviest_plane(self) -> PlaneWeight | None:
        """The plane that weighed most in the decision; None where none was weighed."""
        return max(self.planes, key=lambda plane: plane.weight, default=None)

    @property
    def evidence_lps_mm(self) -> Point | None:
        """Where the evidence is strongest; None where none is suspected or no map tells.

        It is the highest cell of the crack map on the plane that weighed most in the
        decision. A higher cell on another plane decided less.
        """
        heaviest = self.heaviest_plane
        if self.cracks is None or heaviest is None or not self.suspected:
            return None
        x, y, z = self.cracks.peak_lps_mm(self.planes.index(heaviest))
        return float(x), float(y), float(z)


@dataclass(frozen=True, slots=True)
class PatientFinding:
    """The patient's own probability; None when no level could be analysed."""

    probability: float | None
    threshold: float

    @property
    def suspected(self) -> bool:
        """Whether the model suspects a fracture anywhere."""
        return self.probability is not None and self.probability >= self.threshold


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which network spoke: one entry a set of weights."""

    name: str
    version: str
    sha256: str
    trained_on: str


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The result of the two stages.

    Attributes
    ----------
    mask : ndarray of uint8, shape (k, j, i)
        0 background, 1..7 = C1..C7, on the analysed volume's grid; not writeable.
    geometry : VolumeGeometry
        That grid.
    findings : tuple of Finding
        Always seven, C1..C7.
    patient : PatientFinding
    models : tuple of ModelInfo
    timing_s : mapping of str to float
        Wall-clock seconds by step.
    made : datetime
        When it ended, UTC.
    cards_sha256 : str
        Of the cards by which the networks spoke (``inference.networks.card.cards_sha256``);
        empty where there were none.
    """

    mask: NDArray[np.uint8]
    geometry: VolumeGeometry
    findings: tuple[Finding, ...]
    patient: PatientFinding
    models: tuple[ModelInfo, ...]
    timing_s: Mapping[str, float]
    made: datetime = field(default_factory=_now)
    cards_sha256: str = ""

    def __post_init__(self) -> None:
        if tuple(f.level for f in self.findings) != LEVELS:
            raise ValueError("findings must be C1..C7, each once and in order")
        if self.mask.shape != self.geometry.shape_kji:
            raise ValueError(f"mask has shape {self.mask.shape}, grid {self.geometry.shape_kji}")

    def finding(self, level: Level) -> Finding:
        """Return what was found at one level."""
        return self.findings[LEVELS.index(level)]

    @property
    def complete(self) -> bool:
        """Whether every level was analysed in full."""
        return all(f.state is LevelState.ANALYSED for f in self.findings)

    @property
    def suspected(self) -> tuple[Finding, ...]:
        """Suspected levels, most suspected first."""
        chosen = [f for f in self.findings if f.suspected]
        return tuple(sorted(chosen, key=lambda f: -(f.probability or 0.0)))


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of the running analysis.

    Attributes
    ----------
    step : str
        Name of the step as in ``Analysis.timing_s``: weights, masks, boxes, crops, classification.
    fraction : float
        Of the whole analysis, 0..1.
    text : str
        What is being done, for the user.
    """

    step: str
    fraction: float
    text: str
