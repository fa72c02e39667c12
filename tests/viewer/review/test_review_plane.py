"""A plane in the patient keeps millimetres, whatever way it lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from review_strategies import grids, offsets, planes

from viewer.review.plane import PatientPlane
from viewer.state.planes import Plane, frame_at

AXIAL = PatientPlane((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


@given(planes(), offsets, offsets)
def test_offsets_and_positions_are_one(plane, first, second):
    """Offsets come back from space, lie on the plane, and keep their distance."""
    positions = plane.to_lps([first, second])
    np.testing.assert_allclose(plane.to_offset_mm(positions), [first, second], atol=1e-9)
    np.testing.assert_allclose(plane.depth_mm(positions), 0.0, atol=1e-9)
    apart = np.linalg.norm(np.subtract(first, second))
    assert np.linalg.norm(positions[0] - positions[1]) == pytest.approx(apart, abs=1e-9)


def test_behind_the_axial_plane_is_the_head():
    """Seen from the feet, the head lies behind the plane."""
    assert AXIAL.depth_mm([3.0, 4.0, 2.5]) == 2.5


@pytest.mark.parametrize("plane", list(Plane), ids=str)
@given(grid=grids(sheared=True))
def test_the_plane_of_a_tilted_slice_holds_its_pixels(plane, grid):
    """Every pixel of a slice lies on its plane, also where a gantry's tilt bends the grid."""
    frame = frame_at(grid.canonical()[0], plane, grid.center_lps_mm)
    rows, columns = frame.shape
    pixels = frame.pixel_to_lps([(0, 0), (rows - 1, 0), (0, columns - 1), (rows / 2, columns / 3)])
    np.testing.assert_allclose(frame.patient_plane.depth_mm(pixels), 0.0, atol=1e-9)
    assert np.dot(frame.patient_plane.right_lps, frame.right_lps) == pytest.approx(1.0)
    assert np.dot(frame.patient_plane.down_lps, frame.down_lps) > 0


@pytest.mark.parametrize(
    ("origin", "right", "down", "word"),
    [
        ((0.0, np.nan, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), "origin_mm must be finite"),
        ((0.0, 0.0, 0.0), (1.0, np.inf, 0.0), (0.0, 1.0, 0.0), "directions of a plane must be fin"),
        ((0.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 1.0, 0.0), "unit vectors"),
        ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.6, 0.8, 0.0), "right angle"),
    ],
)
def test_what_is_no_plane_is_refused(origin, right, down, word):
    """A plane is valid from construction on."""
    with pytest.raises(ValueError, match=word):
        PatientPlane(origin, right, down)


def test_parallel_directions_span_no_plane():
    """Two directions along one line are refused."""
    with pytest.raises(ValueError, match="span no plane"):
        PatientPlane.spanned((0, 0, 0), (1, 1, 0), (-2, -2, 0))
