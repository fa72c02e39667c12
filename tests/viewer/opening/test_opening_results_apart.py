"""Another program's masks over the planes: named as theirs, and in nothing that Dens writes."""

from __future__ import annotations

import json

import nibabel
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.findings import Level
from tests.viewer.conftest import level_center_mm
from tests.viewer.opening.reader import LEFT, NONE
from tests.viewer.opening.results_study import write_foreign
from viewer.report.dicom_read import read_masks, read_report
from viewer.review.review import Verdict
from viewer.state.app import set_analysis
from viewer.state.planes import Plane

SHIFT = Qt.KeyboardModifier.ShiftModifier
OWN_NOTE = "From Dens's masks of this session; those over the planes are from a file, by BoneNet."
C3_MM = level_center_mm(Level.C3)


@pytest.fixture
def shown(reader, qtbot, show, neck_scan, tmp_path):
    """Dens's analysis, and another program's masks that count its C3 and C5 as C4 and C6."""
    show(neck_scan.folder)
    qtbot.waitUntil(lambda: reader.state.reading is not None, timeout=20_000)
    reader.dens.store.set(set_analysis(reader.state, neck_scan.analysis))
    qtbot.waitUntil(lambda: reader.state.study.spine_sought, timeout=60_000)
    show(write_foreign(neck_scan, tmp_path / "foreign.dcm", ("C4", "C6", "Skull")))
    assert reader.state.masks_from_file.levels == (Level.C4, Level.C6)
    _settle(reader)
    yield reader
    reader.dens.place_menu.menu.close()


def _settle(reader):
    QApplication.processEvents()
    reader.dens.panes.draw()


def _at(reader, plane, position_mm):
    """Find where a point of the patient is on a pane."""
    pane = reader.window.grid.panes[plane]
    row_col, _ = pane.content.image.frame.lps_to_pixel(position_mm)
    x, y = pane.projection.to_screen((float(row_col[0]), float(row_col[1])))
    return QPoint(round(x), round(y))


def _open_menu(reader):
    """Click with the right button on what Dens calls C3."""
    viewport = reader.window.grid.panes[Plane.SAGITTAL].viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, NONE, _at(reader, Plane.SAGITTAL, C3_MM))
    QApplication.processEvents()
    return reader.dens.place_menu.menu


def _choose(menu, action):
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
    QApplication.processEvents()


def _keep_key_image(reader, caption):
    """Press K and write a caption; return what the prompt asks."""
    reader.key(Qt.Key.Key_K)
    dialog = reader.dens.prompt.dialog
    title = dialog.windowTitle()
    dialog.setTextValue(caption)
    dialog.accept()
    # Windowing systems give the keyboard back; Qt's offscreen platform doesn't.
    reader.window.activateWindow()
    _settle(reader)
    return title


def _export(reader, qtbot, folder):
    reader.dens.export.export_all(folder)
    qtbot.waitUntil(lambda: reader.state.exporting is None, timeout=120_000)


def test_a_right_click_says_whose_level_it_is(shown):
    """Where they say C4 and Dens C3, the menu names C3 and that it is Dens's; then no more."""
    menu = _open_menu(shown)
    assert menu.note.isVisible()
    assert menu.note.text() == "By Dens's masks of this session:"
    assert not menu.note.isEnabled()
    assert menu.go.text() == "&Go to C3"
    menu.close()
    shown.window.actions_.close_result.trigger()
    _settle(shown)
    menu = _open_menu(shown)
    assert not menu.note.isVisible()
    assert menu.go.text() == "&Go to C3"


def test_strip_surfaces_and_aligned_planes_say_whose_they_are(shown):
    """The note stands while the masks are seen: not while G hides them or the brush corrects."""
    window = shown.window
    panels = window.strip, window.aligned, window.grid.surfaces, shown.dens.surfaces.window
    shown.window.actions_.aligned.trigger()
    _settle(shown)
    assert [panel.note.text() for panel in panels] == [OWN_NOTE] * 4
    shown.key(Qt.Key.Key_G)
    _settle(shown)
    assert [panel.note.text() for panel in panels] == [""] * 4
    assert all(panel.note.isHidden() for panel in panels)
    shown.key(Qt.Key.Key_G)
    shown.key(Qt.Key.Key_B, SHIFT)
    _settle(shown)
    assert [panel.note.text() for panel in panels] == [""] * 4
    shown.key(Qt.Key.Key_Escape)
    _settle(shown)
    assert [panel.note.text() for panel in panels] == [OWN_NOTE] * 4


def test_proposed_measurements_say_whose_masks_they_are_from(shown, qtbot):
    """The list of proposals tells it above its rows."""
    shown.key(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: shown.state.study.proposals is not None, timeout=60_000)
    window = shown.dens.alignment.window
    qtbot.waitUntil(lambda: window.table.rowCount() > 0)
    assert window.message.splitlines()[0] == OWN_NOTE
    shown.window.actions_.close_result.trigger()
    assert OWN_NOTE not in window.message


def test_boxes_are_named_beside_their_masks(shown):
    """Dens's boxes around another program's masks are named; on planes without, they aren't."""
    content = shown.window.grid.panes[Plane.SAGITTAL].content
    assert content.boxes
    assert content.origin == ("Masks: SPINE, BoneNet, 2024-05-06. Boxes: Dens",)
    shown.window.actions_.boxes.trigger()
    _settle(shown)
    content = shown.window.grid.panes[Plane.SAGITTAL].content
    assert content.origin == ("Masks: SPINE, BoneNet, 2024-05-06",)


def test_an_export_holds_only_dens_and_its_reader(shown, qtbot, neck_scan, tmp_path):
    """Masks, findings, reports: Dens's and the verdict on its C3, voxel by voxel, nobody else's."""
    menu = _open_menu(shown)
    _choose(menu, menu.says[1])
    assert shown.state.reading.review.level(Level.C3).verdict is Verdict.REJECT
    assert shown.state.reading.review.level(Level.C4).verdict is Verdict.NONE
    _keep_key_image(shown, "seen")
    folder = tmp_path / "out"
    _export(shown, qtbot, folder)
    own = neck_scan.analysis.mask
    geometry = neck_scan.volume.geometry
    assert np.array_equal(read_masks(folder / "seg.dcm", geometry), own)
    written = np.asarray(nibabel.load(folder / "masks.nii.gz").dataobj)
    assert np.array_equal(np.bincount(written.ravel().astype(int)), np.bincount(own.ravel()))
    said = {
        (number.level, number.value)
        for number in read_report(folder / "sr.dcm").numbers
        if number.concept == "Probability of fracture" and number.level is not None
    }
    assert said
    model = {one.level: one.probability for one in neck_scan.analysis.findings}
    assert all(value == pytest.approx(model[level], abs=0.001) for level, value in said)
    findings = json.loads((folder / "findings.json").read_text())
    read = {one["level"]: one for one in findings["levels"]}
    assert "reject" in json.dumps(read["C3"])
    assert "reject" not in json.dumps(read["C4"])
    words = "\n".join(page.extract_text() for page in PdfReader(folder / "report.pdf").pages)
    for name in ("seg.dcm", "sr.dcm", "findings.json"):
        words += (folder / name).read_bytes().decode("latin-1")
    assert not any(foreign in words for foreign in ("BoneNet", "Elsewhere", "foreign.dcm"))


def test_a_key_image_shows_nobody_elses_masks(shown, qtbot, tmp_path):
    """It is the picture without masks, as the prompt says; Dens's don't stand in their place."""
    asked = _keep_key_image(shown, "theirs")
    assert asked == "Caption of the key image, without the masks by BoneNet"
    shown.window.actions_.close_result.trigger()
    _settle(shown)
    assert _keep_key_image(shown, "ours") == "Caption of the key image"
    shown.key(Qt.Key.Key_G)
    _settle(shown)
    _keep_key_image(shown, "none")
    _export(shown, qtbot, tmp_path / "out")
    theirs, ours, none = (
        np.asarray(Image.open(tmp_path / "out" / f"key_image_{n}.png")) for n in (1, 2, 3)
    )
    assert not np.array_equal(theirs, ours)
    assert np.array_equal(theirs, none)
