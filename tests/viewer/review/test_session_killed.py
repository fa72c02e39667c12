"""Killed at any moment, a session has everything that was shown as saved."""

from __future__ import annotations

import random
import sys

import pytest
import session_writer
from killed import told_until_killed

from inference.findings import Level
from viewer.review.session import ReadingSession

KILLS = 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_nothing_that_was_acknowledged_is_lost(tmp_path):
    """A real process is killed at random moments of writing, again and again."""
    chance = random.Random(7)  # noqa: S311
    for _ in range(KILLS):
        told = told_until_killed(
            session_writer, tmp_path, chance.randint(1, 12), chance.uniform(0, 0.02)
        )
        last = int(told[-1])
        with ReadingSession.open(tmp_path, session_writer.KEY) as session:
            assert session.notice == ""
            assert session.verify_log() is None
            found = int(session.review.level(Level.C7).text)
            # Saved and not told yet is no loss.
            assert found in {last, last + 1}
            assert session.lines
    assert [path.suffix for path in tmp_path.iterdir()] == [".sqlite3"]
