"""What a path holds: series found, parted and ranked."""

from __future__ import annotations

import numpy as np
import pytest

from inference.imaging.series import find_series
from tests.dicom_factory import ramp_hu, write_ct_series
from tests.inference.imaging.listings import found

HU = ramp_hu((4, 3, 2))


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
