"""The demonstration's soft tissue and scanner: plain, and never changed.

Tests, screenshots and the networks that come with Dens know the demonstration voxel by
voxel. What makes phantoms better for training goes into :mod:`training.phantoms.tissue`
and :mod:`training.phantoms.scanner`, which this module doesn't use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.imaging.geometry import VolumeGeometry
from training.phantoms.bone import FloatArray
from training.phantoms.course import SpineCourse, spine_course
from training.phantoms.noise import coarse_noise
from training.phantoms.pose import CERVICAL
from training.phantoms.scene import Anatomy, Scene, grid_lines, is_lower_vertebra
from training.phantoms.tissue import AIR_HU, HU_RANGE, Look, add_bone

Axes = tuple[FloatArray, FloatArray, FloatArray]

NECK_MM = (64.0, 66.0)
"""Half-axes of the neck, left-right and front-back."""

STREAK_HU = 10.0
BLUR_PX = 0.3


@dataclass(frozen=True, slots=True)
class PlainNoise:
    """Noise: its standard deviation at the head end, and the factor at the chest end."""

    noise_hu: float = 25.0
    shoulder_factor: float = 1.8


def paint_plain(
    scene: Scene,
    anatomy: Anatomy,
    geometry: VolumeGeometry,
    look: Look,
    noise: PlainNoise,
    rng: np.random.Generator,
) -> NDArray[np.int16]:
    """Turn a voxelised scene into HU, shape (k, j, i)."""
    axes = grid_lines(geometry)
    course = spine_course(scene, axes[0])
    hu = _soft_tissue(axes, course, look, rng)
    _add_discs(hu, scene, geometry, look.disc_hu)
    _add_tubes(hu, axes, course, look, rng)
    add_bone(hu, scene, anatomy, geometry, look, rng, partial(coarse_noise, hu.shape, 6))
    return _scan(hu, noise, rng)


def _soft_tissue(
    axes: Axes, course: SpineCourse, look: Look, rng: np.random.Generator
) -> FloatArray:
    """Air, skin, fat and muscle: neck, head above, shoulders below."""
    z, y, x = axes
    above = np.clip((z - course.z_c1 - rng.uniform(-25, 10)) / 30.0, 0, 1)
    below = np.clip((course.z_c7 + rng.uniform(0, 25) - z) / 45.0, 0, 1)
    a = NECK_MM[0] + above * (84 - NECK_MM[0]) + below * rng.uniform(60, 150)
    b = NECK_MM[1] + above * (108 - NECK_MM[1]) + below * rng.uniform(10, 50)
    # The neck's middle lies in front of the bodies, the head's a little more so.
    shift = -rng.uniform(2, 14) - above * rng.uniform(0, 14)
    rho = np.sqrt(
        ((x[None, None, :] - course.x[:, None, None]) / a[:, None, None]) ** 2
        + ((y[None, :, None] - (course.y + shift)[:, None, None]) / b[:, None, None]) ** 2
    ).astype(np.float32)
    noise = coarse_noise(rho.shape, 5, rng)
    hu = look.muscle_hu + 10.0 * noise
    fatty = noise + 3.0 * np.clip((rho - rng.uniform(0.7, 0.9)) * 8, -1, 1) > rng.uniform(0.8, 2.2)
    hu[fatty] = look.fat_hu
    hu[(rho > 0.97) & (rho < 1.0)] = 20.0
    hu[rho >= 1.0] = AIR_HU
    if rng.random() < 0.6:
        _add_couch(hu, axes, course, rng)
    return np.asarray(hu, dtype=np.float32)


def _add_couch(hu: FloatArray, axes: Axes, course: SpineCourse, rng: np.random.Generator) -> None:
    """The scanner's couch or a head holder: a thin curved shell behind the patient."""
    _, y, x = axes
    depth = float(course.y.mean()) + rng.uniform(70, 110)
    curve = depth - (x / rng.uniform(100, 200)) ** 2 * 60.0
    gap = np.abs(y[:, None] - curve[None, :])
    shell = (gap < rng.uniform(1, 3)) & (hu.max(axis=0) < 3000)
    hu[:, shell] = np.maximum(hu[:, shell], rng.uniform(-500, 300))


def _add_discs(hu: FloatArray, scene: Scene, geometry: VolumeGeometry, disc_hu: float) -> None:
    order = [n for n in scene.bones if (n in CERVICAL and n != "C1") or is_lower_vertebra(n)]
    order.sort(key=lambda n: -scene.pivot_mm(n)[2])
    for upper, lower in pairwise(order):
        center = (scene.pivot_mm(upper) + scene.pivot_mm(lower)) / 2
        low = geometry.lps_to_index(center - np.array([12.0, 10.0, 5.0]))
        high = geometry.lps_to_index(center + np.array([12.0, 10.0, 5.0]))
        box = tuple(
            slice(max(int(a), 0), max(int(np.ceil(b)), 0)) for a, b in zip(low, high, strict=True)
        )
        part = hu[box]
        if part.size:
            hu[box] = np.where(part > -500, disc_hu, part)


def _add_tubes(
    hu: FloatArray, axes: Axes, course: SpineCourse, look: Look, rng: np.random.Generator
) -> None:
    """Airway in front of the spine, great vessels beside it."""
    z, y, x = axes
    wander = [ndimage.gaussian_filter1d(rng.normal(0, 1, len(z)), 12.0) * 12 for _ in range(2)]
    tubes = [(0.0, -rng.uniform(20, 34), rng.uniform(5, 11), rng.uniform(4, 9), AIR_HU)]
    side = rng.uniform(20, 32)
    for sign in (-1, 1):
        tubes.append((sign * side, -rng.uniform(8, 22), rng.uniform(3, 5), 4.0, look.vessel_hu))
        tubes.append((sign * (side + 9), -rng.uniform(2, 16), 6.0, 5.0, look.vessel_hu * 0.9))
    # The pharynx ends below the skull base; the vessels go on into it.
    roof = z < course.z_c1 + rng.uniform(5, 22)
    for dx, dy, rx, ry, value in tubes:
        cx = course.x + dx + wander[0]
        cy = course.y + dy + wander[1]
        r = ((x[None, None, :] - cx[:, None, None]) / rx) ** 2 + (
            (y[None, :, None] - cy[:, None, None]) / ry
        ) ** 2
        region = (r < 1.0) & (roof[:, None, None] if value == AIR_HU else True)
        hu[region & (hu > -600)] = value


def _scan(hu: FloatArray, options: PlainNoise, rng: np.random.Generator) -> NDArray[np.int16]:
    """Kernel, noise and streaks of the scanner."""
    hu = ndimage.gaussian_filter(hu, BLUR_PX)
    factor = options.shoulder_factor
    depth = np.linspace(factor, 1.0, hu.shape[0], dtype=np.float32)[:, None, None]
    noise = rng.standard_normal(hu.shape, dtype=np.float32)
    grain = rng.uniform(0.0, 0.9)
    if grain > 0.2:
        noise = ndimage.gaussian_filter(noise, (0.0, grain, grain))
        noise /= noise.std()
    hu = np.asarray(hu + noise * np.float32(options.noise_hu) * depth, dtype=np.float32)
    bands = rng.standard_normal((hu.shape[0], hu.shape[1], 1), dtype=np.float32)
    strength = np.float32(STREAK_HU / max(factor, 1.0) * 0.5)
    hu = np.asarray(hu + bands * strength * (depth - 1.0), dtype=np.float32)
    return np.asarray(np.clip(np.rint(hu), *HU_RANGE), dtype=np.int16)
