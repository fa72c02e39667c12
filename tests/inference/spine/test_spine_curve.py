"""The curve through the bodies, on a line and on circles whose lengths are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from inference.spine.curve import SpineCurve
from tests.inference.spine.spine_shapes import RADIUS_MM, STEP_MM, circle_points

BACK = (0.0, 1.0, 0.0)

some_levels = st.sets(st.integers(0, 6), min_size=2).map(sorted)
turns = st.tuples(*[st.floats(-0.5, 0.5)] * 3).map(Rotation.from_rotvec)


@settings(max_examples=30)
@given(some_levels, turns)
def test_lengths_on_a_circle(levels: list[int], turn: Rotation) -> None:
    """Any two to seven levels of an arc: lengths between them are right within half a mm."""
    along = np.array(levels) * STEP_MM
    curve = SpineCurve.through(turn.apply(circle_points(along)), turn.apply(BACK))
    # A chord over several missing levels is shorter than its arc.
    gaps = np.diff(along)
    missed = (gaps - 2 * RADIUS_MM * np.sin(gaps / 2 / RADIUS_MM)).sum()
    np.testing.assert_allclose(curve.knots_mm, along - along[0], atol=0.05 + missed)
    if len(levels) == 7:
        np.testing.assert_allclose(curve.knots_mm, along, atol=0.1)


def test_the_curve_follows_an_arc_between_its_centres() -> None:
    """Between the centres the curve stays within half a millimetre of the circle."""
    curve = SpineCurve.through(circle_points(np.arange(7) * STEP_MM), BACK)
    points = curve.point_mm(np.linspace(0, curve.length_mm, 200))
    away = np.hypot(points[:, 1] - RADIUS_MM, points[:, 2])
    np.testing.assert_allclose(away, RADIUS_MM, atol=0.5)


def test_equal_steps_along_the_curve_are_equally_long() -> None:
    """Lengths, not the spline's own parameter, count along the curve."""
    uneven = circle_points(np.array([0.0, 9.0, 50.0, 61.0, 96.0]))
    curve = SpineCurve.through(uneven, BACK)
    points = curve.point_mm(np.linspace(0, curve.length_mm, 2001))
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    np.testing.assert_allclose(steps, curve.length_mm / 2000, rtol=1e-3)


@settings(max_examples=30)
@given(some_levels, turns, st.floats(-20, 110), st.floats(-25, 25), st.floats(-25, 25))
def test_the_nearest_place_is_found(
    levels: list[int], turn: Rotation, along: float, behind: float, beside: float
) -> None:
    """A point that was set off square to the curve leads back to where it was set off."""
    curve = SpineCurve.through(
        turn.apply(circle_points(np.array(levels) * STEP_MM)), turn.apply(BACK)
    )
    along = min(along, curve.length_mm + 15)
    back, tangent = curve.back_across_lps(along), curve.tangent_lps(along)
    point = curve.point_mm(along) + behind * back + beside * np.cross(back, tangent)
    assert abs(float(curve.nearest_mm(point)) - along) < 0.01


def test_two_centres_make_a_line() -> None:
    """Two levels are enough, and the line goes on beyond them."""
    curve = SpineCurve.through([(0, 0, 40), (0, 0, 10)], BACK)
    assert curve.length_mm == pytest.approx(30.0)
    np.testing.assert_allclose(curve.point_mm([-5.0, 0.0, 35.0])[:, 2], [45.0, 40.0, 5.0])
    np.testing.assert_allclose(curve.tangent_lps(12.0), [0, 0, -1])
    np.testing.assert_allclose(curve.back_across_lps([0.0, 30.0]), [BACK, BACK])


@pytest.mark.parametrize(
    ("centers", "back", "text"),
    [
        ([(0, 0, 0)], BACK, "two or more"),
        ([(0, 0, 0), (0, 0, np.nan)], BACK, "finite"),
        ([(0, 0, 0), (0, 0, 0.5)], BACK, "within"),
        ([(0, 0, 30), (0, 0, 0)], (0.0, 0.0, 1.0), "along the curve"),
    ],
    ids=["one", "nan", "same", "back along"],
)
def test_what_makes_no_curve_is_refused(centers, back, text: str) -> None:
    """The message names what is wrong."""
    with pytest.raises(ValueError, match=text):
        SpineCurve.through(centers, back)
