"""Bones from formulas: cervical spine, upper chest and skull of a made-up person.

Free of anybody's rights, so phantoms made from them may be shipped. Sizes are the
published morphometry gathered in the comments, varied from person to person.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from training.phantoms.bone import Bone
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

GRID_MM = 0.9
"""Grid of a procedural vertebra."""
COARSE_GRID_MM = 1.8
"""Grid of skull, jaw and chest, which need no detail."""

# Per level C3..C7, T1..T4, mm: body width, depth, height; canal width, depth;
# spinous process length; half width over the transverse processes.
MORPHOMETRY: dict[str, tuple[float, float, float, float, float, float, float]] = {
    "C3": (22.1, 16.5, 11.3, 21.0, 14.0, 13.0, 25.0),
    "C4": (22.7, 16.5, 11.0, 20.8, 13.4, 13.0, 26.0),
    "C5": (23.6, 16.7, 10.8, 21.4, 13.6, 14.0, 27.0),
    "C6": (24.7, 17.0, 11.2, 22.0, 13.8, 20.0, 28.0),
    "C7": (26.5, 17.2, 12.8, 21.5, 13.6, 28.0, 31.0),
    "T1": (28.5, 17.5, 14.8, 18.5, 13.6, 29.0, 35.0),
    "T2": (28.0, 18.0, 16.4, 17.0, 13.6, 29.0, 33.0),
    "T3": (27.0, 19.0, 17.2, 16.5, 13.8, 29.0, 31.0),
    "T4": (26.5, 20.0, 17.8, 16.5, 14.0, 30.0, 31.0),
    "T11": (34.0, 28.0, 23.0, 17.5, 15.0, 26.0, 26.0),
    "T12": (37.0, 29.0, 24.5, 19.5, 15.5, 26.0, 27.0),
    "L1": (40.0, 30.5, 26.0, 22.0, 16.0, 29.0, 36.0),
    "L2": (42.0, 32.0, 27.0, 22.5, 16.0, 30.0, 40.0),
    "L3": (44.0, 33.5, 27.5, 23.0, 15.5, 30.0, 46.0),
    "L4": (46.5, 34.0, 27.5, 24.0, 16.0, 29.0, 45.0),
    "L5": (49.0, 34.5, 27.5, 26.0, 17.0, 26.0, 47.0),
}
TORSO = ("T11", "T12", "L1", "L2", "L3", "L4", "L5")
DISC_MM = 4.6
"""Disc height; with the body's it gives the step from level to level."""
LUMBAR_DISC_MM = 9.0

Solid = Callable[[Array], Array]


def bone_of_solid(
    name: str,
    solid: Solid,
    low: tuple[float, ...],
    high: tuple[float, ...],
    grid_mm: float = GRID_MM,
) -> Bone:
    """Sample a solid between two corners (x, y, z, mm); the pivot is the origin."""
    axes = [
        np.arange(a, b + grid_mm, grid_mm, dtype=np.float32) for a, b in zip(low, high, strict=True)
    ]
    z, y, x = np.meshgrid(axes[2], axes[1], axes[0], indexing="ij")
    distance = solid(np.stack([x, y, z]))
    return Bone(name, distance.astype(np.float32), np.array(low), grid_mm, np.zeros(3))


def _body(p: Array, width: float, depth: float, height: float, uncus: float) -> Array:
    """Vertebral body: an oval drum, saddle-shaped below, with uncinate ridges above."""
    x, y, z = p
    rx, ry = width / 2, depth / 2
    rim = (np.abs(x) / rx) ** 2.6 + (np.abs(y) / ry) ** 2.6
    # The radial term is scaled to millimetres by the smaller half-axis.
    radial = (np.maximum(rim, 1e-6) ** (1 / 2.6) - 1.0) * min(rx, ry)
    bowl = np.clip(1.0 - rim, 0.0, 1.0)
    waist = 0.8 * (1.0 - np.clip(np.abs(z) / (height / 2), 0, 1) ** 2)
    top = z - (height / 2 - 1.0 * bowl + uncus * np.clip(np.abs(x) / rx - 0.55, 0, 1) ** 1.5 * 3.0)
    bottom = -z - (height / 2 - 2.3 * bowl + 1.2 * np.clip(-y / ry, 0, 1) ** 2)
    return common(radial + waist, top, bottom)


def _posterior_arch(
    p: Array, side: Array, depth: float, canal: tuple[float, float], step: float
) -> Array:
    """Pedicles, articular pillars and laminae of a typical vertebra."""
    canal_x, canal_y = canal
    back = depth / 2
    pedicle = capsule(
        side, (canal_x * 0.42, back - 2, 1), (canal_x / 2 + 4.5, back + 7, 1), 2.6, 2.8, (1, 1, 1.3)
    )
    center = (canal_x / 2 + 5.0, back + 9.5, -0.5)
    pillar = ellipsoid(side, center, (6.2, 7.0, step * 0.78))
    # Both facets are inclined by some 45 degrees; what lies between them is the pillar.
    normal = (0.05, 0.68, 0.73)
    half = step * 0.73 / 2 - 0.7
    upper = [c + half * n for c, n in zip(center, normal, strict=True)]
    lower = [c - half * n for c, n in zip(center, normal, strict=True)]
    pillar = common(
        pillar,
        half_space(side, upper, normal),
        half_space(side, lower, [-n for n in normal]),
    )
    lamina = capsule(
        side,
        (canal_x / 2 + 4, back + 12, -1.5),
        (0.0, back + canal_y + 3.5, -3.5),
        2.2, 2.4, (1, 1, 2.1),
    )  # fmt: skip
    del p
    return union(pedicle, pillar, lamina, blend_mm=2.0)


def _typical(level: str, rng: np.random.Generator) -> Bone:
    """C3..C7 and everything below."""
    jitter = rng.normal(1.0, 0.05, 7).clip(0.85, 1.15)
    width, depth, height, canal_x, canal_y, spinous, reach = np.array(MORPHOMETRY[level]) * jitter
    thoracic = level[0] != "C"
    step = height + (LUMBAR_DISC_MM if level in TORSO else DISC_MM)
    arch_y = depth / 2 + canal_y
    bifid = level in ("C3", "C4", "C5", "C6") and rng.random() < 0.7
    droop = {"C3": 5, "C4": 6, "C5": 8, "C6": 10, "C7": 12}.get(level, 20) * rng.uniform(0.6, 1.4)
    spread = rng.uniform(3.0, 5.0) if bifid else 0.0
    uncus = 0.3 if thoracic else rng.uniform(0.8, 1.6)
    tip_drop = rng.uniform(0, 4)
    wing_y = depth / 2 + (16 if thoracic else 8)

    def solid(p: Array) -> Array:
        side = mirror(p)
        body = _body(p, width, depth, height, uncus)
        arch = _posterior_arch(p, side, depth, (canal_x, canal_y), step)
        tip = (spread, arch_y + 3 + spinous, -4 - droop)
        root = capsule(p, (0, arch_y + 3, -4), (0, arch_y + 3 + spinous * 0.6, -4 - droop * 0.6),
                       2.6, 2.4, (1, 1, 1.6))  # fmt: skip
        end = capsule(side, (0, arch_y + 3 + spinous * 0.5, -4 - droop * 0.5), tip, 2.6,
                      3.0 if bifid else 4.0, (1, 1, 1.2))  # fmt: skip
        if thoracic or level == "C7":
            wing = capsule(side, (canal_x / 2 + 5, depth / 2 + 8, 2),
                           (reach, wing_y, 4 - tip_drop), 4.0, 4.0)  # fmt: skip
        else:
            front = capsule(side, (width * 0.42, -1, 0), (reach - 3, 1.5, -2 - tip_drop), 2.0, 2.6)
            rear = capsule(side, (canal_x / 2 + 5, depth / 2 + 4, -1),
                           (reach, 5.5, -3 - tip_drop), 2.2, 2.6)  # fmt: skip
            gutter = capsule(side, (reach - 3, 1.5, -3 - tip_drop), (reach, 5.5, -3.5 - tip_drop),
                             2.0, 2.0)  # fmt: skip
            wing = union(front, rear, gutter, blend_mm=1.0)
        return union(body, union(arch, wing, root, end, blend_mm=1.5), blend_mm=1.5)

    if level in TORSO:
        return bone_of_solid(level, solid, (-62, -26, -52), (62, 88, 34), 1.5)
    return bone_of_solid(level, solid, (-46, -18, -34), (46, 66, 22))


def _atlas(rng: np.random.Generator) -> Bone:
    """C1: the ring. Its origin is the dens' axis at the height of the anterior arch."""
    front, back = rng.uniform(10.5, 12.5), rng.uniform(29, 34)
    half = rng.uniform(19.5, 22.5)
    reach = rng.uniform(34, 39)
    angle = np.linspace(0, np.pi, 15)
    ring_y = (back - front) / 2

    def solid(p: Array) -> Array:
        side = mirror(p)
        anterior = tube(
            side, [(0, -front, 0), (7, -front + 1.5, 0), (15, -front + 7, -1)], 2.8, (1, 1, 1.7)
        )
        path = [
            (half * np.sin(a), ring_y - (back + front) / 2 * np.cos(a), 0.0)
            for a in angle
            if a > np.pi * 0.45
        ]
        posterior = tube(side, path, 2.9, (1, 1, 1.4))
        mass = ellipsoid(side, (half - 1.5, 0.5, -0.5), (8.0, 10.5, 9.5))
        mass = cut(
            mass,
            ellipsoid(side, (half - 1.0, -1, 15.5), (9.5, 12.5, 9.5)),
            half_space(side, (half - 2, 0, -7.5), (-0.35, 0.0, 1.0)),
        )
        wing = capsule(side, (half + 4, 2, -1), (reach, 5, -2), 3.6, 3.8)
        foramen = capsule(side, (half + 8, 3, -12), (half + 8, 3, 12), 2.9, 2.9)
        tubercle = ellipsoid(p, (0, -front - 2, -1), (4, 3, 4))
        tail = ellipsoid(p, (0, back + 1.5, 0), (4, 4.5, 4.5))
        whole = union(anterior, posterior, mass, wing, tubercle, tail, blend_mm=1.5)
        return cut(whole, foramen)

    return bone_of_solid("C1", solid, (-48, -24, -20), (48, 48, 20))


def _axis(rng: np.random.Generator) -> Bone:
    """C2: body, dens, broad upper facets and a large bifid spinous process."""
    width, depth = rng.uniform(18, 21), rng.uniform(15, 18)
    dens_top, dens_r = rng.uniform(27, 31), rng.uniform(4.4, 5.4)
    lean = rng.uniform(-2.5, 1.0)
    spinous = rng.uniform(13, 18)
    spread = rng.uniform(4, 7)

    def solid(p: Array) -> Array:
        side = mirror(p)
        body = union(
            _body(p, width, depth, 13.0, 0.0),
            ellipsoid(p, (0, 0, 7), (width * 0.46, depth * 0.48, 9)),
            blend_mm=2.0,
        )
        dens = capsule(p, (0, -0.5, 8), (0, -0.5 + lean, dens_top - dens_r), dens_r + 0.4, dens_r)
        mass = ellipsoid(side, (14.5, 2.0, 6.5), (9.0, 9.5, 7.5))
        mass = common(mass, half_space(side, (15, 0, 10.5), (0.35, 0.0, 1.0)))
        pars = capsule(side, (12, 6, 3), (15.5, depth / 2 + 10, -5), 4.0, 4.4, (1, 1, 1.3))
        facet = ellipsoid(side, (15.5, depth / 2 + 9, -5), (6, 6.5, 7))
        facet = common(facet, half_space(side, (15, depth / 2 + 6, -9.5), (0.0, -0.7, -0.73)))
        lamina = capsule(
            side, (14.5, depth / 2 + 12, -3), (0, depth / 2 + 19, -3), 2.8, 3.2, (1, 1, 2.2)
        )
        tip = capsule(
            side,
            (0, depth / 2 + 19, -4),
            (spread, depth / 2 + 20 + spinous, -9),
            4.0,
            3.8,
            (1, 1, 1.4),
        )
        wing = capsule(side, (15, 3, 2), (25, 7, -2), 3.0, 2.6)
        foramen = capsule(side, (19.5, 4.0, -12), (18.5, 3.0, 12), 2.6, 2.6)
        arch = union(pars, facet, lamina, tip, wing, mass, blend_mm=1.8)
        return cut(union(body, dens, arch, blend_mm=2.0), foramen)

    return bone_of_solid("C2", solid, (-36, -18, -24), (36, 58, 40))


def _skull(rng: np.random.Generator) -> dict[str, Bone]:
    """Vault, base and face around the atlas' origin, and the mandible."""
    a, b, c = rng.uniform(66, 78), rng.uniform(84, 100), rng.uniform(68, 82)
    thick = rng.uniform(4, 8)
    mid = (0.0, rng.uniform(4, 14), c + 8.0)
    half = rng.uniform(19.5, 22.5)
    jaw_half, jaw_front = rng.uniform(40, 48), -rng.uniform(78, 92)
    jaw_low = -rng.uniform(12, 24)

    def skull(p: Array) -> Array:
        side = mirror(p)
        outer = ellipsoid(p, mid, (a, b, c))
        vault = cut(outer, ellipsoid(p, mid, (a - thick, b - thick, c - thick)))
        base = common(outer, half_space(p, (0, 0, 22), (0, 0.25, 1)))
        base = cut(base, ellipsoid(p, (mid[0], mid[1] + 6, mid[2]), (a - 9, b - 14, c - 12)))
        condyle = ellipsoid(side, (half - 2, 0, 9.5), (6.5, 10, 6.0))
        clivus = capsule(p, (0, -8, 15), (0, -26, 38), 5.0, 8.0, (2.0, 1, 1))
        mastoid = ellipsoid(side, (52, 8, 8), (9, 12, 16))
        hole = ellipsoid(p, (0, 17, 14), (14, 17, 16))
        face = tube(side, [(0, -84, 4), (14, -80, 4), (24, -66, 4), (28, -48, 6)], 5.0, (1, 1, 1.8))
        cheek = tube(side, [(26, -74, 24), (44, -60, 30), (56, -30, 32), (58, -5, 26)], 4.0)
        septum = tube(p, [(0, -80, 14), (0, -40, 18)], 1.6, (1, 1, 6))
        wall = tube(side, [(26, -72, 14), (24, -45, 18)], 1.6, (1, 1, 6))
        cells = ellipsoid(side, (52, 12, 10), (5, 7, 9))
        head = union(vault, base, clivus, mastoid, blend_mm=2.0)
        return np.minimum(
            np.minimum(cut(head, hole, cells), condyle), union(face, cheek, septum, wall)
        )

    def jaw(p: Array) -> Array:
        side = mirror(p)
        arch = tube(
            side,
            [(0, jaw_front, jaw_low), (16, jaw_front + 6, jaw_low),
             (34, jaw_front + 38, jaw_low + 3), (jaw_half, -18, jaw_low + 10)],
            4.5, (1, 1, 2.4),
        )  # fmt: skip
        ramus = tube(
            side,
            [(jaw_half, -18, jaw_low + 8), (jaw_half + 2, -12, 20), (jaw_half + 5, -6, 34)],
            3.6, (1, 2.6, 1),
        )  # fmt: skip
        return union(arch, ramus, blend_mm=2.0)

    return {
        "occiput": bone_of_solid("occiput", skull, (-84, -98, -14), (84, 112, 176), COARSE_GRID_MM),
        "mandible": bone_of_solid("mandible", jaw, (-62, -104, -44), (62, 12, 46), COARSE_GRID_MM),
    }


def _chest(rng: np.random.Generator) -> dict[str, Bone]:
    """First two ribs and clavicles around T1's origin, and the hyoid around C3's."""
    spread = rng.uniform(0.9, 1.1)
    slope = rng.uniform(0.8, 1.2)

    def rib(order: int) -> Solid:
        out, drop = (58, 34) if order == 1 else (76, 52)

        def solid(p: Array) -> Array:
            path = [
                (16, 8, 2 - 20 * (order - 1)),
                (36, 20, 2 - 20 * (order - 1)),
                (out * spread, 4, -8 * slope - 20 * (order - 1)),
                (out * spread * 0.95, -26, -18 * slope - 20 * (order - 1)),
                (22, -48, -drop * slope - 8 * (order - 1)),
            ]
            return tube(mirror(p), path, 3.6, (1, 1, 1.6))

        return solid

    def clavicle(p: Array) -> Array:
        path = [(14, -50, -34), (52, -56, -26), (98, -30, -16), (140, -20, -8)]
        return tube(mirror(p), [(x * spread, y, z * slope) for x, y, z in path], 5.6)

    def hyoid(p: Array) -> Array:
        return tube(mirror(p), [(0, -46, -8), (10, -44, -8), (19, -24, -4)], 2.4, (1, 1, 1.4))

    return {
        "rib1": bone_of_solid("rib1", rib(1), (-84, -62, -80), (84, 34, 24), COARSE_GRID_MM),
        "rib2": bone_of_solid("rib2", rib(2), (-96, -62, -96), (96, 34, 10), COARSE_GRID_MM),
        "clavicle": bone_of_solid(
            "clavicle", clavicle, (-160, -70, -60), (160, -8, 8), COARSE_GRID_MM
        ),
        "hyoid": bone_of_solid("hyoid", hyoid, (-26, -54, -16), (26, -16, 4)),
    }


def build_torso(rng: np.random.Generator) -> dict[str, Bone]:
    """Build a lower spine, T11..L5, L2's body at the origin: what is no neck."""
    bones = {}
    z = 0.0
    for n, level in enumerate(TORSO):
        if n:
            heights = MORPHOMETRY[TORSO[n - 1]][2] + MORPHOMETRY[level][2]
            z -= heights / 2 + LUMBAR_DISC_MM
        bones[level] = _typical(level, rng).translated(np.array([0.0, 0.0, z]))
    to_l2 = bones["L2"].pivot_mm
    return {name: bone.translated(-to_l2) for name, bone in bones.items()}


def build_spine(rng: np.random.Generator) -> dict[str, Bone]:
    """Build one made-up person's bones at rest, C4's body at the origin.

    The spine stands straight; its curve comes with the pose.
    """
    levels = ("C3", "C4", "C5", "C6", "C7", "T1", "T2", "T3", "T4")
    bones = {level: _typical(level, rng) for level in levels}
    heights = [MORPHOMETRY[level][2] for level in levels]
    z = 0.0
    placed: dict[str, Bone] = {}
    for n, level in enumerate(levels):
        if n:
            z -= (heights[n - 1] + heights[n]) / 2 + DISC_MM
        placed[level] = bones[level].translated(np.array([0.0, 0.0, z]))
    top = MORPHOMETRY["C3"][2] / 2 + DISC_MM + 6.5
    placed["C2"] = _axis(rng).translated(np.array([0.0, 0.0, top]))
    ring = np.array([0.0, -0.5, top + 21.0])
    placed["C1"] = _atlas(rng).translated(ring)
    for name, bone in _skull(rng).items():
        placed[name] = bone.translated(ring + np.array([0.0, 0.0, 2.0]))
    chest = _chest(rng)
    hyoid = chest.pop("hyoid")
    placed["hyoid"] = hyoid.translated(placed["C3"].pivot_mm)
    for name, bone in chest.items():
        placed[name] = bone.translated(placed["T1"].pivot_mm)
    to_c4 = placed["C4"].pivot_mm
    return {name: bone.translated(-to_c4) for name, bone in placed.items()}
