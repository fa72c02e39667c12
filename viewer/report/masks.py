"""The seven levels as a label volume for other programs: ``masks.nii.gz``."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import BinaryIO

import nibabel
import numpy as np

from inference.findings import Analysis
from inference.imaging.geometry import FloatArray
from inference.imaging.volume import Volume
from viewer.report.files import write_files

RAS_FROM_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])
"""NIfTI counts x to the right and y to the front, DICOM to the left and the back."""

SCANNER_CODE = 1
"""NIFTI_XFORM_SCANNER_ANAT: millimetres of the scanner, as DICOM's."""

UNKNOWN_CODE = 0

COMPRESSION = 6

SHEAR_TOLERANCE = 1e-4
"""Cosine between two axes from which on a quaternion can't hold the affine (a tilted gantry)."""


def write_masks_nifti(path: Path, volume: Volume, analysis: Analysis) -> None:
    """Write the masks on the CT's own grid: 0 background, 1..7 = C1..C7.

    Raises
    ------
    OutputError
        If the file can't be written; an earlier one stays as it was.
    """
    write_files({path: lambda stream: dump_masks(stream, volume, analysis)})


def dump_masks(stream: BinaryIO, volume: Volume, analysis: Analysis) -> None:
    """Write the masks into a stream as compressed NIfTI.

    Parameters
    ----------
    stream : binary file
    volume : Volume
        The CT that was analysed; only its grid is written.
    analysis : Analysis

    Raises
    ------
    ValueError
        If the analysis is of another grid.
    """
    if analysis.geometry != volume.geometry:
        raise ValueError("the analysis lies on another grid than the volume")
    affine: FloatArray = RAS_FROM_LPS @ volume.geometry.matrix
    image = nibabel.Nifti1Image(analysis.mask.transpose(2, 1, 0), affine)
    header = image.header
    header.set_data_dtype(np.uint8)
    header.set_xyzt_units("mm")
    header["descrip"] = b"Dens: 0 background, 1..7 = C1..C7"
    header["cal_max"] = 7
    image.set_sform(affine, code=SCANNER_CODE)
    # A quaternion holds no shear; readers that prefer it must not be led astray.
    image.set_qform(affine, code=UNKNOWN_CODE if _sheared(affine) else SCANNER_CODE)
    # Without a name and a time in the header, equal masks make equal files.
    with gzip.GzipFile("", "wb", COMPRESSION, stream, mtime=0) as packed:
        image.to_stream(packed)


def _sheared(affine: FloatArray) -> bool:
    axes = affine[:3, :3] / np.linalg.norm(affine[:3, :3], axis=0)
    return bool(np.abs(axes.T @ axes - np.eye(3)).max() > SHEAR_TOLERANCE)
