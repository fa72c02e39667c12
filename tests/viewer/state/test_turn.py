"""After every flip and rotation, what is displayed still lies where it lies in the patient."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.imaging.geometry import VolumeGeometry
from viewer.rendering.compose import extract
from viewer.rendering.projection import Projection
from viewer.state.pane_view import PaneView
from viewer.state.planes import Plane, PlaneFrame, box_on_plane, direction_letters, edge_letters
from viewer.state.turn import Turn, TurnStep
from viewer.state.view import change_pane, reset, shown_frame

GRID = VolumeGeometry.from_matrix((7, 9, 11), np.diag([0.5, 0.7, 2.0, 1.0]))
TURNS = [Turn(*flags) for flags in product((False, True), repeat=3)]
ON_SCREEN = {
    TurnStep.FLIP_HORIZONTALLY: np.fliplr,
    TurnStep.FLIP_VERTICALLY: np.flipud,
    TurnStep.CLOCKWISE: lambda image: np.rot90(image, -1),
    TurnStep.ANTICLOCKWISE: np.rot90,
}
OPPOSITE = {"R": "L", "L": "R", "A": "P", "P": "A", "H": "F", "F": "H"}

turns = st.sampled_from(TURNS)
planes = st.sampled_from(list(Plane))
steps = st.sampled_from(list(TurnStep))
offsets = st.tuples(st.floats(-50, 50), st.floats(-50, 50))


@given(turn=turns, step=steps)
def test_a_step_does_to_the_image_what_it_says(turn, step):
    """Flips and rotations are numpy's own, whatever was done before."""
    hung = np.arange(12).reshape(3, 4)
    np.testing.assert_array_equal(turn.then(step).apply(hung), ON_SCREEN[step](turn.apply(hung)))


def test_steps_reach_all_eight_and_undo_each_other():
    """Four quarters, and two equal flips, are nothing; all eight symmetries can be reached."""
    reached = {Turn()}
    for _ in range(3):
        reached |= {turn.then(step) for turn in reached for step in TurnStep}
    assert reached == set(TURNS)
    for turn in TURNS:
        quarter = turn
        for _ in range(4):
            quarter = quarter.then(TurnStep.CLOCKWISE)
        assert quarter == turn
        assert turn.then(TurnStep.CLOCKWISE).then(TurnStep.ANTICLOCKWISE) == turn
        for flip in (TurnStep.FLIP_HORIZONTALLY, TurnStep.FLIP_VERTICALLY):
            assert turn.then(flip).then(flip) == turn


@given(turn=turns, offset=offsets)
def test_offsets_there_and_back(turn, offset):
    """An offset on the screen is the hung offset that it came from."""
    assert turn.undo_offset(turn.offset(offset)) == offset


@pytest.mark.parametrize("turn", TURNS, ids=str)
@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_letters_come_from_the_displayed_axes(plane, turn):
    """At each edge stands where the patient's millimetres grow on the screen."""
    frame = PlaneFrame(GRID, plane, 3, turn)
    x_y_z = [extract(GRID.index_to_lps(np.indices(GRID.shape_kji).T.swapaxes(0, 2))[..., n], frame)
             for n in range(3)]  # fmt: skip
    right = [float(values[0, -1] - values[0, 0]) for values in x_y_z]
    down = [float(values[-1, 0] - values[0, 0]) for values in x_y_z]
    letters = edge_letters(frame)
    assert letters.right == direction_letters(right)
    assert letters.bottom == direction_letters(down)
    assert (OPPOSITE[letters.right], OPPOSITE[letters.bottom]) == (letters.left, letters.top)


@pytest.mark.parametrize("turn", TURNS, ids=str)
@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_every_displayed_voxel_lies_where_its_pixel_lies(plane, turn):
    """Image, millimetres and indices agree at every pixel of the plane."""
    array = np.arange(np.prod(GRID.shape_kji)).reshape(GRID.shape_kji)
    frame = PlaneFrame(GRID, plane, 3, turn)
    image = extract(array, frame)
    assert image.shape == frame.shape
    pixels = np.moveaxis(np.indices(frame.shape), 0, -1)
    index = np.rint(GRID.lps_to_index(frame.pixel_to_lps(pixels))).astype(int)
    np.testing.assert_array_equal(image, array[tuple(np.moveaxis(index, -1, 0))])


@given(
    plane=planes,
    turn=turns,
    pan=offsets,
    zoom=st.floats(0.5, 20),
    at=st.tuples(st.integers(0, 399), st.integers(0, 299)),
)
def test_a_pick_is_the_same_place_on_the_screen(plane, turn, pan, zoom, at):
    """Screen to patient and back to the screen is the same place, at any zoom and pan."""
    frame = PlaneFrame(GRID, plane, 3, turn)
    view = Projection(frame, PaneView(zoom, pan, turn), (30.0, 20.0), (400, 300))
    place = frame.pixel_to_lps(view.to_pixel(*at))
    row_col, depth = frame.lps_to_pixel(place)
    assert view.to_screen(tuple(row_col)) == pytest.approx(at, abs=1e-6)
    assert depth == pytest.approx(0.0, abs=1e-9)


@given(plane=planes, turn=turns)
def test_a_box_stays_on_its_voxels(plane, turn):
    """A box covers the displayed pixels whose voxels lie in it."""
    frame = PlaneFrame(GRID, plane, 3, turn)
    low, high = GRID.index_to_lps([(2, 2, 2), (5, 6, 8)])
    rect = box_on_plane(frame, tuple(low), tuple(high))
    places = frame.pixel_to_lps(np.moveaxis(np.indices(frame.shape), 0, -1))
    rows, columns = np.nonzero(((places > low - 1e-6) & (places < high + 1e-6)).all(axis=-1))
    edges = (rect.top, rect.left, rect.bottom, rect.right)
    assert edges == pytest.approx((rows.min(), columns.min(), rows.max(), columns.max()))


@pytest.mark.parametrize("plane", list(Plane), ids=str)
@pytest.mark.parametrize("step", list(TurnStep), ids=str)
def test_a_turn_keeps_what_is_in_the_middle(opened, plane, step):
    """The point in the middle of the pane stays there."""
    geometry = opened.study.shown.geometry

    def middle(view):
        frame = shown_frame(view, geometry, plane)
        return frame.pixel_to_lps(frame.pixel_at_offset(view.pane(plane).pan_mm))

    turned = change_pane(opened.view, plane, lambda pane: pane.turned(step))
    np.testing.assert_allclose(middle(turned), middle(opened.view), atol=1e-9)
    assert shown_frame(turned, geometry, plane) != shown_frame(opened.view, geometry, plane)


def test_reset_undoes_turn_and_inversion(opened):
    """R brings every plane back to its hanging, in black on white no more."""
    study, view = opened.study, opened.view
    for plane in Plane:
        view = change_pane(view, plane, lambda pane: pane.turned(TurnStep.CLOCKWISE).invert())
    assert all(view.pane(plane).inverted for plane in Plane)
    assert reset(view, study.shown.geometry, study.body) == opened.view
