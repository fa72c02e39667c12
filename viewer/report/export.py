"""Everything that is kept of an analysis, into one folder."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path

from inference.findings import Analysis
from inference.imaging.errors import OutputError
from inference.imaging.volume import Volume
from viewer.report.dicom_files import (
    SEG_NAME,
    SR_NAME,
    dicom_writers,
    is_object_name,
    is_own_object,
)
from viewer.report.files import Writer, make_folder, write_files
from viewer.report.findings_json import dump_findings
from viewer.report.key_images import is_own_picture, key_pictures, write_picture
from viewer.report.masks import dump_masks
from viewer.report.pdf import draw_pdf
from viewer.review.review import UNREAD, Review
from viewer.state.person import Reader

REPORT_NAME = "report.pdf"
FINDINGS_NAME = "findings.json"
MASKS_NAME = "masks.nii.gz"
KEY_IMAGE_NAME = "key_image_{number}.png"
_KEY_PICTURE = re.compile(re.escape(KEY_IMAGE_NAME).replace(r"\{number\}", r"\d+"))

NAMES = (REPORT_NAME, FINDINGS_NAME, MASKS_NAME, SEG_NAME, SR_NAME)


def keep_input(folder: Path, study: Path) -> None:
    """Refuse to write among a study's own files, or over the study: the input stays as it is.

    Raises
    ------
    OutputError
        If ``folder`` is the study, or a file to be written has the study's place.
    """
    try:
        place = study.resolve()
        taken = place in (folder.resolve(), *((folder / name).resolve() for name in NAMES))
    except OSError:
        # No such path can be resolved, so none of ours is it; opening it tells what is wrong.
        return
    if taken:
        raise OutputError(f"{folder}: holds the study itself; choose another folder.")


def export_all(
    folder: Path,
    volume: Volume,
    analysis: Analysis,
    include_names: bool = False,
    review: Review = UNREAD,
    reader: Reader | None = None,
) -> tuple[Path, ...]:
    """Write report, findings, masks, key images, DICOM SEG and SR: all of them, or none.

    A volume that is no DICOM series has neither SEG nor SR
    (:func:`~viewer.report.dicom_files.missing_dicom` says why).

    Parameters
    ----------
    folder : Path
        Made when it does not exist. Files of an earlier export are replaced, and its key
        images beyond these go; what Dens did not write is left alone.
    volume : Volume
        The analysed volume, in its own axis order.
    analysis : Analysis
    include_names : bool
        Whether ``findings.json`` says who the patient is; the report always does.
    review : Review
        The reader's word on the analysis.
    reader : Reader, optional
        Who read, where it is known.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    OutputError
        If they can't be written, would replace the study or another program's picture or DICOM
        object, or one of Dens's doesn't read back as it should; an earlier export stays as it was.
    """
    make_folder(folder)
    if volume.info.source:
        keep_input(folder, Path(volume.info.source))
    writers = bundle_writers(folder, volume, analysis, include_names, review, reader)
    keep_others(writers)
    return write_files(writers, obsolete=_earlier_results(folder, writers))


def keep_others(written: Iterable[Path]) -> None:
    """Refuse to write over a picture or DICOM object of another program.

    Parameters
    ----------
    written : iterable of Path
        What is to be written.

    Raises
    ------
    OutputError
        Names the file.
    """
    for path in written:
        if path.is_file() and not _is_own(path):
            raise OutputError(f"{path}: was not written by Dens; choose another folder.")


def _is_own(path: Path) -> bool:
    """Tell whether Dens wrote a file, as far as its kind tells that."""
    if _KEY_PICTURE.fullmatch(path.name):
        return is_own_picture(path)
    return not is_object_name(path.name) or is_own_object(path)


def _earlier_results(folder: Path, written: Collection[Path]) -> list[Path]:
    """Return the results of an earlier export that this one does not replace."""
    # A number, no more: what the reader has named stays, even if Dens made it.
    return sorted(
        path
        for path in folder.iterdir()
        if path not in written
        and (
            (_KEY_PICTURE.fullmatch(path.name) and is_own_picture(path))
            or (is_object_name(path.name) and is_own_object(path))
        )
    )


def bundle_writers(
    folder: Path,
    volume: Volume,
    analysis: Analysis,
    include_names: bool,
    review: Review,
    reader: Reader | None = None,
) -> dict[Path, Writer]:
    """Return what writes each file of :func:`export_all`."""
    pictures = {
        folder / KEY_IMAGE_NAME.format(number=number): partial(write_picture, picture)
        for number, (_, picture) in enumerate(key_pictures(volume, analysis, review), start=1)
    }
    objects = {
        folder / name: write
        for name, write in dicom_writers(volume, analysis, review, reader).items()
    }
    return {
        folder / REPORT_NAME: lambda stream: draw_pdf(stream, volume, analysis, review),
        folder / FINDINGS_NAME: lambda stream: dump_findings(
            stream, volume, analysis, include_names, review
        ),
        folder / MASKS_NAME: lambda stream: dump_masks(stream, volume, analysis),
        **pictures,
        **objects,
    }
