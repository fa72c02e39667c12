"""Where bytes come from: files of a folder and members of a ZIP, both only ever read."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from threading import Lock
from types import TracebackType
from typing import BinaryIO, Self

from inference.imaging.errors import InputError
from inference.imaging.volume import VolumeWarning, WarningCode
from inference.imaging.wording import count_of, listed, reason

MAX_FILES = 100_000
"""More files than this are a disk, not a study."""

MAX_MEMBER_BYTES = 2 * 1024**3
"""Largest ZIP member that is read; it is unpacked in memory."""

MAX_ZIP_BYTES = 16 * 1024**3
"""Largest sum of a ZIP's members, unpacked."""

BOMB_BYTES = 1024**3
"""Below this sum no ratio is suspicious: an empty slice shrinks a thousandfold."""

BOMB_RATIO = 200
"""CT shrinks two to tenfold; a ZIP beyond this ratio and ``BOMB_BYTES`` is hostile."""

ARCHIVE_SUFFIXES = frozenset({".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar"})
"""Archives inside a ZIP are not followed."""

BROKEN_ZIP = (zipfile.BadZipFile, NotImplementedError)
"""What zipfile raises of damage; the second of a compression that it doesn't know."""

ENCRYPTED_FLAG = 0x1
"""Bit 0 of a member's general purpose flags, APPNOTE.TXT 4.4.4."""


@dataclass(frozen=True, slots=True, order=True)
class FileSource:
    """One file, on disk or inside a ZIP.

    Attributes
    ----------
    path : Path
        The file, or the ZIP that holds it.
    member : str
        Its name inside the ZIP; empty for a file on disk.
    """

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.member or self.path.name


@dataclass(slots=True)
class Inventory:
    """What a folder or ZIP holds: the files to look at, and what is left out unread."""

    sources: list[FileSource] = field(default_factory=list)
    warnings: list[VolumeWarning] = field(default_factory=list)

    def leave_out(self, names: list[str], what: str) -> None:
        """Note files that are not even looked at."""
        if names:
            text = f"{count_of(len(names), 'file')} left out, {what}: {listed(sorted(names))}"
            self.warnings.append(VolumeWarning(WarningCode.SKIPPED_FILE, text))


class Reader:
    """Opens sources; a ZIP stays open until the reader is closed, and serves threads."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._archives: dict[Path, zipfile.ZipFile] = {}
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def open(self, source: FileSource) -> BinaryIO:
        """Open a source for reading; a ZIP's member is unpacked in memory."""
        if not source.member:
            return source.path.open("rb")
        with self._lock:
            archive = self._archives.get(source.path)
            if archive is None:
                archive = self._stack.enter_context(zipfile.ZipFile(source.path))
                self._archives[source.path] = archive
        # zipfile hands out no more than the size that the directory states, which
        # take_inventory() has bounded.
        return io.BytesIO(archive.read(source.member))


def list_folder(folder: Path, *, recursive: bool = True) -> Inventory:
    """List a folder's regular files, hidden ones left out.

    Raises
    ------
    InputError
        If the folder can't be listed, or holds more than ``MAX_FILES``.
    """
    inventory = Inventory()
    hidden: list[str] = []
    special: list[str] = []
    for entry in _walk(folder, recursive=recursive):
        if entry.name.startswith(".") or entry.name.lower() in {"thumbs.db", "desktop.ini"}:
            hidden.append(entry.name)
        elif entry.is_file():
            inventory.sources.append(FileSource(Path(entry.path)))
        else:
            special.append(entry.name)
        if len(inventory.sources) > MAX_FILES:
            raise InputError(
                f"{folder}: more than {MAX_FILES:,} files. Choose the folder of one study."
            )
    inventory.sources.sort()
    inventory.leave_out(hidden, "hidden")
    inventory.leave_out(special, "not regular files")
    return inventory


def _walk(folder: Path, *, recursive: bool) -> Iterator[os.DirEntry[str]]:
    """Yield everything but folders; folders that are links are not entered."""
    pending = [str(folder)]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as entries:
                found = list(entries)
        except OSError as error:
            raise InputError(
                f"{current}: the folder can't be read ({error.strerror}). Check its permissions."
            ) from error
        for entry in found:
            if not entry.is_dir():
                yield entry
            elif recursive and not entry.is_symlink() and not entry.name.startswith("."):
                pending.append(entry.path)


def list_zip(path: Path) -> Inventory:
    """List a ZIP's members that are safe to read.

    Nothing is ever unpacked to disk. Members with absolute names or ``..`` are left
    out, and so are archives inside the archive.

    Raises
    ------
    InputError
        If it isn't a readable ZIP, or would unpack to an unreasonable size.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
    except (*BROKEN_ZIP, ValueError, EOFError, OSError) as error:
        raise InputError(f"{path}: the ZIP can't be read ({reason(error)}). Copy it again.") from (
            error
        )
    _refuse_bomb(path, members)
    inventory = Inventory()
    left_out: dict[str, list[str]] = {}
    for info in members:
        fault = _member_fault(info)
        if fault:
            left_out.setdefault(fault, []).append(info.filename)
        else:
            inventory.sources.append(FileSource(path, info.filename))
    inventory.sources.sort()
    for fault, names in left_out.items():
        inventory.leave_out(names, fault)
    return inventory


def _refuse_bomb(path: Path, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in members)
    packed = max(sum(info.compress_size for info in members), 1)
    too_dense = unpacked > BOMB_BYTES and unpacked / packed > BOMB_RATIO
    if unpacked > MAX_ZIP_BYTES or too_dense or len(members) > MAX_FILES:
        raise InputError(
            f"{path}: the ZIP would unpack to {unpacked / 1024**3:.1f} GiB in {len(members):,} "
            "files. Unpack it yourself and open the folder of one study."
        )


def _member_fault(info: zipfile.ZipInfo) -> str:
    """Return why a member is not read, or an empty string."""
    name = PurePosixPath(info.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or name.parts[0].endswith(":"):
        return "unsafe names"
    if name.name.startswith(".") or name.parts[0] == "__MACOSX":
        return "hidden"
    if info.flag_bits & ENCRYPTED_FLAG:
        return "password-protected"
    if info.file_size > MAX_MEMBER_BYTES:
        return "too large"
    if name.suffix.lower() in ARCHIVE_SUFFIXES:
        return "archives inside the ZIP"
    return ""
