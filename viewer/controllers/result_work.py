"""Reading segmentations and reports from files, off the main thread."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inference.findings import Progress
from inference.imaging.errors import FormatError, InputError
from inference.imaging.results import find_results
from inference.imaging.study import ResultFile, ResultKind
from viewer.controllers.jobs import Report, Work
from viewer.controllers.opening import counter
from viewer.report.opened_masks import open_masks
from viewer.report.opened_report import open_report
from viewer.state.results import OpenedMasks, OpenedReport
from viewer.state.study import Study
from viewer.texts import noop, ntr, tr

STEP = "result"

NO_RESULT = noop("{name}: neither a DICOM segmentation nor a report. Choose such a file.")
SAID_AT_MOST = 3
"""So many files are named with their reason; further ones are counted."""

Seek = Callable[[Report], Sequence[ResultFile]]
"""Called inside the thread: which results are to be read."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What was read, for the study that was shown then.

    Attributes
    ----------
    study : Study
    found : tuple of ResultFile
        All that there was.
    masks : OpenedMasks or None
    report : OpenedReport or None
    unusable : tuple of str
        One sentence for each file that was tried and can't be shown.
    """

    study: Study
    found: tuple[ResultFile, ...]
    masks: OpenedMasks | None = None
    report: OpenedReport | None = None
    unusable: tuple[str, ...] = ()

    @property
    def complaint(self) -> str:
        """What can't be shown, and why; empty where all can."""
        said = list(self.unusable[:SAID_AT_MOST])
        if more := len(self.unusable) - len(said):
            said.append(
                ntr("{n} more file can't be shown.", "{n} more files can't be shown.", more)
            )
        return "\n".join(said)


def seek_at(path: Path) -> Seek:
    """Return what looks for the results at a path."""

    def seek(report: Report) -> tuple[ResultFile, ...]:
        text = tr("Looking for results in {name}", name=path.name)
        try:
            found = find_results([path], counter(report, text))
        except FormatError as error:
            # Its remedy is for who wants to see images.
            raise InputError(tr(NO_RESULT, name=path.name)) from error
        if not found:
            raise InputError(tr(NO_RESULT, name=path.name))
        return found

    return seek


def reading(study: Study, seek: Seek) -> Work:
    """Return the work that reads the first result of each kind that can be shown.

    Those that say they are of the study's series come before others, of which it may turn out
    that they lie on its grid.
    """

    def work(report: Report) -> Generator[Progress, None, Opened]:
        found = tuple(seek(report))
        own = tuple(one for one in found if study.series and one.belongs_to(study.series))
        opened = Opened(study, found)
        for file in _in_turn(own or found):
            if _has(opened, file.kind):
                continue
            yield Progress(STEP, 0.0, tr("Reading {name}", name=file.source.name))
            try:
                opened = _with(opened, file)
            except InputError as error:
                opened = replace(opened, unusable=(*opened.unusable, str(error)))
        return opened

    return work


def _in_turn(files: Sequence[ResultFile]) -> Iterator[ResultFile]:
    for kind in ResultKind:
        yield from (file for file in files if file.kind is kind)


def _has(opened: Opened, kind: ResultKind) -> bool:
    return (opened.masks if kind is ResultKind.MASKS else opened.report) is not None


def _with(opened: Opened, file: ResultFile) -> Opened:
    study = opened.study
    if file.kind is ResultKind.REPORT:
        return replace(opened, report=open_report(file, study.volume, study.series))
    mask = open_masks(file, study.volume, study.series)
    _, turn = study.volume.geometry.canonical()
    labels = np.ascontiguousarray(turn.apply(mask), dtype=np.uint8)
    return replace(opened, masks=OpenedMasks(file, labels))
