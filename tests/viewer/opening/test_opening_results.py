"""Masks from files: listed below their series, shown with their origin, never taken for Dens's."""

from __future__ import annotations

import zipfile

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from inference.findings import Level
from tests.viewer.opening.reader import CTRL
from tests.viewer.opening.results_study import write_foreign, write_own
from viewer.state.app import set_analysis
from viewer.state.planes import Plane

SHIFT = Qt.KeyboardModifier.ShiftModifier
FOREIGN_ORIGIN = "Masks: SPINE, BoneNet, 2024-05-06"


def _choose(reader, qtbot, title):
    """Click on a result of the browser and wait for it."""
    reader.click(title)
    qtbot.waitUntil(lambda: not reader.dens.results.runner.running, timeout=20_000)
    reader.dens.panes.draw()


def _origins(reader):
    return {reader.window.grid.panes[plane].content.origin for plane in Plane}


def _shown_mask(reader):
    """The mask that the panes show, on the grid of the volume as it was read."""
    masks = reader.state.masks_from_file
    _, turn = reader.state.study.volume.geometry.canonical()
    index = turn.source_index(np.argwhere(masks.labels > 0), masks.labels.shape)
    mask = np.zeros(reader.state.study.volume.geometry.shape_kji, np.uint8)
    mask[tuple(np.asarray(index).T)] = masks.labels[masks.labels > 0]
    return mask


def test_own_export_comes_back_by_a_click(reader, qtbot, show, neck_scan, tmp_path):
    """Dens's own file is listed, shown voxel by voxel on a click, and put away by the next."""
    own = write_own(neck_scan, tmp_path / "results" / "seg.dcm")
    before = own.read_bytes()
    show(neck_scan.folder, own.parent)
    (row,) = [row for study in reader.browser.rows for row in study.series]
    (result,) = row.results
    assert reader.browser.isVisible()
    assert result.title.startswith("Masks: ")
    assert "2024-05-06" in result.facts
    assert _origins(reader) == {()}
    _choose(reader, qtbot, result.title)
    assert np.array_equal(_shown_mask(reader), neck_scan.analysis.mask)
    assert reader.browser.rows[0].series[0].results[0].shown
    assert "Masks: " in reader.window.grid.panes[Plane.AXIAL].accessibleDescription()
    _choose(reader, qtbot, result.title)
    assert reader.state.masks_from_file is None
    assert own.read_bytes() == before


def test_another_programs_labels_will_do(reader, show, neck_scan, tmp_path):
    """Dropped alone: segments called c3 and C5 are shown with their maker, a skull is not."""
    show(neck_scan.folder)
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    wanted = np.where(np.isin(neck_scan.analysis.mask, (3, 5)), neck_scan.analysis.mask, 0)
    assert np.array_equal(_shown_mask(reader), wanted)
    assert reader.state.masks_from_file.levels == (Level.C3, Level.C5)
    assert _origins(reader) == {(FOREIGN_ORIGIN,)}
    assert [one.title for one in reader.browser.rows[0].series[0].results] == ["Masks: SPINE"]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("vertebrae_C3", "vertebrae_C5", "vertebrae_T1"), "BINARY"),
        (("C3 vertebra", "C5 vertebra", "C3/4"), "BINARY"),
        (("C3", "C5", "C5 root"), "LABELMAP"),
    ],
    ids=["TotalSegmentator", "Slicer", "label map"],
)
def test_names_and_kinds_of_other_programs(reader, show, neck_scan, tmp_path, names, kind):
    """Their names of vertebrae are known, discs, nerves and other vertebrae aren't shown."""
    show(neck_scan.folder)
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm", names, kind=kind))
    wanted = np.where(np.isin(neck_scan.analysis.mask, (3, 5)), neck_scan.analysis.mask, 0)
    assert np.array_equal(_shown_mask(reader), wanted)


def test_they_stand_in_the_place_of_the_models(reader, show, neck_scan, tmp_path):
    """The pixels are theirs; G takes masks and plate away, the command brings Dens's own back."""
    show(neck_scan.folder)
    state = set_analysis(reader.state, neck_scan.analysis)
    reader.dens.store.set(state)
    reader.dens.panes.draw()
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    content = reader.window.grid.panes[Plane.SAGITTAL].content
    theirs = content.image.labels_of(reader.state.study)
    assert set(np.unique(theirs)) == {0, 3, 5}
    reader.key(Qt.Key.Key_G)
    reader.dens.panes.draw()
    assert _origins(reader) == {()}
    reader.key(Qt.Key.Key_G)
    reader.window.actions_.close_result.trigger()
    reader.dens.panes.draw()
    content = reader.window.grid.panes[Plane.SAGITTAL].content
    assert _origins(reader) == {()}
    assert content.image.labels_of(reader.state.study) is reader.state.study.labels


def test_without_an_analysis_the_controls_are_theirs(reader, show, neck_scan, tmp_path):
    """Masks, opacity and levels can be chosen by mouse as soon as there are masks; boxes can't."""
    show(neck_scan.folder)
    side = reader.window.side
    assert not side.overlays.masks.isEnabled()
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    assert not side.overlays.boxes.isEnabled()
    check = side.findings.rows[Level.C3].check
    QTest.mouseClick(check, Qt.MouseButton.LeftButton, pos=QPoint(8, check.height() // 2))
    assert Level.C3 in reader.state.view.overlay.hidden
    box = side.overlays.masks
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    reader.dens.panes.draw()
    assert _origins(reader) == {()}
    reader.window.actions_.close_result.trigger()
    assert not side.overlays.masks.isEnabled()


def test_the_brush_shows_what_it_corrects(reader, show, neck_scan, tmp_path):
    """While Dens's masks are corrected, nobody else's are seen."""
    show(neck_scan.folder)
    reader.dens.store.set(set_analysis(reader.state, neck_scan.analysis))
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    seen = _origins(reader)
    assert all(origin[0].startswith(FOREIGN_ORIGIN) for origin in seen)
    reader.key(Qt.Key.Key_B, SHIFT)
    reader.dens.panes.draw()
    assert reader.state.brush.active
    assert _origins(reader) == {()}
    reader.key(Qt.Key.Key_Escape)
    reader.dens.panes.draw()
    assert _origins(reader) == seen


def test_blind_first_hides_them_until_the_read_is_committed(
    reader, qtbot, show, neck_scan, tmp_path
):
    """Nobody's result is seen before the own read; the row and a message say so."""
    show(neck_scan.folder)
    reader.window.actions_.blind_first.trigger()
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    assert _origins(reader) == {()}
    assert reader.state.masks_from_file is None
    assert "stays hidden" in reader.window.side.messages.text
    (row,) = reader.browser.rows[0].series[0].results
    assert row.withheld
    assert not row.shown
    qtbot.waitUntil(lambda: reader.state.reading is not None)
    reader.key(Qt.Key.Key_Return, CTRL | SHIFT)
    reader.dens.panes.draw()
    assert _origins(reader) == {(FOREIGN_ORIGIN,)}


def test_open_result_by_key(reader, qtbot, show, neck_scan, tmp_path, monkeypatch):
    """Ctrl+Shift+R asks for a file, which may lie in a ZIP."""
    foreign = write_foreign(neck_scan, tmp_path / "foreign.dcm")
    packed = tmp_path / "foreign.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(foreign, "deep/foreign.dcm")
    show(neck_scan.folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(packed), ""))
    reader.key(Qt.Key.Key_R, CTRL | SHIFT)
    qtbot.waitUntil(lambda: reader.state.masks_from_file is not None, timeout=20_000)
    reader.dens.panes.draw()
    assert _origins(reader) == {(FOREIGN_ORIGIN,)}


def test_what_is_no_result_asks_for_one(reader, qtbot, show, neck_scan, tmp_path, monkeypatch):
    """Ctrl+Shift+R on a text file: the remedy is not to open a CT series, which is open."""
    odd = tmp_path / "findings.json"
    odd.write_text("{}" * 200, "utf-8")
    show(neck_scan.folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(odd), ""))
    reader.key(Qt.Key.Key_R, CTRL | SHIFT)
    qtbot.waitUntil(lambda: bool(reader.window.side.messages.text), timeout=20_000)
    assert "findings.json: neither a DICOM segmentation nor a report" in (
        reader.window.side.messages.text
    )
    assert "CT series" not in reader.window.side.messages.text


def _elsewhere(dataset):
    dataset.FrameOfReferenceUID = "2.25.99"


def _emptied(path):
    dataset = pydicom.dcmread(path)
    dataset.PixelData = bytes(len(dataset.PixelData))
    dataset.save_as(path)
    return path


def _cut(path):
    path.write_bytes(path.read_bytes()[:-20_000])
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda scan, path: write_own(scan, path, _elsewhere), "another frame of reference"),
        (
            lambda scan, path: write_foreign(scan, path, ("Liver", "Skull", "Rib")),
            "holds no cervical vertebra",
        ),
        (lambda scan, path: _cut(write_foreign(scan, path)), "can't be read as a DICOM SEG"),
        (lambda scan, path: _emptied(write_foreign(scan, path)), "vertebrae are empty"),
        (
            lambda scan, path: write_foreign(scan, path, kind="FRACTIONAL"),
            "a fractional segmentation",
        ),
    ],
    ids=["another frame", "no level", "cut off", "empty", "fractional"],
)
def test_what_can_not_be_shown_is_one_message(reader, show, neck_scan, tmp_path, make, said):
    """The message names file and reason; what was shown stays."""
    show(neck_scan.folder)
    show(make(neck_scan, tmp_path / "odd.dcm"))
    text = reader.window.side.messages.text
    assert said in text
    assert "odd.dcm" in text
    assert reader.state.masks_from_file is None
    assert reader.state.study is not None


def test_without_its_series_it_is_told(reader, show, neck_scan, tmp_path):
    """A result alone in an empty window says what to open first."""
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm"))
    assert reader.state.study is None
    assert reader.state.opening is None
    assert "foreign.dcm: a result without its images" in reader.state.message.text
