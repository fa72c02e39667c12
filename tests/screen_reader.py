"""A screen of its own, and a reader at it: real X events in, files on disk and titles out.

What runs there is another process. So nothing is known of it but what a person could know
who sits before it, and what it leaves on disk.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageGrab

from viewer.controllers.places import SUFFIX
from viewer.review.codec import from_json
from viewer.review.review import Review
from viewer.state.view import ViewState

ROOT = Path(__file__).parents[1]
SCREEN_PX = (1920, 1080)
WINDOW = ("search", "--onlyvisible", "--name", "Dens$")
"""How xdotool finds the program's window: by the end of its title."""

NEEDED = ("Xvfb", "xdotool")
PATIENCE_S = 60.0
PAUSE_S = 0.05
HAND_S = 0.15
"""Between two gestures of a hand."""


def missing_tools() -> str:
    """Name the programs that a screen of its own would need and that are not here."""
    return ", ".join(name for name in NEEDED if shutil.which(name) is None)


def wait_until(holds: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> None:
    """Wait until something holds; fail with a sentence where it never does."""
    end = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(PAUSE_S)


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Start an X server, with a window manager where there is one, and yield its environment."""
    readable, writable = os.pipe()
    command = ["Xvfb", "-displayfd", str(writable), "-screen", "0", "{}x{}x24".format(*SCREEN_PX)]
    with _running([*command, "-nolisten", "tcp"], dict(os.environ), pass_fds=(writable,)):
        os.close(writable)
        with os.fdopen(readable) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        environment = {**os.environ, "DISPLAY": f":{number}"}
        environment.pop("QT_QPA_PLATFORM", None)
        environment.pop("WAYLAND_DISPLAY", None)
        if shutil.which("openbox") is None:
            yield environment
            return
        with _running(["openbox"], environment):
            yield environment


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str], **options) -> Iterator[None]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, **quiet, **options) as process:  # noqa: S603
        try:
            yield
        finally:
            process.terminate()


@dataclass
class ScreenReader:
    """A person at the window of a process.

    Parameters
    ----------
    environment : dict
        Of the screen.
    home : Path
        Where the program keeps what belongs to its user.
    command : sequence of str
        Starts the program.
    looks : Path or None
        Where to put pictures of the screen, for people to look at.
    """

    environment: dict[str, str]
    home: Path
    command: Sequence[str]
    looks: Path | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _seen: int = field(default=0, init=False)

    def start(self) -> None:
        """Start the program, and wait until its window has the keyboard."""
        folders = {
            f"XDG_{name}_HOME": str(self.home / name.lower())
            for name in ("DATA", "STATE", "CONFIG", "CACHE")
        }
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        environment = {
            **self.environment, **folders, "HOME": str(self.home), "PYTHONPATH": path,
        }  # fmt: skip
        self.process = subprocess.Popen(  # noqa: S603
            self.command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        wait_until(lambda: self.title, "a window")
        self._do(*WINDOW, "windowfocus", "--sync")

    def kill(self) -> None:
        """End the program as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            assert self.process.wait() == -signal.SIGKILL
            self.process = None

    @property
    def title(self) -> str:
        """What the frame of the program's window says; empty while there is none."""
        if self.process is not None and self.process.poll() is not None:
            raise AssertionError(f"the program has ended with {self.process.returncode}")
        return self._do(*WINDOW, "getwindowname", needed=False).strip()

    def wait_for_window(self, name: str) -> None:
        """Wait until a window or dialog with that in its title is there."""
        self._do("search", "--sync", "--onlyvisible", "--name", name)
        time.sleep(4 * HAND_S)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self._do("key", "--clearmodifiers", key)
            time.sleep(HAND_S)

    def write(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", "4", text)
        time.sleep(HAND_S)

    def drag(self, *points: tuple[float, float]) -> None:
        """Press the left button, lead the mouse through points, let go: shares of the window."""
        self._move(points[0])
        self._do("mousedown", "1")
        for point in points[1:]:
            self._move(point)
        self._do("mouseup", "1")
        time.sleep(HAND_S)

    def look(self, name: str) -> None:
        """Keep a picture of the screen, if they are asked for."""
        if self.looks is not None:
            time.sleep(4 * HAND_S)
            self._seen += 1
            self.looks.mkdir(parents=True, exist_ok=True)
            Image.fromarray(self.picture()).save(self.looks / f"{self._seen:02d}-{name}.png")

    @property
    def view(self) -> ViewState | None:
        """How the series is looked at, as it is kept."""
        kept = list(self.home.rglob(f"*{SUFFIX}"))
        return from_json(ViewState, kept[0].read_text("utf-8")) if kept else None

    @property
    def view_written_ns(self) -> int:
        """When the way the series is looked at was last kept."""
        return next(self.home.rglob(f"*{SUFFIX}")).stat().st_mtime_ns

    @property
    def review(self) -> Review | None:
        """What the reader has said, as it is kept: read from a copy, for the file is locked."""
        kept = list(self.home.rglob("*.sqlite3"))
        if not kept:
            return None
        copy = self.home / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for path in kept[0].parent.glob(f"{kept[0].name}*"):
            shutil.copy(path, copy / f"of-{path.name}".replace(".sqlite3", ".db"))
        with closing(sqlite3.connect(next(copy.glob("*.db")))) as connection:
            row = connection.execute("SELECT review FROM session").fetchone()
        return None if row is None else from_json(Review, row[0])

    def picture(self) -> NDArray[np.uint8]:
        """Take a picture of the screen: rows, columns, red green blue."""
        taken = ImageGrab.grab(xdisplay=self.environment["DISPLAY"])
        return np.asarray(taken.convert("RGB"))

    def click_at(self, x: int, y: int) -> None:
        """Click a pixel of the screen."""
        self._do("mousemove", str(x), str(y), "click", "1")
        time.sleep(HAND_S)

    def _move(self, point: tuple[float, float]) -> None:
        place = dict(
            line.split("=")
            for line in self._do(*WINDOW, "getwindowgeometry", "--shell").splitlines()
        )
        x, y = (
            int(place[start]) + round(share * int(place[size]))
            for share, start, size in zip(point, ("X", "Y"), ("WIDTH", "HEIGHT"), strict=True)
        )
        self._do("mousemove", str(x), str(y))
        time.sleep(PAUSE_S)

    def _do(self, *words: str, needed: bool = True) -> str:
        done = subprocess.run(  # noqa: S603
            ["xdotool", *words],  # noqa: S607
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        assert done.returncode == 0 or not needed, f"xdotool {words}: {done.stderr}"
        return done.stdout


def own_python(*words: str) -> list[str]:
    """Return the command of a Python program."""
    return [sys.executable, *words]
