"""Compressed pictures that lie about their size."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless, RLELossless

from inference.imaging.codestreams import check_claims, claimed_size
from inference.imaging.loading import open_volume
from inference.imaging.volume import WarningCode
from tests.dicom_factory import ct_dataset, ramp_hu, save, write_ct_series

HU = np.tile(ramp_hu((1, 8, 8))[0], (8, 9))


def compressed(syntax):
    """Return a compressed slice of 64 x 72 pixels."""
    dataset = ct_dataset(HU, (0, 0, 2))
    dataset.compress(syntax)
    return dataset


def inflate(dataset, marker, at, size):
    """Let the codestream claim a greater size."""
    data = bytearray(dataset.PixelData)
    start = data.index(marker) + at
    data[start : start + len(size)] = size
    dataset.PixelData = bytes(data)
    return dataset


@pytest.mark.parametrize(
    "syntax",
    [ExplicitVRLittleEndian, RLELossless, JPEGLSLossless, JPEG2000Lossless],
    ids=lambda uid: uid.keyword,
)
def test_honest_pictures_pass(syntax):
    """What a right encoder writes is no matter."""
    if syntax.is_compressed:
        check_claims(compressed(syntax))
    else:
        check_claims(ct_dataset(HU))


def test_without_pixels_nothing_is_claimed():
    """The decoder has its own word for that."""
    dataset = compressed(JPEGLSLossless)
    del dataset.PixelData
    check_claims(dataset)


def test_extended_offset_table():
    """Frames may be found by a table of their own (PS3.3 C.7.6.3.1.8)."""
    dataset = ct_dataset(HU)
    dataset.compress(JPEGLSLossless, encapsulate_ext=True)
    assert "ExtendedOffsetTable" in dataset
    check_claims(dataset)


@pytest.mark.parametrize(
    ("syntax", "marker", "at", "size"),
    [
        (JPEGLSLossless, b"\xff\xf7", 5, b"\xff\xff\xff\xff"),
        (JPEG2000Lossless, b"\xff\x4f\xff\x51", 8, b"\x00\x01\x00\x00\x00\x01\x00\x00"),
    ],
    ids=["JPEG-LS", "JPEG 2000"],
)
def test_lying_picture_is_named_and_never_decoded(tmp_path, syntax, marker, at, size):
    """The file is left out before a decoder asks for the memory."""
    write_ct_series(tmp_path, np.stack([HU] * 5))
    lying = inflate(compressed(syntax), marker, at, size)
    save(lying, tmp_path / "slice_0002.dcm")
    volume = open_volume(tmp_path)
    assert [warning.code for warning in volume.warnings] == [
        WarningCode.SKIPPED_FILE,
        WarningCode.MISSING_SLICES,
    ]
    assert "the picture claims" in volume.warnings[0].text


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (b"", None),
        (b"\xff\xd8\xff\xd9", None),
        (b"\xff\xd8" + bytes(20), None),
        (b"\xff\x4f\xff\x51" + bytes(10), None),
        (b"\xff\xd8\xff\xff\xff\xc3\x00\x0b\x0c\x01\x00\x02\x00\x01\x01\x00\x00", (256, 512, 1)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc4\x00\x02\xff\xc1\x00\x0b\x0c\x00\x40\x00\x48\x03\x01",
            (64, 72, 3),
        ),
    ],
    ids=["empty", "end", "zeros", "cut off", "fill byte", "after other segments"],
)
def test_claimed_size(picture, expected):
    """Segments before the frame's are stepped over; nonsense claims nothing."""
    assert claimed_size(picture) == expected
