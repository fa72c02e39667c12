"""Killed while an analysis is written, a whole one is there: the latest, or the one before."""

from __future__ import annotations

import random
import sys
from datetime import datetime, timedelta

import analysis_writer
import pytest
from killed import told_until_killed

from tests.viewer.conftest import INSTALLED_SHA256
from viewer.review.kept_analysis import read_kept
from viewer.review.key import session_key

KILLS = 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kept_analysis_is_always_whole(tmp_path, volume):
    """A real process is killed at random moments of writing; what it told of is there."""
    chance = random.Random(5)  # noqa: S311
    for _ in range(KILLS):
        told = told_until_killed(
            analysis_writer, tmp_path, chance.randint(1, 3), chance.uniform(0, 0.2)
        )
        last = datetime.fromisoformat(told[-1])
        found = read_kept(tmp_path, session_key(volume), volume.geometry, INSTALLED_SHA256)
        # Written and not told yet is no loss.
        assert found.made in {last, last + timedelta(seconds=1)}
