"""What a compressed picture claims of itself, read before a decoder believes it.

The decoders allocate what the codestream says, not what the DICOM header says: a few bytes
can ask for gigabytes, and some decoders then end the whole process.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset
from pydicom.encaps import generate_frames
from pydicom.uid import RLELossless

_SOI = b"\xff\xd8"
"""Start of a JPEG or JPEG-LS picture, ITU-T T.81 B.1.1.3."""

_SOC_SIZ = b"\xff\x4f\xff\x51"
"""Start of a JPEG 2000 codestream and of its size segment, ITU-T T.800 A.5.1."""

_FRAME_MARKERS = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}
"""Start of frame in every JPEG process (T.81 table B.1) and in JPEG-LS (T.87 C.1.2)."""


def claimed_size(picture: bytes) -> tuple[int, int, int] | None:
    """Return rows, columns and components that a codestream claims.

    Parameters
    ----------
    picture : bytes
        One frame, JPEG, JPEG-LS or JPEG 2000.

    Returns
    -------
    tuple of int or None
        None where no claim is found; a decoder will refuse it, too.
    """
    if picture.startswith(_SOI):
        return _jpeg_size(picture)
    start = picture.find(_SOC_SIZ)
    if start < 0 or len(picture) < start + 42:
        return None
    # After the markers: Lsiz and Rsiz (2 bytes each), then Xsiz, Ysiz, XOsiz, YOsiz.
    x1, y1, x0, y0 = (
        int.from_bytes(picture[at : at + 4], "big") for at in range(start + 8, start + 24, 4)
    )
    return y1 - y0, x1 - x0, int.from_bytes(picture[start + 40 : start + 42], "big")


def _jpeg_size(picture: bytes) -> tuple[int, int, int] | None:
    at = 2
    while at + 10 <= len(picture) and picture[at] == 0xFF:
        marker = picture[at + 1]
        if marker == 0xFF:  # a fill byte, T.81 B.1.1.2
            at += 1
            continue
        if marker in _FRAME_MARKERS:
            rows = int.from_bytes(picture[at + 5 : at + 7], "big")
            columns = int.from_bytes(picture[at + 7 : at + 9], "big")
            return rows, columns, picture[at + 9]
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    return None


def check_claims(dataset: Dataset) -> None:
    """Compare every compressed picture with its header.

    Raises
    ------
    ValueError
        If a codestream claims another size than Rows, Columns and Samples per Pixel.
    """
    syntax = dataset.file_meta.TransferSyntaxUID
    # RLE has no size of its own: its decoder takes the header's.
    if not syntax.is_encapsulated or syntax == RLELossless or "PixelData" not in dataset:
        return
    stated = (int(dataset.Rows), int(dataset.Columns), int(dataset.get("SamplesPerPixel", 1)))
    for picture in _pictures(dataset):
        claimed = claimed_size(picture)
        if claimed is not None and claimed != stated:
            sizes = [" x ".join(str(n) for n in size) for size in (claimed, stated)]
            raise ValueError(f"the picture claims {sizes[0]}, its header {sizes[1]}")


def _pictures(dataset: Dataset) -> Iterator[bytes]:
    offsets = None
    if "ExtendedOffsetTable" in dataset:
        offsets = (dataset.ExtendedOffsetTable, dataset.ExtendedOffsetTableLengths)
    count = int(dataset.get("NumberOfFrames", 1) or 1)
    return generate_frames(dataset.PixelData, number_of_frames=count, extended_offsets=offsets)
