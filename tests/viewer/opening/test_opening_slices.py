"""What a reader can do while a series is read."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.dicom_factory import ramp_hu
from tests.viewer.opening.reader import LEFT, NONE
from viewer.state.planes import Plane


@pytest.mark.usefixtures("told_always")
def test_first_slices_are_shown_while_the_rest_is_read(reader, studies, slow):
    """The middle comes first; the reader scrolls, drags and sees what is not there yet."""
    reader.drop(studies / "prior")
    slow(2)
    reader.qtbot.waitUntil(lambda: reader.state.study is not None)
    reader.qtbot.waitUntil(lambda: reader.state.study.filled.last > reader.state.study.filled.first)
    pane = reader.window.grid.panes[Plane.AXIAL]
    reader.dens.panes.draw()
    number = pane.content.image.frame.number
    assert pane._image.image.max() > 0
    assert not pane.content.image.missing
    assert reader.window.grid.panes[Plane.SAGITTAL].content.image.missing
    assert not reader.window.actions_.analyse.isEnabled()
    assert not reader.window.side.analysis.button.isEnabled()
    assert reader.window.status.cancel.isVisible()
    reader.dens.analysis.analyse()
    assert reader.state.analysing is None
    reader.key(Qt.Key.Key_Home)
    reader.dens.panes.draw()
    assert pane.content.image.frame.number == 1 != number
    assert "Not read yet" in pane.accessibleDescription()
    viewport = pane.viewport()
    QTest.mousePress(viewport, LEFT, NONE, QPoint(100, 100))
    slow(1)
    reader.qtbot.waitUntil(
        lambda: reader.state.study.filled.last - reader.state.study.filled.first > 1
    )
    QTest.mouseMove(viewport, QPoint(140, 100))
    QTest.mouseRelease(viewport, LEFT, NONE, QPoint(140, 100))
    slow(100)
    reader.wait()
    reader.dens.panes.draw()
    assert reader.state.ready
    assert pane.content.image.frame.number == 1
    assert not pane.content.image.missing
    np.testing.assert_array_equal(reader.state.study.volume.hu, ramp_hu((9, 32, 32)) // 8)
    assert reader.window.actions_.analyse.isEnabled()


@pytest.mark.usefixtures("told_always")
def test_cancel_brings_back_what_was_shown(reader, studies, slow):
    """A part of a volume never stays."""
    slow(9)
    reader.drop(studies / "prior")
    reader.wait()
    whole = reader.state.study.volume
    reader.drop(studies / "now")
    slow(2)
    reader.qtbot.waitUntil(lambda: reader.state.study.volume is not whole)
    QTest.mouseClick(reader.window.status.cancel, LEFT)
    assert reader.state.study.volume is whole
    assert reader.state.opening is None


@pytest.mark.usefixtures("told_always")
def test_another_series_may_be_chosen_while_one_is_read(reader, studies, slow):
    """The reading of the first is given up, and it is not taken for a loaded one."""
    reader.drop(studies / "now")
    slow(3)
    reader.qtbot.waitUntil(lambda: reader.state.study is not None)
    reader.qtbot.waitUntil(reader.browser.isVisible)
    reader.click("soft")
    slow(1000)
    reader.wait()
    assert reader.title == "soft"
    assert reader.state.ready
    assert reader.state.kept == ()


@pytest.mark.usefixtures("told_always")
def test_a_path_that_fails_leaves_the_reading_alone(reader, studies, slow, tmp_path):
    """The message comes, and the volume is read to its end."""
    reader.drop(studies / "prior")
    slow(2)
    reader.qtbot.waitUntil(lambda: reader.state.study is not None)
    reader.drop(tmp_path / "gone")
    reader.qtbot.waitUntil(lambda: reader.state.message is not None)
    assert reader.state.opening is not None
    slow(100)
    reader.wait()
    assert reader.state.ready
    assert "gone" in reader.window.side.messages.text


def test_closing_while_reading(reader, studies, slow):
    """The threads are joined."""
    reader.drop(studies / "prior")
    slow(2)
    reader.qtbot.waitUntil(lambda: reader.state.study is not None)
    slow(1000)
    started = time.monotonic()
    reader.window.close()
    assert time.monotonic() - started < 15
    assert not any(thread.name.startswith("dens-job") for thread in threading.enumerate())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
