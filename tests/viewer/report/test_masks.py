"""``masks.nii.gz`` as another library reads it."""

from __future__ import annotations

from dataclasses import replace

import nibabel
import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from viewer.report.masks import write_masks_nifti


def _moved(volume, analysis, matrix):
    geometry = VolumeGeometry.from_matrix(volume.geometry.shape_kji, matrix)
    return replace(volume, geometry=geometry), replace(analysis, geometry=geometry)


def test_same_voxel_same_millimetre(tmp_path, volume, analysis):
    """Each labelled voxel lies where the CT's geometry has it, in RAS."""
    path = tmp_path / "masks.nii.gz"
    write_masks_nifti(path, volume, analysis)
    image = nibabel.load(path)
    stored = np.asarray(image.dataobj)
    assert stored.dtype == np.uint8
    assert stored.shape == volume.geometry.shape_kji[::-1]
    np.testing.assert_array_equal(stored.transpose(2, 1, 0), analysis.mask)
    k, j, i = np.argwhere(analysis.mask == 5)[0]
    lps = volume.geometry.index_to_lps((k, j, i))
    np.testing.assert_allclose((image.affine @ [i, j, k, 1])[:3], lps * [-1, -1, 1], atol=1e-3)
    assert image.header.get_xyzt_units()[0] == "mm"


def test_both_transforms_are_the_scanners(tmp_path, volume, analysis):
    """Readers of the quaternion and of the matrix find the same place."""
    path = tmp_path / "masks.nii.gz"
    write_masks_nifti(path, volume, analysis)
    image = nibabel.load(path)
    sform, sform_code = image.get_sform(coded=True)
    qform, qform_code = image.get_qform(coded=True)
    assert (int(sform_code), int(qform_code)) == (1, 1)
    np.testing.assert_allclose(sform, qform, atol=1e-3)


def test_sheared_grid_has_no_quaternion(tmp_path, volume, analysis):
    """A tilted gantry's grid, which a quaternion can't hold, is in the matrix alone."""
    matrix = volume.geometry.matrix
    matrix[1, 2] += 0.4
    path = tmp_path / "masks.nii.gz"
    write_masks_nifti(path, *_moved(volume, analysis, matrix))
    image = nibabel.load(path)
    assert int(image.header["qform_code"]) == 0
    assert int(image.header["sform_code"]) == 1
    np.testing.assert_allclose(image.affine, np.diag([-1, -1, 1, 1]) @ matrix, atol=1e-3)


def test_equal_masks_make_equal_files(tmp_path, volume, analysis):
    """The file depends on nothing but the mask and its grid."""
    for name in ("a.nii.gz", "b.nii.gz"):
        write_masks_nifti(tmp_path / name, volume, analysis)
    assert (tmp_path / "a.nii.gz").read_bytes() == (tmp_path / "b.nii.gz").read_bytes()


def test_analysis_of_another_grid(tmp_path, volume, analysis):
    """A mask is never laid on a grid that is not its own."""
    matrix = volume.geometry.matrix
    matrix[:3, 3] += 5
    other, _ = _moved(volume, analysis, matrix)
    with pytest.raises(ValueError, match="another grid"):
        write_masks_nifti(tmp_path / "masks.nii.gz", other, analysis)
    assert not list(tmp_path.iterdir())
