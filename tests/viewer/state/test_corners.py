"""The corners say who, what, where and how, and nothing else does."""

from dataclasses import replace

import pytest

from viewer.state.corners import Corners
from viewer.state.planes import Plane
from viewer.state.resolve import resolve
from viewer.state.slab import Slab
from viewer.state.turn import TurnStep
from viewer.state.view import change_pane


@pytest.mark.parametrize(
    ("plane", "voxel"),
    [
        (Plane.AXIAL, "0.80 × 0.80 × 1.50 mm"),
        (Plane.SAGITTAL, "1.50 × 0.80 × 0.80 mm"),
        (Plane.CORONAL, "1.50 × 0.80 × 0.80 mm"),
    ],
    ids=str,
)
def test_voxels_are_those_of_the_plane(opened, plane, voxel):
    """Rows, columns and slices of the plane itself, never interpolated ones."""
    assert resolve(opened, plane).corners.bottom_right[2] == voxel


def test_rows_and_columns_turn_with_the_plane(opened):
    """A quarter turn exchanges the spacings of rows and columns."""
    view = change_pane(opened.view, Plane.SAGITTAL, lambda pane: pane.turned(TurnStep.CLOCKWISE))
    corners = resolve(replace(opened, view=view), Plane.SAGITTAL).corners
    assert corners.bottom_right[2:] == ("0.80 × 1.50 × 0.80 mm", "Rotated")


@pytest.mark.parametrize(
    ("steps", "inverted", "said"),
    [
        ((), False, ()),
        ((), True, ("Inverted",)),
        ((TurnStep.FLIP_VERTICALLY,), False, ("Mirrored",)),
        ((TurnStep.CLOCKWISE, TurnStep.FLIP_HORIZONTALLY), True, ("Inverted, mirrored",)),
        ((TurnStep.FLIP_VERTICALLY, TurnStep.FLIP_HORIZONTALLY), False, ("Rotated",)),
    ],
)
def test_an_unusual_display_is_said(opened, steps, inverted, said):
    """A mirrored plane is named: left and right changed sides."""
    pane = opened.view.axial
    for step in steps:
        pane = pane.turned(step)
    pane = pane.invert() if inverted else pane
    view = change_pane(opened.view, Plane.AXIAL, lambda _: pane)
    assert resolve(replace(opened, view=view), Plane.AXIAL).corners.bottom_right[3:] == said


def test_texts_can_be_switched_off(opened):
    """Texts go, and with everything hidden the crosshair too; the place is still told in words."""
    view = opened.view
    without = replace(view, overlay=replace(view.overlay, texts=False))
    content = resolve(replace(opened, view=without), Plane.AXIAL)
    assert content.corners == Corners()
    assert content.crosshair_pixel is not None
    assert content.description.startswith("Axial ")
    held = replace(view, overlay=replace(view.overlay, suppressed=True))
    content = resolve(replace(opened, view=held), Plane.AXIAL)
    assert content.corners == Corners()
    assert content.crosshair_pixel is None


def test_the_value_stands_over_the_place(opened):
    """The value under the mouse comes first, and is hidden with the other texts."""
    view = change_pane(opened.view, Plane.AXIAL, lambda pane: replace(pane, slab=Slab(7.5)))
    corners = resolve(replace(opened, view=view), Plane.AXIAL).corners
    lines = corners.with_value("68 HU MIP").bottom_left
    assert lines[:2] == ("68 HU MIP", "MIP 7.5 mm")
    assert corners.with_value("") is corners
    assert Corners().with_value("68 HU") == Corners()
