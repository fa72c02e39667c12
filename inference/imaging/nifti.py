"""NIfTI files: a grid and numbers, with no word on patient, modality or unit."""

from __future__ import annotations

import logging
import math
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
from nibabel.filebasedimages import ImageFileError
from nibabel.spatialimages import HeaderDataError
from numpy.typing import NDArray

from inference.imaging.errors import InputError
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.memory import refuse_if_too_large
from inference.imaging.study import NiftiImage
from inference.imaging.volume import VolumeWarning, WarningCode
from inference.imaging.wording import reason

AIR_HU = -1024
"""Stands for voxels that are not a number."""

UNIT_MM = {1: 1000.0, 3: 0.001}
"""Length units of a NIfTI header other than mm: metre and micrometre (nifti1.h)."""

SPATIAL_UNIT_BITS = 0x07
"""The part of ``xyzt_units`` that counts lengths."""

DEFLATE_RATIO = 1032
"""No deflated byte unpacks to more (zlib's own documentation)."""

NIFTI_ERRORS = (
    ImageFileError,
    HeaderDataError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    zlib.error,
)
"""What nibabel raises on a broken file."""


def is_nifti(path: Path) -> bool:
    """Tell by its name whether a file claims to be NIfTI."""
    return path.name.lower().endswith((".nii", ".nii.gz"))


def read_nifti_header(path: Path) -> tuple[NiftiImage, tuple[VolumeWarning, ...]]:
    """Read the grid of a NIfTI file.

    Raises
    ------
    InputError
        If it can't be read, isn't three-dimensional, or has no usable affine.
    """
    image = _open(path)
    shape = tuple(int(n) for n in image.shape)
    spatial = shape[:3]
    if len(spatial) != 3 or any(n != 1 for n in shape[3:]) or min(shape) < 1:
        raise InputError(
            f"{path}: dim is {list(shape)}, not three-dimensional. Save one volume alone."
        )
    scale = UNIT_MM.get(int(image.header["xyzt_units"]) & SPATIAL_UNIT_BITS, 1.0)
    # NIfTI is RAS, DICOM is LPS: x and y change their sign.
    matrix = np.diag([-scale, -scale, scale, 1.0]) @ np.asarray(image.affine, dtype=np.float64)
    matrix[3] = (0.0, 0.0, 0.0, 1.0)
    try:
        geometry = VolumeGeometry.from_matrix(spatial[::-1], matrix)
    except ValueError as error:
        raise InputError(f"{path}: its affine is unusable ({error}). Save it again.") from error
    notes = [
        VolumeWarning(
            WarningCode.NOT_DICOM,
            "NIfTI: no patient, no modality; the numbers are taken as Hounsfield units",
        )
    ]
    if not int(image.header["qform_code"]) and not int(image.header["sform_code"]):
        notes.append(
            VolumeWarning(
                WarningCode.NO_PATIENT_ORIENTATION,
                "qform_code and sform_code are 0: left and right, head and feet are a guess",
            )
        )
    return NiftiImage(path, geometry), tuple(notes)


def read_nifti_hu(content: NiftiImage) -> NDArray[np.int16]:
    """Read the voxels, shape (k, j, i); fractions are rounded, the rest clipped to int16.

    Raises
    ------
    InputError
        If they can't be read, or don't fit into memory.
    """
    refuse_if_too_large(str(content.path), content.shape_kji, bytes_per_voxel=6)
    try:
        image = _open(content.path)
        _check_size(content, int(image.get_data_dtype().itemsize))
        values = np.asanyarray(image.dataobj)
        values = values.reshape(content.shape_kji[::-1], order="F").T
        hu = np.empty(content.shape_kji, dtype=np.int16)
        for k, plane in enumerate(values):
            hu[k] = _plane_hu(plane)
    except NIFTI_ERRORS as error:
        raise InputError(
            f"{content.path}: its voxels can't be read ({reason(error)}). Copy it again."
        ) from error
    return hu


def read_nifti_slice(content: NiftiImage, k: int) -> NDArray[np.int16]:
    """Read one slice, shape (j, i), as :func:`read_nifti_hu` does.

    Raises
    ------
    InputError
        If it can't be read.
    """
    try:
        image = _open(content.path)
        _check_size(content, int(image.get_data_dtype().itemsize))
        plane = np.asanyarray(image.dataobj[:, :, k])
        return _plane_hu(plane.reshape(plane.shape[:2]).T)
    except NIFTI_ERRORS as error:
        raise InputError(
            f"{content.path}: its voxels can't be read ({reason(error)}). Copy it again."
        ) from error


def _plane_hu(plane: NDArray[np.generic]) -> NDArray[np.int16]:
    """Round to int16, clipped; what is no number becomes air."""
    known = np.nan_to_num(plane, nan=AIR_HU) if plane.dtype.kind == "f" else plane
    bounds = np.iinfo(np.int16)
    hu: NDArray[np.int16] = np.rint(np.clip(known, bounds.min, bounds.max)).astype(np.int16)
    return hu


def _check_size(content: NiftiImage, item_bytes: int) -> None:
    """Raise ValueError if the file can't hold what it claims: memory is taken by the claim."""
    stored = content.path.stat().st_size
    most = stored * (DEFLATE_RATIO if content.path.suffix.lower() == ".gz" else 1)
    claimed = math.prod(content.shape_kji) * item_bytes
    if claimed > most:
        raise ValueError(f"it claims {claimed:,} bytes, and has {stored:,}")


@contextmanager
def _silent() -> Iterator[None]:
    """Keep nibabel's remarks on odd but readable headers off the terminal."""
    logger = logging.getLogger("nibabel.global")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def hardly_hu(hu: NDArray[np.int16]) -> tuple[VolumeWarning, ...]:
    """Warn about voxels that can't well be HU: every CT has air around the patient."""
    least = int(hu.min())
    if least < 0:
        return ()
    text = f"the least value is {least}: these are hardly Hounsfield units, and maybe no CT"
    return (VolumeWarning(WarningCode.NOT_DICOM, text),)


def _open(path: Path) -> Any:  # noqa: ANN401  nibabel has no types
    try:
        with _silent():
            image = nibabel.load(path)
    except NIFTI_ERRORS as error:
        raise InputError(
            f"{path}: not readable as NIfTI ({reason(error)}). Copy it again."
        ) from error
    if not isinstance(image, nibabel.Nifti1Image):
        raise InputError(f"{path}: not a single-file NIfTI. Save it as .nii or .nii.gz.")
    return image
