"""A series and what was found in it, without identifiers, into one folder.

The source's images are cleaned one by one. Everything else is made anew from a volume that
names nobody, so that no text, corner or reference can bring an identifier back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    SecondaryCaptureImageStorage,
)

from inference.findings import Analysis
from inference.imaging.codestreams import check_claims
from inference.imaging.errors import InputError, OutputError
from inference.imaging.sources import BROKEN_ZIP, FileSource, Reader
from inference.imaging.study import NiftiImage, Series
from inference.imaging.tags import READ_ERRORS, read_dataset
from inference.imaging.volume import DicomOrigin, SeriesInfo, Volume
from inference.imaging.wording import reason
from viewer.report.confidentiality import ANONYMOUS, Deidentifier
from viewer.report.export import bundle_writers, keep_input
from viewer.report.files import Writer, make_folder, write_files
from viewer.report.findings_json import unnamed
from viewer.review.marks import TextNote
from viewer.review.review import UNREAD, Review
from viewer.texts import noop, tr

IMAGES_FOLDER = "ct"
IMAGE_NAME = "IM{number:05d}.dcm"
"""By the place in the stack: a source's own name may be a person's."""

NO_DICOM = noop("Only a DICOM series can be exported without identifiers, and this volume is none.")

TEXT_REMOVED = "(text removed)"

_SCREEN_KINDS = frozenset({"SCREEN SAVE", "SCREEN_SAVE", "SECONDARY CAPTURE"})
"""Of Image Type (0008,0008), what scanners call a picture of their screen."""

_OVERLAYS = range(0x6000, 0x6020, 2)
"""Their groups, PS3.5 7.6. One without Overlay Data lies in unused bits of the pixels."""

OnImage = Callable[[int, int], None]
"""Called with the number of images written and their total. What it raises ends the work."""


@dataclass(frozen=True, slots=True)
class Anonymised:
    """What an export without identifiers wrote and took away.

    Attributes
    ----------
    folder : Path
    files : tuple of Path
    images : int
        Of the source series.
    patient_id : str
        The patient's new number.
    changed : tuple of str
        Names of the attributes that were removed, emptied or replaced, in order.
    private : int
        Private and unknown attributes that were removed.
    says_no_text : bool
        Whether every image says itself that no text is burned into its pixels.
    """

    folder: Path
    files: tuple[Path, ...]
    images: int
    patient_id: str
    changed: tuple[str, ...]
    private: int
    says_no_text: bool


def export_anonymised(
    folder: Path,
    series: Series,
    volume: Volume,
    analysis: Analysis | None = None,
    review: Review = UNREAD,
    on_image: OnImage | None = None,
) -> Anonymised:
    """Write a series without identifiers, and the results where there are any.

    Parameters
    ----------
    folder : Path
        Made when it does not exist.
    series : Series
        Whose images are written.
    volume : Volume
        What was read of it.
    analysis : Analysis or None
    review : Review
        Its free text is left out: it may name a person.
    on_image : callable, optional

    Returns
    -------
    Anonymised

    Raises
    ------
    InputError
        If an image can't be read, or may show text in its pixels; nothing is written then.
    OutputError
        If the files can't be written, would lie among the study's own, or the folder holds
        any already: what one gives away must not be mixed with another's.
    """
    if isinstance(series.content, NiftiImage):
        raise InputError(tr(NO_DICOM))
    if volume.info.source:
        keep_input(folder, Path(volume.info.source))
        keep_input(folder / IMAGES_FOLDER, Path(volume.info.source))
    make_folder(folder / IMAGES_FOLDER)
    _refuse_filled(folder)
    deidentifier = Deidentifier()
    sources = tuple(dict.fromkeys(frame.source for frame in series.content))
    with Reader() as reader:
        writers = _image_writers(folder / IMAGES_FOLDER, reader, sources, deidentifier, on_image)
        if analysis is not None:
            nameless = _nameless(volume, deidentifier)
            writers |= bundle_writers(folder, nameless, analysis, False, without_text(review))
        written = write_files(writers)
    tally = deidentifier.tally
    return Anonymised(
        folder,
        written,
        len(sources),
        deidentifier.patient_id,
        tuple(sorted(tally.changed)),
        tally.private,
        tally.silent == 0,
    )


def _refuse_filled(folder: Path) -> None:
    there = (*folder.iterdir(), *(folder / IMAGES_FOLDER).iterdir())
    if any(path != folder / IMAGES_FOLDER for path in there):
        raise OutputError(
            tr("{folder}: holds files already; choose an empty folder.", folder=folder)
        )


def _image_writers(
    folder: Path,
    reader: Reader,
    sources: Sequence[FileSource],
    deidentifier: Deidentifier,
    on_image: OnImage | None,
) -> dict[Path, Writer]:
    def write(number: int, source: FileSource, stream: BinaryIO) -> None:
        if on_image is not None:
            on_image(number, len(sources))
        dataset = _read(reader, source)
        deidentifier.tally.silent += dataset.get("BurnedInAnnotation") != "NO"
        _write_clean(stream, dataset, deidentifier, source.name)

    return {
        folder / IMAGE_NAME.format(number=number + 1): partial(write, number, source)
        for number, source in enumerate(sources)
    }


def _read(reader: Reader, source: FileSource) -> Dataset:
    try:
        with reader.open(source) as stream:
            dataset = read_dataset(stream, pixels=True)
        check_claims(dataset)
        refuse_text_in_pixels(dataset, source.name)
        if dataset.file_meta.TransferSyntaxUID.is_compressed:
            # A compressed image's codestream has room for comments.
            dataset.decompress(generate_instance_uid=False)
    except (*READ_ERRORS, *BROKEN_ZIP) as error:
        raise InputError(
            tr(
                "{name}: can't be read ({why}). Copy the series again.",
                name=source.name,
                why=reason(error),
            )
        ) from error
    return dataset


def refuse_text_in_pixels(dataset: Dataset, name: str) -> None:
    """Refuse an image that may show who the patient is.

    Raises
    ------
    InputError
        The message names the file and the attribute that tells it.
    """
    kinds = {str(value).upper() for value in dataset.get("ImageType") or ()}
    why = ""
    if str(dataset.get("BurnedInAnnotation") or "").upper() == "YES":
        why = tr("(0028,0301) Burned In Annotation is YES")
    elif dataset.get("SOPClassUID") == SecondaryCaptureImageStorage or kinds & _SCREEN_KINDS:
        why = tr("it is a picture of a screen (secondary capture)")
    elif any((group, 0x0102) in dataset and (group, 0x3000) not in dataset for group in _OVERLAYS):
        why = tr("it has an overlay (60xx,0102) among the bits of its pixels")
    if why:
        raise InputError(
            tr(
                "{name}: its pixels may show who the patient is: {why}. Dens cleans no pixels; "
                "export the original series instead.",
                name=name,
                why=why,
            )
        )


def _write_clean(stream: BinaryIO, dataset: Dataset, deidentifier: Deidentifier, name: str) -> None:
    syntax = dataset.file_meta.TransferSyntaxUID
    try:
        deidentifier.clean(dataset)
    except READ_ERRORS as error:
        raise InputError(
            tr(
                "{name}: a value can't be read ({why}), so it can't be made anonymous. "
                "Export the series again.",
                name=name,
                why=reason(error),
            )
        ) from error
    # A new head: the old one names stations, and its preamble may hold anything.
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = (
        ExplicitVRLittleEndian if syntax == DeflatedExplicitVRLittleEndian else syntax
    )
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    clean = Dataset()
    clean.update(dataset)
    clean.file_meta = meta
    pydicom.dcmwrite(stream, clean, enforce_file_format=True)


def _nameless(volume: Volume, deidentifier: Deidentifier) -> Volume:
    """Return the same voxels of nobody."""
    old = volume.info
    info = SeriesInfo(
        study_instance_uid=deidentifier.uid(old.study_instance_uid),
        series_instance_uid=deidentifier.uid(old.series_instance_uid),
        frame_of_reference_uid=deidentifier.uid(old.frame_of_reference_uid),
        modality=old.modality,
        series_number=old.series_number,
        patient_name=ANONYMOUS,
        patient_id=deidentifier.patient_id,
        window_width=old.window_width,
        window_level=old.window_level,
        lossy_ratio=old.lossy_ratio,
    )
    warnings = tuple(unnamed(warning) for warning in volume.warnings)
    origin = None if volume.origin is None else _nameless_origin(volume.origin, deidentifier)
    return replace(volume, info=info, warnings=warnings, origin=origin)


def _nameless_origin(origin: DicomOrigin, deidentifier: Deidentifier) -> DicomOrigin:
    header = deepcopy(origin.header)
    deidentifier.clean(header)
    slices = tuple(
        None
        if there is None
        else replace(there, sop_instance_uid=deidentifier.uid(there.sop_instance_uid))
        for there in origin.slices
    )
    return DicomOrigin(header, slices)


def without_text(review: Review) -> Review:
    """Return a reading without the reader's free text."""
    return replace(
        review,
        levels=tuple(replace(level, text="") for level in review.levels),
        findings=tuple(replace(finding, text="") for finding in review.findings),
        marks=tuple(
            replace(mark, label=TEXT_REMOVED if isinstance(mark, TextNote) else "")
            for mark in review.marks
        ),
        key_images=tuple(replace(image, caption="") for image in review.key_images),
        blind=replace(review.blind, text=""),
    )
