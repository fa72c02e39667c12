"""What a reader points at, in files: several paths at once, and DICOMDIRs good and bad."""

from __future__ import annotations

import shutil
import zipfile

import nibabel
import numpy as np
import pytest
from pydicom import dcmread
from pydicom.config import IGNORE
from pydicom.dataelem import DataElement
from pydicom.fileset import FileSet

from inference.imaging.errors import InputError
from inference.imaging.series import find_series
from tests.dicom_factory import ramp_hu, write_ct_series

HU = ramp_hu((4, 3, 2))
OUTSIDE = ["..", "scan", "slice_0000.dcm"]


@pytest.fixture
def disc(tmp_path):
    """Write a disc with an index, as scanners do, and one file that the index doesn't name."""
    index = FileSet()
    index.ID = "DISC"
    for path in write_ct_series(tmp_path / "scan", HU, StudyID="1"):
        index.add(path)
    index.write(tmp_path / "disc")
    index._stage["t"].cleanup()  # pydicom leaves it to the garbage collector, with a warning
    write_ct_series(tmp_path / "disc" / "more", HU[:3], SeriesInstanceUID="2.25.8")
    return tmp_path / "disc" / "DICOMDIR"


def found(*paths):
    """Return the slices of each series, and what was left out."""
    listing = find_series(list(paths))
    counts = sorted(series.slice_count for series in listing.series)
    return counts, [warning.text for warning in listing.skipped]


def test_index_names_its_files(disc):
    """Those that the index names are read, and no other."""
    assert found(disc) == ([4], [])


def test_index_under_another_name(disc):
    """The content tells what it is."""
    assert found(disc.rename(disc.with_name("INDEX"))) == ([4], [])


def test_index_of_a_disc_that_was_copied_in_part(disc):
    """What is missing is counted, the rest opens."""
    first = next(path for path in sorted(disc.parent.rglob("*")) if path.name == "IM000000")
    first.unlink()
    assert found(disc) == ([3], ["DICOMDIR: 1 file that it names is missing. Copy the disc again"])


def test_index_without_its_files(disc):
    """Everything beside and below the index is read instead."""
    for path in disc.parent.iterdir():
        if path.is_dir() and path.name != "more":
            shutil.rmtree(path)
    counts, (text,) = found(disc)
    assert counts == [3]
    assert "names no file that is there; all files beside and below it were read" in text


def test_index_that_points_outside(disc):
    """Nothing outside of the disc is read."""
    index = dcmread(disc)
    for record in index.DirectoryRecordSequence:
        if "ReferencedFileID" in record:
            record.add(DataElement(0x00041500, "CS", OUTSIDE, validation_mode=IGNORE))
    index.save_as(disc)
    counts, texts = found(disc)
    assert counts == [3, 4]  # the folders of the disc itself
    assert any("outside of its folder: ../scan/slice_0000.dcm" in text for text in texts)


def test_index_that_goes_round_in_a_circle(disc):
    """Records that point at themselves are read once."""
    index = dcmread(disc)
    for record in index.DirectoryRecordSequence:
        record.OffsetOfTheNextDirectoryRecord = record.seq_item_tell
        record.OffsetOfReferencedLowerLevelDirectoryEntity = record.seq_item_tell
    index.save_as(disc)
    assert found(disc) == ([4], [])


def test_records_that_were_taken_out(disc):
    """A file whose record is not in use is not read."""
    index = dcmread(disc)
    leaf = next(record for record in index.DirectoryRecordSequence if "ReferencedFileID" in record)
    leaf.RecordInUseFlag = 0
    index.save_as(disc)
    assert found(disc) == ([3], [])


def test_files_that_are_chosen_stand_for_themselves(tmp_path):
    """Of a series of eight, the five that were chosen."""
    paths = write_ct_series(tmp_path / "ct", ramp_hu((8, 3, 2)))
    assert found(*paths[:5]) == ([5], [])
    (series,) = find_series(paths[:5]).series
    assert series.info.source == str(tmp_path / "ct")


def test_folder_zip_and_nifti_together(tmp_path):
    """Each is looked into in its own way; two volumes without a UID are told apart."""
    folder = tmp_path / "folder"
    paths = write_ct_series(tmp_path / "packed", HU, SeriesInstanceUID="2.25.7")
    write_ct_series(folder, HU)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in paths:
            archive.write(path, path.name)
    niftis = []
    for name in ("a.nii", "b.nii"):
        image = nibabel.Nifti1Image(np.zeros((2, 3, 5), np.int16), np.eye(4))
        nibabel.save(image, tmp_path / name)
        niftis.append(tmp_path / name)
    listing = find_series([folder, tmp_path / "a.zip", *niftis])
    assert sorted(series.slice_count for series in listing.series) == [4, 4, 5, 5]
    assert {series.id for series in listing.series} == {"2.25.2", "2.25.7", "#1", "#2"}


def test_the_same_path_twice_is_one(tmp_path):
    """A folder and a file within it are not two copies."""
    paths = write_ct_series(tmp_path, HU)
    assert found(tmp_path, paths[0], tmp_path) == ([4], [])


def test_one_path_of_several_is_missing(tmp_path):
    """It is named."""
    write_ct_series(tmp_path / "ct", HU)
    with pytest.raises(InputError, match="gone: no such file"):
        find_series([tmp_path / "ct", tmp_path / "gone"])
