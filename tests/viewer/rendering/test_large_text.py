"""Numbers beside marks and measurements grow with the text, as the corners' texts do."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from viewer.rendering import marks
from viewer.rendering.drawn import paint_drawn
from viewer.rendering.measured import paint_line
from viewer.state.mark_shapes import MarkShape
from viewer.state.resolve import PlaneLine
from viewer.widgets.compared_pane import BORDER_PX

SIZE_PX = (1400, 700)
START, END = (300.0, 600.0), (300.0, 800.0)


def _mark(painter, projection):
    shape = MarkShape("1", "Distance", ((START, END),), whole=True, texts=("11.2 mm",))
    paint_drawn(painter, [shape], projection, [])


def _measurement(painter, projection):
    paint_line(painter, PlaneLine(START, END, "11.2 mm", confirmed=True), projection)


def inked(paint):
    """Count the rows with anything painted on them."""
    image = QImage(*SIZE_PX, QImage.Format.Format_Grayscale8)
    image.fill(0)
    projection = SimpleNamespace(to_screen=lambda at: (at[1], at[0]), size_px=SIZE_PX, mm_per_px=1)
    painter = QPainter(image)
    paint(painter, projection)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return int((pixels > 0).any(axis=1).sum())


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("paint", [_mark, _measurement], ids=["mark", "measurement"])
def test_numbers_grow_with_the_text(monkeypatch, paint):
    """At 200 % the number takes more lines of the screen, where the pane has the room."""
    monkeypatch.setattr(marks, "text_scale", lambda: 1.0)
    small = inked(paint)
    monkeypatch.setattr(marks, "text_scale", lambda: 2.0)
    assert inked(paint) >= small + 6


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_scale_s_number_is_whole_above_the_frame(monkeypatch, scale):
    """Nothing of "20 mm" is below the pane's edge or under the frame of an earlier study."""
    monkeypatch.setattr(marks, "text_scale", lambda: scale)
    image = QImage(*SIZE_PX, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    projection = SimpleNamespace(size_px=SIZE_PX, scale_bar_mm=20.0, mm_per_px=0.2)
    marks.paint_scale(painter, projection)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    inked_rows = np.flatnonzero((pixels > 0).any(axis=1))
    assert inked_rows[-1] < SIZE_PX[1] - BORDER_PX - 1
