"""Planes are cut out as they hang, and level colours are laid over them."""

import numpy as np
import pytest

from inference.findings import LEVELS, Level
from inference.imaging.geometry import VolumeGeometry
from viewer.rendering.compose import (
    Plane,
    PlaneFrame,
    blend,
    contour_mask,
    extract,
    gray_to_rgb,
    level_colours,
)

GRID = VolumeGeometry.from_matrix((4, 5, 6), np.eye(4))


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_head_and_front_are_up(plane):
    """The first row is anterior on axial planes, and the head on the others."""
    k, j, _ = np.meshgrid(range(4), range(5), range(6), indexing="ij")
    frame = PlaneFrame(GRID, plane, 2)
    upward = -extract(j, frame) if plane is Plane.AXIAL else extract(k, frame)
    assert (np.diff(upward, axis=0) < 0).all()


def test_another_grid_is_refused():
    """An array that doesn't belong to the grid is refused, not shown askew."""
    with pytest.raises(ValueError, match="shape"):
        extract(np.zeros((4, 5, 7)), PlaneFrame(GRID, Plane.AXIAL, 0))


def test_every_level_has_its_own_colour():
    """Seven levels, seven colours."""
    assert len({level_colours()[level] for level in LEVELS}) == len(LEVELS)


def test_neighbours_differ_without_colour_vision():
    """Levels next to each other differ in lightness or hue for dichromats too.

    Simulated with the matrices of Machado, Oliveira and Fernandes 2009 (severity 1).
    """
    deuteranope = [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    protanope = [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    colours = np.array([level_colours()[level] for level in LEVELS]) / 255
    for matrix in (np.eye(3), np.array(deuteranope), np.array(protanope)):
        seen = np.clip(colours**2.2 @ matrix.T, 0, 1) ** (1 / 2.2)
        assert np.linalg.norm(np.diff(seen, axis=0), axis=1).min() > 0.2


def test_contour_is_inside_the_label():
    """The outline is the label's own outermost pixels; the image's edge is no outline."""
    labels = np.zeros((7, 7), np.uint8)
    labels[2:5, 2:5] = 3
    outline = contour_mask(labels)
    assert outline.sum() == 8
    assert not outline[3, 3]
    assert not contour_mask(np.full((4, 4), 2, np.uint8)).any()


def test_blend_mixes_gray_and_colour():
    """Area and outline are mixed with their own opacity; the background stays grey."""
    gray = np.full((7, 7), 100, np.uint8)
    labels = np.zeros((7, 7), np.uint8)
    labels[1:6, 1:6] = Level.C4.label
    rgb = blend(gray, labels, opacity=0.25)
    colour = np.array(level_colours()[Level.C4], float)
    np.testing.assert_array_equal(rgb[0, 0], (100, 100, 100))
    np.testing.assert_array_equal(rgb[3, 3], np.rint(100 * 0.75 + colour * 0.25))
    np.testing.assert_array_equal(rgb[1, 1], np.rint(100 * 0.5 + colour * 0.5))


def test_blend_can_leave_out():
    """Hidden levels stay grey; area and outline can be drawn alone; opacity 0 draws nothing."""
    gray = np.full((7, 7), 100, np.uint8)
    labels = np.zeros((7, 7), np.uint8)
    labels[1:6, 1:6] = Level.C4.label
    plain = gray_to_rgb(gray)
    np.testing.assert_array_equal(blend(gray, labels, opacity=1, hidden={Level.C4}), plain)
    np.testing.assert_array_equal(blend(gray, labels, opacity=0), plain)
    outline = blend(gray, labels, opacity=1, filled=False)
    np.testing.assert_array_equal(outline[3, 3], (100, 100, 100))
    area = blend(gray, labels, opacity=0.5, contour=False)
    np.testing.assert_array_equal(area[1, 1], area[3, 3])
