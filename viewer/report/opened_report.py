"""Opening a measurement report, Dens's or another program's, for a loaded volume."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydicom.dataset import Dataset

from inference.imaging.geometry import FloatArray
from inference.imaging.study import ResultFile, Series
from inference.imaging.tags import READ_ERRORS, quiet
from inference.imaging.volume import Volume
from viewer.report.dicom_marks import ImageKey, NoImageError, Places, coordinates_in
from viewer.report.dicom_read import (
    ReportNumber,
    broken_report,
    level_of_group,
    measurement_groups,
    numbers_of_group,
    report_dataset,
    words_of_document,
    words_of_group,
)
from viewer.report.opened_masks import content_of, need_same_patient, need_same_series
from viewer.review.plane import point
from viewer.state.results import OpenedReport, ReportMark, ReportRow

NO_UNIT = "1"
"""UCUM's unit of what has none."""


def open_report(file: ResultFile, volume: Volume, series: Series | None) -> OpenedReport:
    """Read a report: what it says, and where in a volume it marks something.

    Parameters
    ----------
    file : ResultFile
    volume : Volume
        In its own axis order.
    series : Series or None
        Which series the volume is, where that is known.

    Raises
    ------
    InputError
        If it is no measurement report, is broken, or of another patient, series or frame of
        reference; the message names the file and the remedy.
    """
    need_same_patient(file, volume)
    need_same_series(file, series)
    name = file.source.name
    content = content_of(file.source)
    try:
        with quiet():
            return _opened(report_dataset(content, name), file, Places.of(volume, name))
    except READ_ERRORS as error:
        raise broken_report(name, error) from error


def _opened(dataset: Dataset, file: ResultFile, places: Places) -> OpenedReport:
    rows: list[ReportRow] = []
    marks: list[ReportMark] = []
    lost = 0
    for group in measurement_groups(dataset):
        lines, missed = _lines_of(group, places)
        lost += missed
        mark = None
        if lines:
            mark = len(marks)
            placed = tuple(tuple(point(at) for at in line) for line in lines)
            marks.append(ReportMark(_name_of(group), level_of_group(group), placed))
        rows += _rows_of(group, mark)
    rows += [ReportRow(word.level, word.concept, word.said) for word in words_of_document(dataset)]
    return OpenedReport(file, tuple(rows), tuple(marks), lost)


def _lines_of(group: Dataset, places: Places) -> tuple[list[FloatArray], int]:
    """Return the lines of a group, and how many lie on no image of the series.

    Every number of a region repeats its outline: each counts once.
    """
    lines: list[FloatArray] = []
    missed: set[tuple[ImageKey | None, str, tuple[float, ...]]] = set()
    for item in coordinates_in(group):
        try:
            found = places.lines_of(item)
        except NoImageError as error:
            missed.add((error.image, item.GraphicType, tuple(item.GraphicData)))
            continue
        lines += [line for line in found if not any(np.array_equal(line, one) for one in lines)]
    return lines, len(missed)


def _rows_of(group: Dataset, mark: int | None) -> Iterator[ReportRow]:
    for number in numbers_of_group(group):
        concept = " ".join(part for part in (number.concept, number.derivation) if part)
        yield ReportRow(number.level, concept, _value_of(number), mark)
    for word in words_of_group(group):
        yield ReportRow(word.level, word.concept, word.said, mark)


def _name_of(group: Dataset) -> str:
    """Name a mark by the first number or word of its group."""
    number = next(numbers_of_group(group), None)
    if number is not None:
        return f"{number.concept} {_value_of(number)}"
    word = next(words_of_group(group), None)
    return "" if word is None else f"{word.concept}: {word.said}"


def _value_of(number: ReportNumber) -> str:
    unit = "" if number.unit == NO_UNIT else f" {number.unit}"
    return f"{number.text}{unit}"
