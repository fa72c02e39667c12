"""Planes hang as radiologists read them, and their letters come from their directions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.imaging.geometry import VolumeGeometry
from viewer.state.planes import (
    EdgeLetters,
    Plane,
    PlaneFrame,
    box_on_plane,
    direction_letters,
    edge_letters,
    frame_at,
)

GRID = VolumeGeometry.from_matrix((20, 30, 40), np.diag([0.5, 0.6, 2.0, 1.0]))


@pytest.mark.parametrize(
    ("plane", "letters"),
    [
        (Plane.AXIAL, EdgeLetters("R", "L", "A", "P")),
        (Plane.SAGITTAL, EdgeLetters("A", "P", "H", "F")),
        (Plane.CORONAL, EdgeLetters("R", "L", "H", "F")),
    ],
    ids=str,
)
def test_letters_of_a_straight_patient(plane, letters):
    """A patient who lies straight shows the letters of the textbook."""
    assert edge_letters(frame_at(GRID, plane, GRID.center_lps_mm)) == letters


def test_letters_follow_the_directions_not_the_name():
    """On a grid whose columns run to the patient's right the letters change sides."""
    matrix = np.diag([-0.5, 0.6, 2.0, 1.0])
    flipped = VolumeGeometry.from_matrix((20, 30, 40), matrix)
    letters = edge_letters(PlaneFrame(flipped, Plane.AXIAL, 3))
    assert (letters.left, letters.right) == ("L", "R")


@pytest.mark.parametrize(
    ("vector", "letters"),
    [
        ((1, 0, 0), "L"),
        ((-1, 0, 0), "R"),
        ((0, 1, 0), "P"),
        ((0, -1, 0), "A"),
        ((0, 0, 1), "H"),
        ((0, 0, -1), "F"),
        ((0, -0.9, 0.5), "AH"),
        ((0.05, 0, -1), "F"),
        ((2, 1.5, -1.2), "LPF"),
    ],
)
def test_direction_letters(vector, letters):
    """Directions are named by their strongest axes, strongest first."""
    assert direction_letters(vector) == letters


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_shape_and_spacing(plane):
    """Rows and columns are those of the canonical axes that the plane shows."""
    frame = frame_at(GRID, plane, GRID.center_lps_mm)
    expected = {
        Plane.AXIAL: ((30, 40), (0.6, 0.5), 20),
        Plane.SAGITTAL: ((20, 30), (2.0, 0.6), 40),
        Plane.CORONAL: ((20, 40), (2.0, 0.5), 30),
    }
    assert (frame.shape, frame.spacing_mm, frame.slice_count) == expected[plane]


@given(
    plane=st.sampled_from(list(Plane)),
    row=st.floats(-5, 50),
    column=st.floats(-5, 50),
    share=st.floats(0, 1),
)
def test_pixels_and_millimetres_agree(plane, row, column, share):
    """A pixel converted to mm and back is the same pixel, on the slice itself."""
    first = PlaneFrame(GRID, plane, 0)
    frame = PlaneFrame(GRID, plane, round(share * (first.slice_count - 1)))
    row_col, depth = frame.lps_to_pixel(frame.pixel_to_lps((row, column)))
    np.testing.assert_allclose(row_col, (row, column), atol=1e-9)
    np.testing.assert_allclose(depth, 0, atol=1e-9)
    back = frame.pixel_at_offset(frame.offset_mm((row, column)))
    np.testing.assert_allclose(back, (row, column), atol=1e-9)


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_voxels_are_displayed_where_the_pixels_are(plane):
    """The voxel that is displayed at a pixel lies at that pixel's place in mm."""
    array = np.arange(20 * 30 * 40).reshape(20, 30, 40)
    frame = PlaneFrame(GRID, plane, 7)
    section = frame.displayed(np.take(array, 7, axis=frame.slice_axis))
    assert section.shape == frame.shape
    k, j, i = np.rint(GRID.lps_to_index(frame.pixel_to_lps((4, 9)))).astype(int)
    assert section[4, 9] == array[k, j, i]


def test_numbers_count_from_the_head():
    """Axial slices are counted from the head down, the others from the right and the front."""
    assert PlaneFrame(GRID, Plane.AXIAL, 19).number == 1
    assert PlaneFrame(GRID, Plane.AXIAL, 0).number == 20
    assert PlaneFrame(GRID, Plane.SAGITTAL, 0).number == 1
    assert PlaneFrame(GRID, Plane.CORONAL, 29).number == 30


@pytest.mark.parametrize(("asked", "index"), [(-3, 19), (1, 19), (2, 18), (20, 0), (99, 0)])
def test_at_number_stays_inside(asked, index):
    """A number beyond the ends gives the nearest slice."""
    assert PlaneFrame(GRID, Plane.AXIAL, 5).at_number(asked).index == index


@pytest.mark.parametrize("index", [-1, 20])
def test_no_slice_outside(index):
    """A slice that doesn't exist is refused."""
    with pytest.raises(ValueError, match="does not exist"):
        PlaneFrame(GRID, Plane.AXIAL, index)


def test_frame_at_stays_inside():
    """A point outside the volume gives the nearest slice."""
    assert frame_at(GRID, Plane.AXIAL, (0, 0, 1000)).index == 19
    assert frame_at(GRID, Plane.AXIAL, (0, 0, -1000)).index == 0


def test_center_is_the_middle():
    """The plane's centre is that of the grid, on the slice."""
    frame = frame_at(GRID, Plane.AXIAL, GRID.center_lps_mm)
    np.testing.assert_allclose(frame.center_lps[:2], GRID.center_lps_mm[:2])


def test_box_on_plane():
    """A box is drawn on the planes that cut it, at its own millimetres."""
    frame = PlaneFrame(GRID, Plane.AXIAL, 5)
    rect = box_on_plane(frame, (5.0, 6.0, 8.0), (10.0, 12.0, 14.0))
    assert rect is not None
    assert (rect.left, rect.right) == (10.0, 20.0)
    assert (rect.top, rect.bottom) == pytest.approx((10.0, 20.0))
    assert box_on_plane(PlaneFrame(GRID, Plane.AXIAL, 15), (5, 6, 8), (10, 12, 14)) is None


def test_flat_box_is_on_its_slice_alone():
    """A 2-D box lies on the slice that it was found on and on no other."""
    on = [
        index
        for index in range(20)
        if box_on_plane(PlaneFrame(GRID, Plane.AXIAL, index), (5, 6, 8.0), (10, 12, 8.0))
    ]
    assert on == [4]
