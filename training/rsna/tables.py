"""The data set's two CSVs: which levels are fractured, and boxes around fractures."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from inference.findings import LEVELS
from inference.imaging.errors import InputError
from inference.imaging.wording import listed, reason

UID = "StudyInstanceUID"
PATIENT = "patient_overall"
BOX_COLUMNS = ("x", "y", "width", "height", "slice_number")

Fractured = tuple[bool, bool, bool, bool, bool, bool, bool]
"""C1..C7."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FractureBox:
    """A box that a radiologist drew around a fracture on one slice.

    Attributes
    ----------
    x, y : float
        Outer corner at the top left, in pixels from the image's corner: column, row.
    width, height : float
        Pixels, positive.
    file_number : int
        Number of the slice's file, ``<n>.dcm``; says nothing of where the slice lies.
    """

    x: float
    y: float
    width: float
    height: float
    file_number: int

    def __post_init__(self) -> None:
        numbers = (self.x, self.y, self.width, self.height)
        if not all(map(math.isfinite, numbers)) or min(self.width, self.height) <= 0:
            raise ValueError(f"no box: x, y, width, height are {numbers}")


@dataclass(frozen=True, slots=True)
class Labels:
    """What ``train.csv`` says.

    Attributes
    ----------
    fractured : mapping of str to tuple of bool
        C1..C7 by StudyInstanceUID, in the file's order.
    skipped : mapping of str to str
        Why a row is left out, by StudyInstanceUID, or by line where it has none.
    """

    fractured: Mapping[str, Fractured]
    skipped: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Boxes:
    """What ``train_bounding_boxes.csv`` says.

    Attributes
    ----------
    by_study : mapping of str to tuple of FractureBox
        By StudyInstanceUID. A study that lost a box is left out: where it is broken is not
        known any more.
    skipped : mapping of str to str
        Why a row is left out, by line.
    """

    by_study: Mapping[str, tuple[FractureBox, ...]]
    skipped: Mapping[str, str]


def read_labels(path: Path) -> Labels:
    """Read ``train.csv``.

    Raises
    ------
    InputError
        If it can't be read, or lacks a column.
    """
    fractured: dict[str, Fractured] = {}
    skipped: dict[str, str] = {}
    for place, row in _rows(path, (UID, PATIENT, *LEVELS)):
        uid = row[UID].strip()
        try:
            levels = _fractured(uid, row)
        except ValueError as error:
            skipped[uid or place] = f"{place}: {reason(error)}"
            continue
        if uid in fractured or uid in skipped:
            fractured.pop(uid, None)
            skipped[uid] = f"{place}: the study is listed more than once"
            continue
        fractured[uid] = levels
    return Labels(fractured, skipped)


def _fractured(uid: str, row: Mapping[str, str]) -> Fractured:
    if not uid:
        raise ValueError(f"{UID} is empty")
    values = [_binary(name, row[name]) for name in (*LEVELS, PATIENT)]
    *levels, patient = values
    if patient != any(levels):
        raise ValueError(f"{PATIENT} is {int(patient)}, which C1..C7 contradict")
    c1, c2, c3, c4, c5, c6, c7 = levels
    return c1, c2, c3, c4, c5, c6, c7


def _binary(name: str, text: str) -> bool:
    if text.strip() not in {"0", "1"}:
        raise ValueError(f"{name} is '{text}', not 0 or 1")
    return text.strip() == "1"


def read_boxes(path: Path) -> Boxes:
    """Read ``train_bounding_boxes.csv``.

    Raises
    ------
    InputError
        If it can't be read, or lacks a column.
    """
    found: dict[str, list[FractureBox]] = {}
    lost: set[str] = set()
    skipped: dict[str, str] = {}
    for place, row in _rows(path, (UID, *BOX_COLUMNS)):
        uid = row[UID].strip()
        try:
            box = FractureBox(
                x=_number(row, "x", float),
                y=_number(row, "y", float),
                width=_number(row, "width", float),
                height=_number(row, "height", float),
                file_number=_number(row, "slice_number", int),
            )
        except ValueError as error:
            lost.add(uid)
            skipped[place] = f"{reason(error)}; all boxes of study {uid} are left out"
            continue
        found.setdefault(uid, []).append(box)
    kept = {uid: tuple(boxes) for uid, boxes in found.items() if uid not in lost}
    return Boxes(kept, skipped)


def _number(row: Mapping[str, str], name: str, kind: Callable[[str], T]) -> T:
    try:
        return kind(row[name])
    except ValueError as error:
        raise ValueError(f"{name} is '{row[name]}', not a number") from error


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the place (``train.csv line 7``) and the text of each row's columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"{path}: column {listed(missing)} is missing. Download the file again."
                )
            for row in reader:
                # Cells that a short row lacks are None.
                yield f"{path.name} line {reader.line_num}", {c: row[c] or "" for c in columns}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path}: can't be read ({reason(error)}). Download the file again."
        ) from error
