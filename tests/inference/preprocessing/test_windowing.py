"""The display window, for the screen and for the networks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from inference.preprocessing.windowing import (
    Window,
    apply_window,
    bone_windows,
    to_gray,
    window_presets,
    window_table,
)

windows = st.builds(Window, width=st.integers(1, 8000), level=st.integers(-2000, 4000))


def test_matches_the_standards_pseudo_code():
    """PS3.3 C.11.2.1.2.1: black up to c - 0.5 - (w - 1) / 2, white beyond the other end."""
    window = Window(width=100, level=40)
    low, high = 39.5 - 49.5, 39.5 + 49.5
    hu = np.array([low - 5, low, 39.5, high, high + 5])
    np.testing.assert_allclose(apply_window(hu, window), [0, 0, 0.5, 1, 1], atol=1e-6)


@given(windows)
def test_brighter_with_more_hu(window):
    """No window turns the order of densities round."""
    table = window_table(window).astype(int)
    assert (np.diff(table) >= 0).all()
    assert table[0] == 0
    assert table[-1] == 255


@given(
    windows, hnp.arrays(np.int16, hnp.array_shapes(max_dims=3), elements=st.integers(-32768, 32767))
)
def test_table_and_formula_agree(window, hu):
    """The screen's look-up table is the networks' formula in 8 bits."""
    expected = np.rint(apply_window(hu, window) * 255).astype(np.uint8)
    np.testing.assert_array_equal(to_gray(hu, window), expected)


def test_gray_of_a_strided_view():
    """A plane cut from a volume need not be contiguous."""
    hu = np.arange(-1000, 1000, dtype=np.int16).reshape(40, 50)
    window = Window(400, 40)
    np.testing.assert_array_equal(to_gray(hu.T[::-1], window), to_gray(hu, window).T[::-1])


def test_narrowest_window_is_a_step():
    """A width of 1 HU is a threshold, not a division by zero."""
    assert apply_window(np.array([39, 40]), Window(1, 40)).tolist() == [0, 1]


def test_table_is_read_only():
    """It is cached, so nobody may change it."""
    assert not window_table(Window(400, 40)).flags.writeable


@pytest.mark.parametrize("width", [0, -1, float("nan")], ids=str)
def test_refuses_no_width(width):
    """The standard demands a width of at least 1."""
    with pytest.raises(ValueError, match="at least 1 HU"):
        Window(width, 40)


def test_bone_windows_of_the_method():
    """Keys 1, 2 and 3 are the networks' three channels."""
    assert [(w.width, w.level) for w in bone_windows()] == [(1800, 400), (2800, 600), (4000, 700)]
    assert all(window.name for window in window_presets().values())
