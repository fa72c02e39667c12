"""A reading as DICOM files: SEG and SR, read back before they may be written, and its views."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
from pydicom.dataset import Dataset

from inference.findings import Analysis, Level
from inference.imaging.errors import InputError, OutputError
from inference.imaging.series import quiet
from inference.imaging.tags import READ_ERRORS, read_dataset, text_of
from inference.imaging.volume import Volume
from viewer.report.codes import PROBABILITY, UNITS
from viewer.report.dicom_common import MANUFACTURER, DicomSource, DicomSourceError, Stamp, source_of
from viewer.report.dicom_key_images import key_captures, key_selection
from viewer.report.dicom_presentation import presentation_states
from viewer.report.dicom_read import read_masks, read_report
from viewer.report.dicom_seg import NOTHING_SEGMENTED, segmentation, segmented_levels
from viewer.report.dicom_sr import structured_report
from viewer.report.files import Writer
from viewer.report.values import rounded_probability
from viewer.review.review import UNREAD, Review
from viewer.state.corrected import told_review
from viewer.state.person import Reader
from viewer.texts import in_english, tr

SEG_NAME = "seg.dcm"
SR_NAME = "sr.dcm"
CAPTURE_NAME = "key_image_{number}.dcm"
SELECTION_NAME = "key_images.dcm"
PRESENTATION_NAME = "presentation_{number}.dcm"

MISREAD = "doesn't read back as what it was made of, so nothing was written. Please report this."


def missing_dicom(volume: Volume, analysis: Analysis) -> str:
    """Say why there is no SEG or SR of an analysis; empty where there are both."""
    try:
        source_of(volume)
    except DicomSourceError as error:
        return str(error)
    return "" if segmented_levels(analysis) else tr(NOTHING_SEGMENTED)


@in_english()
def dicom_writers(
    volume: Volume,
    analysis: Analysis,
    review: Review = UNREAD,
    reader: Reader | None = None,
    stamp: Stamp | None = None,
) -> dict[str, Writer]:
    """Make SEG, SR and the views, and return what writes each of them, by its file's name.

    Parameters
    ----------
    volume : Volume
        The analysed volume, in its own axis order.
    analysis : Analysis
    review : Review
    reader : Reader, optional
    stamp : Stamp, optional
        Time and UIDs; now and new ones by default.

    Returns
    -------
    dict of str to callable
        Without the SEG where nothing was segmented, empty where no DICOM series is behind the
        volume; :func:`missing_dicom` says so.

    Raises
    ------
    OutputError
        If an object doesn't read back to the masks and numbers that it was made of.
    """
    try:
        source = source_of(volume)
    except DicomSourceError:
        return {}
    told = told_review(analysis, review)
    # highdicom warns of names without a caret, as half of all files have them.
    with quiet():
        return _writers(source, volume, analysis, told, reader, stamp or Stamp.now())


def _writers(
    source: DicomSource,
    volume: Volume,
    analysis: Analysis,
    review: Review,
    reader: Reader | None,
    stamp: Stamp,
) -> dict[str, Writer]:
    written: dict[str, Writer] = {}
    masks = None
    if segmented_levels(analysis):
        masks = segmentation(source, analysis, stamp, review)
        written[SEG_NAME] = _writer(_checked_masks(masks, source, analysis))
    report = structured_report(
        source, volume, analysis, stamp, review, segmentation=masks, reader=reader
    )
    written[SR_NAME] = _writer(_checked_report(report, analysis))
    for name, made in _views(source, volume, analysis, review, stamp).items():
        written[name] = _writer(encoded(made))
    return written


def _views(
    source: DicomSource, volume: Volume, analysis: Analysis, review: Review, stamp: Stamp
) -> dict[str, Dataset]:
    """Return key images, their selection and the presentation states, by their files' names."""
    made: dict[str, Dataset] = {}
    captures = key_captures(source, volume, analysis, review, stamp)
    for number, capture in enumerate(captures, start=1):
        made[CAPTURE_NAME.format(number=number)] = capture
    if captures:
        made[SELECTION_NAME] = key_selection(source, review, captures, stamp)
    states = presentation_states(source, volume, review, stamp)
    for number, state in enumerate(states, start=1):
        made[PRESENTATION_NAME.format(number=number)] = state
    return made


def is_object_name(name: str) -> bool:
    """Tell whether an export gives a DICOM object this name."""
    numbered = (CAPTURE_NAME, PRESENTATION_NAME)
    return name in (SEG_NAME, SR_NAME, SELECTION_NAME) or any(
        re.fullmatch(re.escape(form).replace(r"\{number\}", r"\d+"), name) for form in numbered
    )


def is_own_object(path: Path) -> bool:
    """Tell whether a file is a DICOM object that Dens wrote."""
    try:
        with quiet(), path.open("rb") as stream:
            made = read_dataset(stream, pixels=False, keywords=["Manufacturer"])
        return text_of(made, "Manufacturer") == MANUFACTURER
    except READ_ERRORS:
        return False  # no DICOM, or broken: somebody else's


def encoded(dataset: Dataset) -> bytes:
    """Encode an object as a DICOM file."""
    stream = BytesIO()
    dataset.save_as(stream, enforce_file_format=True)
    return stream.getvalue()


def _writer(content: bytes) -> Writer:
    def write(stream: BinaryIO) -> None:
        stream.write(content)

    return write


def _checked_masks(made: Dataset, source: DicomSource, analysis: Analysis) -> bytes:
    content = encoded(made)
    try:
        read = read_masks(BytesIO(content), source.geometry, SEG_NAME, source.places_mm)
        same = np.array_equal(read, analysis.mask)
    except InputError as error:
        raise OutputError(f"{error} {SEG_NAME} {MISREAD}") from error
    if not same:
        raise OutputError(f"{SEG_NAME} {MISREAD}")
    return content


def _checked_report(made: Dataset, analysis: Analysis) -> bytes:
    content = encoded(made)
    try:
        said = read_report(BytesIO(content), SR_NAME)
    except InputError as error:
        raise OutputError(f"{error} {SR_NAME} {MISREAD}") from error
    told: dict[Level | None, float] = {
        one.level: one.value for one in said.numbers if one.concept == PROBABILITY.meaning
    }
    wanted = {
        one.level: rounded_probability(one.probability)
        for one in analysis.findings
        if one.probability is not None
    }
    units = {one.unit for one in said.numbers}
    if any(told.get(level) != chance for level, chance in wanted.items()) or not units <= UNITS:
        raise OutputError(f"{SR_NAME} {MISREAD}")
    return content
