"""The straightened strip: places, the way there and back, and what its pixels hold."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from inference.findings import LEVELS, Level
from inference.preprocessing.resampling import AIR_HU
from inference.spine.curve import SpineCurve
from inference.spine.shape import find_shape
from inference.spine.strip import StripGrid, level_places, straighten
from tests.inference.spine.spine_shapes import STEP_MM, circle_points, grid, neck_labels

BACK = (0.0, 1.0, 0.0)


def arc_strip(turn: Rotation, pixel_mm: float = 0.5) -> StripGrid:
    """A strip over the whole arc."""
    curve = SpineCurve.through(turn.apply(circle_points(np.arange(7) * STEP_MM)), turn.apply(BACK))
    return StripGrid.spanning(curve, (-10.0, curve.length_mm + 10.0), (20.0, 40.0), pixel_mm)


def test_places_share_the_curve_out() -> None:
    """Borders are halfway, ends as long as their other half, and missing levels in between."""
    places = level_places({Level.C2: 0.0, Level.C3: 18.0, Level.C6: 66.0})
    assert [place.level for place in places] == list(LEVELS[1:6])
    assert [place.found for place in places] == [True, True, False, False, True]
    assert [place.center_mm for place in places] == [0.0, 18.0, 34.0, 50.0, 66.0]
    assert all(upper.end_mm == lower.start_mm for upper, lower in pairwise(places))
    assert (places[0].start_mm, places[-1].end_mm) == (-9.0, 74.0)


@pytest.mark.parametrize(
    "along", [{}, {Level.C4: 3.0}, {Level.C3: 9.0, Level.C4: 2.0}], ids=["none", "one", "upwards"]
)
def test_places_need_an_order(along) -> None:
    """A mask without two levels from the head down has no places."""
    with pytest.raises(ValueError, match="two or more levels"):
        level_places(along)


@given(
    st.tuples(*[st.floats(-0.4, 0.4)] * 3).map(Rotation.from_rotvec),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_click_leads_there_and_back(turn: Rotation, down: float, right: float) -> None:
    """Pixel to patient and back is right within half a millimetre, and lies on the strip."""
    strip = arc_strip(turn)
    pixel = np.array([down * (strip.shape[0] - 1), right * (strip.shape[1] - 1)])
    back, depth = strip.lps_to_pixel(strip.pixel_to_lps(pixel))
    assert np.abs(back - pixel).max() * strip.pixel_mm < 0.05
    assert abs(float(depth)) < 0.01


def test_a_point_beside_the_strip_has_a_depth() -> None:
    """To the patient's right is away from the viewer, who looks from the left."""
    strip = arc_strip(Rotation.identity())
    here = strip.pixel_to_lps((100.0, 40.0))
    pixel, depth = strip.lps_to_pixel(here + np.array([-7.0, 0.0, 0.0]))
    assert float(depth) == pytest.approx(7.0, abs=0.01)
    np.testing.assert_allclose(pixel, (100.0, 40.0), atol=0.01)


def test_size_and_directions() -> None:
    """The size is the one asked for; rows go to the feet and columns to the back."""
    strip = arc_strip(Rotation.identity())
    assert strip.size_mm == (strip.shape[0] * 0.5, 60.0)
    assert strip.size_mm[0] == pytest.approx(strip.curve.length_mm + 20, abs=0.5)
    first = strip.pixel_to_lps((0, 0))
    assert strip.pixel_to_lps((10, 0))[2] < first[2]
    assert strip.pixel_to_lps((0, 10))[1] > first[1]
    with pytest.raises(ValueError, match="empty"):
        StripGrid(strip.curve, 0.0, 0.0, (0, 4), 0.5)


@settings(max_examples=5)
@given(
    st.tuples(*[st.floats(-0.4, 0.4)] * 3).map(Rotation.from_rotvec),
    st.tuples(*[st.sampled_from([0.9, 1.3, 1.6])] * 3),
)
def test_the_strip_shows_what_is_in_the_volume(turn: Rotation, spacing) -> None:
    """Anisotropic and oblique grids: each pixel holds the value of its place in the patient."""
    geometry = grid(turn, spacing)
    points = geometry.index_to_lps(np.stack(np.indices(geometry.shape_kji), axis=-1))
    slope = np.array([2.0, -3.0, 1.0])
    strip = arc_strip(turn, pixel_mm=2.0)
    shown = straighten((points @ slope).astype(np.float32), geometry, strip)
    wanted = strip.pixel_to_lps(np.stack(np.indices(strip.shape), axis=-1))
    index = geometry.lps_to_index(wanted)
    inside = ((index >= 0) & (index <= np.array(geometry.shape_kji) - 1)).all(axis=-1)
    assert inside.mean() > 0.7
    np.testing.assert_allclose(shown[inside], (wanted @ slope)[inside], atol=0.05)


@pytest.mark.parametrize(
    "levels", [LEVELS, LEVELS[2:4], (LEVELS[1], LEVELS[3], LEVELS[6])], ids=["all", "two", "gaps"]
)
def test_the_levels_of_a_phantom_stand_at_their_heights(levels) -> None:
    """Each level's centre is on the strip where its body is, half a millimetre right."""
    whole = Rotation.from_euler("xyz", [6, -5, 8], degrees=True)
    geometry = grid(Rotation.from_euler("xyz", [-4, 3, 12], degrees=True), (1.1, 0.8, 0.9))
    labels, truth = neck_labels(geometry, levels, whole)
    shape = find_shape(labels, geometry)
    assert shape is not None
    strip = StripGrid.spanning(shape.curve, (-10, shape.curve.length_mm + 10), (20, 40), 0.5)
    bodies = [level for level in levels if level is not Level.C1]
    for level in bodies:
        assert np.linalg.norm(shape.axes[level].center_mm - truth[level][0]) < 0.5
        place = next(place for place in shape.places if place.level is level)
        row = strip.lps_to_pixel(truth[level][0])[0][0]
        assert abs(row - strip.row_at(place.center_mm)) * strip.pixel_mm < 0.5
    drawn = straighten(labels.astype(np.float32), geometry, strip, fill=0.0)
    middle = round(20 / 0.5)
    for level in bodies:
        place = next(place for place in shape.places if place.level is level)
        row = int(strip.row_at(place.center_mm))
        assert np.median(drawn[row - 6 : row + 7, middle - 6 : middle + 7]) == level.label


def test_outside_the_volume_is_air() -> None:
    """What a scan does not hold is not made up."""
    geometry = grid(Rotation.identity(), (2.0, 2.0, 2.0), (40.0, 40.0, 40.0))
    shown = straighten(
        np.zeros(geometry.shape_kji, np.int16),
        geometry,
        arc_strip(Rotation.identity(), pixel_mm=2.0),
    )
    assert shown[0, 0] == AIR_HU
    assert shown.max() == 0
