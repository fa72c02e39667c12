"""Names over the surfaces stand in view, and off the direction at the edge."""

import pytest
from PySide6.QtWidgets import QWidget

from inference.findings import Level
from viewer.state.planes import EdgeLetters
from viewer.widgets.surface_names import MARGIN_PX, SurfaceName, SurfaceNames

SIZE_PX = (300, 200)


@pytest.fixture
def names(qtbot):
    """Lay an empty sheet, with directions of two letters."""
    parent = QWidget()
    qtbot.addWidget(parent)
    sheet = SurfaceNames(parent)
    sheet.resize(*SIZE_PX)
    yield sheet
    parent.close()


def place(sheet, left, middle):
    """Say where a name stands."""
    name = SurfaceName(Level.C3, "C3 5 %", left, middle, None)
    sheet.set_names((name,), EdgeLetters("RA", "LP", "H", "F"))
    return sheet.places()[Level.C3]


def test_half_way_up_the_direction_is_left_free(names):
    """Elsewhere a name goes to the edge."""
    width, height = SIZE_PX
    letter = names.fontMetrics().horizontalAdvance("LP")
    assert place(names, 290.0, 30.0).right() == pytest.approx(width - MARGIN_PX)
    beside = place(names, 290.0, height / 2)
    assert beside.right() == pytest.approx(width - 2 * MARGIN_PX - letter)
    assert place(names, 20.0, height / 2).left() == 20.0
