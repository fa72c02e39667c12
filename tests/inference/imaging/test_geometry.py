"""Voxel indices and patient millimetres."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from inference.imaging.geometry import VolumeGeometry

shapes = st.tuples(*[st.integers(1, 40)] * 3)
spacings = st.tuples(*[st.floats(0.1, 8.0)] * 3)
origins = hnp.arrays(np.float64, 3, elements=st.floats(-500, 500))
angles = st.tuples(*[st.floats(-np.pi, np.pi)] * 3)


def rotation(angles_rad):
    """Return a rotation matrix from three angles about x, y, z."""
    turned = np.eye(3)
    for axis, angle in enumerate(angles_rad):
        c, s = np.cos(angle), np.sin(angle)
        a, b = [(1, 2), (2, 0), (0, 1)][axis]
        single = np.eye(3)
        single[a, a] = single[b, b] = c
        single[a, b], single[b, a] = -s, s
        turned = single @ turned
    return turned


@st.composite
def geometries(draw):
    """Draw rotated, sheared, mirrored and anisotropic grids."""
    shear = np.eye(3)
    shear[1, 2] = draw(st.floats(-0.6, 0.6))
    mirror = np.diag([draw(st.sampled_from([-1.0, 1.0])), 1.0, 1.0])
    matrix = np.eye(4)
    matrix[:3, :3] = rotation(draw(angles)) @ mirror @ shear @ np.diag(draw(spacings))
    matrix[:3, 3] = draw(origins)
    return VolumeGeometry.from_matrix(draw(shapes), matrix)


@given(geometries(), hnp.arrays(np.float64, (5, 3), elements=st.floats(-100, 100)))
def test_index_and_mm_are_inverse(geometry, index_kji):
    """To millimetres and back is where it started."""
    back = geometry.lps_to_index(geometry.index_to_lps(index_kji))
    np.testing.assert_allclose(back, index_kji, atol=1e-6)


@given(geometries())
def test_neighbours_lie_one_spacing_apart(geometry):
    """Spacings are given in the order k, j, i."""
    steps = geometry.index_to_lps(np.eye(3)) - geometry.index_to_lps(np.zeros(3))
    np.testing.assert_allclose(np.linalg.norm(steps, axis=1), geometry.spacing_kji_mm, rtol=1e-9)


@given(geometries(), shapes)
def test_other_voxels_fill_the_same_space(geometry, shape):
    """Corners and centre stay, whatever the number of voxels, and back leads to the same grid."""
    other = geometry.with_shape(shape)
    assert other.shape_kji == shape
    for share in (0.0, 0.5, 1.0):
        here, there = (np.array(g.shape_kji) * share - 0.5 for g in (geometry, other))
        np.testing.assert_allclose(
            other.index_to_lps(there), geometry.index_to_lps(here), atol=1e-6
        )
    np.testing.assert_allclose(
        other.with_shape(geometry.shape_kji).matrix, geometry.matrix, atol=1e-6
    )


@given(geometries(), st.data())
def test_canonical_keeps_every_voxel_in_its_place(geometry, data):
    """A reoriented array shows each voxel at the same millimetres, without resampling."""
    turned, turn = geometry.canonical()
    source = np.arange(np.prod(geometry.shape_kji)).reshape(geometry.shape_kji)
    array = turn.apply(source)
    assert array.shape == turned.shape_kji
    np.testing.assert_array_equal(turn.invert(array), source)
    index = tuple(data.draw(st.integers(0, n - 1)) for n in geometry.shape_kji)
    place = np.argwhere(array == source[index])[0]
    np.testing.assert_allclose(turned.index_to_lps(place), geometry.index_to_lps(index), atol=1e-6)


@given(angles.map(lambda a: tuple(v / 12 for v in a)), st.permutations(range(3)), st.data())
def test_canonical_points_to_head_back_and_left(tilt, order, data):
    """However axes are permuted and reversed, k goes to the head, j back, i left."""
    signs = data.draw(st.tuples(*[st.sampled_from([-1.0, 1.0])] * 3))
    matrix = np.eye(4)
    matrix[:3, :3] = (rotation(tilt) @ np.diag(signs))[:, list(order)]
    turned, _ = VolumeGeometry.from_matrix((4, 5, 6), matrix).canonical()
    assert (np.diag(turned.matrix[:3, :3]) > 0.4).all()


@given(geometries())
def test_canonical_is_a_fixed_point(geometry):
    """Turning a canonical grid changes nothing."""
    turned, _ = geometry.canonical()
    again, turn = turned.canonical()
    assert again == turned
    assert turn.axes == (0, 1, 2)
    assert turn.flipped == (False, False, False)


@given(geometries())
def test_bounds_hold_every_voxel(geometry):
    """The box spans the outer borders of the corner voxels; its centre is the grid's."""
    low, high = geometry.bounds_lps_mm()
    corners = [[-0.5, n - 0.5] for n in geometry.shape_kji]
    points = geometry.index_to_lps(np.array(np.meshgrid(*corners)).reshape(3, -1).T)
    assert (points >= low - 1e-9).all()
    assert (points <= high + 1e-9).all()
    np.testing.assert_allclose((low + high) / 2, geometry.center_lps_mm, atol=1e-6)


def test_contains_ends_at_the_voxels_border():
    """Half a voxel beyond the outer centre is still inside."""
    geometry = VolumeGeometry.from_matrix((2, 3, 4), np.eye(4))
    points = [[0, 0, 0], [3.5, 2.5, 1.5], [3.6, 0, 0], [0, 0, -0.6]]
    assert geometry.contains_lps(points).tolist() == [True, True, False, False]


def test_voxel_volume_of_a_sheared_grid():
    """A shear moves slices past each other and leaves the volume."""
    matrix = np.diag([0.5, 0.5, 2.0, 1.0])
    matrix[1, 2] = 1.0
    geometry = VolumeGeometry.from_matrix((2, 2, 2), matrix)
    assert geometry.voxel_volume_mm3 == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("shape", "matrix", "message"),
    [
        ((2, 2, 2), np.eye(3), "4 x 4"),
        ((2, 2, 2), np.full((4, 4), np.nan), "finite"),
        ((2, 2, 2), np.ones((4, 4)), "last row"),
        ((0, 2, 2), np.eye(4), "positive counts"),
        ((2, 2, 2), np.diag([1.0, 1.0, 0.0, 1.0]), "singular"),
    ],
    ids=["size", "nan", "last row", "empty", "singular"],
)
def test_refuses_what_is_no_grid(shape, matrix, message):
    """A geometry that exists is a valid one."""
    with pytest.raises(ValueError, match=message):
        VolumeGeometry.from_matrix(shape, matrix)
