"""The walk from level to level: what is suspected first, then what is not read yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.findings import LEVELS, Level, PlaneWeight
from inference.preprocessing.windowing import window_presets
from viewer.review.changes import ask_blind, reveal, set_verdict
from viewer.review.checks import utc_now
from viewer.review.key import session_key
from viewer.review.review import UNREAD, Verdict
from viewer.state.app import AppState, set_reading
from viewer.state.reading import Reading
from viewer.state.walk import at_level, next_level, walk_order, walked_to


def read(state, *levels):
    """Accept some levels."""
    review = reveal(UNREAD, utc_now())
    for level in levels:
        review = set_verdict(review, level, Verdict.ACCEPT)
    return set_reading(state, Reading(session_key(state.study.volume), review))


def walk(state, step, count):
    """Take some steps, and return where they led."""
    levels = []
    for _ in range(count):
        level = next_level(state, step)
        levels.append(level)
        state = replace(state, view=walked_to(state, level))
    return [None if level is None else level.value for level in levels]


def test_suspected_by_falling_probability_then_the_unread(analysed):
    """C5 and C2 are suspected; the others follow by probability; C7 was not analysed."""
    assert walk(analysed, 1, 7) == ["C5", "C2", "C6", "C4", "C1", "C3", "C5"]
    assert walk(analysed, -1, 3) == ["C3", "C1", "C4"]


def test_what_is_read_and_not_suspected_is_passed_over(analysed):
    """Suspected levels stay on the way, whatever was said of them."""
    state = read(analysed, Level.C5, Level.C6, Level.C1)
    assert walk(state, 1, 5) == ["C5", "C2", "C4", "C3", "C5"]


def test_a_level_just_read_keeps_its_place(analysed):
    """From a level that was read a moment ago the walk goes on, not back to the start."""
    state = replace(analysed, view=walked_to(analysed, Level.C4))
    assert next_level(read(state, Level.C4), 1) is Level.C1
    assert next_level(read(state, Level.C4), -1) is Level.C6


def test_from_a_level_that_is_not_on_the_way(analysed):
    """From a level that was not analysed the walk begins at either end."""
    state = replace(analysed, view=at_level(analysed, Level.C7))
    assert (next_level(state, 1), next_level(state, -1)) == (Level.C5, Level.C3)


def test_nowhere_to_go(opened, analysed):
    """Before an analysis, and when all is read and nothing suspected, there is no way."""
    assert next_level(AppState(), 1) is None
    assert next_level(opened, 1) is None
    findings = tuple(
        f if f.probability is None else replace(f, probability=0.01)
        for f in analysed.study.analysis.findings
    )
    quiet = replace(analysed.study.analysis, findings=findings)
    state = replace(analysed, study=replace(analysed.study, analysis=quiet))
    assert next_level(read(state, *LEVELS), 1) is None


@pytest.fixture
def withheld(analysed):
    """The analysis is there, and the own read comes first."""
    key = session_key(analysed.study.volume)
    return set_reading(replace(analysed, blind_first=True), Reading(key, ask_blind(UNREAD, True)))


def test_a_blind_walk_tells_nothing(withheld):
    """From the head down, to every level that has a place, suspected or not."""
    assert withheld.shown_analysis is None
    assert walk(withheld, 1, 7) == ["C1", "C2", "C3", "C4", "C5", "C6", "C1"]


def test_a_blind_walk_leads_to_the_middle(withheld):
    """Which plane weighed most is not given away."""
    analysis = withheld.study.analysis
    x, y, z = analysis.finding(Level.C5).centroid_lps_mm
    findings = tuple(
        replace(f, planes=(PlaneWeight((x, y, z + 5.0), 1.0),)) if f.level is Level.C5 else f
        for f in analysis.findings
    )
    study = replace(withheld.study, analysis=replace(analysis, findings=findings))
    state = replace(withheld, study=study)
    assert at_level(state, Level.C5).crosshair_mm == pytest.approx((x, y, z))
    seen = at_level(replace(state, blind_first=False), Level.C5).crosshair_mm
    assert seen[2] == pytest.approx(z + 5.0, abs=0.8)


def test_a_blind_walk_before_an_analysis(opened):
    """Levels are gone through by name alone, and the images stay."""
    state = replace(opened, blind_first=True)
    assert walk_order(state) == LEVELS
    view = walked_to(state, Level.C3)
    assert (view.selected, view.crosshair_mm) == (Level.C3, opened.view.crosshair_mm)


def test_each_step_sets_a_bone_window(analysed):
    """The walk leaves a soft-tissue window; a click on a level keeps it."""
    soft = replace(analysed, view=replace(analysed.view, window=window_presets()["4"]))
    assert walked_to(soft, Level.C2).window == window_presets()["1"]
    assert at_level(soft, Level.C2).window == window_presets()["4"]
    assert walked_to(AppState(), Level.C2) is None
