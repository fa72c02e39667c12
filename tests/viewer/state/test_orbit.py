"""The eye around the spine: directions, turning, limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.state.orbit import MAX_ELEVATION_DEG, MAX_ZOOM, Orbit, approach, turn
from viewer.state.planes import direction_letters


@pytest.mark.parametrize(
    ("azimuth", "right", "eye"), [(0, "L", "A"), (90, "P", "L"), (180, "R", "P"), (270, "A", "R")]
)
def test_directions_on_the_screen(azimuth, right, eye) -> None:
    """Facing the patient, left is on the right; from the left, the front is on the left."""
    orbit = Orbit(azimuth_deg=azimuth, elevation_deg=0)
    assert direction_letters(orbit.right_lps) == right
    assert direction_letters(orbit.towards_eye_lps) == eye
    assert direction_letters(orbit.up_lps) == "H"


@given(st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_the_screen_stays_square(right: float, down: float) -> None:
    """However far it is turned, the three directions are a right-handed frame within limits."""
    orbit = turn(Orbit(), right, down)
    frame = np.stack([orbit.right_lps, orbit.up_lps, orbit.towards_eye_lps])
    np.testing.assert_allclose(frame @ frame.T, np.eye(3), atol=1e-9)
    assert np.linalg.det(frame) == pytest.approx(1.0)
    assert abs(orbit.elevation_deg) <= MAX_ELEVATION_DEG


def test_a_drag_to_the_right_shows_the_patients_right_side() -> None:
    """What is held follows the hand."""
    before = Orbit(azimuth_deg=0)
    assert turn(before, 60, 0).towards_eye_lps[0] < before.towards_eye_lps[0]


def test_magnifying_has_limits() -> None:
    """Nearer is a smaller distance, up to the limit."""
    assert approach(Orbit(), 2.0).distance_mm == pytest.approx(Orbit().distance_mm / 2)
    assert approach(Orbit(), 1e6).zoom == MAX_ZOOM
