"""What is left out of a listing, or refused altogether, with a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.imaging.series import find_series
from inference.imaging.volume import WarningCode
from tests.dicom_factory import ct_dataset, ramp_hu, save, write_ct_series
from tests.inference.imaging.listings import found, refusal, skipped

HU = ramp_hu((4, 3, 2))


def test_what_is_left_out_is_said(tmp_path):
    """Other modalities, localizers and files of other kinds, each with a word."""
    write_ct_series(tmp_path / "ct", HU)
    write_ct_series(tmp_path / "mr", HU, Modality="MR", SeriesInstanceUID="2.25.7")
    localizer = ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    save(ct_dataset([[1]], ImageType=localizer, SeriesInstanceUID="2.25.8"), tmp_path / "loc.dcm")
    save(ct_dataset([[1]], Modality=None, SeriesInstanceUID="2.25.9"), tmp_path / "odd.dcm")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("hello")
    (tmp_path / ".hidden").write_text("x")
    (series,) = find_series(tmp_path).series
    texts = [(warning.code, warning.text) for warning in series.notes]
    assert texts == skipped(tmp_path)
    assert sorted(texts) == [
        (WarningCode.SKIPPED_FILE, "1 file left out, hidden: .hidden"),
        (WarningCode.SKIPPED_FILE, "2 files are not DICOM: a.txt, b.txt"),
        (WarningCode.SKIPPED_SERIES, "1 MR series was left out"),
        (WarningCode.SKIPPED_SERIES, "1 localizer series was left out"),
        (WarningCode.SKIPPED_SERIES, "1 unlabelled series was left out"),
    ]


def test_slices_without_a_position_are_named(tmp_path):
    """The rest of the series opens."""
    write_ct_series(tmp_path, HU)
    save(ct_dataset(HU[0], ImagePositionPatient=None), tmp_path / "lost.dcm")
    assert [count for _, count in found(tmp_path)] == [4]
    ((code, text),) = skipped(tmp_path)
    assert code is WarningCode.SKIPPED_FILE
    assert "Image Position (Patient) is missing in 1 file (lost.dcm)" in text


def test_broken_header_among_good_files_is_named(tmp_path, monkeypatch):
    """Whatever the parser raises, the file is named and the rest opens."""
    write_ct_series(tmp_path, HU)
    (tmp_path / "broken.dcm").write_bytes(bytes(128) + b"DICM" + b"\x02\x00\x00\x00UL\x04\x00")
    (tmp_path / "locked.dcm").write_bytes(b"x")
    opened = Path.open

    def refuse(path, *args, **kwargs):
        if path.name == "locked.dcm":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    texts = [text for _, text in skipped(tmp_path)]
    assert any("locked.dcm" in text and "Permission denied" in text for text in texts)
    assert any("broken.dcm" in text or "unlabelled" in text for text in texts)


def test_path_that_does_not_exist(tmp_path):
    """The simplest mistake."""
    assert refusal(tmp_path / "gone") == "no such file or folder. Check the path."


def test_path_that_can_not_be(tmp_path):
    """A name longer than any file system takes."""
    assert "Check the path." in refusal(tmp_path / ("x" * 5000))


def test_path_that_is_neither_file_nor_folder():
    """A device is not a study."""
    assert refusal(Path("/dev/null")).startswith("neither a file nor a folder")


def test_empty_folder(tmp_path):
    """Nothing there."""
    assert refusal(tmp_path) == "holds no files. Choose a folder with a CT series."


def test_folder_of_text_files(tmp_path):
    """Files are named, up to a few."""
    for name in "abcdef":
        (tmp_path / f"{name}.txt").write_text("hello")
    assert refusal(tmp_path) == (
        "no CT series found; 6 files are not DICOM: a.txt, b.txt, c.txt, d.txt and 2 more. "
        "Dens reads CT only."
    )


def test_folder_with_a_nifti(tmp_path):
    """Its file is opened by itself, since nothing says what it shows."""
    (tmp_path / "ct.nii.gz").write_bytes(b"x")
    assert refusal(tmp_path).endswith("ct.nii.gz. Open a NIfTI file by itself.")


def test_text_file(tmp_path):
    """One file of another kind."""
    path = tmp_path / "a.txt"
    path.write_text("hello")
    assert refusal(path).startswith("not readable as DICOM, NIfTI or ZIP (not DICOM).")


@pytest.mark.parametrize("single", [False, True], ids=["folder", "file"])
def test_mr(tmp_path, single):
    """Another modality is named."""
    paths = write_ct_series(tmp_path / "Knee", HU, Modality="MR")
    expected = "no CT series found; 1 MR series was left out. Dens reads CT only."
    assert refusal(paths[0] if single else tmp_path / "Knee") == expected


def test_several_mr_series(tmp_path):
    """They are counted, not listed."""
    for n in (1, 2):
        write_ct_series(tmp_path / str(n), HU, Modality="MR", SeriesInstanceUID=f"2.25.{n}")
    assert "; 2 MR series were left out." in refusal(tmp_path)


@pytest.mark.parametrize("count", [1, 2], ids=str)
def test_ct_of_too_few_slices(tmp_path, count):
    """One slice is no volume."""
    write_ct_series(tmp_path, HU[:count])
    message = refusal(tmp_path)
    slices = "1 slice" if count == 1 else "2 slices"
    assert f'CT series 1 "C-SPINE BONE" has {slices} ' in message
    assert "a volume needs at least 3. Open the folder that holds the whole series." in message


def test_copies_of_one_slice_are_one_slice(tmp_path):
    """Doubles don't make a volume."""
    for n in range(5):
        write_ct_series(tmp_path / str(n), HU[:1])
    assert "has 1 slice " in refusal(tmp_path)


@pytest.mark.parametrize(
    "keyword", ["PixelSpacing", "ImagePositionPatient", "ImageOrientationPatient"]
)
def test_ct_without_geometry(tmp_path, keyword):
    """No millimetre is made up: the tag and the remedy are named."""
    write_ct_series(tmp_path, HU, **({keyword: None}))
    message = refusal(tmp_path)
    assert "is missing in 4 files (slice_0000.dcm, " in message
    assert message.endswith("Export the original series again.")


def test_slices_that_do_not_line_up(tmp_path):
    """A series that no affine describes is refused with the reason."""
    write_ct_series(tmp_path, HU, ImagePositionPatient=lambda k: [9 * (k == 1), 0, k])
    assert "shifted sideways by up to 9.0 mm" in refusal(tmp_path)
