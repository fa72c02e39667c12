"""The heat map lies on the pixel that shows its place, and hides nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from inference.evidence import CrackMap
from inference.findings import Level
from inference.preprocessing.windowing import window_presets
from tests.viewer.evidence_analysis import hot_mm, with_evidence
from viewer.rendering.aligned import plane_pixels
from viewer.rendering.heat import FULL_LOGIT, heat_of, heat_on, heat_scale, lay_heat
from viewer.rendering.panes import pane_pixels
from viewer.review.plane import PatientPlane
from viewer.state.app import set_analysis
from viewer.state.evidence import SHOWN_LOGIT, toggle_evidence
from viewer.state.oblique import turn_planes
from viewer.state.orientation import Orientation
from viewer.state.planes import Plane
from viewer.state.resolve import resolve
from viewer.state.turn import Turn
from viewer.state.view import change_pane, move_crosshair

TURNS = [Turn(*sides) for sides in product((False, True), repeat=3)]


@pytest.fixture
def evident(opened, analysis):
    """The crude neck with maps, the crosshair on the evidence of C5, which is shown."""
    state = set_analysis(opened, with_evidence(analysis))
    view = replace(toggle_evidence(state.view, True), selected=Level.C5)
    hot = hot_mm(analysis, Level.C5)
    return replace(state, view=move_crosshair(view, state.study.shown.geometry, hot)), hot


def center_of(heat):
    """The middle of what is hot, as a fractional row and column."""
    weight = heat.astype(float)
    rows, columns = np.indices(heat.shape)
    return np.array([(rows * weight).sum(), (columns * weight).sum()]) / weight.sum()


@pytest.mark.parametrize("plane", list(Plane))
@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_heat_lies_on_the_pixel_of_its_place(evident, plane, turn) -> None:
    """In each plane, after every flip and rotation, within a pixel."""
    state, hot = evident
    view = change_pane(state.view, plane, lambda pane: replace(pane, turn=turn))
    spec = resolve(replace(state, view=view), plane).image
    heat = heat_of(spec)
    assert heat.shape == spec.frame.shape
    row_col, _ = spec.frame.lps_to_pixel(hot)
    np.testing.assert_allclose(center_of(heat), row_col, atol=0.6)
    assert heat.max() > 100


@pytest.mark.parametrize("coarseness", [1, 3])
@pytest.mark.parametrize("plane", list(Plane))
def test_heat_on_an_oblique_plane(evident, plane, coarseness) -> None:
    """Planes that were turned take the heat along, also while they are drawn coarse."""
    state, hot = evident
    leaning = Orientation.along(_leaning(), state.view.crosshair_mm)
    view = turn_planes(state.view, state.study.shown.geometry, leaning)
    spec = resolve(replace(state, view=view), plane).image
    assert spec.frame.oblique_deg > 5
    heat = heat_of(spec, coarseness)
    assert heat.shape == tuple(-(-side // coarseness) for side in spec.frame.shape)
    row_col, _ = spec.frame.lps_to_pixel(hot)
    larger = np.array(spec.frame.shape) / heat.shape
    found = (center_of(heat) + 0.5) * larger - 0.5
    np.testing.assert_allclose(found, row_col, atol=0.6 * coarseness)


def _leaning():
    return Rotation.from_euler("xyz", [15, -10, 20], degrees=True).as_matrix()


def test_heat_on_an_aligned_plane(evident) -> None:
    """Where the crosshair of the aligned view stands, there is the colour."""
    state, hot = evident
    right, down = _leaning()[:, 0], _leaning()[:, 1]
    plane = PatientPlane.spanned(hot, right, down)
    window, cracks = window_presets()["1"], state.study.analysis.finding(Level.C5).cracks
    plain = plane_pixels(state.study.shown, plane, (40.0, 30.0), 0.4, window)
    laid = plane_pixels(state.study.shown, plane, (40.0, 30.0), 0.4, window, cracks)
    changed = (laid != plain[..., np.newaxis]).any(axis=-1)
    middle = (np.array(changed.shape) - 1) / 2
    np.testing.assert_allclose(center_of(changed), middle, atol=1.0)


def test_pixels_show_it_and_masks_give_way(evident) -> None:
    """Colour at the evidence; the level's own colour is left to its outline."""
    state, _ = evident
    spec = resolve(state, Plane.AXIAL).image
    seen = pane_pixels(state.study, spec)
    bare = pane_pixels(state.study, replace(spec, cracks=None))
    plain = pane_pixels(state.study, replace(spec, cracks=None, masked=False))
    row, column = np.rint(center_of(heat_of(spec))).astype(int)
    assert plain.ndim == 2
    assert np.ptp(seen[row, column].astype(int)) > 60
    colourful = [(np.ptp(image, axis=-1) > 0).sum() for image in (seen, bare)]
    assert colourful[0] < colourful[1]


def test_a_slice_beyond_the_crop_stays_as_it_is(evident) -> None:
    """Elsewhere in the neck nothing is coloured, and grey stays grey."""
    state, hot = evident
    view = move_crosshair(state.view, state.study.shown.geometry, hot + np.array([0, 0, 40]))
    spec = resolve(replace(state, view=view), Plane.AXIAL).image
    assert not heat_of(spec).any()
    plain = pane_pixels(state.study, replace(spec, masked=False))
    assert plain.ndim == 2


def test_weak_cells_are_left_out(evident) -> None:
    """At the least logit that is shown there is no heat yet, and from the full one all of it."""
    state, _ = evident
    cracks = state.study.analysis.finding(Level.C5).cracks
    for logit, heat in ((SHOWN_LOGIT - 0.1, 0), (SHOWN_LOGIT, 0), (FULL_LOGIT, 255), (40.0, 255)):
        level = CrackMap(np.full_like(cracks.logits, logit), cracks.geometry)
        assert (heat_on(level, cracks.geometry) == heat).all()


@pytest.mark.parametrize("heat", [1, 100, 255])
def test_no_grey_is_hidden(heat) -> None:
    """What was brighter stays brighter, and at least half of every contrast is kept."""
    greys = np.arange(256, dtype=np.uint8)[np.newaxis]
    laid = lay_heat(greys, np.full_like(greys, heat)).astype(int)[0]
    assert (np.diff(laid, axis=0) >= 0).all()
    assert (laid[-1] - laid[0] >= 127).all()


def test_stronger_is_brighter() -> None:
    """The scale is told by brightness alone, so by readers without colour vision too."""
    colours, opacity = heat_scale()
    luminance = colours.astype(float) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(luminance) >= -0.8).all()
    assert luminance[-1] - luminance[0] > 150
    assert opacity[0] == 0.0
    assert opacity.max() <= 0.5
