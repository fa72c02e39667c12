"""Turned planes: given back, and each series' own."""

from dataclasses import replace

import pytest

from viewer.state.app import open_study
from viewer.state.oblique import turn_about, turn_planes
from viewer.state.planes import Plane
from viewer.state.study import make_study
from viewer.state.view import (
    reset,
    scroll,
)


def test_reset_planes_and_reset_view(opened):
    """Reset planes lays them straight and moves nothing else; R hangs everything as at first."""
    geometry, body = opened.study.shown.geometry, opened.study.body
    view = scroll(opened.view, geometry, Plane.AXIAL, 5)
    turned = turn_about(turn_about(view, geometry, Plane.AXIAL, 20.0), geometry, Plane.CORONAL, 9.0)
    straight = turn_planes(turned, geometry, None)
    assert straight.orientation is None
    assert straight.crosshair_mm == view.crosshair_mm
    for plane in Plane:
        assert straight.pane(plane).pan_mm == pytest.approx(view.pane(plane).pan_mm, abs=1e-9)
    assert reset(turned, geometry, body) == opened.view


def test_each_series_keeps_its_own_planes(opened, volume):
    """Another volume opens straight, and the first comes back as it was turned."""
    geometry = opened.study.shown.geometry
    turned = replace(opened, view=turn_about(opened.view, geometry, Plane.AXIAL, 20.0))
    assert open_study(turned, make_study(volume)).view.orientation is None
    assert turned.view.orientation is not None
