"""Everything that is kept of an analysis, into one folder."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from pathlib import Path

from inference.findings import Analysis
from inference.imaging.errors import OutputError
from inference.imaging.volume import Volume
from viewer.report.files import make_folder, write_files
from viewer.report.findings_json import dump_findings
from viewer.report.key_images import is_own_picture, key_pictures, write_picture
from viewer.report.masks import dump_masks
from viewer.report.pdf import draw_pdf
from viewer.review.review import UNREAD, Review

REPORT_NAME = "report.pdf"
FINDINGS_NAME = "findings.json"
MASKS_NAME = "masks.nii.gz"
KEY_IMAGE_NAME = "key_image_{number}.png"


NAMES = (REPORT_NAME, FINDINGS_NAME, MASKS_NAME)


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
) -> tuple[Path, ...]:
    """Write report, findings, masks and key images: all of them, or none.

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

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    OutputError
        If they can't be written or would replace the study; the files of an earlier
        export stay as they were.
    """
    make_folder(folder)
    if volume.info.source:
        keep_input(folder, Path(volume.info.source))
    pictures = {
        folder / KEY_IMAGE_NAME.format(number=number): partial(write_picture, picture)
        for number, (_, picture) in enumerate(key_pictures(volume, analysis, review), start=1)
    }
    return write_files(
        {
            folder / REPORT_NAME: lambda stream: draw_pdf(stream, volume, analysis, review),
            folder / FINDINGS_NAME: lambda stream: dump_findings(
                stream, volume, analysis, include_names, review
            ),
            folder / MASKS_NAME: lambda stream: dump_masks(stream, volume, analysis),
            **pictures,
        },
        obsolete=_earlier_pictures(folder, pictures),
    )


def _earlier_pictures(folder: Path, pictures: Collection[Path]) -> list[Path]:
    """Return the key images of an earlier export that this one does not replace."""
    # A number, no more: what the reader has named stays, even if Dens drew it.
    named = re.compile(re.escape(KEY_IMAGE_NAME).replace(r"\{number\}", r"\d+"))
    return sorted(
        path
        for path in folder.iterdir()
        if named.fullmatch(path.name) and path not in pictures and is_own_picture(path)
    )
