"""Resampling and cropping against fields whose value is known at every point."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.imaging.geometry import VolumeGeometry
from inference.preprocessing.channels import window_channels
from inference.preprocessing.cropping import CropConfig, close_gaps, crop_grid, crop_vertebra
from inference.preprocessing.planes import plane_channels
from inference.preprocessing.resampling import (
    AIR_HU,
    block_mean,
    interpolate,
    isotropic_grid,
    region,
    resample,
    sample_at,
)
from inference.preprocessing.windowing import Window


def tilted(shape: tuple[int, int, int], spacing: tuple[float, float, float]) -> VolumeGeometry:
    """A grid turned about x, with its own origin."""
    angle = 0.2
    turn = np.array(
        [[1, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]]
    )
    matrix = np.eye(4)
    matrix[:3, :3] = turn @ np.diag(spacing[::-1])
    matrix[:3, 3] = (-20, 12, 33)
    return VolumeGeometry.from_matrix(shape, matrix)


def ramp(geometry: VolumeGeometry) -> np.ndarray:
    """A field that is linear in patient millimetres."""
    index = np.stack(np.meshgrid(*(np.arange(n) for n in geometry.shape_kji), indexing="ij"), -1)
    x, y, z = np.moveaxis(geometry.index_to_lps(index), -1, 0)
    return (3 * x - 2 * y + z).astype(np.float32)


@settings(max_examples=20, deadline=None)
@given(
    st.tuples(st.floats(0.4, 3), st.floats(0.3, 2), st.floats(0.3, 2)),
    st.floats(0.6, 3.0),
)
def test_a_linear_field_survives_resampling(
    spacing: tuple[float, float, float], wanted: float
) -> None:
    """Averaging and interpolating reproduce a linear field, whatever grid and tilt."""
    geometry = tilted((18, 22, 26), spacing)
    values = ramp(geometry)
    grid = isotropic_grid(geometry, wanted)
    sampled = resample(values, geometry, grid, fill=np.nan)
    expected = ramp(grid)
    inside = np.isfinite(sampled)
    if inside.any():
        np.testing.assert_allclose(sampled[inside], expected[inside], atol=0.05)


def test_outside_the_scan_is_air() -> None:
    """What the scan does not reach is -1024 HU."""
    geometry = VolumeGeometry.from_matrix((4, 4, 4), np.eye(4))
    matrix = np.eye(4)
    matrix[:3, 3] = 100
    far = VolumeGeometry.from_matrix((2, 2, 2), matrix)
    assert (resample(np.zeros((4, 4, 4), np.int16), geometry, far) == AIR_HU).all()


def test_an_isotropic_grid_covers_the_scan() -> None:
    """Its bounds hold those of the scan, with at most half a voxel to spare on each side."""
    geometry = tilted((7, 9, 11), (2.5, 0.7, 0.7))
    grid = isotropic_grid(geometry, 1.5)
    low, high = geometry.bounds_lps_mm()
    grid_low, grid_high = grid.bounds_lps_mm()
    assert (grid_low <= low + 1e-6).all()
    assert (grid_high >= high - 1e-6).all()
    assert (low - grid_low <= 0.75 + 1e-6).all()
    assert grid.spacing_kji_mm == pytest.approx((1.5, 1.5, 1.5))


@pytest.mark.parametrize("factor", [(1, 1, 1), (2, 2, 2), (3, 1, 2), (40, 1, 1)])
def test_block_means_stay_where_they_were(factor: tuple[int, int, int]) -> None:
    """The mean of a linear field over a block is its value at the block's centre."""
    geometry = tilted((7, 8, 9), (1.0, 1.0, 1.0))
    values, grid = block_mean(ramp(geometry), geometry, factor)
    np.testing.assert_allclose(values, ramp(grid), atol=1e-3)


def test_a_region_is_a_view_that_knows_its_place() -> None:
    """The part holds the box, and writing to it writes to the whole."""
    geometry = tilted((20, 20, 20), (1.0, 1.0, 1.0))
    values = ramp(geometry)
    center = geometry.index_to_lps([10, 9, 8])
    part, place = region(values, geometry, center - 2, center + 2)
    np.testing.assert_allclose(part, ramp(place), atol=1e-4)
    assert place.contains_lps(np.array([center - 2, center + 2])).all()
    part[:] = 7
    assert (values == 7).sum() == part.size


def test_a_region_outside_is_one_voxel_at_least() -> None:
    """A box beyond the grid still gives something to index."""
    geometry = VolumeGeometry.from_matrix((5, 5, 5), np.eye(4))
    part, _ = region(np.zeros((5, 5, 5)), geometry, np.full(3, 50.0), np.full(3, 60.0))
    assert part.size >= 1


def test_crop_planes_run_from_top_to_bottom_through_the_box() -> None:
    """Thirty planes, evenly spaced, centred on the box, the first the highest."""
    config = CropConfig(planes=30, size_px=11, pixel_mm=2.0, closing_mm=7.2)
    low, high = np.array([-10.0, -6, 40]), np.array([10.0, 14, 55])
    grid = crop_grid(low, high, config)
    z = grid.index_to_lps(np.stack([np.arange(30), np.full(30, 5), np.full(30, 5)], -1))
    np.testing.assert_allclose(z[:, :2], [[0.0, 4.0]] * 30)
    assert z[0, 2] == pytest.approx(55 - 0.25)
    assert z[-1, 2] == pytest.approx(40 + 0.25)
    np.testing.assert_allclose(np.diff(z[:, 2]), -0.5)


def test_a_crop_holds_the_cts_values_and_the_levels_mask() -> None:
    """HU at each pixel are those of that place; the mask is full inside the level alone."""
    geometry = VolumeGeometry.from_matrix((40, 60, 60), np.diag([1.0, 1, 1, 1]))
    hu = ramp(geometry).astype(np.int16)
    mask = np.zeros(hu.shape, np.uint8)
    mask[10:30, 20:40, 20:40] = 4
    mask[5:10] = 3
    config = CropConfig(planes=6, size_px=24, pixel_mm=1.5, closing_mm=7.2)
    box = (np.array([19.5, 19.5, 9.5]), np.array([39.5, 39.5, 29.5]))
    crop = crop_vertebra(hu, mask, 4, geometry, box, config)
    np.testing.assert_allclose(crop.hu, ramp(crop.geometry), atol=1.0)
    assert (crop.mask[1:-1, 10:14, 10:14] == 255).all()
    # Blocks of three slices are averaged: the outermost planes mix in what lies beyond.
    assert (crop.mask[[0, -1], 10:14, 10:14] > 127).all()
    assert (crop.mask[:, 0] == 0).all()


def test_a_crack_does_not_show_in_a_closed_mask() -> None:
    """A gap of 2 mm is closed; a canal of 14 mm stays open, and so does the outside."""
    mask = np.zeros((2, 60, 60), np.uint8)
    mask[:, 10:50, 10:50] = 255
    mask[0, 22:40, 22:40] = 0
    mask[1, 29:32, :] = 0
    closed = close_gaps(mask, 9.0)
    np.testing.assert_array_equal(closed[0], mask[0])
    assert (closed[1, 10:50, 10:50] == 255).all()
    assert not closed[1, :10].any()
    np.testing.assert_array_equal(close_gaps(mask, 0.0), mask)


def test_channels_are_the_windows_in_order() -> None:
    """One channel a window, then the mask."""
    hu = np.array([[-500, 400], [1300, 3000]], np.int16)
    windows = [Window(1800, 400), Window(4000, 700)]
    channels = window_channels(hu[None], windows)
    assert channels.shape == (1, 2, 2, 2)
    assert channels[0, 0, 0, 1] == pytest.approx(0.5, abs=1e-3)
    planes = plane_channels(hu, np.full((2, 2), 255, np.uint8), windows)
    assert planes.shape == (3, 2, 2)
    assert (planes[2] == 1).all()
    np.testing.assert_array_equal(planes[:2], channels[0])


def test_values_at_points() -> None:
    """A linear field is read exactly between the voxels of a tilted grid; outside is the fill."""
    geometry = tilted((10, 12, 14), (2.0, 1.0, 0.7))
    index = np.random.default_rng(3).uniform(0, 9, (5, 4, 3))
    points = geometry.index_to_lps(index)
    x, y, z = np.moveaxis(points, -1, 0)
    np.testing.assert_allclose(
        sample_at(ramp(geometry), geometry, points), 3 * x - 2 * y + z, atol=1e-3
    )
    outside = geometry.index_to_lps([(-2.0, 3.0, 3.0)])
    assert sample_at(ramp(geometry), geometry, outside) == AIR_HU


def test_interpolation_is_resampling_where_nothing_is_averaged() -> None:
    """On a grid as fine as the voxels both give the same, rounded to the values' own type."""
    geometry = tilted((18, 22, 26), (1.2, 0.8, 0.8))
    values = np.rint(ramp(geometry)).astype(np.int16)
    grid = isotropic_grid(geometry, 0.8)
    sampled = interpolate(values, geometry, grid)
    assert sampled.dtype == np.int16
    np.testing.assert_allclose(sampled, resample(values, geometry, grid), atol=0.501)


def test_labels_are_interpolated_from_the_nearest_voxel() -> None:
    """No value comes up between two labels, and outside is background."""
    geometry = tilted((18, 22, 26), (1.2, 0.8, 0.8))
    labels = np.where(np.arange(26) < 13, 1, 7).astype(np.uint8) * np.ones((18, 22, 1), np.uint8)
    grid = isotropic_grid(geometry, 0.5)
    sampled = interpolate(labels, geometry, grid, 0, nearest=True)
    assert set(np.unique(sampled)) == {0, 1, 7}
    inside = grid.index_to_lps(np.argwhere(sampled > 0))
    assert geometry.contains_lps(inside).all()


def test_a_plane_costs_no_copy_of_the_volume() -> None:
    """Only the plane itself is allocated, however large the volume is."""
    geometry = VolumeGeometry.from_matrix((200, 200, 200), np.eye(4))
    values = np.zeros(geometry.shape_kji, np.int16)
    matrix = tilted((1, 50, 50), (1.0, 1.0, 1.0)).matrix
    grid = VolumeGeometry.from_matrix((1, 50, 50), matrix)
    for sample in (interpolate, resample):
        tracemalloc.start()
        sample(values, geometry, grid)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < values.nbytes / 10
