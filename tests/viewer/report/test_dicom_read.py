"""Reading SEG and SR, and refusing what is neither, in one sentence."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pydicom
import pytest

from inference.imaging.errors import InputError
from inference.imaging.geometry import VolumeGeometry
from viewer.report.dicom_common import Stamp, source_of
from viewer.report.dicom_files import encoded
from viewer.report.dicom_read import read_masks, read_report
from viewer.report.dicom_seg import segmentation


@pytest.fixture(scope="module")
def written(scan) -> bytes:
    """A segmentation of the scan, as a file."""
    return encoded(segmentation(source_of(scan.volume), scan.analysis, Stamp.now()))


def _changed(written, change):
    dataset = pydicom.dcmread(BytesIO(written))
    change(dataset)
    return BytesIO(encoded(dataset))


def test_a_label_will_do_where_the_code_is_unknown(scan, written):
    """Another program's segment that is called C5 is C5, whatever it is coded as."""

    def bone(dataset):
        for segment in dataset.SegmentSequence:
            segment.SegmentedPropertyTypeCodeSequence[0].CodeValue = "90780006"

    read = read_masks(_changed(written, bone), scan.volume.geometry)
    assert np.array_equal(read, scan.analysis.mask)


def test_the_code_counts_more_than_the_label(scan, written):
    """A segment that is coded as C5 is C5, whatever it is called."""

    def renamed(dataset):
        for segment in dataset.SegmentSequence:
            segment.SegmentLabel = "Vertebra"

    read = read_masks(_changed(written, renamed), scan.volume.geometry)
    assert np.array_equal(read, scan.analysis.mask)


def test_segments_of_something_else_are_refused(scan, written):
    """Where there is no cervical vertebra at all, that is said."""

    def liver(dataset):
        for segment in dataset.SegmentSequence:
            segment.SegmentLabel = "Liver"
            segment.SegmentedPropertyTypeCodeSequence[0].CodeValue = "10200004"

    with pytest.raises(InputError, match="holds no cervical vertebra"):
        read_masks(_changed(written, liver), scan.volume.geometry)


@pytest.mark.parametrize(
    "change",
    [
        lambda matrix: matrix + np.pad([[0.3]], ((0, 3), (3, 0))),
        lambda matrix: matrix @ np.diag([1.01, 1, 1, 1]),
        lambda matrix: matrix @ np.diag([1, 1, 2, 1]),
    ],
    ids=["shifted", "wider pixels", "thicker slices"],
)
def test_another_grid_is_refused(scan, written, change):
    """Masks of other slices or pixels are not laid over this volume."""
    grid = scan.volume.geometry
    other = VolumeGeometry.from_matrix(grid.shape_kji, change(grid.matrix))
    with pytest.raises(InputError, match="own slices and pixels"):
        read_masks(BytesIO(written), other, "seg.dcm")


def test_other_files_are_refused(scan, written, tmp_path):
    """A CT is no segmentation, a segmentation no report, and a text neither."""
    image = next(scan.folder.iterdir())
    with pytest.raises(InputError, match="no DICOM SEG"):
        read_masks(image, scan.volume.geometry)
    with pytest.raises(InputError, match="no DICOM measurement report"):
        read_report(BytesIO(written), "seg.dcm")
    text = tmp_path / "notes.txt"
    text.write_text("C5")
    with pytest.raises(InputError, match="can't be read as a DICOM SEG"):
        read_masks(text, scan.volume.geometry)
    with pytest.raises(InputError, match="can't be read as a DICOM SR"):
        read_report(text)
