"""Marks keep their measure when they are moved, and go where the hand takes them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from review_strategies import marks, offsets, on, planes

from viewer.review.marks import Box, EllipseRoi, FreehandRoi, RectangleRoi
from viewer.review.measure import area_mm2, roi_axes
from viewer.review.planar import crosses_itself, polygon_area, without_tails
from viewer.review.shapes import centre_mm, handles, moved, strokes, with_handle, within

shifts = st.tuples(*[st.floats(-50, 50)] * 3)


@given(marks(0), shifts)
def test_a_move_carries_every_line_along(mark, shift):
    """Every point that is drawn moves by the same vector, and the way back leads home."""
    for before, after in zip(strokes(mark), strokes(moved(mark, shift)), strict=True):
        np.testing.assert_allclose(after - before, np.tile(shift, (len(before), 1)), atol=1e-9)
    home = moved(moved(mark, shift), np.negative(shift))
    np.testing.assert_allclose(centre_mm(home), centre_mm(mark), atol=1e-9)


@given(marks(0), offsets, st.data())
def test_a_handle_goes_where_it_is_taken(mark, place, data):
    """The handle that is held lies under the hand; those it does not bind stay."""
    held = handles(mark)
    if not held:
        assert isinstance(mark, FreehandRoi | Box) or len(mark.points_mm) == 1
        return
    number = data.draw(st.integers(0, len(held) - 1))
    (target,) = on(mark.plane, [place])
    try:
        changed = with_handle(mark, number, target)
    except ValueError:
        return  # no shape is left, as for an arm without length
    if isinstance(mark, EllipseRoi | RectangleRoi):
        opposite = (number + 2) % 4
        fixed = {opposite: held[opposite]}
        axes = roi_axes(mark.turn_deg)
        kept = handles(changed)
        away = mark.plane.to_offset_mm([kept[number], target, held[opposite]])
        along = (away @ axes.T)[:2] if isinstance(mark, RectangleRoi) else None
        if along is not None:
            size = np.sort(np.abs((away[1] - away[2]) @ axes.T))
            np.testing.assert_allclose(np.sort(changed.size_mm), size, atol=1e-6)
        # A side that was drawn over the fixed one exchanges the handles.
        reach = np.linalg.norm(np.subtract(kept, fixed[opposite]), axis=1).min()
        assert reach < 1e-6
    else:
        np.testing.assert_allclose(handles(changed)[number], target, atol=1e-6)
        others = [n for n in range(len(held)) if n != number]
        np.testing.assert_allclose(np.array(handles(changed))[others], np.array(held)[others])


@given(planes(), offsets, st.floats(1, 40), st.floats(1, 40), st.floats(-180, 180))
def test_regions_are_drawn_with_their_area(plane, centre, width, height, turn):
    """The drawn outline holds the area that is told, an ellipse's to a quarter of a per cent."""
    (centre_lps,) = on(plane, [centre])
    for kind, bound in ((RectangleRoi, 1e-9), (EllipseRoi, 2.5e-3)):
        roi = kind(
            id="m", plane=plane, center_mm=centre_lps, size_mm=(width, height), turn_deg=turn
        )
        outline = plane.to_offset_mm(strokes(roi)[0])[:-1]
        assert polygon_area(outline) == pytest.approx(area_mm2(roi), rel=bound)


@example([(0.0, 0.0, 0.0), (0.0, 0.0, -2.225073858507e-311)], 0.0, 1.0)
@example([(0.0, 0.0, -1e-10), (1.0, 0.0, 1e-10)], 0.0, 1.0)
@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.floats(-9, 9)), min_size=2),
    st.floats(-5, 0),
    st.floats(0.1, 5),
)
def test_what_is_cut_out_of_a_line_lies_between_the_depths(points, low, high):
    """Pieces hold only what lies within, and no corner that does is lost."""
    line = np.array(points)
    # The third coordinate is the depth: seen from the side, it can be read off the pieces.
    pieces = within(line[:, [0, 2]], line[:, 2], low, high)
    for piece in pieces:
        assert piece[:, 1].min() >= low - 1e-9
        assert piece[:, 1].max() <= high + 1e-9
    inside = line[(line[:, 2] >= low) & (line[:, 2] <= high)]
    seen = np.concatenate(pieces) if pieces else np.empty((0, 2))
    for corner in inside[:, [0, 2]]:
        assert np.abs(seen - corner).sum(axis=1).min() < 1e-6


def test_an_overshoot_is_cut_off():
    """A circle drawn a little too far crosses itself no more, and keeps its area."""
    turn = np.linspace(0, 2 * np.pi * 1.05, 80)
    radius = 20 + np.linspace(0, 1.0, 80)
    outline = np.c_[radius * np.cos(turn), radius * np.sin(turn)]
    outline[-1] = (18.0, 8.0)
    assert crosses_itself(outline)
    cut = without_tails(outline)
    assert not crosses_itself(cut)
    assert polygon_area(cut) == pytest.approx(np.pi * 20.5**2, rel=0.03)
