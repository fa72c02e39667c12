"""Segmentations and reports beside a series: which of them are of it, and what they say."""

from __future__ import annotations

from dataclasses import replace

import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SegmentationStorage

from inference.imaging.errors import InputError
from inference.imaging.results import find_results
from inference.imaging.series import find_series
from inference.imaging.study import ResultKind, ResultsAloneError
from tests.dicom_factory import ramp_hu, write_ct_series


@pytest.fixture
def folder(tmp_path):
    """A CT series in a folder."""
    write_ct_series(tmp_path / "ct", ramp_hu())
    return tmp_path


def _image_of(folder):
    return pydicom.dcmread(next((folder / "ct").iterdir()))


def _write(path, **tags):
    """Write the header of a segmentation, without frames."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = SegmentationStorage
    meta.MediaStorageSOPInstanceUID = "2.25.8"
    dataset = FileDataset(str(path), Dataset(), preamble=b"\0" * 128, file_meta=meta)
    dataset.SOPClassUID, dataset.SOPInstanceUID = SegmentationStorage, "2.25.8"
    dataset.Modality = "SEG"
    for keyword, value in tags.items():
        setattr(dataset, keyword, value)
    dataset.save_as(path, enforce_file_format=True)
    return path


def _series(uid, *image_uids):
    item = Dataset()
    item.SeriesInstanceUID = uid
    item.ReferencedInstanceSequence = [_image(one) for one in image_uids]
    return item


def _image(uid):
    item = Dataset()
    item.ReferencedSOPInstanceUID = uid
    return item


def _evidence(*series):
    item = Dataset()
    item.ReferencedSeriesSequence = list(series)
    return [item]


def _sources(image_uid):
    """Name an image where a frame does: in the source of its derivation."""
    source, derivation, frame = Dataset(), Dataset(), Dataset()
    source.ReferencedSOPInstanceUID = image_uid
    derivation.SourceImageSequence = [source]
    frame.DerivationImageSequence = [derivation]
    return [frame]


def test_by_its_series(folder):
    """It is listed with the series that it refers to, and no longer among what is refused."""
    uid = _image_of(folder).SeriesInstanceUID
    tags = {"ContentLabel": "SPINE", "ContentDate": "20240506", "Manufacturer": "Elsewhere"}
    _write(folder / "seg.dcm", ReferencedSeriesSequence=[_series(uid)], **tags)
    listing = find_series(folder)
    (result,) = listing.results
    assert result.kind is ResultKind.MASKS
    assert (result.label, result.creator, result.made_on) == ("SPINE", "Elsewhere", "20240506")
    assert result.belongs_to(listing.series[0])
    assert listing.refused == ()
    assert listing.skipped == ()


def test_of_two_stacks_under_one_uid_its_images_tell_which(folder):
    """Two passes share a Series Instance UID: a result of the second is not one of the first."""
    write_ct_series(folder / "again", ramp_hu(), AcquisitionNumber=2)
    uids = [pydicom.dcmread(file).SOPInstanceUID for file in (folder / "again").iterdir()]
    _write(folder / "seg.dcm", ReferencedSeriesSequence=[_series("2.25.2", *uids)])
    listing = find_series(folder)
    (result,) = listing.results
    meant = {one.content[0].acquisition: result.belongs_to(one) for one in listing.series}
    assert meant == {"": False, "2": True}


def test_images_decide_only_of_their_own_series(folder):
    """A report names the images of a key image's series, and of the CT nothing but its UID."""
    series = _series("2.25.66", "2.25.67"), _series("2.25.2")
    tags = {"CurrentRequestedProcedureEvidenceSequence": _evidence(*series)}
    _write(folder / "sr.dcm", Modality="SR", **tags)
    listing = find_series(folder)
    assert [one.belongs_to(listing.series[0]) for one in listing.results] == [True]


def test_a_series_whose_images_have_no_uid_is_taken_at_its_word(folder):
    """What images are named then can't be compared."""
    series = find_series(folder).series[0]
    nameless = replace(series, content=tuple(_nameless(one) for one in series.content))
    _write(folder / "seg.dcm", ReferencedSeriesSequence=[_series("2.25.2", "2.25.67")])
    (result,) = find_results([folder / "seg.dcm"])
    assert result.belongs_to(nameless)
    assert not result.belongs_to(series)


def _nameless(frame):
    return replace(frame, sop_instance_uid="")


@pytest.mark.parametrize(
    ("current", "belongs"),
    [("2.25.66", False), ("2.25.2", True), (None, True)],
    ids=["of another", "of this", "none named"],
)
def test_other_evidence_counts_only_where_there_is_no_current_one(folder, current, belongs):
    """A report on another series may name this one as a prior that was looked at, too."""
    tags = {"PertinentOtherEvidenceSequence": _evidence(_series("2.25.2"))}
    if current is not None:
        tags["CurrentRequestedProcedureEvidenceSequence"] = _evidence(_series(current))
    _write(folder / "sr.dcm", Modality="SR", **tags)
    series = find_series(folder).series[0]
    (result,) = find_results([folder / "sr.dcm"])
    assert result.belongs_to(series) is belongs


@pytest.mark.parametrize(
    ("series", "result", "belongs"),
    [
        (("A", "Doe^Jane"), ("B", "Doe^Jane"), False),
        (("A", "Doe^Jane"), ("A", "Roe^Jane"), True),
        (("A", "Doe^Jane"), ("", "Roe^Jane"), True),
        (("", "Doe^Jane"), ("", "Roe^Jane"), False),
        (("", "Doe^Jane"), ("", "DOE^JANE^^^"), True),
        (("", "Doe^Jane"), ("", ""), True),
    ],
    ids=["other ID", "new name", "no ID in one", "other name", "same name", "no name in one"],
)
def test_another_patients_result_belongs_to_no_series(tmp_path, series, result, belongs):
    """Patient IDs tell people apart, and where there is none, names; marriage changes names."""
    number, name = series
    write_ct_series(tmp_path / "ct", ramp_hu(), PatientID=number, PatientName=name)
    number, name = result
    tags = {"PatientID": number, "PatientName": name}
    _write(tmp_path / "seg.dcm", ReferencedSeriesSequence=[_series("2.25.2")], **tags)
    assert bool(find_series(tmp_path).results) is belongs


def test_a_reports_author_is_named_before_the_program(tmp_path):
    """Who wrote it comes before what it was written with; a device's own name is none."""
    person, device = Dataset(), Dataset()
    person.PersonName = "Doe^Jane"
    device.ObserverType = "DEV"
    tags = {"Modality": "SR", "ManufacturerModelName": "Station"}
    _write(tmp_path / "one.dcm", AuthorObserverSequence=[device, person], **tags)
    _write(tmp_path / "two.dcm", AuthorObserverSequence=[device], **tags)
    assert [one.creator for one in find_results([tmp_path])] == ["Doe^Jane", "Station"]


def test_by_its_images_where_it_names_no_series(folder):
    """One image of the series is enough."""
    uid = _image_of(folder).SOPInstanceUID
    _write(folder / "seg.dcm", PerFrameFunctionalGroupsSequence=_sources(uid))
    listing = find_series(folder)
    assert [one.belongs_to(listing.series[0]) for one in listing.results] == [True]


@pytest.mark.parametrize(
    "tags",
    [
        {"ReferencedSeriesSequence": [_series("2.25.66")]},
        {"PerFrameFunctionalGroupsSequence": _sources("2.25.66")},
        {},
    ],
    ids=["series", "image", "nothing"],
)
def test_of_something_else_it_is_refused(folder, tags):
    """It stands among what is left out, as before."""
    _write(folder / "seg.dcm", **tags)
    listing = find_series(folder)
    assert listing.results == ()
    assert [one.reason for one in listing.refused] == ["SEG: Dens reads CT only"]


def test_found_without_images(folder, tmp_path):
    """Alone, or in a folder beside what is no DICOM; what is no result is none."""
    seg = _write(tmp_path / "seg.dcm")
    (tmp_path / "notes.txt").write_text("C5")
    assert [one.source.path for one in find_results([seg])] == [seg]
    assert [one.source.path for one in find_results([folder])] == [seg]
    assert find_results([folder / "ct"]) == ()
    with pytest.raises(InputError, match=r"notes\.txt: not readable"):
        find_results([tmp_path / "notes.txt"])


def _slice(path, **tags):
    """Write one CT slice."""
    write_ct_series(path.parent / "made", ramp_hu((1, 8, 8)), **tags)
    next((path.parent / "made").iterdir()).rename(path)


def _text(path):
    path.write_text("C5")


def _broken(path):
    """Write what says that it is deflated, and isn't."""
    path.write_bytes(b"\0" * 128 + b"DICM" + b"1.2.840.10008.1.2.1.99")


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (_slice, "has 1 slice at one orientation"),
        (lambda path: _slice(path, PixelSpacing=None), "Pixel Spacing"),
        (lambda path: _slice(path, Modality="MR"), "1 MR series was left out"),
        (_broken, "1 file can't be read"),
        (lambda path: _slice(path, Modality="OT"), None),
        (_text, None),
        (lambda _: None, None),
    ],
    ids=["too few", "no spacing", "MR", "broken", "picture", "text", "nothing"],
)
def test_why_a_ct_is_refused_is_told_also_beside_a_result(tmp_path, write, told):
    """Results stand for themselves only where nothing beside them could have been a CT."""
    _write(tmp_path / "seg.dcm", ReferencedSeriesSequence=[_series("2.25.2")])
    write(tmp_path / "beside")
    with pytest.raises(InputError) as caught:
        find_series(tmp_path)
    if told is None:
        assert isinstance(caught.value, ResultsAloneError)
        assert [one.source.path.name for one in caught.value.results] == ["seg.dcm"]
    else:
        assert not isinstance(caught.value, ResultsAloneError)
        assert told in str(caught.value)


def test_progress_is_told_of_every_file(folder):
    """Whoever waits hears of each file before it is read; what the callback raises ends it."""
    heard = []
    find_results([folder], lambda done, total: heard.append((done, total)))
    assert heard == [(n, len(heard)) for n in range(len(heard))]
    assert len(heard) > 1

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_results([folder], stop)
