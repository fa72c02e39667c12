"""Writing files so that an interrupted or failed write leaves the earlier ones as they were."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import BinaryIO

from inference.imaging.errors import OutputError

Writer = Callable[[BinaryIO], None]
"""Writes a whole file into the stream that it is given."""

_REMEDIES = {
    errno.ENOSPC: "no room left on the device; free some space or choose another folder",
    errno.EDQUOT: "the disk quota is used up; free some space or choose another folder",
    errno.EACCES: "permission denied; choose a folder that you may write to",
    errno.EPERM: "permission denied; choose a folder that you may write to",
    errno.EROFS: "the device is read-only; choose another folder",
    errno.ENOTDIR: "a part of the path is a file; choose another folder",
    errno.EEXIST: "there is a file of that name; choose another folder",
    errno.EISDIR: "there is a folder of that name; choose another name",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}


def output_error(path: Path, error: OSError) -> OutputError:
    """Say in one line what could not be written, why, and what to do."""
    known = _REMEDIES.get(error.errno or 0)
    reason = known or f"{error.strerror or error}; choose another folder"
    return OutputError(f"{path}: can't be written: {reason}.")


def make_folder(folder: Path) -> None:
    """Create a folder with its parents and prove that a file can be written there.

    Called before a long analysis, so that its result has somewhere to go.

    Raises
    ------
    OutputError
        If that is not possible.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = _temporary(folder / "probe")
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise output_error(folder, error) from error


def write_files(
    writers: Mapping[Path, Writer], obsolete: Collection[Path] = ()
) -> tuple[Path, ...]:
    """Write files all together: each complete under its name, or none at all.

    Every file is first written beside its place and flushed to the device. Only when
    all are complete do they take their names, so an earlier export is never mixed with
    a failed one.

    Parameters
    ----------
    writers : mapping of Path to callable
        What to write, in order. Folders must exist.
    obsolete : collection of Path
        Files that the new ones make wrong. They go when all else is done, and stay where
        that fails.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    OutputError
        If there is no room, no permission, or no such folder.
    """
    staged: dict[Path, Path] = {}
    aside: dict[Path, Path] = {}
    path, complete = Path(), False
    try:
        for path, write in writers.items():
            temporary = staged[path] = _temporary(path)
            with temporary.open("xb") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
        # A folder in a file's place would stop the replacement half-way: look first.
        for path in staged:
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        for path in obsolete:
            aside[path] = path.rename(_temporary(path))
        for path, temporary in staged.items():
            temporary.replace(path)
        complete = True
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)
        for place, hidden in aside.items():
            if complete:
                hidden.unlink()
            else:
                hidden.rename(place)
    return tuple(staged)


def _temporary(path: Path) -> Path:
    # In the same folder, since a file can take another's name only within one device.
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
