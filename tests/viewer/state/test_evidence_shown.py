"""Whose evidence is shown, and where the planes that were weighed lead to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.findings import Level
from tests.viewer.evidence_analysis import HOT, hot_mm, with_evidence, without_maps
from viewer.review.changes import ask_blind, reveal
from viewer.review.checks import utc_now
from viewer.review.key import session_key
from viewer.review.review import UNREAD
from viewer.state.app import AppState, Hung, kept_of, open_study, set_analysis, set_reading
from viewer.state.evidence import (
    at_plane,
    evidence_words,
    has_evidence,
    shown_cracks,
    toggle_evidence,
    weighed_planes,
)
from viewer.state.planes import Plane
from viewer.state.reading import Reading
from viewer.state.resolve import resolve
from viewer.state.study import make_study
from viewer.state.view import toggle_level
from viewer.state.walk import at_level, walked_to


@pytest.fixture
def evident(opened, analysis):
    """The crude neck with evidence that may be shown, before any walk."""
    return set_analysis(opened, with_evidence(analysis))


def switched_on(state):
    """Ask for the map."""
    return replace(state, view=toggle_evidence(state.view, True))


def cracks_at(state, level):
    """The map that was made of a level."""
    return state.study.analysis.finding(level).cracks


def test_nothing_is_shown_until_it_is_asked_for(evident):
    """The reader looks at the bone first."""
    assert has_evidence(evident)
    assert shown_cracks(evident) is None
    assert resolve(evident, Plane.AXIAL).image.cracks is None


def test_the_map_follows_the_walk(evident):
    """Before the first step it is that of the most suspected level, then the walk's own."""
    state = switched_on(evident)
    assert shown_cracks(state) is cracks_at(state, Level.C5)
    state = replace(state, view=walked_to(state, Level.C2))
    assert shown_cracks(state) is cracks_at(state, Level.C2)
    content = resolve(state, Plane.AXIAL)
    assert content.image.cracks is cracks_at(state, Level.C2)
    assert "Evidence of C2 shown" in content.description
    state = replace(state, view=at_level(state, Level.C7))
    assert (shown_cracks(state), evidence_words(state)) == (None, "")


def test_what_hides_it(evident):
    """All overlays held away, the level switched off."""
    state = switched_on(evident)
    held = replace(state.view, overlay=replace(state.view.overlay, suppressed=True))
    assert shown_cracks(replace(state, view=held)) is None
    assert shown_cracks(replace(state, view=toggle_level(state.view, Level.C5, False))) is None


def test_before_the_own_read_nothing_of_it_is_known(evident):
    """Neither map nor weights nor the place; once it is committed, all of it."""
    key = session_key(evident.study.volume)
    state = switched_on(replace(evident, blind_first=True))
    state = set_reading(state, Reading(key, ask_blind(UNREAD, True)))
    assert not has_evidence(state)
    assert (shown_cracks(state), weighed_planes(state), at_plane(state, 3)) == (None, None, None)
    centroid = state.study.analysis.finding(Level.C5).centroid_lps_mm
    assert at_level(state, Level.C5).crosshair_mm == pytest.approx(centroid)
    told = set_reading(state, Reading(key, reveal(UNREAD, utc_now())))
    assert shown_cracks(told) is not None
    assert weighed_planes(told) is not None


def test_a_suspected_level_is_gone_to_where_the_evidence_is(evident, analysis):
    """The walk and a click lead to the same place; of other levels it is the centre."""
    for level in (Level.C2, Level.C5):
        for go in (walked_to, at_level):
            place = go(evident, level).crosshair_mm
            np.testing.assert_allclose(place, hot_mm(analysis, level), atol=1e-6)
    finding = evident.study.analysis.finding(Level.C3)
    assert not finding.suspected
    x, y, _ = finding.centroid_lps_mm
    assert at_level(evident, Level.C3).crosshair_mm[:2] == pytest.approx((x, y))


def test_an_older_analysis_has_weights_and_no_map(opened, analysis):
    """Nothing to be switched on; the walk leads to the centre on the heaviest plane as before."""
    older = without_maps(with_evidence(analysis))
    state = switched_on(set_analysis(opened, older))
    assert not has_evidence(state)
    assert shown_cracks(state) is None
    place = walked_to(state, Level.C5).crosshair_mm
    x, y, _ = older.finding(Level.C5).centroid_lps_mm
    assert place[:2] == pytest.approx((x, y))
    assert weighed_planes(state).heaviest == HOT[0]


def test_an_analysis_without_weights(analysed):
    """There are no bars, and no plane to go to."""
    assert (weighed_planes(analysed), at_plane(analysed, 0)) == (None, None)
    assert (weighed_planes(AppState()), at_plane(AppState(), 0)) == (None, None)


def test_the_weights_in_words(evident):
    """Which plane, of how many, where, and how much."""
    state = replace(evident, view=walked_to(evident, Level.C5))
    planes = weighed_planes(state)
    z = state.study.analysis.finding(Level.C5).planes[HOT[0]].position_lps_mm[2]
    assert planes.caption == f"C5: strongest at plane 21 of 30, z = {z:.1f} mm"
    assert planes.sentence == f"Plane weights of {planes.caption}, weight 71 %"
    assert (planes.heaviest, planes.current, len(planes.weights)) == (20, 20, 30)
    away = replace(state.view, crosshair_mm=(0.0, 0.0, z + 60.0))
    assert weighed_planes(replace(state, view=away)).current is None


def test_to_a_plane(evident, analysis):
    """To its highest cell where that is shown; without one, straight up and down."""
    state = replace(evident, view=walked_to(evident, Level.C5))
    hot = at_plane(state, HOT[0]).crosshair_mm
    np.testing.assert_allclose(hot, hot_mm(analysis, Level.C5), atol=1e-6)
    x, y, _ = state.view.crosshair_mm
    quiet = at_plane(state, 9).crosshair_mm
    assert quiet[:2] == pytest.approx((x, y))
    z = state.study.analysis.finding(Level.C5).planes[9].position_lps_mm[2]
    assert quiet[2] == pytest.approx(z)
    assert weighed_planes(replace(state, view=at_plane(state, 9))).current == 9
    assert at_plane(state, 30) is None


def test_a_series_that_is_gone_back_to_has_its_evidence(evident, unnamed):
    """Analyses are kept with their loaded series: its maps come back with it."""
    (kept,) = kept_of([Hung(evident.study, switched_on(evident).view)])
    other = open_study(evident, make_study(unnamed))
    assert shown_cracks(switched_on(other)) is None
    back = replace(other, study=kept.study, view=kept.view)
    assert shown_cracks(back) is cracks_at(evident, Level.C5)
