"""Series to volume: right voxels at true millimetres, and every repair told."""

from __future__ import annotations

import hashlib
import zipfile

import numpy as np
import pydicom
import pytest
from highdicom.legacy import LegacyConvertedEnhancedCTImage
from pydicom.uid import generate_uid

from inference.imaging.errors import InputError
from inference.imaging.loading import open_volume
from inference.imaging.volume import WarningCode
from tests.dicom_factory import ct_dataset, ramp_hu, save, write_ct_series

HU = ramp_hu((8, 6, 5))


def warnings_of(volume):
    """Return code and text of a volume's warnings."""
    return [(warning.code, warning.text) for warning in volume.warnings]


def position_hu(k, j, i):
    """Return HU that rise with the place: what interpolation must reproduce."""
    return 10 * k + 2 * j + i


def test_voxels_and_millimetres(tmp_path):
    """Anisotropic, shifted, and in no order of file or instance number."""
    names = iter("hcafdbge")
    paths = write_ct_series(
        tmp_path, HU, (2.0, 0.5, 0.25), (-10, -20, 100), InstanceNumber=lambda k: (5 * k) % 8
    )
    for path in paths:
        path.rename(tmp_path / next(names))
    volume = open_volume(tmp_path)
    np.testing.assert_array_equal(volume.hu, HU)
    assert volume.warnings == ()
    assert not volume.hu.flags.writeable
    assert not volume.hu.base.flags.writeable
    np.testing.assert_allclose(volume.geometry.spacing_kji_mm, (2, 0.5, 0.25))
    np.testing.assert_allclose(volume.geometry.index_to_lps((0, 0, 0)), (-10, -20, 100))
    np.testing.assert_allclose(volume.geometry.index_to_lps((7, 5, 4)), (-9, -17.5, 114))


@pytest.mark.parametrize(
    "cosines",
    [
        (1, 0, 0, 0, 1, 0),
        (-1, 0, 0, 0, -1, 0),
        (-1, 0, 0, 0, 1, 0),
        (0, 1, 0, 0, 0, -1),
        (1, 0, 0, 0, 0, -1),
        (0.8, 0.6, 0, -0.6, 0.8, 0),
    ],
    ids=["supine", "prone", "feet first", "sagittal", "coronal", "turned"],
)
def test_every_orientation(tmp_path, cosines):
    """Each voxel of each slice lies where its own header puts it (PS3.3 C.7.6.2.1.1)."""
    paths = write_ct_series(
        tmp_path, HU, (2.0, 0.5, 0.25), (1, 2, 3), ImageOrientationPatient=list(cosines)
    )
    volume = open_volume(tmp_path)
    for k, path in enumerate(paths):
        header = pydicom.dcmread(path)
        row, column = np.array(cosines[:3]), np.array(cosines[3:])
        position = np.array(header.ImagePositionPatient, float) + row * 0.25 * 4 + column * 0.5 * 5
        index = np.rint(volume.geometry.lps_to_index(position)).astype(int)
        np.testing.assert_allclose(volume.geometry.index_to_lps(index), position, atol=1e-9)
        assert volume.hu[tuple(index)] == HU[k, 5, 4]


def test_spacing_from_positions_never_from_thickness(tmp_path):
    """Thickness and spacing tags may say what they like."""
    write_ct_series(tmp_path, HU, (1.25, 1, 1), SliceThickness=2.5, SpacingBetweenSlices=9)
    assert open_volume(tmp_path).geometry.spacing_kji_mm[0] == pytest.approx(1.25)


def test_rescale_may_differ_from_slice_to_slice(tmp_path):
    """Each slice has its own slope and intercept."""
    write_ct_series(
        tmp_path, HU, RescaleSlope=lambda k: 1 + k % 2, RescaleIntercept=lambda k: -1024 - 2 * k
    )
    np.testing.assert_allclose(open_volume(tmp_path).hu, HU, atol=1)


def test_one_missing_slice_is_interpolated(tmp_path):
    """The grid stays true: what lies beyond the gap doesn't move."""
    hu = np.fromfunction(position_hu, (8, 6, 5))
    write_ct_series(tmp_path, hu, (1.5, 1, 1))[3].unlink()
    volume = open_volume(tmp_path)
    np.testing.assert_array_equal(volume.hu, hu)
    assert volume.geometry.spacing_kji_mm[0] == pytest.approx(1.5)
    text = "1 slice is missing at z = 4.5 mm; interpolated"
    assert warnings_of(volume) == [(WarningCode.MISSING_SLICES, text)]


def test_a_wide_gap_is_left_black(tmp_path):
    """Nobody makes up ten millimetres of anatomy."""
    hu = np.full((20, 2, 2), 40)
    for path in write_ct_series(tmp_path, hu)[5:15]:
        path.unlink()
    volume = open_volume(tmp_path)
    assert volume.hu.shape == (20, 2, 2)
    assert (volume.hu[5:15] == -1024).all()
    assert (volume.hu[[0, 4, 15, 19]] == 40).all()
    text = "10 slices are missing at z = 5.0 to 14.0 mm; left black"
    assert warnings_of(volume) == [(WarningCode.MISSING_SLICES, text)]


def test_doubled_slices_are_dropped(tmp_path):
    """The first by instance number stays."""
    write_ct_series(tmp_path, HU)
    save(ct_dataset(HU[2] + 500, (0, 0, 2), InstanceNumber=99), tmp_path / "again.dcm")
    volume = open_volume(tmp_path)
    np.testing.assert_array_equal(volume.hu, HU)
    text = "1 slice at a place already taken, left out: again.dcm"
    assert warnings_of(volume) == [(WarningCode.DUPLICATE_SLICES, text)]


def test_unequal_slices_are_resampled(tmp_path):
    """HU that rise with z are met at every place of the new grid."""
    zs = [0, 1, 2, 3, 4.5, 6, 7.5, 9]
    hu = np.array([np.full((2, 2), 100 * z) for z in zs])
    write_ct_series(tmp_path, hu, ImagePositionPatient=lambda k: [0, 0, zs[k]])
    volume = open_volume(tmp_path)
    heights = volume.geometry.index_to_lps([(k, 0, 0) for k in range(volume.hu.shape[0])])[:, 2]
    assert heights[0] == 0
    assert heights[-1] == pytest.approx(9)
    np.testing.assert_allclose(volume.hu[:, 0, 0], 100 * heights, atol=1)
    assert [code for code, _ in warnings_of(volume)] == [WarningCode.UNEQUAL_SPACING]


def test_tilted_gantry(tmp_path):
    """Voxels stay as they are; the affine is sheared."""
    c, s = np.cos(np.radians(20)), np.sin(np.radians(20))
    write_ct_series(
        tmp_path,
        HU,
        ImageOrientationPatient=[1, 0, 0, 0, c, s],
        ImagePositionPatient=lambda k: [0, 0, 2 * k],
    )
    volume = open_volume(tmp_path)
    np.testing.assert_array_equal(volume.hu, HU)
    np.testing.assert_allclose(
        volume.geometry.index_to_lps((3, 5, 0)), (0, 5 * c, 6 + 5 * s), atol=1e-9
    )
    ((code, text),) = warnings_of(volume)
    assert code is WarningCode.GANTRY_TILT
    assert "20.0 degrees" in text


def test_zip(tmp_path):
    """The same volume as from the folder."""
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for path in write_ct_series(tmp_path / "ct", HU):
            target.write(path, path.name)
    volume = open_volume(archive)
    np.testing.assert_array_equal(volume.hu, HU)
    assert volume.info.source == str(archive)


def enhanced_file(folder, hu):
    """Write a series as one Legacy Converted Enhanced CT, by highdicom."""
    paths = write_ct_series(
        folder / "single",
        hu,
        (2.0, 0.5, 0.25),
        StudyID="1",
        PositionReferenceIndicator="",
        SeriesDate="20240102",
        SeriesTime="101500",
        StudyInstanceUID=generate_uid(),
        AcquisitionNumber=1,
    )
    datasets = [pydicom.dcmread(path) for path in reversed(paths)]
    image = LegacyConvertedEnhancedCTImage(datasets, generate_uid(), 2, generate_uid(), 1)
    return save(image, folder / "enhanced.dcm")


def test_enhanced_multi_frame(tmp_path):
    """All slices of one file, by their own positions."""
    path = enhanced_file(tmp_path, HU)
    volume = open_volume(path)
    np.testing.assert_array_equal(volume.hu, HU)
    np.testing.assert_allclose(volume.geometry.spacing_kji_mm, (2, 0.5, 0.25))


def test_truncated_multi_frame(tmp_path):
    """A cut-off multi-frame file is named."""
    path = enhanced_file(tmp_path, HU)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match=r"enhanced\.dcm can't be decoded"):
        open_volume(path)


def test_series_is_chosen_by_its_uid(tmp_path):
    """An unknown UID lists the known ones."""
    for n in (1, 2):
        write_ct_series(tmp_path / str(n), HU + n, SeriesInstanceUID=f"2.25.{n}")
    np.testing.assert_array_equal(open_volume(tmp_path, "2.25.2").hu, HU + 2)
    with pytest.raises(
        InputError, match=r"no CT series 1\.2\.3\. Choose one of 2\.25\.\d \(8 slices"
    ):
        open_volume(tmp_path, "1.2.3")


def test_progress_counts_slices(tmp_path):
    """More slices than one batch, in order."""
    write_ct_series(tmp_path, ramp_hu((40, 2, 2)))
    calls = []
    volume = open_volume(tmp_path, progress=lambda done, total: calls.append((done, total)))
    assert calls == [(n, 40) for n in range(1, 41)]
    np.testing.assert_array_equal(volume.hu, ramp_hu((40, 2, 2)))


def test_input_is_never_modified(tmp_path):
    """Hashes before and after, and no file more."""
    paths = write_ct_series(tmp_path, HU)
    before = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    open_volume(tmp_path)
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths] == before
    assert sorted(tmp_path.iterdir()) == paths


def test_stacks_under_one_uid_are_chosen_by_number(tmp_path):
    """The bare UID is refused with what tells the stacks apart; with a number each is reached."""
    for n in (1, 2):
        write_ct_series(tmp_path / str(n), HU[: 4 + n] + n, AcquisitionNumber=n)
    for n in (1, 2):
        np.testing.assert_array_equal(open_volume(tmp_path, f"2.25.2#{n}").hu, HU[: 4 + n] + n)
    with pytest.raises(InputError) as caught:
        open_volume(tmp_path, "2.25.2")
    message = str(caught.value)
    assert "2 stacks share series 2.25.2" in message
    assert "2.25.2#1 (5 slices, axial)" in message
    assert "2.25.2#2 (6 slices, axial)" in message
    with pytest.raises(InputError, match=r"no CT series 2\.25\.2#3"):
        open_volume(tmp_path, "2.25.2#3")
