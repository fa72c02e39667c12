"""Everything that is kept of an analysis, into one folder."""

from __future__ import annotations

from pathlib import Path

from inference.findings import Analysis
from inference.imaging.volume import Volume
from viewer.report.files import make_folder, write_files
from viewer.report.findings_json import dump_findings
from viewer.report.masks import dump_masks
from viewer.report.pdf import draw_pdf

REPORT_NAME = "report.pdf"
FINDINGS_NAME = "findings.json"
MASKS_NAME = "masks.nii.gz"


def export_all(
    folder: Path, volume: Volume, analysis: Analysis, include_names: bool = False
) -> tuple[Path, ...]:
    """Write report, findings and masks: all of them, or none.

    Parameters
    ----------
    folder : Path
        Made when it does not exist. Files of an earlier export are replaced.
    volume : Volume
        The analysed volume, in its own axis order.
    analysis : Analysis
    include_names : bool
        Whether ``findings.json`` says who the patient is; the report always does.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    OutputError
        If they can't be written; the files of an earlier export stay as they were.
    """
    make_folder(folder)
    return write_files(
        {
            folder / REPORT_NAME: lambda stream: draw_pdf(stream, volume, analysis),
            folder / FINDINGS_NAME: lambda stream: dump_findings(
                stream, volume, analysis, include_names
            ),
            folder / MASKS_NAME: lambda stream: dump_masks(stream, volume, analysis),
        }
    )
