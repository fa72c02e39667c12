"""Masks of the levels as NIfTI: stored in any order of axes, laid on the CT by the affine."""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np
from nibabel.orientations import axcodes2ornt, io_orientation, ornt_transform
from numpy.typing import NDArray

from inference.imaging.errors import InputError
from inference.imaging.files import replacing, writing
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.nifti import read_nifti_header, read_nifti_hu
from inference.imaging.volume import WarningCode

LAST_LABEL = 19
"""T12: 1..7 are C1..C7, 8..19 are T1..T12."""

LOWER_LABEL = 8
"""T1 and all below are one class here."""

GRID_TOLERANCE = 0.5
"""Voxels by which a mask's corners may miss the CT's: below it each voxel has one partner."""

SAGITTAL = ("P", "I", "L")
"""Axes as stored: rows of a slice run to the back, slices from right to left."""

RAS_FROM_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])
"""NIfTI counts x to the right and y to the front, DICOM to the left and the back."""

SCANNER_CODE = 1
"""NIFTI_XFORM_SCANNER_ANAT: millimetres of the scanner, as DICOM's."""


def read_mask(path: Path, geometry: VolumeGeometry) -> NDArray[np.uint8]:
    """Read a mask onto its CT's grid.

    The two grids may differ by order and direction of their axes, which moves voxels and
    changes none.

    Parameters
    ----------
    path : Path
        ``<StudyInstanceUID>.nii``.
    geometry : VolumeGeometry
        Of the CT.

    Returns
    -------
    ndarray of uint8, shape (k, j, i)
        0 background, 1..7 C1..C7, 8 T1 and below.

    Raises
    ------
    InputError
        If it can't be read, lies on another grid than the CT, or holds other values.
    """
    content, notes = read_nifti_header(path)
    if any(note.code is WarningCode.NO_PATIENT_ORIENTATION for note in notes):
        raise InputError(
            f"study {path.stem}: {path} does not say where it lies (qform_code and sform_code "
            "are 0). Download it again."
        )
    own, own_turn = content.geometry.canonical()
    ct, ct_turn = geometry.canonical()
    if not _same_grid(own, ct):
        raise InputError(
            f"study {path.stem}: {path} lies on another grid than its CT: {_described(own)}, "
            f"not {_described(ct)}. Download both again."
        )
    values = read_nifti_hu(content)
    least, most = int(values.min()), int(values.max())
    if least < 0 or most > LAST_LABEL:
        raise InputError(
            f"study {path.stem}: {path} holds values from {least} to {most}, not labels from 0 "
            f"to {LAST_LABEL}. Download it again."
        )
    labels = np.minimum(values, LOWER_LABEL).astype(np.uint8)
    return np.ascontiguousarray(ct_turn.invert(own_turn.apply(labels)))


def _same_grid(a: VolumeGeometry, b: VolumeGeometry) -> bool:
    if a.shape_kji != b.shape_kji:
        return False
    last = np.array(a.shape_kji) - 1
    corners = np.array(np.meshgrid(*zip((0, 0, 0), last, strict=True))).reshape(3, 8).T
    off = b.lps_to_index(a.index_to_lps(corners)) - corners
    return bool(np.abs(off).max() < GRID_TOLERANCE)


def _described(geometry: VolumeGeometry) -> str:
    shape = " x ".join(str(n) for n in geometry.shape_kji)
    spacing = " x ".join(f"{v:.3f}" for v in geometry.spacing_kji_mm)
    first = ", ".join(f"{v:.1f}" for v in geometry.index_to_lps([0, 0, 0]))
    return f"{shape} voxels of {spacing} mm from ({first})"


def write_mask(
    path: Path,
    label: NDArray[np.uint8],
    geometry: VolumeGeometry,
    axes: tuple[str, str, str] = SAGITTAL,
) -> None:
    """Write a mask as the data set stores its own: uncompressed, sagittal, RAS affine.

    Parameters
    ----------
    path : Path
        Never half-written: an interruption leaves none.
    label : ndarray of uint8, shape (k, j, i)
    geometry : VolumeGeometry
        Of the mask.
    axes : tuple of str
        Direction of each stored axis, as nibabel names them.

    Raises
    ------
    OutputError
        If it can't be written.
    """
    affine = RAS_FROM_LPS @ geometry.matrix
    image = nibabel.Nifti1Image(np.asarray(label, dtype=np.uint8).transpose(2, 1, 0), affine)
    turned = image.as_reoriented(ornt_transform(io_orientation(affine), axcodes2ornt(axes)))
    turned.set_sform(turned.affine, code=SCANNER_CODE)
    turned.header.set_xyzt_units("mm")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as stream:
        turned.to_stream(stream)
