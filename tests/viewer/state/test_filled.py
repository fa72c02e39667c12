"""A volume on its way: what of each plane is there, and how it takes the whole one's place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.loading import Part
from inference.imaging.preview import Survey
from inference.imaging.study import Series
from inference.imaging.volume import SeriesInfo, Volume
from viewer.rendering.compose import extract
from viewer.state import app as states
from viewer.state.app import AppState, open_study
from viewer.state.body import find_body
from viewer.state.filled import Filled, missing_rects
from viewer.state.pane_view import PaneView
from viewer.state.planes import Plane, frame_at
from viewer.state.resolve import NOT_READ_YET, probe, resolve
from viewer.state.study import make_partial_study, make_study
from viewer.state.view import first_view, set_pane, to_slice

SHAPE = (40, 30, 20)
CUTS = {
    "axial from the feet": np.diag([1.0, 1.0, 2.0, 1.0]),
    "axial from the head": np.diag([1.0, 1.0, -2.0, 1.0]),
    "sagittal": np.array([[0, 0, 2.0, 0], [1, 0, 0, 0], [0, -1, 0, 0], [0, 0, 0, 1]]),
    "coronal": np.array([[1, 0, 0, 0], [0, 0, -2.0, 0], [0, -1, 0, 0], [0, 0, 0, 1]]),
}


def make_volume(matrix):
    """A block of tissue in air."""
    hu = np.full(SHAPE, -1000, np.int16)
    hu[6:34, 5:25, 4:16] = 40
    info = SeriesInfo(series_instance_uid="1", study_instance_uid="2")
    return Volume(hu, VolumeGeometry.from_matrix(SHAPE, matrix), info)


def make_part(volume, first, last):
    """Show some of its slices as read."""
    return Part(volume, first, last, last - first + 1, SHAPE[0])


def partial(volume, first, last, layers=(0, 10, 20, 30, 39)):
    """A study that is being read."""
    series = Series(volume.info, (), volume.geometry)
    known = Survey(volume.hu[list(layers)], np.array(layers))
    return make_partial_study(make_part(volume, first, last), series, known)


@pytest.mark.parametrize("matrix", CUTS.values(), ids=CUTS)
def test_missing_parts_cover_what_is_not_read(matrix):
    """Pixel by pixel, in all three planes, whatever way the slices lie."""
    volume = make_volume(matrix)
    study = partial(volume, 12, 25)
    _, turn = volume.geometry.canonical()
    unread = np.ones(SHAPE, bool)
    unread[12:26] = False
    unread = turn.apply(unread)
    for plane in Plane:
        for share in (0.1, 0.5, 0.9):
            index = np.array(study.shown.geometry.shape_kji) * share
            frame = frame_at(study.shown.geometry, plane, study.shown.geometry.index_to_lps(index))
            covered = np.zeros(frame.shape, bool)
            for rect in missing_rects(frame, study.filled):
                rows = slice(round(rect.top + 0.5), round(rect.bottom + 0.5))
                covered[rows, round(rect.left + 0.5) : round(rect.right + 0.5)] = True
            np.testing.assert_array_equal(covered, extract(unread, frame))


@pytest.mark.parametrize("matrix", CUTS.values(), ids=CUTS)
def test_the_survey_finds_the_patient(matrix):
    """Nearly where the whole volume shows him, so that the picture need not jump."""
    volume = make_volume(matrix)
    early = partial(volume, 20, 20, layers=range(0, 40, 3)).body
    whole = find_body(volume.canonical())
    for plane in Plane:
        np.testing.assert_allclose(early.field(plane).size_mm, whole.field(plane).size_mm, atol=13)
        np.testing.assert_allclose(
            early.field(plane).center_mm, whole.field(plane).center_mm, atol=7
        )


def test_a_survey_of_nothing_shows_the_whole_grid():
    """Where no slice could be read ahead."""
    study = partial(make_volume(CUTS["axial from the feet"]), 20, 20, layers=())
    assert study.body.axial.size_mm == pytest.approx((20 * 1.06, 30 * 1.06))


@pytest.mark.parametrize("matrix", CUTS.values(), ids=CUTS)
def test_the_first_hang_shows_what_is_there(matrix):
    """The crosshair lies in the slices that are read."""
    study = partial(make_volume(matrix), 19, 21)
    state = open_study(AppState(), study)
    assert not state.ready
    index = study.shown.geometry.lps_to_index(state.view.crosshair_mm)
    assert study.filled.has(round(index[study.filled.axis]))


def test_panes_and_probe_say_what_is_not_read():
    """In words for screen readers, and no value of air is made up."""
    study = partial(make_volume(CUTS["axial from the feet"]), 19, 21)
    state = open_study(AppState(), study)
    assert NOT_READ_YET not in resolve(state, Plane.AXIAL).description
    assert NOT_READ_YET in resolve(state, Plane.SAGITTAL).description
    view = to_slice(state.view, study.shown.geometry, Plane.AXIAL, 1)
    content = resolve(replace(state, view=view), Plane.AXIAL)
    assert NOT_READ_YET in content.description
    found = probe(study.shown, content.image.frame, (3.0, 3.0), study.filled)
    assert found.hu is None
    assert found.text.startswith(NOT_READ_YET)


def test_completing_keeps_what_the_reader_set():
    """Slice and window stay; panes are fitted anew only where nobody has touched them."""
    volume = make_volume(CUTS["axial from the feet"])
    state = open_study(AppState(), partial(volume, 10, 30, layers=(0, 39)))
    view = to_slice(state.view, volume.geometry, Plane.AXIAL, 15)
    whole = make_study(volume, state.study.series)
    fitted = states.complete_study(replace(state, view=view), whole)
    assert fitted.ready
    assert fitted.study.body == find_body(volume)
    assert fitted.view.crosshair_mm == view.crosshair_mm
    assert fitted.view.axial == first_view(volume.geometry, whole.body).axial
    zoomed = set_pane(view, Plane.AXIAL, PaneView(2.0, (3.0, 4.0)))
    kept = states.complete_study(replace(state, view=zoomed), whole)
    assert kept.view == zoomed
    assert kept.study.body == state.study.body


def test_completing_another_series_opens_it():
    """A reading that was too short to be shown in part."""
    volume = make_volume(CUTS["axial from the feet"])
    whole = make_study(volume, Series(volume.info, (), volume.geometry))
    assert states.complete_study(AppState(), whole).study is whole


def other(number):
    """A study of another series."""
    volume = make_volume(CUTS["axial from the feet"])
    volume = replace(volume, info=replace(volume.info, series_instance_uid=str(number)))
    return make_study(volume, Series(volume.info, (), volume.geometry))


def test_loaded_series_are_kept_and_taken_back():
    """With the view in which they were left; the last one shown is the first."""
    state = AppState()
    for number in (1, 2, 3):
        state = open_study(state, other(number))
    assert [hung.study.key.series_id for hung in state.kept] == ["2", "1"]
    left = set_pane(state.view, Plane.AXIAL, PaneView(3.0))
    back = states.take_back(replace(state, view=left), state.kept[1].study.key)
    assert back.study.key.series_id == "1"
    assert [hung.study.key.series_id for hung in back.kept] == ["3", "2"]
    again = states.take_back(back, state.study.key)
    assert again.view == left
    assert states.take_back(state, other(9).key) is None


def test_no_more_is_kept_than_memory_allows(monkeypatch):
    """The oldest go first."""
    nbytes = other(1).volume.hu.nbytes
    monkeypatch.setattr(states, "machine_bytes", lambda: 2.5 * nbytes / states.KEPT_SHARE)
    state = AppState()
    for number in range(5):
        state = open_study(state, other(number))
    assert [hung.study.key.series_id for hung in state.kept] == ["3", "2"]


def test_a_part_is_never_kept():
    """A reading that was given up leaves nothing that could be taken for a whole volume."""
    state = open_study(AppState(), other(5))
    whole = state.study
    state = open_study(state, partial(make_volume(CUTS["coronal"]), 3, 5))
    back = states.drop_partial(state)
    assert back.study is whole
    assert back.kept == ()
    assert states.drop_partial(back) is back
    alone = open_study(AppState(), partial(make_volume(CUTS["coronal"]), 3, 5))
    assert states.drop_partial(alone).study is None
    assert states.drop_partial(alone).view is None
    assert open_study(alone, other(6)).kept == ()


def test_nothing_is_missing_from_a_whole_volume():
    """No rectangle where all is read."""
    frame = frame_at(make_volume(CUTS["axial from the feet"]).geometry, Plane.AXIAL, (0, 0, 10))
    assert missing_rects(frame, None) == ()
    assert missing_rects(frame, Filled(0, 0, 39)) == ()
