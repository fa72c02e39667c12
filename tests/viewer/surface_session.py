"""Draws surfaces on a real screen and tells what came of it: run by test_window_surfaces.

Prints JSON: how many pixels are orange at first and after a drag, which level a click on a name
chose, and of each image that was drawn while it turned whether it was drawn in haste, and how long
it took.
"""

import json
import statistics
import sys
import time

from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.findings import Level
from tests.viewer.conftest import make_neck
from tests.viewer.window_driver import LEFT, NONE, move
from viewer.app import DensApp
from viewer.launch import make_application
from viewer.widgets.surface_view import REST_MS

TURNS = 10


def orange(view):
    """Count pixels of suspected bone."""
    image = view.grab().toImage()
    seen = 0
    for y in range(0, image.height(), 4):
        for x in range(0, image.width(), 4):
            colour = image.pixelColor(x, y)
            seen += colour.red() > 120 and colour.blue() < 0.6 * colour.red()
    return seen


def watch(view):
    """Note of each image from now on whether it is drawn in haste, and the seconds it takes."""
    images, draw = [], view._painter.image

    def image(orbit, size, *, quick=False):
        began = time.perf_counter()
        drawn = draw(orbit, size, quick=quick)
        images.append((quick, time.perf_counter() - began))
        return drawn

    view._painter.image = image
    return images


def main():
    """Open the crude neck, show its surfaces, turn them and click on a name."""
    app = make_application()
    dens = DensApp()
    dens.window.show()
    dens.show_result(*make_neck())
    dens.window.actions_.surface.trigger()
    while dens.surfaces.runner.running or dens.spine.runner.running:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window = dens.surfaces.window
    view = window.view
    if view is None:
        sys.stdout.write(json.dumps({"message": window.message}))
        return
    QTest.qWaitForWindowExposed(window)
    first, azimuth = orange(view), view.orbit.azimuth_deg
    images = watch(view)
    start = QPoint(300, 300)
    QTest.mousePress(view, LEFT, NONE, start)
    for step in range(1, TURNS + 1):
        move(view, start + QPoint(120 * step // TURNS, 0), Qt.MouseButton.LeftButton)
        QApplication.processEvents()
    QTest.mouseRelease(view, LEFT, NONE, start + QPoint(120, 0))
    turning = list(images)
    QTest.qWait(3 * REST_MS)
    turned = (view.orbit.azimuth_deg - azimuth) % 360.0
    place = view.names.places()[Level.C3].center().toPoint()
    QTest.mouseClick(view, LEFT, NONE, place)
    selected = dens.store.state.view.selected
    told = {
        "first": first,
        "second": orange(view),
        "turned": turned,
        "selected": selected,
        "hasty": [quick for quick, _ in turning],
        "at_rest": images[len(turning)][0],
        "median_ms": 1000 * statistics.median(seconds for _, seconds in turning),
    }
    sys.stdout.write(json.dumps(told))
    window.close()
    dens.window.close()
    QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())
