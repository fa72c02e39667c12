"""The window with surfaces: what it says where it can't draw, and that it draws on a screen."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from viewer.controllers.surfaces import NEEDS_MASKS
from viewer.state.reading_wording import WITHHELD
from viewer.widgets import surface_window
from viewer.widgets.surface_window import NO_OPENGL

ROOT = Path(__file__).parents[2]


def test_surfaces_need_masks(make_driver, volume):
    """Before an analysis the window says so, and the command is off while nothing is open."""
    driver = make_driver()
    assert not driver.window.actions_.surface.isEnabled()
    driver.show(volume)
    driver.key(Qt.Key.Key_F8)
    assert driver.dens.surfaces.window.isVisible()
    assert driver.dens.surfaces.window.message == NEEDS_MASKS


def test_no_opengl_is_a_message(driver, monkeypatch):
    """Without OpenGL there is a sentence with a remedy, and the panes are as before."""
    monkeypatch.setattr(surface_window, "has_opengl", lambda: False)
    driver.key(Qt.Key.Key_F8)
    assert driver.dens.surfaces.window.message == NO_OPENGL
    assert not driver.dens.surfaces.runner.running


def test_the_panel_among_the_planes_needs_masks(make_driver, volume, analysis, monkeypatch):
    """It says so in its place, and what is missing once there are masks."""
    monkeypatch.setattr(surface_window, "has_opengl", lambda: False)
    driver = make_driver()
    driver.show(volume)
    panel = driver.window.grid.surfaces
    assert not panel.isVisible()
    driver.key(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert (panel.isVisible(), panel.message) == (True, NEEDS_MASKS)
    driver.show(volume, analysis)
    assert panel.message == NO_OPENGL


def test_the_panel_tells_nothing_before_the_own_read(make_driver, volume, analysis):
    """Colours tell whom the model suspects: they wait for the own read."""
    driver = make_driver()
    driver.window.actions_.blind_first.trigger()
    driver.show(volume, analysis)
    driver.key(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert driver.window.grid.surfaces.message == WITHHELD
    assert not driver.dens.surfaces.runner.running


def test_what_is_made_of_other_masks_is_dropped(driver, unnamed, monkeypatch, qtbot):
    """Another study is opened meanwhile: its place does not show the bones of the one before."""
    panel, taken = driver.window.grid.surfaces, []
    monkeypatch.setattr(panel, "prepare", lambda: True)
    monkeypatch.setattr(panel, "set_surfaces", taken.append)
    driver.key(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert driver.dens.surfaces.runner.running
    driver.show(unnamed)
    assert not driver.dens.surfaces.runner.running
    qtbot.wait(1500)
    assert taken == []
    assert panel.message == NEEDS_MASKS


def test_escape_closes_the_window(driver, qtbot, monkeypatch):
    """It is a window of its own, and goes by itself."""
    monkeypatch.setattr(surface_window, "has_opengl", lambda: False)
    driver.key(Qt.Key.Key_F8)
    window = driver.dens.surfaces.window
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert driver.window.isVisible()


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run for a screen")
def test_surfaces_are_drawn_on_a_screen():
    """Suspected levels are orange, a drag turns them, a click on a name goes there."""
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1300x1000x24"]
    run = subprocess.run(  # noqa: S603  # our own script
        [*screen, sys.executable, "-m", "tests.viewer.surface_session"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    if "message" in told:
        pytest.skip(f"this screen draws nothing: {told['message']}")
    assert told["first"] > 100
    assert told["second"] > 100
    assert told["turned"] == 300.0
    assert told["selected"] == "C3"
    # Every move is followed by an image, without smooth edges until the hand rests.
    assert len(told["hasty"]) >= 10
    assert all(told["hasty"])
    assert told["at_rest"] is False
    # Smooth is 50 ms and less; the bound leaves room for a busy machine without a card.
    assert told["median_ms"] < 1000
