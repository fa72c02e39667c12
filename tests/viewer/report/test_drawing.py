"""Texts on a figure of the report: none stands on another."""

from __future__ import annotations

import io
from itertools import combinations

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from inference.findings import Level
from viewer.report.drawing import FigureFlowable, Plate
from viewer.report.figures import Figure, FigureLabel
from viewer.report.fonts import register_fonts
from viewer.state.planes import EdgeLetters


class Recorder(Canvas):
    """Notes the plates of the texts."""

    def __init__(self):
        super().__init__(io.BytesIO())
        self.plates = []

    def roundRect(self, x, y, width, height, radius, stroke=1, fill=0):  # noqa: N802  # reportlab's name
        """Note it."""
        self.plates.append(Plate(x, y, x + width, y + height))
        super().roundRect(x, y, width, height, radius, stroke, fill)


def drawn(labels):
    """Draw a square figure with names, and return the plates of all its texts."""
    register_fonts()
    pixels = np.zeros((40, 40, 3), np.uint8)
    letters = EdgeLetters("A", "P", "H", "F")
    figure = Figure(pixels, (90.0, 90.0), letters, (), tuple(labels), None, "Sagittal")
    flowable = FigureFlowable(figure, 170.0, 170.0)
    flowable.canv = Recorder()
    flowable.draw()
    return flowable.canv.plates


@pytest.mark.parametrize(
    "at",
    [(0.97, 0.5), (0.47, 0.96), (0.45, 0.03), (0.9, 0.95), (0.8, 0.99)],
    ids=["letter at the side", "letter below", "letter above", "scale", "lower edge"],
)
def test_a_level_s_name_gives_way(at):
    """To the letters of the edges and to the scale, and stays within the figure."""
    plates = drawn([FigureLabel(Level.C6, *at)])
    assert len(plates) == 6
    assert not any(one.overlaps(other) for one, other in combinations(plates, 2))
    assert all(plate.bottom >= 0 and plate.top <= 170.0 for plate in plates)


def test_names_give_way_to_each_other():
    """Two levels at one height are two names."""
    plates = drawn([FigureLabel(Level.C4, 0.7, 0.3), FigureLabel(Level.C5, 0.71, 0.31)])
    assert not any(one.overlaps(other) for one, other in combinations(plates, 2))


def test_a_name_with_room_stays_beside_its_level():
    """Nothing moves it where nothing is in the way."""
    (*_, plate) = drawn([FigureLabel(Level.C6, 0.6, 0.25)])
    assert plate.left == pytest.approx(0.6 * 170 + 3.0 - 1.2)
