"""A series hangs as it was left: by the next window, also after one that was killed."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.viewer.window_driver import CTRL
from viewer.controllers.jobs import analysis_of
from viewer.controllers.places import SUFFIX
from viewer.state.app import MessageKind, open_study
from viewer.state.pane_view import PaneView
from viewer.state.planes import Plane
from viewer.state.study import make_study
from viewer.state.turn import TurnStep
from viewer.state.view import first_view, set_pane


def opened(make_driver, qtbot, folder, volume):
    """Open the crude neck in a window of its own, and wait for its reading."""
    driver = make_driver(analysis_of, None, folder)
    driver.show(volume)
    qtbot.waitUntil(lambda: driver.state.reading is not None, timeout=20_000)
    driver.settle()
    return driver


def views(folder):
    """List the views that were kept."""
    return list(folder.glob(f"*{SUFFIX}"))


def look_around(driver):
    """Go to a place, zoom, turn a plane, take another window, make another plane active."""
    driver.click(Plane.AXIAL, driver.panes[Plane.AXIAL].viewport().rect().center() + QPoint(31, 17))
    driver.wheel(Plane.CORONAL, 3, CTRL)
    driver.wheel(Plane.SAGITTAL, -4)
    driver.key(Qt.Key.Key_2)
    driver.dens.window.actions_.turns[TurnStep.FLIP_HORIZONTALLY].trigger()


def test_the_next_window_hangs_it_so(make_driver, qtbot, tmp_path, volume):
    """Place, window, zoom and flips, without any goodbye; overlays follow the settings."""
    first = opened(make_driver, qtbot, tmp_path, volume)
    look_around(first)
    qtbot.waitUntil(lambda: views(tmp_path) != [], timeout=20_000)
    left = first.view
    assert left != first_view(volume.canonical().geometry, first.state.study.body)
    first.dens.sessions.shutdown()  # lets go of the lock, which a killed process would, too
    assert opened(make_driver, qtbot, tmp_path, volume).view == left


def test_a_goodbye_waits_for_no_rest(make_driver, qtbot, tmp_path, volume):
    """What was done just before the window is closed is kept."""
    first = opened(make_driver, qtbot, tmp_path, volume)
    look_around(first)
    left = first.view
    first.window.close()
    assert opened(make_driver, qtbot, tmp_path, volume).view == left


def test_who_looks_already_is_not_moved(make_driver, qtbot, tmp_path, volume):
    """The view comes late where the reading has to be sought: what the hand did is kept."""
    first = opened(make_driver, qtbot, tmp_path, volume)
    look_around(first)
    first.window.close()
    second = make_driver(analysis_of, None, tmp_path)
    store = second.dens.store
    store.set(open_study(store.state, make_study(volume)))
    store.update_view(lambda view: set_pane(view, Plane.AXIAL, PaneView(zoom=3.0)))
    assert second.state.reading is None
    chosen = second.view
    qtbot.waitUntil(lambda: second.state.reading is not None, timeout=20_000)
    assert second.view == chosen
    second.window.close()
    assert opened(make_driver, qtbot, tmp_path, volume).view == chosen


@pytest.mark.parametrize("text", ["", "{", '{"crosshair_mm": [1, 2]}', '{"newer": 1}'])
def test_what_can_not_be_read_is_told(make_driver, qtbot, tmp_path, volume, text):
    """The series hangs as at first, and a sentence names the file."""
    first = opened(make_driver, qtbot, tmp_path, volume)
    look_around(first)
    first.window.close()
    (kept,) = views(tmp_path)
    kept.write_text(text, encoding="utf-8")
    second = opened(make_driver, qtbot, tmp_path, volume)
    assert second.view.window == first_view(volume.geometry, second.state.study.body).window
    assert second.state.message.kind is MessageKind.INFORMATION
    assert str(kept) in second.state.message.text


def test_a_full_disk_is_told_once(make_driver, qtbot, tmp_path, volume):
    """Reading goes on; what can't be kept is named."""
    driver = opened(make_driver, qtbot, tmp_path, volume)
    key = driver.state.reading.key
    (tmp_path / f"{key.sha256}{SUFFIX}").mkdir()
    driver.key(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: driver.state.message is not None, timeout=20_000)
    assert "can't be written" in driver.state.message.text
    driver.dens.store.say(None)
    driver.key(Qt.Key.Key_3)
    driver.dens.places.write()
    assert driver.state.message is None


def test_what_matters_more_is_not_talked_over(make_driver, qtbot, tmp_path, volume):
    """Where nothing can be kept, the sentence on the reading stands."""
    folder = tmp_path / "sessions"
    folder.write_text("in the way", encoding="utf-8")
    driver = opened(make_driver, qtbot, folder, volume)
    said = driver.state.message
    assert said.kind is MessageKind.ERROR
    driver.key(Qt.Key.Key_2)
    driver.dens.places.write()
    assert driver.state.message == said
