"""Reading data sets and single tags, well-formed and not."""

from __future__ import annotations

import io
import zlib

import pytest
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.tag import Tag
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from inference.imaging import tags
from inference.imaging.series import quiet
from inference.imaging.tags import (
    TagError,
    need,
    numbers_of,
    read_dataset,
    readable_name,
    tag_name,
    text_of,
)
from tests.dicom_factory import ct_dataset


def as_stream(dataset):
    """Return a data set as a DICOM file in memory."""
    stream = io.BytesIO()
    dataset.save_as(stream, enforce_file_format=True)
    stream.seek(0)
    return stream


def without_preamble(*, implicit):
    """Return a data set as old stores write it: no preamble, no file meta information."""
    dataset = ct_dataset([[1, 2], [3, 4]])
    stream = DicomBytesIO()
    stream.is_implicit_VR = implicit
    stream.is_little_endian = True
    write_dataset(stream, dataset)
    return io.BytesIO(stream.getvalue())


@pytest.mark.parametrize(
    ("implicit", "syntax"),
    [(True, ImplicitVRLittleEndian), (False, ExplicitVRLittleEndian)],
    ids=["implicit", "explicit"],
)
def test_reads_files_without_a_preamble(implicit, syntax):
    """The transfer syntax is told from the data."""
    dataset = read_dataset(without_preamble(implicit=implicit), pixels=True)
    assert dataset.file_meta.TransferSyntaxUID == syntax
    assert dataset.pixel_array.tolist() == [[1025, 1026], [1027, 1028]]


def test_native_syntax_of_a_big_endian_data_set():
    """Big endian is the third of the native syntaxes."""
    dataset = Dataset()
    dataset.set_original_encoding(is_implicit_vr=False, is_little_endian=False)
    assert tags._native_syntax(dataset).is_little_endian is False


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", bytes(200), b"\x08\x00" + bytes(200)],
    ids=["empty", "text", "zeros", "group 8 and nothing more"],
)
def test_refuses_what_is_not_dicom(content):
    """Nothing is guessed into a data set."""
    with pytest.raises(tags.READ_ERRORS):
        read_dataset(io.BytesIO(content), pixels=False)


def test_header_holds_no_pixels():
    """A header is read up to the pixels, with the tags that are of use."""
    dataset = read_dataset(as_stream(ct_dataset([[1]])), pixels=False)
    assert "PixelData" not in dataset
    assert "PatientPosition" not in dataset
    assert dataset.Modality == "CT"


def test_deflated_data_set_is_read():
    """An honest deflated file passes the check."""
    source = ct_dataset([[1, 2]], TransferSyntaxUID=DeflatedExplicitVRLittleEndian)
    assert read_dataset(as_stream(source), pixels=True).pixel_array.tolist() == [[1025, 1026]]


def test_deflated_bomb_is_refused(monkeypatch):
    """A small file that inflates without bound is stopped before it fills the memory."""
    monkeypatch.setattr(tags, "MAX_DEFLATED_BYTES", 10_000_000)
    stream = as_stream(ct_dataset([[1]], TransferSyntaxUID=DeflatedExplicitVRLittleEndian))
    head = stream.getvalue()
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    start = head.index(str(DeflatedExplicitVRLittleEndian).encode())
    bomb = deflater.compress(bytes(20_000_000)) + deflater.flush()
    # The data set begins after the group length's count, which is left as it was.
    length = int.from_bytes(head[140:144], "little")
    assert start < 144 + length
    with pytest.raises(ValueError, match="grows without bound"):
        read_dataset(io.BytesIO(head[: 144 + length] + bomb), pixels=False)


def test_text_is_decoded_by_its_character_set():
    """Japanese, as PS3.5 H.3.1 has it."""
    source = ct_dataset(
        [[1]],
        SpecificCharacterSet=["", "ISO 2022 IR 87"],
        PatientName="Yamada^Tarou=山田^太郎=やまだ^たろう",
    )
    dataset = read_dataset(as_stream(source), pixels=False)
    assert text_of(dataset, "PatientName") == "Yamada^Tarou=山田^太郎=やまだ^たろう"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", ""),
        ("Adam", "Adam"),
        ("Doe^Jane", "Doe, Jane"),
        ("Doe^Jane^Q^Dr^", "Doe, Jane Q Dr"),
        ("^Jane", "Jane"),
        ("Yamada^Tarou=山田^太郎=", "Yamada, Tarou = 山田, 太郎"),
    ],
    ids=str,
)
def test_readable_name(name, expected):
    """Carets and empty components are for machines."""
    assert readable_name(name) == expected


def test_numbers_of_odd_values():
    """What isn't a finite number is no number."""
    dataset = Dataset()
    dataset.PatientID = "x"
    dataset.WindowWidth = [400, 80]
    dataset.SliceThickness = None
    assert numbers_of(dataset, "PatientID") == ()
    assert numbers_of(dataset, "WindowWidth") == (400.0, 80.0)
    assert numbers_of(dataset, "SliceThickness") == ()
    assert numbers_of(dataset, "Rows") == ()
    dataset.PatientID = "inf"
    assert numbers_of(dataset, "PatientID") == ()


def test_unreadable_value_counts_as_absent():
    """A value that pydicom can't convert doesn't end the reading."""
    dataset = Dataset()
    dataset[0x00280010] = RawDataElement(Tag(0x00280010), "US", 3, b"abc", 0, False, True)
    with quiet():
        assert numbers_of(dataset, "Rows") == ()
        assert text_of(dataset, "Rows") == ""


def test_need_names_the_tag():
    """Missing, not a number, wrong count: each says which tag."""
    dataset = Dataset()
    with pytest.raises(TagError, match=r"\(0028,0030\) Pixel Spacing is missing"):
        need([dataset], "PixelSpacing", 2)
    dataset.PixelSpacing = [1, 2]
    assert need([Dataset(), dataset], "PixelSpacing", 2) == (1.0, 2.0)
    with pytest.raises(TagError, match="has 2 values, not 3"):
        need([dataset], "PixelSpacing", 3)
    dataset.PatientID = "x"
    with pytest.raises(TagError, match=r"\(0010,0020\) Patient ID is 'x'"):
        need([dataset], "PatientID", 1)


def test_tag_name():
    """Number and name, as the standard writes them."""
    assert tag_name("ImagePositionPatient") == "(0020,0032) Image Position (Patient)"
