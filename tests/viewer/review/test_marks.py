"""Marks refuse what can't be drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from review_strategies import on, outlines, planes

from viewer.review.marks import (
    MAX_OUTLINE_POINTS,
    Angle,
    Box,
    CobbAngle,
    Distance,
    EllipseRoi,
    FreehandRoi,
    TextNote,
    new_id,
)
from viewer.review.plane import PatientPlane

PLANE = PatientPlane((0.0, 0.0, 50.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
BASE = {"id": "m", "plane": PLANE}
A, B, C, D = (0.0, 0.0, 50.0), (4.0, 0.0, 50.0), (4.0, 3.0, 50.0), (0.0, 3.0, 50.0)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: Distance(id=" ", plane=PLANE, start_mm=A, end_mm=B), "id must not be empty"),
        (lambda: Distance(**BASE, start_mm=A, end_mm=(1.0, 1.0, 50.1)), "off its plane"),
        (lambda: Distance(**BASE, start_mm=A, end_mm=(1.0, np.nan, 50.0)), "must be finite"),
        (lambda: Distance(**BASE, start_mm=A, end_mm=B, label="\ud800"), "half a character"),
        (lambda: Angle(**BASE, first_mm=A, vertex_mm=A, second_mm=B), "no length"),
        (lambda: CobbAngle(**BASE, upper_mm=(A, B), lower_mm=(C, C)), "no length"),
        (lambda: EllipseRoi(**BASE, center_mm=A, size_mm=(3.0, 0.0)), "must have an extent"),
        (lambda: EllipseRoi(**BASE, center_mm=A, size_mm=(3.0, np.inf)), "must be finite"),
        (lambda: FreehandRoi(**BASE, outline_mm=(A, B)), "3 to 2000 points, got 2"),
        (lambda: FreehandRoi(**BASE, outline_mm=(A, C, B, D)), "crosses or touches"),
        (lambda: TextNote(**BASE, position_mm=A), "text of a note must not be empty"),
        (lambda: Box(**BASE, min_lps_mm=C, max_lps_mm=A), "a box runs from"),
    ],
)
def test_what_can_not_be_drawn_is_refused(make, word):
    """Every refusal says what is wrong."""
    with pytest.raises(ValueError, match=word):
        make()


def test_an_endless_outline_is_refused():
    """An outline has an end."""
    turn = np.linspace(0, 2 * np.pi, MAX_OUTLINE_POINTS + 2)[:-1]
    outline = on(PLANE, 20 * np.c_[np.cos(turn), np.sin(turn)])
    with pytest.raises(ValueError, match=f"got {MAX_OUTLINE_POINTS + 1}"):
        FreehandRoi(**BASE, outline_mm=outline)
    assert len(FreehandRoi(**BASE, outline_mm=outline[:-1]).outline_mm) == MAX_OUTLINE_POINTS


@given(planes(), outlines())
def test_a_star_never_crosses_itself_and_a_swap_of_corners_does(plane, outline):
    """A plain outline is taken in any plane; the same with an edge led back is not."""
    FreehandRoi(id="m", plane=plane, outline_mm=on(plane, outline))
    doubled = on(plane, [*outline, outline[0], outline[1]])
    with pytest.raises(ValueError, match="crosses or touches"):
        FreehandRoi(id="m", plane=plane, outline_mm=doubled)


def test_a_box_may_be_flat_and_lie_off_its_plane():
    """The model's boxes have no thickness; a vertebra's reaches to both sides of a plane."""
    Box(**BASE, min_lps_mm=(0.0, 0.0, 40.0), max_lps_mm=(5.0, 5.0, 40.0))


def test_ids_differ():
    """No two marks share an id."""
    assert len({new_id() for _ in range(100)}) == 100
