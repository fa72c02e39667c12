"""A millimetre is as long across as down, and the screen and the pixels agree."""

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from viewer.rendering.projection import Projection
from viewer.state.pane_view import PaneView
from viewer.state.planes import Plane, PlaneFrame

GRID = VolumeGeometry.from_matrix((20, 100, 100), np.diag([0.5, 0.5, 3.0, 1.0]))


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (640, 640)])
def test_aspect_ratio_is_that_of_the_patient(size):
    """Ten millimetres take as many pixels across as down, whatever the voxels."""
    frame = PlaneFrame(GRID, Plane.SAGITTAL, 4)
    view = Projection(frame, PaneView(1.7, (3.0, -2.0)), (60.0, 70.0), size)
    x0, y0 = view.to_screen((0.0, 0.0))
    x1, y1 = view.to_screen((10 / 3.0, 10 / 0.5))
    assert x1 - x0 == pytest.approx(y1 - y0)
    assert x1 - x0 == pytest.approx(10 / view.mm_per_px)


def test_the_field_fits_the_pane():
    """At zoom 1 the whole field is in view."""
    frame = PlaneFrame(GRID, Plane.AXIAL, 4)
    view = Projection(frame, PaneView(), (50.0, 50.0), (300, 200))
    assert view.mm_per_px == pytest.approx(50 / 200)
    assert view.to_screen((49.5, 49.5)) == pytest.approx((150, 100))


def test_there_and_back():
    """A place on the screen is the pixel that is drawn there."""
    frame = PlaneFrame(GRID, Plane.CORONAL, 4)
    view = Projection(frame, PaneView(2.0, (5.0, 1.0)), (50.0, 50.0), (300, 200))
    assert view.to_pixel(*view.to_screen((7.25, 31.5))) == pytest.approx((7.25, 31.5))
