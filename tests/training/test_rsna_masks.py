"""Masks lie on the right voxels whatever order their axes and the CT's are stored in."""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np
import pytest
from nibabel.orientations import axcodes2ornt, io_orientation, ornt_transform
from numpy.typing import NDArray

from inference.imaging.errors import InputError
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.loading import open_volume
from tests.dicom_factory import write_ct_series
from training.labels import label_boxes, resample_labels
from training.rsna.masks import read_mask, write_mask
from training.rsna.miniature import Miniature

COUNT = np.array([6, 5, 8])
SPACING = np.array([1.0, 1.5, 2.0])
"""Voxels and their spacing along x, y, z: no two axes can be taken for each other."""


def octant(
    x: NDArray[np.float64], y: NDArray[np.float64], z: NDArray[np.float64]
) -> NDArray[np.int16]:
    """1..8: which part of the patient an LPS point lies in; left differs from right, and so on."""
    return (1 + (x > 0) + 2 * (y > 0.1) + 4 * (z > 0)).astype(np.int16)


def write_octant_ct(folder: Path, orientation: tuple[float, ...]) -> None:
    """A CT of 100 HU times the octant, its rows and columns along ``orientation``."""
    row, column = np.array(orientation[:3]), np.array(orientation[3:])
    normal = np.cross(row, column)
    axes = [int(np.abs(v).argmax()) for v in (normal, column, row)]
    shape = COUNT[axes]
    step = [v * SPACING[a] for v, a in zip((normal, column, row), axes, strict=True)]
    origin = -sum(s * (n - 1) / 2 for s, n in zip(step, shape, strict=True))
    k, j, i = np.indices(shape)
    x, y, z = (origin[a] + k * step[0][a] + j * step[1][a] + i * step[2][a] for a in range(3))
    write_ct_series(
        folder,
        100 * octant(x, y, z),
        SPACING[axes],
        origin,
        ImageOrientationPatient=list(orientation),
    )


def write_octant_mask(path: Path, codes: str) -> None:
    """A mask of the octants on the same voxels, its axes stored as ``codes`` say."""
    x, y, z = ((np.arange(n) - (n - 1) / 2) * s for n, s in zip(COUNT, SPACING, strict=True))
    ras = np.meshgrid(x, y, z, indexing="ij")
    affine = np.diag([*SPACING, 1.0])
    affine[:3, 3] = -(COUNT - 1) / 2 * SPACING
    image = nibabel.Nifti1Image(octant(-ras[0], -ras[1], ras[2]).astype(np.uint8), affine)
    turn = ornt_transform(io_orientation(affine), axcodes2ornt(tuple(codes)))
    nibabel.save(image.as_reoriented(turn), path)


@pytest.mark.parametrize("codes", ["PIR", "PSL", "AIL", "RAS", "LPS", "LAS", "SLA"])
@pytest.mark.parametrize(
    "orientation",
    [(1, 0, 0, 0, 1, 0), (-1, 0, 0, 0, 1, 0), (-1, 0, 0, 0, -1, 0), (0, 1, 0, 0, 0, -1)],
    ids=["axial", "mirrored", "prone", "sagittal"],
)
def test_labels_sit_on_their_voxels(
    tmp_path: Path, codes: str, orientation: tuple[float, ...]
) -> None:
    """Every voxel's label is its HU's: left is left, back is back, the head is up."""
    write_octant_ct(tmp_path / "ct", orientation)
    write_octant_mask(tmp_path / "1.2.nii", codes)
    volume = open_volume(tmp_path / "ct")
    mask = read_mask(tmp_path / "1.2.nii", volume.geometry)
    assert mask.dtype == np.uint8
    assert np.array_equal(mask, volume.hu // 100)


def test_a_written_mask_reads_back(miniature: Miniature, tmp_path: Path) -> None:
    """Stored sagittally, uncompressed; the same label in every voxel."""
    phantom = miniature.phantoms[miniature.uids[0]]
    geometry = phantom.volume.geometry
    path = miniature.folder / "segmentations" / f"{miniature.uids[0]}.nii"
    assert nibabel.aff2axcodes(nibabel.load(path).affine) == ("P", "I", "L")
    assert np.array_equal(read_mask(path, geometry), phantom.label)
    write_mask(tmp_path / "1.2.nii", phantom.label, geometry, ("R", "A", "S"))
    assert np.array_equal(read_mask(tmp_path / "1.2.nii", geometry), phantom.label)
    assert [p.name for p in tmp_path.iterdir()] == ["1.2.nii"]


def _geometry(shape: tuple[int, int, int] = (4, 5, 6), shift_mm: float = 0.0) -> VolumeGeometry:
    matrix = np.diag([1.0, 1.0, 2.0, 1.0])
    matrix[0, 3] = shift_mm
    return VolumeGeometry.from_matrix(shape, matrix)


def test_thoracic_vertebrae_become_one_label(tmp_path: Path) -> None:
    """8..19 are T1..T12 there, and one class here."""
    values = np.arange(20, dtype=np.uint8).reshape(4, 5, 1)
    path = tmp_path / "1.2.nii"
    write_mask(path, values, _geometry((4, 5, 1)))
    assert np.array_equal(read_mask(path, _geometry((4, 5, 1))), np.minimum(values, 8))


@pytest.mark.parametrize(
    ("shape", "shift_mm"), [((4, 5, 7), 0.0), ((4, 5, 6), 0.6)], ids=["size", "place"]
)
def test_a_mask_on_another_grid_is_an_error(
    tmp_path: Path, shape: tuple[int, int, int], shift_mm: float
) -> None:
    """It names study and file, says both grids, and what helps."""
    path = tmp_path / "1.2.nii"
    write_mask(path, np.ones(shape, np.uint8), _geometry(shape, shift_mm))
    with pytest.raises(
        InputError, match=r"study 1\.2: .*another grid than its CT: .*, not 4 x 5 x 6"
    ):
        read_mask(path, _geometry())


def test_a_rounded_affine_is_the_same_grid(tmp_path: Path) -> None:
    """NIfTI holds floats of 32 bits."""
    path = tmp_path / "1.2.nii"
    label = np.arange(120, dtype=np.uint8).reshape(4, 5, 6) % 9
    write_mask(path, label, _geometry(shift_mm=0.3))
    assert np.array_equal(read_mask(path, _geometry()), label)


def test_a_mask_with_other_values_is_an_error(tmp_path: Path) -> None:
    """20 is no vertebra of the neck or chest."""
    path = tmp_path / "1.2.nii"
    write_mask(path, np.full((4, 5, 6), 20, np.uint8), _geometry())
    with pytest.raises(InputError, match=r"study 1\.2: .* holds values from 20 to 20"):
        read_mask(path, _geometry())


def test_a_mask_without_a_place_is_an_error(tmp_path: Path) -> None:
    """Without a code the affine is a guess, and left may be right."""
    path = tmp_path / "1.2.nii"
    image = nibabel.Nifti1Image(np.ones((6, 5, 4), np.uint8), None)
    image.header["sform_code"] = image.header["qform_code"] = 0
    nibabel.save(image, path)
    with pytest.raises(InputError, match=r"study 1\.2: .* does not say where it lies"):
        read_mask(path, _geometry())


def test_resampled_labels_keep_place_and_size(miniature: Miniature) -> None:
    """At half the spacing boxes move by less than a voxel, and volumes by less than 7 %."""
    phantom = miniature.phantoms[miniature.uids[0]]
    geometry = phantom.volume.geometry
    matrix = geometry.matrix
    matrix[:3, :3] /= 2
    matrix[:3, 3] = geometry.index_to_lps([-0.25, -0.25, -0.25])
    fine = VolumeGeometry.from_matrix([2 * n for n in geometry.shape_kji], matrix)
    label = resample_labels(phantom.label, geometry, fine)
    before, after = label_boxes(phantom.label, geometry), label_boxes(label, fine)
    assert sorted(after) == list(range(1, 9))
    for number in range(1, 8):
        np.testing.assert_allclose(after[number], before[number], atol=3.0)
        volume = (label == number).sum() / 8
        assert volume == pytest.approx((phantom.label == number).sum(), rel=0.07)


def test_the_same_grid_changes_no_label() -> None:
    """Each voxel keeps its own."""
    label = np.random.default_rng(0).integers(0, 9, (6, 7, 8)).astype(np.uint8)
    geometry = _geometry((6, 7, 8))
    assert np.array_equal(resample_labels(label, geometry, geometry), label)
