"""What a path holds: series found, parted, ranked, or left out with a word."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from inference.imaging.errors import InputError
from inference.imaging.series import find_series
from inference.imaging.volume import WarningCode
from tests.dicom_factory import ct_dataset, ramp_hu, save, write_ct_series

HU = ramp_hu((4, 3, 2))


def found(path):
    """Return description and slice count of each series."""
    return [(s.info.series_description, s.slice_count) for s in find_series(path).series]


def skipped(path):
    """Return code and text of what was left out."""
    return [(warning.code, warning.text) for warning in find_series(path).skipped]


def refusal(path):
    """Return the message of the refusal, without the path."""
    with pytest.raises(InputError) as caught:
        find_series(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message.removeprefix(str(path)).removeprefix(": ")


def test_one_series(tmp_path):
    """Files of subfolders belong together; nothing is left out."""
    paths = write_ct_series(tmp_path / "a", HU)
    paths[0].rename(tmp_path / "elsewhere")
    listing = find_series(tmp_path)
    assert [series.slice_count for series in listing.series] == [4]
    assert listing.skipped == ()
    (series,) = listing.series
    assert len(series.files) == 4
    assert series.info.source == str(tmp_path)
    assert series.info.patient_id == "T1"


def test_progress_counts_files_and_can_cancel(tmp_path):
    """What the callback raises comes through."""
    write_ct_series(tmp_path, HU)
    calls = []
    find_series(tmp_path, lambda done, total: calls.append((done, total)))
    assert calls == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]

    def cancel(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_series(tmp_path, cancel)


@pytest.mark.parametrize(
    "other",
    [
        {"SeriesInstanceUID": "2.25.9"},
        {"StudyInstanceUID": "2.25.9"},
        {"PatientID": "T2"},
        {"PatientName": "Other^One"},
        {"FrameOfReferenceUID": "2.25.9"},
        {"ImageOrientationPatient": [0, 1, 0, 0, 0, -1]},
        {"PixelSpacing": [0.5, 0.5]},
        {"ConvolutionKernel": "B30s"},
    ],
    ids=lambda tags: next(iter(tags)),
)
def test_never_merged(tmp_path, other):
    """Another patient, study, series, frame, grid or kernel is another volume."""
    write_ct_series(tmp_path / "a", HU)
    write_ct_series(tmp_path / "b", HU[:3], origin=(0, 0, 50), **other)
    assert sorted(count for _, count in found(tmp_path)) == [3, 4]


def test_other_matrix_is_another_volume(tmp_path):
    """Rows and columns tell grids apart."""
    write_ct_series(tmp_path / "a", HU)
    write_ct_series(tmp_path / "b", HU[:, :2], origin=(0, 0, 50))
    assert [count for _, count in found(tmp_path)] == [4, 4]


def test_slightly_different_cosines_are_one_volume(tmp_path):
    """Consoles round direction cosines as they like."""
    write_ct_series(tmp_path, HU, ImageOrientationPatient=lambda k: [1, 1e-5 * k, 0, 0, 1, 0])
    assert [count for _, count in found(tmp_path)] == [4]


def test_repeated_acquisitions_are_parted(tmp_path):
    """Two passes under one series UID are two volumes."""
    for n in (1, 2):
        write_ct_series(tmp_path / str(n), HU, AcquisitionNumber=n)
    assert [count for _, count in found(tmp_path)] == [4, 4]
    assert {series.id for series in find_series(tmp_path).series} == {"2.25.2#1", "2.25.2#2"}


def test_numbers_of_stacks_follow_the_scanner(tmp_path):
    """The same stack has the same id, in whichever folder its files lie."""
    for folder, order in (("one", (1, 2)), ("other", (2, 1))):
        for place, acquisition in zip("ab", order, strict=True):
            count = 3 if acquisition == 1 else 4
            target = tmp_path / folder / place
            write_ct_series(target, HU[:count], AcquisitionNumber=acquisition)
    for folder in ("one", "other"):
        listed = find_series(tmp_path / folder).series
        assert {series.id: series.slice_count for series in listed} == {
            "2.25.2#1": 3,
            "2.25.2#2": 4,
        }


def test_a_series_alone_has_its_uid_as_id(tmp_path):
    """Nothing is appended where nothing has to be told apart."""
    write_ct_series(tmp_path, HU)
    listing = find_series(tmp_path)
    (series,) = listing.series
    assert series.id == "2.25.2"
    assert listing.find("2.25.2") is series


def test_facts_of_a_series_are_known_from_headers(tmp_path):
    """Grid, plane, kernel and thickness, before any pixel is read."""
    sagittal = [0, 1, 0, 0, 0, -1]
    write_ct_series(
        tmp_path, HU, (2.0, 0.5, 0.25), ImageOrientationPatient=sagittal, ConvolutionKernel="B70s"
    )
    (series,) = find_series(tmp_path).series
    assert series.geometry.shape_kji == (4, 3, 2)
    np.testing.assert_allclose(series.geometry.spacing_kji_mm, (2, 0.5, 0.25))
    assert (series.plane, series.kernel, series.thickness_mm) == ("sagittal", "B70s", 1.0)


def test_refused_series_are_listed_one_by_one(tmp_path):
    """Each with its own reason, so that a reader sees why it can't be shown."""
    write_ct_series(tmp_path / "ct", HU)
    for name, tags, count in (
        ("mr", {"Modality": "MR"}, 4),
        ("scout", {"ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}, 1),
        ("few", {}, 2),
        ("nowhere", {"ImagePositionPatient": None}, 4),
        ("askew", {"ImagePositionPatient": lambda k: [9 * (k == 1), 0, k]}, 4),
    ):
        write_ct_series(
            tmp_path / name,
            HU[:count],
            SeriesInstanceUID=f"2.25.{len(name)}{ord(name[0])}",
            SeriesDescription=name,
            **tags,
        )
    refused = {one.info.series_description: one for one in find_series(tmp_path).refused}
    assert set(refused) == {"mr", "scout", "few", "nowhere", "askew"}
    assert refused["mr"].reason == "MR: Dens reads CT only"
    assert refused["scout"].reason == "localizer"
    assert refused["few"].reason == "2 slices; a volume needs at least 3"
    assert "Image Position (Patient) is missing" in refused["nowhere"].reason
    assert "shifted sideways" in refused["askew"].reason
    assert refused["mr"].image_count == 4


def test_copies_of_files_stay_together(tmp_path):
    """Doubles that nothing tells apart are left to the loading."""
    for n in (1, 2):
        write_ct_series(tmp_path / str(n), HU)
    assert [count for _, count in found(tmp_path)] == [8]


def test_best_candidate_comes_first(tmp_path):
    """A sharp neck, then a soft one, then a longer head, then a sagittal reformat."""
    sagittal = [0, 1, 0, 0, 0, -1]
    series = [
        ("head", 6, {"BodyPartExamined": "HEAD"}),
        ("neck soft", 4, {"ConvolutionKernel": "B30s"}),
        ("neck reformat", 4, {"ConvolutionKernel": "B30s", "ImageOrientationPatient": sagittal}),
        ("neck sharp", 4, {"ConvolutionKernel": "B70s"}),
    ]
    for n, (name, count, tags) in enumerate(series):
        named = {"StudyDescription": "", "SeriesDescription": name, **tags}
        write_ct_series(
            tmp_path / str(n), ramp_hu((count, 3, 2)), SeriesInstanceUID=f"2.25.{n}", **named
        )
    names = [name for name, _ in found(tmp_path)]
    assert names == ["neck sharp", "neck soft", "neck reformat", "head"]


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


def test_lossy_series_is_marked(tmp_path):
    """With the highest ratio of its slices."""
    write_ct_series(
        tmp_path,
        HU,
        LossyImageCompression="01",
        LossyImageCompressionRatio=lambda k: 4 + k if k else None,
    )
    (series,) = find_series(tmp_path).series
    assert series.info.lossy_ratio == 7
    assert [warning.text for warning in series.notes] == [
        "lossy compression, about 7 to 1; fine lines may be lost"
    ]


def test_lossy_series_without_a_ratio(tmp_path):
    """The ratio may be unknown; that it is lossy is not."""
    write_ct_series(tmp_path, HU, LossyImageCompression="01")
    (series,) = find_series(tmp_path).series
    assert series.info.lossy_ratio is None
    assert "by an unstated ratio" in series.notes[0].text


def test_input_is_never_modified(tmp_path):
    """Bytes and times are the same after the reading."""
    paths = write_ct_series(tmp_path, HU)
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths]
    find_series(tmp_path)
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths] == before
    assert len(list(tmp_path.iterdir())) == 4
