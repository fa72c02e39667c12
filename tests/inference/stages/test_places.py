"""Names far from their place along the spine are given up."""

from __future__ import annotations

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from inference.stages.places import along_spine, settle_levels

SPACING_MM = 2.0
SHAPE = (80, 30, 30)
STEP = 10
"""Voxels from level to level."""


@pytest.fixture
def grid() -> VolumeGeometry:
    """Coarse grid, k towards the head."""
    return VolumeGeometry.from_matrix(SHAPE, np.diag([SPACING_MM, SPACING_MM, SPACING_MM, 1.0]))


def column(first: int = 1, last: int = 7) -> np.ndarray:
    """Probabilities of a column of blocks, the levels from the head down."""
    out = np.zeros((9, *SHAPE), dtype=np.float16)
    out[0] = 1.0
    for level in range(first, last + 1):
        block = (slice(bottom(level), bottom(level) + 8), slice(10, 20), slice(8, 22))
        name(out, block, level, 0.9)
    return out


def bottom(level: int) -> int:
    """First k of a level's block."""
    return (7 - level) * STEP + 3


def name(out: np.ndarray, part: tuple[slice, ...], level: int, share: float) -> None:
    """Call a part of the grid a level, and a little every other one."""
    out[:, *part] = (1.0 - share) / 8
    out[level, *part] = share


def pillar(level: int) -> tuple[slice, ...]:
    """One side of a level's block."""
    return slice(bottom(level), bottom(level) + 8), slice(10, 20), slice(8, 11)


def test_a_pillar_named_two_levels_off_gets_its_own_name(grid: VolumeGeometry) -> None:
    """It hangs on C6's body, so it is C6, whatever the slice made the network think."""
    probability = column()
    # C4 reaches down to it along the pillar of C5, as a leak does.
    name(probability, pillar(6), 4, 0.9)
    name(probability, (slice(bottom(6) + 8, bottom(5)), slice(12, 14), slice(8, 10)), 4, 0.9)
    name(probability, (slice(bottom(5), bottom(4)), slice(10, 12), slice(8, 10)), 4, 0.9)
    before = probability.copy()
    settled, levels = settle_levels(probability, grid)
    assert levels.found == (1, 2, 3, 4, 5, 6, 7)
    assert not (probability.argmax(axis=0)[pillar(6)] == 6).any()
    assert (levels.label[pillar(6)] == 6).mean() > 0.9
    assert np.argwhere(levels.label == 4)[:, 0].min() > bottom(6)
    assert np.array_equal(probability, before)
    np.testing.assert_allclose(settled.sum(axis=0, dtype=np.float32), 1.0, atol=0.01)


def test_names_in_their_places_stay(grid: VolumeGeometry) -> None:
    """A column without a fault is left alone."""
    probability = column(2, 6)
    settled, levels = settle_levels(probability, grid)
    assert levels.found == (2, 3, 4, 5, 6)
    assert np.array_equal(settled.argmax(axis=0), probability.argmax(axis=0))


def test_a_part_of_a_body_named_the_next_level_is_part_of_it(grid: VolumeGeometry) -> None:
    """At the scan's end the network takes C6's front for C7, which lies beside, not below it."""
    probability = column(1, 6)
    front = (slice(bottom(6), bottom(6) + 6), slice(10, 13), slice(8, 22))
    name(probability, front, 7, 0.9)
    _, levels = settle_levels(probability, grid)
    assert levels.found == (1, 2, 3, 4, 5, 6)
    assert (levels.label[front] == 6).all()


@pytest.mark.parametrize("found", [(), (4,)], ids=["none", "one"])
def test_a_single_level_has_no_line(grid: VolumeGeometry, found: tuple[int, ...]) -> None:
    """Nothing can be said of places then."""
    probability = column(1, 0)
    for level in found:
        probability = column(level, level)
    settled, levels = settle_levels(probability, grid)
    assert levels.found == found
    assert settled is probability


def test_bone_of_nobody_near_is_given_up(grid: VolumeGeometry) -> None:
    """A jaw that is called C7 beside C1 belongs to no level in reach."""
    probability = column()
    jaw = (slice(bottom(1), bottom(1) + 6), slice(1, 5), slice(8, 22))
    probability[:, *jaw] = 0.0
    probability[7, *jaw] = 1.0
    settled, _ = settle_levels(probability, grid)
    assert (settled[0, *jaw] > 0.99).all()


def spine(*names: int) -> tuple[np.ndarray, VolumeGeometry]:
    """A column of blocks of 9 cm3, named from the top down; 8 is thoracic."""
    shape = (10 * len(names), 30, 30)
    out = np.zeros((9, *shape), dtype=np.float16)
    out[0] = 1.0
    for number, level in enumerate(reversed(names)):
        name(
            out, (slice(10 * number + 1, 10 * number + 9), slice(10, 20), slice(8, 22)), level, 0.9
        )
    return out, VolumeGeometry.from_matrix(shape, np.diag([SPACING_MM] * 3 + [1.0]))


def test_a_second_neck_below_the_chest_is_none() -> None:
    """Loins that are named as a neck are dropped, the neck above the chest stays."""
    probability, grid = spine(4, 5, 6, 7, *[8] * 9, 2, 3, 4, 5, 6, 7)
    _, levels = settle_levels(probability, grid)
    assert levels.found == (4, 5, 6, 7)
    heights = np.nonzero(levels.label)[0]
    assert heights.min() >= 15 * STEP


def test_a_neck_below_the_chest_alone_is_none() -> None:
    """Nothing is named where only loins look like a neck."""
    probability, grid = spine(*[8] * 9, 2, 3, 4, 5, 6, 7)
    _, levels = settle_levels(probability, grid)
    assert levels.found == ()


def test_names_among_thoracic_ones_are_given_up() -> None:
    """With whole thoracic vertebrae above C5 no name of this spine can be trusted."""
    probability, grid = spine(4, 8, 8, 8, 8, 5, 6, 7)
    _, levels = settle_levels(probability, grid)
    assert levels.found == ()
    assert not levels.label.any()
    assert levels.note == "the vertebrae can't be counted reliably"


def test_thoracic_bone_beside_the_last_levels_contradicts_nothing() -> None:
    """The first ribs and the tip of T1 reach up to C7."""
    probability, grid = spine(3, 4, 5, 6, 7, 8, 8, 8)
    name(probability, (slice(31, 45), slice(20, 26), slice(8, 22)), 8, 0.9)
    _, levels = settle_levels(probability, grid)
    assert levels.found == (3, 4, 5, 6, 7)


def test_places_run_along_the_line_and_on_beyond_its_ends() -> None:
    """Levels' middles have their numbers; a missing level lies between its neighbours."""
    centers = {2: np.array([0.0, 0, 0]), 3: np.array([0.0, 3, -16]), 5: np.array([0.0, 3, -48])}
    points = np.array([[0.0, 0, 0], [4, 3, -16], [0, 3, -32], [0, 3, -64], [0, -3, 16]])
    np.testing.assert_allclose(along_spine(points, centers), [2, 3, 4, 6, 1], atol=1e-9)
    with pytest.raises(ValueError, match="two levels make a line"):
        along_spine(points, {2: centers[2]})
