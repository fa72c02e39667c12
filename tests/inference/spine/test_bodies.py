"""The middle of a body, on a shape whose middle is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from inference.imaging.geometry import VolumeGeometry
from inference.spine.bodies import atlas_center, body_center
from tests.inference.spine.spine_shapes import atlas, grid, vertebra

SPACING_KJI_MM = (1.5, 0.5, 1.0)


def _vertebra() -> tuple[np.ndarray, VolumeGeometry, np.ndarray]:
    """A ball of 8 mm with a thin, long process behind it; its middle in LPS mm."""
    k, j, i = SPACING_KJI_MM
    matrix = np.diag([i, j, k, 1.0])
    matrix[:3, 3] = (-20.0, -30.0, 100.0)
    geometry = VolumeGeometry.from_matrix((30, 160, 50), matrix)
    points = geometry.index_to_lps(np.argwhere(np.ones(geometry.shape_kji, dtype=bool)))
    middle = np.array([3.0, -12.0, 120.0])
    x, y, z = (points - middle).T
    ball = np.hypot(np.hypot(x, y), z) <= 8.0
    process = (np.hypot(x, z) <= 2.5) & (y > 0) & (y < 45)
    return (ball | process).reshape(geometry.shape_kji), geometry, middle


def test_the_arch_does_not_pull_the_middle_back() -> None:
    """The centroid of all voxels lies millimetres behind, the body's middle doesn't."""
    level, geometry, middle = _vertebra()
    whole = geometry.index_to_lps(np.argwhere(level).mean(axis=0))
    assert np.linalg.norm(whole - middle) > 5.0
    assert np.linalg.norm(body_center(level, geometry) - middle) < 1.0


def test_a_body_at_the_edge_of_the_scan_has_a_middle() -> None:
    """What is cut off is measured as far as it is in view."""
    level, geometry, _ = _vertebra()
    cut = level[:14]
    lower = VolumeGeometry.from_matrix(cut.shape, geometry.matrix)
    assert 100.0 <= body_center(cut, lower)[2] < 121.0


def test_no_voxel_has_no_middle() -> None:
    """An empty mask is the caller's mistake."""
    level, geometry, _ = _vertebra()
    with pytest.raises(ValueError, match="no voxel"):
        body_center(np.zeros_like(level), geometry)


def _placed(make, turn: Rotation) -> tuple[np.ndarray, VolumeGeometry, np.ndarray]:
    geometry = grid(Rotation.identity(), (1.0, 0.7, 0.7), (40.0, 90.0, 80.0))
    points = geometry.index_to_lps(np.stack(np.indices(geometry.shape_kji), axis=-1))
    return make(points, np.array([2.0, 1.0, 3.0]), turn), geometry, np.array([2.0, 1.0, 3.0])


def test_a_burst_body_is_not_mistaken_for_a_pillar() -> None:
    """Cracks through the body leave the articular pillars thicker than any of its pieces."""
    level, geometry, middle = _placed(vertebra, Rotation.from_euler("z", 10, degrees=True))
    points = geometry.index_to_lps(np.stack(np.indices(level.shape), axis=-1)) - middle
    x, y, _ = np.moveaxis(points, -1, 0)
    near = np.hypot(x, y) < 10
    broken = level & ~(near & ((np.abs(x) < 1.2) | (np.abs(y) < 1.2)))
    assert np.linalg.norm(body_center(broken, geometry) - middle) < 1.0


def test_the_atlas_has_its_middle_between_its_masses() -> None:
    """Where the dens stands, not in one of the masses; of half an atlas, what is in view."""
    level, geometry, middle = _placed(atlas, Rotation.from_euler("z", 20, degrees=True))
    assert np.linalg.norm(atlas_center(level, geometry) - middle) < 1.0
    half = level.copy()
    half[:, :, : level.shape[2] // 2] = False
    np.testing.assert_allclose(
        atlas_center(half, geometry), geometry.index_to_lps(np.argwhere(half).mean(axis=0))
    )
