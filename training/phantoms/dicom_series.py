"""A volume as a DICOM CT series, with its truth beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian, generate_uid

from inference.imaging.volume import Volume
from training.phantoms.phantom import Phantom

INTERCEPT = -1024
"""Rescale Intercept of the stored unsigned values."""

MADE_ON = date(2026, 1, 1)
"""Date of every phantom: the same seed writes the same files."""


def write_series(folder: Path, volume: Volume, uid_seed: str) -> list[Path]:
    """Write a volume as one CT Image a slice, k ascending.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    volume : Volume
    uid_seed : str
        The same seed gives the same UIDs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    study, series, frame = (
        generate_uid(entropy_srcs=[uid_seed, part]) for part in ("study", "series", "frame")
    )
    matrix = volume.geometry.matrix
    spacing_k, spacing_j, spacing_i = volume.geometry.spacing_kji_mm
    row = matrix[:3, 0] / spacing_i
    column = matrix[:3, 1] / spacing_j
    paths = []
    for k, pixels in enumerate(volume.hu):
        instance = generate_uid(entropy_srcs=[uid_seed, "instance", str(k)])
        data = _slice_header(volume, instance)
        data.StudyInstanceUID, data.SeriesInstanceUID = study, series
        data.FrameOfReferenceUID = frame
        data.InstanceNumber = k + 1
        data.ImagePositionPatient = [f"{v:.4f}" for v in volume.geometry.index_to_lps([k, 0, 0])]
        data.ImageOrientationPatient = [f"{v:.6f}" for v in (*row, *column)]
        data.PixelSpacing = [f"{spacing_j:.4f}", f"{spacing_i:.4f}"]
        data.SliceThickness = f"{spacing_k:.4f}"
        data.Rows, data.Columns = pixels.shape
        stored = np.clip(pixels.astype(np.int32) - INTERCEPT, 0, 4095).astype("<u2")
        data.PixelData = stored.tobytes()
        path = folder / f"{k + 1:04d}.dcm"
        data.save_as(path, enforce_file_format=True)
        paths.append(path)
    return paths


def _slice_header(volume: Volume, instance: UID) -> FileDataset:
    """Everything that is the same on each slice."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = instance
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    info = volume.info
    data.SpecificCharacterSet = "ISO_IR 192"
    data.ImageType = ["DERIVED", "PRIMARY", "AXIAL"]
    data.SOPClassUID = CTImageStorage
    data.SOPInstanceUID = instance
    data.StudyDate = data.SeriesDate = data.ContentDate = MADE_ON.strftime("%Y%m%d")
    data.StudyTime = data.ContentTime = "120000"
    data.AccessionNumber = ""
    data.Modality = "CT"
    data.Manufacturer = info.manufacturer
    data.ReferringPhysicianName = ""
    data.StudyDescription = info.study_description
    data.SeriesDescription = info.series_description
    data.PatientName, data.PatientID = info.patient_name, info.patient_id
    data.PatientBirthDate = data.PatientSex = ""
    data.BodyPartExamined = "CSPINE"
    data.KVP = None
    data.PatientPosition = "HFS"
    data.StudyID = "1"
    data.SeriesNumber = 1
    data.AcquisitionNumber = 1
    data.PositionReferenceIndicator = ""
    data.SamplesPerPixel = 1
    data.PhotometricInterpretation = "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit = 16, 12, 11
    data.PixelRepresentation = 0
    data.RescaleIntercept, data.RescaleSlope, data.RescaleType = INTERCEPT, 1, "HU"
    data.WindowCenter, data.WindowWidth = 400, 1800
    return data


def write_truth(folder: Path, phantom: Phantom) -> None:
    """Write ``truth.npz`` (labels) and ``truth.json`` (what is broken, and where).

    Boxes are laid out as in RSNA's ``train_bounding_boxes.csv``, with their level.
    """
    import json
    from dataclasses import asdict

    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "truth.npz", label=phantom.label)
    truth = {
        "fractures": {level.value: name for level, name in phantom.fractures.items()},
        "lookalikes": {level.value: name for level, name in phantom.lookalikes.items()},
        "boxes": [asdict(box) for box in phantom.boxes],
        "share_in_view": {level.value: round(s, 3) for level, s in phantom.whole.items()},
    }
    (folder / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
