"""Killed while an analysis is written, a whole one is there: the latest, or the one before."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import analysis_writer
import pytest

from tests.viewer.conftest import INSTALLED_SHA256
from viewer.review.kept_analysis import read_kept
from viewer.review.key import session_key

ROOT = Path(__file__).parents[3]
KILLS = 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kept_analysis_is_always_whole(tmp_path, volume):
    """A real process is killed at random moments of writing; what it told of is there."""
    chance = random.Random(5)  # noqa: S311
    for _ in range(KILLS):
        command = [sys.executable, analysis_writer.__file__, str(tmp_path)]
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        with subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
        ) as process:
            assert process.stdout is not None
            told = [process.stdout.readline() for _ in range(chance.randint(1, 3))]
            time.sleep(chance.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
            told += process.stdout.read().split("\n")[:-1]
        assert process.returncode == -signal.SIGKILL
        last = datetime.fromisoformat(told[-1].strip())
        found = read_kept(tmp_path, session_key(volume), volume.geometry, INSTALLED_SHA256)
        # Written and not told yet is no loss.
        assert found.made in {last, last + timedelta(seconds=1)}
