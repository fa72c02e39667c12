"""A stroke covers what lies within the brush's radius in mm, on any grid, and nothing else."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from inference.findings import Level
from inference.imaging.geometry import VolumeGeometry
from viewer.state.brush import MAX_RADIUS_MM, MIN_RADIUS_MM, Brush, BrushMode
from viewer.state.planes import Plane, PlaneFrame
from viewer.state.stroke import Stroke
from viewer.state.turn import Turn

SHAPE = (18, 22, 26)


def make_geometry(spacing_kji, turn_deg, shear):
    """An anisotropic, turned and leaning grid."""
    matrix = np.eye(4)
    lean = np.eye(3)
    lean[1, 2] = shear
    matrix[:3, :3] = (
        Rotation.from_euler("zyx", turn_deg, degrees=True).as_matrix()
        @ lean
        @ np.diag(spacing_kji[::-1])
    )
    matrix[:3, 3] = (-7.0, 5.0, 40.0)
    return VolumeGeometry.from_matrix(SHAPE, matrix)


def distances(geometry, start, end):
    """Distance of every voxel's centre (k, j, i) from a segment, the plain way."""
    points = geometry.index_to_lps(np.stack(np.indices(SHAPE), axis=-1))
    along = end - start
    share = ((points - start) @ along) / max(float(along @ along), 1e-12)
    nearest = start + np.clip(share, 0, 1)[..., None] * along
    return np.linalg.norm(points - nearest, axis=-1)


def whole(stroke):
    """The stroke's voxels on the whole grid."""
    full = np.zeros(SHAPE, np.bool_)
    box = tuple(slice(a, a + n) for a, n in zip(stroke.start_kji, stroke.voxels.shape, strict=True))
    full[box] = stroke.voxels
    return full


grids = st.builds(
    make_geometry,
    st.tuples(*[st.floats(0.4, 3.0)] * 3),
    st.tuples(*[st.floats(-12.0, 12.0)] * 3),
    st.floats(-0.3, 0.3),
)
pixels = st.lists(st.tuples(st.floats(-4, 26), st.floats(-4, 26)), min_size=1, max_size=4)
turns = st.builds(Turn, st.booleans(), st.booleans(), st.booleans())


@settings(max_examples=60, deadline=None)
@given(grids, st.sampled_from(Plane), turns, pixels, st.floats(0.5, 8.0), st.booleans())
def test_a_stroke_covers_its_tube(geometry, plane, turn, points, radius, ball):
    """All voxels within the radius of the path are covered, in the slice or in space."""
    frame = PlaneFrame(geometry, plane, 7, turn)
    places = [frame.pixel_to_lps(pixel) for pixel in points]
    stroke = Stroke.begin(Brush(BrushMode.PAINT, Level.C3, radius, ball), frame, places[0])
    near = distances(geometry, places[0], places[0])
    for before, place in pairwise(places):
        stroke = stroke.extended(place)
        near = np.minimum(near, distances(geometry, before, place))
    inside = near <= radius
    if not ball:
        other = np.arange(SHAPE[frame.slice_axis]) != 7
        inside[(slice(None),) * frame.slice_axis + (other,)] = False
    index = np.floor(geometry.lps_to_index(places) + 0.5).astype(int)
    for n in index[((index >= 0) & (index < SHAPE)).all(axis=1)]:
        inside[tuple(n)] = True  # the voxel under the mouse, however small the brush
    sure = np.abs(near - radius) > 1e-9
    np.testing.assert_array_equal(whole(stroke)[sure], inside[sure])


@pytest.mark.parametrize("plane", Plane)
@pytest.mark.parametrize("mode", BrushMode)
def test_what_is_seen_is_what_is_changed(plane, mode):
    """Each slice shows the labels that the stroke leaves, also flipped and rotated."""
    geometry = make_geometry((1.5, 0.7, 0.9), (0, 0, 0), 0.0)
    labels = np.random.default_rng(1).integers(0, 4, SHAPE).astype(np.uint8)
    frame = PlaneFrame(geometry, plane, 8, Turn(True, False, True))
    stroke = Stroke.begin(Brush(mode, Level.C2, 4.0, True), frame, frame.pixel_to_lps((8, 9)))
    stroke = stroke.extended(frame.pixel_to_lps((11, 12)))
    index = stroke.changed_index(labels)
    after = labels.copy()
    after[tuple(index.T)] = 2 if mode is BrushMode.PAINT else 0
    assert len(index)
    assert (labels[tuple(index.T)] == 2).all() == (mode is BrushMode.ERASE)
    for other in Plane:
        for number in range(SHAPE[PlaneFrame(geometry, other, 0).slice_axis]):
            seen = PlaneFrame(geometry, other, number, Turn(False, True, True))
            layer = [slice(None)] * 3
            layer[seen.slice_axis] = number
            before = seen.displayed(labels[tuple(layer)])
            painted = stroke.paint(before, seen)
            np.testing.assert_array_equal(painted, seen.displayed(after[tuple(layer)]))


def test_a_stroke_beside_the_image_covers_nothing():
    """Painting outside the volume is no error, and coming back in goes on."""
    frame = PlaneFrame(make_geometry((1, 1, 1), (0, 0, 0), 0.0), Plane.AXIAL, 3)
    brush = Brush(BrushMode.PAINT, Level.C1, 2.0)
    stroke = Stroke.begin(brush, frame, frame.pixel_to_lps((-40, -40)))
    assert not stroke.voxels.any()
    stroke = stroke.extended(frame.pixel_to_lps((-30, -30)))
    assert not stroke.voxels.any()
    assert stroke.extended(frame.pixel_to_lps((5, 5))).voxels.any()


def test_the_radius_stays_within_its_limits():
    """However far the wheel is turned."""
    assert Brush().sized(100).radius_mm == MAX_RADIUS_MM
    assert Brush().sized(-100).radius_mm == MIN_RADIUS_MM
    assert Brush().sized(1).sized(-1).radius_mm == pytest.approx(Brush().radius_mm)
