"""RSNA's CSVs: what is read, what is left out and why, what is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.imaging.errors import InputError
from training.rsna.tables import FractureBox, read_boxes, read_labels

LABELS = "StudyInstanceUID,patient_overall,C1,C2,C3,C4,C5,C6,C7\n"
BOXES = "StudyInstanceUID,x,y,width,height,slice_number\n"


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_labels_are_read_by_column(tmp_path: Path) -> None:
    """The order of the columns does not matter, nor does one more, nor Excel's byte order mark."""
    text = (
        "\ufeffC7,StudyInstanceUID,patient_overall,C1,C2,C3,C4,C5,C6,note\n1,1.2,1,0,1,0,0,0,0,x\n"
    )
    labels = read_labels(_file(tmp_path, "train.csv", text))
    assert labels.fractured == {"1.2": (False, True, False, False, False, False, True)}
    assert labels.skipped == {}


@pytest.mark.parametrize(
    ("row", "key", "why"),
    [
        ("1.2,1,0,2,0,0,0,0,0", "1.2", "train.csv line 2: C2 is '2', not 0 or 1"),
        ("1.2,1,0,1,0,0,0,0", "1.2", "train.csv line 2: C7 is '', not 0 or 1"),
        ("1.2,0,0,1,0,0,0,0,0", "1.2", "patient_overall is 0, which C1..C7 contradict"),
        ("1.2,1,0,0,0,0,0,0,0", "1.2", "patient_overall is 1, which C1..C7 contradict"),
        (",0,0,0,0,0,0,0,0", "train.csv line 2", "StudyInstanceUID is empty"),
    ],
    ids=["a number", "a short row", "too few", "too many", "no name"],
)
def test_a_row_that_does_not_parse_is_named(tmp_path: Path, row: str, key: str, why: str) -> None:
    """The study, the line and the column; the other rows are read."""
    labels = read_labels(_file(tmp_path, "train.csv", f"{LABELS}{row}\n1.3,0,0,0,0,0,0,0,0\n"))
    assert list(labels.fractured) == ["1.3"]
    assert list(labels.skipped) == [key]
    assert why in labels.skipped[key]


def test_a_study_that_is_listed_twice_has_no_truth(tmp_path: Path) -> None:
    """Neither row is believed, however often it comes."""
    rows = "1.2,0,0,0,0,0,0,0,0\n1.2,1,1,0,0,0,0,0,0\n1.2,0,0,0,0,0,0,0,0\n"
    labels = read_labels(_file(tmp_path, "train.csv", LABELS + rows))
    assert labels.fractured == {}
    assert labels.skipped["1.2"].endswith("the study is listed more than once")


def test_boxes_are_read_by_study(tmp_path: Path) -> None:
    """Numbers as they are written."""
    rows = "1.2,10.5,20,30,40.25,133\n1.2,1,2,3,4,134\n1.3,5,6,7,8,9\n"
    boxes = read_boxes(_file(tmp_path, "boxes.csv", BOXES + rows))
    assert boxes.by_study["1.2"] == (
        FractureBox(10.5, 20, 30, 40.25, 133),
        FractureBox(1, 2, 3, 4, 134),
    )
    assert boxes.by_study["1.3"] == (FractureBox(5, 6, 7, 8, 9),)
    assert boxes.skipped == {}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1.2,a,2,3,4,5", "x is 'a', not a number"),
        ("1.2,1,2,3,4,5.5", "slice_number is '5.5', not a number"),
        ("1.2,1,2,0,4,5", "no box: x, y, width, height are (1.0, 2.0, 0.0, 4.0)"),
        ("1.2,nan,2,3,4,5", "no box: x, y, width, height are (nan, 2.0, 3.0, 4.0)"),
    ],
    ids=["a letter", "half a slice", "no width", "not a number"],
)
def test_a_study_that_loses_a_box_loses_all(tmp_path: Path, row: str, why: str) -> None:
    """Planes beside the lost box would be called whole."""
    boxes = read_boxes(
        _file(tmp_path, "boxes.csv", f"{BOXES}1.2,1,2,3,4,5\n1.3,1,2,3,4,5\n{row}\n")
    )
    assert list(boxes.by_study) == ["1.3"]
    assert boxes.skipped == {"boxes.csv line 4": f"{why}; all boxes of study 1.2 are left out"}


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    """File, column and remedy."""
    path = _file(tmp_path, "train.csv", LABELS.replace(",C3", ""))
    with pytest.raises(InputError, match=r"train\.csv: column C3 is missing\. Download"):
        read_labels(path)
    path = _file(tmp_path, "boxes.csv", BOXES.replace(",width", ""))
    with pytest.raises(InputError, match=r"boxes\.csv: column width is missing"):
        read_boxes(path)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """One that is not there, and one that is no text."""
    with pytest.raises(InputError, match=r"train\.csv: can't be read"):
        read_labels(tmp_path / "train.csv")
    (tmp_path / "train.csv").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(InputError, match=r"train\.csv: can't be read"):
        read_labels(tmp_path / "train.csv")
