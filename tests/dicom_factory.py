"""Crafted CT series: what a scanner would write, small and with every tag at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    CTImageStorage,
    ExplicitVRLittleEndian,
    generate_uid,
)

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
"""Image Orientation (Patient) of a supine axial CT: rows to the left, columns to the back."""


def ct_dataset(
    hu_ji: ArrayLike,
    position_lps_mm: Sequence[float] = (0.0, 0.0, 0.0),
    spacing_ji_mm: Sequence[float] = (1.0, 1.0),
    **overrides: Any,
) -> Dataset:
    """Build one CT slice in memory.

    Parameters
    ----------
    hu_ji : array_like, shape (rows, columns)
        Hounsfield units.
    position_lps_mm, spacing_ji_mm
        Image Position (Patient); Pixel Spacing (between rows, between columns).
    **overrides
        DICOM keywords and their values; None deletes the element. The stored
        values follow RescaleSlope, RescaleIntercept and PixelRepresentation.
        ``TransferSyntaxUID`` may name an uncompressed syntax.
    """
    syntax = overrides.pop("TransferSyntaxUID", ExplicitVRLittleEndian)
    hu = np.asarray(hu_ji, dtype=np.float64)
    slope = float(overrides.get("RescaleSlope") or 1.0)
    intercept = float(overrides.get("RescaleIntercept", -1024.0) or 0.0)
    signed = bool(overrides.get("PixelRepresentation", 0))
    stored = np.rint((hu - intercept) / slope)

    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.file_meta.MediaStorageSOPClassUID = CTImageStorage
    dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset.SOPClassUID = CTImageStorage
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID
    dataset.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    dataset.Modality = "CT"
    dataset.Manufacturer = "Dens"
    dataset.PatientName = "Phantom^Test"
    dataset.PatientID = "T1"
    dataset.PatientBirthDate = "19700101"
    dataset.PatientSex = "O"
    dataset.StudyDate = "20240102"
    dataset.StudyTime = "101500"
    dataset.AccessionNumber = "A1"
    dataset.StudyDescription = "Crafted study"
    dataset.SeriesDescription = "C-SPINE BONE"
    dataset.BodyPartExamined = "CSPINE"
    dataset.StudyInstanceUID = "2.25.1"
    dataset.SeriesInstanceUID = "2.25.2"
    dataset.FrameOfReferenceUID = "2.25.3"
    dataset.SeriesNumber = 1
    dataset.InstanceNumber = 1
    dataset.PatientPosition = "HFS"
    dataset.ImagePositionPatient = [float(v) for v in position_lps_mm]
    dataset.ImageOrientationPatient = list(AXIAL)
    dataset.PixelSpacing = [float(v) for v in spacing_ji_mm]
    dataset.SliceThickness = 1.0
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = hu.shape
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit = 15
    dataset.PixelRepresentation = int(signed)
    dataset.RescaleIntercept = intercept
    dataset.RescaleSlope = slope
    dataset.RescaleType = "HU"
    byte_order = "<" if syntax.is_little_endian else ">"
    kind = f"{byte_order}{'i' if signed else 'u'}2"
    dataset.PixelData = stored.astype(kind).tobytes()
    dataset["PixelData"].VR = "OW"
    for keyword, value in overrides.items():
        if value is not None:
            setattr(dataset, keyword, value)
        elif keyword in dataset:
            delattr(dataset, keyword)
    return dataset


def save(dataset: Dataset, path: Path) -> Path:
    """Write a dataset as a DICOM file, folders included, and return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(path, enforce_file_format=True)
    return path


def write_ct_series(
    folder: Path,
    hu_kji: ArrayLike,
    spacing_kji_mm: Sequence[float] = (1.0, 1.0, 1.0),
    origin: Sequence[float] = (0.0, 0.0, 0.0),
    **overrides: Any,
) -> list[Path]:
    """Write a CT series, one file a slice.

    Parameters
    ----------
    folder : Path
        Made when it does not exist.
    hu_kji : array_like, shape (slices, rows, columns)
        Hounsfield units.
    spacing_kji_mm : sequence of float
        Along k, j, i. Slice k lies at ``origin + k * spacing`` along the slices' normal.
    origin : sequence of float
        Centre of the first voxel, LPS mm.
    **overrides
        DICOM keywords for every slice. A callable is called with the slice's index k;
        None deletes the element.

    Returns
    -------
    list of Path
        Files in the order of k.
    """
    hu: NDArray[np.float64] = np.asarray(hu_kji, dtype=np.float64)
    given = overrides.get("ImageOrientationPatient")
    cosines = np.asarray(AXIAL if given is None or callable(given) else given, dtype=np.float64)
    normal = np.cross(cosines[:3], cosines[3:])
    paths = []
    for k, hu_ji in enumerate(hu):
        position = np.asarray(origin, dtype=np.float64) + k * spacing_kji_mm[0] * normal
        tags = {key: value(k) if callable(value) else value for key, value in overrides.items()}
        tags.setdefault("InstanceNumber", k + 1)
        dataset = ct_dataset(hu_ji, position.tolist(), spacing_kji_mm[1:], **tags)
        paths.append(save(dataset, Path(folder) / f"slice_{k:04d}.dcm"))
    return paths


def ramp_hu(shape_kji: Sequence[int] = (8, 6, 5)) -> NDArray[np.int16]:
    """Hounsfield units, every voxel different, from -1000 up: mistakes of order show at once."""
    count = int(np.prod(shape_kji))
    return (np.arange(count, dtype=np.int16) - 1000).reshape(tuple(shape_kji))
