"""Sagittal and coronal planes through a vertebra's crop."""

from __future__ import annotations

import numpy as np
import pytest

from inference.preprocessing.reformats import STEP_PX, middle, reformat_count, reformats

PLANES, SIZE = 4, 9


@pytest.fixture
def crop() -> np.ndarray:
    """Two levels, every voxel of another value."""
    return np.arange(2 * PLANES * SIZE * SIZE).reshape(2, PLANES, SIZE, SIZE)


def test_every_voxel_is_seen_once_each_way(crop: np.ndarray) -> None:
    """Sagittal planes together hold the crop, and coronal ones do."""
    cut = reformats(crop)
    assert cut.shape == (2, reformat_count(SIZE), STEP_PX, PLANES, SIZE)
    half = reformat_count(SIZE) // 2
    for way in (cut[:, :half], cut[:, half:]):
        np.testing.assert_array_equal(np.sort(way, axis=None), np.sort(crop, axis=None))


def test_rows_run_down_and_columns_as_in_the_scan(crop: np.ndarray) -> None:
    """A sagittal plane is a column of the axial ones, a coronal plane a row of them."""
    cut = reformats(crop)
    half = reformat_count(SIZE) // 2
    for n in range(half):
        at = STEP_PX * n + STEP_PX // 2
        np.testing.assert_array_equal(middle(cut)[:, n], crop[..., at])
        np.testing.assert_array_equal(middle(cut)[:, half + n], crop[:, :, at, :])
        for step in range(STEP_PX):
            np.testing.assert_array_equal(cut[:, n, step], crop[..., STEP_PX * n + step])
            np.testing.assert_array_equal(cut[:, half + n, step], crop[:, :, STEP_PX * n + step])


@pytest.mark.parametrize("shape", [(4, 9, 12), (4, 10, 10)])
def test_only_squares_that_the_step_divides(shape: tuple[int, ...]) -> None:
    """Else some of the crop would not be seen."""
    with pytest.raises(ValueError, match="must be square, a multiple of 3"):
        reformats(np.zeros(shape))
