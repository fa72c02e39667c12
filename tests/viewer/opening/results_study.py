"""The crude neck as a DICOM study with results beside it, Dens's own and another program's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
from pydicom.sr.codedict import codes
from pydicom.uid import generate_uid

from tests.viewer.report.conftest import Scan
from viewer.report.dicom_common import Stamp, source_of
from viewer.report.dicom_files import encoded
from viewer.report.dicom_seg import segmentation
from viewer.report.dicom_sr import structured_report
from viewer.review.review import UNREAD

MOMENT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def write_own(scan: Scan, path: Path, change=None) -> Path:
    """Write the segmentation that Dens exports of a scan."""
    made = segmentation(source_of(scan.volume), scan.analysis, Stamp(MOMENT))
    path.parent.mkdir(parents=True, exist_ok=True)
    if change is not None:
        change(made)
    path.write_bytes(encoded(made))
    return path


def write_foreign(
    scan: Scan, path: Path, names=("c3", "C5", "Skull"), label="SPINE", kind="BINARY"
) -> Path:
    """Write what another program may: plain bones that only their labels tell apart.

    The first two are the masks of C3 and C5, the third one is of neither.
    """
    kinds = hd.seg.SegmentationTypeValues
    images = [pydicom.dcmread(file) for file in sorted(scan.folder.iterdir())]
    images.sort(key=lambda image: image.ImagePositionPatient[2])
    mask = scan.analysis.mask
    if scan.volume.geometry.matrix[2, 2] < 0:
        mask = mask[::-1]
    planes = np.stack([mask == number for number in (3, 5, 7)], axis=-1)
    planes[0, :4, :4, 2] = True
    if kind == "LABELMAP":
        pixels = (planes * np.arange(1, 4)).sum(axis=-1).astype(np.uint8)
    else:
        pixels = planes.astype(np.float32 if kind == "FRACTIONAL" else np.uint8)
    algorithm = hd.AlgorithmIdentificationSequence(
        name="BoneNet", version="7", family=codes.cid7162.ArtificialIntelligence
    )
    made = hd.seg.Segmentation(
        source_images=images,
        pixel_array=pixels,
        segmentation_type=kinds(kind),
        segment_descriptions=[
            hd.seg.SegmentDescription(
                segment_number=number,
                segment_label=name,
                segmented_property_category=codes.SCT.AnatomicalStructure,
                segmented_property_type=codes.SCT.Bone,
                algorithm_type=hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
                algorithm_identification=algorithm,
            )
            for number, name in enumerate(names, start=1)
        ],
        series_instance_uid=generate_uid(),
        series_number=900,
        sop_instance_uid=generate_uid(),
        instance_number=1,
        manufacturer="Elsewhere",
        manufacturer_model_name="Station",
        software_versions="1",
        device_serial_number="1",
        content_label=label,
        content_date=MOMENT.date(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save_as(path)
    return path


def write_report(scan: Scan, path: Path, review=UNREAD, change=None) -> Path:
    """Write the structured report that Dens exports of a scan."""
    source = source_of(scan.volume)
    made = structured_report(source, scan.volume, scan.analysis, Stamp(MOMENT), review)
    path.parent.mkdir(parents=True, exist_ok=True)
    if change is not None:
        change(made)
    path.write_bytes(encoded(made))
    return path
