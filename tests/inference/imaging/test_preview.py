"""A few slices read by themselves: the same voxels at the same millimetres as in the volume."""

from __future__ import annotations

import zipfile

import nibabel
import numpy as np
import pytest

from inference.imaging.errors import InputError
from inference.imaging.loading import load_volume
from inference.imaging.preview import first_picture, middle_picture, survey
from inference.imaging.series import find_series
from tests.dicom_factory import ramp_hu, write_ct_series

HU = ramp_hu((9, 6, 5))


@pytest.fixture
def series(tmp_path):
    """A series of nine slices."""
    write_ct_series(tmp_path, HU, (2.0, 0.5, 0.25), (-10, -20, 100))
    return find_series(tmp_path).series[0]


def same_place(picture, volume, k):
    """Tell whether a picture is slice k of a volume, where it lies in the patient."""
    np.testing.assert_array_equal(picture.hu[0], volume.hu[k])
    for corner in ((0, 0), (5, 4)):
        np.testing.assert_allclose(
            picture.geometry.index_to_lps((0, *corner)),
            volume.geometry.index_to_lps((k, *corner)),
            atol=1e-4,
        )


def test_middle(series):
    """The slice in the middle."""
    same_place(middle_picture(series), load_volume(series), 4)


def test_middle_of_a_nifti(tmp_path):
    """Turned from RAS to LPS, like the volume."""
    values = np.arange(5 * 6 * 9, dtype=np.int16).reshape(5, 6, 9) - 300
    affine = np.diag([-0.25, -0.5, 2.0, 1.0])
    nibabel.save(nibabel.Nifti1Image(values, affine), tmp_path / "ct.nii.gz")
    (series,) = find_series(tmp_path / "ct.nii.gz").series
    same_place(middle_picture(series), load_volume(series), 4)
    (tmp_path / "ct.nii.gz").write_bytes(b"gone")
    with pytest.raises(InputError, match=r"ct\.nii\.gz"):
        middle_picture(series)


def test_middle_that_cannot_be_decoded(series):
    """There is no picture; the loading will tell why."""
    broken = series.content[4].source.path
    broken.write_bytes(broken.read_bytes()[:-20])
    assert middle_picture(series) is None


def test_survey_reaches_both_ends(series):
    """Even distances, as many as wanted; what can't be read is left out."""
    known = survey(series, 3)
    assert known.layers.tolist() == [0, 4, 8]
    np.testing.assert_array_equal(known.hu, HU[[0, 4, 8]])
    broken = series.content[8].source.path
    broken.write_bytes(broken.read_bytes()[:-20])
    assert survey(series, 3).layers.tolist() == [0, 4]
    assert survey(series, 100).layers.tolist() == list(range(8))


def test_survey_where_nothing_can_be_read(series):
    """Empty, of the series' own size."""
    for frame in series.content:
        frame.source.path.write_bytes(frame.source.path.read_bytes()[:-20])
    assert survey(series, 3).hu.shape == (0, 6, 5)


def test_first_picture(tmp_path):
    """Whatever CT slice is near the middle; text and scouts are passed over."""
    write_ct_series(tmp_path, HU)
    (tmp_path / "slice_0003.txt").write_text("notes")
    picture = first_picture([tmp_path])
    assert any(np.array_equal(picture.hu[0], slice_hu) for slice_hu in HU)


def test_first_picture_of_a_zip(tmp_path):
    """Read in memory."""
    paths = write_ct_series(tmp_path / "ct", HU)
    with zipfile.ZipFile(tmp_path / "ct.zip", "w") as archive:
        for path in paths:
            archive.write(path, path.name)
    before = sorted(tmp_path.rglob("*"))
    assert first_picture([tmp_path / "ct.zip"]) is not None
    assert sorted(tmp_path.rglob("*")) == before


def test_no_first_picture(tmp_path):
    """A folder without a CT has none, and says nothing: the indexing does."""
    (tmp_path / "a.txt").write_text("no image")
    assert first_picture([tmp_path]) is None
