"""Positions to a regular grid whose millimetres are true."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.imaging.sources import FileSource
from inference.imaging.stacking import (
    arrange,
    doubles,
    missing_warning,
    split_far_apart,
    widest_blend_mm,
)
from inference.imaging.study import Frame
from inference.imaging.volume import WarningCode

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def frame(position, orientation=AXIAL, thickness=None, number=0):
    """Return a frame at a position."""
    return Frame(
        source=FileSource(Path(f"{position[2]:g}.dcm")),
        index=0,
        position_mm=tuple(float(v) for v in position),
        orientation=orientation,
        spacing_ji_mm=(0.5, 0.25),
        shape_ji=(4, 4),
        slope=1.0,
        intercept=0.0,
        padding=None,
        thickness_mm=thickness,
        instance_number=number,
        acquisition="",
        kernel="",
    )


def at(*zs):
    """Return axial frames at the given z."""
    return [frame((0, 0, z)) for z in zs]


def codes(stack):
    """Return the codes of a stack's warnings."""
    return [warning.code for warning in stack.warnings]


def zs(frames):
    """Return the z of frames."""
    return [f.position_mm[2] for f in frames]


@given(st.permutations(list(range(7))), st.floats(0.2, 3.0), st.floats(-900, 900))
def test_any_order_gives_the_same_stack(order, spacing, origin):
    """Slices are sorted by position, and an even series is what it is."""
    stack = arrange(at(*[origin + spacing * n for n in order]))
    np.testing.assert_allclose(zs(stack.frames), [origin + spacing * n for n in range(7)])
    assert stack.places.tolist() == list(range(7))
    assert stack.is_equal
    assert stack.slice_count == 7
    assert stack.warnings == ()
    np.testing.assert_allclose(stack.step_mm, (0, 0, spacing), atol=1e-9)


def test_affine_has_columns_i_j_k():
    """Column spacing first, then row spacing, then the step between slices."""
    affine = arrange([frame((10, 20, z)) for z in (30, 32, 34)]).affine()
    expected = np.diag([0.25, 0.5, 2.0, 1.0])
    expected[:3, 3] = (10, 20, 30)
    np.testing.assert_allclose(affine, expected)


@pytest.mark.parametrize(
    ("orientation", "direction"),
    [
        ((1, 0, 0, 0, 1, 0), (0, 0, 1)),
        ((-1, 0, 0, 0, 1, 0), (0, 0, -1)),
        ((0, 1, 0, 0, 0, -1), (-1, 0, 0)),
        ((1, 0, 0, 0, 0, -1), (0, 1, 0)),
    ],
    ids=["axial", "feet first", "sagittal", "coronal"],
)
def test_slices_ascend_along_their_normal(orientation, direction):
    """The normal is row direction x column direction, in every orientation."""
    frames = [frame(np.multiply(n, direction), orientation) for n in (2, 0, 1)]
    stack = arrange(frames)
    np.testing.assert_allclose(stack.step_mm, direction, atol=1e-12)
    np.testing.assert_allclose(stack.affine()[:3, 3], 0)


def test_doubles_keep_the_first():
    """Of slices at one place, the lowest instance number stays; the others are named."""
    frames = [frame((0, 0, z), number=n) for n, z in enumerate((0, 1, 2, 1, 3))]
    stack = arrange(frames)
    assert [f.instance_number for f in stack.frames] == [0, 1, 2, 4]
    assert codes(stack) == [WarningCode.DUPLICATE_SLICES]
    assert stack.warnings[0].text == "1 slice at a place already taken, left out: 1.dcm"


def test_doubles_of_a_single_place():
    """All at one place: all but the first are doubles, and there is no volume."""
    frames = at(4, 4, 4)
    assert doubles(frames) == [1, 2]
    with pytest.raises(ValueError, match="at the same place"):
        arrange(frames)


def test_nearly_equal_positions_do_not_chain():
    """Each slice is compared with the last one kept, so that a fine series isn't eaten up."""
    assert doubles(at(0, 1, 1.04, 2, 3, 4)) == [2]


def test_missing_slices_are_whole_steps():
    """A gap leaves the grid regular, with room for what is missing."""
    stack = arrange(at(0, 1.5, 3, 6, 7.5))
    assert stack.is_equal
    assert stack.places.tolist() == [0, 1, 2, 4, 5]
    assert stack.slice_count == 6
    assert stack.spacing_mm == pytest.approx(1.5)


def test_rounded_positions_are_even():
    """Positions written with two decimals don't drift away from the grid."""
    stack = arrange(at(*[round(0.6251 * n, 2) for n in range(300)]))
    assert stack.is_equal
    assert stack.spacing_mm == pytest.approx(0.6251, abs=1e-4)


def test_unequal_spacing_is_resampled_to_the_finer_part():
    """The grid reaches from the first slice to the last, in the finer steps."""
    stack = arrange(at(*range(10), *range(11, 30, 3)))
    assert not stack.is_equal or stack.spacing_mm == pytest.approx(1.0)
    stack = arrange(at(0, 1, 2, 3, 4.5, 6, 7.5))
    assert not stack.is_equal
    assert stack.slice_count == 9
    assert stack.spacing_mm == pytest.approx(7.5 / 8)
    np.testing.assert_allclose(stack.places * stack.spacing_mm, zs(stack.frames))
    assert codes(stack) == [WarningCode.UNEQUAL_SPACING]
    assert "1.00 to 1.50 mm apart" in stack.warnings[0].text


def test_tilted_gantry_is_a_sheared_grid():
    """The table moves along z while the slices lean: the affine holds both."""
    angle = np.radians(-18.5)
    leaning = (1.0, 0.0, 0.0, 0.0, float(np.cos(angle)), float(np.sin(angle)))
    stack = arrange([frame((0, 0, 2.5 * n), leaning) for n in range(5)])
    np.testing.assert_allclose(stack.step_mm, (0, 0, 2.5), atol=1e-9)
    assert stack.spacing_mm == pytest.approx(2.5 * np.cos(angle))
    assert codes(stack) == [WarningCode.GANTRY_TILT]
    assert "18.5 degrees" in stack.warnings[0].text
    for n, one in enumerate(stack.frames):
        np.testing.assert_allclose(stack.affine() @ (0, 0, n, 1), (*one.position_mm, 1), atol=1e-9)


@pytest.mark.parametrize(
    ("zs_mm", "thickness"), [((0, 5, 10), None), ((0, 1, 2), 5.0)], ids=["apart", "thick"]
)
def test_thick_slices_are_told(zs_mm, thickness):
    """Thick by their distance or by their own word."""
    stack = arrange([frame((0, 0, z), thickness=thickness) for z in zs_mm])
    assert codes(stack) == [WarningCode.THICK_SLICES]
    assert "5.0 mm" in stack.warnings[0].text


def test_thickness_is_never_the_spacing():
    """Overlapping slices of 2 mm every 1 mm lie 1 mm apart."""
    stack = arrange([frame((0, 0, z), thickness=2.0) for z in range(4)])
    assert stack.spacing_mm == pytest.approx(1.0)


def test_slices_that_do_not_line_up_are_refused():
    """An affine can't hold slices that jump sideways."""
    frames = at(0, 1, 2, 3)
    frames[1] = frame((4, 0, 1))
    with pytest.raises(ValueError, match=r"shifted sideways by up to 4\.0 mm"):
        arrange(frames)


def test_positions_that_make_no_volume_are_refused():
    """A grid many times larger than its source is never made."""
    with pytest.raises(ValueError, match="make no volume"):
        arrange(at(0, 0.1, 0.2, 50, 50.1, 50.2))


def test_far_apart_slices_are_two_stacks():
    """Neck and pelvis under one series UID are cut apart."""
    pieces = split_far_apart(at(502, 1, 0, 501, 2, 500))
    assert [zs(piece) for piece in pieces] == [[0, 1, 2], [500, 501, 502]]


def test_missing_warning_says_where():
    """Runs are joined; what stands in their place is said."""
    stack = arrange([frame((0, 0, 10 + z)) for z in (0, 1, 2, 4, 5, 10)])
    blended, black = missing_warning(stack, [3], [6, 7, 8, 9])
    assert blended.text == "1 slice is missing at z = 13.0 mm; interpolated"
    assert black.text == "4 slices are missing at z = 16.0 to 19.0 mm; left black"
    assert missing_warning(stack, [], []) == []


def test_one_missing_slice_is_always_blended():
    """However thick the slices."""
    assert widest_blend_mm(arrange(at(0, 8, 16, 32))) > 16
    assert widest_blend_mm(arrange(at(0, 1, 2, 3))) == 6
