"""Cine on the real window: by the clock, at the chosen rate, until the hand does anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from tests.viewer.window_driver import RIGHT
from viewer.state.cine import slice_due
from viewer.state.planes import Plane


@given(
    start=st.integers(1, 50),
    rate=st.sampled_from([5.0, 10.0, 30.0]),
    seconds=st.integers(0, 600),
)
def test_time_does_not_drift(start, rate, seconds):
    """After whole seconds exactly so many slices have gone by, however many were drawn."""
    assert slice_due(start, 50, float(seconds), rate) == (start - 1 + seconds * rate) % 50 + 1


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        """Tell the time."""
        return self.now


@pytest.fixture
def film(driver, monkeypatch):
    """Play the axial plane with a clock of the test's own."""
    clock = Clock()
    monkeypatch.setattr(driver.dens.cine, "_clock", clock)
    driver.key(Qt.Key.Key_Home)
    driver.key(Qt.Key.Key_C)
    # The test's clock stands still: only its own ticks count.
    driver.dens.cine._timer.stop()

    def play(seconds):
        clock.now += seconds
        driver.dens.cine.tick()
        driver.settle()

    driver.play = play
    return driver


def test_slices_go_by_and_round(film):
    """Ten a second at first; late ticks leave slices out; after the last comes the first."""
    assert film.view.playing is Plane.AXIAL
    assert film.window.actions_.cine.isChecked()
    assert "Cine, 10 slices a second" in film.panes[Plane.AXIAL].content.corners.bottom_left
    film.play(0.1)
    assert film.number(Plane.AXIAL) == 2
    film.play(0.04)
    assert film.number(Plane.AXIAL) == 2
    film.play(0.96)
    assert film.number(Plane.AXIAL) == 12
    film.play(8.5)
    assert film.number(Plane.AXIAL) == 1


def test_another_rate(film):
    """A rate from the menu counts from the slice that is shown, and is checked alone."""
    film.play(0.5)
    film.window.actions_.cine_rates[30.0].trigger()
    film.play(1.0)
    assert film.number(Plane.AXIAL) == 36
    on = [rate for rate, action in film.window.actions_.cine_rates.items() if action.isChecked()]
    assert on == [30.0]
    film.window.actions_.cine_rates[30.0].trigger()
    assert film.window.actions_.cine_rates[30.0].isChecked()


@pytest.mark.parametrize(
    "hand",
    [
        lambda driver: driver.wheel(Plane.AXIAL, -1),
        lambda driver: driver.click(Plane.CORONAL, QPoint(80, 80)),
        lambda driver: driver.drag(Plane.AXIAL, QPoint(80, 80), QPoint(0, -40), RIGHT),
        lambda driver: driver.key(Qt.Key.Key_Down),
        lambda driver: driver.key(Qt.Key.Key_End),
        lambda driver: driver.key(Qt.Key.Key_Escape),
        lambda driver: driver.key(Qt.Key.Key_C),
    ],
    ids=["wheel", "click", "drag", "arrow", "end", "Esc", "C"],
)
def test_the_hand_stops_it(film, hand):
    """Any wheel, click or key of a pane, Esc and C again; nothing moves afterwards."""
    film.play(0.5)
    hand(film)
    assert film.view.playing is None
    assert not film.window.actions_.cine.isChecked()
    assert not film.dens.cine._timer.isActive()
    number = film.number(Plane.AXIAL)
    film.play(5.0)
    assert film.number(Plane.AXIAL) == number


def test_a_jump_is_gone_on_from(film):
    """A walk to a level while slices are played goes on from that level."""
    film.play(0.2)
    film.key(Qt.Key.Key_N)
    there = film.number(Plane.AXIAL)
    film.play(0.0)
    assert film.number(Plane.AXIAL) == there
    film.play(0.3)
    assert film.number(Plane.AXIAL) == there + 3


def test_it_runs_by_itself_and_stops_with_the_study(driver, qtbot, unnamed):
    """The real clock plays too, and another study does not go on playing."""
    before = driver.number(Plane.AXIAL)
    driver.key(Qt.Key.Key_C)
    qtbot.waitUntil(lambda: driver.number(Plane.AXIAL) != before, timeout=20_000)
    driver.show(unnamed)
    assert driver.view.playing is None
    assert not driver.dens.cine._timer.isActive()


def test_a_closed_window_plays_no_more(driver):
    """Its slices would go to widgets that are gone."""
    driver.key(Qt.Key.Key_C)
    assert driver.dens.cine._timer.isActive()
    driver.window.close()
    assert not driver.dens.cine._timer.isActive()
