"""Series that can be read in part or not at all: what is lost is told, and nothing else is."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest
from pydicom.uid import RLELossless

from inference.imaging import loading, memory
from inference.imaging.errors import InputError
from inference.imaging.loading import load_volume, open_volume
from inference.imaging.series import find_series
from inference.imaging.volume import WarningCode
from tests.dicom_factory import ramp_hu, write_ct_series

HU = ramp_hu((8, 6, 5))


def warnings_of(volume):
    """Return code and text of a volume's warnings."""
    return [(warning.code, warning.text) for warning in volume.warnings]


def position_hu(k, j, i):
    """Return HU that rise with the place: what interpolation must reproduce."""
    return 10 * k + 2 * j + i


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
