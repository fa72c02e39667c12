"""Settings in the real window: changed at once, taken back; keys and mouse."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.viewer.settings_hand import CANCEL, OK, choose, open_settings, press, record
from tests.viewer.window_driver import CTRL, MIDDLE, RIGHT, SHIFT
from viewer.state.gestures import DragAction, WheelAction
from viewer.state.layout import Arrangement
from viewer.state.planes import Plane
from viewer.state.settings import Settings
from viewer.widgets.cheat_sheet import CheatSheet
from viewer.widgets.settings_dialog import SettingsDialog
from viewer.widgets.spine_strip import MOST_OF_WINDOW
from viewer.widgets.theme import apply_theme, set_text_scale


@pytest.fixture
def dialog(driver):
    """Open the settings by their key."""
    return open_settings(driver)


@pytest.fixture(autouse=True)
def usual_text(qapp):
    """Leave the text as large as it was."""
    font, sheet = qapp.font(), qapp.styleSheet()
    style, palette, icon = qapp.style().name(), qapp.palette(), qapp.windowIcon()
    yield
    if (qapp.font(), qapp.styleSheet()) != (font, sheet):
        qapp.setStyleSheet(sheet)
        qapp.setStyle(style)
        qapp.setPalette(palette)
        qapp.setFont(font)
        qapp.setWindowIcon(icon)


def test_a_rebound_key_works_and_the_old_one_does_not(driver, dialog):
    """J for the masks; menu, tooltip and side panel tell of it."""
    record(dialog, "masks", Qt.Key.Key_J)
    press(dialog, OK)
    assert driver.view.overlay.masks
    driver.key(Qt.Key.Key_G)
    assert driver.view.overlay.masks
    driver.key(Qt.Key.Key_J)
    assert not driver.view.overlay.masks
    masks = driver.window.actions_.masks
    assert masks.shortcut().toString() == "J"
    assert masks.toolTip().endswith("(J)")
    assert driver.window.side.overlays.masks.toolTip().endswith("(J)")


def test_the_cheat_sheet_tells_what_is_bound(driver, dialog):
    """F1 after rebinding a command, a pane's key, a gesture, and one that had no key."""
    record(dialog, "masks", Qt.Key.Key_J)
    record(dialog, "pane.hide_overlays", Qt.Key.Key_QuoteLeft)
    record(dialog, "slabs.MIP", Qt.Key.Key_F5)
    choose(dialog, "middle_drag", "Nothing")
    press(dialog, OK)
    driver.key(Qt.Key.Key_F1)
    (sheet,) = driver.window.findChildren(CheatSheet)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert texts[texts.index("Masks") - 1] == "J"
    assert texts[texts.index("Hide everything that lies over the image") - 1] == "` (held)"
    assert texts[texts.index("MIP") - 1] == "F5"
    assert texts[texts.index("Pan") - 1] == "no key"
    sheet.close()


def test_a_key_of_another_command_is_taken_only_when_told_to(driver, dialog):
    """The question names key and command; leaving it changes nothing, giving it moves the key."""
    record(dialog, "boxes", Qt.Key.Key_G)
    assert "G is bound to “Masks”" in dialog.keys.question
    QTest.mouseClick(dialog.keys.leave, Qt.MouseButton.LeftButton)
    assert dialog.keys.question == ""
    assert (dialog.keys.keys_shown("boxes"), dialog.keys.keys_shown("masks")) == ("B", "G")
    record(dialog, "boxes", Qt.Key.Key_G)
    QTest.keyClick(dialog.keys.take, Qt.Key.Key_Space)
    assert (dialog.keys.keys_shown("boxes"), dialog.keys.keys_shown("masks")) == ("G", "")
    press(dialog, OK)
    driver.key(Qt.Key.Key_G)
    assert (driver.view.overlay.boxes, driver.view.overlay.masks) == (False, True)


def test_reset_one_and_all(driver, dialog):
    """Back to what Dens has; and what a key was taken from has it again."""
    record(dialog, "boxes", Qt.Key.Key_G)
    dialog.keys.take.click()
    record(dialog, "texts", Qt.Key.Key_J, button="add")
    assert dialog.keys.keys_shown("texts") == "T, J"
    dialog.keys.choose("boxes")
    dialog.keys.reset.click()
    shown = [dialog.keys.keys_shown(name) for name in ("boxes", "masks", "texts")]
    assert shown == ["B", "G", "T, J"]
    dialog.keys.reset_all.click()
    assert dialog.keys.keys_shown("texts") == "T"
    dialog.keys.remove.click()
    assert dialog.keys.keys_shown("boxes") == ""
    press(dialog, CANCEL)
    driver.key(Qt.Key.Key_B)
    assert not driver.view.overlay.boxes


def test_escape_and_modifiers_record_nothing(dialog):
    """A held key alone waits on; Esc ends the waiting, and the dialog stays."""
    dialog.tabs.setCurrentIndex(1)
    dialog.keys.choose("masks")
    recorder = dialog.keys.record
    recorder.click()
    QTest.keyClick(recorder, Qt.Key.Key_Control, CTRL)
    assert recorder.waits
    QTest.keyClick(recorder, Qt.Key.Key_Escape)
    assert not recorder.waits
    assert dialog.isVisible()
    assert dialog.keys.keys_shown("masks") == "G"


def test_a_panes_own_keys_can_be_bound(driver, dialog):
    """The next slice by J instead of the arrow; masks out of the way while Y is held."""
    record(dialog, "pane.next_slice", Qt.Key.Key_J)
    record(dialog, "pane.hide_overlays", Qt.Key.Key_Y)
    press(dialog, OK)
    number = driver.number(Plane.AXIAL)
    driver.key(Qt.Key.Key_Down)
    assert driver.number(Plane.AXIAL) == number
    driver.key(Qt.Key.Key_J)
    assert driver.number(Plane.AXIAL) == number + 1
    QTest.keyPress(driver.panes[Plane.AXIAL], Qt.Key.Key_Y)
    assert driver.view.overlay.suppressed
    QTest.keyRelease(driver.panes[Plane.AXIAL], Qt.Key.Key_Y)
    assert not driver.view.overlay.suppressed


def test_gestures_can_be_bound(driver, dialog):
    """Left pans, middle sets the window, right does nothing; Shift+wheel goes ten slices."""
    for name, action in (
        ("left_drag", DragAction.PAN),
        ("middle_drag", DragAction.WINDOW),
        ("right_drag", DragAction.NOTHING),
        ("shift_wheel", WheelAction.TEN_SLICES),
        ("control_wheel", WheelAction.SLAB),
        ("alt_wheel", WheelAction.NOTHING),
    ):
        choose(dialog, name, action.value.capitalize())
    press(dialog, OK)
    first, start, moved = driver.view, QPoint(100, 100), QPoint(30, 20)
    driver.drag(Plane.AXIAL, start, moved)
    assert driver.view.window == first.window
    assert driver.view.axial.pan_mm != first.axial.pan_mm
    panned = driver.view
    driver.drag(Plane.AXIAL, start, moved, MIDDLE)
    assert driver.view.window != panned.window
    windowed = driver.view
    driver.drag(Plane.AXIAL, start, moved, RIGHT)
    assert driver.view == windowed
    number = driver.number(Plane.AXIAL)
    driver.wheel(Plane.AXIAL, -1, SHIFT)
    assert driver.number(Plane.AXIAL) == number + 10
    driver.wheel(Plane.AXIAL, 1, Qt.KeyboardModifier.AltModifier)
    assert driver.view.axial.slab.thickness_mm == 0.0
    driver.wheel(Plane.AXIAL, 1, CTRL)
    assert driver.view.axial.slab.thickness_mm > 0.0


def test_the_window_can_be_dragged_the_other_way(driver, dialog):
    """Right narrower, up darker."""
    choose(dialog, "wider_to_the_right", "Becomes narrower")
    choose(dialog, "brighter_up", "Becomes darker")
    before = driver.view.window
    driver.drag(Plane.AXIAL, QPoint(100, 100), QPoint(40, -40))
    assert driver.view.window.width < before.width
    assert driver.view.window.level > before.level
    press(dialog, CANCEL)


def test_the_crosshair_can_be_kept_from_clicks(driver, dialog):
    """Only Shift moves it then."""
    choose(dialog, "crosshair_by", "Moved with Shift alone")
    press(dialog, OK)
    before = driver.view.crosshair_mm
    driver.click(Plane.AXIAL, QPoint(90, 120))
    assert driver.view.crosshair_mm == before
    viewport = driver.panes[Plane.AXIAL].viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, SHIFT, QPoint(90, 120))
    assert driver.view.crosshair_mm != before


def test_changes_are_seen_at_once_and_taken_back(driver, dialog):
    """Cancel brings back what was, also what the reader had set for this time alone."""
    driver.dens.store.update_view(
        lambda view: replace(view, overlay=replace(view.overlay, opacity=0.6))
    )
    before = driver.state
    press(dialog, CANCEL)
    dialog = open_settings(driver)
    choose(dialog, "arrangement", "Two by two")
    choose(dialog, "second", "Sagittal plane")
    choose(dialog, "cine_hz", "20 slices a second")
    choose(dialog, "interpolation", "Pixels as they are")
    dialog.reading.controls["opacity"].setValue(10)
    driver.settle()
    assert driver.state.layout.arrangement is Arrangement.EQUAL
    assert driver.dens.second.isVisible()
    assert driver.window.actions_.cine_rates[20.0].isChecked()
    assert driver.view.overlay.opacity == 0.1
    smooth = driver.panes[Plane.AXIAL].renderHints()
    assert not smooth & smooth.SmoothPixmapTransform
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    driver.settle()
    assert driver.state.settings == Settings()
    assert driver.state.layout == before.layout
    assert driver.state.cine_hz == before.cine_hz
    assert driver.view.overlay.opacity == 0.6
    assert not driver.dens.second.isVisible()
    smooth = driver.panes[Plane.AXIAL].renderHints()
    assert smooth & smooth.SmoothPixmapTransform


def test_text_grows_with_everything_around_it(driver, qapp, qtbot):
    """Twice as large: fonts, side panel and strip; Cancel makes them small again."""
    apply_theme(qapp)
    driver.window.resize(1600, 800)
    qtbot.waitUntil(lambda: driver.state.study.spine_sought, timeout=60_000)
    dialog = open_settings(driver)
    side, strip, small = driver.window.side, driver.window.strip, driver.window.font().pointSizeF()
    widths = side.width(), strip.width()
    choose(dialog, "text_scale", "200 %")
    driver.settle()
    assert driver.window.font().pointSizeF() == 2 * small
    assert side.width() > 1.4 * widths[0]
    assert strip.width() > widths[1]
    press(dialog, CANCEL)
    driver.settle()
    assert driver.window.font().pointSizeF() == small
    assert (side.width(), strip.width()) == widths


def test_large_text_never_pushes_the_window_off_a_small_screen(driver, qapp, qtbot):
    """At 200 % on 1280 pixels the strip keeps to the levels' names, and everything fits."""
    apply_theme(qapp)
    driver.window.resize(1280, 760)
    qtbot.waitUntil(lambda: driver.state.study.spine_sought, timeout=60_000)
    dialog = open_settings(driver)
    choose(dialog, "text_scale", "200 %")
    driver.settle()
    assert not driver.window.strip.message
    assert driver.window.width() == 1280
    room = driver.window.grid.width()
    assert all(not cell.second_line for cell in driver.window.strip.cells.values())
    driver.window.resize(1800, 760)
    driver.settle()
    assert driver.window.strip.width() > 1280 * MOST_OF_WINDOW
    assert driver.window.grid.width() > room
    press(dialog, CANCEL)


def test_the_dialog_and_its_buttons_fit_a_small_screen(driver, qapp, monkeypatch):
    """At 200 % on 1280 x 800 the frame has its room, too: OK is not below the screen's edge."""
    apply_theme(qapp)
    set_text_scale(qapp, 2.0)
    small = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, 1280, 800))
    monkeypatch.setattr(SettingsDialog, "screen", lambda _self: small)
    dialog = open_settings(driver)
    assert dialog.width() <= 1280
    assert dialog.height() <= 800 - 2 * dialog.fontMetrics().lineSpacing()
    assert dialog.rect().contains(dialog.buttons.geometry())
    press(dialog, CANCEL)
    set_text_scale(qapp, 1.0)


def test_blind_first_waits_for_the_next_start(driver, dialog):
    """A try of the switch must neither hide nor give away the model's word."""
    dialog.reading.controls["blind_first"].click()
    assert dialog.settings.blind_first
    assert not driver.state.withheld
    press(dialog, OK)
    assert not driver.state.blind_first


def test_no_two_commands_have_one_key_at_first(driver):
    """Neither would answer to it."""
    keys = [key for command in driver.dens.settings.commands for key in command.keys]
    assert sorted(keys) == sorted(set(keys))


def test_who_reads_is_typed_and_kept(driver, dialog):
    """Name and institution go into the settings; a sign that DICOM keeps for itself can't."""
    controls = dialog.reading.controls
    QTest.keyClicks(controls["reader_name"], "Curie, Mar^ie")
    QTest.keyClicks(controls["reader_organisation"], "Institut")
    press(dialog, OK)
    settings = driver.state.settings
    assert (settings.reader_name, settings.reader_organisation) == ("Curie, Marie", "Institut")
    assert open_settings(driver).reading.controls["reader_name"].text() == "Curie, Marie"
