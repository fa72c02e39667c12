"""Vertebrae from classes: necks of every size and posture, whole and in pieces."""

from __future__ import annotations

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from inference.stages.levels import clean_levels

SHAPE = (90, 60, 40)
STEP = 10
"""Voxels from level to level."""

ALL = tuple(range(1, 8))


def block(level: int, forward: int = 0) -> tuple[slice, slice, slice]:
    """Where a level lies: each ``forward`` voxels before the one below."""
    bottom, front = 5 + (7 - level) * STEP, 40 - (7 - level) * forward
    return slice(bottom, bottom + 8), slice(front, front + 9), slice(12, 28)


def neck(forward: int = 0) -> np.ndarray:
    """Classes of a whole neck."""
    classes = np.zeros(SHAPE, np.uint8)
    for level in ALL:
        classes[block(level, forward)] = level
    return classes


def grid(spacing_mm: float) -> VolumeGeometry:
    """Isotropic, k to the head."""
    return VolumeGeometry.from_matrix(SHAPE, np.diag([spacing_mm] * 3 + [1.0]))


@pytest.mark.parametrize("spacing_mm", [0.6, 1.0, 1.6, 2.2])
def test_necks_of_all_sizes_are_kept(spacing_mm: float) -> None:
    """From a newborn's, 6 mm a level and 0.25 cm3 each, to a large man's."""
    classes = neck()
    levels = clean_levels(classes, grid(spacing_mm))
    assert levels.found == ALL
    assert np.array_equal(levels.label, classes)


def test_a_neck_that_is_bent_forward_is_kept() -> None:
    """Along the neck its levels are as far apart as ever, though hardly any lower."""
    turned = np.eye(4) * 2.0
    turned[3, 3] = 1.0
    # The grid leans by 58 degrees: each level lies 10.6 mm lower and 17 mm further back.
    turned[1, 2], turned[2, 2] = -1.7, 1.06
    levels = clean_levels(neck(), VolumeGeometry.from_matrix(SHAPE, turned))
    assert levels.found == ALL
    leaning = clean_levels(neck(forward=5), grid(2.0))
    assert leaning.found == ALL


def test_pieces_of_a_level_that_all_but_touch_are_one() -> None:
    """An atlas of which the scan shows two halves has both, and its middle between them."""
    classes = neck()
    classes[block(1)[0], block(1)[1], 19:21] = 0
    levels = clean_levels(classes, grid(1.2))
    assert levels.found == ALL
    assert np.array_equal(levels.label, classes)


def test_a_piece_that_touches_another_level_is_its() -> None:
    """C4's name on a part of C5, a gap away from C4."""
    classes = neck()
    part = (block(5)[0].stop - 1, block(5)[1], slice(12, 16))
    classes[part] = 4
    levels = clean_levels(classes, grid(1.2))
    assert (levels.label[part] == 5).all()


def test_a_level_of_crumbs_is_kept() -> None:
    """Noise may leave many small pieces of one, none of which is large enough for bone."""
    classes = neck()
    lines = (block(3)[0], block(3)[1], slice(12, 28))
    classes[lines] = 0
    classes[lines][:, ::2, ::2] = 3
    levels = clean_levels(classes, grid(1.0))
    assert levels.found == ALL
    assert np.array_equal(levels.label, classes)


def test_bone_far_from_the_neck_is_dropped() -> None:
    """A jaw that is called C2."""
    classes = neck()
    jaw = (slice(70, 76), slice(0, 6), slice(14, 26))
    classes[jaw] = 2
    levels = clean_levels(classes, grid(1.6))
    assert levels.found == ALL
    assert not levels.label[jaw].any()


def test_a_lumbar_spine_is_no_giants_neck() -> None:
    """Vertebrae several times as large as cervical ones are refused, and it is said why."""
    levels = clean_levels(neck(), grid(3.2))
    assert levels.found == ()
    assert levels.note == "the vertebrae in view are too large for cervical ones"


def test_nothing_makes_no_levels() -> None:
    """A scan without bone."""
    assert clean_levels(np.zeros(SHAPE, np.uint8), grid(1.2)).found == ()
