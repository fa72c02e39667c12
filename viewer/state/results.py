"""Results that were opened from files: shown beside Dens's own, and always with their origin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS, Level, Point
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


@dataclass(frozen=True, slots=True)
class ReportMark:
    """What a report marks in the patient.

    Attributes
    ----------
    text : str
        What it says of the place.
    level : Level or None
        Where its finding site is a cervical vertebra.
    lines_mm : tuple of tuple of Point
        LPS; one of a single point is a place, one whose ends are the same is closed.
    """

    text: str
    level: Level | None
    lines_mm: tuple[tuple[Point, ...], ...]

    @property
    def centre_mm(self) -> Point:
        """The middle of all its points, each counted once, LPS."""
        unique = {at: None for line in self.lines_mm for at in line}
        x, y, z = np.mean(list(unique), axis=0).tolist()
        return x, y, z


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One thing that a report says.

    Attributes
    ----------
    level : Level or None
    concept, said : str
        What it is about, and the text or the number with its unit.
    mark : int or None
        Which of the report's marks shows it.
    """

    level: Level | None
    concept: str
    said: str
    mark: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OpenedReport:
    """A structured report: its list, and what it marks on the planes.

    Attributes
    ----------
    file : ResultFile
    rows : tuple of ReportRow
    marks : tuple of ReportMark
    lost : int
        Marks that lie on no image of the shown series.
    """

    file: ResultFile
    rows: tuple[ReportRow, ...]
    marks: tuple[ReportMark, ...] = ()
    lost: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class OpenedResults:
    """What was opened from files for one series.

    Attributes
    ----------
    key : SeriesKey or None
        The series that it belongs to; None where that is of no library.
    masks : OpenedMasks or None
    report : OpenedReport or None
    """

    key: SeriesKey | None = None
    masks: OpenedMasks | None = None
    report: OpenedReport | None = None

    @property
    def files(self) -> tuple[ResultFile, ...]:
        """The files that are shown."""
        return tuple(one.file for one in (self.masks, self.report) if one is not None)

    def without(self, file: ResultFile) -> OpenedResults:
        """Put one of them away."""
        masks, report = self.masks, self.report
        return OpenedResults(
            self.key,
            None if masks is None or masks.file == file else masks,
            None if report is None or report.file == file else report,
        )


def result_title(file: ResultFile) -> str:
    """Name a result: what kind it is, and what its maker calls it."""
    return tr("{kind}: {label}", kind=_kind(file), label=file.label or tr(UNLABELLED))


def result_facts(file: ResultFile) -> str:
    """Say who made a result, and when."""
    return " · ".join(_made(file))


def origin_text(file: ResultFile) -> str:
    """Say what is shown and whose it is: ``Masks: spine, SpineNet, 2024-03-21``."""
    return ", ".join((result_title(file), *_made(file)))


def short_origin(file: ResultFile) -> str:
    """Say whose it is over the image; a report's long title stands over its list."""
    if file.kind is ResultKind.MASKS:
        return origin_text(file)
    return ", ".join((_kind(file), *_made(file)))


def _kind(file: ResultFile) -> str:
    return tr("Masks") if file.kind is ResultKind.MASKS else tr("Report")


def maker_of(file: ResultFile) -> str:
    """Name the program or person that a result is of."""
    return wording.person_name(file.creator) or tr(UNKNOWN_MAKER)


def _made(file: ResultFile) -> tuple[str, ...]:
    made = (maker_of(file), wording.date(file.made_on))
    return tuple(part for part in made if part)
