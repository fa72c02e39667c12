"""Structured reports from files: their list and marks, with their origin, and what is refused."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inference.findings import Level
from tests.viewer.opening.reader import CTRL, LEFT, NONE
from tests.viewer.opening.results_study import write_own, write_report
from viewer.report.dicom_read import measurement_groups
from viewer.review.marks import Distance, EllipseRoi
from viewer.review.plane import PatientPlane
from viewer.review.review import Review
from viewer.state.planes import Plane

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def measured(neck_scan):
    """A reading with a distance on an image, and one that lies on none."""
    grid = neck_scan.volume.geometry
    z = float(grid.index_to_lps((40, 0, 0))[2])
    x = float(grid.index_to_lps((0, 0, 64))[0])
    axial = PatientPlane((0, 0, z), (1, 0, 0), (0, 1, 0))
    sagittal = PatientPlane((x, 0, 250), (0, 1, 0), (0, 0, -1))
    return Review(
        marks=(
            Distance(id="a", plane=axial, start_mm=(-10, 0, z), end_mm=(12, 4, z), level=Level.C4),
            Distance(id="s", plane=sagittal, start_mm=(x, 0, 250), end_mm=(x, 4, 262)),
        )
    )


def _rows(window):
    table = window.table
    cells = [[table.item(row, column) for column in range(4)] for row in range(table.rowCount())]
    return [tuple(cell.text() for cell in row) for row in cells]


def test_the_list_says_what_the_file_says(reader, show, neck_scan, measured, tmp_path):
    """Every probability stands with its level, below the name of who made it; Dens has no word."""
    show(neck_scan.folder)
    show(write_report(neck_scan, tmp_path / "sr.dcm", measured))
    window = reader.dens.results.report
    assert window.isVisible()
    assert "2024-05-06" in window.origin.text()
    said = {row[0]: row[2] for row in _rows(window) if row[1] == "Probability of fracture"}
    wanted = {
        one.level.value: f"{one.probability:g}"
        for one in neck_scan.analysis.findings
        if one.probability is not None
    }
    assert {level: said[level] for level in wanted} == wanted
    assert reader.state.study.analysis is None
    window.close()
    assert reader.state.results.report is None


def test_marks_lie_where_they_were_drawn(reader, show, neck_scan, measured, tmp_path):
    """Pixels of an image and millimetres lead to the same places; a click on a row goes there."""
    show(neck_scan.folder)
    show(write_report(neck_scan, tmp_path / "sr.dcm", measured))
    report = reader.state.shown_results.report
    drawn = [np.array(mark.lines_mm[0]) for mark in report.marks]
    for line, mark in zip(drawn, measured.marks, strict=True):
        assert np.allclose(line, mark.points_mm, atol=0.01)
    assert report.marks[0].level is Level.C4
    window = reader.dens.results.report
    row = next(n for n, cells in enumerate(_rows(window)) if cells[3] and cells[0] == "C4")
    window.table.scrollToItem(window.table.item(row, 1))
    place = window.table.visualItemRect(window.table.item(row, 1)).center()
    QTest.mouseClick(window.table.viewport(), LEFT, NONE, place)
    reader.dens.panes.draw()
    content = reader.window.grid.panes[Plane.AXIAL].content
    assert [shape.whole for shape in content.from_report] == [True]
    assert "C4 Length" in content.from_report[0].texts[0]
    assert content.origin[0].startswith("Report, ")
    assert content.shapes == ()


def test_nothing_of_it_is_held_by_the_hand(reader, show, neck_scan, measured, tmp_path):
    """A click and Del on a mark from a file change nothing; Space hides it."""
    show(neck_scan.folder)
    show(write_report(neck_scan, tmp_path / "sr.dcm", measured))
    reader.dens.results._go_to(0)
    reader.dens.panes.draw()
    pane = reader.window.grid.panes[Plane.AXIAL]
    at = pane.projection.to_screen(pane.content.from_report[0].lines[0][0])
    QTest.mouseClick(pane.viewport(), LEFT, NONE, QPoint(round(at[0]), round(at[1])))
    assert reader.state.drawing.selected is None
    assert pane.content.shapes == ()
    reader.key(Qt.Key.Key_Delete)
    reader.dens.panes.draw()
    assert len(reader.state.shown_results.report.marks) == 2
    QTest.keyPress(pane, Qt.Key.Key_Space)
    reader.dens.panes.draw()
    assert pane.content.from_report == ()
    QTest.keyRelease(pane, Qt.Key.Key_Space)


def test_a_whole_export_is_opened_together(reader, show, neck_scan, measured, tmp_path):
    """A folder with masks and report, dropped without images, brings both; each is put away."""
    show(neck_scan.folder)
    write_own(neck_scan, tmp_path / "out" / "seg.dcm")
    write_report(neck_scan, tmp_path / "out" / "sr.dcm", measured)
    show(tmp_path / "out")
    rows = reader.browser.rows[0].series[0].results
    assert [row.shown for row in rows] == [True, True]
    reader.click(next(row.title for row in rows if row.title.startswith("Report")))
    assert reader.state.results.report is None
    assert reader.state.masks_from_file is not None
    assert not reader.dens.results.report.isVisible()


def test_blind_first_hides_list_and_marks(reader, qtbot, show, neck_scan, measured, tmp_path):
    """Neither is seen before the own read is committed."""
    show(neck_scan.folder)
    reader.window.actions_.blind_first.trigger()
    show(write_report(neck_scan, tmp_path / "sr.dcm", measured))
    window = reader.dens.results.report
    assert not window.isVisible()
    assert all(not reader.window.grid.panes[plane].content.from_report for plane in Plane)
    qtbot.waitUntil(lambda: reader.state.reading is not None)
    reader.key(Qt.Key.Key_Return, CTRL | SHIFT)
    assert window.isVisible()


def _items(item):
    """Every content item within, at any depth."""
    for one in item.get("ContentSequence") or []:
        yield one
        yield from _items(one)


def _edited(path, change):
    """Change a written report: what highdicom makes shares its values with the source's header."""
    dataset = pydicom.dcmread(path)
    change(dataset)
    dataset.save_as(path)
    return path


def _on_images(dataset):
    return [one for one in _items(dataset) if one.get("ValueType") == "SCOORD"]


def _by_reference(dataset):
    """Let coordinates name their image, and a number its region, by where they stand."""
    reference = pydicom.Dataset()
    reference.RelationshipType = "SELECTED FROM"
    reference.ReferencedContentItemIdentifier = [1, 2, 3]
    for group in measurement_groups(dataset):
        group.ContentSequence.append(reference)
    for one in _on_images(dataset):
        one.ContentSequence = [reference]


def _on_another_image(dataset):
    for one in _on_images(dataset):
        image = one.ContentSequence[0].ReferencedSOPSequence[0]
        image.ReferencedSOPInstanceUID = "2.25.5"


@pytest.mark.parametrize("change", [_by_reference, _on_another_image])
def test_a_mark_without_its_image_is_counted_once(reader, show, neck_scan, tmp_path, change):
    """An ellipse, which each of its numbers repeats; all that is said is listed nevertheless."""
    show(neck_scan.folder)
    z = float(neck_scan.volume.geometry.index_to_lps((40, 0, 0))[2])
    plane = PatientPlane((0, 0, z), (1, 0, 0), (0, 1, 0))
    drawn = EllipseRoi(id="e", plane=plane, center_mm=(0, 0, z), size_mm=(8, 12), turn_deg=20)
    show(_edited(write_report(neck_scan, tmp_path / "sr.dcm", Review(marks=(drawn,))), change))
    report = reader.state.results.report
    assert report.marks == ()
    assert report.lost == 1
    window = reader.dens.results.report
    assert "1 mark lies on no image of this series." in window._remark.text()
    assert len([row for row in _rows(window) if row[1] == "Probability of fracture"]) > 1


def test_numbers_stand_as_they_are_written(reader, show, neck_scan, measured, tmp_path):
    """None is rounded, none gets other zeros."""
    written = ["1234567.8", "0.0000125", "12.50"]

    def change(dataset):
        numbers = [one for one in _items(dataset) if one.get("MeasuredValueSequence")]
        for one, text in zip(numbers, written, strict=False):
            one.MeasuredValueSequence[0].NumericValue = text

    show(neck_scan.folder)
    show(_edited(write_report(neck_scan, tmp_path / "sr.dcm", measured), change))
    said = [row[2].split()[0] for row in _rows(reader.dens.results.report)]
    assert [text for text in said if text in written] == written


def _of_others(dataset):
    for study in dataset.CurrentRequestedProcedureEvidenceSequence:
        for series in study.ReferencedSeriesSequence:
            series.SeriesInstanceUID = "2.25.77"


def _moved(dataset):
    def visit(_, element):
        if element.keyword == "ReferencedFrameOfReferenceUID":
            element.value = "2.25.99"

    dataset.walk(visit)


def _broken(dataset):
    for one in _on_images(dataset):
        one.GraphicData = [*one.GraphicData[:-1], float("nan")]


def _untemplated(dataset):
    del dataset.ContentTemplateSequence


def _hollow(dataset):
    del dataset.ContentSequence


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_of_others, "was not made from the series shown"),
        (_moved, "another frame of reference"),
        (_broken, "one of its marks (POLYLINE) can't be used"),
        (_untemplated, "no DICOM measurement report"),
        (_hollow, "can't be read as a DICOM SR"),
    ],
)
def test_what_can_not_be_shown_is_one_message(
    reader, show, neck_scan, measured, tmp_path, change, said
):
    """The message names file, reason and remedy; nothing is listed or drawn."""
    show(neck_scan.folder)
    show(_edited(write_report(neck_scan, tmp_path / "odd.dcm", measured), change))
    text = reader.window.side.messages.text
    assert "odd.dcm" in text
    assert said in text
    assert any(remedy in text for remedy in ("Open the series", "Choose one", "Export it again"))
    assert reader.state.results.files == ()
    assert not reader.dens.results.report.isVisible()
