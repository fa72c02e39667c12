"""Series to volume: right voxels at true millimetres, and every repair told."""

from __future__ import annotations

import hashlib
import zipfile

import numpy as np
import pydicom
import pytest
from highdicom.legacy import LegacyConvertedEnhancedCTImage
from pydicom.uid import RLELossless, generate_uid

from inference.imaging import loading, memory
from inference.imaging.errors import InputError
from inference.imaging.filling import Filling
from inference.imaging.loading import fill_volume, load_volume, open_volume
from inference.imaging.series import find_series
from inference.imaging.stacking import arrange
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


@pytest.mark.parametrize("index", [0, 3, 7], ids=["first", "middle", "last"])
def test_truncated_file_among_good_ones(tmp_path, index):
    """The file is named and the rest opens, each voxel still in its place."""
    hu = np.fromfunction(position_hu, (8, 6, 5))
    path = write_ct_series(tmp_path, hu)[index]
    path.write_bytes(path.read_bytes()[:-20])
    volume = open_volume(tmp_path)
    codes = [code for code, _ in warnings_of(volume)]
    assert codes[0] is WarningCode.SKIPPED_FILE
    assert f"1 file left out, can't be decoded: slice_000{index}.dcm (" in volume.warnings[0].text
    assert (WarningCode.MISSING_SLICES in codes) == (index == 3)
    ks = np.rint(volume.geometry.index_to_lps([(k, 0, 0) for k in range(len(volume.hu))])[:, 2])
    np.testing.assert_array_equal(volume.hu, hu[ks.astype(int)])
    assert len(volume.hu) == (8 if index == 3 else 7)


def test_nothing_decodable(tmp_path):
    """The first file and its fault are named, with a remedy."""
    for path in write_ct_series(tmp_path, HU):
        path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError) as caught:
        open_volume(tmp_path)
    message = str(caught.value)
    assert 'CT series 1 "C-SPINE BONE": slice_0000.dcm can\'t be decoded (' in message
    assert "; 0 slices are readable, and a volume needs at least 3." in message
    assert "\n" not in message


def test_transfer_syntax_without_a_decoder(tmp_path):
    """The message says which."""
    for path in write_ct_series(tmp_path, HU):
        dataset = pydicom.dcmread(path)
        dataset.compress(RLELossless)
        dataset.file_meta.TransferSyntaxUID = pydicom.uid.UID("1.2.840.10008.1.2.4.55")
        dataset.save_as(path)
    with pytest.raises(InputError, match=r"JPEG Full Progression.* is not supported"):
        open_volume(tmp_path)


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


def test_too_large_a_series_is_refused(tmp_path, monkeypatch):
    """Before anything is decoded."""
    write_ct_series(tmp_path, HU)
    (series,) = find_series(tmp_path).series
    monkeypatch.setattr(memory, "machine_bytes", lambda: 100)
    with pytest.raises(InputError, match="8 x 6 x 5 voxels need"):
        load_volume(series)


def test_out_of_memory_is_a_message(tmp_path, monkeypatch):
    """Memory that others have taken in the meantime."""

    def empty(*_args, **_kwargs):
        raise MemoryError

    write_ct_series(tmp_path, HU)
    (series,) = find_series(tmp_path).series
    monkeypatch.setattr(loading.np, "full", empty)
    with pytest.raises(InputError, match="not enough memory"):
        load_volume(series)


def test_input_is_never_modified(tmp_path):
    """Hashes before and after, and no file more."""
    paths = write_ct_series(tmp_path, HU)
    before = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    open_volume(tmp_path)
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths] == before
    assert sorted(tmp_path.iterdir()) == paths


def test_warnings_of_the_finding_reach_the_volume(tmp_path):
    """What was left out of the folder stands on the volume, too."""
    write_ct_series(tmp_path, HU, LossyImageCompression="01", LossyImageCompressionRatio=8)
    (tmp_path / "notes.txt").write_text("x")
    volume = open_volume(tmp_path)
    assert [code for code, _ in warnings_of(volume)] == [
        WarningCode.SKIPPED_FILE,
        WarningCode.LOSSY_COMPRESSION,
    ]
    assert volume.info.lossy_ratio == 8


def test_lost_files_of_one_name_are_counted_each(tmp_path):
    """Discs number the files of every folder from one."""
    for n in (0, 1):
        paths = write_ct_series(tmp_path / str(n), HU, origin=(0, 0, 8 * n))
        paths[3].write_bytes(paths[3].read_bytes()[:-20])
    volume = open_volume(tmp_path)
    assert volume.hu.shape == (16, 6, 5)
    assert volume.warnings[0].text.startswith("2 files left out, can't be decoded: slice_0003.dcm")


def drained(running):
    """Return what each part showed, copied at its moment, and the volume at the end."""
    seen = []
    while True:
        try:
            part = next(running)
        except StopIteration as end:
            return seen, end.value
        there = part.volume.hu[part.first : part.last + 1].copy()
        seen.append((part.first, part.last, there, part.volume))


UNEVEN = {
    "as it is": {},
    "a gap": {"ImagePositionPatient": lambda k: [0, 0, 2.0 * (k + (k > 4))]},
    "a wide gap": {"ImagePositionPatient": lambda k: [0, 0, 2.0 * (k + 6 * (k > 4))]},
    "unequal": {"ImagePositionPatient": lambda k: [0, 0, 1.3 * k + 0.13 * k * k]},
}


@pytest.mark.parametrize("tags", UNEVEN.values(), ids=UNEVEN)
def test_what_was_told_as_read_stays(tmp_path, tags):
    """From the middle outward, one run without holes, whose slices never change again."""
    write_ct_series(tmp_path, ramp_hu((15, 6, 5)), (2.0, 1.0, 1.0), **tags)
    (series,) = find_series(tmp_path).series
    seen, volume = drained(fill_volume(series))
    assert len(seen) == 15
    assert volume.geometry == series.geometry == seen[0][3].geometry
    # The first slice of an unequal series may lie between those of the grid.
    before = next((first, last) for first, last, _, _ in seen if last >= first)
    assert 0 < before[0] <= before[1] < len(volume.hu) - 1
    for first, last, there, _ in seen:
        if last < first:
            continue
        assert first <= before[0]
        assert last >= before[1]
        np.testing.assert_array_equal(there, volume.hu[first : last + 1])
        before = (first, last)
    assert before == (0, len(volume.hu) - 1)


def test_order_of_reading_changes_nothing(tmp_path):
    """Slices put from the first to the last, as ever, give the same volume."""
    tags = UNEVEN["unequal"]
    write_ct_series(tmp_path, ramp_hu((15, 6, 5)), (2.0, 1.0, 1.0), **tags)
    (series,) = find_series(tmp_path).series
    stack = arrange(series.content)
    shape = (stack.slice_count, *stack.frames[0].shape_ji)
    filling = Filling(stack, np.zeros(shape, np.int16))
    for place, picture in zip(stack.places, ramp_hu((15, 6, 5)), strict=True):
        filling.put(float(place), picture)
    np.testing.assert_array_equal(load_volume(series).hu, filling.hu)
    with pytest.raises(ValueError, match="lies between"):
        filling.put(2.5, ramp_hu((1, 6, 5))[0])


def test_an_undecodable_middle_is_no_hole(tmp_path):
    """The reading begins beside it, and it is interpolated and named as ever."""
    paths = write_ct_series(tmp_path, position_hu(*np.indices((9, 6, 5))))
    paths[4].write_bytes(paths[4].read_bytes()[:-20])
    (series,) = find_series(tmp_path).series
    seen, volume = drained(fill_volume(series))
    assert seen[0][:2] == (0, -1)
    np.testing.assert_array_equal(volume.hu, position_hu(*np.indices((9, 6, 5))))
    assert "slice_0004.dcm" in volume.warnings[0].text


def test_a_dropped_reading_stops(tmp_path):
    """Nothing is decoded beyond the files that were under way."""
    write_ct_series(tmp_path, ramp_hu((40, 6, 5)))
    (series,) = find_series(tmp_path).series
    running = fill_volume(series)
    assert next(running).done == 1
    running.close()
    with pytest.raises(StopIteration):
        next(running)


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
