"""The cheat sheet on narrow screens, and with large text: nothing stands to the right of it."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QScrollArea

from viewer.widgets.cheat_sheet import HANDS, CheatSheet


@pytest.mark.parametrize(("width", "columns"), [(3840, 2), (900, 1)])
def test_as_many_columns_as_fit_the_screen(qtbot, monkeypatch, width, columns):
    """Two where there is room; else one, read by scrolling down alone."""
    screen = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, width, 900))
    monkeypatch.setattr(CheatSheet, "screen", lambda _self: screen)
    sheet = CheatSheet()
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.waitExposed(sheet)
    labels = sheet.findChildren(QLabel)
    assert len(labels) == 2 * len(HANDS)
    assert len({label.x() for label in labels}) == 2 * columns
    assert sheet.findChild(QScrollArea).horizontalScrollBar().maximum() == 0
