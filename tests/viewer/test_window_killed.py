"""A window that is killed in the middle of reading reopens as it was left, analysis and all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inference.findings import Level
from viewer.controllers.jobs import analysis_of
from viewer.review.review import Verdict

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_window_reopens_as_left(qtbot, make_driver, tmp_path, volume, analysis):
    """Analysis, verdicts, notes, strokes of a process that got SIGKILL are in the next window."""
    folder = tmp_path / "sessions"
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.viewer.reading_window", str(folder)]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "said\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    driver = make_driver(analysis_of, None, folder)
    driver.show(volume)
    qtbot.waitUntil(lambda: driver.state.shown_analysis is not None, timeout=20_000)
    assert driver.state.study.analysis.findings == analysis.findings
    review = driver.state.reading.review
    assert review.level(Level.C5).verdict is Verdict.REJECT
    assert review.level(Level.C5).text == "vascular channel?"
    assert review.level(Level.C2).verdict is Verdict.ACCEPT
    assert review.mask_edits is not None
    painted = driver.state.study.corrected.mask != analysis.mask
    assert painted.sum() == len(review.mask_edits.changes().index) > 0
    assert driver.state.reading.unsaved == ""
    assert driver.dens.sessions.session.verify_log() is None
    driver.settle()
    assert driver.window.side.findings.progress_text == "2 of 7 read"
