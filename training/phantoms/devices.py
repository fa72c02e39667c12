"""What lies on and in a trauma patient: couch, collar, tubes, leads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.phantoms.bone import FloatArray
from training.phantoms.course import SpineCourse, rings
from training.phantoms.noise import smooth_walk
from training.phantoms.tissue import AIR_HU

Axes = tuple[FloatArray, FloatArray, FloatArray]

SKIN_EDGE_HU = -500.0
"""Between air and skin."""


@dataclass(frozen=True, slots=True)
class Devices:
    """What there is.

    Attributes
    ----------
    couch, collar, airway_tube, gastric_tube : bool
    leads : int
        Wires on the skin.
    """

    couch: bool = False
    collar: bool = False
    airway_tube: bool = False
    gastric_tube: bool = False
    leads: int = 0


def draw_devices(rng: np.random.Generator) -> Devices:
    """Draw devices about as often as a trauma bay uses them."""
    return Devices(
        couch=bool(rng.random() < 0.6),
        collar=bool(rng.random() < 0.4),
        airway_tube=bool(rng.random() < 0.2),
        gastric_tube=bool(rng.random() < 0.2),
        leads=int(rng.integers(1, 5)) if rng.random() < 0.3 else 0,
    )


def add_devices(
    hu: FloatArray, axes: Axes, course: SpineCourse, devices: Devices, rng: np.random.Generator
) -> None:
    """Add devices to exact HU (k, j, i) in place; what lies outside stays outside the skin."""
    outside = hu < SKIN_EDGE_HU
    if devices.couch:
        _add_couch(hu, outside, axes, course, rng)
    if devices.collar:
        _add_collar(hu, outside, axes, course, rng)
    if devices.airway_tube:
        _add_tube(hu, axes, course, (-26.0, rng.uniform(3.5, 5.5)), rng)
    if devices.gastric_tube:
        _add_tube(hu, axes, course, (-15.0, rng.uniform(1.8, 2.8)), rng)
    for _ in range(devices.leads):
        _add_lead(hu, outside, axes, rng)


def _add_couch(
    hu: FloatArray,
    outside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    axes: Axes,
    course: SpineCourse,
    rng: np.random.Generator,
) -> None:
    """A curved carbon shell with a foam core behind the patient."""
    _, y, x = axes
    depth = float(course.y.mean()) + rng.uniform(65, 110)
    curve = depth - (x / rng.uniform(100, 200)) ** 2 * 60.0
    below = y[:, None] - curve[None, :]
    thickness, wall = rng.uniform(4, 40), rng.uniform(1, 3)
    core = (below > 0) & (below < thickness)
    shell = (np.abs(below) < wall / 2) | (np.abs(below - thickness) < wall / 2)
    hu[outside & core] = rng.uniform(-990, -850)
    hu[outside & shell] = rng.uniform(-500, 300)


def _add_collar(
    hu: FloatArray,
    outside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    axes: Axes,
    course: SpineCourse,
    rng: np.random.Generator,
) -> None:
    """Plastic outside foam, some way off the neck between jaw and shoulders."""
    planes = (course.z < course.z_c1 - rng.uniform(-10, 15)) & (
        course.z > course.z_c7 - rng.uniform(-20, 15)
    )
    size = (rng.uniform(68, 90), rng.uniform(70, 95))
    center = (course.x, course.y - np.float32(rng.uniform(0, 15)))
    radius2, window = rings(axes[2], axes[1], center, size)
    foam, wall = rng.uniform(4, 12), rng.uniform(1.5, 3.0)
    gap = (np.sqrt(radius2) - 1.0) * min(size)
    free = outside[window] & planes[:, None, None]
    # The collar has a hole in front, for the windpipe.
    hole = axes[1][window[1]][None, :, None] < (center[1] - size[1] * 0.85)[:, None, None]
    free &= ~(hole & (rng.random() < 0.6))
    hu[window][free & (gap > -foam) & (gap < 0)] = rng.uniform(-980, -900)
    hu[window][free & (gap >= 0) & (gap < wall)] = rng.uniform(-150, 150)


def _add_tube(
    hu: FloatArray,
    axes: Axes,
    course: SpineCourse,
    place: tuple[float, float],
    rng: np.random.Generator,
) -> None:
    """A plastic tube with a radiopaque wall before the spine: (offset along y, radius) in mm."""
    offset, radius = place
    center = (
        course.x + smooth_walk(len(course.z), rng, 1.5),
        course.y + np.float32(offset) + smooth_walk(len(course.z), rng, 1.5),
    )
    radius2, window = rings(axes[2], axes[1], center, (radius, radius))
    hu[window][radius2 < 1.0] = rng.uniform(150, 900)
    inner = (1.0 - 1.2 / radius) ** 2
    hu[window][radius2 < inner] = AIR_HU


def _add_lead(
    hu: FloatArray,
    outside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    axes: Axes,
    rng: np.random.Generator,
) -> None:
    """A wire down the skin in front or behind."""
    column = int(rng.integers(len(axes[2])))
    back = rng.random() < 0.3
    value = rng.uniform(800, 3000)
    wander = smooth_walk(hu.shape[0], rng, 8.0)
    for k in range(hu.shape[0]):
        i = int(np.clip(column + wander[k], 0, hu.shape[2] - 1))
        rows = np.flatnonzero(~outside[k, :, i])
        if not len(rows):
            continue
        j = int(rows[-1] + 1 if back else rows[0] - 1)
        if 0 <= j < hu.shape[1]:
            hu[k, j, i] = value
