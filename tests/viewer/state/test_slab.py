"""Slabs hold the slices that their millimetres say, and numpy's own projections of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.preprocessing.windowing import Window, to_gray
from viewer.rendering.compose import extract
from viewer.rendering.panes import pane_pixels
from viewer.state.app import AppState, open_study
from viewer.state.filled import Filled
from viewer.state.planes import Plane, PlaneFrame
from viewer.state.resolve import ImageSpec, probe
from viewer.state.slab import MAX_MM, Slab, SlabMode, choose_mode, cut_slab, thicken
from viewer.state.study import make_study
from viewer.state.turn import Turn

NUMPY = {
    SlabMode.MIP: np.max,
    SlabMode.MINIP: np.min,
    SlabMode.MEAN: lambda values, axis: np.rint(np.mean(values, axis, dtype=np.float64)),
}
shapes = st.tuples(*[st.integers(1, 9)] * 3)
spacings = st.tuples(*[st.floats(0.2, 5.0)] * 3)
planes = st.sampled_from(list(Plane))
modes = st.sampled_from(list(SlabMode))


def grid_of(shape, spacing):
    """Make an anisotropic grid; ``spacing`` is that of k, j, i."""
    return VolumeGeometry.from_matrix(shape, np.diag([*spacing[::-1], 1.0]))


@given(data=st.data(), shape=shapes, spacing=spacings, plane=planes, mode=modes)
def test_a_slab_is_numpys_projection_of_the_slices_within_it(data, shape, spacing, plane, mode):
    """Every slice whose centre lies within half the thickness counts, and no other."""
    hu = data.draw(arrays.arrays(np.int16, shape, elements=st.integers(-1024, 3071)))
    frame = PlaneFrame(grid_of(shape, spacing), plane, 0)
    frame = frame.at_number(data.draw(st.integers(1, frame.slice_count)))
    thickness = data.draw(st.floats(0.0, 30.0))
    step = spacing[frame.slice_axis]
    away = np.abs(np.arange(frame.slice_count) - frame.index) * step
    inside = np.flatnonzero(away <= thickness / 2 + 1e-6)
    cut = cut_slab(frame, Slab(thickness, mode))
    slices = np.take(hu, inside, axis=frame.slice_axis)
    if len(inside) == 1:
        assert cut is None
        return
    np.testing.assert_array_equal(cut.project(hu), NUMPY[mode](slices, axis=frame.slice_axis))
    assert cut.thickness_mm == pytest.approx(len(inside) * step)
    assert cut.text == f"{mode} {len(inside) * step:.1f} mm"


@given(spacing=spacings, plane=planes, notches=st.lists(st.integers(-5, 5), max_size=8))
def test_thickness_grows_and_shrinks_in_whole_slices(spacing, plane, notches):
    """Each notch adds slices on both sides, never beyond the limits; as many back undo it."""
    frame = PlaneFrame(grid_of((40, 40, 40), spacing), plane, 20)
    slab = Slab()
    for notch in notches:
        after = thicken(slab, frame, notch)
        assert 0 <= after.thickness_mm <= MAX_MM + frame.slice_mm + 1e-6
        assert (after.thickness_mm - slab.thickness_mm) * notch >= 0
        slab = after
    thicker = thicken(Slab(), frame, 1)
    assert cut_slab(frame, thicker).thickness_mm == pytest.approx(thicker.thickness_mm)
    assert thicken(thicker, frame, -1) == Slab()


def test_a_step_is_about_two_millimetres_or_one_slice_on_either_side():
    """Fine slices grow by 2 mm a notch, thick ones by their own distance."""
    fine = PlaneFrame(grid_of((99, 9, 9), (0.5, 1, 1)), Plane.AXIAL, 50)
    thick = PlaneFrame(grid_of((99, 9, 9), (3.0, 1, 1)), Plane.AXIAL, 50)
    assert thicken(Slab(), fine, 1).thickness_mm == pytest.approx(2.5)
    assert thicken(Slab(), thick, 1).thickness_mm == pytest.approx(9.0)


def test_modes_on_and_off():
    """A slab that is switched on gets a thickness and keeps it; off is a single slice."""
    frame = PlaneFrame(grid_of((99, 9, 9), (1.0, 1, 1)), Plane.AXIAL, 50)
    on = choose_mode(Slab(), frame, SlabMode.MINIP)
    assert on == Slab(11.0, SlabMode.MINIP)
    assert choose_mode(on, frame, SlabMode.MEAN) == Slab(11.0, SlabMode.MEAN)
    assert choose_mode(on, frame, None).thickness_mm == 0.0


def test_a_tilted_grid_counts_at_a_right_angle_to_its_slices():
    """Slices that are pushed sideways against each other are no further apart for it."""
    sheared = np.diag([1.0, 1.0, 2.0, 1.0])
    sheared[1, 2] = 1.0
    frame = PlaneFrame(VolumeGeometry.from_matrix((9, 9, 9), sheared), Plane.AXIAL, 4)
    assert frame.slice_mm == pytest.approx(2.0)


def test_slices_on_their_way_do_not_count():
    """Only what is read is projected, and the thickness says so."""
    frame = PlaneFrame(grid_of((20, 9, 9), (1.0, 1, 1)), Plane.AXIAL, 10)
    cut = cut_slab(frame, Slab(9.0), Filled(0, 9, 11))
    assert (cut.first, cut.last, cut.thickness_mm) == (9, 11, 3.0)
    other = PlaneFrame(frame.geometry, Plane.CORONAL, 4)
    assert cut_slab(other, Slab(5.0), Filled(0, 9, 11)).thickness_mm == 5.0


@pytest.mark.parametrize("mode", list(SlabMode), ids=str)
@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_screen_and_probe_show_the_projection(volume, plane, mode):
    """What is drawn at a pixel, also of a turned plane, is what the probe reads there."""
    study = make_study(volume)
    grid = study.shown.geometry
    frame = PlaneFrame(grid, plane, grid.shape_kji[0] // 2, Turn(True, True, False))
    window = Window(2000.0, 300.0)
    cut = cut_slab(frame, Slab(12.0, mode))
    drawn = pane_pixels(study, ImageSpec(frame, window, False, False, 0.0, (), slab=cut))
    single = pane_pixels(study, ImageSpec(frame, window, False, False, 0.0, ()))
    np.testing.assert_array_equal(single, to_gray(extract(study.shown.hu, frame), window))
    assert drawn.shape == single.shape == frame.shape
    for row, column in ((0, 0), (31, 44), (frame.shape[0] - 1, frame.shape[1] - 1)):
        found = probe(study.shown, frame, (row, column), slab=cut)
        assert found.value == f"{found.hu} HU {mode}"
        assert to_gray(np.array([found.hu], np.int16), window)[0] == drawn[row, column]


def test_a_probe_on_the_far_border_reads_the_last_voxel():
    """The border of the volume belongs to it, for slabs too."""
    grid = grid_of((3, 4, 5), (1.0, 1.0, 1.0))
    hu = np.arange(60, dtype=np.int16).reshape(3, 4, 5)
    study = open_study(AppState(), make_study(Volume(hu, grid))).study
    frame = PlaneFrame(grid, Plane.AXIAL, 1)
    found = probe(study.shown, frame, (3.5, 4.5), slab=cut_slab(frame, Slab(3.0)))
    assert found.hu == 59
