"""The middle of a body, on a shape whose middle is known."""

from __future__ import annotations

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from training.evaluation.bodies import body_center

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
