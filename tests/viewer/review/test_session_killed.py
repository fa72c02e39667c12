"""Killed at any moment, a session has everything that was shown as saved."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import session_writer

from inference.findings import Level
from viewer.review.session import ReadingSession

ROOT = Path(__file__).parents[3]
KILLS = 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_nothing_that_was_acknowledged_is_lost(tmp_path):
    """A real process is killed at random moments of writing, again and again."""
    chance = random.Random(7)  # noqa: S311
    last = 0
    for _ in range(KILLS):
        command = [sys.executable, session_writer.__file__, str(tmp_path)]
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        with subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
        ) as process:
            assert process.stdout is not None
            for _ in range(chance.randint(1, 12)):
                last = int(process.stdout.readline())
            time.sleep(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
            # What was said between the last look and the kill was acknowledged as well.
            rest = process.stdout.read().split("\n")[:-1]
            last = int(rest[-1]) if rest else last
        assert process.returncode == -signal.SIGKILL
        with ReadingSession.open(tmp_path, session_writer.KEY) as session:
            assert session.notice == ""
            assert session.verify_log() is None
            found = int(session.review.level(Level.C7).text)
            # Saved and not told yet is no loss.
            assert found in {last, last + 1}
            assert session.lines
            last = found
    assert [path.suffix for path in tmp_path.iterdir()] == [".sqlite3"]
