"""The real window, driven by real mouse and key events."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from pydicom.uid import generate_uid
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider

from inference.findings import Level, Progress
from inference.imaging.errors import WeightsError
from tests.dicom_factory import ct_dataset, ramp_hu, write_ct_series
from viewer.app import DensApp, save_screenshot
from viewer.state.app import make_study, open_study, set_analysis
from viewer.state.planes import Plane, frame_at

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
NONE = Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Driver:
    """The window and short ways to act on it."""

    def __init__(self, dens):
        self.dens = dens
        self.window = dens.window
        self.panes = dens.window.grid.panes

    @property
    def state(self):
        """What is shown."""
        return self.dens.store.state

    @property
    def view(self):
        """How it is shown."""
        return self.dens.store.state.view

    def show(self, volume, analysis=None):
        """Open a volume as if it had been read."""
        state = open_study(self.state, make_study(volume))
        self.dens.store.set(state if analysis is None else set_analysis(state, analysis))
        self.settle()

    def settle(self):
        """Let the window catch up."""
        QApplication.processEvents()
        self.dens.panes.draw()

    def key(self, key, modifier=NONE, plane=Plane.AXIAL):
        """Press a key on a pane."""
        QTest.keyClick(self.panes[plane], key, modifier)
        self.settle()

    def number(self, plane):
        """Tell which slice a pane shows."""
        return self.panes[plane].content.image.frame.number

    def screen(self, plane, pixel):
        """Find where a pixel of a plane is on the screen."""
        x, y = self.panes[plane].projection.to_screen(pixel)
        return QPoint(round(x), round(y))

    def click(self, plane, point, button=LEFT):
        """Click without moving."""
        QTest.mouseClick(self.panes[plane].viewport(), button, NONE, point)
        self.settle()

    def drag(self, plane, start, delta, button=LEFT):
        """Press, move in steps and let go."""
        viewport = self.panes[plane].viewport()
        QTest.mousePress(viewport, button, NONE, start)
        for share in (0.25, 0.5, 0.75, 1.0):
            _move(viewport, start + delta * share, button)
        QTest.mouseRelease(viewport, button, NONE, start + delta)
        self.settle()

    def wheel(self, plane, notches, modifier=NONE):
        """Turn the wheel in the middle of a pane."""
        pane = self.panes[plane]
        at = QPointF(pane.width() / 2, pane.height() / 2)
        event = QWheelEvent(
            at,
            QPointF(pane.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, int(120 * notches)),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(pane.viewport(), event)
        self.settle()


def _move(viewport, point, button, modifier=NONE):
    """Move the mouse with a button held: QTest's own moves hold none."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    at = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(viewport.mapToGlobal(at.toPoint())),
        Qt.MouseButton.NoButton,
        button,
        modifier,
    )
    QApplication.sendEvent(viewport, event)


@pytest.fixture
def make_driver(qtbot):
    """Build windows that are closed and joined at the end."""
    made = []

    def make(*args):
        dens = DensApp(*args)
        made.append(dens)
        dens.window.resize(1200, 800)
        dens.window.show()
        qtbot.waitExposed(dens.window)
        return Driver(dens)

    yield make
    for dens in made:
        dens.window.close()
        dens.window.deleteLater()
        dens.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def driver(make_driver, volume, analysis):
    """Open the crude neck with its analysis in a window."""
    driver = make_driver()
    driver.show(volume, analysis)
    return driver


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_click_on_a_voxel_sets_the_crosshair_there(driver, plane):
    """A click on a known voxel gives that voxel's millimetres, in all three panes."""
    geometry = driver.state.study.shown.geometry
    frame = driver.panes[plane].content.image.frame
    pixel = (frame.shape[0] // 2 + 6, frame.shape[1] // 2 - 9)
    driver.click(plane, driver.screen(plane, pixel))
    wanted = frame.pixel_to_lps(pixel)
    half_a_screen_pixel = driver.panes[plane].projection.mm_per_px / 2 + 1e-6
    assert np.abs(np.array(driver.view.crosshair_mm) - wanted).max() <= half_a_screen_pixel
    for other in Plane:
        shown = driver.panes[other].content.image.frame
        assert shown.index == frame_at(geometry, other, driver.view.crosshair_mm).index


def test_live_crosshair(driver):
    """Shift and a moving mouse lead the crosshair."""
    before = driver.view.crosshair_mm
    point = driver.screen(Plane.AXIAL, (50.0, 60.0))
    _move(driver.panes[Plane.AXIAL].viewport(), point, Qt.MouseButton.NoButton)
    assert driver.view.crosshair_mm == before
    _move(driver.panes[Plane.AXIAL].viewport(), point, Qt.MouseButton.NoButton, SHIFT)
    assert driver.view.crosshair_mm != before


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_keys_move_through_slices(driver, plane):
    """Arrows go one slice, with Shift or as page keys ten, Home and End to the ends."""
    driver.key(Qt.Key.Key_Home, plane=plane)
    assert driver.number(plane) == 1
    driver.key(Qt.Key.Key_Down, plane=plane)
    assert driver.number(plane) == 2
    driver.key(Qt.Key.Key_PageDown, plane=plane)
    assert driver.number(plane) == 12
    driver.key(Qt.Key.Key_Down, SHIFT, plane=plane)
    assert driver.number(plane) == 22
    driver.key(Qt.Key.Key_Up, plane=plane)
    driver.key(Qt.Key.Key_PageUp, plane=plane)
    driver.key(Qt.Key.Key_Up, SHIFT, plane=plane)
    assert driver.number(plane) == 1
    driver.key(Qt.Key.Key_End, plane=plane)
    assert driver.number(plane) == driver.panes[plane].content.image.frame.slice_count


def test_wheel_scrolls_and_zooms(driver):
    """The wheel goes a slice a notch; with Ctrl it magnifies; parts of a notch add up."""
    before = driver.number(Plane.AXIAL)
    driver.wheel(Plane.AXIAL, -1)
    assert driver.number(Plane.AXIAL) == before + 1
    for _ in range(4):
        driver.wheel(Plane.AXIAL, 0.25)
    assert driver.number(Plane.AXIAL) == before
    driver.wheel(Plane.AXIAL, 1, CTRL)
    assert driver.view.axial.zoom > 1
    assert driver.number(Plane.AXIAL) == before


@pytest.mark.parametrize(
    ("key", "width", "level"),
    [
        (Qt.Key.Key_0, 2000, 300),
        (Qt.Key.Key_1, 1800, 400),
        (Qt.Key.Key_2, 2800, 600),
        (Qt.Key.Key_3, 4000, 700),
        (Qt.Key.Key_4, 350, 50),
    ],
    ids=["file", "bone 1", "bone 2", "bone 3", "soft tissue"],
)
def test_window_keys_and_buttons(driver, key, width, level):
    """A key sets its window on all panes, and its button shows that it is on."""
    driver.key(Qt.Key.Key_4 if key != Qt.Key.Key_4 else Qt.Key.Key_1)
    driver.key(key)
    assert (driver.view.window.width, driver.view.window.level) == (width, level)
    on = [name for name, action in driver.window.actions_.windows.items() if action.isChecked()]
    assert on == [chr(key)]
    for pane in driver.panes.values():
        assert pane.content.image.window == driver.view.window
    driver.window.actions_.windows[chr(key)].trigger()
    assert driver.window.actions_.windows[chr(key)].isChecked()


def test_file_window_is_off_where_the_file_has_none(make_driver, unnamed):
    """No window is made up for a file that names none."""
    driver = make_driver()
    driver.show(unnamed)
    assert not driver.window.actions_.windows["0"].isEnabled()


def test_drags(driver):
    """Left changes the window, middle pans, right zooms; no drag moves the crosshair."""
    crosshair = driver.view.crosshair_mm
    start = QPoint(200, 200)
    driver.drag(Plane.AXIAL, start, QPoint(60, -40))
    assert driver.view.window.width > 1800
    assert driver.view.window.level < 400
    pan = driver.view.axial.pan_mm
    driver.drag(Plane.AXIAL, start, QPoint(40, 0), MIDDLE)
    assert driver.view.axial.pan_mm[0] < pan[0]
    driver.drag(Plane.SAGITTAL, QPoint(100, 150), QPoint(0, -75), RIGHT)
    assert driver.view.sagittal.zoom == pytest.approx(2**0.5)
    assert driver.view.crosshair_mm == crosshair


def test_a_shaking_hand_still_clicks(driver):
    """A press that moves a pixel or two is a click, not a drag."""
    window, before = driver.view.window, driver.view.crosshair_mm
    driver.drag(Plane.AXIAL, QPoint(150, 150), QPoint(2, 1))
    assert driver.view.window == window
    assert driver.view.crosshair_mm != before


def test_maximise_by_double_click_f11_and_back(driver):
    """One plane fills the window, and Esc, F11 or a double click bring the others back."""
    QTest.mouseDClick(driver.panes[Plane.CORONAL].viewport(), LEFT, NONE, QPoint(100, 100))
    driver.settle()
    assert driver.view.maximised is Plane.CORONAL
    assert not driver.panes[Plane.AXIAL].isVisible()
    assert not driver.panes[Plane.SAGITTAL].isVisible()
    driver.key(Qt.Key.Key_Escape, plane=Plane.CORONAL)
    assert driver.view.maximised is None
    assert all(pane.isVisible() for pane in driver.panes.values())
    driver.panes[Plane.SAGITTAL].setFocus()
    driver.key(Qt.Key.Key_F11, plane=Plane.SAGITTAL)
    assert driver.view.maximised is Plane.SAGITTAL
    driver.key(Qt.Key.Key_F11, plane=Plane.SAGITTAL)
    assert driver.view.maximised is None


def test_overlays_by_key(driver):
    """G switches masks, B boxes, and a held Space hides both until it is let go."""
    driver.key(Qt.Key.Key_G)
    assert not driver.view.overlay.masks
    assert not driver.window.side.overlays.masks.isChecked()
    driver.key(Qt.Key.Key_G)
    driver.key(Qt.Key.Key_B)
    assert driver.view.overlay.masks
    assert not driver.view.overlay.boxes
    QTest.keyPress(driver.panes[Plane.AXIAL], Qt.Key.Key_Space)
    assert driver.view.overlay.suppressed
    QTest.keyRelease(driver.panes[Plane.AXIAL], Qt.Key.Key_Space)
    assert not driver.view.overlay.suppressed


def test_overlays_by_mouse(driver):
    """The switches of the panel do the same, and the slider sets the opacity."""
    overlays = driver.window.side.overlays
    overlays.masks.click()
    overlays.boxes.click()
    overlays.opacity.setValue(60)
    overlay = driver.view.overlay
    assert (overlay.masks, overlay.boxes, overlay.opacity) == (False, False, 0.6)
    driver.window.side.findings.rows[Level.C3].check.click()
    assert driver.view.overlay.hidden == {Level.C3}


def test_masks_are_in_the_pixels(driver):
    """The image has colour where a mask is, and is grey without it."""
    driver.key(Qt.Key.Key_N)
    image = driver.panes[Plane.AXIAL]._image.image
    assert image.ndim == 3
    assert (image[..., 0] != image[..., 2]).any()
    driver.key(Qt.Key.Key_G)
    assert driver.panes[Plane.AXIAL]._image.image.ndim == 2


def test_walk_and_reset(driver):
    """N and P walk through the suspected levels, most suspected first; R goes back."""
    first = driver.view
    driver.key(Qt.Key.Key_N)
    assert driver.view.selected is Level.C5
    assert driver.window.side.findings.rows[Level.C5].button.isChecked()
    driver.key(Qt.Key.Key_N)
    assert driver.view.selected is Level.C2
    driver.key(Qt.Key.Key_P)
    assert driver.view.selected is Level.C5
    driver.key(Qt.Key.Key_R)
    assert driver.view == first


def test_click_on_a_level_goes_there(driver, analysis):
    """Every level that has a place can be gone to from the panel."""
    for finding in analysis.findings:
        button = driver.window.side.findings.rows[finding.level].button
        QTest.mouseClick(button, LEFT)
        driver.settle()
        assert driver.view.selected is finding.level
        if finding.centroid_lps_mm is not None:
            np.testing.assert_allclose(driver.view.crosshair_mm, finding.centroid_lps_mm, atol=1e-6)


def test_panel_says_what_is_known(driver):
    """Seven levels, each with its state; nothing says that a neck is clear."""
    rows = driver.window.side.findings.rows
    said = [row.button.accessibleName() for row in rows.values()]
    assert len(said) == 7
    assert said[4].startswith("C5: Suspected")
    assert "outside the field of view" in said[6]
    assert "95 %" in driver.window.side.findings.patient_text
    assert "Gantry tilt" in driver.window.side.remarks.text
    assert "Research use only" in driver.window.side.notice.text
    assert "400 synthetic necks" in driver.window.side.notice.text
    everything = " ".join(said) + driver.window.side.findings.patient_text
    assert "no fracture" not in everything.lower()


def test_research_notice_stands_before_anything_is_open(make_driver):
    """The notice is there from the start, and so is the invitation."""
    driver = make_driver()
    assert "Research use only" in driver.window.side.notice.text
    assert driver.window.side.notice.isVisible()
    assert not driver.window.side.analysis.button.isEnabled()
    driver.key(Qt.Key.Key_1)
    driver.key(Qt.Key.Key_Down)
    assert driver.state.study is None


def test_probe(driver):
    """The voxel under the mouse is told with its millimetres, the crosshair's otherwise."""
    assert driver.window.probe_text.startswith("Crosshair")
    pane = driver.panes[Plane.AXIAL]
    _move(pane.viewport(), driver.screen(Plane.AXIAL, (60, 64)), Qt.MouseButton.NoButton)
    text = driver.window.probe_text
    assert "HU" in text
    assert not text.startswith("Crosshair")
    driver.wheel(Plane.AXIAL, -5)
    assert driver.window.probe_text != text
    _move(pane.viewport(), QPoint(1, 1), Qt.MouseButton.NoButton)
    assert driver.window.probe_text == ""


def test_cheat_sheet(driver):
    """F1 shows what every key does, and Esc closes it."""
    driver.key(Qt.Key.Key_F1)
    from viewer.widgets.cheat_sheet import CheatSheet

    (sheet,) = driver.window.findChildren(CheatSheet)
    assert sheet.isVisible()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_every_control_has_a_name_and_is_reachable(driver):
    """Every control can be named by a screen reader and reached with the keyboard."""
    for kind in (QAbstractButton, QSlider):
        for control in driver.window.findChildren(kind):
            if not control.isVisible():
                continue
            name = control.accessibleName() or getattr(control, "text", str)()
            assert name, control
    for pane in driver.panes.values():
        assert pane.accessibleName()
        assert "left" in pane.accessibleDescription()
        assert pane.focusPolicy() & Qt.FocusPolicy.TabFocus
    seen, widget = set(), driver.panes[Plane.AXIAL]
    for _ in range(80):
        seen.add(widget)
        widget = widget.nextInFocusChain()
    for row in driver.window.side.findings.rows.values():
        assert row.button in seen
        assert row.check in seen


def slow_work(analysis):
    """Make work that yields often and returns the analysis."""

    def work_for(_volume):
        def work(_report):
            for step in range(20):
                yield Progress("masks", step / 20, f"Step {step}")
            return analysis

        return work

    return work_for


def test_analysis_runs_in_the_background(qtbot, make_driver, volume, analysis):
    """Analyse shows progress, then the findings, and says what to do next."""
    gate = threading.Event()

    def work_for(_volume):
        def work(_report):
            yield Progress("masks", 0.25, "Finding the vertebrae")
            gate.wait()
            return analysis

        return work

    driver = make_driver(work_for)
    driver.show(volume)
    driver.key(Qt.Key.Key_Return, CTRL)
    bar = driver.window.side.analysis
    assert bar.cancel.isVisible()
    qtbot.waitUntil(lambda: bar.progress.value() == 250)
    driver.key(Qt.Key.Key_Down)
    gate.set()
    qtbot.waitUntil(lambda: driver.state.analysing is None)
    assert driver.state.study.analysis is analysis
    assert "Suspected: C5, C2" in driver.window.side.messages.text
    assert bar.button.text() == "Analyse again"
    driver.key(Qt.Key.Key_Escape)
    assert not driver.window.side.messages.isVisible()


@pytest.mark.parametrize("waited_ms", [0, 1, 3, 10, 30])
def test_analysis_can_be_cancelled_at_any_moment(qtbot, make_driver, volume, analysis, waited_ms):
    """After Cancel nothing of the analysis is shown, however far it was."""

    def work_for(_volume):
        def work(_report):
            import time

            for step in range(50):
                yield Progress("masks", step / 50, "Step")
                time.sleep(0.002)
            return analysis

        return work

    driver = make_driver(work_for)
    driver.show(volume)
    driver.window.side.analysis.button.click()
    qtbot.wait(waited_ms)
    driver.window.side.analysis.cancel.click()
    driver.dens.analysis.runner.shutdown()
    driver.settle()
    assert driver.state.analysing is None
    assert driver.state.study.analysis is None
    assert "cancelled" in driver.window.side.messages.text
    assert driver.window.side.analysis.button.isVisible()


def test_an_error_in_the_analysis_is_a_message(qtbot, make_driver, volume):
    """The study stays open, and the message says what to do."""

    def work_for(_volume):
        def work(_report):
            yield Progress("weights", 0.0, "Loading")
            raise WeightsError("unet.safetensors: wrong hash. Install the weights again.")

        return work

    driver = make_driver(work_for)
    driver.show(volume)
    driver.window.side.analysis.button.click()
    qtbot.waitUntil(lambda: driver.state.analysing is None)
    assert "wrong hash" in driver.window.side.messages.text
    assert driver.state.study.volume is volume
    driver.window.side.messages.dismiss.click()
    assert driver.state.message is None


def test_another_study_ends_the_analysis(qtbot, make_driver, volume, unnamed, analysis):
    """An analysis never lands on a volume that it was not made on."""
    driver = make_driver(slow_work(analysis))
    driver.show(volume)
    driver.dens.analysis.analyse()
    driver.show(unnamed)
    assert driver.state.analysing is None
    assert driver.window.actions_.analyse.isEnabled()
    assert not driver.window.actions_.cancel.isEnabled()
    qtbot.wait(30)
    assert driver.state.study.analysis is None


def test_closing_ends_the_work(make_driver, volume, analysis):
    """Closing the window cancels and joins what runs."""
    driver = make_driver(slow_work(analysis))
    driver.show(volume)
    driver.dens.analysis.analyse()
    driver.window.close()
    assert not driver.dens.analysis.runner.running


def _text_files(folder):
    folder.mkdir()
    (folder / "notes.txt").write_text("no image")


def _broken_zip(path):
    path.write_bytes(b"PK\x03\x04 and nothing more")


BAD_INPUT = {
    "missing": lambda _path: None,
    "an empty folder": lambda path: path.mkdir(),
    "text files": _text_files,
    "an MR": lambda path: write_ct_series(path, ramp_hu(), Modality="MR"),
    "one slice": lambda path: write_ct_series(path, ramp_hu()[:1]),
    "a broken ZIP": _broken_zip,
}


@pytest.mark.parametrize("make", BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_leaves_the_open_study(qtbot, driver, tmp_path, volume, make):
    """A path that holds no CT is a message that names it, and the study open before stays."""
    path = tmp_path / "bad"
    make(path)
    driver.dens.opening.open_path(path)
    qtbot.waitUntil(lambda: driver.state.opening is None)
    assert str(path) in driver.window.side.messages.text
    assert "Traceback" not in driver.window.side.messages.text
    assert driver.state.study.volume is volume


def test_a_truncated_slice_is_named_and_the_rest_opens(qtbot, driver, tmp_path):
    """One bad file among good ones costs that file alone."""
    files = write_ct_series(tmp_path / "ct", ramp_hu((9, 6, 5)))
    files[-1].write_bytes(files[-1].read_bytes()[:700])
    driver.dens.opening.open_path(tmp_path / "ct")
    qtbot.waitUntil(lambda: driver.state.opening is None)
    study = driver.state.study
    assert study.volume.geometry.shape_kji[0] == 8
    assert any(files[-1].name in warning.text for warning in study.volume.warnings)


@pytest.mark.parametrize("altered", [False, True], ids=["missing", "altered"])
def test_weights_that_will_not_do_are_a_message(
    qtbot, make_driver, volume, tmp_path, monkeypatch, altered
):
    """The real loader's word reaches the reader; the study stays."""
    from inference.networks import models

    if altered:
        card = models.bundled_weights() / "segmentation.json"
        (tmp_path / card.name).write_bytes(card.read_bytes())
        (tmp_path / "segmentation.safetensors").write_bytes(b"altered")
    monkeypatch.setattr(models, "bundled_weights", lambda: tmp_path)
    driver = make_driver()
    driver.show(volume)
    driver.window.side.analysis.button.click()
    qtbot.waitUntil(lambda: driver.state.analysing is None, timeout=60_000)
    assert "segmentation." in driver.window.side.messages.text
    assert driver.state.study.volume is volume


def test_drop(qtbot, driver, tmp_path):
    """What is dropped on the window is opened."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped"))])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, LEFT, NONE)
    driver.window.dropEvent(event)
    qtbot.waitUntil(lambda: driver.state.opening is None)
    assert "dropped" in driver.window.side.messages.text


def test_exporting_before_an_analysis_is_refused(make_driver, volume, tmp_path):
    """There is nothing to write before an analysis, and the window says so."""
    driver = make_driver()
    driver.show(volume)
    assert not driver.window.actions_.export_pdf.isEnabled()
    driver.dens.export.export_pdf(tmp_path / "report.pdf")
    assert "analyse first" in driver.window.side.messages.text


def test_letters_follow_an_odd_grid(make_driver, volume):
    """A volume that was stored the other way round hangs the same way."""
    turned = replace(
        volume,
        hu=np.ascontiguousarray(volume.hu[:, ::-1, ::-1]),
        geometry=_reversed_ji(volume.geometry),
    )
    driver = make_driver()
    driver.show(volume)
    straight = driver.panes[Plane.AXIAL]._image.image.copy()
    driver.show(turned)
    np.testing.assert_array_equal(driver.panes[Plane.AXIAL]._image.image, straight)
    letters = driver.panes[Plane.AXIAL].content.letters
    assert (letters.left, letters.top) == ("R", "A")


def _reversed_ji(geometry):
    """Describe the same voxels with rows and columns counted from the other end."""
    matrix = geometry.matrix
    _, rows, columns = geometry.shape_kji
    matrix[:3, 3] += matrix[:3, 0] * (columns - 1) + matrix[:3, 1] * (rows - 1)
    matrix[:3, :2] *= -1
    return type(geometry).from_matrix(geometry.shape_kji, matrix)


@pytest.mark.usefixtures("qtbot")
def test_screenshot(volume, analysis, tmp_path):
    """The demonstration's picture is the real window."""
    path = tmp_path / "screenshot.png"
    save_screenshot(volume, analysis, path)
    assert path.stat().st_size > 20_000


@pytest.mark.usefixtures("qtbot")
def test_screenshot_that_cannot_be_written(volume, analysis, tmp_path):
    """A folder that is not there is a clear error."""
    from inference.imaging.errors import OutputError

    with pytest.raises(OutputError, match=r"screenshot\.png"):
        save_screenshot(volume, analysis, tmp_path / "missing" / "screenshot.png")


@pytest.fixture
def study_folder(tmp_path):
    """Write a folder with two CT series."""
    folder = tmp_path / "study"
    for name, count, description in (("a", 12, "Bone neck"), ("b", 6, "Soft")):
        uid = generate_uid()
        series = folder / name
        series.mkdir(parents=True)
        for number in range(count):
            hu = np.full((32, 32), 40 + number)
            dataset = ct_dataset(
                hu,
                (0.0, 0.0, 2.0 * number),
                StudyInstanceUID="1.2.3.4",
                SeriesInstanceUID=uid,
                SeriesDescription=description,
                FrameOfReferenceUID="1.2.3.5",
            )
            dataset.save_as(series / f"{number}.dcm", enforce_file_format=True)
    return folder


def test_opening_a_folder_offers_its_series(qtbot, make_driver, study_folder):
    """The best series is opened off the main thread, and the others can be chosen."""
    driver = make_driver()
    driver.dens.opening.open_path(study_folder)
    assert driver.state.opening is not None
    qtbot.waitUntil(lambda: driver.state.opening is None, timeout=10_000)
    assert driver.state.study.volume.hu.shape == (12, 32, 32)
    browser = driver.window.browser
    qtbot.waitUntil(browser.isVisible)
    (study,) = browser.rows
    assert [row.title for row in study.series] == ["1: Bone neck", "1: Soft"]
    tree = browser.tree
    place = tree.visualItemRect(browser.item(study.series[1].key)).center()
    QTest.mouseClick(tree.viewport(), LEFT, NONE, place)
    qtbot.waitUntil(lambda: driver.state.opening is None, timeout=10_000)
    assert driver.state.study.volume.hu.shape == (6, 32, 32)
    assert [row.shown for row in browser.rows[0].series] == [False, True]
    assert driver.number(Plane.AXIAL) == 3


def test_export(qtbot, driver, tmp_path):
    """The report and everything else are written off the main thread."""
    driver.dens.export.export_pdf(tmp_path / "report.pdf")
    qtbot.waitUntil(lambda: driver.state.exporting is None, timeout=30_000)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "report.pdf" in driver.window.side.messages.text
    driver.dens.export.export_all(tmp_path / "all")
    qtbot.waitUntil(lambda: driver.state.exporting is None, timeout=30_000)
    assert (tmp_path / "all" / "findings.json").exists()


def test_export_that_fails_is_a_message(qtbot, driver, tmp_path):
    """A report that can't be written is said so, and the window stays."""
    (tmp_path / "file").write_text("in the way")
    driver.dens.export.export_pdf(tmp_path / "file" / "report.pdf")
    qtbot.waitUntil(lambda: driver.state.exporting is None, timeout=30_000)
    assert "Nothing was exported" in driver.window.side.messages.text
