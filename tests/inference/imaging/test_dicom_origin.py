"""Which DICOM images a volume's slices are."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest

from inference.imaging.loading import open_volume
from tests.dicom_factory import ramp_hu, write_ct_series


def _uids(paths):
    return [pydicom.dcmread(path).SOPInstanceUID for path in paths]


def test_each_slice_names_its_image(tmp_path):
    """Every slice names the file it was read from, in the order of the volume."""
    paths = write_ct_series(tmp_path, ramp_hu(), (2.0, 1.0, 1.0), (3.0, 4.0, 5.0))
    origin = open_volume(tmp_path).origin
    assert [one.sop_instance_uid for one in origin.slices] == _uids(paths)
    assert [one.position_mm for one in origin.slices] == [(3.0, 4.0, 5.0 + 2 * k) for k in range(8)]
    assert {one.frame_number for one in origin.slices} == {0}


def test_an_interpolated_slice_names_none(tmp_path):
    """Where a slice is missing between two others there is no image to name."""
    paths = write_ct_series(tmp_path, ramp_hu())
    paths[4].unlink()
    origin = open_volume(tmp_path).origin
    assert [k for k, one in enumerate(origin.slices) if one is None] == [4]


def test_the_header_tells_patient_and_study(tmp_path):
    """The header is decoded, and holds neither pixels nor what tells one slice from another."""
    name = "Yamada^Tarou=山田^太郎=やまだ^たろう"
    write_ct_series(
        tmp_path, ramp_hu(), PatientName=name, SpecificCharacterSet=["", "ISO 2022 IR 87"]
    )
    header = open_volume(tmp_path).origin.header
    assert str(header.PatientName) == name
    assert header.StudyInstanceUID == "2.25.1"
    assert "PixelData" not in header
    assert "SOPInstanceUID" not in header


def test_a_turned_volume_has_no_origin(tmp_path):
    """In another axis order slices are no images any more; nothing pretends that they are."""
    write_ct_series(tmp_path, ramp_hu())
    volume = open_volume(tmp_path)
    assert volume.origin is not None
    assert volume.canonical().origin is None


def test_a_nifti_has_no_origin(tmp_path):
    """A NIfTI is no DICOM series."""
    nibabel = pytest.importorskip("nibabel")
    path = tmp_path / "neck.nii"
    nibabel.save(nibabel.Nifti1Image(ramp_hu((8, 6, 5)), np.eye(4)), path)
    assert open_volume(path).origin is None


def test_a_vanished_file_leaves_no_origin(tmp_path, monkeypatch):
    """Where the header can't be read again the volume is there all the same."""
    write_ct_series(tmp_path, ramp_hu())

    def gone(_stream, **_wanted):
        raise OSError("gone")

    monkeypatch.setattr("inference.imaging.origin.read_dataset", gone)
    volume = open_volume(tmp_path)
    assert volume.origin is None
    assert volume.hu.shape == (8, 6, 5)
