"""Files of a run folder: whole or not at all, and a full disk said in one line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
            "untouched: free some space or choose another --run folder, then start again."
        ) from error


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file and flush it to the device."""
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Flush a folder's names to the device, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, content: bytes) -> None:
    """Give a file new content; an interruption leaves the old one.

    Raises
    ------
    OutputError
        If it can't be written; the old content is still there.
    """
    part = path.with_name(path.name + PART)
    with writing(path):
        try:
            part.unlink(missing_ok=True)
            write_durably(part, content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(path.parent)
