"""What a real beam does to a CT image: hardening, starved shoulders, metal, motion.

Each effect is a function of exact HU (k, j, i) on an axis-parallel grid (k head, j back,
i left). They are phenomenological: they put dark bands, streaks and contours where
physics puts them, at a fraction of a simulated reconstruction's cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from training.phantoms.bone import FloatArray
from training.phantoms.course import SpineCourse

Axes = tuple[FloatArray, FloatArray, FloatArray]

DENSE_HU = 250.0
"""What is denser hardens the beam."""

HARDENING_GRID_MM = 4.0
"""Dark bands are broad: they are computed on a grid this coarse."""

DIRECTIONS = 12
"""Directions of the beam over half a turn."""

BODY_HU = -500.0

METAL_HU = 3000.0

CUPPING_RADIUS_MM = 60.0


def dark_bands(hu: FloatArray, axes: Axes, strength_hu: float) -> FloatArray:
    """Darken what lies between dense bones, by ``strength_hu`` at the worst.

    Along each direction of the beam a point loses in proportion to the dense path before
    it times the dense path behind it: nothing outside the bones, most between two.
    """
    if strength_hu <= 0:
        return hu
    factors = [
        max(int(HARDENING_GRID_MM / max(float(line[1] - line[0]), 1e-3)), 1) if len(line) > 1 else 1
        for line in axes
    ]
    small = hu[tuple(slice(f // 2, None, f) for f in factors)]
    dense = np.clip(ndimage.uniform_filter(small, 2) - DENSE_HU, 0.0, 2500.0) / 1000.0
    total = np.zeros_like(dense)
    for angle in np.arange(DIRECTIONS) * np.pi / DIRECTIONS:
        before = np.cumsum(_turn(dense, angle), axis=1)
        between = np.sqrt(np.maximum(before * (before[:, -1:] - before), 0.0))
        total += _turn(between, -angle)
    total = ndimage.uniform_filter(total, (1, 3, 3))
    soft = total[(dense == 0) & (small > BODY_HU)]
    most = float(np.percentile(soft, 99.5)) if soft.size else 0.0
    if most <= 0:
        return hu
    band = np.clip(total / most, 0.0, 1.0).astype(np.float32)
    zoom = [n / s for n, s in zip(hu.shape, band.shape, strict=True)]
    band = ndimage.zoom(band, zoom, order=1, mode="nearest", grid_mode=True)
    return np.asarray(hu - np.float32(strength_hu) * band * (hu > BODY_HU), dtype=np.float32)


def _turn(planes: FloatArray, angle: float) -> FloatArray:
    """Turn planes (k, j, i) about their middle by the nearest neighbour; 0 comes in.

    Bands are smoothed later, and looking voxels up once for all planes is some ten times
    faster than interpolating plane by plane.
    """
    _, rows, columns = planes.shape
    j, i = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    dj, di = j - (rows - 1) / 2, i - (columns - 1) / 2
    from_j = np.rint(np.cos(angle) * dj - np.sin(angle) * di + (rows - 1) / 2).astype(int)
    from_i = np.rint(np.sin(angle) * dj + np.cos(angle) * di + (columns - 1) / 2).astype(int)
    inside = (from_j >= 0) & (from_j < rows) & (from_i >= 0) & (from_i < columns)
    flat = np.where(inside, from_j * columns + from_i, 0).ravel()
    turned = np.take(planes.reshape(len(planes), -1), flat, axis=1) * inside.ravel()
    return np.asarray(turned.reshape(planes.shape), dtype=np.float32)


def cupping(hu: FloatArray, axes: Axes, course: SpineCourse, depth_hu: float) -> FloatArray:
    """Darken the middle of the body by ``depth_hu``, fading outwards."""
    dx = (axes[2][None, :] - course.x[:, None]) / CUPPING_RADIUS_MM
    dy = (axes[1][None, :] - course.y[:, None]) / CUPPING_RADIUS_MM
    cup = np.exp(-(dy**2))[:, :, None] * np.exp(-(dx**2))[:, None, :]
    return np.asarray(hu - np.float32(depth_hu) * cup * (hu > BODY_HU), dtype=np.float32)


def shoulder_streaks(
    shape: Sequence[int],
    spacing_i_mm: float,
    shoulders: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """Streaks along left-right where the shoulders starve the detector.

    Unit standard deviation where ``shoulders`` (k,) is 1; they fade with it towards the
    head. Each row's streak keeps its sign over some 40 mm.
    """
    k, j, i = shape
    step = max(int(40.0 / spacing_i_mm), 1)
    nodes = rng.standard_normal((k, j, i // step + 2), dtype=np.float32)
    position = np.linspace(0, nodes.shape[2] - 1.001, i, dtype=np.float32)
    low = position.astype(int)
    share = position - low
    streaks = nodes[:, :, low] * (1 - share) + nodes[:, :, low + 1] * share
    # Neighbouring rows share a detector element's error only in part.
    streaks = ndimage.gaussian_filter1d(streaks, 0.6, axis=1)
    scale = max(float(streaks.std()), 1e-6)
    return np.asarray(streaks / scale * shoulders[:, None, None] ** 1.5, dtype=np.float32)


def metal_streaks(
    hu: FloatArray,
    axes: Axes,
    sites_mm: Sequence[NDArray[np.float64]],
    strength_hu: float,
    rng: np.random.Generator,
) -> FloatArray:
    """Fillings at ``sites_mm`` (x, y, z) with bright and dark rays in their axial planes."""
    out = hu.copy()
    z, y, x = axes
    for site in sites_mm:
        dy, dx = y[:, None] - site[1], x[None, :] - site[0]
        radius = np.hypot(dx, dy)
        angle = (np.arctan2(dy, dx) + np.pi) / (2 * np.pi)
        rays = ndimage.gaussian_filter1d(rng.standard_normal(180), 1.0, mode="wrap")
        rays /= np.abs(rays).max()
        index = angle * 180
        fan = np.take(rays, index.astype(int), mode="wrap") * (1 - index % 1) + np.take(
            rays, index.astype(int) + 1, mode="wrap"
        ) * (index % 1)
        reach = rng.uniform(25, 80)
        fan = fan * strength_hu * np.exp(-radius / reach) * rng.uniform(0.5, 1.5)
        height = np.exp(-(((z - site[2]) / rng.uniform(1.5, 5.0)) ** 2))
        size = rng.uniform(1.5, 5.0)
        for k in np.flatnonzero(height > 0.03):
            out[k] += (fan * height[k]).astype(np.float32)
            out[k][radius < size * height[k]] = METAL_HU
    return out


def double_contour(
    hu: FloatArray, planes: slice, shift_ji: tuple[int, int], share: float
) -> FloatArray:
    """Blend some planes with themselves moved: a patient who breathed or swallowed."""
    moved = shift_planes(hu, planes, shift_ji)
    out = hu.copy()
    out[planes] = np.float32(1.0 - share) * hu[planes] + np.float32(share) * moved[planes]
    return out


Scalar = TypeVar("Scalar", bound=np.generic)


def shift_planes(
    array: NDArray[Scalar], planes: slice, shift_ji: tuple[int, int]
) -> NDArray[Scalar]:
    """Move a block of planes by whole voxels; what comes in repeats the border."""
    out = array.copy()
    rows = np.clip(np.arange(array.shape[1]) - shift_ji[0], 0, array.shape[1] - 1)
    columns = np.clip(np.arange(array.shape[2]) - shift_ji[1], 0, array.shape[2] - 1)
    out[planes] = array[planes][:, rows][:, :, columns]
    return out


def outside_circle(axes: Axes, radius_mm: float) -> NDArray[np.bool_]:
    """Tell what lies outside the reconstructed circle of a plane, shape (j, i)."""
    _, y, x = axes
    middle_y, middle_x = (y[0] + y[-1]) / 2, (x[0] + x[-1]) / 2
    return np.asarray(np.hypot(y[:, None] - middle_y, x[None, :] - middle_x) > radius_mm)
