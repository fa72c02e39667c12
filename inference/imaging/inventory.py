"""What a reader points at, in files: folders, files, ZIPs and DICOMDIRs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydicom.filereader import dcmread

from inference.imaging.errors import FormatError, InputError
from inference.imaging.headers import Fault, read_image
from inference.imaging.nifti import is_nifti
from inference.imaging.sources import FileSource, Inventory, Reader, list_folder, list_zip
from inference.imaging.tags import READ_ERRORS, texts_of
from inference.imaging.volume import VolumeWarning, WarningCode
from inference.imaging.wording import count_of, reason

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
"""A ZIP's first bytes: of its first member, or of an empty directory."""

DICOMDIR_NAME = "dicomdir"
"""The one name that PS3.10 8.6 allows for an index, in small letters: disks differ in case."""

UNUSED_RECORD = 0
"""Record In-use Flag (0004,1410) of a record that was taken out."""


def take_inventory(paths: Sequence[Path], reader: Reader) -> tuple[Inventory, str | None]:
    """List the files to read.

    Parameters
    ----------
    paths : sequence of Path
        At least one. A DICOM file alone stands for its own series, several for themselves.
    reader : Reader

    Returns
    -------
    inventory : Inventory
    only : str or None
        The one Series Instance UID that is wanted.

    Raises
    ------
    InputError
        If a path is not there, or a single one can't be read.
    """
    for path in paths:
        _need(path)
    if len(paths) == 1:
        return _inventory_of_one(paths[0], reader)
    inventory = Inventory()
    for path in dict.fromkeys(paths):
        part = _listed(path)
        inventory.sources += [FileSource(path)] if part is None else part.sources
        inventory.warnings += [] if part is None else part.warnings
    inventory.sources = sorted(set(inventory.sources))
    return inventory, None


def _need(path: Path) -> None:
    try:
        is_there = path.exists()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be opened ({reason(error)}). Check the path.") from error
    if not is_there:
        raise InputError(f"{path}: no such file or folder. Check the path.")
    if not path.is_dir() and not path.is_file():
        raise InputError(f"{path}: neither a file nor a folder. Choose a folder with a CT series.")


def _listed(path: Path) -> Inventory | None:
    """List a folder, a ZIP or a DICOMDIR; None for any other file."""
    if path.is_dir():
        return list_folder(path)
    try:
        with path.open("rb") as stream:
            if stream.read(4) in ZIP_SIGNATURES:
                return list_zip(path)
    except OSError as error:
        raise InputError(
            f"{path}: can't be read ({reason(error)}). Check its permissions."
        ) from error
    return list_dicomdir(path) if path.name.lower() == DICOMDIR_NAME else None


def _inventory_of_one(path: Path, reader: Reader) -> tuple[Inventory, str | None]:
    listed = _listed(path)
    if listed is not None or is_nifti(path):
        return listed or Inventory([FileSource(path)]), None
    try:
        with reader.open(FileSource(path)) as stream:
            image = read_image(FileSource(path), stream)
    except READ_ERRORS as error:
        raise FormatError(
            f"{path}: not readable as DICOM, NIfTI or ZIP ({reason(error)}). "
            "Choose a folder with a CT series."
        ) from error
    if image is None:  # an index under another name
        return list_dicomdir(path), None
    uid = image.info.series_instance_uid
    if image.fault is Fault.MODALITY or not uid:
        return Inventory([FileSource(path)]), None
    # The folder may hold anything else; only what belongs to this series is of interest.
    return Inventory(list_folder(path.parent, recursive=False).sources), uid


def list_dicomdir(path: Path) -> Inventory:
    """List the images that a DICOMDIR names; its whole folder where it is of no use.

    Discs are copied in part, and their indices are often wrong: what can't be taken from the
    index is said, and never keeps the images from being opened.
    """
    try:
        named = _named_files(path)
    except READ_ERRORS as error:
        return _whole_folder(path, f"can't be used ({reason(error)})")
    there = [file for file in named if file.is_file()]
    if not there:
        return _whole_folder(path, "names no file that is there")
    inventory = Inventory([FileSource(file) for file in sorted(there)])
    if len(named) > len(there):
        lost = count_of(len(named) - len(there), "file that it names is", "files that it names are")
        inventory.warnings.append(_about(path, f"{lost} missing. Copy the disc again"))
    return inventory


def _named_files(path: Path) -> set[Path]:
    """Return the files that the records in use refer to, PS3.3 F.3.2.2.

    pydicom's ``FileSet`` follows the records' offsets, for ever where they go in a circle, and
    prepares a folder for changes. To know the files, the records in their order are enough.

    Raises
    ------
    READ_ERRORS
        If it is no index, or a name leads out of its folder.
    """
    root = path.parent.resolve()
    files = set()
    for record in dcmread(path).DirectoryRecordSequence:
        parts = texts_of(record, "ReferencedFileID")
        if not parts or record.get("RecordInUseFlag") == UNUSED_RECORD:
            continue
        file = root.joinpath(*parts)
        if not file.resolve().is_relative_to(root):
            raise ValueError(f"it names a file outside of its folder: {'/'.join(parts)}")
        files.add(path.parent.joinpath(*parts))
    return files


def _whole_folder(path: Path, why: str) -> Inventory:
    inventory = list_folder(path.parent)
    inventory.warnings.append(_about(path, f"{why}; all files beside and below it were read"))
    return inventory


def _about(path: Path, text: str) -> VolumeWarning:
    return VolumeWarning(WarningCode.SKIPPED_FILE, f"{path.name}: {text}")
