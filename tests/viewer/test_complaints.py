"""What readers complain of in viewers, tried on studies that are dropped on the real window."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from tests.dicom_factory import write_ct_series
from tests.viewer.comparing_studies import analysis_on
from tests.viewer.opening.reader import Reader
from tests.viewer.window_driver import LEFT, MIDDLE, NONE, RIGHT, move
from viewer.controllers.jobs import analysis_of
from viewer.review.measure import length_mm
from viewer.state.planes import Plane

SHAPE = (24, 40, 40)
SLICE_MM = 2.0
TOLD_HU = 700


@pytest.fixture
def drop(qtbot, make_driver):
    """Give a way to drop a folder on a new window and wait until it is read."""

    def dropped(folder):
        driver = make_driver()
        reader = Reader(driver.dens, qtbot)
        reader.drop(folder)
        reader.wait()
        driver.settle()
        return driver

    return dropped


def steps():
    """Voxels that tell their slice: -900 HU at the feet, 50 more with each slice to the head."""
    return np.broadcast_to((np.arange(SHAPE[0]) * 50 - 900)[:, None, None], SHAPE)


def voxel_text(driver, plane, pixel):
    """Rest the mouse on a pixel of a plane, and read the value in the pane's corner."""
    pane = driver.panes[plane]
    move(pane.viewport(), driver.screen(plane, pixel), Qt.MouseButton.NoButton)
    driver.settle()
    return pane.value


def test_slices_lie_in_the_order_of_their_places(drop, tmp_path):
    """Neither the files' names nor their numbers count: from head to foot, step by step."""
    order = np.random.default_rng(8).permutation(SHAPE[0])
    files = write_ct_series(
        tmp_path / "ct",
        steps(),
        (SLICE_MM, 1.0, 1.0),
        InstanceNumber=lambda k: int(order[k]) + 1,
    )
    for k, path in enumerate(files):
        path.rename(path.with_name(f"shuffled_{int(order[::-1][k]):03d}.dcm"))
    driver = drop(tmp_path / "ct")
    driver.key(Qt.Key.Key_Home)
    told, heights = [], []
    for _ in range(SHAPE[0]):
        told.append(int(voxel_text(driver, Plane.AXIAL, (20.0, 20.0)).split()[0]))
        heights.append(driver.view.crosshair_mm[2])
        driver.wheel(Plane.AXIAL, -1)
    assert told == [50 * k - 900 for k in reversed(range(SHAPE[0]))]
    np.testing.assert_allclose(np.diff(heights), -SLICE_MM, atol=1e-6)


@pytest.fixture(params=[-20.0, 20.0], ids=["tilted forward", "tilted back"])
def tilted(request, drop, tmp_path):
    """A series whose slices lean, of an upright rod and a level plate in the patient."""
    angle = np.radians(request.param)
    c, s = np.cos(angle), np.sin(angle)
    slice_mm, size = 1.0, 60
    j, k = np.arange(size), np.arange(size)[:, None]
    y, z = c * j, s * j + slice_mm * k
    hu = np.full((size, size, size), -500)
    hu[(np.abs(z - PLATE_MM) < 1.5)] = PLATE_HU
    hu[np.broadcast_to(np.abs(y - ROD_MM) < 1.5, (size, size))] = TOLD_HU
    hu = np.where(np.abs(np.arange(size) - 30) < 6, hu, -500)
    write_ct_series(
        tmp_path / "ct",
        hu,
        ImageOrientationPatient=[1, 0, 0, 0, c, s],
        ImagePositionPatient=lambda n: [0, 0, slice_mm * n],
    )
    driver = drop(tmp_path / "ct")
    assert f"tilt of {abs(request.param):.1f} degrees" in driver.window.side.remarks.text
    driver.degrees = request.param
    return driver


ROD_MM, PLATE_MM, PLATE_HU = 25.0, 35.0, 1500


def test_a_tilted_gantry_bends_nothing(tilted):
    """On the sagittal plane the rod is upright, the plate level, and both are in their places."""
    pane = tilted.panes[Plane.SAGITTAL]
    frame = pane.content.image.frame
    image = pane._image.image
    assert image.shape == frame.shape
    for z in (15.0, 25.0, 45.0):
        row_col, _ = frame.lps_to_pixel((30.0, ROD_MM, z))
        assert voxel_text(tilted, Plane.SAGITTAL, tuple(row_col)) == f"{TOLD_HU} HU"
        # Straight down on the screen from the rod's place at another height.
        top, _ = frame.lps_to_pixel((30.0, ROD_MM, 20.0))
        assert pane.projection.to_screen(tuple(row_col))[0] == pytest.approx(
            pane.projection.to_screen(tuple(top))[0], abs=0.01
        )
    heights = []
    for y in (10.0, 40.0):
        row_col, _ = frame.lps_to_pixel((30.0, y, PLATE_MM))
        assert voxel_text(tilted, Plane.SAGITTAL, tuple(row_col)) == f"{PLATE_HU} HU"
        heights.append(pane.projection.to_screen(tuple(row_col))[1])
        row, column = (round(v) for v in row_col)
        middle = np.flatnonzero(image[:, column] == image[row, column]).mean()
        assert middle == pytest.approx(row_col[0], abs=1.0)
    assert heights[0] == pytest.approx(heights[1], abs=0.01)
    letters = pane.content.letters
    assert (letters.left, letters.right, letters.top, letters.bottom) == ("A", "P", "H", "F")
    assert pane.content.corners.bottom_left[-1] == "x 30.0 mm"


def test_lengths_on_a_tilted_gantry_are_the_patients(qtbot, tilted):
    """A distance drawn from rod to plate's edge is as long as it looks by the scale bar."""
    qtbot.waitUntil(lambda: tilted.state.reading is not None)
    frame = tilted.panes[Plane.SAGITTAL].content.image.frame
    ends = [(30.0, ROD_MM, 20.0), (30.0, ROD_MM + 12.0, 36.0)]
    start, end = (tilted.screen(Plane.SAGITTAL, tuple(frame.lps_to_pixel(one)[0])) for one in ends)
    tilted.panes[Plane.SAGITTAL].setFocus()
    tilted.key(Qt.Key.Key_D, plane=Plane.SAGITTAL)
    tilted.drag(Plane.SAGITTAL, start, end - start)
    (mark,) = tilted.state.reading.review.marks
    scale = tilted.panes[Plane.SAGITTAL].projection.mm_per_px
    assert length_mm(mark) == pytest.approx(20.0, abs=np.sqrt(2) * scale)
    apart = end - start
    assert length_mm(mark) == pytest.approx(np.hypot(apart.x(), apart.y()) * scale, rel=1e-6)


def test_the_brush_says_where_it_works_on_a_tilted_gantry(qtbot, tilted):
    """It paints on the axial slices, which are the volume's own, and names them elsewhere."""
    volume = tilted.state.study.volume
    tilted.show(volume, analysis_on(volume))
    qtbot.waitUntil(lambda: tilted.state.reading is not None)
    tilted.key(Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    before = tilted.state.study.labels
    for plane in (Plane.SAGITTAL, Plane.AXIAL):
        assert tilted.state.study.labels is before
        middle = tilted.panes[plane].viewport().rect().center()
        tilted.drag(plane, middle, QPoint(12, 8))
        assert "axial plane" in tilted.window.side.messages.text
    assert (tilted.state.study.labels != before).any()


def test_a_missing_slice_is_told_and_a_whole_series_is_not_doubted(drop, tmp_path):
    """It opens, with how many are missing and where; positions rounded as scanners do pass."""
    hu = steps()
    files = write_ct_series(tmp_path / "gap", hu, (SLICE_MM, 1.0, 1.0))
    files[10].unlink()
    driver = drop(tmp_path / "gap")
    assert driver.state.study.volume.hu.shape == SHAPE
    text = driver.window.side.remarks.text
    assert "1 slice" in text
    assert "missing" in text
    write_ct_series(
        tmp_path / "whole",
        hu,
        ImagePositionPatient=lambda k: [0, 0, round(0.6251 * k, 2)],
    )
    whole = drop(tmp_path / "whole")
    assert whole.state.study.volume.hu.shape == SHAPE
    assert not whole.window.side.remarks.isVisible()


def test_a_lossy_source_is_told(drop, tmp_path):
    """With its ratio, beside the images."""
    write_ct_series(
        tmp_path / "ct", steps(), LossyImageCompression="01", LossyImageCompressionRatio=12
    )
    driver = drop(tmp_path / "ct")
    assert driver.window.side.remarks.isVisible()
    assert "lossy compression, about 12 to 1" in driver.window.side.remarks.text


@pytest.mark.parametrize(("slope", "intercept"), [(0.25, -1024.0), (1.0, 0.0), (2.0, -2000.0)])
def test_hounsfield_units_under_the_mouse(drop, tmp_path, slope, intercept):
    """With any slope, also under 1, as stored in signed voxels."""
    hu = np.full(SHAPE, -500)
    hu[:, 18:23, 18:23] = TOLD_HU
    write_ct_series(
        tmp_path / "ct",
        hu,
        RescaleSlope=slope,
        RescaleIntercept=intercept,
        PixelRepresentation=1,
    )
    driver = drop(tmp_path / "ct")
    for plane in (Plane.AXIAL, Plane.SAGITTAL, Plane.CORONAL):
        frame = driver.panes[plane].content.image.frame
        inside, _ = frame.lps_to_pixel(
            driver.state.study.volume.geometry.index_to_lps((12, 20, 20))
        )
        assert voxel_text(driver, plane, tuple(inside)) == f"{TOLD_HU} HU"
        assert voxel_text(driver, plane, (2.0, 2.0)) == "-500 HU"


TOOLS = {
    "distance": (Qt.Key.Key_D, NONE),
    "angle": (Qt.Key.Key_A, NONE),
    "ellipse": (Qt.Key.Key_E, NONE),
    "brush": (Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier),
}


@pytest.fixture
def reader(qtbot, driver):
    """The crude neck with its analysis, its reading begun."""
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.settle()
    return driver


@pytest.mark.parametrize("tool", list(TOOLS))
def test_no_tool_takes_the_crosshair_away(reader, tool):
    """It stays in its place to the last digit while others work, and then goes by a click again."""
    before = reader.view.crosshair_mm
    reader.key(*TOOLS[tool])
    reader.drag(Plane.AXIAL, QPoint(120, 120), QPoint(40, 25))
    for button in (MIDDLE, RIGHT):
        reader.drag(Plane.SAGITTAL, QPoint(150, 150), QPoint(20, -30), button)
    for key in (Qt.Key.Key_H, Qt.Key.Key_Period, Qt.Key.Key_I, Qt.Key.Key_2):
        reader.key(key)
    assert reader.view.crosshair_mm == before
    assert all(pane.content.crosshair_pixel is not None for pane in reader.panes.values())
    for _ in range(2):
        reader.key(Qt.Key.Key_Escape)
    pixel = (50.0, 60.0)
    frame = reader.panes[Plane.AXIAL].content.image.frame
    reader.click(Plane.AXIAL, reader.screen(Plane.AXIAL, pixel), LEFT)
    half_a_screen_pixel = reader.panes[Plane.AXIAL].projection.mm_per_px / 2 + 1e-6
    off = np.abs(np.array(reader.view.crosshair_mm) - frame.pixel_to_lps(pixel))
    assert off.max() <= half_a_screen_pixel


@pytest.mark.parametrize("masks", [False, True], ids=["bare", "with masks"])
def test_panes_are_handed_eight_bits(reader, masks):
    """The 16 bits of a CT go through the window's own table once, never through the toolkit's."""
    if not masks:
        reader.key(Qt.Key.Key_G)
    for key in (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_M, Qt.Key.Key_I):
        reader.key(key)
        for pane in reader.panes.values():
            assert pane._image.image.dtype == np.uint8
            assert pane._image.levels is None or tuple(pane._image.levels) == (0, 255)


LARGE = (300, 320, 320)
"""Slices, rows and columns: 60 megabytes."""


@pytest.fixture
def large(make_driver, volume):
    """A window with a volume of many slices."""
    hu = np.random.default_rng(2).integers(-1000, 1500, LARGE, dtype=np.int16)
    geometry = VolumeGeometry.from_matrix(LARGE, np.diag([0.4, 0.4, -0.6, 1.0]))
    driver = make_driver()
    driver.show(Volume(hu, geometry, replace(volume.info, series_instance_uid="1.2.9")))
    return driver


def test_scrolling_takes_little_time_and_no_memory(large):
    """Through 60 slices of each plane: what is drawn is the slice, never a copy of the volume."""
    times = []
    size = large.state.study.volume.hu.nbytes
    for plane in Plane:
        large.key(Qt.Key.Key_Home, plane=plane)
        for _ in range(40):
            began = time.process_time()
            large.wheel(plane, -1)
            times.append(time.process_time() - began)
    # Of the processor's time, which a busy machine does not lengthen as much as the clock's.
    assert statistics.median(times) < 0.1
    tracemalloc.start()
    for plane in Plane:
        for _ in range(20):
            large.wheel(plane, -1)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {large.number(plane) for plane in Plane} == {61}
    assert peak < size / 10
    assert kept < size / 20


def test_a_mark_that_can_not_be_saved_is_not_lost(qtbot, make_driver, tmp_path, volume, analysis):
    """It stays on the image, the panel says why, and it is saved as soon as that goes."""
    folder = tmp_path / "sessions"
    folder.write_text("in the way")
    driver = make_driver(analysis_of, None, folder)
    driver.show(volume, analysis)
    qtbot.waitUntil(lambda: driver.state.reading is not None)
    driver.key(Qt.Key.Key_D)
    driver.drag(Plane.AXIAL, QPoint(150, 180), QPoint(60, 0))
    (mark,) = driver.state.reading.review.marks
    texts = [shape.texts for shape in driver.panes[Plane.AXIAL].content.shapes]
    assert texts == [(f"{length_mm(mark):.1f} mm",)]
    assert "sessions" in driver.window.side.findings.unsaved_text
    folder.unlink()
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_Return)
    assert driver.window.side.findings.unsaved_text == ""
    driver.window.close()
    again = make_driver(analysis_of, None, folder)
    again.show(volume, analysis)
    qtbot.waitUntil(lambda: again.state.reading is not None)
    assert again.state.reading.review.marks == (mark,)
