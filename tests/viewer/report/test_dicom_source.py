"""The series behind a volume: what DICOM objects need of it, and what is said where it lacks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pydicom.uid import EnhancedCTImageStorage, SecondaryCaptureImageStorage

from inference.findings import Level
from inference.imaging.loading import open_volume
from inference.imaging.volume import DicomOrigin
from tests.dicom_factory import ct_dataset, ramp_hu, save, write_ct_series
from viewer.report.dicom_common import (
    DicomSourceError,
    new_uid,
    source_of,
    spacing_along_normal_mm,
    stable_uid,
)


def _source(folder, **tags):
    write_ct_series(folder, ramp_hu(), (2.0, 0.5, 0.4), (1.0, 2.0, 3.0), **tags)
    return source_of(open_volume(folder))


def test_images_have_the_places_and_uids_of_their_files(tmp_path):
    """Each image is named by its file's UID, and lies where that says."""
    source = _source(tmp_path)
    images = source.images()
    assert [image.SOPInstanceUID for image in images] == [
        one.sop_instance_uid for one in source.slices
    ]
    assert images[3].ImagePositionPatient == [1, 2, 9]
    assert images[3].PixelSpacing == [0.5, 0.4]
    assert images[3].SpacingBetweenSlices == 2
    assert (images[3].Rows, images[3].Columns) == (6, 5)
    assert len(source.images([2, 3])) == 2


def test_nearest_image(tmp_path):
    """A point has the image around it, and none outside the volume."""
    source = _source(tmp_path)
    assert source.nearest((1.0, 2.0, 9.9)) == 3
    assert source.nearest((1.0, 2.0, 10.1)) == 4
    assert source.nearest((1.0, 2.0, 100.0)) is None


@pytest.mark.parametrize(
    ("tag", "named"),
    [
        ("FrameOfReferenceUID", "Frame of Reference UID"),
        ("StudyInstanceUID", "Study Instance UID"),
        ("SOPInstanceUID", "SOP Instance UID"),
    ],
)
def test_a_missing_tag_is_named(tmp_path, tag, named):
    """Without what others refer to there is no object; the message names the tag."""
    with pytest.raises(DicomSourceError, match=named):
        _source(tmp_path, **{tag: None})


def test_a_volume_without_dicom_says_so(volume):
    """A NIfTI, or any volume that was not read from DICOM, has no source."""
    with pytest.raises(DicomSourceError, match="need a DICOM series"):
        source_of(volume)


def test_images_of_another_kind_are_refused(tmp_path):
    """What is no CT image can't be referred to as one."""
    with pytest.raises(DicomSourceError, match="Secondary Capture"):
        _source(tmp_path, SOPClassUID=SecondaryCaptureImageStorage)


@pytest.mark.parametrize(
    ("tag", "value", "kept"),
    [
        ("PatientSex", "W", ""),
        ("StudyDate", "2024.13.77", ""),
        ("PatientBirthDate", "unknown", ""),
        ("PatientSex", "M", "M"),
        ("StudyID", None, ""),
        ("DeidentificationMethod", "", "Not stated by the source images"),
    ],
)
@pytest.mark.filterwarnings("ignore:Invalid value")
def test_values_that_no_object_may_hold_are_left_out(tmp_path, tag, value, kept):
    """A broken date or sex costs itself, not the export."""
    header = _source(tmp_path, PatientIdentityRemoved="YES", **{tag: value}).header
    assert str(header[tag].value or "") == kept


def test_a_multi_frame_image_is_named_with_its_frames(tmp_path):
    """Slices of an enhanced CT point at frames of one file, in the order of the volume."""
    dataset = ct_dataset(np.zeros((4, 3)), SOPClassUID=EnhancedCTImageStorage)
    volume = replace(
        open_volume(save_enhanced(tmp_path, dataset)),
    )
    source = source_of(volume)
    assert [one.frame_number for one in source.slices] == [3, 2, 1]
    (image,) = source.images()
    assert image.NumberOfFrames == 3
    places = [
        group.PlanePositionSequence[0].ImagePositionPatient[2]
        for group in image.PerFrameFunctionalGroupsSequence
    ]
    assert places == [4, 2, 0]


def save_enhanced(folder, dataset):
    """Write three frames from the head down in one file."""
    from pydicom.dataset import Dataset

    def item(**values):
        made = Dataset()
        for keyword, value in values.items():
            setattr(made, keyword, value)
        return made

    dataset.file_meta.MediaStorageSOPClassUID = EnhancedCTImageStorage
    dataset.NumberOfFrames = 3
    dataset.PixelData = dataset.PixelData * 3
    dataset.PerFrameFunctionalGroupsSequence = [
        item(PlanePositionSequence=[item(ImagePositionPatient=[0, 0, z])]) for z in (4, 2, 0)
    ]
    shared = item(
        PixelMeasuresSequence=[item(PixelSpacing=[1, 1])],
        PlaneOrientationSequence=[item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])],
        PixelValueTransformationSequence=[
            item(RescaleIntercept=-1024, RescaleSlope=1, RescaleType="HU")
        ],
    )
    dataset.SharedFunctionalGroupsSequence = [shared]
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"):
        delattr(dataset, keyword)
    return save(dataset, folder / "enhanced.dcm")


def test_spacing_along_the_normal(tmp_path):
    """A tilted stack's slices lie nearer than the step between their corners."""
    source = _source(tmp_path, ImagePositionPatient=lambda k: [0, 0.5 * k, 2.0 * k])
    assert spacing_along_normal_mm(source.geometry) == pytest.approx(2.0)
    assert source.geometry.spacing_kji_mm[0] > 2.05


def test_uids():
    """The same words make the same UID, a new one is new, and all are valid."""
    pair = stable_uid("series", Level.C5.value), stable_uid("series", "C6")
    assert pair[0] == stable_uid("series", "C5") != pair[1]
    assert stable_uid("a", "b") != stable_uid("ab")
    assert all(uid.is_valid for uid in (*pair, new_uid()))
    assert new_uid() != new_uid()


def test_an_origin_of_another_length_is_refused(volume):
    """One reference a slice: anything else is a defect."""
    from pydicom.dataset import Dataset

    with pytest.raises(ValueError, match="references"):
        replace(volume, origin=DicomOrigin(Dataset(), (None,)))
