"""What is sent to an archive: the DICOM objects that an export writes, each with its name."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pydicom
from pydicom.dataset import Dataset

from inference.findings import Analysis
from inference.imaging.volume import Volume
from viewer.report.dicom_files import dicom_writers
from viewer.review.review import Review
from viewer.state.person import Reader
from viewer.texts import noop, tr

_KINDS = {
    "SEG": noop("Segmentation"),
    "SR": noop("Structured report"),
    "KO": noop("Key object selection"),
    "PR": noop("Presentation state"),
}
"""By Modality (0008,0060); what else there is are pictures, named by their caption."""


@dataclass(frozen=True, slots=True, eq=False)
class Outgoing:
    """One object that is to be sent.

    Attributes
    ----------
    title : str
        As the reader is shown it.
    dataset : Dataset
    """

    title: str
    dataset: Dataset


def outgoing_objects(
    volume: Volume, analysis: Analysis, review: Review, reader: Reader | None = None
) -> tuple[Outgoing, ...]:
    """Make every DICOM object of a reading; none where no DICOM series is behind the volume.

    Raises
    ------
    OutputError
        If an object doesn't read back as it was made.
    """
    made = []
    for write in dicom_writers(volume, analysis, review, reader).values():
        stream = BytesIO()
        write(stream)
        stream.seek(0)
        dataset = pydicom.dcmread(stream)
        made.append(Outgoing(_title(dataset), dataset))
    return tuple(made)


def _title(dataset: Dataset) -> str:
    kind = _KINDS.get(str(dataset.Modality))
    return f"{tr(kind)}: {dataset.SeriesDescription}" if kind else str(dataset.ImageComments)
