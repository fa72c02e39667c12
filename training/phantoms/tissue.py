"""From bones on a grid to Hounsfield units: tissue, cortex, noise, metal.

HU ranges are those of the literature, widened: a network that has seen more than
real scanners make is not surprised by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.imaging.geometry import VolumeGeometry
from training.phantoms.bone import FloatArray
from training.phantoms.pose import CERVICAL
from training.phantoms.scene import Anatomy, Scene, grid_lines, is_lower_vertebra

AIR_HU = -1000.0
HU_RANGE = (-1024, 3071)
"""What a 12-bit CT stores."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a scan looks.

    Attributes
    ----------
    cortical_hu, cancellous_hu : float
    cortex_mm : float
        Depth over which cortical bone fades into cancellous.
    texture_hu : float
        Of the trabeculae.
    muscle_hu, fat_hu, disc_hu, vessel_hu : float
    noise_hu : float
        Standard deviation at the head end.
    shoulder_noise : float
        How much more noise there is at the chest end, as a factor.
    streak_hu : float
        Horizontal streaks at the shoulders.
    blur_px : float
        Reconstruction kernel: positive blurs, negative sharpens.
    metal : bool
        Dental fillings with their streaks.
    neck_mm : tuple of float
        Half-axes of the neck, left-right and front-back.
    """

    cortical_hu: float = 1100.0
    cancellous_hu: float = 320.0
    cortex_mm: float = 1.2
    texture_hu: float = 50.0
    muscle_hu: float = 55.0
    fat_hu: float = -95.0
    disc_hu: float = 90.0
    vessel_hu: float = 60.0
    noise_hu: float = 25.0
    shoulder_noise: float = 1.8
    streak_hu: float = 10.0
    blur_px: float = 0.3
    metal: bool = False
    neck_mm: tuple[float, float] = (64.0, 66.0)


def draw_look(rng: np.random.Generator) -> Look:
    """Draw a look from ranges wider than real scans show."""
    return Look(
        cortical_hu=rng.uniform(600, 1700),
        cancellous_hu=rng.uniform(80, 520),
        cortex_mm=rng.uniform(0.7, 2.2),
        texture_hu=rng.uniform(10, 120),
        muscle_hu=rng.uniform(25, 85),
        fat_hu=rng.uniform(-130, -60),
        disc_hu=rng.uniform(60, 140),
        vessel_hu=rng.uniform(150, 450) if rng.random() < 0.25 else rng.uniform(30, 70),
        noise_hu=float(np.exp(rng.uniform(np.log(6), np.log(110)))),
        shoulder_noise=rng.uniform(1.0, 3.5),
        streak_hu=rng.uniform(0, 80),
        blur_px=rng.uniform(-0.5, 0.9),
        metal=bool(rng.random() < 0.3),
        neck_mm=(rng.uniform(52, 82), rng.uniform(54, 84)),
    )


def paint(
    scene: Scene,
    anatomy: Anatomy,
    geometry: VolumeGeometry,
    look: Look,
    rng: np.random.Generator,
) -> NDArray[np.int16]:
    """Turn a voxelised scene into HU.

    Returns
    -------
    ndarray of int16, shape (k, j, i)
    """
    axes = grid_lines(geometry)
    line = _spine_line(scene, axes[0])
    hu = _soft_tissue(axes, line, look, rng)
    _add_discs(hu, scene, geometry, look.disc_hu)
    _add_tubes(hu, axes, line, look, rng)
    _add_bone(hu, scene, anatomy, geometry, look, rng)
    if look.metal and "C2" in scene.bones:
        _add_metal(hu, scene, geometry, axes, rng)
    return _scan(hu, look, rng)


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """The spine's course: x and y of the bodies at each slice, and landmarks in z."""

    x: FloatArray
    y: FloatArray
    z_c1: float
    z_c7: float


def _spine_line(scene: Scene, z: FloatArray) -> _Line:
    names = [n for n in scene.bones if n in CERVICAL or is_lower_vertebra(n)]
    pivots = np.array(sorted((scene.pivot_mm(n) for n in names), key=lambda p: p[2]))
    smooth = [
        ndimage.gaussian_filter1d(np.interp(z, pivots[:, 2], pivots[:, n]), 6.0) for n in (0, 1)
    ]
    return _Line(
        smooth[0].astype(np.float32),
        smooth[1].astype(np.float32),
        # Of a torso, head and shoulders lie far beyond the field of view.
        float(scene.pivot_mm("C1")[2]) if "C1" in scene.bones else float(z[-1]) + 200.0,
        float(scene.pivot_mm("C7")[2]) if "C7" in scene.bones else float(z[-1]) + 60.0,
    )


def _coarse_noise(shape: Sequence[int], size: int, rng: np.random.Generator) -> FloatArray:
    """Smooth noise of unit variance: one random value every ``size`` voxels."""
    small = rng.normal(0, 1, [max(n // size + 2, 2) for n in shape]).astype(np.float32)
    factor = [n / s for n, s in zip(shape, small.shape, strict=True)]
    large = ndimage.zoom(small, factor, order=1)
    return np.asarray(large[tuple(slice(0, n) for n in shape)] * 1.5, dtype=np.float32)


def _soft_tissue(
    axes: tuple[FloatArray, FloatArray, FloatArray],
    line: _Line,
    look: Look,
    rng: np.random.Generator,
) -> FloatArray:
    """Air, skin, fat and muscle: neck, head above, shoulders below."""
    z, y, x = axes
    above = np.clip((z - line.z_c1 - rng.uniform(-25, 10)) / 30.0, 0, 1)
    below = np.clip((line.z_c7 + rng.uniform(0, 25) - z) / 45.0, 0, 1)
    a = look.neck_mm[0] + above * (84 - look.neck_mm[0]) + below * rng.uniform(60, 150)
    b = look.neck_mm[1] + above * (108 - look.neck_mm[1]) + below * rng.uniform(10, 50)
    # The neck's middle lies in front of the bodies, the head's a little more so.
    shift = -rng.uniform(2, 14) - above * rng.uniform(0, 14)
    rho = np.sqrt(
        ((x[None, None, :] - line.x[:, None, None]) / a[:, None, None]) ** 2
        + ((y[None, :, None] - (line.y + shift)[:, None, None]) / b[:, None, None]) ** 2
    ).astype(np.float32)
    shape = rho.shape
    noise = _coarse_noise(shape, 5, rng)
    hu = look.muscle_hu + 10.0 * noise
    fatty = noise + 3.0 * np.clip((rho - rng.uniform(0.7, 0.9)) * 8, -1, 1) > rng.uniform(0.8, 2.2)
    hu[fatty] = look.fat_hu
    hu[(rho > 0.97) & (rho < 1.0)] = 20.0
    hu[rho >= 1.0] = AIR_HU
    if rng.random() < 0.6:
        _add_couch(hu, axes, line, rng)
    return np.asarray(hu, dtype=np.float32)


def _add_couch(
    hu: FloatArray,
    axes: tuple[FloatArray, FloatArray, FloatArray],
    line: _Line,
    rng: np.random.Generator,
) -> None:
    """The scanner's couch or a head holder: a thin curved shell behind the patient."""
    _, y, x = axes
    depth = float(line.y.mean()) + rng.uniform(70, 110)
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
    hu: FloatArray,
    axes: tuple[FloatArray, FloatArray, FloatArray],
    line: _Line,
    look: Look,
    rng: np.random.Generator,
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
    roof = z < line.z_c1 + rng.uniform(5, 22)
    for dx, dy, rx, ry, value in tubes:
        cx = line.x + dx + wander[0]
        cy = line.y + dy + wander[1]
        r = ((x[None, None, :] - cx[:, None, None]) / rx) ** 2 + (
            (y[None, :, None] - cy[:, None, None]) / ry
        ) ** 2
        region = (r < 1.0) & (roof[:, None, None] if value == AIR_HU else True)
        if value > 100 and rng.random() < 0.4:
            # A calcified wall is a well-known false positive.
            rim = (r > 0.8) & (r < 1.2) & (_coarse_noise(hu.shape, 6, rng) > 2.2)
            hu[rim] = rng.uniform(400, 1200)
        hu[region & (hu > -600)] = value


def _add_bone(
    hu: FloatArray,
    scene: Scene,
    anatomy: Anatomy,
    geometry: VolumeGeometry,
    look: Look,
    rng: np.random.Generator,
) -> None:
    """Cortex and cancellous bone, with partial volume at the surface."""
    # Voxels deeper than half a voxel outside hold no bone: work on the others alone.
    blur = float(np.mean(geometry.spacing_kji_mm))
    near = anatomy.distance_mm < blur * 0.5
    distance = anatomy.distance_mm[near]
    share = np.clip(0.5 - distance / blur, 0.0, 1.0)
    depth = np.maximum(-distance, 0.0)
    per_bone = rng.normal(1.0, 0.18, len(scene.bones) + 1).clip(0.5, 1.6)
    cancellous = look.cancellous_hu * per_bone[anatomy.bone_index[near]]
    texture = rng.normal(0, 1, hu.shape).astype(np.float32)
    texture = ndimage.gaussian_filter(texture, 0.7)[near] * look.texture_hu * 3.0
    patches = _coarse_noise(hu.shape, 6, rng)[near] * 0.15 + 1.0
    shell = np.exp(-((depth / look.cortex_mm) ** 2))
    core = (cancellous + texture) * patches
    bone = core + (look.cortical_hu * np.clip(patches, 0.6, 1.4) - core) * shell
    hu[near] = hu[near] * (1 - share) + bone * share


def _add_metal(
    hu: FloatArray,
    scene: Scene,
    geometry: VolumeGeometry,
    axes: tuple[FloatArray, FloatArray, FloatArray],
    rng: np.random.Generator,
) -> None:
    """Teeth and fillings before the upper spine, with fan-shaped streaks."""
    z, y, x = axes
    c2 = scene.pivot_mm("C2")
    for _ in range(int(rng.integers(1, 5))):
        at = c2 + np.array([rng.uniform(-28, 28), -rng.uniform(45, 85), rng.uniform(-10, 28)])
        if not geometry.contains_lps(at):
            continue
        dy = y[:, None] - at[1]
        dx = x[None, :] - at[0]
        radius = np.sqrt(dx**2 + dy**2)
        angle = np.arctan2(dy, dx)
        fan = sum(
            rng.uniform(-1, 1) * np.cos(n * angle + rng.uniform(0, 6.3)) for n in (5, 9, 14, 23)
        )
        streak = fan * rng.uniform(60, 500) * np.exp(-radius / rng.uniform(30, 90))
        height = np.exp(-(((z - at[2]) / rng.uniform(2, 5)) ** 2))
        for k in np.flatnonzero(height > 0.02):
            hu[k] += streak * height[k]
            hu[k][radius < 4.5 * height[k]] = 3000.0


def _scan(hu: FloatArray, look: Look, rng: np.random.Generator) -> NDArray[np.int16]:
    """Kernel, noise and streaks of the scanner."""
    if look.blur_px > 0.05:
        hu = ndimage.gaussian_filter(hu, look.blur_px)
    elif look.blur_px < -0.05:
        hu = hu - look.blur_px * (hu - ndimage.gaussian_filter(hu, 1.0))
    depth = np.linspace(look.shoulder_noise, 1.0, hu.shape[0], dtype=np.float32)[:, None, None]
    noise = rng.standard_normal(hu.shape, dtype=np.float32)
    grain = rng.uniform(0.0, 0.9)
    if grain > 0.2:
        noise = ndimage.gaussian_filter(noise, (0.0, grain, grain))
        noise /= noise.std()
    hu = np.asarray(hu + noise * np.float32(look.noise_hu) * depth, dtype=np.float32)
    if look.streak_hu > 5:
        bands = rng.standard_normal((hu.shape[0], hu.shape[1], 1), dtype=np.float32)
        strength = np.float32(look.streak_hu / max(look.shoulder_noise, 1.0) * 0.5)
        hu = np.asarray(hu + bands * strength * (depth - 1.0), dtype=np.float32)
    return np.asarray(np.clip(np.rint(hu), *HU_RANGE), dtype=np.int16)
