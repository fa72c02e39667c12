"""Results that were opened from files: shown beside Dens's own, and always with their origin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS, Level
from inference.imaging.study import ResultFile, ResultKind
from viewer.state import wording
from viewer.state.library import SeriesKey
from viewer.texts import noop, tr

UNLABELLED = noop("not labelled")
UNKNOWN_MAKER = noop("maker not named")

HIDDEN_UNTIL_READ = noop(
    "{name} is opened and stays hidden until your own read is committed (blind first)."
)


@dataclass(frozen=True, slots=True, eq=False)
class OpenedMasks:
    """The masks of a segmentation, laid over the planes in place of the model's.

    Attributes
    ----------
    file : ResultFile
    labels : ndarray of uint8, shape (k, j, i)
        On the grid of the shown volume; 0 background, 1..7 = C1..C7.
    """

    file: ResultFile
    labels: NDArray[np.uint8]

    @property
    def levels(self) -> tuple[Level, ...]:
        """The vertebrae that it holds."""
        there = np.bincount(self.labels.reshape(-1), minlength=len(LEVELS) + 1)
        return tuple(level for level in LEVELS if there[level.label])


@dataclass(frozen=True, slots=True, eq=False)
class OpenedResults:
    """What was opened from files for one series.

    Attributes
    ----------
    key : SeriesKey or None
        The series that it belongs to; None where that is of no library.
    masks : OpenedMasks or None
    """

    key: SeriesKey | None = None
    masks: OpenedMasks | None = None

    @property
    def files(self) -> tuple[ResultFile, ...]:
        """The files that are shown."""
        return () if self.masks is None else (self.masks.file,)


def result_title(file: ResultFile) -> str:
    """Name a result: what kind it is, and what its maker calls it."""
    kind = tr("Masks") if file.kind is ResultKind.MASKS else tr("Report")
    return tr("{kind}: {label}", kind=kind, label=file.label or tr(UNLABELLED))


def result_facts(file: ResultFile) -> str:
    """Say who made a result, and when."""
    made = (file.creator or tr(UNKNOWN_MAKER), wording.date(file.made_on))
    return " · ".join(part for part in made if part)


def origin_text(file: ResultFile) -> str:
    """Say what is shown and whose it is: ``Masks: spine, SpineNet, 2024-03-21``."""
    made = file.creator or tr(UNKNOWN_MAKER)
    parts = (result_title(file), made, wording.date(file.made_on))
    return ", ".join(part for part in parts if part)
