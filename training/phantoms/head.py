"""What sets of bones lack: a closed cranial vault, face, teeth, shoulder blades, breastbone.

Mesh sets end at the skull base, and a network that has never seen a vault, an orbit or a
tooth paints vertebrae on them. The sizes are those of an average skull, fitted to the
bones that are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from training.phantoms.bone import Bone
from training.phantoms.pose import WITH_SKULL
from training.phantoms.procedural import COARSE_GRID_MM, bone_of_solid
from training.phantoms.shapes import (
    Array,
    capsule,
    common,
    cut,
    ellipsoid,
    half_space,
    mirror,
    tube,
    union,
)

Solid = Callable[[Array], Array]

TOOTH_GRID_MM = 1.2
TEETH_A_SIDE = 7

VAULT_TOP_MM = 138.0
"""Height of the skull's top above the atlas (basion to bregma about 135)."""


def complete(bones: Mapping[str, Bone], rng: np.random.Generator) -> dict[str, Bone]:
    """Return the same bones with those of head and chest that are missing.

    Parameters
    ----------
    bones : mapping of str to Bone
        At rest; sets without C1 or without T1 are returned as they are.
    rng : numpy.random.Generator
        Draws the sizes of what is added.
    """
    made = dict(bones)
    if "C1" not in bones or "T1" not in bones:
        return made
    atlas, chest = bones["C1"].pivot_mm, bones["T1"].pivot_mm
    if "occiput" in bones:
        made.update(_head(bones, atlas, rng))
    if not any(name.startswith("scapula") for name in bones):
        made["scapula"] = bone_of_solid(
            "scapula", _scapula(rng), (-178, -24, -190), (178, 100, -8), COARSE_GRID_MM
        ).translated(chest)
    if "manubrium" not in bones:
        made["manubrium"] = bone_of_solid(
            "manubrium", _manubrium(rng), (-36, -84, -96), (36, -44, -24), COARSE_GRID_MM
        ).translated(chest)
    return made


def _head(
    bones: Mapping[str, Bone], atlas: NDArray[np.float64], rng: np.random.Generator
) -> dict[str, Bone]:
    """Vault, face and teeth in the frame of C1's pivot."""
    low, high = _extent([b for n, b in bones.items() if n in WITH_SKULL], atlas)
    grid = COARSE_GRID_MM
    added = {}
    if high[2] < VAULT_TOP_MM - 20:
        radii, middle = _vault_size(low, high, rng)
        added["vault"] = bone_of_solid(
            "vault", _vault(radii, middle, rng.uniform(4, 8)),
            tuple(middle - radii - 6), tuple(middle + radii + 6), grid,
        )  # fmt: skip
    front = low[1]
    added["face"] = bone_of_solid(
        "face", _face(front, rng), (-76, front - 16, -8), (76, 0, 84), grid
    )
    if "mandible" in bones:
        front = _extent([bones["mandible"]], atlas)[0][1] + 6.0
    for name, rows in (("teeth_upper", (-2.0, 12.0)), ("teeth_lower", (-18.0, -4.0))):
        added[name] = bone_of_solid(
            name, _teeth(front + (0.0 if name == "teeth_upper" else 2.0), rows, rng),
            (-40, front - 10, rows[0] - 8), (40, front + 62, rows[1] + 8), TOOTH_GRID_MM,
        )  # fmt: skip
    return {name: bone.translated(atlas) for name, bone in added.items()}


def _extent(
    bones: list[Bone], origin: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and greatest x, y, z of bones about a point, mm."""
    corners: list[NDArray[np.float64]] = []
    for bone in bones:
        inside = np.argwhere(bone.distance_mm < 0)[:, ::-1]
        edges = np.stack([inside.min(axis=0), inside.max(axis=0)])
        corners.extend(bone.origin_mm + edges * bone.spacing_mm - origin)
    return np.min(corners, axis=0), np.max(corners, axis=0)


def _vault_size(
    low: NDArray[np.float64], high: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Half-axes and middle of an ellipsoid that meets the bones of the base."""
    half = (high[0] - low[0]) / 2 * rng.uniform(0.98, 1.08)
    back, front = high[1] + rng.uniform(0, 6), low[1] + rng.uniform(12, 22)
    top, equator = VAULT_TOP_MM * rng.uniform(0.94, 1.06), rng.uniform(62, 72)
    radii = np.array([half, (back - front) / 2, top - equator])
    return radii, np.array([(low[0] + high[0]) / 2, (back + front) / 2, equator])


def _vault(radii: NDArray[np.float64], middle: NDArray[np.float64], thick: float) -> Solid:
    """A shell from the orbits' roof over the top down to the back of the foramen."""

    def solid(p: Array) -> Array:
        outer = ellipsoid(p, middle.tolist(), radii.tolist())
        inner = ellipsoid(p, middle.tolist(), (radii - thick).tolist())
        shell = cut(outer, inner)
        # The base rises to the front: what is below belongs to other bones.
        keep = half_space(p, (0, middle[1], 34.0), (0, 0.22, -1))
        floor = common(outer, half_space(p, (0, -70, 56), (0, 0.1, -1)),
                       half_space(p, (0, -70, 59), (0, -0.1, 1)),
                       half_space(p, (0, -40, 56), (0, 1, 0)))  # fmt: skip
        return union(common(shell, keep), floor, blend_mm=1.5)

    return solid


def _face(front: float, rng: np.random.Generator) -> Solid:
    """Orbits, nose, cheeks and upper jaw, ``front`` mm before the atlas' middle."""
    span, nose = rng.uniform(28, 34), rng.uniform(2.5, 5)
    high = rng.uniform(40, 48)

    def solid(p: Array) -> Array:
        side = mirror(p)
        orbit = [
            (span + 17 * np.cos(a), front + 18 + 0.012 * (span + 17 * np.cos(a)) ** 2,
             high + 17 * np.sin(a))
            for a in np.linspace(0, 2 * np.pi, 13)
        ]  # fmt: skip
        rim = tube(side, orbit, 3.2)
        lateral = tube(side, [(48, -52, high + 4), (46, -34, high)], 2.0, (1, 1, 5))
        medial = tube(side, [(12, front + 22, high - 2), (11, -42, high - 2)], 0.9, (1, 1, 12))
        bridge = tube(p, [(0, front + 6, high - 16), (0, front + 16, high + 8)], nose, (1.2, 1, 1))
        cheek = tube(side, [(28, front + 22, 22), (48, front + 36, 28), (62, -36, 34),
                            (66, -8, 30)], 3.4)  # fmt: skip
        antrum = cut(
            ellipsoid(side, (27, front + 42, 22), (16, 22, 18)),
            ellipsoid(side, (27, front + 42, 22), (14.2, 20.2, 16.2)),
        )
        palate = tube(side, [(0, front + 14, 10), (0, front + 48, 10)], 1.6, (9, 1, 1))
        arch = tube(side, _arch(front + 4, 10.0), 4.5, (1, 1, 1.6))
        septum = tube(p, [(0, front + 18, 26), (0, -46, 30)], 0.9, (1, 1, 14))
        return union(
            rim, lateral, medial, bridge, cheek, antrum, palate, arch, septum, blend_mm=1.0
        )

    return solid


def _arch(front: float, z: float, half: float = 29.0) -> list[tuple[float, float, float]]:
    """Points of half a dental arch from the middle outwards."""
    angles = np.linspace(0, np.pi / 2, 8)
    return [(half * float(np.sin(a)), front + 48.0 * (1 - float(np.cos(a))), z) for a in angles]


def _teeth(front: float, rows: tuple[float, float], rng: np.random.Generator) -> Solid:
    """Teeth of one jaw between two heights; some are missing."""
    angles = (np.arange(TEETH_A_SIDE) + 0.5) / TEETH_A_SIDE * 0.47 * np.pi
    places = [
        (sign * 27.0 * np.sin(a), front + 46.0 * (1 - np.cos(a)), 2.6 + 1.6 * np.sin(a))
        for a in angles
        for sign in (-1, 1)
        if rng.random() > 0.12
    ] or [(0.0, front, 3.0)]

    def solid(p: Array) -> Array:
        rods = [
            capsule(p, (x, y, rows[0]), (x * 0.97, y + 1.0, rows[1]), r, r * 0.8)
            for x, y, r in places
        ]
        return np.asarray(np.minimum.reduce(rods))

    return solid


def _scapula(rng: np.random.Generator) -> Solid:
    """Shoulder blades: blade, spine, acromion, socket, and the humeral heads beside them."""
    size = rng.uniform(0.9, 1.1)
    lift = rng.uniform(-6, 14)

    def solid(p: Array) -> Array:
        side = mirror(p)
        blade = ellipsoid(side, (98 * size, 62, -108 + lift), (36, 30, 62))
        sheet = half_space(side, (98 * size, 62, 0), (0.62, -0.78, 0.0))
        blade = common(blade, sheet - 1.8, -sheet - 1.8)
        ridge = tube(side, [(72 * size, 84, -62 + lift), (112 * size, 64, -46 + lift),
                            (146 * size, 40, -30 + lift)], 4.0, (1, 1, 1.6))  # fmt: skip
        socket = ellipsoid(side, (130 * size, 26, -58 + lift), (8, 12, 17))
        coracoid = tube(side, [(124 * size, 20, -44 + lift), (112 * size, -6, -42 + lift)], 5.0)
        humerus = ellipsoid(side, (154 * size, 20, -58 + lift), (20, 21, 22))
        return np.minimum(union(blade, ridge, socket, coracoid, blend_mm=2.0), humerus)

    return solid


def _manubrium(rng: np.random.Generator) -> Solid:
    """Upper breastbone between the clavicles."""
    width = rng.uniform(24, 32)

    def solid(p: Array) -> Array:
        plate = ellipsoid(p, (0, -64, -56), (width, 9, 30))
        notch = ellipsoid(p, (0, -62, -24), (11, 14, 9))
        return cut(plate, notch)

    return solid
