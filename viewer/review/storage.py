"""A reading session on disk: one SQLite file a series, one transaction a change.

What :meth:`SessionFile.save` has returned from survives ``kill -9`` and, as far as the
device keeps its word, a power cut. One file a series keeps a damaged one from taking the
others along, and one session from waiting for another.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from inference.imaging.errors import OutputError
from viewer.review.codec import from_json, to_json
from viewer.review.errors import LockedSessionError, SessionError
from viewer.review.key import SessionKey
from viewer.review.log import LogHead, LogLine
from viewer.review.review import UNREAD, Review

SCHEMA_VERSION = 1
"""Of the tables and of the JSON in them; grows when an older Dens would go wrong."""

APPLICATION_ID = 0x44454E53
"""Spells DENS in the file's header, so that ``file`` and Dens know it."""

LOCK_WAIT_S = 1.0
"""How long to wait for another Dens to let go of the file."""

_SIDE_FILES = ("-wal", "-shm", "-journal")

_SCHEMA = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT NOT NULL,
    review TEXT NOT NULL,
    review_sha256 TEXT NOT NULL,
    log_count INTEGER NOT NULL,
    log_sha256 TEXT NOT NULL,
    saved_utc TEXT NOT NULL
);
CREATE TABLE log (number INTEGER PRIMARY KEY, entry TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TRIGGER log_is_not_rewritten BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_is_not_shortened BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
"""

_REMEDIES = {
    sqlite3.SQLITE_FULL: "no room left on the device; free some space",
    sqlite3.SQLITE_READONLY: "it is read-only; make the folder writable",
    sqlite3.SQLITE_PERM: "permission denied; make the folder writable",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened; make the folder writable",
    sqlite3.SQLITE_IOERR: "the device reported an error; check it and its free space",
}

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_PRIMARY_CODE = 0xFF
"""The lowest byte of SQLite's extended error codes."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file held when it was opened.

    Attributes
    ----------
    review : Review
        Empty where nothing was said before.
    lines : tuple of LogLine
    head : LogHead
        Where the log ended when it was last written.
    set_aside : Path or None
        Where the file went that was there and could not be read.
    """

    review: Review
    lines: tuple[LogLine, ...]
    head: LogHead
    set_aside: Path | None = None

    @classmethod
    def nothing(cls, key: SessionKey) -> Saved:
        """Return what a new file holds."""
        return cls(UNREAD, (), LogHead(0, key.sha256))


class Keeper(Protocol):
    """Where a session is kept."""

    def save(
        self, review: Review, lines: Sequence[LogLine], head: LogHead, moment: datetime
    ) -> None:
        """Keep a review and the new lines of the log; raise ``OutputError`` where that fails."""

    def close(self) -> None:
        """Let go of it."""


class _DamagedError(SessionError):
    """The file is not a session, or no longer."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: the reading session is damaged ({reason}). Move the file away.")


class SessionFile:
    """The open file of one series' session; no other process can open it meanwhile.

    Made by :func:`open_session_file`.
    """

    def __init__(self, path: Path, key: SessionKey, connection: sqlite3.Connection) -> None:
        self._path = path
        self._key = key
        self._connection = connection

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

    def save(
        self, review: Review, lines: Sequence[LogLine], head: LogHead, moment: datetime
    ) -> None:
        """Keep a review and the new lines of the log, both or neither.

        Returns when they are on the device.

        Raises
        ------
        OutputError
            If they can't be written; what was saved before stays.
        """
        text = to_json(review)
        row = (
            to_json(self._key), text, _sha256(text), head.count, head.sha256, moment.isoformat(),
        )  # fmt: skip
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO log VALUES (?, ?, ?)",
                [(line.number, line.text, line.sha256) for line in lines],
            )
            connection.execute("INSERT OR REPLACE INTO session VALUES (1, ?, ?, ?, ?, ?, ?)", row)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise _output_error(self._path, error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def open_session_file(
    folder: Path, key: SessionKey, wait_s: float = LOCK_WAIT_S
) -> tuple[SessionFile, Saved]:
    """Open a series' session, or begin one.

    A file that can't be read is renamed, not deleted, and a new one begun.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    key : SessionKey
    wait_s : float
        How long to wait for another Dens to let go of it; 0 answers at once.

    Raises
    ------
    LockedSessionError
        If another Dens has the session open.
    SessionError
        If a newer Dens wrote it.
    OutputError
        If the folder or the file can't be written.
    """
    path = folder / f"{key.sha256}.sqlite3"
    try:
        # Only the user: it tells who read what of whom.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"{folder}: reading sessions can't be kept there: {reason}. Check what lies in its "
            "place, its permissions and its free space."
        ) from error
    try:
        return _open(path, key, wait_s)
    except _DamagedError:
        set_aside = _set_aside(path)
    file, saved = _open(path, key, wait_s)
    return file, Saved(saved.review, saved.lines, saved.head, set_aside)


def _open(path: Path, key: SessionKey, wait_s: float) -> tuple[SessionFile, Saved]:
    try:
        _check_start(path)
        with ExitStack() as on_failure:
            connection = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
            on_failure.callback(connection.close)
            _prepare(connection, path)
            saved = _load(connection, path, key)
            on_failure.pop_all()
    except sqlite3.Error as error:
        raise _opening_error(path, error) from error
    return SessionFile(path, key, connection), saved


def _check_start(path: Path) -> None:
    """See that the file begins as a database, before SQLite may write to it.

    Of an unclean end there are changes in a second file. Opening folds them into whatever
    the first has become, and deletes them where it has become empty; afterwards nothing
    could be kept aside as it was.
    """
    if path.is_dir():
        raise _DamagedError(path, "a folder lies in its place")
    if not path.exists() or path.stat().st_size == 0:
        changes = path.with_name(path.name + "-wal")
        if changes.exists() and changes.stat().st_size > 0:
            raise _DamagedError(path, "only its latest changes are there")
        return
    # Through SQLite, though unlocked and never written: closing the file by other means
    # would drop the locks that this process may hold on it (sqlite.org/howtocorrupt.html).
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("PRAGMA schema_version")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Lock the file, see that it is a whole session of a known version, lay out a new one."""
    # The lock is held for as long as the file is open: two windows that each save their
    # own review of one series would overwrite each other's.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    version = _number(connection, "PRAGMA user_version")
    if version > SCHEMA_VERSION:
        raise SessionError(
            f"{path}: this reading session was written by a newer Dens (format {version}, "
            f"this one knows up to {SCHEMA_VERSION}). Install the newer Dens to go on with it."
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise _DamagedError(path, "its pages are not whole")
    if _number(connection, "SELECT count(*) FROM sqlite_schema") == 0:
        for statement in _statements(_SCHEMA):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif _number(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise _DamagedError(path, "it was written by another program")
    connection.execute("COMMIT")


def _load(connection: sqlite3.Connection, path: Path, key: SessionKey) -> Saved:
    lines = tuple(
        LogLine(*row)
        for row in connection.execute("SELECT number, entry, sha256 FROM log ORDER BY number")
    )
    row = connection.execute(
        "SELECT key, review, review_sha256, log_count, log_sha256 FROM session"
    ).fetchone()
    if row is None:
        return replace(Saved.nothing(key), lines=lines)
    its_key, review, sha256, count, log_sha256 = row
    if its_key != to_json(key) or _sha256(review) != sha256:
        raise _DamagedError(path, "its contents were changed")
    try:
        return Saved(from_json(Review, review), lines, LogHead(count, log_sha256))
    except SessionError as error:
        raise _DamagedError(path, str(error)) from error


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _statements(script: str) -> list[str]:
    """Part a script: ``executescript`` would commit the transaction that it is run in."""
    statements, rest = [], ""
    for line in script.splitlines():
        rest += line + "\n"
        if sqlite3.complete_statement(rest):
            statements.append(rest)
            rest = ""
    return statements


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _set_aside(path: Path) -> Path:
    """Rename a file that can't be read, with what lies beside it, and return its new name."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    target = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    try:
        for ending in _SIDE_FILES:
            side = path.with_name(path.name + ending)
            if side.exists():
                side.rename(target.with_name(target.name + ending))
        if path.exists():
            path.rename(target)
    except OSError as error:
        raise OutputError(
            f"{path}: this reading session is damaged and can't be renamed "
            f"({error.strerror or error}). Move it away to begin a new one."
        ) from error
    return target


def _opening_error(path: Path, error: sqlite3.Error) -> Exception:
    code = _code(error)
    if code in _DAMAGED:
        return _DamagedError(path, str(error))
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return LockedSessionError(
            f"{path}: this series is being read in another window of Dens. Close it there first."
        )
    # Not of the file but of its contents: tables or columns that are not there.
    if code == sqlite3.SQLITE_ERROR:
        return _DamagedError(path, str(error))
    return _output_error(path, error)


def _output_error(path: Path, error: sqlite3.Error) -> OutputError:
    reason = _REMEDIES.get(_code(error), f"{error}; check the folder and its free space")
    return OutputError(f"{path}: the reading session can't be saved: {reason}.")


def _code(error: sqlite3.Error) -> int:
    # Errors of the module itself, as a closed connection's, have none.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
