"""What is measured of masks: on grids that lie askew, where names are divided, at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from inference.findings import LevelState
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.networks.models import Models
from inference.pipeline import analyze_with
from inference.preprocessing.resampling import part_of
from inference.stages.levels import LevelMap
from inference.stages.segment import LevelMask, measure_levels, project, share_in_view
from tests.inference.stages.conftest import HALF_MM, block_center, block_neck, block_volume
from tests.inference.stages.test_pipeline import drain


def turned(degrees: float, axis: str) -> VolumeGeometry:
    """A grid of 1 mm around the origin, turned about it."""
    matrix = np.eye(4)
    matrix[:3, :3] = Rotation.from_euler(axis, degrees, degrees=True).as_matrix()
    matrix[:3, 3] = -matrix[:3, :3] @ np.array([50.0, 50.0, 90.0])
    return VolumeGeometry.from_matrix((181, 101, 101), matrix)


@pytest.mark.parametrize("degrees", [0, 10, 25])
def test_a_tilted_grid_makes_no_level_taller(degrees: int) -> None:
    """A level's box is as high as its bone, not as the corners of its block of voxels."""
    geometry = turned(degrees, "x")
    index = np.stack(np.meshgrid(*map(np.arange, geometry.shape_kji), indexing="ij"), axis=-1)
    inside = np.abs(geometry.index_to_lps(index)) <= HALF_MM
    level = measure_levels(inside.all(axis=-1).astype(np.uint8), geometry, 0.0)[1]
    np.testing.assert_allclose(level.low_lps_mm, -HALF_MM, atol=1.3)
    np.testing.assert_allclose(level.high_lps_mm, HALF_MM, atol=1.3)
    assert level.volume_mm3 == pytest.approx(8 * HALF_MM.prod(), rel=0.15)


def test_a_tilted_scan_is_analysed_as_one_that_is_not(oracles: Models) -> None:
    """Slices along the discs: the planes of stage 2 stay within their vertebra."""
    _, analysis = drain(analyze_with(block_volume(turned(15, "x")), oracles))
    for finding in analysis.findings[1:6]:
        center = block_center(finding.level.label)
        assert finding.state is LevelState.ANALYSED
        assert finding.centroid_lps_mm == pytest.approx(center, abs=1.5)
        low, high = (np.array(corner) for corner in finding.box_lps_mm)
        np.testing.assert_allclose([low[2], high[2]], center[2] + [-7.0, 7.0], atol=2.5)
        heights = [plane.position_lps_mm[2] for plane in finding.planes]
        assert center[2] - 10 < min(heights) < max(heights) < center[2] + 10


def test_boxes_of_a_turned_scan_hold_their_level(oracles: Models) -> None:
    """Turned in plane, the box around the box on the slice: too wide, never too narrow."""
    _, analysis = drain(analyze_with(block_volume(turned(12, "z")), oracles))
    for finding in analysis.findings:
        center = block_center(finding.level.label)
        assert len(finding.boxes_2d) >= 10
        for box in finding.boxes_2d:
            assert (np.array(box.min_lps_mm[:2]) <= (center - HALF_MM)[:2] + 1.5).all()
            assert (np.array(box.max_lps_mm[:2]) >= (center + HALF_MM)[:2] - 1.5).all()


def test_bone_whose_name_is_divided_keeps_its_mask() -> None:
    """Two looks one level apart: what is certainly bone is not lost between two names."""
    geometry = VolumeGeometry.from_matrix((30, 20, 20), np.eye(4))
    label = np.zeros(geometry.shape_kji, np.uint8)
    label[5:25, 5:15, 5:15] = 4
    probability = np.zeros((9, *geometry.shape_kji), np.float16)
    probability[0] = label == 0
    probability[4, 5:25, 5:15, 5:15] = 0.9
    probability[0, 5:25, 5:15, 5:15] = 0.1
    probability[4, 12:18, 5:15, 5:15], probability[5, 12:18, 5:15, 5:15] = 0.48, 0.42
    mask = project(probability, LevelMap(label, (4,)), geometry, geometry)
    np.testing.assert_array_equal(mask, label)


def made_level(volume_mm3: float, *, cut: bool) -> LevelMask:
    """A level of which only this counts."""
    return LevelMask(1, np.zeros(3), np.zeros(3), np.ones(3), volume_mm3, cut)


def test_a_cut_level_is_compared_with_whole_ones_or_else_with_the_largest() -> None:
    """A sliver is a sliver also where no level is whole."""
    sliver, large = made_level(700.0, cut=True), made_level(6000.0, cut=True)
    whole = made_level(10_000.0, cut=False)
    assert share_in_view(sliver, {1: sliver, 2: large}) == pytest.approx(700 / 6000)
    assert share_in_view(large, {1: sliver, 2: large}) == 1.0
    assert share_in_view(large, {1: large, 2: whole}) == pytest.approx(0.6)
    assert share_in_view(whole, {1: large, 2: whole}) == 1.0


@pytest.mark.parametrize(
    ("size", "reason"),
    [(1.0, "outside the field of view"), (0.6, "not recognised, although it may lie in")],
)
def test_a_missing_level_is_looked_for_at_the_necks_own_steps(
    oracles: Models, size: float, reason: str
) -> None:
    """Below C6's middle are 13.5 mm of image: enough for a child's C7, not for an adult's."""
    straight = block_neck(levels=range(1, 7), height_mm=124.0)
    below = block_center(6)[2] - straight.geometry.bounds_lps_mm()[0][2]
    low = round(below - 13.5 / size)
    whole = [slice(0, n) for n in straight.hu.shape[1:]]
    hu, geometry = part_of(straight.hu, straight.geometry, [slice(low, 124), *whole])
    matrix = geometry.matrix
    matrix[:3] *= size
    volume = Volume(hu, VolumeGeometry.from_matrix(hu.shape, matrix))
    _, analysis = drain(analyze_with(volume, oracles))
    assert analysis.findings[5].state is not LevelState.NOT_ANALYSED
    assert analysis.findings[6].reason.startswith(reason)
