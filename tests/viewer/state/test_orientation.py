"""Turned planes: what they show lies where they say, on every grid and after every turn."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from inference.findings import Level
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import SeriesInfo, Volume
from viewer.rendering.oblique import coarseness_within, cut
from viewer.rendering.projection import Projection
from viewer.state.app import AppState, open_study
from viewer.state.oblique import reference_lines, section_of_box, slide, turn_about
from viewer.state.orientation import Orientation, own_orientation, rotation
from viewer.state.planes import OBLIQUE_LETTER_MIN, Plane, direction_letters, edge_letters
from viewer.state.resolve import probe, resolve
from viewer.state.slab import Slab, SlabMode
from viewer.state.study import make_study
from viewer.state.turn import TurnStep
from viewer.state.view import (
    change_pane,
    last_slice_number,
    move_crosshair,
    move_within,
    scroll,
    shown_frame,
    to_slice,
)

SLOPE = np.array([13.0, -9.0, 7.0])
"""HU a millimetre along x, y, z: a tenth of a millimetre in the wrong place is seen."""

ROUNDING_HU = 1.51
"""Voxels are rounded, and so are samples."""

planes = st.sampled_from(list(Plane))
angles = st.floats(-80.0, 80.0)
turns = st.lists(st.tuples(planes, angles), min_size=1, max_size=3)
steps = st.lists(st.sampled_from(list(TurnStep)), max_size=3)
shares = st.tuples(*[st.floats(0.1, 0.9)] * 3)


def grid_of(spacing, tilt_deg=(0.0, 0.0, 0.0), lean=0.0, shape=(22, 26, 30)):
    """Make a canonical grid: axes tilted in the patient, slices leaning as a gantry does."""
    matrix = np.eye(4)
    matrix[:3, :3] = Rotation.from_euler("xyz", tilt_deg, degrees=True).as_matrix() * spacing
    matrix[:3, 2] += lean * matrix[:3, 1]
    matrix[:3, 3] = (-20.0, 35.0, 100.0)
    return VolumeGeometry.from_matrix(shape, matrix)


def field(position_mm):
    """Give the HU of a volume that rises evenly."""
    return (np.asarray(position_mm) - (0.0, 45.0, 110.0)) @ SLOPE


@st.composite
def grids(draw):
    """Draw grids of unequal spacing, tilted by less than makes another axis the nearest."""
    spacing = [draw(st.floats(0.3, 2.5)) for _ in range(3)]
    tilt = [draw(st.floats(-15.0, 15.0)) for _ in range(3)]
    return grid_of(spacing, tilt, draw(st.sampled_from([0.0, 0.0, 0.2])))


def open_field(geometry) -> AppState:
    """Open a volume that rises evenly, in the bone window."""
    index = np.moveaxis(np.indices(geometry.shape_kji), 0, -1)
    hu = np.rint(field(geometry.index_to_lps(index))).astype(np.int16)
    return open_study(AppState(), make_study(Volume(hu, geometry, SeriesInfo())))


def turned_view(state, place, turned, flips=()):
    """Put the crosshair somewhere, turn the planes about it, flip each pane."""
    geometry = state.study.shown.geometry
    at = geometry.index_to_lps(np.array(place) * (np.array(geometry.shape_kji) - 1))
    view = move_crosshair(state.view, geometry, at)
    for plane, angle in turned:
        view = turn_about(view, geometry, plane, angle)
    for step in flips:
        for plane in Plane:
            view = change_pane(view, plane, lambda pane, step=step: pane.turned(step))
    return view


def within(geometry, places):
    """Tell which places have voxels on all sides."""
    index = geometry.lps_to_index(places)
    return ((index >= 0) & (index <= np.array(geometry.shape_kji) - 1)).all(axis=-1)


def pixel_places(frame):
    """Give the LPS mm of every pixel."""
    return frame.pixel_to_lps(np.moveaxis(np.indices(frame.shape), 0, -1))


@settings(max_examples=30, deadline=None)
@given(geometry=grids(), place=shares, turned=turns, flips=steps)
def test_every_pixel_shows_the_patient_where_it_lies(geometry, place, turned, flips):
    """In each pane every pixel holds the HU of its millimetres, so one point is one HU in all."""
    state = open_field(geometry)
    view = turned_view(state, place, turned, flips)
    seen = 0
    for plane in Plane:
        spec = resolve(replace(state, view=view), plane).image
        if spec.frame.oblique_deg is None:
            continue
        seen += 1
        hu, places = cut(state.study, spec).hu, pixel_places(spec.frame)
        inside = within(geometry, places)
        assert inside.any()
        np.testing.assert_allclose(hu[inside], field(places[inside]), atol=ROUNDING_HU)
    assert seen or view.orientation is None


@settings(max_examples=30, deadline=None)
@given(geometry=grids(), place=shares, turned=turns, flips=steps)
def test_the_planes_meet_at_right_angles_in_the_crosshair(geometry, place, turned, flips):
    """A turn leaves the crosshair on each of them, and where it was in each pane."""
    state = open_field(geometry)
    before = turned_view(state, place, ())
    view = turned_view(state, place, turned, flips)
    frames = [shown_frame(view, geometry, plane) for plane in Plane]
    for frame in frames:
        if frame.oblique_deg is not None:
            _, depth = frame.lps_to_pixel(view.crosshair_mm)
            assert depth == pytest.approx(0.0, abs=1e-6)
    if all(frame.oblique_deg is not None for frame in frames):
        normals = np.array([frame.patient_plane.normal_lps for frame in frames])
        np.testing.assert_allclose(normals @ normals.T, np.eye(3), atol=1e-9)
    for plane in Plane:
        places = [
            Projection(shown_frame(v, geometry, plane), v.pane(plane), (50, 50), (200, 200))
            .to_screen(tuple(shown_frame(v, geometry, plane).lps_to_pixel(v.crosshair_mm)[0]))
            for v in (before, turned_view(state, place, turned))
        ]  # fmt: skip
        assert places[0] == pytest.approx(places[1], abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(geometry=grids(), place=shares, plane=planes, angle=angles)
def test_a_turn_there_and_back(geometry, place, plane, angle):
    """Turned back, the planes are the volume's own again and hang as before."""
    state = open_field(geometry)
    if np.linalg.norm(geometry.matrix[:3, 2] @ geometry.matrix[:3, 1]) > 1e-6:
        return  # the slices lean on each other: only a reset leads back to that
    start = turned_view(state, place, ())
    there = turn_about(start, geometry, plane, angle)
    back = turn_about(there, geometry, plane, -angle)
    assert back.orientation is None
    for each in Plane:
        assert shown_frame(back, geometry, each) == shown_frame(start, geometry, each)
        assert back.pane(each).pan_mm == pytest.approx(start.pane(each).pan_mm, abs=1e-9)


def test_small_turns_add_up():
    """A thousand turns of a third of a degree are one of that many, to a billionth."""
    orientation = one = own_orientation(grid_of((1, 1, 1)), (0, 0, 0))
    for _ in range(1000):
        orientation = orientation.turned(Plane.AXIAL, 1 / 3, (0, 0, 0))
    whole = one.turned(Plane.AXIAL, 1000 / 3, (0, 0, 0))
    for plane in Plane:
        a, b = orientation.plane(plane), whole.plane(plane)
        np.testing.assert_allclose(a.right_lps, b.right_lps, atol=1e-9)
        np.testing.assert_allclose(a.down_lps, b.down_lps, atol=1e-9)


def test_rotation_is_right_handed():
    """About z, x goes to y; the formula is that of scipy."""
    np.testing.assert_allclose(rotation((0, 0, 1), 90.0) @ (1, 0, 0), (0, 1, 0), atol=1e-12)
    axis = np.array([2.0, -1.0, 2.0]) / 3.0
    expected = Rotation.from_rotvec(axis * np.radians(37.0)).as_matrix()
    np.testing.assert_allclose(rotation(axis, 37.0), expected, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(geometry=grids(), place=shares, turned=turns, flips=steps)
def test_letters_after_every_turn_and_flip(geometry, place, turned, flips):
    """At each edge stands where the displayed pixels' millimetres grow."""
    state = open_field(geometry)
    view = turned_view(state, place, turned, flips)
    for plane in Plane:
        frame = shown_frame(view, geometry, plane)
        origin, right, down = frame.pixel_to_lps([(0, 0), (0, 9), (9, 0)])
        towards = np.abs([frame.right_lps, frame.down_lps])
        assume((np.abs(towards - OBLIQUE_LETTER_MIN) > 1e-6).all())  # not halfway to a letter
        letters = edge_letters(frame)
        assert letters.right == direction_letters(right - origin)
        assert letters.bottom == direction_letters(down - origin)
        assert letters.left == direction_letters(origin - right)
        assert letters.top == direction_letters(origin - down)


@pytest.mark.parametrize(
    ("angle", "letters"), [(10.0, ("H", "F")), (30.0, ("HP", "FA")), (60.0, ("PH", "AF"))]
)
def test_letters_double_where_a_plane_leans(angle, letters):
    """Turned in the sagittal pane, the coronal plane's top leans to the back."""
    state = open_field(grid_of((0.5, 0.5, 1.0)))
    view = turned_view(state, (0.5, 0.5, 0.5), [(Plane.SAGITTAL, angle)])
    got = edge_letters(shown_frame(view, state.study.shown.geometry, Plane.CORONAL))
    assert (got.top, got.bottom) == letters
    assert (got.left, got.right) == ("R", "L")


@pytest.mark.parametrize("held", list(Plane), ids=str)
def test_the_pane_that_is_turned_in_keeps_its_own_slices(held):
    """Its picture stays; its lines turn by the angle, the other planes lean by it."""
    state = open_field(grid_of((0.5, 0.6, 1.2)))
    geometry = state.study.shown.geometry
    start = turned_view(state, (0.4, 0.5, 0.6), ())
    view = turn_about(start, geometry, held, 23.0)
    assert shown_frame(view, geometry, held) == shown_frame(start, geometry, held)
    for line in reference_lines(view, geometry, held):
        assert line.angle_deg == pytest.approx(23.0)
        assert shown_frame(view, geometry, line.plane).oblique_deg == pytest.approx(23.0)
        content = resolve(replace(state, view=view), line.plane)
        assert "Oblique 23°" in content.corners.bottom_left
        assert "Oblique 23°" in content.description
    assert all("Oblique" not in line for line in resolve(replace(state, view=view), held).place)


@pytest.mark.parametrize("step", list(TurnStep), ids=str)
def test_lines_turn_as_the_hand_does_in_a_flipped_pane(step):
    """Clockwise is clockwise on the screen, also where the pane is mirrored."""
    state = open_field(grid_of((0.5, 0.6, 1.2)))
    geometry = state.study.shown.geometry
    view = turned_view(state, (0.4, 0.5, 0.6), (), [step])
    turned = turn_about(view, geometry, Plane.AXIAL, 12.0)
    for line in reference_lines(turned, geometry, Plane.AXIAL):
        assert line.angle_deg == pytest.approx(12.0)
    for line in reference_lines(view, geometry, Plane.AXIAL):
        assert line.angle_deg == 0.0
        assert 0.0 in line.direction


@settings(max_examples=25, deadline=None)
@given(geometry=grids(), turned=turns, plane=planes)
def test_a_slice_step_goes_along_the_normal(geometry, turned, plane):
    """One step moves the crosshair by the told distance, square to the plane; others stay."""
    state = open_field(geometry)
    view = turned_view(state, (0.5, 0.5, 0.5), turned)
    frame = shown_frame(view, geometry, plane)
    if frame.oblique_deg is None or frame.number in {1, frame.slice_count}:
        return
    after = scroll(view, geometry, plane, 1)
    moved = np.array(after.crosshair_mm) - view.crosshair_mm
    normal = frame.patient_plane.normal_lps
    assert abs(moved @ normal) == pytest.approx(frame.slice_mm, abs=1e-6)
    np.testing.assert_allclose(np.cross(moved, normal), 0.0, atol=1e-6)
    assert shown_frame(after, geometry, plane).number == frame.number + 1


def test_steps_are_as_long_as_voxels_are_along_the_normal():
    """A small turn keeps the step, a quarter gives that of the other axis."""
    state = open_field(grid_of((0.5, 0.6, 2.0)))
    geometry = state.study.shown.geometry

    def step(angle):
        view = turned_view(state, (0.5, 0.5, 0.5), [(Plane.SAGITTAL, angle)])
        return shown_frame(view, geometry, Plane.AXIAL).slice_mm

    assert step(0.01) == pytest.approx(2.0, abs=1e-3)
    assert step(89.99) == pytest.approx(0.6, abs=1e-3)
    assert step(30.0) == pytest.approx(np.hypot(2.0 * np.cos(np.pi / 6), 0.6 / 2))


@settings(max_examples=12, deadline=None)
@given(geometry=grids(), place=shares, turned=turns, plane=planes)
def test_every_slice_can_be_reached(geometry, place, turned, plane):
    """From the first to the last, with the crosshair inside the volume all the way."""
    state = open_field(geometry)
    view = turned_view(state, place, turned)
    for number in range(1, last_slice_number(view, geometry, plane) + 1):
        view = to_slice(view, geometry, plane, number)
        assert shown_frame(view, geometry, plane).number == number
        assert geometry.contains_lps(view.crosshair_mm)


def test_a_click_beyond_the_volume_stays_on_its_plane():
    """The crosshair goes to the volume's edge along the plane that was clicked."""
    state = open_field(grid_of((0.5, 0.6, 1.2)))
    geometry = state.study.shown.geometry
    view = turned_view(state, (0.5, 0.5, 0.5), [(Plane.SAGITTAL, 30.0), (Plane.AXIAL, 20.0)])
    frame = shown_frame(view, geometry, Plane.AXIAL)
    for pixel in ((0, 0), (0, frame.shape[1]), (-40.0, 20.0)):
        moved = move_within(view, geometry, frame, frame.pixel_to_lps(pixel))
        assert geometry.contains_lps(moved.crosshair_mm)
        assert shown_frame(moved, geometry, Plane.AXIAL) == frame


def test_slide_stops_at_the_edge():
    """A plane that is dragged out of the volume stops there, and the others don't move."""
    geometry = grid_of((0.5, 0.6, 1.2))
    state = open_field(geometry)
    view = turned_view(state, (0.5, 0.5, 0.5), ())
    far = slide(view, geometry, np.array([0.0, 0.0, 500.0]))
    index = geometry.lps_to_index(far.crosshair_mm)
    assert index == pytest.approx([21.0, 12.5, 14.5])
    further = slide(far, geometry, np.array([0.0, 0.0, 5.0]))
    assert further.crosshair_mm == pytest.approx(far.crosshair_mm)
    assert slide(view, geometry, np.zeros(3)) == view


@pytest.mark.parametrize("mode", list(SlabMode), ids=str)
def test_slabs_and_the_value_under_the_mouse(mode):
    """A slab along the normal projects the field, and the probe tells the pixel's value."""
    state = open_field(grid_of((0.5, 0.6, 1.2), shape=(40, 44, 48)))
    view = turned_view(state, (0.5, 0.5, 0.5), [(Plane.SAGITTAL, 25.0), (Plane.CORONAL, -15.0)])
    view = change_pane(view, Plane.AXIAL, lambda pane: replace(pane, slab=Slab(6.0, mode)))
    spec = resolve(replace(state, view=view), Plane.AXIAL).image
    layers = spec.slab.last + 1 - spec.slab.first
    assert layers == 2 * int(3.0 / spec.frame.slice_mm) + 1
    hu, frame = cut(state.study, spec).hu, spec.frame
    rise = abs(SLOPE @ frame.patient_plane.normal_lps) * frame.slice_mm * (layers - 1) / 2
    row, column = (n // 2 for n in frame.shape)
    middle = field(frame.pixel_to_lps((row, column)))
    expected = middle + {SlabMode.MIP: rise, SlabMode.MEAN: 0.0, SlabMode.MINIP: -rise}[mode]
    assert hu[row, column] == pytest.approx(expected, abs=ROUNDING_HU)
    told = probe(state.study.shown, frame, (row, column), None, spec.slab)
    assert told.hu == pytest.approx(hu[row, column], abs=1)
    assert told.value == f"{told.hu} HU {mode}"


def test_masks_are_those_of_the_nearest_voxels():
    """No label comes up that no voxel next to the plane has."""
    state = open_field(grid_of((0.5, 0.6, 1.2)))
    geometry = state.study.shown.geometry
    labels = np.random.default_rng(1).integers(0, 8, geometry.shape_kji).astype(np.uint8)
    state = replace(state, study=replace(state.study, labels=labels))
    view = turned_view(state, (0.5, 0.5, 0.5), [(Plane.SAGITTAL, 25.0), (Plane.AXIAL, 33.0)])
    spec = resolve(replace(state, view=view), Plane.CORONAL).image
    got, places = cut(state.study, spec).labels, pixel_places(spec.frame)
    inside = within(geometry, places)
    index = geometry.lps_to_index(places[inside])
    # Halfway between two voxels either may be taken.
    clear = (np.abs(index - np.floor(index) - 0.5) > 1e-6).all(axis=-1)
    nearest = tuple(np.rint(index[clear]).astype(int).T)
    np.testing.assert_array_equal(got[inside][clear], labels[nearest])


@pytest.mark.parametrize("coarseness", [2, 3, 4])
def test_a_coarse_cut_fills_the_same_borders(coarseness):
    """Its pixels are larger, and hold what lies at their centres."""
    state = open_field(grid_of((0.5, 0.6, 1.2)))
    geometry = state.study.shown.geometry
    view = turned_view(state, (0.5, 0.5, 0.5), [(Plane.SAGITTAL, 25.0)], [TurnStep.CLOCKWISE])
    spec = resolve(replace(state, view=view), Plane.AXIAL).image
    hu = cut(state.study, spec, coarseness).hu
    rows, columns = spec.frame.shape
    assert hu.shape == (-(-rows // coarseness), -(-columns // coarseness))
    at = np.moveaxis(np.indices(hu.shape), 0, -1) + 0.5
    places = spec.frame.pixel_to_lps(at * np.array([rows, columns]) / hu.shape - 0.5)
    inside = within(geometry, places)
    np.testing.assert_allclose(hu[inside], field(places[inside]), atol=ROUNDING_HU)
    assert coarseness_within(spec, rows * columns) == 1
    assert coarseness_within(spec, rows * columns // 3) == 2


def test_a_box_is_shown_by_its_section(analysed):
    """The rectangle holds what the plane cuts of the vertebra's box, and no other plane's."""
    geometry = analysed.study.shown.geometry
    finding = analysed.study.analysis.findings[4]
    view = move_crosshair(analysed.view, geometry, finding.centroid_lps_mm)
    view = turn_about(view, geometry, Plane.SAGITTAL, 20.0)
    content = resolve(replace(analysed, view=view), Plane.AXIAL)
    rect = next(box.rect for box in content.boxes if box.level is Level.C5)
    low, high = finding.box_lps_mm
    places = pixel_places(content.image.frame)
    rows, columns = np.nonzero(((places >= low) & (places <= high)).all(axis=-1))
    edges = (rect.top, rect.left, rect.bottom, rect.right)
    assert edges == pytest.approx((rows.min(), columns.min(), rows.max(), columns.max()), abs=1.0)
    away = shown_frame(to_slice(view, geometry, Plane.AXIAL, 1), geometry, Plane.AXIAL)
    assert section_of_box(away, low, high) is None


def test_an_orientation_is_valid_from_the_start():
    """Planes that don't stand square, or have no common point, are refused."""
    straight = own_orientation(grid_of((1, 1, 1)), (0, 0, 0))
    with pytest.raises(ValueError, match="right angles"):
        Orientation(straight.axial, straight.axial, straight.coronal)
    with pytest.raises(ValueError, match="share their origin"):
        Orientation(
            replace(straight.axial, origin_mm=(1, 0, 0)), straight.sagittal, straight.coronal
        )
