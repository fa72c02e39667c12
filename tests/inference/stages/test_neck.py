"""How large a neck is and which way it runs, told by its levels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.imaging.geometry import VolumeGeometry
from inference.stages.neck import LEAST_SIZE, MAX_TILT, down_of, size_of

GRID = VolumeGeometry.from_matrix((10, 10, 10), np.eye(4))
FEET = np.array([0.0, 0.0, -1.0])
EQUAL = dict.fromkeys(range(1, 8), 8000.0)


def line(direction: np.ndarray, step_mm: float = 17.0) -> dict[int, np.ndarray]:
    """Levels in a straight line."""
    return {level: np.array([3.0, 5.0, 7.0]) + level * step_mm * direction for level in EQUAL}


def leaning(tilt: float, around: float) -> np.ndarray:
    """Unit vector that leans by ``tilt`` from the feet, to the side ``around``; radians."""
    return np.array([np.sin(tilt) * np.cos(around), np.sin(tilt) * np.sin(around), -np.cos(tilt)])


@given(st.floats(0.0, float(MAX_TILT)), st.floats(0.0, 6.2), st.floats(4.0, 25.0))
def test_a_straight_neck_runs_along_its_line(tilt: float, around: float, step_mm: float) -> None:
    """Whichever way it leans, and however small it is."""
    down = leaning(tilt, around)
    np.testing.assert_allclose(down_of(line(down, step_mm), EQUAL, GRID), down, atol=1e-6)


@given(st.floats(float(MAX_TILT), 1.57), st.floats(0.0, 6.2))
def test_no_neck_leans_further_than_a_neck_can(tilt: float, around: float) -> None:
    """Some names in a wrong order lay it down; it is taken to lean as far as one can."""
    found = down_of(line(leaning(tilt, around)), EQUAL, GRID)
    np.testing.assert_allclose(found, leaning(float(MAX_TILT), around), atol=1e-6)


@given(st.floats(1.58, np.pi), st.floats(0.0, 6.2))
def test_names_that_run_to_the_head_tell_no_direction(tilt: float, around: float) -> None:
    """Else C1 might be lowest and each level in its order all the same."""
    found = down_of(line(leaning(tilt, around)), EQUAL, GRID)
    np.testing.assert_allclose(found, FEET, atol=1e-6)


def test_a_small_stray_hardly_turns_it() -> None:
    """What is named C7 beside the head weighs as little as it is."""
    centers = line(FEET)
    centers[7] = np.array([40.0, 60.0, 0.0])
    down = down_of(centers, EQUAL | {7: 100.0}, GRID)
    assert np.degrees(np.arccos(down @ FEET)) < 10


def test_two_levels_tell_no_direction() -> None:
    """Each may be cut or misnamed."""
    two = {level: center for level, center in line(leaning(0.8, 1.0)).items() if level < 3}
    np.testing.assert_array_equal(down_of(two, EQUAL, GRID), FEET)
    assert size_of(two, dict.fromkeys(two, 500.0)) == 1.0


def test_a_grid_that_is_turned_has_feet_of_its_own() -> None:
    """What k runs against is down, not the table's end."""
    turned = np.eye(4)[[0, 2, 1, 3]]
    grid = VolumeGeometry.from_matrix((10, 10, 10), turned)
    np.testing.assert_allclose(down_of({}, {}, grid), [0.0, -1.0, 0.0])


@pytest.mark.parametrize(
    ("step_mm", "volume_mm3", "size"),
    [
        (17.0, 12_000.0, 1.0),
        (22.0, 20_000.0, 1.0),
        (10.2, 2_592.0, 0.6),
        (17.0, 1_000.0, 1.0),
        (6.0, 12_000.0, 1.0),
        (3.0, 200.0, LEAST_SIZE),
    ],
    ids=["adult", "giant", "child", "cut levels", "misnamed levels", "least"],
)
def test_size_is_what_volume_or_distance_says(
    step_mm: float, volume_mm3: float, size: float
) -> None:
    """A child is small in both; cut or misnamed levels are so in one."""
    volumes = dict.fromkeys(range(1, 8), volume_mm3)
    assert size_of(line(FEET, step_mm), volumes) == pytest.approx(size, abs=1e-3)
