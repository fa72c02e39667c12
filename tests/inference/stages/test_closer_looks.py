"""Closer looks lie along the neck, and show it as large as an adult's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from inference.imaging.geometry import VolumeGeometry
from inference.stages.closer_looks import (
    FINER,
    MARGIN_MM,
    SIDE_MM,
    THIRD_FINER,
    TILT_DEG,
    average_looks,
    closer_grids,
)
from inference.stages.levels import LevelMap

SPACING_MM = 1.2
SHAPE = (140, 140, 120)
GRID = VolumeGeometry.from_matrix(SHAPE, np.diag([SPACING_MM] * 3 + [1.0]))


def made_neck(
    turn: Rotation, size: float = 1.0, levels: range = range(1, 8)
) -> tuple[np.ndarray, LevelMap]:
    """Balls of 9 cm3 in a line that is turned around C4, as classes and as levels."""
    index = np.stack(np.meshgrid(*(np.arange(n) for n in SHAPE), indexing="ij"), axis=-1)
    points = GRID.index_to_lps(index)
    label = np.zeros(SHAPE, np.uint8)
    for level in levels:
        middle = GRID.center_lps_mm + turn.apply([0, 0, 17.0 * size * (4 - level)])
        label[np.linalg.norm(points - middle, axis=-1) <= 8.4 * size] = level
    probability = np.zeros((9, *SHAPE), np.float16)
    for level in range(9):
        probability[level] = label == level
    return probability, LevelMap(label, tuple(levels))


@pytest.mark.parametrize("degrees", [(0, 0), (35, 0), (-25, 0), (0, 30), (30, -20)], ids=str)
def test_slices_lie_along_the_neck(degrees: tuple[int, int]) -> None:
    """Bent forward or aside, its levels stand above each other; all of them are in view."""
    turn = Rotation.from_euler("xy", degrees, degrees=True)
    probability, levels = made_neck(turn)
    target, _ = closer_grids(probability, levels, GRID, 2)
    index = target.lps_to_index(GRID.index_to_lps(np.argwhere(levels.label > 0)))
    assert np.linalg.det(target.matrix[:3, :3]) > 0
    room = MARGIN_MM / target.spacing_kji_mm[1] - 2
    assert (index.min(axis=0)[:2] > room).all()
    assert (index.max(axis=0)[:2] < np.array(target.shape_kji[:2]) - room).all()
    assert (index.min(axis=0) > 0).all()
    assert (index.max(axis=0) < np.array(target.shape_kji) - 1).all()
    first, last = (
        target.lps_to_index(GRID.center_lps_mm + turn.apply([0, 0, z])) for z in (51.0, -51.0)
    )
    # Medians of a level lie on voxels: within a degree over 102 mm.
    np.testing.assert_allclose(first[1:], last[1:], atol=1.7)
    assert first[0] > last[0]


@pytest.mark.parametrize(("size", "axis"), [(1.0, 2), (1.0, 0), (0.6, 2)])
def test_pixels_are_as_fine_as_the_neck_is_small(size: float, axis: int) -> None:
    """In the slices; between them as far apart as before."""
    probability, levels = made_neck(Rotation.identity(), size)
    target, _ = closer_grids(probability, levels, GRID, axis)
    fine = SPACING_MM * size * FINER
    wanted = np.full(3, fine)
    wanted[axis] = SPACING_MM * size
    # By distance it is 0.6; the balls' volumes hold to their voxels.
    np.testing.assert_allclose(target.spacing_kji_mm, wanted, rtol=0.03)


@pytest.mark.parametrize("axis", [0, 2])
def test_there_is_context_within_the_slices_not_beside_them(axis: int) -> None:
    """Whichever way they are stacked."""
    probability, levels = made_neck(Rotation.identity())
    target, _ = closer_grids(probability, levels, GRID, axis)
    index = target.lps_to_index(GRID.index_to_lps(np.argwhere(levels.label > 0)))
    room_mm = index.min(axis=0) * np.array(target.spacing_kji_mm)
    wanted = np.full(3, MARGIN_MM)
    wanted[axis] = SIDE_MM
    np.testing.assert_allclose(room_mm, wanted, atol=2.0)


def test_the_spine_below_a_neck_is_left_alone() -> None:
    """However far a scan goes on: five steps beyond the last level is enough."""
    probability, levels = made_neck(Rotation.identity(), 0.5, range(1, 5))
    middle = tuple(n // 2 for n in SHAPE[1:])
    probability[8, : SHAPE[0] // 2 - 8, middle[0], middle[1]] = 1.0
    probability[0] = 1.0 - probability[1:].sum(axis=0)
    target, _ = closer_grids(probability, levels, GRID, 2)
    lowest = GRID.index_to_lps(np.argwhere(levels.label > 0))[:, 2].min()
    reach = 5 * 17.0 * 0.5 + MARGIN_MM * 0.5
    assert target.bounds_lps_mm()[0][2] == pytest.approx(lowest - reach, abs=2.5)
    assert GRID.bounds_lps_mm()[0][2] < lowest - reach


@pytest.mark.parametrize("axis", [0, 2])
@pytest.mark.parametrize("degrees", [(0, 0), (30, -20)], ids=str)
def test_the_third_look_lies_between_the_seconds_slices(
    axis: int, degrees: tuple[int, int]
) -> None:
    """Tilted about the axis from side to side, with finer pixels, around the same middle."""
    turn = Rotation.from_euler("xy", degrees, degrees=True)
    second, third = closer_grids(*made_neck(turn), GRID, axis)
    ratio = np.array(third.spacing_kji_mm) / second.spacing_kji_mm
    wanted = np.full(3, THIRD_FINER)
    wanted[axis] = 1.0
    np.testing.assert_allclose(ratio, wanted)
    directions = [
        grid.matrix[:3, :3] / np.linalg.norm(grid.matrix[:3, :3], axis=0)
        for grid in (second, third)
    ]
    cosines = (directions[0] * directions[1]).sum(axis=0)
    tilt = np.cos(np.deg2rad(TILT_DEG))
    np.testing.assert_allclose(cosines, [1.0, tilt, tilt])
    assert np.linalg.det(directions[1]) == pytest.approx(1.0)
    middle = (np.array(third.shape_kji) - 1) / 2
    middle[axis] -= 0.5
    np.testing.assert_allclose(third.index_to_lps(middle), second.center_lps_mm, atol=1e-6)


def test_two_levels_are_not_looked_at_again() -> None:
    """They tell neither direction nor size."""
    assert closer_grids(*made_neck(Rotation.identity(), levels=range(3, 5)), GRID, 2) == ()


def test_all_looks_weigh_the_same() -> None:
    """On the second's grid; what another did not see is background to it."""
    grid = VolumeGeometry.from_matrix((2, 2, 2), np.eye(4))
    wider = VolumeGeometry.from_matrix((2, 2, 4), np.eye(4))
    first = np.zeros((2, 2, 2, 2), np.float16)
    first[1] = 1.0
    second = np.zeros((2, *wider.shape_kji), np.float16)
    second[0], second[1] = 0.75, 0.25
    third = second.copy()
    assert list(average_looks(second, wider, [(first, grid), (third, wider)]))[-1] == 1.0
    np.testing.assert_array_equal(second[1, ..., :2], 0.5)
    np.testing.assert_allclose(second[1, ..., 2:], 0.5 / 3, atol=1e-4)
    np.testing.assert_allclose(second.sum(axis=0), 1.0, atol=1e-3)
