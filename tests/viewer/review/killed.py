"""A program that writes, killed while it does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[3]


def told_until_killed(writer: ModuleType, folder: Path, lines: int, pause_s: float) -> list[str]:
    """Run a writer of ``folder``; kill it a moment after so many lines; return all it told.

    What it told between the last look and the kill was told as well.
    """
    command = [sys.executable, str(writer.__file__), str(folder)]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(lines)]
        time.sleep(pause_s)
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split("\n")[:-1]
    assert process.returncode == -signal.SIGKILL
    return told
