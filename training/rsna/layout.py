"""What lies in the data set's folder: studies that can be used, and why others can't.

Only names and the two CSVs are looked at: the 2,019 studies have hundreds of thousands of
slices. What is wrong inside a study is told when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.imaging.errors import InputError
from training.rsna.tables import FractureBox, Fractured, read_boxes, read_labels

LABELS_CSV = "train.csv"
BOXES_CSV = "train_bounding_boxes.csv"
IMAGES = "train_images"
MASKS = "segmentations"

KNOWN_BAD = dict.fromkeys(
    ("1.2.826.0.1.3680043.20574", "1.2.826.0.1.3680043.29952"),
    "known to be bad: the competition's winners left it out",
)
"""Why these studies are never used."""


@dataclass(frozen=True, slots=True)
class RsnaStudy:
    """One study of the training set.

    Attributes
    ----------
    uid : str
        Study Instance UID; the data set holds one study a patient.
    images : Path
        Folder of its slices.
    mask : Path or None
        Mask of its levels: a radiologist's, or else a network's where such were asked for.
    fractured : tuple of bool
        C1..C7.
    boxes : tuple of FractureBox
        Empty where nobody drew any.
    """

    uid: str
    images: Path
    mask: Path | None
    fractured: Fractured
    boxes: tuple[FractureBox, ...] = ()


@dataclass(frozen=True, slots=True)
class RsnaData:
    """The data set.

    Attributes
    ----------
    folder : Path
        Holds ``train.csv``.
    studies : tuple of RsnaStudy
        In the order of ``train.csv``.
    skipped : mapping of str to str
        Why something is left out, by Study Instance UID, or by line of a CSV.
    """

    folder: Path
    studies: tuple[RsnaStudy, ...]
    skipped: Mapping[str, str]

    @property
    def fractured(self) -> NDArray[np.bool_]:
        """Truth by study and level, shape (studies, 7)."""
        return np.array([study.fractured for study in self.studies], dtype=bool).reshape(-1, 7)


def read_rsna(folder: Path, pseudo_labels: Path | None = None) -> RsnaData:
    """List the data set.

    Parameters
    ----------
    folder : Path
        As Kaggle's archive unpacks: it holds ``train.csv``.
    pseudo_labels : Path, optional
        Folder made by ``pseudo-label``: its masks stand in where no radiologist drew one.

    Raises
    ------
    InputError
        If a CSV is missing or lacks a column, or no study can be used.
    """
    labels = read_labels(folder / LABELS_CSV)
    boxes = read_boxes(folder / BOXES_CSV)
    skipped = {**boxes.skipped, **labels.skipped}
    for uid in sorted(_folders(folder / IMAGES) - labels.fractured.keys() - skipped.keys()):
        skipped[uid] = f"{LABELS_CSV} has no row for it"
    studies = []
    for uid, fractured in labels.fractured.items():
        images = folder / IMAGES / uid
        fault = KNOWN_BAD.get(uid, "") or _images_fault(images)
        if fault:
            skipped[uid] = fault
            continue
        mask = _mask(folder, uid) or (pseudo_labels and _mask(pseudo_labels, uid)) or None
        studies.append(RsnaStudy(uid, images, mask, fractured, boxes.by_study.get(uid, ())))
    if not studies:
        why = "; ".join(f"{key}: {text}" for key, text in list(skipped.items())[:2])
        raise InputError(f"{folder}: no study can be used ({why}). Download the data set again.")
    return RsnaData(folder, tuple(studies), skipped)


def mask_path(folder: Path, uid: str) -> Path:
    """Where a study's mask lies, or would lie."""
    return folder / MASKS / f"{uid}.nii"


def _mask(folder: Path, uid: str) -> Path | None:
    path = mask_path(folder, uid)
    return path if path.is_file() else None


def _images_fault(images: Path) -> str:
    """Why there is nothing to be read, or an empty string."""
    if not images.is_dir():
        return f"no folder {IMAGES}/{images.name}"
    if not slice_files(images):
        return f"no .dcm file in {IMAGES}/{images.name}"
    return ""


def slice_files(images: Path) -> list[Path]:
    """A study's slices, in no order that means anything."""
    return [path for path in images.glob("*.dcm") if not path.name.startswith(".")]


def _folders(parent: Path) -> set[str]:
    if not parent.is_dir():
        return set()
    return {path.name for path in parent.iterdir() if path.is_dir()}
