"""A window in which a reader says something by key, tells of it, and waits to be killed.

Run as a program with the folder of the sessions.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.viewer.conftest import make_neck
from tests.viewer.window_driver import Driver
from viewer.app import DensApp
from viewer.controllers.jobs import analysis_of
from viewer.launch import make_application
from viewer.state.planes import Plane

PATIENCE_S = 60.0


def main() -> None:
    """Reject C5, with a note, accept C2, paint a stroke; then sleep."""
    make_application()
    dens = DensApp(analysis_of, None, Path(sys.argv[1]))
    dens.window.show()
    driver = Driver(dens)
    driver.show(*make_neck())
    end = time.monotonic() + PATIENCE_S
    while driver.state.reading is None and time.monotonic() < end:
        QApplication.processEvents()
    for key in (Qt.Key.Key_N, Qt.Key.Key_X):
        driver.key(key)
    dens.window.side.findings.form.note.textEdited.emit("vascular channel?")
    for key in (Qt.Key.Key_N, Qt.Key.Key_Return):
        driver.key(key)
    driver.key(Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    beside = driver.panes[Plane.AXIAL].viewport().rect().center() - QPoint(60, 60)
    driver.drag(Plane.AXIAL, beside, QPoint(30, 10))
    while dens.keeping.writer.running and time.monotonic() < end:
        QApplication.processEvents()
    sys.stdout.write("said\n")
    sys.stdout.flush()
    time.sleep(PATIENCE_S)


if __name__ == "__main__":
    main()
