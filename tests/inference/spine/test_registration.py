"""Laying one spine over another: rotations only, and no more of them than the points tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from inference.imaging.geometry import VolumeGeometry
from inference.spine.registration import LEAST_ARM_MM, RigidTransform, fit_rigid, residual_mm

SHIFTS = st.tuples(*[st.floats(-200, 200)] * 3)
TURNS = st.tuples(*[st.floats(-40, 40)] * 3)
SPREAD_KJI = np.array(
    [(0, 0, 0), (60, 5, 10), (10, 110, 20), (30, 30, 100), (70, 80, 90), (5, 90, 99)]
)
NECK_MM = np.array([(0.5 * (n % 2), 2.0 * (n - 3) ** 2 / 3, -17.0 * n) for n in range(7)])


def tilted_grid(degrees: float) -> VolumeGeometry:
    """Make a grid of unequal spacing whose slices are tilted as by a gantry."""
    matrix = np.eye(4)
    turn = Rotation.from_euler("x", degrees, degrees=True).as_matrix()
    matrix[:3, :3] = turn @ np.diag([0.5, 0.6, 1.5])
    matrix[:3, 2] = (0.0, 0.3, 1.5)  # sheared: slices are stacked along the table
    matrix[:3, 3] = (-60.0, -70.0, 900.0)
    return VolumeGeometry.from_matrix((80, 120, 120), matrix)


@given(TURNS, SHIFTS, st.floats(-25, 25))
def test_recovers_any_motion_on_tilted_grids(angles, shift, tilt):
    """Points that spread give back the motion that moved them, exactly and orthonormal."""
    points = tilted_grid(tilt).index_to_lps(SPREAD_KJI)
    turn = Rotation.from_euler("xyz", angles, degrees=True).as_matrix()
    moved = points @ turn.T + np.array(shift)
    found = fit_rigid(points, moved)
    rotation = np.array(found.rotation)
    np.testing.assert_allclose(rotation, turn, atol=1e-6)
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-9)
    assert np.linalg.det(rotation) == pytest.approx(1.0)
    np.testing.assert_allclose(found.apply(points), moved, atol=1e-5)
    np.testing.assert_allclose(found.inverse().apply(moved), points, atol=1e-5)
    assert residual_mm(found, points, moved) < 1e-5


@given(st.integers(0, 2), SHIFTS)
def test_mirrored_points_are_turned_not_reflected(axis, shift):
    """No rotation brings a mirror image back: what is found is a rotation all the same."""
    points = tilted_grid(10).index_to_lps(SPREAD_KJI)
    mirrored = points.copy()
    mirrored[:, axis] *= -1
    found = fit_rigid(points, mirrored + np.array(shift))
    assert np.linalg.det(np.array(found.rotation)) == pytest.approx(1.0)
    assert residual_mm(found, points, mirrored + np.array(shift)) > 1.0


@given(st.floats(-30, 30), SHIFTS)
def test_flexed_neck_is_tilted(degrees, shift):
    """Levels on nearly a line tell how the neck is tilted."""
    turn = Rotation.from_euler("x", degrees, degrees=True).as_matrix()
    moved = NECK_MM @ turn.T + np.array(shift)
    found = fit_rigid(NECK_MM, moved)
    assert residual_mm(found, NECK_MM, moved) < 0.6
    assert found.angle_deg == pytest.approx(abs(degrees), abs=0.1)


@given(st.integers(0, 2**32 - 1))
def test_noise_on_a_line_gives_no_twist(seed):
    """Centroids that are a little wrong must not turn the neck about its own axis."""
    noise = np.random.default_rng(seed).normal(0, 1.0, NECK_MM.shape)
    found = fit_rigid(NECK_MM, NECK_MM + noise)
    turned = Rotation.from_matrix(np.array(found.rotation)).as_rotvec(degrees=True)
    assert abs(turned[2]) < 1.0
    assert np.linalg.norm(turned) < 8.0


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_neighbours_only_shift(count):
    """Too short a piece of the neck gives no rotation; the shift fits on average."""
    points = NECK_MM[:count]
    moved = points + np.array((4.0, -3.0, 12.0)) + np.array([(0, 2.0 * n, 0) for n in range(count)])
    found = fit_rigid(points, moved)
    np.testing.assert_array_equal(found.rotation, np.eye(3))
    np.testing.assert_allclose(found.apply(points).mean(axis=0), moved.mean(axis=0))


def test_four_neighbours_reach_the_least_arm():
    """The arm from which a tilt is taken is that of four levels."""
    arms = [np.linalg.norm(NECK_MM[:n, 2] - NECK_MM[:n, 2].mean()) for n in (3, 4)]
    assert arms[0] < LEAST_ARM_MM < arms[1]


def test_refuses_what_is_no_pair():
    """No points, or points without a partner, are an error with both counts."""
    with pytest.raises(ValueError, match="0 and 0 points"):
        fit_rigid([], [])
    with pytest.raises(ValueError, match="2 and 1 points"):
        fit_rigid(NECK_MM[:2], NECK_MM[:1])


@pytest.mark.parametrize(
    "rotation", [np.diag([1, 1, -1.0]), 2 * np.eye(3), np.full((3, 3), np.nan)]
)
def test_refuses_what_is_no_rotation(rotation):
    """Reflection, scale and nonsense are refused."""
    with pytest.raises(ValueError, match="rotation"):
        RigidTransform.from_arrays(rotation, (0, 0, 0))


def test_refuses_an_endless_shift():
    """A shift has to be finite."""
    with pytest.raises(ValueError, match="shift_mm"):
        RigidTransform(shift_mm=(np.inf, 0.0, 0.0))
