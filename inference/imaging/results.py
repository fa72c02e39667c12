"""Segmentations and structured reports beside the images: which series each of them is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from pydicom.dataset import Dataset

from inference.imaging.inventory import take_inventory
from inference.imaging.sources import BROKEN_ZIP, FileSource, Reader
from inference.imaging.study import ProgressCallback, Reference, ResultFile, ResultKind
from inference.imaging.tags import (
    READ_ERRORS,
    first_text,
    quiet,
    read_dataset,
    readable_name,
    text_of,
    texts_of,
)

RESULT_TAGS = [
    "SpecificCharacterSet",
    "SOPClassUID",
    "Modality",
    "PatientName",
    "PatientID",
    "InstanceCreationDate",
    "SeriesDate",
    "ContentDate",
    "Manufacturer",
    "ManufacturerModelName",
    "SeriesDescription",
    "ReferencedSeriesSequence",
    "CurrentRequestedProcedureEvidenceSequence",
    "PertinentOtherEvidenceSequence",
    "ContentLabel",
    "ContentDescription",
    "ContentCreatorName",
    "ConceptNameCodeSequence",
    "AuthorObserverSequence",
    "SegmentSequence",
    "SharedFunctionalGroupsSequence",
    "PerFrameFunctionalGroupsSequence",
]
"""What tells of a result what it is of and who made it."""

EVIDENCE = ("CurrentRequestedProcedureEvidenceSequence", "PertinentOtherEvidenceSequence")
"""Where a report names its series. The second one's are others, of priors for instance (PS3.3
C.17.2.3): they count only where the first one names none."""

NESTED_AT_MOST = 8
"""Sequences within sequences that are searched for images: the standard nests four."""


def find_results(
    paths: Sequence[Path], progress: ProgressCallback | None = None
) -> tuple[ResultFile, ...]:
    """Find the segmentations and reports at some paths, whether or not there are images.

    Parameters
    ----------
    paths : sequence of Path
    progress : callable, optional
        Called with the number of files read and their total.

    Raises
    ------
    InputError
        If a path is not there or can't be read.
    """
    with Reader() as reader, quiet():
        inventory, _ = take_inventory(paths, reader)
        return results_among(inventory.sources, reader, progress)


def results_among(
    sources: Sequence[FileSource], reader: Reader, progress: ProgressCallback | None = None
) -> tuple[ResultFile, ...]:
    """Return those files that are results; what is none or can't be read is left out."""
    found = []
    for done, source in enumerate(sources):
        if progress is not None:
            progress(done, len(sources))
        try:
            with reader.open(source) as stream:
                result = _read_result(source, stream)
        except (*READ_ERRORS, *BROKEN_ZIP):
            continue  # whoever reads it as an image says so
        found += [] if result is None else [result]
    return tuple(found)


def _read_result(source: FileSource, stream: BinaryIO) -> ResultFile | None:
    dataset = read_dataset(stream, pixels=False, keywords=RESULT_TAGS)
    modality = text_of(dataset, "Modality")
    if modality not in set(ResultKind):
        return None
    references = _references(dataset)
    images = frozenset() if references else frozenset(_image_uids(dataset))
    return ResultFile(
        source,
        ResultKind(modality),
        references or ((Reference("", images),) if images else ()),
        text_of(dataset, "PatientID"),
        readable_name(text_of(dataset, "PatientName")),
        *_label_and_creator(dataset),
        made_on=_first(dataset, "ContentDate", "SeriesDate", "InstanceCreationDate"),
    )


def _references(dataset: Dataset) -> tuple[Reference, ...]:
    """Return the series that a segmentation refers to, or that are a report's evidence."""
    evidence = (list(dataset.get(keyword) or []) for keyword in EVIDENCE)
    for places in ([dataset], *evidence):
        series = [one for place in places for one in place.get("ReferencedSeriesSequence") or []]
        found = tuple(
            Reference(uid, frozenset(_image_uids(one)))
            for one in series
            for uid in texts_of(one, "SeriesInstanceUID")
        )
        if found:
            return found
    return ()


def _image_uids(dataset: Dataset, nested: int = 0) -> Iterator[str]:
    """Yield the images that are named anywhere within (as in PS3.3 C.7.6.16.2.6)."""
    for element in dataset:
        if element.keyword == "ReferencedSOPInstanceUID":
            yield str(element.value)
        elif element.VR == "SQ" and nested < NESTED_AT_MOST:
            for item in element.value:
                yield from _image_uids(item, nested + 1)


def _label_and_creator(dataset: Dataset) -> tuple[str, str]:
    segments = list(dataset.get("SegmentSequence") or [])
    titles = list(dataset.get("ConceptNameCodeSequence") or [])
    label = _first(dataset, "ContentLabel", "SeriesDescription", "ContentDescription")
    algorithm = first_text(segments, "SegmentAlgorithmName")
    authors = list(dataset.get("AuthorObserverSequence") or [])
    creator = (
        algorithm
        or first_text(authors, "PersonName")
        or _first(dataset, "ContentCreatorName", "ManufacturerModelName", "Manufacturer")
    )
    return label or first_text(titles, "CodeMeaning"), creator


def _first(dataset: Dataset, *keywords: str) -> str:
    return next((text for keyword in keywords if (text := text_of(dataset, keyword))), "")
