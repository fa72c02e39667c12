"""Measure how long the window is deaf while a study is opened and analysed.

A 10 ms timer ticks on the main thread; its worst gap is the longest time in which the
window could not have answered a key. Run by hand, on a quiet machine:

    QT_QPA_PLATFORM=offscreen python -m tests.viewer.measure_gap STUDY
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from viewer.app import DensApp
from viewer.controllers.quiet import favour_the_window
from viewer.launch import make_application
from viewer.state.app import AppState

TICK_MS = 10


class GapMeter(QObject):
    """Keeps the worst gap between two ticks, and what was under way then."""

    def __init__(self, dens: DensApp) -> None:
        super().__init__()
        self._dens = dens
        self._last = time.perf_counter()
        self.gaps: list[tuple[float, str]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        state = self._dens.store.state
        job = state.opening or state.analysing
        self.gaps.append((1000 * (now - self._last), job.text if job else "idle"))
        self._last = now

    def report(self) -> str:
        """Write the worst gaps, the longest first."""
        worst = sorted(self.gaps, reverse=True)[:8]
        lines = [f"{gap:7.1f} ms  {doing}" for gap, doing in worst]
        return f"{len(self.gaps)} ticks; worst gaps:\n" + "\n".join(lines)


def main(path: Path) -> None:
    """Open and analyse a study, scrolling all the while, and print the gaps."""
    app = make_application()
    dens = DensApp()
    dens.window.show()
    favour_the_window()
    app.processEvents()
    meter = GapMeter(dens)
    scroll = QTimer()
    scroll.setInterval(50)

    def turn() -> None:
        from viewer.state.planes import Plane
        from viewer.state.view import scroll as step

        study = dens.store.state.study
        if study is not None:
            geometry = study.shown.geometry
            dens.store.update_view(lambda view: step(view, geometry, Plane.AXIAL, 1))

    scroll.timeout.connect(turn)

    def follow(before: AppState, after: AppState) -> None:
        if before.opening is not None and after.opening is None:
            QTimer.singleShot(0, dens.analysis.analyse)
            scroll.start()
        if before.analysing is not None and after.analysing is None:
            QTimer.singleShot(200, app.quit)

    dens.store.changed.connect(follow)
    dens.opening.open_path(path)
    app.exec()
    scroll.stop()
    message = dens.store.state.message
    sys.stdout.write(f"{message.text if message else ''}\n{meter.report()}\n")
    dens.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
