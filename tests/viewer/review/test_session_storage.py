"""A session's file gives back what was saved, and is never thrown away."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from inference.findings import Level
from inference.imaging.errors import OutputError
from viewer.review import log
from viewer.review.changes import set_note
from viewer.review.errors import SessionError
from viewer.review.key import SessionKey
from viewer.review.log import Event, LogEntry, LogHead
from viewer.review.review import Review
from viewer.review.storage import SCHEMA_VERSION, open_session_file

GRID = ((0.4, 0.0, 0.0, 1.0), (0.0, 0.4, 0.0, 2.0), (0.0, 0.0, 1.0, 3.0), (0.0, 0.0, 0.0, 1.0))
KEY = SessionKey("1.2", "1.2.3", "1", (30, 20, 10), GRID, "")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REVIEW = set_note(Review(), Level.C4, "mine: ß 骨 ' \x00")
START = LogHead(0, KEY.sha256)
LINES = log.chain(START, [LogEntry(NOON, Event.EXPORTED, None, "report.pdf")])
HEAD = log.head_after(START, LINES)


def keep(folder):
    """Save a review and one line, and close; return where."""
    file, _ = open_session_file(folder, KEY)
    file.save(REVIEW, LINES, HEAD, NOON)
    file.close()
    return file.path


def opened(folder):
    """Open, close, and return what was there."""
    file, saved = open_session_file(folder, KEY)
    file.close()
    return saved


def execute(path, *statements):
    """Do something to a file behind Dens' back."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_first_session_is_empty(tmp_path):
    """Where nothing was said, the review is empty; opening alone leaves it so."""
    folder = tmp_path / "deep" / "down"
    for _ in range(2):
        saved = opened(folder)
        assert (saved.review, saved.lines, saved.set_aside) == (Review(), (), None)
        assert saved.head == START


def test_what_was_saved_is_there(tmp_path):
    """Review and log come back; another series has its own."""
    keep(tmp_path)
    saved = opened(tmp_path)
    assert (saved.review, saved.lines, saved.head, saved.set_aside) == (REVIEW, LINES, HEAD, None)
    other = SessionKey("1.2", "1.2.3", "2", (30, 20, 10), GRID, "")
    file, saved = open_session_file(tmp_path, other)
    file.close()
    assert saved.review == Review()


def test_the_file_s_name_tells_nothing(tmp_path):
    """Neither does the folder let other users in."""
    path = keep(tmp_path / "sessions")
    assert "1.2" not in path.name
    assert path.parent.stat().st_mode & 0o077 == 0


def test_each_save_waits_for_the_device(tmp_path):
    """Write-ahead log, flushed at every commit: a power cut is harder to stage than a kill."""
    file, _ = open_session_file(tmp_path, KEY)
    settings = [
        file._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "fullfsync")
    ]
    file.close()
    assert settings == ["wal", 2, 1]


def test_a_second_window_is_told(tmp_path):
    """Two windows on one series would overwrite each other's: the second is refused."""
    file, _ = open_session_file(tmp_path, KEY)
    with pytest.raises(SessionError, match="another window of Dens\\. Close it there first"):
        open_session_file(tmp_path, KEY)
    file.save(REVIEW, LINES, HEAD, NOON)
    file.close()
    assert opened(tmp_path).review == REVIEW


def test_a_newer_format_is_refused_and_left_alone(tmp_path):
    """The message names both formats and the remedy; the file stays as it is."""
    path = keep(tmp_path)
    execute(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(SessionError, match=r"newer Dens \(format 2, this one knows up to 1\)"):
        open_session_file(tmp_path, KEY)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def _overwrite(path):
    path.write_bytes(b"this is no database, " * 400)


def _truncate(path):
    path.write_bytes(path.read_bytes()[:5000])


def _scramble(path):
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(range(256)) * 16
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        _overwrite,
        _truncate,
        _scramble,
        lambda path: execute(path, "UPDATE session SET review = replace(review, 'mine', 'your')"),
        lambda path: execute(path, "UPDATE session SET key = '{}'"),
        lambda path: execute(path, "DROP TABLE session"),
        lambda path: execute(path, "PRAGMA application_id = 7"),
    ],
    ids=["no database", "truncated", "scrambled", "review", "key", "table", "application"],
)
def test_a_damaged_file_is_kept_aside(tmp_path, damage):
    """It is renamed byte for byte, and a new session begun that can be saved."""
    path = keep(tmp_path)
    damage(path)
    data = path.read_bytes()
    saved = opened(tmp_path)
    assert (saved.review, saved.lines) == (Review(), ())
    assert saved.set_aside is not None
    assert saved.set_aside.parent == tmp_path
    assert ".damaged-" in saved.set_aside.name
    kept = saved.set_aside.read_bytes()
    # SQLite counts its openings in the header; every byte after it is the same.
    assert (len(kept), kept[100:]) == (len(data), data[100:])
    keep(tmp_path)
    assert opened(tmp_path).set_aside is None
    assert opened(tmp_path).review == REVIEW


@pytest.mark.parametrize("data", [b"garbage " * 1000, b"", None], ids=["garbage", "empty", "gone"])
def test_the_latest_changes_of_a_damaged_file_are_kept_with_it(tmp_path, data):
    """What lay beside the file of a killed process is neither folded into it nor deleted."""
    alive, dead = tmp_path / "alive", tmp_path / "dead"
    dead.mkdir()
    file, _ = open_session_file(alive, KEY)
    file.save(REVIEW, LINES, HEAD, NOON)
    for part in alive.iterdir():
        shutil.copy(part, dead)
    file.close()
    path = dead / file.path.name
    changes = path.with_name(path.name + "-wal").read_bytes()
    assert changes
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    saved = opened(dead)
    assert saved.review == Review()
    assert saved.set_aside is not None
    assert saved.set_aside.with_name(saved.set_aside.name + "-wal").read_bytes() == changes
    assert saved.set_aside.exists() == (data is not None)
    assert data is None or saved.set_aside.read_bytes() == data


def test_the_log_can_not_be_rewritten_through_sqlite(tmp_path):
    """The file's own rules forbid changing and deleting lines."""
    path = keep(tmp_path)
    for statement in ("UPDATE log SET entry = 'x'", "DELETE FROM log"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            execute(path, statement)


def test_a_full_disk_is_named_and_the_earlier_state_stays(tmp_path):
    """Neither review nor log changes by half."""
    keep(tmp_path)
    file, _ = open_session_file(tmp_path, KEY)
    pages = file._connection.execute("PRAGMA page_count").fetchone()[0]
    file._connection.execute(f"PRAGMA max_page_count = {pages}")
    more = log.chain(HEAD, [LogEntry(NOON, Event.EXPORTED, None, "x" * 50_000)])
    with pytest.raises(OutputError, match="no room left on the device; free some space"):
        file.save(Review(), more, log.head_after(HEAD, more), NOON)
    file.close()
    saved = opened(tmp_path)
    assert (saved.review, saved.lines, saved.head) == (REVIEW, LINES, HEAD)


def test_a_folder_that_can_not_be_is_named(tmp_path):
    """A file in the folder's place: the message says where."""
    (tmp_path / "sessions").write_text("")
    with pytest.raises(OutputError, match=r"sessions: reading sessions can't be kept there"):
        open_session_file(tmp_path / "sessions", KEY)


def test_a_folder_in_the_file_s_place_is_kept_aside(tmp_path):
    """With all that is in it."""
    (tmp_path / f"{KEY.sha256}.sqlite3" / "inside").mkdir(parents=True)
    saved = opened(tmp_path)
    assert saved.set_aside is not None
    assert (saved.set_aside / "inside").is_dir()
