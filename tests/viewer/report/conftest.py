"""An analysis with weighed planes, a DICOM series with a whole reading, and a full disk."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from inference.findings import LEVELS, Analysis, Finding, Level, PlaneWeight
from inference.imaging.loading import open_volume
from inference.imaging.volume import Volume
from tests.dicom_factory import write_ct_series
from tests.viewer.conftest import make_analysis
from viewer.review.marks import (
    Angle,
    CobbAngle,
    Distance,
    EllipseRoi,
    FreehandRoi,
    HuProbe,
    RectangleRoi,
    TextNote,
)
from viewer.review.plane import PatientPlane
from viewer.review.review import (
    CraniocervicalMeasurement,
    FalsePositiveReason,
    LevelReview,
    MeasurementState,
    MissedReason,
    OwnFinding,
    Review,
    Verdict,
)


def _weighed(finding: Finding) -> Finding:
    if finding.centroid_lps_mm is None:
        return finding
    x, y, z = finding.centroid_lps_mm
    heights = np.linspace(8, -8, 30)
    weights = np.exp(-((heights - 2) ** 2) / 8)
    weights /= weights.sum()
    planes = tuple(
        PlaneWeight((x, y, z + float(height)), float(weight))
        for height, weight in zip(heights, weights, strict=True)
    )
    return replace(finding, planes=planes)


@pytest.fixture(scope="session")
def weighed(analysis) -> Analysis:
    """The crude neck's analysis with 30 planes a level."""
    return replace(analysis, findings=tuple(_weighed(f) for f in analysis.findings))


@pytest.fixture
def full_disk(monkeypatch):
    """A device on which nothing can be flushed for want of room."""

    def fsync(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("viewer.report.files.os.fsync", fsync)


@dataclass(frozen=True)
class Scan:
    """A DICOM series of the crude neck, read from its files.

    Attributes
    ----------
    folder : Path
        Where the files are.
    volume : Volume
    analysis : Analysis
        On the volume's own grid.
    """

    folder: Path
    volume: Volume
    analysis: Analysis


def write_scan(folder: Path, neck, **tags) -> Scan:
    """Write the crude neck as a CT series, and read it again."""
    volume, analysis = neck
    z = volume.geometry.index_to_lps((len(volume.hu) - 1, 0, 0))
    needed = {"StudyID": "1", "AcquisitionNumber": 1, "KVP": 120, "ReferringPhysicianName": ""}
    # Files ascend to the head; the crude neck descends.
    hu = np.maximum(volume.hu[::-1], -1024)
    write_ct_series(folder, hu, volume.geometry.spacing_kji_mm, z.tolist(), **{**needed, **tags})
    read = open_volume(folder)
    mask = np.ascontiguousarray(analysis.mask[::-1])
    return Scan(folder, read, make_analysis(read.geometry, mask))


@pytest.fixture(name="write_scan", scope="session")
def _write_scan():
    """Hand out the writer of scans."""
    return write_scan


@pytest.fixture(scope="session")
def scan(tmp_path_factory, neck) -> Scan:
    """The crude neck as a DICOM series with its analysis."""
    return write_scan(tmp_path_factory.mktemp("ct"), neck)


@pytest.fixture(scope="session")
def spoken(scan) -> Review:
    """A whole reading of the scan: verdicts, reasons, notes, marks of every kind, measurements."""
    z = float(scan.volume.geometry.index_to_lps((40, 0, 0))[2])
    on_slice = PatientPlane((0, 0, z), (1, 0, 0), (0, 1, 0))
    sagittal = PatientPlane((0.3, 0, 250), (0, 1, 0), (0, 0, -1))
    start, end = (0.3, 0.0, 250.0), (0.3, 4.0, 257.3)
    marks = (
        Distance(id="d", plane=on_slice, start_mm=(-10, 0, z), end_mm=(12.3, 4, z), label="Breite"),
        Distance(id="s", plane=sagittal, start_mm=start, end_mm=end),
        Angle(id="a", plane=sagittal, first_mm=start, vertex_mm=end, second_mm=(0.3, 14, 257.3)),
        CobbAngle(
            id="c",
            plane=sagittal,
            upper_mm=(start, end),
            lower_mm=((0.3, 0, 240), (0.3, 14, 237.3)),
            level=Level.C4,
        ),
        EllipseRoi(id="e", plane=on_slice, center_mm=(0, 0, z), size_mm=(8, 12), turn_deg=20),
        EllipseRoi(id="o", plane=sagittal, center_mm=(0.3, 0, 250), size_mm=(8, 12)),
        RectangleRoi(id="r", plane=sagittal, center_mm=(0.3, 0, 250), size_mm=(8, 12)),
        FreehandRoi(
            id="f", plane=on_slice, outline_mm=((0, 0, z), (5, 0, z), (5, 5, z), (1, 7, z))
        ),
        HuProbe(id="p", plane=on_slice, position_mm=(0, 0, z)),
        TextNote(id="t", plane=on_slice, position_mm=(0, 0, z), label="山"),
    )
    rejected = LevelReview(
        Level.C5, Verdict.REJECT, (FalsePositiveReason.CALCIFIED_VESSEL,), "nur ein Gefäß"
    )
    levels = tuple(
        rejected if level is Level.C5 else LevelReview(level, Verdict.ACCEPT) for level in LEVELS
    )
    confirmed = MeasurementState.CONFIRMED
    return Review(
        levels=levels,
        findings=(OwnFinding("own", Level.C3, (MissedReason.LOW_LEVEL,), "見て", "d"),),
        marks=marks,
        measurements=(
            CraniocervicalMeasurement("Basion-dens interval", 8.1, confirmed, "s"),
            CraniocervicalMeasurement("Translation C2/C3", 1.1, confirmed),
        ),
    )
