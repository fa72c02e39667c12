"""One file's header: a frame, or the tag that keeps it out."""

from __future__ import annotations

import io

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import JPEGBaseline8Bit, MediaStorageDirectoryStorage

from inference.imaging.headers import Fault, read_image
from inference.imaging.sources import FileSource
from tests.dicom_factory import ct_dataset


@pytest.fixture
def source(tmp_path):
    """Return what the headers claim to come from."""
    return FileSource(tmp_path / "a.dcm")


def image_of(dataset, source):
    """Write a data set to memory and read its header."""
    stream = io.BytesIO()
    dataset.save_as(stream, enforce_file_format=True)
    stream.seek(0)
    return read_image(source, stream)


def item(**tags):
    """Return a data set with the given tags."""
    dataset = Dataset()
    for keyword, value in tags.items():
        setattr(dataset, keyword, value)
    return dataset


def enhanced(**overrides):
    """Return an Enhanced CT of two frames, its measures shared and its positions per frame."""
    nowhere = dict.fromkeys(
        ("PixelSpacing", "ImagePositionPatient", "ImageOrientationPatient", "RescaleSlope")
    )
    dataset = ct_dataset([[1, 2]], RescaleIntercept=None, RescaleType=None, **nowhere)
    dataset.NumberOfFrames = 2
    dataset.PixelData = dataset.PixelData * 2
    rescale = item(RescaleSlope=1, RescaleIntercept=-1024, RescaleType="HU")
    shared = item(
        PixelMeasuresSequence=Sequence([item(PixelSpacing=[0.5, 0.25], SliceThickness=2)]),
        PlaneOrientationSequence=Sequence([item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])]),
        PixelValueTransformationSequence=Sequence([rescale]),
    )
    frames = [
        item(PlanePositionSequence=Sequence([item(ImagePositionPatient=[0, 0, z])])) for z in (5, 7)
    ]
    dataset.SharedFunctionalGroupsSequence = Sequence([shared])
    dataset.PerFrameFunctionalGroupsSequence = Sequence(frames)
    for keyword, value in overrides.items():
        setattr(dataset, keyword, value)
    return dataset


def test_frame_of_a_plain_slice(source):
    """Geometry, rescale and what tells acquisitions apart."""
    dataset = ct_dataset(
        [[1, 2]], (1, 2, 3), (0.5, 0.25), ConvolutionKernel="B70s", AcquisitionNumber=4
    )
    image = image_of(dataset, source)
    (frame,) = image.frames
    assert image.fault is None
    assert frame.position_mm == (1, 2, 3)
    assert frame.spacing_ji_mm == (0.5, 0.25)
    assert frame.shape_ji == (1, 2)
    assert (frame.slope, frame.intercept, frame.padding) == (1, -1024, None)
    assert (frame.kernel, frame.acquisition, frame.thickness_mm) == ("B70s", "4", 1)


def test_series_info_holds_what_is_shown(source):
    """Text without padding, the first of several windows."""
    dataset = ct_dataset([[1]], WindowWidth=[2000, 400], WindowCenter=[500, 40])
    info = image_of(dataset, source).info
    assert info.patient_name == "Phantom, Test"
    assert (info.modality, info.body_part, info.study_date) == ("CT", "CSPINE", "20240102")
    assert (info.window_width, info.window_level) == (2000, 500)
    assert info.lossy_ratio is None


def test_silent_tags_are_empty(source):
    """What the header doesn't say stays empty."""
    info = image_of(ct_dataset([[1]], PatientName=None, SeriesNumber=None), source).info
    assert (info.patient_name, info.series_number, info.window_width) == ("", "", None)


@pytest.mark.parametrize("modality", ["MR", "PT", None], ids=str)
def test_other_modalities_are_no_ct(source, modality):
    """A missing modality isn't taken for CT either."""
    assert image_of(ct_dataset([[1]], Modality=modality), source).fault is Fault.MODALITY


@pytest.mark.parametrize(("modality", "taken"), [(None, "CT"), ("MR", "MR")], ids=str)
def test_a_modality_is_assumed_where_none_is_named(source, modality, taken):
    """Whoever knows what a data set holds can say so; a modality that is named counts."""
    stream = io.BytesIO()
    ct_dataset([[1]], Modality=modality).save_as(stream, enforce_file_format=True)
    stream.seek(0)
    image = read_image(source, stream, assumed_modality="CT")
    assert image.info.modality == taken
    assert (image.fault is None) == (taken == "CT")


@pytest.mark.parametrize("word", ["LOCALIZER", "REF_SURVIEW", "SCOUT"], ids=str)
def test_localizers_are_told_by_their_image_type(source, word):
    """Makers write their own words beside the standard's."""
    image = image_of(ct_dataset([[1]], ImageType=["ORIGINAL", "PRIMARY", word]), source)
    assert image.fault is Fault.LOCALIZER


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ({"PixelSpacing": None}, "(0028,0030) Pixel Spacing is missing"),
        ({"ImagePositionPatient": None}, "(0020,0032) Image Position (Patient) is missing"),
        ({"ImageOrientationPatient": None}, "(0020,0037) Image Orientation (Patient) is missing"),
        ({"RescaleIntercept": None}, "(0028,1052) Rescale Intercept is missing"),
        ({"RescaleSlope": None}, "(0028,1053) Rescale Slope is missing"),
        ({"PixelSpacing": [0, 1]}, "(0028,0030) Pixel Spacing is [0.0, 1.0]"),
        ({"PixelSpacing": [500, 500]}, "(0028,0030) Pixel Spacing is [500.0, 500.0]"),
        ({"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]}, "at a right angle"),
        ({"ImageOrientationPatient": [2, 0, 0, 0, 1, 0]}, "at a right angle"),
        ({"RescaleType": "Z_EFF"}, "(0028,1054) Rescale Type is Z_EFF, not Hounsfield units"),
        ({"SamplesPerPixel": 3}, "(0028,0002) Samples per Pixel is 3: a colour picture"),
        ({"NumberOfFrames": 2}, "(5200,9230) Per-Frame Functional Groups Sequence is missing"),
        ({"Rows": 0}, "is 0 x 1"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_no_volume_without_these_tags(source, tags, reason):
    """No millimetre and no Hounsfield unit is made up: the tag is named."""
    dataset = ct_dataset([[1]])
    for keyword, value in tags.items():
        if value is None:
            delattr(dataset, keyword)
        else:
            setattr(dataset, keyword, value)
    image = image_of(dataset, source)
    assert image.fault is Fault.TAG
    assert reason in image.reason


def test_slope_of_zero(source):
    """A slope of 0 would make every pixel the same."""
    dataset = ct_dataset([[1]])
    dataset.RescaleSlope = 0
    assert "Rescale Slope is 0" in image_of(dataset, source).reason


def test_padding_range(source):
    """One value, or the range up to its limit in either order."""
    dataset = ct_dataset([[1]], PixelRepresentation=1, PixelPaddingValue=-1000)
    assert image_of(dataset, source).frames[0].padding == (-1000, -1000)
    dataset.PixelPaddingRangeLimit = -2000
    assert image_of(dataset, source).frames[0].padding == (-2000, -1000)


def test_enhanced_ct(source):
    """Each frame has its own position and the shared measures."""
    image = image_of(enhanced(), source)
    assert [frame.position_mm[2] for frame in image.frames] == [5, 7]
    assert [frame.index for frame in image.frames] == [0, 1]
    assert {frame.spacing_ji_mm for frame in image.frames} == {(0.5, 0.25)}
    assert {(frame.slope, frame.intercept) for frame in image.frames} == {(1, -1024)}


def test_enhanced_ct_without_shared_groups(source):
    """A frame without a spacing is named like any other."""
    dataset = enhanced()
    del dataset.SharedFunctionalGroupsSequence
    assert "Pixel Spacing is missing" in image_of(dataset, source).reason


def test_lossy_compression_is_marked(source):
    """By the tag, or by a transfer syntax that can't be lossless."""
    assert not image_of(ct_dataset([[1]]), source).lossy
    marked = ct_dataset([[1]], LossyImageCompression="01", LossyImageCompressionRatio=[5, 9])
    assert image_of(marked, source).lossy
    assert image_of(marked, source).info.lossy_ratio == 9
    unmarked = ct_dataset([[1]])
    unmarked.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    del unmarked.PixelData
    assert image_of(unmarked, source).lossy


def test_dicomdir_is_no_image(source):
    """An index is passed over in silence."""
    dataset = ct_dataset([[1]], SOPClassUID=MediaStorageDirectoryStorage)
    assert image_of(dataset, source) is None
