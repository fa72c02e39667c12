"""Planes that are turned in one of two linked studies lie alike in the other patient space."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from inference.findings import Level, LevelState
from inference.imaging.geometry import VolumeGeometry
from inference.spine.registration import RigidTransform
from viewer.state.app import AppState, open_study, set_analysis
from viewer.state.comparison import begin_comparison, compared_view, link_here, unaligned_planes
from viewer.state.link import LinkKind, find_link, follow, link_by_hand
from viewer.state.oblique import turn_about, turn_planes
from viewer.state.planes import Plane
from viewer.state.study import make_study
from viewer.state.view import shown_frame

TURN = Rotation.from_euler("xyz", (12, -7, 9), degrees=True).as_matrix()
LINK = RigidTransform.from_arrays(TURN, (7.0, -12.0, 25.0))


def moved(study):
    """Lay the same voxels, and what was found in them, elsewhere: shifted and turned."""
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = TURN, LINK.shift_mm
    geometry = VolumeGeometry.from_matrix(
        study.volume.geometry.shape_kji, matrix @ study.volume.geometry.matrix
    )
    volume = replace(study.volume, geometry=geometry)
    other = make_study(volume)
    if study.analysis is None:
        return other
    findings = tuple(
        finding
        if finding.centroid_lps_mm is None
        else replace(
            finding,
            centroid_lps_mm=tuple(LINK.apply(finding.centroid_lps_mm)),
            box_lps_mm=None,
            boxes_2d=(),
        )
        for finding in study.analysis.findings
    )
    found = replace(study.analysis, geometry=geometry, findings=findings)
    return set_analysis(open_study(AppState(), other), found).study


def turned_view(state, angles=(20.0, -15.0, 10.0)):
    """Turn the planes about the crosshair, one after the other."""
    view, geometry = state.view, state.study.shown.geometry
    for held, angle in zip(Plane, angles, strict=True):
        view = turn_about(view, geometry, held, angle)
    return view


def middle(view, geometry, plane):
    """What stands in the middle of a pane, LPS mm."""
    frame = shown_frame(view, geometry, plane)
    return frame.pixel_to_lps(frame.pixel_at_offset(view.pane(plane).pan_mm))


@pytest.mark.parametrize("plane", Plane)
def test_the_same_plane_of_the_patient_is_shown(opened, plane):
    """Right, bottom and middle are the leader's, carried over; the way back gives the leader's."""
    other = moved(opened.study)
    here, there = opened.study.shown.geometry, other.shown.geometry
    leader = turned_view(opened)
    first = open_study(AppState(), other).view
    led = follow(leader, here, first, there, LINK)
    seen, shown = (shown_frame(v, g, plane) for v, g in ((leader, here), (led, there)))
    np.testing.assert_allclose(shown.right_lps, TURN @ seen.right_lps, atol=1e-9)
    np.testing.assert_allclose(shown.down_lps, TURN @ seen.down_lps, atol=1e-9)
    expected = LINK.apply(middle(leader, here, plane))
    away = shown.patient_plane.to_offset_mm(expected) - shown.patient_plane.to_offset_mm(
        middle(led, there, plane)
    )
    np.testing.assert_allclose(away, 0.0, atol=1e-6)
    back = follow(led, there, opened.view, here, LINK.inverse())
    np.testing.assert_allclose(shown_frame(back, here, plane).right_lps, seen.right_lps, atol=1e-9)


def test_planes_that_are_not_turned_stay_each_studys_own(opened):
    """Its own slices are the sharpest that there are: a link alone samples none."""
    other = moved(opened.study)
    here, there = opened.study.shown.geometry, other.shown.geometry
    first = open_study(AppState(), other).view
    assert follow(opened.view, here, first, there, LINK).orientation is None
    led = follow(turned_view(opened), here, first, there, LINK)
    plain = turn_planes(turned_view(opened), here, None)
    assert follow(plain, here, led, there, LINK).orientation is None


def test_a_link_by_levels_knows_the_rotation_if_they_spread(analysed):
    """Five levels tell how the neck leans; two do not, and the link says so."""
    state = analysed
    link = find_link(state.study, moved(state.study))
    assert (link.kind, link.knows_turn) == (LinkKind.LEVELS, True)
    assert link.to_other.angle_deg > 5.0
    few = tuple(
        finding
        if finding.level in {Level.C2, Level.C3, Level.C7}
        else replace(finding, state=LevelState.PARTIAL, reason="cut off")
        for finding in state.study.analysis.findings
    )
    sparse = replace(state.study, analysis=replace(state.study.analysis, findings=few))
    link = find_link(sparse, moved(sparse))
    assert (link.levels, link.knows_turn) == ((Level.C2, Level.C3), False)
    assert not link_by_hand((0.0, 0.0, 0.0), (1.0, 2.0, 3.0)).knows_turn


def test_it_is_told_which_planes_may_be_others(analysed):
    """Linked by hand and turned: those planes; by levels, or not turned, none."""
    compared = begin_comparison(analysed, moved(analysed.study))
    turned = replace(compared, view=turned_view(compared, (0.0, 20.0, 0.0)))
    assert unaligned_planes(turned) == ()
    by_hand = link_here(compared)
    assert unaligned_planes(by_hand) == ()
    by_hand = replace(by_hand, view=turned_view(by_hand, (0.0, 20.0, 0.0)))
    assert unaligned_planes(by_hand) == tuple(Plane)
    unlinked = replace(by_hand, compared=replace(by_hand.compared, on=False))
    assert unaligned_planes(unlinked) == ()
    assert compared_view(turned).orientation is not None
