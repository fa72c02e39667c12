"""NIfTI: grid, units and broken files."""

from __future__ import annotations

import gzip

import nibabel
import numpy as np
import pytest
from nibabel.cifti2 import BrainModelAxis, ScalarAxis

from inference.imaging.errors import InputError
from inference.imaging.loading import open_volume
from inference.imaging.nifti import read_nifti_header
from inference.imaging.series import find_series
from inference.imaging.volume import WarningCode
from tests.dicom_factory import ramp_hu

AFFINE = np.array([[-0.5, 0, 0, 10], [0, -0.7, 0, 20], [0, 0, 2, 30], [0, 0, 0, 1.0]])


def write(path, array_ijk, affine=AFFINE, unit="mm"):
    """Write a NIfTI file."""
    image = nibabel.Nifti1Image(array_ijk, affine)
    image.header.set_xyzt_units(unit)
    nibabel.save(image, path)
    return path


def codes(volume):
    """Return the codes of a volume's warnings."""
    return [warning.code for warning in volume.warnings]


@pytest.mark.parametrize("suffix", [".nii", ".nii.gz"], ids=str)
def test_grid_and_voxels(tmp_path, suffix):
    """RAS becomes LPS; the array's first axis is the slices."""
    hu = ramp_hu()
    volume = open_volume(write(tmp_path / f"ct{suffix}", hu.T))
    np.testing.assert_array_equal(volume.hu, hu)
    assert not volume.hu.flags.writeable
    expected = np.array([[0.5, 0, 0, -10], [0, 0.7, 0, -20], [0, 0, 2, 30], [0, 0, 0, 1]])
    np.testing.assert_allclose(volume.geometry.matrix, expected, atol=1e-6)
    assert codes(volume) == [WarningCode.NOT_DICOM]
    assert volume.info.source.endswith(suffix)


def test_float_voxels_are_rounded_and_clipped(tmp_path):
    """What is not a number is air."""
    values = np.array([-40000, -0.6, 0.4, 1.6, 40000, np.nan], dtype=np.float32)
    volume = open_volume(write(tmp_path / "ct.nii", values.reshape(6, 1, 1)))
    assert volume.hu.ravel().tolist() == [-32768, -1, 0, 2, 32767, -1024]


def test_a_fourth_axis_of_one_is_no_axis(tmp_path):
    """Some writers always have four."""
    volume = open_volume(write(tmp_path / "ct.nii", ramp_hu().T[..., None]))
    np.testing.assert_array_equal(volume.hu, ramp_hu())


def test_listed_as_one_series(tmp_path):
    """A NIfTI is a series like any other."""
    path = write(tmp_path / "ct.nii", ramp_hu().T)
    (series,) = find_series(path).series
    assert series.slice_count == 8
    assert series.files == (path,)
    assert series.info.series_description == "NIfTI image"
    assert series.info.source == str(path)


@pytest.mark.parametrize(("unit", "factor"), [("meter", 1000), ("micron", 0.001)], ids=str)
def test_units_become_mm(tmp_path, unit, factor):
    """The header may count in metres or micrometres."""
    affine = AFFINE.copy()
    affine[:3] /= factor
    content, _ = read_nifti_header(write(tmp_path / "ct.nii", ramp_hu().T, affine, unit))
    np.testing.assert_allclose(content.geometry.spacing_kji_mm, (2, 0.7, 0.5), rtol=1e-5)


def test_voxels_that_are_hardly_hu_are_told(tmp_path):
    """An MR saved as NIfTI has no negative values."""
    volume = open_volume(write(tmp_path / "mr.nii", ramp_hu().T + np.int16(1000)))
    assert codes(volume) == [WarningCode.NOT_DICOM, WarningCode.NOT_DICOM]
    assert "hardly Hounsfield units" in volume.warnings[1].text


def test_orientation_codes_of_zero_are_told(tmp_path):
    """Without a code, left and right are a guess."""
    image = nibabel.Nifti1Image(ramp_hu().T, None)
    image.header["qform_code"] = image.header["sform_code"] = 0
    nibabel.save(image, tmp_path / "ct.nii")
    assert WarningCode.NO_PATIENT_ORIENTATION in codes(open_volume(tmp_path / "ct.nii"))


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4, 2)], ids=["2-D", "4-D"])
def test_only_three_dimensions(tmp_path, shape):
    """A time series is not a volume."""
    path = write(tmp_path / "ct.nii", np.zeros(shape, np.int16))
    with pytest.raises(InputError, match=r"ct\.nii: dim is .*, not three-dimensional"):
        open_volume(path)


def test_singular_affine_is_refused(tmp_path):
    """A grid without extent has no millimetres."""
    image = nibabel.Nifti1Image(ramp_hu().T, AFFINE)
    image.set_sform(np.diag([1.0, 0.0, 1.0, 1.0]), code=1)
    nibabel.save(image, tmp_path / "ct.nii")
    with pytest.raises(InputError, match="affine is unusable"):
        open_volume(tmp_path / "ct.nii")


def test_broken_files_are_named(tmp_path):
    """Not NIfTI at all, and cut off in the voxels."""
    text = tmp_path / "text.nii.gz"
    text.write_bytes(gzip.compress(b"hello"))
    with pytest.raises(InputError, match=r"text\.nii\.gz: not readable as NIfTI"):
        open_volume(text)
    cut = write(tmp_path / "cut.nii", ramp_hu().T)
    cut.write_bytes(cut.read_bytes()[:-50])
    with pytest.raises(InputError, match=r"cut\.nii: its voxels can't be read"):
        open_volume(cut)


def test_claims_beyond_the_file_take_no_memory(tmp_path):
    """A few bytes can't ask for gigabytes."""
    path = write(tmp_path / "ct.nii.gz", ramp_hu().T)
    raw = bytearray(gzip.decompress(path.read_bytes()))
    raw[42:48] = np.array([1000, 1000, 1000], "<i2").tobytes()
    path.write_bytes(gzip.compress(bytes(raw)))
    with pytest.raises(InputError, match="it claims 2,000,000,000 bytes, and has"):
        open_volume(path)


def test_odd_headers_say_nothing_on_the_terminal(tmp_path, capfd):
    """Nibabel repairs them; the reader hears of what matters."""
    path = write(tmp_path / "ct.nii", ramp_hu().T)
    raw = bytearray(path.read_bytes())
    raw[254:256] = b"\x77\x00"
    raw[123] = 0x50
    path.write_bytes(raw)
    assert open_volume(path).hu.shape == (8, 6, 5)
    assert capfd.readouterr().err == ""


def test_surface_data_under_the_name_is_refused(tmp_path):
    """CIFTI files are called .nii too, and hold no volume."""
    axes = (ScalarAxis(["x"]), BrainModelAxis.from_mask(np.ones((2, 2, 2)), affine=AFFINE))
    nibabel.save(nibabel.Cifti2Image(np.zeros((1, 8)), axes), tmp_path / "a.dscalar.nii")
    with pytest.raises(InputError, match="not a single-file NIfTI"):
        open_volume(tmp_path / "a.dscalar.nii")
