"""Planes along a tilted vertebra: how they hang, where they lie, and what their pixels hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from inference.findings import Level
from inference.imaging.volume import Volume
from inference.preprocessing.windowing import Window
from inference.spine.axes import VertebraAxes
from inference.spine.shape import find_shape
from viewer.rendering.aligned import plane_grid, plane_pixels
from viewer.state.aligned import (
    aligned_content,
    aligned_level,
    aligned_plane,
    moved_through,
)
from viewer.state.app import AppState, set_spine
from viewer.state.planes import Plane

TILT = Rotation.from_euler("xyz", [20, -10, 15], degrees=True)
CENTER = np.array([3.0, -4.0, 250.0])


@pytest.fixture
def axes() -> VertebraAxes:
    """Give a vertebra that is tilted by known angles."""
    left, back, head = TILT.as_matrix().T
    return VertebraAxes(CENTER, left, back, head)


@pytest.mark.parametrize(
    ("plane", "normal"),
    [(Plane.AXIAL, [0, 0, 1]), (Plane.SAGITTAL, [-1, 0, 0]), (Plane.CORONAL, [0, 1, 0])],
)
def test_planes_lie_along_the_axes(axes, plane, normal) -> None:
    """The axial plane is parallel to the endplates; each goes through the wanted point."""
    through = CENTER + TILT.apply([4.0, 6.0, -3.0])
    lies = aligned_plane(axes, plane, through)
    np.testing.assert_allclose(lies.normal_lps, TILT.apply(normal), atol=1e-9)
    assert lies.depth_mm(through) == pytest.approx(0.0, abs=1e-9)


def test_planes_hang_as_readers_expect(axes) -> None:
    """Left on the right of the axial and coronal plane, front on the left of the sagittal one."""
    axial = aligned_plane(axes, Plane.AXIAL, CENTER)
    sagittal = aligned_plane(axes, Plane.SAGITTAL, CENTER)
    coronal = aligned_plane(axes, Plane.CORONAL, CENTER)
    assert np.dot(axial.right_lps, axes.left_lps) == pytest.approx(1.0)
    assert np.dot(axial.down_lps, axes.back_lps) == pytest.approx(1.0)
    assert np.dot(sagittal.right_lps, axes.back_lps) == pytest.approx(1.0)
    assert np.dot(coronal.right_lps, axes.left_lps) == pytest.approx(1.0)
    assert np.dot(coronal.down_lps, axes.head_lps) == pytest.approx(-1.0)


def test_the_grid_of_a_plane_is_the_plane(axes) -> None:
    """Its pixels lie where the plane says, within a thousandth of a millimetre."""
    lies = aligned_plane(axes, Plane.SAGITTAL, CENTER)
    grid = plane_grid(lies, (60.0, 40.0), 0.5)
    assert grid.shape_kji == (1, 80, 120)
    np.testing.assert_allclose(
        grid.index_to_lps((0, 79, 0)), lies.to_lps((-29.75, 19.75)), atol=1e-3
    )


def test_pixels_are_the_volumes_values(axes, volume: Volume) -> None:
    """A linear field comes out right on a plane that lies along no grid."""
    shape = volume.geometry.shape_kji
    points = volume.geometry.index_to_lps(np.moveaxis(np.indices(shape), 0, -1))
    slope = np.array([1.0, 2.0, -1.0])
    linear = replace(volume, hu=np.rint(points @ slope).astype(np.int16))
    lies = aligned_plane(axes, Plane.AXIAL, CENTER)
    window = Window(256.0, -250.0)
    pixels = plane_pixels(linear, lies, (30.0, 20.0), 1.0, window)
    grid = plane_grid(lies, (30.0, 20.0), 1.0)
    wanted = grid.index_to_lps(np.moveaxis(np.indices(grid.shape_kji), 0, -1))[0] @ slope
    np.testing.assert_allclose(pixels, wanted - (-250.0 - 128.0), atol=3.0)


def test_the_level_at_the_crosshair_is_followed(analysed: AppState) -> None:
    """Content belongs to the vertebra at the crosshair's height; without a shape there is none."""
    assert aligned_content(analysed, Plane.AXIAL) is None
    study = analysed.study
    state = set_spine(analysed, study.labels, find_shape(study.labels, study.shown.geometry))
    at = (2.0, 20.0, 310.0 - 17.0 * 4 + 1)
    state = replace(state, view=replace(state.view, crosshair_mm=at))
    assert aligned_level(state) is Level.C4
    content = aligned_content(state, Plane.AXIAL)
    assert content.title == "C4 axial"
    assert content.letters.left.startswith("R")
    assert content.letters.top.startswith("A")
    np.testing.assert_allclose(content.plane.to_lps(content.crosshair_mm), at, atol=1e-6)


def test_a_shape_of_another_mask_is_dropped(analysed: AppState) -> None:
    """An answer that comes late changes nothing."""
    assert set_spine(analysed, analysed.study.labels.copy(), None) is analysed


def test_moving_through_a_plane(axes) -> None:
    """The step is square to the plane."""
    lies = aligned_plane(axes, Plane.AXIAL, CENTER)
    np.testing.assert_allclose(
        moved_through(lies, (1.0, 2.0, 3.0), 2.0), np.array([1.0, 2.0, 3.0]) + 2 * axes.head_lps
    )
