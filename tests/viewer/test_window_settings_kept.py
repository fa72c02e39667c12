"""Settings in the real window, kept over a restart."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.viewer.settings_hand import CANCEL, OK, choose, open_settings, press, record
from viewer.state.layout import Arrangement
from viewer.state.planes import Plane
from viewer.state.settings import CrosshairBy, Interpolation, Settings


def start(make_driver, path):
    """Start Dens with a file of settings."""
    return make_driver(settings_file=path)


def test_settings_outlive_the_window(make_driver, volume, analysis, tmp_path):
    """Keys, gestures and the rest after a restart; Cancel wrote nothing."""
    path = tmp_path / "settings.json"
    first = start(make_driver, path)
    dialog = open_settings(first)
    record(dialog, "masks", Qt.Key.Key_J)
    choose(dialog, "left_drag", "Pan")
    dialog.reading.controls["opacity"].setValue(55)
    dialog.reading.controls["blind_first"].click()
    choose(dialog, "second", "Coronal plane")
    press(dialog, CANCEL)
    assert not path.exists()
    assert first.state.settings == Settings()
    dialog = open_settings(first)
    record(dialog, "masks", Qt.Key.Key_J)
    choose(dialog, "left_drag", "Pan")
    dialog.reading.controls["opacity"].setValue(55)
    choose(dialog, "second", "Coronal plane")
    press(dialog, OK)
    assert json.loads(path.read_text())["keys"] == {"masks": ["J"]}
    again = start(make_driver, path)
    again.show(volume, analysis)
    assert again.state.settings == first.state.settings
    assert again.view.overlay.opacity == 0.55
    assert again.dens.second.isVisible()
    again.key(Qt.Key.Key_J)
    assert not again.view.overlay.masks
    window = again.view.window
    again.drag(Plane.AXIAL, QPoint(100, 100), QPoint(30, 20))
    assert again.view.window == window


@pytest.mark.parametrize("arrangement", Arrangement, ids=str)
@pytest.mark.parametrize("kept", ["dialog", "by hand"])
def test_each_arrangement_is_there_at_the_next_start(
    make_driver, volume, analysis, tmp_path, arrangement, kept
):
    """Kept by the dialog or written into the file: window, menu and dialog show it again."""
    path = tmp_path / "settings.json"
    if kept == "dialog":
        first = start(make_driver, path)
        dialog = open_settings(first)
        choose(dialog, "arrangement", arrangement.value.capitalize())
        choose(dialog, "second", "None")
        # OK is only pressed for something: at first, this is the first arrangement.
        choose(dialog, "cine_hz", "20 slices a second")
        press(dialog, OK)
    else:
        path.write_text(json.dumps({"version": 1, "arrangement": arrangement.value}))
    again = start(make_driver, path)
    again.show(volume, analysis)
    assert again.state.message is None
    assert again.state.settings.arrangement is arrangement
    assert again.state.layout.arrangement is arrangement
    assert again.window.grid.surfaces.isVisible() is again.state.layout.shows_surfaces
    sizes = {plane: pane.width() * pane.height() for plane, pane in again.panes.items()}
    equal = max(sizes.values()) < 1.1 * min(sizes.values())
    # Two by two leaves the fourth place to the surfaces.
    assert equal is (arrangement is Arrangement.EQUAL)
    checked = [one for one, does in again.window.actions_.arrangements.items() if does.isChecked()]
    assert checked == [arrangement]
    control = open_settings(again).reading.controls["arrangement"]
    assert control.currentText() == arrangement.value.capitalize()


def test_blind_first_from_the_start(make_driver, volume, analysis, tmp_path):
    """What the reader has set withholds the model's word as soon as a study is shown."""
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 1, "blind_first": True}))
    driver = start(make_driver, path)
    driver.show(volume, analysis)
    assert driver.state.withheld
    assert driver.window.actions_.blind_first.isChecked()


def test_a_corrupt_file_gives_one_notice_and_first_settings(make_driver, tmp_path):
    """The window says which file, and works; what is set then is kept."""
    path = tmp_path / "settings.json"
    path.write_text('{"version": 1, "opac')
    driver = start(make_driver, path)
    assert driver.state.message is not None
    assert str(path) in driver.state.message.text
    assert driver.state.settings == Settings()
    assert (tmp_path / "settings.json.broken").exists()
    dialog = open_settings(driver)
    choose(dialog, "crosshair_by", "Moved with Shift alone")
    press(dialog, OK)
    driver = start(make_driver, path)
    assert driver.state.message is None
    assert driver.state.settings.crosshair_by is CrosshairBy.SHIFT


def test_settings_that_can_not_be_kept_are_told_of(make_driver, tmp_path):
    """They hold until the end."""
    (tmp_path / "Dens").write_text("")
    driver = start(make_driver, tmp_path / "Dens" / "settings.json")
    dialog = open_settings(driver)
    choose(dialog, "interpolation", "Pixels as they are")
    press(dialog, OK)
    assert "settings.json" in driver.state.message.text
    assert driver.state.settings.interpolation is Interpolation.PIXELS
