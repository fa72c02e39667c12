"""Comparing and closing as a reader does it: browser, keys and mouse on the real window."""

from __future__ import annotations

import gc
import time
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inference.imaging import memory
from tests.viewer.comparing_studies import (
    EARLIER,
    NOW,
    SHIFT_MM,
    SOFT,
    STRANGER,
    Comparer,
    analysis_on,
    write_studies,
)
from viewer.app import DensApp
from viewer.review.review import UNREAD
from viewer.state import comparison
from viewer.state.app import set_analysis
from viewer.state.comparison_wording import NOT_COMPARABLE, OUTSIDE, UNALIGNED, nothing_links
from viewer.state.oblique import turn_about
from viewer.state.planes import Plane

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """Share the studies on disk."""
    return write_studies(tmp_path_factory.mktemp("studies"))


@pytest.fixture
def comparer(qtbot, studies):
    """Open the earlier study, the stranger's and the current one, which is shown."""
    dens = DensApp()
    dens.window.resize(1400, 900)
    dens.window.show()
    qtbot.waitExposed(dens.window)
    comparer = Comparer(dens, qtbot)
    comparer.open(studies / "earlier", studies / "stranger", studies / "now")
    assert comparer.state.study.volume.info.series_description == NOW
    yield comparer
    dens.window.close()
    dens.window.deleteLater()
    dens.deleteLater()


def analyse(comparer, shift_mm=(0.0, 0.0, 0.0)):
    """Give the shown study the crude neck's analysis."""
    state = comparer.state
    found = analysis_on(state.study.volume, shift_mm)
    comparer.dens.store.set(set_analysis(state, found))
    comparer.wait()


def scroll_other(comparer, plane, notches):
    """Turn the wheel over a pane of the other study."""
    panes, comparer.panes = comparer.panes, comparer.area.other
    comparer.wheel(plane, notches)
    comparer.panes = panes


def voxels_of(study):
    """Watch the memory that holds a study's voxels, without holding it."""
    voxels = study.volume.hu
    while isinstance(voxels.base, np.ndarray):
        voxels = voxels.base
    return weakref.ref(voxels)


def test_window_keeps_its_size(comparer):
    """Two columns fit the window that there is."""
    comparer.window.resize(1600, 1000)
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    analyse(comparer)
    assert comparer.window.width() == 1600
    assert len({pane.width() for pane in comparer.area.current.values() if pane.isVisible()}) == 1
    widths = [p[Plane.AXIAL].width() for p in (comparer.area.current, comparer.area.other)]
    assert abs(widths[0] - widths[1]) <= 1


def apart(comparer):
    """Return from the current crosshair to the other study's, in mm."""
    return np.array(comparer.other.crosshair_mm) - np.array(comparer.view.crosshair_mm)


def test_compare_is_labelled_and_not_linked_by_itself(comparer):
    """Ctrl+Shift+C puts the latest earlier study beside; without masks, it says, nothing links."""
    before = comparer.window.grid.isVisible(), comparer.state.layout
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert comparer.state.compared.study.volume.info.series_description == EARLIER
    assert comparer.state.message.text == nothing_links()
    assert comparer.area.link_text.startswith("Not linked")
    assert not comparer.window.actions_.link.isEnabled()
    axial = comparer.area.other[Plane.AXIAL]
    assert axial.badge == "PRIOR"
    assert "2023-05-02" in axial.content.corners.top_right
    assert "2024-03-21" in comparer.area.current[Plane.AXIAL].content.corners.top_right
    assert not comparer.area.other[Plane.CORONAL].isVisible()
    place = comparer.view.crosshair_mm
    scroll_other(comparer, Plane.AXIAL, -3)
    assert comparer.view.crosshair_mm == place
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert comparer.state.compared is None
    assert (comparer.window.grid.isVisible(), comparer.state.layout) == before
    assert axial.content is None


def test_link_by_hand(comparer):
    """The reader puts both at one place and links: the offset is kept, both ways."""
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    scroll_other(comparer, Plane.AXIAL, -4)
    offset = apart(comparer)
    comparer.press(Qt.Key.Key_L, CTRL | SHIFT)
    assert comparer.area.link_text == "Linked by hand, shifted only"
    assert comparer.state.message is None
    scroll_other(comparer, Plane.AXIAL, 6)
    np.testing.assert_allclose(apart(comparer), offset, atol=1e-6)
    QTest.keyClick(comparer.area.current[Plane.SAGITTAL], Qt.Key.Key_Down)
    comparer.settle()
    np.testing.assert_allclose(apart(comparer), offset, atol=1e-6)
    comparer.press(Qt.Key.Key_L, CTRL)
    assert comparer.area.link_text.startswith("Not linked")
    scroll_other(comparer, Plane.AXIAL, 2)
    assert not np.allclose(apart(comparer), offset)


def test_link_by_levels_of_both(comparer):
    """Masks of both link them as soon as both are there, with window, zoom and pan."""
    comparer.choose(EARLIER, "show_series")
    comparer.wait()
    analyse(comparer, SHIFT_MM)
    comparer.choose(NOW, "show_series")
    comparer.wait()
    assert comparer.choose(EARLIER, "compare")
    comparer.wait()
    assert comparer.area.link_text.startswith("Not linked")
    analyse(comparer)
    assert comparer.area.link_text.startswith("Linked by C1–C5 of both, 0.0 mm apart")
    assert comparer.state.message is None
    comparer.press(Qt.Key.Key_N)
    np.testing.assert_allclose(apart(comparer), SHIFT_MM, atol=1e-3)
    comparer.press(Qt.Key.Key_4)
    assert comparer.other.window == comparer.view.window
    here, there = (
        panes[Plane.SAGITTAL].projection for panes in (comparer.area.current, comparer.area.other)
    )
    assert here.mm_per_px == pytest.approx(there.mm_per_px)
    pixels = [
        frame.lps_to_pixel(view.crosshair_mm)[0]
        for frame, view in ((here.frame, comparer.view), (there.frame, comparer.other))
    ]
    np.testing.assert_allclose(here.to_screen(pixels[0]), there.to_screen(pixels[1]), atol=0.5)
    assert comparer.area.other[Plane.AXIAL].content.image.masked


def test_turned_planes_tell_where_the_link_knows_no_rotation(comparer):
    """Linked by hand, a turned plane of the other study may be another one: said over the pane."""
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    comparer.press(Qt.Key.Key_L, CTRL | SHIFT)
    remarks = comparer.area.other
    assert {pane.remark for pane in remarks.values()} == {""}
    geometry = comparer.state.study.shown.geometry
    comparer.dens.store.update_view(lambda view: turn_about(view, geometry, Plane.SAGITTAL, 20.0))
    comparer.settle()
    assert remarks[Plane.AXIAL].remark == UNALIGNED
    assert UNALIGNED in remarks[Plane.AXIAL].accessibleName()
    # The plane about which the others were turned is each study's own slice, as before.
    assert remarks[Plane.SAGITTAL].remark == ""
    comparer.press(Qt.Key.Key_R, CTRL)
    assert remarks[Plane.AXIAL].remark == ""


def test_what_is_said_is_said_of_the_current_study(comparer):
    """Enter on the other study says nothing; on the current one it does."""
    analyse(comparer)
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    comparer.press(Qt.Key.Key_N)
    review = comparer.state.reading.review
    comparer.area.other[Plane.AXIAL].setFocus()
    QTest.keyClick(comparer.area.other[Plane.AXIAL], Qt.Key.Key_Return)
    comparer.settle()
    assert comparer.state.reading.review == review
    comparer.area.current[Plane.AXIAL].setFocus()
    QTest.keyClick(comparer.area.current[Plane.AXIAL], Qt.Key.Key_Return)
    comparer.settle()
    assert comparer.state.reading.review != review
    assert comparer.state.compared.study.reading.review == UNREAD


def test_frame_of_reference_links_and_lack_of_place_is_told(comparer):
    """Series of one frame are linked by mm; a place that the other one lacks is told."""
    assert comparer.choose(SOFT, "compare")
    comparer.wait()
    assert comparer.area.link_text == "Linked by frame of reference"
    assert comparer.area.other[Plane.AXIAL].badge == "SAME STUDY"
    QTest.keyClick(comparer.area.current[Plane.AXIAL], Qt.Key.Key_End)
    comparer.settle()
    np.testing.assert_allclose(apart(comparer), 0, atol=1e-6)
    assert comparer.area.other[Plane.AXIAL].remark == ""
    QTest.keyClick(comparer.area.current[Plane.AXIAL], Qt.Key.Key_Home)
    comparer.settle()
    assert comparer.area.other[Plane.AXIAL].remark == OUTSIDE


def test_planes_and_maximise(comparer):
    """The coronal planes come by a click; a maximised plane fills both columns."""
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    QTest.mouseClick(comparer.area.plane_buttons[Plane.CORONAL], Qt.MouseButton.LeftButton)
    comparer.settle()
    assert comparer.area.other[Plane.CORONAL].isVisible()
    comparer.press(Qt.Key.Key_F11)
    visible = [plane for plane, pane in comparer.area.other.items() if pane.isVisible()]
    assert visible == [comparer.view.active]
    here, there = comparer.area.current[visible[0]].size(), comparer.area.other[visible[0]].size()
    # An odd pixel is left to one of them.
    assert (here - there).height() == 0
    assert abs((here - there).width()) <= 1


def test_refuses_another_patient(comparer):
    """The browser doesn't offer a stranger's study, and asking all the same is refused."""
    assert not comparer.choose(STRANGER, "compare")
    row = next(r for r in comparer.browser.rows if r.is_other_patient)
    comparer.browser.compare_requested.emit(row.series[0].key)
    assert comparer.state.compared is None
    assert comparer.state.message.text == NOT_COMPARABLE


def test_refuses_what_does_not_fit(comparer, monkeypatch):
    """Two volumes that don't fit the memory are one clear message, and nothing is read."""
    held = comparer.state.study.volume.hu.nbytes
    monkeypatch.setattr(comparison, "machine_bytes", lambda: int(held / memory.USABLE_SHARE) + 1)
    comparer.choose(SOFT, "compare")
    assert comparer.state.comparing is None
    assert "together with the current study it takes" in comparer.state.message.text


def test_opening_another_study_ends_the_comparison(comparer):
    """The other study stands beside the one that it was put beside, and no other."""
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    comparer.choose(STRANGER, "show_series")
    comparer.wait()
    assert comparer.state.compared is None
    assert comparer.window.grid.isVisible()


def test_close_one_by_one(comparer):
    """Each closing shows the next study, and the last one brings the start page."""
    comparer.press(Qt.Key.Key_C, CTRL | SHIFT)
    gone = voxels_of(comparer.state.compared.study)
    comparer.choose(EARLIER, "close_study")
    comparer.wait()
    assert comparer.state.compared is None
    assert comparer.item(EARLIER) is None
    gc.collect()
    assert gone() is None
    gone = voxels_of(comparer.state.study)
    analyse(comparer)
    comparer.press(Qt.Key.Key_N)
    comparer.press(Qt.Key.Key_W, CTRL)
    assert comparer.state.study.volume.info.series_description == STRANGER
    descriptions = [one.info.series_description for one in comparer.state.library.all_series()]
    assert descriptions == [STRANGER]
    assert not comparer.browser.isVisible()
    gc.collect()
    assert gone() is None
    comparer.press(Qt.Key.Key_W, CTRL)
    assert comparer.state.study is None
    assert comparer.window.grid.start.isVisible()
    assert not comparer.state.library.studies
    assert not comparer.window.actions_.close_study.isEnabled()


def test_closing_stops_the_analysis_and_says_so(comparer):
    """Work for a closed study is ended, and one sentence tells that."""
    state = comparer.state

    def endless(_report):
        from inference.findings import Progress

        while True:
            # As a network does: what yields without a pause leaves the window no time to draw.
            time.sleep(0.01)
            yield Progress("masks", 0.1, "Masks")

    comparer.dens.analysis._work_for = lambda _volume: endless
    comparer.press(Qt.Key.Key_Return, CTRL)
    assert comparer.state.analysing is not None
    comparer.press(Qt.Key.Key_W, CTRL)
    assert comparer.state.study is not state.study
    assert not comparer.dens.analysis.runner.running
    assert comparer.state.analysing is None
    assert comparer.state.message.text == "The study was closed. Stopped: its analysis."


def test_menu_lists_what_can_be_compared(comparer):
    """The View menu offers the earlier study first, then the same study's other series."""
    texts = [action.text() for action in comparer.window.comparisons.actions()]
    assert [EARLIER in texts[0], SOFT in texts[1]] == [True, True]
    assert len(texts) == 2
    comparer.window.comparisons.actions()[0].trigger()
    comparer.wait()
    assert comparer.state.compared is not None
    assert comparer.area.other[Plane.AXIAL].grab().toImage().pixelColor(QPoint(3, 30)).blue() > 150
