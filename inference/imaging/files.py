"""Files that programs read again: whole or not at all, and a full disk said in one line."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from inference.imaging.errors import OutputError

PART = ".part"
"""Suffix of what is still being written; whoever finds one may delete it."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an error of the file system into one that names the file and the remedy.

    Raises
    ------
    OutputError
        In place of an OSError, e.g. of a full disk.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{path}: can't be written: {error.strerror or error}. What was saved before is "
            "untouched: free some space or choose another folder, then start again."
        ) from error


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file and flush it to the device."""
    with path.open("xb") as stream:
        stream.write(content)
        _flush(stream)


def sync_folder(folder: Path) -> None:
    """Flush a folder's names to the device, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a stream whose content the file has afterwards; whatever fails leaves the old one.

    Raises
    ------
    OutputError
        If it can't be written; the old content is still there.
    """
    part = _part(path)
    with writing(path):
        try:
            part.unlink(missing_ok=True)
            with part.open("xb") as stream:
                yield stream
                _flush(stream)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(path.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Give a file new content; an interruption leaves the old one.

    Raises
    ------
    OutputError
        If it can't be written; the old content is still there.
    """
    replace_files({path: content})


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Give files of one folder new contents together.

    All are complete on the device before the first takes its name, so that only a machine
    that stops between two renamings can leave some old beside some new.

    Raises
    ------
    OutputError
        If one can't be written; the old contents are still there.
    """
    path = Path()
    try:
        for path, content in contents.items():
            with writing(path):
                _part(path).unlink(missing_ok=True)
                write_durably(_part(path), content)
                if path.is_dir():
                    # It would stop the renaming half-way.
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        for path in contents:
            with writing(path):
                _part(path).replace(path)
    finally:
        for one in contents:
            _part(one).unlink(missing_ok=True)
    with writing(path):
        sync_folder(path.parent)


def _part(path: Path) -> Path:
    return path.with_name(path.name + PART)


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
