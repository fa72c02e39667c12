"""The masks as DICOM SEG: voxel by voxel, on the CT's own frames."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import highdicom as hd
import numpy as np
import pydicom
import pytest

from inference.findings import Level
from inference.imaging.loading import open_volume
from tests.viewer.conftest import make_analysis
from viewer.report.codes import VERTEBRAE
from viewer.report.dicom_common import Stamp, source_of
from viewer.report.dicom_files import encoded
from viewer.report.dicom_read import read_masks
from viewer.report.dicom_seg import NothingSegmentedError, segmentation
from viewer.review.mask_edits import MaskEdits
from viewer.review.review import UNREAD


def _made(scan, review=UNREAD, analysis=None):
    made = segmentation(source_of(scan.volume), analysis or scan.analysis, Stamp.now(), review)
    return BytesIO(encoded(made))


def _masks(scan, made):
    return read_masks(made, scan.volume.geometry)


def test_equal_voxel_by_voxel_on_the_source_images(scan):
    """Highdicom itself, asked for the pixels of each CT image, gives the masks."""
    made = hd.seg.segread(_made(scan))
    uids = [pydicom.dcmread(path).SOPInstanceUID for path in sorted(scan.folder.iterdir())]
    got = made.get_pixels_by_source_instance(
        uids, combine_segments=True, assert_missing_frames_are_empty=True
    )
    assert np.array_equal(got, scan.analysis.mask)
    assert scan.analysis.mask.any()


def test_reads_back_by_the_own_reader(scan):
    """The own reader gives the same masks from codes and positions alone."""
    assert np.array_equal(_masks(scan, _made(scan)), scan.analysis.mask)


def test_each_level_is_a_segment_with_its_code(scan):
    """Six levels have a mask: each is named, coded, and said to be automatic."""
    made = hd.seg.segread(_made(scan))
    segments = [made.get_segment_description(n) for n in made.segment_numbers]
    assert [one.segment_label for one in segments] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert [one.segmented_property_type for one in segments] == list(VERTEBRAE.values())[:6]
    assert {one.algorithm_type.value for one in segments} == {"AUTOMATIC"}
    algorithm = segments[0].SegmentationAlgorithmIdentificationSequence[0]
    assert (algorithm.AlgorithmName, algorithm.AlgorithmVersion) == ("CrackNet", "0.1.0")
    source = source_of(scan.volume)
    assert segments[4].tracking_uid == source.tracking_uid(Level.C5)


def test_a_corrected_mask_is_semiautomatic(scan):
    """Where the reader painted, the segment says so; the others stay automatic."""
    mask = scan.analysis.mask
    voxel = np.flatnonzero(mask == Level.C4.label)[:3]
    edits = MaskEdits.none(mask.shape).painted(mask, voxel, 0)
    corrected = replace(scan.analysis, mask=edits.apply(mask))
    made = _made(scan, replace(UNREAD, mask_edits=edits), corrected)
    kinds = {s.SegmentLabel: s.SegmentAlgorithmType for s in pydicom.dcmread(made).SegmentSequence}
    made.seek(0)
    assert kinds == dict.fromkeys(("C1", "C2", "C3", "C5", "C6"), "AUTOMATIC") | {
        "C4": "SEMIAUTOMATIC"
    }
    assert np.array_equal(_masks(scan, made), corrected.mask)


def test_one_segment_alone(scan):
    """A single level in the middle is segment 1, and comes back as its own label."""
    only = np.where(scan.analysis.mask == 5, np.uint8(5), np.uint8(0))
    made = _made(scan, analysis=replace(scan.analysis, mask=only))
    assert np.array_equal(_masks(scan, made), only)


def test_without_any_mask_there_is_none(scan):
    """No voxel, no segmentation: a sentence says so."""
    empty = replace(scan.analysis, mask=np.zeros_like(scan.analysis.mask))
    with pytest.raises(NothingSegmentedError, match="No vertebra was segmented"):
        _made(scan, analysis=empty)


def test_another_grid_is_refused(scan):
    """Masks of another grid are a defect of the caller."""
    other = make_analysis(scan.volume.geometry.canonical()[0], scan.analysis.mask)
    moved = replace(other, geometry=replace(other.geometry, affine_lps=_moved(other.geometry)))
    with pytest.raises(ValueError, match="another grid"):
        _made(scan, analysis=moved)


def _moved(geometry):
    matrix = geometry.matrix.copy()
    matrix[0, 3] += 1.0
    return tuple(map(tuple, matrix.tolist()))


def test_a_missing_slice_keeps_the_grid(tmp_path, neck, write_scan):
    """Where the CT lacks a slice the mask lies on the grid that is shown, and nothing is lost."""
    whole = write_scan(tmp_path, neck)
    (tmp_path / "slice_0045.dcm").unlink()
    volume = open_volume(tmp_path)
    assert volume.geometry == whole.volume.geometry
    scan = replace(whole, volume=volume)
    assert np.array_equal(_masks(scan, _made(scan)), whole.analysis.mask)


@pytest.mark.parametrize("tilt", [0.0, 0.25], ids=["upright", "tilted"])
def test_a_tilted_gantry_keeps_every_position(tmp_path, neck, write_scan, tilt):
    """A sheared stack: each frame has its image's own position, so nothing leans."""

    def position(k):
        return [-51.0, -48.0 + tilt * k, 157.5 + 1.5 * k]

    scan = write_scan(tmp_path, neck, ImagePositionPatient=position)
    made = _made(scan)
    found = pydicom.dcmread(made)
    made.seek(0)
    places = {
        tuple(frame.PlanePositionSequence[0].ImagePositionPatient)
        for frame in found.PerFrameFunctionalGroupsSequence
    }
    assert places <= {tuple(position(k)) for k in range(96)}
    assert np.array_equal(_masks(scan, made), scan.analysis.mask)


NAMES = [
    ("Müller^Jörg", "ISO_IR 100"),
    ("Ellipsoid^Ève", "ISO_IR 192"),
    ("Yamada^Tarou=山田^太郎=やまだ^たろう", ["", "ISO 2022 IR 87"]),
    ("Wang^XiaoDong=王^小东", "GB18030"),
    ("Hong^Gildong=洪^吉洞=홍^길동", ["", "ISO 2022 IR 149"]),
]


@pytest.mark.parametrize(("name", "charset"), NAMES, ids=["latin-1", "utf-8", "ja", "zh", "ko"])
def test_names_of_any_script_stay(tmp_path, neck, write_scan, name, charset):
    """The patient's name is the CT's in every alphabet, whatever that was written in."""
    scan = write_scan(tmp_path, neck, PatientName=name, SpecificCharacterSet=charset)
    made = pydicom.dcmread(_made(scan))
    assert str(made.PatientName) == name
    assert made.SpecificCharacterSet == "ISO_IR 192"
    assert (made.PatientID, made.StudyInstanceUID, made.FrameOfReferenceUID) == (
        "T1",
        "2.25.1",
        "2.25.3",
    )
