"""Key images and marks are found again: on their own plane, turned or not, and as they hung."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.findings import Level
from viewer.review.key import session_key
from viewer.review.marks import Distance
from viewer.review.plane import point
from viewer.review.review import UNREAD
from viewer.state.app import AppState, open_study, set_analysis, set_reading
from viewer.state.mark_places import go_to_key_image, go_to_place, kept_overlay, key_image_of
from viewer.state.mark_shapes import mark_shapes
from viewer.state.oblique import turn_about
from viewer.state.pane_view import PaneView
from viewer.state.planes import Plane
from viewer.state.reading import Reading
from viewer.state.slab import Slab, SlabMode
from viewer.state.study import make_study
from viewer.state.turn import Turn
from viewer.state.view import Overlay, move_crosshair, set_pane, shown_frame

TURNS = [Turn(*sides) for sides in product((False, True), repeat=3)]
angles = st.floats(-44, 44)


@pytest.fixture(scope="module")
def opened(volume):
    """Open the crude neck once: no test changes it."""
    return open_study(AppState(), make_study(volume))


def kept(state, view):
    """Keep what the active pane of a view shows."""
    return key_image_of(replace(state, view=view), "k", "")


def seen(view, geometry):
    """What the active pane shows: its slice in the patient, and what is in its middle."""
    frame, pane = shown_frame(view, geometry, view.active), view.pane(view.active)
    middle = frame.pixel_to_lps(frame.pixel_at_offset(pane.pan_mm))
    plane = frame.patient_plane
    return np.array([plane.right_lps, plane.down_lps, middle]), frame, pane


def turned_view(state, plane, turn, degrees):
    """Turn the planes about the crosshair, in one pane after the other."""
    geometry = state.study.shown.geometry
    view = move_crosshair(state.view, geometry, (4.0, 6.0, 236.0))
    for held, angle in zip(Plane, degrees, strict=True):
        view = turn_about(view, geometry, held, angle)
    pane = PaneView(2.5, view.pane(plane).pan_mm, turn, inverted=True, slab=Slab(9.0, SlabMode.MIP))
    return replace(set_pane(view, plane, pane), active=plane)


@given(st.sampled_from(Plane), st.sampled_from(TURNS), st.tuples(angles, angles, angles))
def test_a_turned_plane_comes_back(opened, plane, turn, degrees):
    """However the planes lie since, the same slice of the patient fills the pane as before."""
    geometry = opened.study.shown.geometry
    view = turned_view(opened, plane, turn, degrees)
    image = kept(opened, view)
    back = go_to_key_image(opened.view, geometry, image)
    before, after = seen(view, geometry), seen(back, geometry)
    np.testing.assert_allclose(after[0], before[0], atol=1e-3)
    for name in ("zoom", "inverted", "slab"):
        assert getattr(after[2], name) == getattr(before[2], name)
    # What is kept of it is what was kept before: nothing drifts from visit to visit.
    again = kept(opened, back)
    np.testing.assert_allclose(again.plane.origin_mm, image.plane.origin_mm, atol=1e-3)
    assert seen(go_to_key_image(back, geometry, again), geometry)[1] == after[1]


@pytest.mark.parametrize("plane", Plane)
@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_the_volumes_own_planes_need_no_turning(opened, plane, turn):
    """A key image of an own slice lays turned planes along the volume again."""
    geometry = opened.study.shown.geometry
    own = replace(set_pane(opened.view, plane, PaneView(2.0, (3.0, 4.0), turn)), active=plane)
    turned = turned_view(opened, Plane.AXIAL, Turn(), (10.0, 20.0, 30.0))
    back = go_to_key_image(turned, geometry, kept(opened, own))
    assert back.orientation is None
    assert back.active is plane
    assert back.pane(plane).turn == turn
    assert seen(back, geometry)[1] == seen(own, geometry)[1]


def test_planes_that_lie_so_already_stay(opened):
    """Going to a key image of the planes as they are turns nothing, whichever pane it was."""
    geometry = opened.study.shown.geometry
    # Past half a right angle: by its lean, the axial plane is more of a coronal one.
    view = turned_view(opened, Plane.AXIAL, Turn(), (0.0, 60.0, 0.0))
    back = go_to_key_image(view, geometry, kept(opened, view))
    assert back.orientation == view.orientation
    assert back.active is Plane.AXIAL


def test_a_middle_outside_of_the_volume_stays_on_its_plane(opened):
    """A pane may be pushed so far that air is in its middle."""
    geometry = opened.study.shown.geometry
    view = turned_view(opened, Plane.SAGITTAL, Turn(), (15.0, 0.0, 10.0))
    view = set_pane(view, Plane.SAGITTAL, replace(view.sagittal, pan_mm=(-90.0, 30.0)))
    back = go_to_key_image(opened.view, geometry, kept(opened, view))
    np.testing.assert_allclose(seen(back, geometry)[0], seen(view, geometry)[0], atol=1e-3)


def test_a_mark_of_a_turned_plane_is_seen_whole_again(opened):
    """Its plane is turned to, so that all of it lies in the slice."""
    geometry = opened.study.shown.geometry
    view = turned_view(opened, Plane.SAGITTAL, Turn(), (25.0, 0.0, 10.0))
    _, frame, _ = seen(view, geometry)
    ends = [point(frame.pixel_to_lps(pixel)) for pixel in ((40.0, 50.0), (80.0, 90.0))]
    mark = Distance(id="d", plane=frame.patient_plane, start_mm=ends[0], end_mm=ends[1])
    review = replace(UNREAD, marks=(mark,))
    state = set_reading(opened, Reading(session_key(opened.study.volume, None), review))
    middle = point(np.mean(ends, axis=0))
    back = go_to_place(state.view, geometry, mark.plane, middle)
    (shape,) = mark_shapes(replace(state, view=back), seen(back, geometry)[1], None)
    assert shape.whole
    np.testing.assert_allclose(seen(back, geometry)[0][:2], seen(view, geometry)[0][:2], atol=1e-6)


@pytest.fixture
def analysed(opened, analysis):
    """Open it with its analysis."""
    return set_analysis(opened, analysis)


def test_a_key_image_keeps_what_lay_over_it(analysed):
    """Masks and boxes as they were really seen; levels that were off stay off."""
    off = Overlay(masks=True, boxes=False, opacity=0.4, hidden=frozenset({Level.C5, Level.C2}))
    view = replace(analysed.view, overlay=off)
    image = kept(analysed, view)
    assert (image.masks, image.boxes, image.opacity) == (True, False, 0.4)
    assert image.hidden == (Level.C2, Level.C5)
    assert kept_overlay(image) == off
    assert kept(analysed, replace(view, overlay=replace(off, suppressed=True))).masks is False


def test_nothing_is_kept_that_was_not_there(opened, analysed):
    """Before the analysis, and before the own read, no boxes are seen: so none are kept."""
    bare = kept(opened, opened.view)
    assert (bare.masks, bare.boxes) == (False, False)
    assert kept(analysed, analysed.view).boxes
    assert not kept(replace(analysed, blind_first=True), analysed.view).boxes


def test_a_visit_leaves_the_overlays(analysed):
    """What the reader has switched off is not switched on by going somewhere."""
    image = kept(analysed, analysed.view)
    bare = replace(analysed.view, overlay=Overlay(masks=False, boxes=False))
    back = go_to_key_image(bare, analysed.study.shown.geometry, image)
    assert back.overlay == bare.overlay


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("opacity", 1.5, "opacity"), ("hidden", (Level.C2, Level.C2), "C2")],
)
def test_a_key_image_refuses_what_cannot_be(opened, field, value, said):
    """A wrong overlay is told by name."""
    with pytest.raises(ValueError, match=said):
        replace(kept(opened, opened.view), **{field: value})
