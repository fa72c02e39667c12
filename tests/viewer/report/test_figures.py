"""What the report's images show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.findings import Level, LevelState
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import SeriesInfo, Volume
from inference.preprocessing.windowing import bone_windows
from tests.viewer.evidence_analysis import hot_mm, with_evidence
from viewer.rendering.compose import Plane, frame_at, level_colours
from viewer.report.figures import (
    LEVEL_FIELD_MM,
    Subject,
    key_point,
    level_figure,
    make_subject,
    overview_figure,
)

C5 = Level.C5.label - 1


@pytest.fixture(scope="module")
def subject(volume, weighed):
    """The crude neck in canonical order."""
    return make_subject(volume, weighed)


def test_axial_goes_through_the_weightiest_plane(subject):
    """The axial image is the one that decided, not merely the middle one."""
    finding = subject.analysis.findings[C5]
    weightiest = max(finding.planes, key=lambda plane: plane.weight)
    assert key_point(finding, Plane.AXIAL) == weightiest.position_lps_mm
    figure = level_figure(subject, finding, Plane.AXIAL, bone_windows()[0])
    frame = frame_at(subject.geometry, Plane.AXIAL, weightiest.position_lps_mm)
    assert f"slice {frame.number} / {frame.slice_count}" in figure.caption
    assert f"z {frame.center_lps[2]:.1f} mm" in figure.caption


def test_letters_are_of_the_displayed_plane(subject):
    """The letters on paper are those on the screen."""
    finding = subject.analysis.findings[C5]
    figure = level_figure(subject, finding, Plane.SAGITTAL, bone_windows()[0])
    letters = figure.letters
    assert (letters.left, letters.right, letters.top, letters.bottom) == ("A", "P", "H", "F")


@pytest.mark.parametrize("plane", list(Plane))
def test_box_surrounds_the_mask(subject, plane):
    """Box and outline fall on the same bone: neither is mirrored nor shifted."""
    finding = subject.analysis.findings[C5]
    figure = level_figure(subject, finding, plane, bone_windows()[0])
    rows, columns = figure.pixels.shape[:2]
    where = np.argwhere((figure.pixels == level_colours()[Level.C5]).all(axis=-1))
    (box,) = figure.boxes
    tolerance = 2 / LEVEL_FIELD_MM
    assert len(where) > 100
    assert where[:, 1].min() / columns >= box.left - tolerance
    assert where[:, 1].max() / columns <= box.right + tolerance
    assert where[:, 0].min() / rows >= box.top - tolerance
    assert where[:, 0].max() / rows <= box.bottom + tolerance


def test_key_image_shows_the_crack(subject):
    """The dark gap through C5 is there: outlines leave the bone's inside alone."""
    finding = subject.analysis.findings[C5]
    figure = level_figure(subject, finding, Plane.SAGITTAL, bone_windows()[0])
    rows, columns = figure.pixels.shape[:2]
    (box,) = figure.boxes
    body = round((box.left + 9 / LEVEL_FIELD_MM) * columns)
    column = figure.pixels[round(box.top * rows) : round(box.bottom * rows), body, 0]
    assert column.max() - column[len(column) // 2 - 8 : len(column) // 2 + 8].min() > 40


def test_names_stand_beside_the_levels(subject):
    """Levels of the overview are named in their order from the head down."""
    figure = overview_figure(subject, Plane.SAGITTAL, bone_windows()[0])
    assert [name.level for name in figure.labels] == list(Level)[:6]
    heights = [name.y for name in figure.labels]
    assert heights == sorted(heights)


def test_level_without_a_place(subject):
    """No image is made up of a level that was not found."""
    finding = subject.analysis.findings[6]
    assert finding.state is LevelState.NOT_ANALYSED
    assert level_figure(subject, finding, Plane.AXIAL, bone_windows()[0]) is None


def test_level_at_the_edge_of_the_scan(subject):
    """Where the field runs out of the scan, the image is black, not cut."""
    finding = replace(subject.analysis.findings[C5], centroid_lps_mm=(40.0, 40.0, 160.0), planes=())
    figure = level_figure(subject, finding, Plane.CORONAL, bone_windows()[0])
    assert figure.pixels.shape[0] == figure.pixels.shape[1]
    assert not figure.pixels[-5:].any()


def test_overview_without_levels(subject):
    """A scan in which no level was found is still shown."""
    silent = tuple(
        replace(
            finding,
            state=LevelState.NOT_ANALYSED,
            reason="not found",
            probability=None,
            centroid_lps_mm=None,
        )
        for finding in subject.analysis.findings
    )
    empty = replace(subject, analysis=replace(subject.analysis, findings=silent))
    assert overview_figure(empty, Plane.CORONAL, bone_windows()[0]).pixels.any()


def test_a_suspected_level_is_shown_at_its_evidence(volume, analysis):
    """All three planes meet at the highest cell of the plane that decided, and say so."""
    subject = make_subject(volume, with_evidence(analysis))
    finding = subject.analysis.findings[C5]
    hot = hot_mm(analysis, Level.C5)
    for plane in Plane:
        assert key_point(finding, plane) == pytest.approx(hot)
        figure = level_figure(subject, finding, plane, bone_windows()[0])
        frame = frame_at(subject.geometry, plane, hot)
        assert f"slice {frame.number} / {frame.slice_count}" in figure.caption
        assert figure.note == "Through the strongest evidence"


def test_without_evidence_nothing_is_said_of_it(subject):
    """An older analysis, and a level that is not suspected, are shown through the middle."""
    finding = subject.analysis.findings[C5]
    figure = level_figure(subject, finding, Plane.SAGITTAL, bone_windows()[0])
    assert figure.note == ""
    frame = frame_at(subject.geometry, Plane.SAGITTAL, finding.centroid_lps_mm)
    assert f"slice {frame.number} / {frame.slice_count}" in figure.caption


@pytest.mark.parametrize("degrees", [-20.0, 20.0])
def test_a_tilted_gantry_bends_no_figure(subject, degrees):
    """A level plate is level on the printed sagittal plane, whose rows lean in the volume."""
    shape, lean = (90, 90, 90), np.radians(degrees)
    matrix = np.eye(4)
    matrix[:3, 1] = (0.0, np.cos(lean), np.sin(lean))
    geometry = VolumeGeometry.from_matrix(shape, matrix)
    height = float(geometry.center_lps_mm[2])
    index = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), axis=-1)
    plate = np.abs(geometry.index_to_lps(index)[..., 2] - height) < 3.0
    volume = Volume(np.where(plate, 1500, 40).astype(np.int16), geometry, SeriesInfo())
    tilted = Subject(volume, np.zeros(shape, np.uint8), subject.analysis)
    middle = tuple(float(v) for v in geometry.center_lps_mm)
    finding = replace(subject.analysis.findings[C5], centroid_lps_mm=middle, planes=())
    figure = level_figure(tilted, finding, Plane.SAGITTAL, bone_windows()[0])
    white = figure.pixels[..., 0] == 255
    columns = np.flatnonzero(white.any(axis=0))
    assert np.ptp(columns) > 0.8 * white.shape[1] * np.cos(lean)
    rows = [np.flatnonzero(white[:, column]).mean() for column in columns[10:-10:20]]
    assert np.ptp(rows) < 6
    assert figure.letters.top == "H"
