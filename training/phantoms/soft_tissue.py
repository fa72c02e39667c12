"""Skin, fat, muscles, canal, vessels, glands, airway and brain around the bones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from training.phantoms.bone import FloatArray
from training.phantoms.course import SpineCourse, rings
from training.phantoms.noise import slow_noise, smooth_walk
from training.phantoms.scene import Anatomy, Scene
from training.phantoms.tissue import AIR_HU, Look

Axes = tuple[FloatArray, FloatArray, FloatArray]

LUNG_HU = -850.0
SKIN_HU = 30.0
SKIN_MM = 2.0

COVER_MM = 4.5
"""Skin and fat over a bone that lies outside the body's outline. Less than the rim of the
bones' own grids, beyond which distances aren't known."""

DOME_MM = 75.0
"""Height of the part of the head that narrows to the crown."""

CALCIFIED_RATE = 0.35
"""Chance that the carotids' walls are calcified: a published false positive."""

VESSEL_ROOF_MM = 25.0
"""The great vessels vanish into the skull base this far above C1."""

ROOF_MM = 12.0
"""From this far above C1 on, what bone encloses is the cranial cavity."""


@dataclass(frozen=True, slots=True)
class Body:
    """Outline of the person, mm.

    Attributes
    ----------
    neck_mm, head_mm, shoulder_mm : tuple of float
        From the bodies to the side, the front and the back; the shoulders' are added to
        the neck's.
    fat_mm : tuple of float
        Fat below the skin, in front and behind.
    nape_mm, chin_mm, slope_mm : float
        Where the neck widens to the head behind and in front, above C1, and how slowly.
    septum : float
        Share of the muscles that is fat between them.
    """

    neck_mm: tuple[float, float, float]
    head_mm: tuple[float, float, float]
    shoulder_mm: tuple[float, float, float]
    fat_mm: tuple[float, float]
    nape_mm: float
    chin_mm: float
    slope_mm: float
    septum: float


def draw_body(rng: np.random.Generator) -> Body:
    """Draw an outline between a child's thin and an obese neck."""
    return Body(
        (rng.uniform(46, 82), rng.uniform(48, 75), rng.uniform(46, 80)),
        (rng.uniform(72, 86), rng.uniform(98, 122), rng.uniform(84, 102)),
        (rng.uniform(60, 160), rng.uniform(5, 45), rng.uniform(5, 40)),
        (rng.uniform(1.5, 12), rng.uniform(3, 28)),
        rng.uniform(-20, 10),
        rng.uniform(-60, -25),
        rng.uniform(15, 40),
        rng.uniform(0.02, 0.25),
    )


def paint_soft_tissue(
    scene: Scene,
    anatomy: Anatomy,
    axes: Axes,
    course: SpineCourse,
    look: Look,
    rng: np.random.Generator,
) -> FloatArray:
    """Everything but bone and disc, in HU, shape (k, j, i).

    All sizes are an adult's: a child is painted on a grid that is larger by as much as the
    child is smaller.
    """
    size = scene.patient.size
    axes = (axes[0] / np.float32(size), axes[1] / np.float32(size), axes[2] / np.float32(size))
    course = SpineCourse(
        axes[0], course.x / size, course.y / size, course.z_c1 / size, course.z_c7 / size
    )
    body = draw_body(rng)
    crown = _crown_mm(scene) / size + rng.uniform(4, 12)
    hu = _muscles_and_fat(anatomy, axes, course, (body, crown), look, rng)
    _add_canal(hu, axes, course, look, rng)
    _add_vessels(hu, axes, course, look, rng)
    _add_glands(hu, axes, course, look, rng)
    _add_airway(hu, axes, course, look, rng)
    if "C1" in scene.bones:
        for center, radii in _sinuses(scene, rng):
            _add_air(hu, axes, center / size, radii)
    _add_brain(hu, anatomy, course, look, rng)
    return hu


def _crown_mm(scene: Scene) -> float:
    """Height of the skull's top, LPS mm; far above everything where there is no skull."""
    tops = []
    for name in ("vault", "occiput"):
        if name in scene.bones:
            bone, pose = scene.bones[name], scene.poses[name]
            inside = np.argwhere(bone.distance_mm[::4, ::4, ::4] < 0)[:, ::-1] * 4.0
            points = inside * bone.spacing_mm + bone.origin_mm
            tops.append(float((points @ pose[2, :3] + pose[2, 3]).max()))
    return max(tops, default=1e4)


def _muscles_and_fat(
    anatomy: Anatomy,
    axes: Axes,
    course: SpineCourse,
    outline: tuple[Body, float],
    look: Look,
    rng: np.random.Generator,
) -> FloatArray:
    body, crown = outline
    z, y, x = axes
    back = np.clip((z - course.z_c1 - body.nape_mm) / body.slope_mm, 0, 1)
    front = np.clip((z - course.z_c1 - body.chin_mm) / body.slope_mm, 0, 1)
    below = course.shoulders()
    # The scalp follows the vault: half an ellipse over its uppermost part.
    dome = np.sqrt(
        np.clip(1.0 - (np.clip(z - crown + DOME_MM, 0, DOME_MM) / DOME_MM) ** 2, 1e-3, 1)
    )
    a, before, behind = (
        ((neck + rise * (head - neck) + below * shoulder) * dome).astype(np.float32)[:, None]
        for neck, head, shoulder, rise in zip(
            body.neck_mm, body.head_mm, body.shoulder_mm, (back, front, back), strict=True
        )
    )
    dx = (x[None, :] - course.x[:, None]) / a
    dy = y[None, :] - course.y[:, None]
    dy = np.where(dy < 0, dy / before, dy / behind)
    # Shoulders are squarer than necks: |x|^p + |y|^p with p from 2 to 3.
    power = (2.0 + below)[:, None]
    rho = (np.abs(dy) ** power)[:, :, None] + (np.abs(dx) ** power)[:, None, :]
    rho = (rho ** (1.0 / power[:, :, None])).astype(np.float32)
    depth = (1.0 - rho) * np.minimum(a, np.minimum(before, behind))[:, :, None]
    depth += 1.5 * slow_noise(axes, (40.0, 30.0, 30.0), rng)
    depth[z > crown] = -1.0
    depth = np.maximum(depth, COVER_MM - anatomy.distance_mm)
    septa = np.abs(slow_noise(axes, (45.0, 11.0, 11.0), rng)) < 1.2 * body.septum
    hu = look.muscle_hu + 6.0 * slow_noise(axes, (8.0, 5.0, 5.0), rng)
    dorsal = np.clip(dy, 0, 1).astype(np.float32)[:, :, None]
    fat_mm = body.fat_mm[0] + (body.fat_mm[1] - body.fat_mm[0]) * dorsal
    hu[septa | (depth < fat_mm)] = look.fat_hu
    hu[depth < SKIN_MM] = SKIN_HU
    hu[depth < 0] = AIR_HU
    return np.asarray(hu, dtype=np.float32)


def _add_brain(
    hu: FloatArray,
    anatomy: Anatomy,
    course: SpineCourse,
    look: Look,
    rng: np.random.Generator,
) -> None:
    """Fill what the skull encloses in each axial plane with brain and fluid."""
    planes = np.flatnonzero(course.z > course.z_c1 + ROOF_MM)
    if not len(planes):
        return
    first = int(planes[0])
    bone = anatomy.distance_mm[first:] < 0.5
    # A field of view that ends inside the head opens the skull in front: it is closed there.
    closed = np.pad(bone, ((0, 0), (1, 0), (0, 0)), constant_values=True)
    cavity = np.stack([ndimage.binary_fill_holes(plane) for plane in closed])[:, 1:] & ~bone
    cavity = _largest(cavity)
    folds = slow_noise([np.arange(n, dtype=np.float32) for n in bone.shape], (7.0, 7.0, 7.0), rng)
    hu[first:][cavity] = (look.brain_hu + 6.0 * folds)[cavity]
    hu[first:][cavity & (folds > 2.0)] = look.fluid_hu


def _largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest connected part: sinuses are enclosed by bone, too, but small."""
    parts, count = ndimage.label(mask)
    if count < 2:
        return mask
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    return np.asarray(parts == int(sizes.argmax()))


def _fill(
    hu: FloatArray,
    axes: Axes,
    center: tuple[FloatArray, FloatArray],
    radii: tuple[FloatArray | float, FloatArray | float],
    value: float,
    planes: NDArray[np.bool_] | None = None,
) -> None:
    """Paint an elliptic tube inside the body, in the planes chosen."""
    radius2, window = rings(axes[2], axes[1], center, radii)
    inside = (radius2 < 1.0) & (hu[window] > -600)
    if planes is not None:
        inside &= planes[:, None, None]
    hu[window][inside] = value


def _add_canal(
    hu: FloatArray, axes: Axes, course: SpineCourse, look: Look, rng: np.random.Generator
) -> None:
    """Epidural fat, fluid and cord behind the bodies, up to the skull base."""
    back = course.y + rng.uniform(13.5, 17.0)
    planes = course.z < course.z_c1 + ROOF_MM
    center = (course.x, back.astype(np.float32))
    _fill(hu, axes, center, (11.5, 8.5), look.fat_hu if rng.random() < 0.5 else 20.0, planes)
    _fill(hu, axes, center, (10.0, 7.0), look.fluid_hu, planes)
    _fill(hu, axes, center, (rng.uniform(5.5, 7.5), rng.uniform(3.4, 4.6)), look.cord_hu, planes)


def _add_vessels(
    hu: FloatArray, axes: Axes, course: SpineCourse, look: Look, rng: np.random.Generator
) -> None:
    """Carotids, jugular veins and vertebral arteries, with plaques here and there."""
    count = len(course.z)
    planes = course.z < course.z_c1 + VESSEL_ROOF_MM
    side = rng.uniform(20, 32)
    calcified = rng.random() < CALCIFIED_RATE
    for sign in (-1, 1):
        vessels = (
            (sign * side, -rng.uniform(8, 22), rng.uniform(2.5, 4.5), 1.0),
            (sign * (side + 9), -rng.uniform(2, 16), rng.uniform(3.5, 8.0), 0.85),
            (sign * rng.uniform(14, 17), rng.uniform(0, 4), rng.uniform(1.2, 2.4), 0.95),
        )
        for n, (dx, dy, radius, share) in enumerate(vessels):
            wander = 0.8 if n == 2 else 3.0
            center = (
                course.x + np.float32(dx) + smooth_walk(count, rng, wander),
                course.y + np.float32(dy) + smooth_walk(count, rng, wander),
            )
            radii = (radius, radius * rng.uniform(0.7, 1.0))
            _fill(hu, axes, center, radii, look.vessel_hu * share, planes)
            if calcified and n == 0:
                _add_plaques(hu, axes, center, np.where(planes, radius, 1e-3), rng)


def _add_plaques(
    hu: FloatArray,
    axes: Axes,
    center: tuple[FloatArray, FloatArray],
    radius: FloatArray,
    rng: np.random.Generator,
) -> None:
    """Calcified crescents in a vessel's wall."""
    radius2, window = rings(axes[2], axes[1], center, (radius, radius))
    lines = [line[part] for line, part in zip(axes, window, strict=True)]
    if min(len(line) for line in lines) < 2:
        return
    wall = (radius2 > 0.6) & (radius2 < 1.4) & (slow_noise(lines, (6.0, 4.0, 4.0), rng) > 0.9)
    hu[window][wall & (hu[window] > -600)] = rng.uniform(350, 1300)


def _add_glands(
    hu: FloatArray, axes: Axes, course: SpineCourse, look: Look, rng: np.random.Generator
) -> None:
    """Thyroid lobes beside the trachea, salivary glands below the jaw."""
    bottom, top = course.z_c7 - 12.0, course.z_c7 + 30.0
    thyroid = (course.z > bottom) & (course.z < top)
    jaw = (course.z > course.z_c1 - 42.0) & (course.z < course.z_c1 - 8.0)
    front = course.y - np.float32(rng.uniform(28, 40))
    for sign in (-1, 1):
        near = (course.x + np.float32(sign * rng.uniform(15, 19)), front)
        far = (course.x + np.float32(sign * rng.uniform(30, 42)), front - np.float32(8))
        _fill(hu, axes, near, (rng.uniform(5, 9), rng.uniform(6, 11)), look.gland_hu, thyroid)
        _fill(hu, axes, far, (rng.uniform(7, 12), rng.uniform(9, 15)), look.gland_hu * 0.6, jaw)


def _add_airway(
    hu: FloatArray, axes: Axes, course: SpineCourse, look: Look, rng: np.random.Generator
) -> None:
    """Pharynx, larynx with its cartilage, trachea, oesophagus, and the lungs' tops."""
    count = len(course.z)
    # 1 at C1, 0 at C7: flat behind the nose, narrow in the larynx, round below.
    t = np.clip((course.z - course.z_c7) / (course.z_c1 - course.z_c7), -0.5, 1.3)
    larynx = np.exp(-(((t - 0.42) / 0.14) ** 2)).astype(np.float32)
    across = np.interp(t, (0.0, 0.45, 0.6, 1.0), (8.5, 3.5, 11, 13)) * rng.uniform(0.7, 1.2)
    front_back = np.interp(t, (0.0, 0.45, 0.6, 1.0), (8.0, 8, 7, 6)) * rng.uniform(0.6, 1.3)
    center = (
        course.x + smooth_walk(count, rng, 2.0),
        course.y - np.float32(rng.uniform(20, 30)) - 6 * larynx,
    )
    roof = course.z < course.z_c1 + rng.uniform(8, 24)
    gullet = (center[0] + np.float32(rng.uniform(-6, 6)), center[1] + np.float32(11))
    _fill(hu, axes, gullet, (7.0, 3.5), look.muscle_hu - 8, t < 0.4)
    voice = (t > 0.25) & (t < 0.62)
    radius2, window = rings(axes[2], axes[1], center, (across + 9.0, front_back + 9.0))
    behind = axes[1][window[1]][None, :, None] > center[1][:, None, None] + 6
    shell = (radius2 > 0.7) & (radius2 < 1.0) & voice[:, None, None] & ~behind
    hu[window][shell & (hu[window] > -600)] = look.cartilage_hu
    _fill(
        hu, axes, center, (across.astype(np.float32), front_back.astype(np.float32)), AIR_HU, roof
    )
    apex = course.z_c7 - rng.uniform(22, 50)
    size = np.sqrt(np.clip((apex - course.z) / 60.0, 0.0, 1.0)).astype(np.float32) + 1e-3
    lung = course.z < apex
    for sign in (-1, 1):
        middle = (course.x + np.float32(sign * rng.uniform(42, 50)), course.y - np.float32(8))
        _fill(hu, axes, middle, (30 * size, 42 * size), LUNG_HU, lung)


SINUSES = (
    ((0.0, -64.0, 30.0), (8.0, 24.0, 20.0)),
    ((26.0, -60.0, 26.0), (11.0, 14.0, 14.0)),
    ((0.0, -42.0, 44.0), (11.0, 9.0, 8.0)),
    ((0.0, -62.0, -2.0), (16.0, 16.0, 3.0)),
)
"""Nose, maxillary and sphenoid sinus, and the mouth: middle from C1's pivot and half-axes, mm."""


def _sinuses(
    scene: Scene, rng: np.random.Generator
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Draw middles and half-axes (x, y, z, mm) of the air in the face; some is filled up."""
    pose = scene.poses.get("occiput", scene.poses["C1"])
    start = scene.bones["C1"].pivot_mm
    drawn = []
    for offset, radii in SINUSES:
        for sign in (1.0, -1.0) if offset[0] else (1.0,):
            rest = start + np.array([sign * offset[0], *offset[1:]]) + rng.normal(0, 2, 3)
            if rng.random() < 0.85:
                center = pose[:3, :3] @ rest + pose[:3, 3]
                drawn.append((center, np.array(radii) * rng.uniform(0.7, 1.15, 3)))
    return drawn


def _add_air(
    hu: FloatArray, axes: Axes, center: NDArray[np.float64], radii: NDArray[np.float64]
) -> None:
    """Paint an ellipsoid of air, center and half-axes x, y, z in mm."""
    window = tuple(
        slice(*np.searchsorted(line, [c - r, c + r]))
        for line, c, r in zip(axes, center[::-1], radii[::-1], strict=True)
    )
    z, y, x = (
        ((line[part] - c) / r) ** 2
        for line, part, c, r in zip(axes, window, center[::-1], radii[::-1], strict=True)
    )
    hu[window][z[:, None, None] + y[None, :, None] + x[None, None, :] < 1.0] = AIR_HU
