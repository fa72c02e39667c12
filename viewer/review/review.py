"""Everything that a radiologist has said about one series: one frozen value.

How it changes stands in :mod:`viewer.review.changes`, how it is kept in
:mod:`viewer.review.codec` and :mod:`viewer.review.storage`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from inference.findings import LEVELS, Level
from inference.preprocessing.windowing import Window
from viewer.review.checks import need_each_once, need_finite, need_text, need_utc
from viewer.review.marks import AnyMark
from viewer.review.mask_edits import MaskEdits
from viewer.review.plane import PatientPlane


class Verdict(StrEnum):
    """What the reader holds of the model's word on a level."""

    NONE = "none"
    ACCEPT = "accept"
    REJECT = "reject"
    UNCERTAIN = "uncertain"


class FalsePositiveReason(StrEnum):
    """What the model took for a fracture: the published causes."""

    CALCIFIED_VESSEL = "calcified_vessel"
    VASCULAR_CHANNEL = "vascular_channel"
    CHRONIC_FRACTURE = "chronic_fracture"
    OSTEOPHYTE = "osteophyte"
    ARTEFACT = "artefact"
    UNFUSED_APOPHYSIS = "unfused_apophysis"


class MissedReason(StrEnum):
    """Where or by what a fracture hid from the model: the published causes."""

    TRANSVERSE_PROCESS = "transverse_process"
    SPINOUS_PROCESS = "spinous_process"
    OSTEOPHYTE = "osteophyte"
    LOW_LEVEL = "low_level"


class Impression(StrEnum):
    """What the reader sees at a level before the model's word is shown."""

    NONE = "none"
    SUSPECTED = "suspected"
    NOT_SUSPECTED = "not_suspected"
    UNCERTAIN = "uncertain"


class MeasurementState(StrEnum):
    """Whether a person stands behind a proposed measurement."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class LevelReview:
    """The reader's word on one level.

    Attributes
    ----------
    level : Level
    verdict : Verdict
    reasons : tuple of FalsePositiveReason
        Why the model's suspicion is doubted; none goes with an accepted or an unread level.
    text : str
    """

    level: Level
    verdict: Verdict = Verdict.NONE
    reasons: tuple[FalsePositiveReason, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        need_text(self.text, f"the note on {self.level}")
        need_each_once(self.reasons, f"{self.level}: the reason")
        if self.reasons and self.verdict not in {Verdict.REJECT, Verdict.UNCERTAIN}:
            raise ValueError(f"{self.level}: reasons go with a rejected or an uncertain level")


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """A fracture that the reader sees and the model missed.

    Attributes
    ----------
    id : str
    level : Level
    reasons : tuple of MissedReason
    text : str
    mark_id : str or None
        The mark that shows where.
    """

    id: str
    level: Level
    reasons: tuple[MissedReason, ...] = ()
    text: str = ""
    mark_id: str | None = None

    def __post_init__(self) -> None:
        need_text(self.id, "a finding's id", empty=False)
        need_text(self.text, f"the text of the finding at {self.level}")
        need_each_once(self.reasons, f"{self.level}: the reason")


@dataclass(frozen=True, slots=True)
class KeyImage:
    """A view that is worth keeping.

    Attributes
    ----------
    id : str
    plane : PatientPlane
        Its origin is what stands in the middle of the image.
    window : Window
    zoom : float
        1 shows the patient's whole extent, as in ``PaneView``.
    caption : str
    inverted : bool
        Whether black and white are exchanged.
    slab_mm : float
        Thickness of the slab that is shown about the plane; 0 is a single slice.
    slab_mode : str
        How it becomes one image.
    masks, boxes : bool
        Whether the levels' masks and boxes lay over it.
    opacity : float
        Of the masks' area, 0..1.
    hidden : tuple of Level
        Levels whose mask and boxes were switched off.
    """

    id: str
    plane: PatientPlane
    window: Window
    zoom: float = 1.0
    caption: str = ""
    inverted: bool = False
    slab_mm: float = 0.0
    slab_mode: Literal["MIP", "Mean", "MinIP"] = "MIP"
    masks: bool = False
    boxes: bool = False
    opacity: float = 0.0
    hidden: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        need_text(self.id, "a key image's id", empty=False)
        need_text(self.caption, "a key image's caption")
        need_text(self.window.name, "a window's name")
        need_finite((self.window.width, self.window.level), "a key image's window")
        if not (self.zoom > 0 and math.isfinite(self.zoom)):
            raise ValueError(f"a key image's zoom must be positive, got {self.zoom}")
        if not (self.slab_mm >= 0 and math.isfinite(self.slab_mm)):
            raise ValueError(f"a key image's slab has no thickness of {self.slab_mm} mm")
        if not 0.0 <= self.opacity <= 1.0:
            raise ValueError(f"a key image's masks have no opacity of {self.opacity}")
        need_each_once(self.hidden, "a key image's hidden level")


@dataclass(frozen=True, slots=True)
class BlindRead:
    """The reader's own read, and when it was sealed and the model's shown.

    Attributes
    ----------
    impressions : tuple of Impression
        Seven, C1..C7.
    text : str
    asked : bool
        Whether the model's word is withheld until the own read is committed.
    committed_at : datetime or None
        UTC. From then on the read can't be changed.
    revealed_at : datetime or None
        UTC. Without a commit before, there is no blind read.
    """

    impressions: tuple[Impression, ...] = (Impression.NONE,) * len(LEVELS)
    text: str = ""
    asked: bool = False
    committed_at: datetime | None = None
    revealed_at: datetime | None = None

    def __post_init__(self) -> None:
        need_text(self.text, "the text of the own read")
        need_utc(self.committed_at, "the time of the own read")
        need_utc(self.revealed_at, "the time of the reveal")
        if len(self.impressions) != len(LEVELS):
            raise ValueError(f"an own read has seven impressions, got {len(self.impressions)}")

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.committed_at is None and self.revealed_at is None

    @property
    def withholds(self) -> bool:
        """Whether the model's word must not be seen yet."""
        return self.asked and self.is_open

    def impression(self, level: Level) -> Impression:
        """Return what the own read holds of one level."""
        return self.impressions[LEVELS.index(level)]


@dataclass(frozen=True, slots=True)
class CraniocervicalMeasurement:
    """A distance that is proposed from the masks, and what the reader holds of it.

    Attributes
    ----------
    name : str
        As "basion-dens interval".
    value_mm : float
    state : MeasurementState
    mark_id : str or None
        The mark that shows where it was taken.
    """

    name: str
    value_mm: float
    state: MeasurementState = MeasurementState.PROPOSED
    mark_id: str | None = None

    def __post_init__(self) -> None:
        need_text(self.name, "a measurement's name", empty=False)
        need_finite((self.value_mm,), self.name)


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that the reader has said.

    Attributes
    ----------
    levels : tuple of LevelReview
        Seven, C1..C7.
    findings : tuple of OwnFinding
    marks : tuple of AnyMark
        In the order of drawing.
    key_images : tuple of KeyImage
    blind : BlindRead
    mask_edits : MaskEdits or None
        None while nothing was painted.
    measurements : tuple of CraniocervicalMeasurement
        Each name once.

    Raises
    ------
    ValueError
        If a level, an id or a name is missing or doubled, or a mark that something points
        to is not there.
    """

    levels: tuple[LevelReview, ...] = tuple(LevelReview(level) for level in LEVELS)
    findings: tuple[OwnFinding, ...] = ()
    marks: tuple[AnyMark, ...] = ()
    key_images: tuple[KeyImage, ...] = ()
    blind: BlindRead = field(default_factory=BlindRead)
    mask_edits: MaskEdits | None = None
    measurements: tuple[CraniocervicalMeasurement, ...] = ()

    def __post_init__(self) -> None:
        if tuple(level.level for level in self.levels) != LEVELS:
            raise ValueError("levels must be C1..C7, each once and in order")
        items = (*self.findings, *self.marks, *self.key_images)
        need_each_once((item.id for item in items), "the id")
        need_each_once((m.name for m in self.measurements), "the measurement")
        marks = {mark.id for mark in self.marks}
        pointers = {f.mark_id for f in self.findings} | {m.mark_id for m in self.measurements}
        lost = pointers - marks - {None}
        if lost:
            raise ValueError(f"mark {lost.pop()} is pointed to and not there")

    def level(self, level: Level) -> LevelReview:
        """Return the word on one level."""
        return self.levels[LEVELS.index(level)]

    def findings_at(self, level: Level) -> tuple[OwnFinding, ...]:
        """Return the reader's own findings at one level."""
        return tuple(finding for finding in self.findings if finding.level is level)

    def is_read(self, level: Level) -> bool:
        """Whether the reader has said what they hold of a level: a note alone doesn't."""
        return self.level(level).verdict is not Verdict.NONE or bool(self.findings_at(level))


UNREAD = Review()
"""Of which nothing has been said yet."""
