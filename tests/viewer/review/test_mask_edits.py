"""Edits of a mask hold what differs, and nothing else."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.findings import LEVELS, Level
from viewer.review.mask_edits import MaskEdits

SHAPE = (4, 5, 6)
SIZE = 120
strokes = st.lists(
    st.tuples(st.lists(st.integers(0, SIZE - 1), max_size=30), st.integers(0, 7)), max_size=5
)


def model_mask(seed=0):
    """A mask in which every label occurs."""
    return np.random.default_rng(seed).integers(0, 8, SHAPE).astype(np.uint8)


@settings(max_examples=50)
@given(strokes)
def test_strokes_end_as_painting_the_array_would(strokes):
    """The mask is the one that plain assignment gives, and the model's stays as it is."""
    mask = model_mask()
    expected, edits = mask.copy(), MaskEdits.none(SHAPE)
    for index, label in strokes:
        expected.reshape(-1)[index] = label
        edits = edits.painted(mask, index, label)
    np.testing.assert_array_equal(edits.apply(mask), expected)
    np.testing.assert_array_equal(mask, model_mask())
    changes = edits.changes()
    np.testing.assert_array_equal(changes.index, np.flatnonzero(expected != mask))
    np.testing.assert_array_equal(changes.old, mask.reshape(-1)[changes.index])
    np.testing.assert_array_equal(changes.new, expected.reshape(-1)[changes.index])


def test_painted_back_is_unchanged():
    """A voxel that has its label again is no edit, and equal edits are equal values."""
    mask = np.zeros(SHAPE, np.uint8)
    none = MaskEdits.none(SHAPE)
    assert none.painted(mask, [3, 4], 2).painted(mask, [4, 3], 0) == none
    assert none.painted(mask, [3, 4], 2) == none.painted(mask, [4], 2).painted(mask, [3], 2)


def test_each_level_knows_its_own_changes():
    """Painting C3 over C4 changes both, and no other level."""
    mask = np.full(SHAPE, Level.C4.label, np.uint8)
    edits = MaskEdits.none(SHAPE).painted(mask, [7, 9], Level.C3.label)
    for level in LEVELS:
        changed = edits.of_level(level).index.tolist()
        assert changed == ([7, 9] if level in {Level.C3, Level.C4} else [])


def test_a_stroke_takes_little_room():
    """A ball of 30,000 voxels takes less than a byte for five of them."""
    shape = (60, 200, 200)
    k, j, i = np.indices(shape)
    ball = np.flatnonzero((k - 30) ** 2 + (j - 100) ** 2 + (i - 100) ** 2 <= 19.3**2)
    edits = MaskEdits.none(shape).painted(np.zeros(shape, np.uint8), ball, 4)
    assert len(ball) > 30_000
    assert len(edits.packed) < len(ball) / 5


def test_edits_of_another_mask_are_refused():
    """Edits know the mask that they belong to."""
    edits = MaskEdits.none(SHAPE).painted(np.zeros(SHAPE, np.uint8), [3], 2)
    with pytest.raises(ValueError, match="another mask"):
        edits.apply(np.ones(SHAPE, np.uint8))
    with pytest.raises(ValueError, match="another mask"):
        edits.painted(np.ones(SHAPE, np.uint8), [4], 2)
    with pytest.raises(ValueError, match=r"shape \(2, 2, 2\)"):
        edits.apply(np.zeros((2, 2, 2), np.uint8))
    with pytest.raises(ValueError, match="leaves the mask"):
        edits.painted(np.zeros(SHAPE, np.uint8), [SIZE], 2)


def packed(steps, old, new):
    """Changes as bytes, right or wrong."""
    return zlib.compress(np.array(steps, "<u4").tobytes() + bytes(old) + bytes(new))


@pytest.mark.parametrize(
    ("shape", "data", "word"),
    [
        (SHAPE, b"no zlib", "can't be unpacked"),
        (SHAPE, zlib.compress(b"12345"), "middle of a voxel"),
        (SHAPE, packed([SIZE], [0], [1]), "beyond its shape"),
        (SHAPE, packed([3, 0], [0, 0], [1, 1]), "not in order"),
        (SHAPE, packed([3], [1], [1]), "not in order"),
        (SHAPE, packed([3], [0], [8]), "beyond C7"),
        ((0, 5, 6), packed([], [], []), "no mask has shape"),
        ((5000, 5000, 5000), packed([], [], []), "no mask has shape"),
    ],
)
def test_bytes_that_hold_no_edits_are_refused(shape, data, word):
    """Edits are valid from construction on, wherever they come from."""
    with pytest.raises(ValueError, match=word):
        MaskEdits(shape, data)


@settings(max_examples=50)
@given(strokes, st.sampled_from(LEVELS))
def test_a_level_goes_back_to_the_model_s_mask(strokes, level):
    """Every voxel that it gained or lost is the model's again, and no other is touched."""
    mask, edits = model_mask(), MaskEdits.none(SHAPE)
    for index, label in strokes:
        edits = edits.painted(mask, index, label)
    edited, back = edits.apply(mask), edits.without(level).apply(mask)
    touched = (edited != mask) & ((edited == level.label) | (mask == level.label))
    np.testing.assert_array_equal(back, np.where(touched, mask, edited))
    assert level not in edits.without(level).levels
    assert (level in edits.levels) == bool(touched.any())


@settings(max_examples=50)
@given(strokes, st.integers(1, 5))
def test_edits_are_laid_over_another_mask(strokes, seed):
    """What was changed is the same on it, and the rest is its own."""
    mask, other, edits = model_mask(), model_mask(seed), MaskEdits.none(SHAPE)
    for index, label in strokes:
        edits = edits.painted(mask, index, label)
    edited = edits.apply(mask)
    laid = edits.onto(other).apply(other)
    np.testing.assert_array_equal(laid, np.where(edited != mask, edited, other))
    assert edits.onto(mask) is edits
