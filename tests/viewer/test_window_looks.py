"""What lies over the images and where: by key on the real window, measured in its pixels."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage

from tests.viewer.window_driver import CTRL
from viewer.rendering.corner_blocks import scale_line_px
from viewer.rendering.marks import CORNER_POINTS, TEXT_COLOUR
from viewer.state.planes import Plane


def painted(pane):
    """Return what a pane shows: rows, columns, red green blue."""
    image = pane.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def test_a_rejected_level_is_not_called_suspected(driver, qtbot):
    """X at a suspected level changes its box's words at once; Ctrl+Z brings them back."""
    qtbot.waitUntil(lambda: driver.state.reading is not None, timeout=20_000)
    driver.key(Qt.Key.Key_N)
    pane = driver.panes[Plane.AXIAL]
    assert [box.text for box in pane.content.boxes] == ["C5 suspected"]
    before = painted(pane)
    driver.key(Qt.Key.Key_X)
    assert [box.text for box in pane.content.boxes] == ["C5 rejected by reader"]
    assert "C5 rejected by reader" in pane.accessibleDescription()
    assert not np.array_equal(painted(pane), before)
    driver.key(Qt.Key.Key_Z, CTRL)
    assert [box.text for box in pane.content.boxes] == ["C5 suspected"]


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_the_scale_bar_keeps_to_the_edge(driver, plane):
    """Zoomed in, the bar lies within its line along the lower edge, over no anatomy above it."""
    driver.key(Qt.Key.Key_Space, plane=plane)
    driver.key(Qt.Key.Key_T, plane=plane)
    for _ in range(4):
        driver.wheel(plane, 3, CTRL)
        pane = driver.panes[plane]
        shown = painted(pane)
        bright = (shown == TEXT_COLOUR.getRgb()[:3]).all(axis=-1)
        bar = pane.projection.scale_bar_mm / pane.projection.mm_per_px
        rows = [row for row, line in enumerate(bright) if longest_run(line) >= bar - 2]
        assert rows
        font = QFont(pane.font())
        font.setPointSizeF(CORNER_POINTS)
        assert min(rows) >= shown.shape[0] - scale_line_px(QFontMetricsF(font))


def longest_run(hits):
    """Return how many pixels in a row are hit at most."""
    edges = np.flatnonzero(np.diff(np.pad(hits.astype(np.int8), 1)))
    return max((edges[1::2] - edges[::2]).tolist(), default=0)
