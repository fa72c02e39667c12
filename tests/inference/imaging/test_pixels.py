"""Stored values to HU: transfer syntaxes, rescale, padding."""

from __future__ import annotations

import io

import numpy as np
import pytest
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from inference.imaging.headers import read_image
from inference.imaging.pixels import decode
from inference.imaging.sources import FileSource
from inference.imaging.tags import READ_ERRORS
from tests.dicom_factory import ct_dataset, save

HU = np.array([[-1024, -1000, -5], [0, 40, 1], [700, 2000, 3071]], dtype=np.int16)


def hu_of(dataset, path):
    """Write a data set and read its HU back."""
    save(dataset, path)
    source = FileSource(path)
    with path.open("rb") as stream:
        image = read_image(source, stream)
    with path.open("rb") as stream:
        (hu,) = decode(stream, image.frames)
    return hu


@pytest.mark.parametrize(
    "syntax",
    [
        ImplicitVRLittleEndian,
        ExplicitVRLittleEndian,
        ExplicitVRBigEndian,
        DeflatedExplicitVRLittleEndian,
    ],
    ids=lambda uid: uid.keyword,
)
@pytest.mark.parametrize("signed", [0, 1], ids=["unsigned", "signed"])
def test_native_syntaxes(tmp_path, syntax, signed):
    """Byte order, VR and sign are the file's own matter."""
    intercept = 0 if signed else -1024
    dataset = ct_dataset(
        HU, TransferSyntaxUID=syntax, PixelRepresentation=signed, RescaleIntercept=intercept
    )
    hu = hu_of(dataset, tmp_path / "a.dcm")
    assert hu.dtype == np.int16
    np.testing.assert_array_equal(hu, HU)


@pytest.mark.parametrize(
    "syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless], ids=lambda uid: uid.keyword
)
@pytest.mark.parametrize("signed", [0, 1], ids=["unsigned", "signed"])
def test_lossless_compression(tmp_path, syntax, signed):
    """Compressed without loss, HU are the same to the last bit."""
    hu = np.tile(HU, (24, 24))
    intercept = 0 if signed else -1024
    dataset = ct_dataset(hu, PixelRepresentation=signed, RescaleIntercept=intercept)
    dataset.compress(syntax)
    np.testing.assert_array_equal(hu_of(dataset, tmp_path / "a.dcm"), hu)


@pytest.mark.parametrize(
    ("slope", "intercept", "stored", "expected"),
    [
        (1, -1024, 1000, -24),
        (2, -4047, 2000, -47),
        (0.5, -1024, 101, -974),
        (2.0002442, -4047, 2000, -47),
        (0.1, 0.3, 7, 1),
        (-1, 0, 5, -5),
        (100, 0, 60000, 32767),
        (-100, 0, 60000, -32768),
    ],
    ids=str,
)
def test_rescale(tmp_path, slope, intercept, stored, expected):
    """Slope times value plus intercept, rounded; what int16 can't hold is clipped."""
    dataset = ct_dataset([[0]], RescaleSlope=slope, RescaleIntercept=intercept)
    dataset.PixelData = np.array([stored], "<u2").tobytes()
    assert hu_of(dataset, tmp_path / "a.dcm").item() == expected


def test_inverted_display_leaves_hu_alone(tmp_path):
    """MONOCHROME1 is a matter of the screen."""
    dataset = ct_dataset(HU, PhotometricInterpretation="MONOCHROME1")
    np.testing.assert_array_equal(hu_of(dataset, tmp_path / "a.dcm"), HU)


def test_unused_high_bits_are_no_part_of_the_value(tmp_path):
    """Old writers kept overlays in the upper four bits."""
    dataset = ct_dataset(HU, BitsStored=12, HighBit=11)
    stored = np.frombuffer(dataset.PixelData, "<u2") | np.uint16(0xA000)
    dataset.PixelData = stored.tobytes()
    np.testing.assert_array_equal(hu_of(dataset, tmp_path / "a.dcm"), HU)


@pytest.mark.parametrize(
    ("signed", "padding", "stored", "expected"),
    [
        (1, [-2000], -2000, -1024),
        (1, [-2000, -1500], -1700, -1024),
        (1, [-2000, -1500], -1499, -1499),
        (1, [63536], -2000, -1024),
        (0, [-2], 65534, -1024),
        (0, [65535], 65535, -1024),
        (1, [0], 0, 0),
        (1, [-32768, 32767], 40, 40),
    ],
    ids=["value", "range", "outside", "as US", "as SS", "above", "tissue", "everything"],
)
def test_padding_becomes_air(tmp_path, signed, padding, stored, expected):
    """Padding beyond the range of CT is air; a value that tissue can have stays."""
    dataset = ct_dataset([[0]], PixelRepresentation=signed, RescaleIntercept=0)
    for tag, value in zip((0x00280120, 0x00280121), padding, strict=False):
        dataset.add_new(tag, "SS" if value < 0 else "US", value)
    dataset.PixelData = np.array([stored], "<i2" if signed else "<u2").tobytes()
    assert hu_of(dataset, tmp_path / "a.dcm").item() == expected


def test_cut_off_pixels_are_an_error(tmp_path):
    """Half a picture is never shown as a whole one."""
    dataset = ct_dataset(HU)
    dataset.PixelData = dataset.PixelData[:6]
    with pytest.raises(ValueError, match="less than"):
        hu_of(dataset, tmp_path / "a.dcm")


def test_no_pixels_are_an_error(tmp_path):
    """A header alone is named as such."""
    with pytest.raises(READ_ERRORS, match=r"(?i)pixel data"):
        hu_of(ct_dataset(HU, PixelData=None), tmp_path / "a.dcm")


def test_picture_of_another_size_is_an_error(tmp_path):
    """A header that changed between two readings doesn't go unnoticed."""
    path = save(ct_dataset(HU), tmp_path / "a.dcm")
    with path.open("rb") as stream:
        image = read_image(FileSource(path), stream)
    other = io.BytesIO()
    ct_dataset(HU[:2]).save_as(other, enforce_file_format=True)
    other.seek(0)
    with pytest.raises(ValueError, match="the picture has"):
        list(decode(other, image.frames))
