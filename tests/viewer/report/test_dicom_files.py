"""SEG and SR among the results: all checked before they are written, or nothing is."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pydicom
import pytest

from inference.findings import Level
from inference.imaging.errors import OutputError
from inference.imaging.loading import open_volume
from inference.preprocessing.windowing import Window
from viewer.report import codes
from viewer.report.dicom_files import dicom_writers, missing_dicom
from viewer.report.dicom_read import read_masks, read_report
from viewer.report.export import export_all
from viewer.review.mask_edits import MaskEdits
from viewer.review.plane import PatientPlane
from viewer.review.review import KeyImage, Review
from viewer.state.person import Reader

ALL = ["findings.json", "masks.nii.gz", "report.pdf", "seg.dcm", "sr.dcm"]


def test_everything_is_written_at_once(tmp_path, scan, spoken):
    """One export holds the paper, the JSON and the DICOM objects, which agree."""
    written = export_all(tmp_path, scan.volume, scan.analysis, review=spoken)
    assert set(ALL) <= {path.name for path in written}
    assert np.array_equal(
        read_masks(tmp_path / "seg.dcm", scan.volume.geometry), scan.analysis.mask
    )
    report = read_report(tmp_path / "sr.dcm")
    masks = pydicom.dcmread(tmp_path / "seg.dcm")
    assert report.series_uid == ("2.25.2", masks.SeriesInstanceUID)
    document = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    length = document["marks"][0]["measured"]["length_mm"]
    assert length in {one.value for one in report.numbers if one.concept == "Length"}


def test_a_nifti_has_one_sentence_instead(tmp_path, volume, weighed):
    """Without a DICOM series the other results are written, and one message says why."""
    written = export_all(tmp_path, volume, weighed)
    assert sorted(path.name for path in written) == ALL[:3]
    assert "need a DICOM series" in missing_dicom(volume, weighed)


def test_nothing_segmented_leaves_the_report(scan):
    """Where no level was found there is a report that says so, and no segmentation."""
    empty = replace(scan.analysis, mask=np.zeros_like(scan.analysis.mask))
    assert list(dicom_writers(scan.volume, empty)) == ["sr.dcm"]
    assert "No vertebra was segmented" in missing_dicom(scan.volume, empty)
    assert missing_dicom(scan.volume, scan.analysis) == ""


@pytest.mark.parametrize("name", ["seg.dcm", "sr.dcm"])
def test_what_reads_back_otherwise_is_not_written(tmp_path, scan, monkeypatch, name):
    """A voxel or a number that is lost on the way stops the whole export."""
    (tmp_path / "findings.json").write_text("earlier")
    if name == "seg.dcm":
        wrong = np.zeros_like(scan.analysis.mask)
        monkeypatch.setattr("viewer.report.dicom_files.read_masks", lambda *_: wrong)
    else:

        def silent(*given):
            return replace(read_report(*given), numbers=())

        monkeypatch.setattr("viewer.report.dicom_files.read_report", silent)
    with pytest.raises(OutputError, match=f"{name} doesn't read back"):
        export_all(tmp_path, scan.volume, scan.analysis)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["earlier"]


def test_slices_a_little_aside_are_exported(tmp_path, neck, write_scan):
    """What loading lets pass, half a pixel sideways, stops no export: the frames lie as images."""
    scan = write_scan(tmp_path / "ct", neck)
    for n, path in enumerate(sorted((tmp_path / "ct").iterdir())):
        image = pydicom.dcmread(path)
        x, y, z = image.ImagePositionPatient
        image.ImagePositionPatient = [x + 0.4 * float(image.PixelSpacing[1]) * (n % 2), y, z]
        image.save_as(path)
    volume = open_volume(tmp_path / "ct")
    export_all(tmp_path / "out", volume, replace(scan.analysis, geometry=volume.geometry))
    masks = pydicom.dcmread(tmp_path / "out" / "seg.dcm")
    across = {
        round(float(frame.PlanePositionSequence[0].ImagePositionPatient[0]), 3)
        for frame in masks.PerFrameFunctionalGroupsSequence
    }
    assert len(across) == 2


@pytest.mark.parametrize("name", ["seg.dcm", "key_image_1.png", "key_image_1.dcm"])
def test_another_programs_file_is_not_written_over(tmp_path, scan, name):
    """A picture or object of the same name that Dens did not make stops the export, and stays."""
    plane = PatientPlane((0.0, 0.0, 250.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    review = Review(key_images=(KeyImage("k", plane, Window(1800, 400), 1.0),))
    (tmp_path / name).write_bytes(b"another's")
    with pytest.raises(OutputError, match=f"{name}: was not written by Dens"):
        export_all(tmp_path, scan.volume, scan.analysis, review=review)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"another's"]
    (tmp_path / name).unlink()
    export_all(tmp_path, scan.volume, scan.analysis, review=review)
    # Its own, it replaces.
    assert export_all(tmp_path, scan.volume, scan.analysis, review=review)


def test_a_name_without_a_caret_is_no_trouble(tmp_path, neck, write_scan):
    """Half of all files write persons in one piece; that is copied and not complained about."""
    scan = write_scan(tmp_path / "ct", neck, PatientName="Adam")
    export_all(tmp_path / "out", scan.volume, scan.analysis)
    assert pydicom.dcmread(tmp_path / "out" / "sr.dcm").PatientName == "Adam"


@pytest.mark.parametrize("held", [True, False], ids=["in the masks", "made on other masks"])
def test_masks_are_the_readers_only_where_they_are(tmp_path, scan, held):
    """SEG and SR call a mask corrected where it is, not where corrections did not fit."""
    mask = scan.analysis.mask
    voxels = np.flatnonzero(mask == Level.C4.label)[:3]
    edits = MaskEdits.none(mask.shape).painted(mask, voxels, 0)
    analysis = replace(scan.analysis, mask=edits.apply(mask)) if held else scan.analysis
    export_all(tmp_path, scan.volume, analysis, review=Review(mask_edits=edits))
    segments = pydicom.dcmread(tmp_path / "seg.dcm").SegmentSequence
    made_by_hand = [s.SegmentLabel for s in segments if s.SegmentAlgorithmType == "SEMIAUTOMATIC"]
    words = read_report(tmp_path / "sr.dcm").words
    said = [word.level for word in words if word.said == codes.MASK_CORRECTED.meaning]
    assert made_by_hand == said == (["C4"] if held else [])


def test_a_known_reader_verifies(tmp_path, scan, spoken):
    """Who read stands in the exported report."""
    reader = Reader("Müller, Käthe", "Klinik")
    export_all(tmp_path, scan.volume, scan.analysis, review=spoken, reader=reader)
    assert read_report(tmp_path / "sr.dcm").verified
