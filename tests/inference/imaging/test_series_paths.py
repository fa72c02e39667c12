"""Series by what is pointed at: a file, several, a DICOMDIR, a ZIP."""

from __future__ import annotations

import zipfile
from pathlib import Path

from inference.imaging.series import find_series
from inference.imaging.volume import WarningCode
from tests.dicom_factory import ct_dataset, ramp_hu, save, write_ct_series
from tests.inference.imaging.listings import found, refusal, skipped

HU = ramp_hu((4, 3, 2))


def test_single_file_stands_for_its_series(tmp_path):
    """Its folder's other files and series are of no interest."""
    paths = write_ct_series(tmp_path, HU)
    write_ct_series(tmp_path / "deeper", HU, origin=(0, 0, 4))
    other = ct_dataset([[1]], SeriesInstanceUID="2.25.9", Modality="MR")
    save(other, tmp_path / "other.dcm")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".hidden").write_text("x")
    listing = find_series(paths[2])
    assert [series.slice_count for series in listing.series] == [4]
    assert listing.skipped == ()


def test_dicomdir_stands_for_its_folder(tmp_path):
    """An index opens what lies beside and below it."""
    write_ct_series(tmp_path / "IMAGES", HU)
    directory = ct_dataset([[1]], SOPClassUID="1.2.840.10008.1.3.10")
    assert found(save(directory, tmp_path / "DICOMDIR")) == [("C-SPINE BONE", 4)]


def test_zip_is_read_in_place(tmp_path):
    """Slices inside a ZIP; unsafe names are left out with a word."""
    paths = write_ct_series(tmp_path / "ct", HU)
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in paths:
            target.write(path, f"study/{path.name}")
        target.write(paths[0], "../evil.dcm")
    assert found(archive) == [("C-SPINE BONE", 4)]
    texts = [(WarningCode.SKIPPED_FILE, "1 file left out, unsafe names: ../evil.dcm")]
    assert skipped(archive) == texts
    (series,) = find_series(archive).series
    assert series.files == (archive,)


def test_zip_with_nothing_but_unsafe_names(tmp_path):
    """Nothing is read, and the message says why."""
    archive = tmp_path / "evil.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("../../evil.dcm", b"x")
    assert refusal(archive) == (
        "no CT series found; 1 file left out, unsafe names: ../../evil.dcm. Dens reads CT only."
    )


def test_damaged_zip_member_is_named(tmp_path):
    """A checksum that doesn't match costs one file."""
    paths = write_ct_series(tmp_path / "ct", HU)
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in paths:
            target.write(path, path.name)
    raw = bytearray(archive.read_bytes())
    raw[raw.index(b"Phantom")] ^= 0xFF
    archive.write_bytes(raw)
    assert [count for _, count in found(archive)] == [3]
    assert "slice_0000.dcm (Bad CRC-32" in skipped(archive)[0][1]


def test_paths_may_be_relative_and_absolute(tmp_path, monkeypatch):
    """As from a command line: they are one series, from the folder that holds them all."""
    paths = write_ct_series(tmp_path / "a", HU)
    monkeypatch.chdir(tmp_path)
    (series,) = find_series([Path("a") / paths[0].name, *paths[1:]]).series
    assert series.slice_count == 4
    assert series.info.source == str(tmp_path / "a")
