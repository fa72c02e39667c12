"""A miniature of RSNA 2022 made of phantoms: the same layout, a few seconds to make.

For trying the commands without the data set, and for the tests. It has what makes the real
one awkward: hardly any DICOM tags, file names that say nothing of positions, compressed
slices, masks of few studies in another order of axes, boxes of few fractures.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from pydicom import dcmread
from pydicom.dataset import FileDataset
from pydicom.uid import RLELossless

from inference.findings import LEVELS
from inference.imaging.volume import Volume
from training.phantoms.bone import Bone
from training.phantoms.dicom_series import write_series
from training.phantoms.phantom import Phantom, PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions
from training.rsna.layout import BOXES_CSV, IMAGES, LABELS_CSV, MASKS, mask_path
from training.rsna.masks import write_mask
from training.rsna.tables import BOX_COLUMNS, PATIENT, UID, FractureBox

OPTIONS = PhantomOptions(
    spacing_kji_mm=(3.0, 3.0, 3.0),
    scene=SceneOptions(fracture_rate=0.25),
    cut_rate=0.0,
    readable=False,
    half_width_mm=(55.0, 60.0),
    front_mm=(50.0, 60.0),
    back_mm=(70.0, 75.0),
)
"""Coarse, and little more than the spine: small and fast."""

UID_ROOT = "1.2.826.0.1.3680043"
"""That of the data set's own Study Instance UIDs."""

FIRST_NUMBER = 900_001
"""The data set's own numbers have five digits at most."""

TAGS = [
    "SOPInstanceUID",
    "ContentDate",
    "ContentTime",
    "PatientName",
    "PatientID",
    "SliceThickness",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "InstanceNumber",
    "ImagePositionPatient",
    "ImageOrientationPatient",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "Rows",
    "Columns",
    "PixelSpacing",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "WindowCenter",
    "WindowWidth",
    "RescaleIntercept",
    "RescaleSlope",
    "PixelData",
]
"""All that the data set's headers hold; neither Modality nor SOP Class UID is among it."""

COMPRESSED_STUDY = 1
"""Number of the study whose slices are compressed."""


@dataclass(frozen=True, slots=True, eq=False)
class Miniature:
    """What was written.

    Attributes
    ----------
    folder : Path
        Holds ``train.csv``.
    phantoms : mapping of str to Phantom
        The truth by Study Instance UID.
    """

    folder: Path
    phantoms: Mapping[str, Phantom]

    @property
    def uids(self) -> list[str]:
        """In the order of ``train.csv``."""
        return list(self.phantoms)


def write_miniature(
    folder: Path,
    people: Sequence[Mapping[str, Bone]],
    count: int = 6,
    masks: int = 2,
    boxed: int = 3,
    first_seed: int = 0,
) -> Miniature:
    """Write a data set of phantoms.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    people : sequence of mapping of str to Bone
    count : int
        Studies.
    masks : int
        The first so many have a mask.
    boxed : int
        Of the first so many, the fractures have boxes.
    first_seed : int
        The same seed writes the same studies.
    """
    phantoms = {
        f"{UID_ROOT}.{FIRST_NUMBER + n}": make_phantom(people, first_seed + n, OPTIONS)
        for n in range(count)
    }
    (folder / MASKS).mkdir(parents=True, exist_ok=True)
    labels: list[Sequence[object]] = []
    boxes: list[Sequence[object]] = []
    for n, (uid, phantom) in enumerate(phantoms.items()):
        rng = np.random.default_rng([first_seed, n])
        numbers = (rng.permutation(len(phantom.volume.hu)) + 1).tolist()
        write_slices(folder / IMAGES / uid, uid, phantom.volume, numbers, n == COMPRESSED_STUDY)
        if n < masks:
            write_mask(mask_path(folder, uid), phantom.label, phantom.volume.geometry)
        if n < boxed:
            boxes += [[uid, *astuple(box)] for box in boxes_of(phantom, numbers)]
        labels.append([uid, int(phantom.fractured.any()), *phantom.fractured.astype(int)])
    _write_table(folder / LABELS_CSV, (UID, PATIENT, *LEVELS), labels)
    _write_table(folder / BOXES_CSV, (UID, *BOX_COLUMNS), boxes)
    return Miniature(folder, phantoms)


def boxes_of(phantom: Phantom, numbers: Sequence[int]) -> Iterator[FractureBox]:
    """The boxes that a reader would draw; ``numbers`` are the file numbers of the slices."""
    for box in phantom.boxes:
        yield FractureBox(
            float(box.x), float(box.y), float(box.width), float(box.height),
            numbers[box.slice_number - 1],
        )  # fmt: skip


def write_slices(
    folder: Path, uid: str, volume: Volume, numbers: Sequence[int], compressed: bool
) -> None:
    """Write slice k as ``<numbers[k]>.dcm`` with no more tags than the data set has."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as whole:
        paths = write_series(Path(whole), volume, uid)
        for path, number in zip(paths, numbers, strict=True):
            data = dcmread(path)
            bare = FileDataset("", {}, file_meta=data.file_meta, preamble=b"\0" * 128)
            for tag in TAGS:
                bare[tag] = data[tag]
            bare.StudyInstanceUID, bare.SeriesInstanceUID = uid, f"{uid}.1"
            bare.SOPInstanceUID = f"{uid}.1.{number}"
            bare.file_meta.MediaStorageSOPInstanceUID = bare.SOPInstanceUID
            bare.InstanceNumber = number
            if compressed:
                bare.compress(RLELossless, generate_instance_uid=False)
            bare.save_as(folder / f"{number}.dcm", enforce_file_format=True)


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)
