"""Segmentations and reports beside a series: which of them are of it, and what they say."""

from __future__ import annotations

import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SegmentationStorage

from inference.imaging.errors import InputError
from inference.imaging.results import find_results
from inference.imaging.series import find_series
from inference.imaging.study import ResultKind
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


def _series(uid):
    item = Dataset()
    item.SeriesInstanceUID = uid
    return item


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
    assert [one.sop_instance_uid for one in find_results([folder])] == ["2.25.8"]
    assert find_results([folder / "ct"]) == ()
    with pytest.raises(InputError, match=r"notes\.txt: not readable"):
        find_results([tmp_path / "notes.txt"])


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
