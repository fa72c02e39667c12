"""From bones on a grid to exact Hounsfield units: what a perfect scanner would see.

HU ranges are those of the literature, widened: a network that has seen more than
real scanners make is not surprised by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import ndimage

from inference.imaging.geometry import VolumeGeometry
from training.phantoms.bone import FloatArray
from training.phantoms.noise import slow_noise
from training.phantoms.patient import AVERAGE, Patient
from training.phantoms.pose import CERVICAL
from training.phantoms.scene import Anatomy, Scene, grid_lines, is_lower_vertebra

AIR_HU = -1000.0
HU_RANGE = (-1024, 3071)
"""What a 12-bit CT stores."""

DENSITY = {"teeth_upper": 1.7, "teeth_lower": 1.7}
"""Bones whose density isn't that of bone: enamel and dentine are denser by these factors."""

MOTTLE_MM = (7.0, 5.0, 5.0)
"""Grain of the density of bone along z, y, x."""

CORTEX_MM = (4.0, 4.0, 4.0)
"""Over such a way along z, y, x the cortex turns from thick to thin."""

TEXTURE_HU = (8.0, 220.0)
"""Trabeculae, from those that a thick slice averages away to a bone kernel's coarse net."""

CERVICAL_MM = 120.0
"""About the length of C2..C7: over it bone loses the share ``caudal_fall`` of its density."""

CONTRAST_RATE = 0.3
"""Share of trauma CTs with contrast in the vessels."""


@dataclass(frozen=True, slots=True)
class Look:
    """How dense tissues are, HU unless said.

    Attributes
    ----------
    cortical_hu, cancellous_hu : float
    cortex_mm : float
        Depth over which cortical bone fades into cancellous.
    texture_hu, texture_mm : float
        Standard deviation of the trabeculae, and their grain.
    upright : float
        How many times longer than wide trabeculae are: most of them run along the load.
    patchiness : float
        Standard deviation of the bone's density from place to place, as a share.
    cortex_unevenness : float
        The same of the cortex' depth, on the scale of logarithms.
    caudal_fall : float
        Share of its density that cancellous bone loses from C2 to C7.
    muscle_hu, fat_hu, disc_hu, vessel_hu : float
        Vessels above 100 hold contrast.
    cord_hu, fluid_hu, brain_hu, gland_hu : float
        Spinal cord, cerebrospinal fluid, brain, and thyroid with salivary glands.
    cartilage_hu : float
        Of the larynx: calcified where it is high.
    """

    cortical_hu: float = 1100.0
    cancellous_hu: float = 320.0
    cortex_mm: float = 1.2
    texture_hu: float = 50.0
    texture_mm: float = 0.6
    upright: float = 1.0
    patchiness: float = 0.15
    cortex_unevenness: float = 0.0
    caudal_fall: float = 0.0
    muscle_hu: float = 55.0
    fat_hu: float = -95.0
    disc_hu: float = 90.0
    vessel_hu: float = 60.0
    cord_hu: float = 35.0
    fluid_hu: float = 8.0
    brain_hu: float = 35.0
    gland_hu: float = 90.0
    cartilage_hu: float = 110.0


def draw_look(rng: np.random.Generator, patient: Patient = AVERAGE) -> Look:
    """Draw a look from ranges wider than real scans show, for a person's density of bone."""
    contrast = rng.random() < CONTRAST_RATE
    for_bone = rng.spawn(1)[0]
    return Look(
        cortical_hu=rng.uniform(600, 1700),
        cancellous_hu=rng.uniform(80, 520) * patient.density,
        cortex_mm=rng.uniform(0.7, 2.2) * min(patient.density, 1.0) ** 0.5,
        texture_hu=float(np.exp(for_bone.uniform(*np.log(TEXTURE_HU)))),
        texture_mm=for_bone.uniform(0.3, 1.2),
        upright=for_bone.uniform(1.0, 2.5),
        patchiness=for_bone.uniform(0.05, 0.35),
        cortex_unevenness=for_bone.uniform(0.0, 0.45),
        caudal_fall=rng.uniform(-0.1, 0.4),
        muscle_hu=rng.uniform(25, 85),
        fat_hu=rng.uniform(-130, -60),
        disc_hu=rng.uniform(60, 140),
        vessel_hu=rng.uniform(150, 450) if contrast else rng.uniform(30, 70),
        cord_hu=rng.uniform(20, 55),
        fluid_hu=rng.uniform(-5, 25),
        brain_hu=rng.uniform(15, 55),
        gland_hu=rng.uniform(40, 200),
        cartilage_hu=rng.uniform(60, 900) if rng.random() < 0.5 else rng.uniform(60, 150),
    )


def add_discs(hu: FloatArray, scene: Scene, geometry: VolumeGeometry, disc_hu: float) -> None:
    """Fill the gaps between two bodies with disc; bone is painted over it later."""
    order = [n for n in scene.bones if (n in CERVICAL and n != "C1") or is_lower_vertebra(n)]
    order.sort(key=lambda n: -scene.pivot_mm(n)[2])
    lines = grid_lines(geometry)
    for upper, lower in pairwise(order):
        above, below = scene.pivot_mm(upper), scene.pivot_mm(lower)
        axis = (above - below) / np.linalg.norm(above - below)
        reach = np.linalg.norm(above - below) / 2
        center = (above + below) / 2
        window = tuple(
            slice(*np.searchsorted(line, [c - 16.0, c + 16.0]))
            for line, c in zip(lines, center[::-1], strict=True)
        )
        z, y, x = (line[part] for line, part in zip(lines, window, strict=True))
        dz = (z - center[2])[:, None, None]
        dy = (y - center[1])[None, :, None]
        dx = (x - center[0])[None, None, :]
        along = dx * axis[0] + dy * axis[1] + dz * axis[2]
        across = (dx / 12.0) ** 2 + (dy / 9.0) ** 2
        inside = (np.abs(along) < reach) & (across < 1.0) & (hu[window] > -500)
        hu[window][inside] = disc_hu


def add_bone(
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
    depth = np.maximum(-anatomy.surface_mm[near], 0.0)
    per_bone = rng.normal(1.0, 0.18, len(scene.bones) + 1).clip(0.5, 1.6)
    cancellous = look.cancellous_hu * per_bone[anatomy.bone_index[near]]
    texture = _trabeculae(geometry, look, rng)[near]
    field = slow_noise(grid_lines(geometry), MOTTLE_MM, rng)
    patches = np.maximum(field[near] * look.patchiness + 1.0, 0.3)
    cortex_mm: float | FloatArray = look.cortex_mm
    if look.cortex_unevenness:
        uneven = slow_noise(grid_lines(geometry), CORTEX_MM, rng)[near]
        cortex_mm = cortex_mm * np.exp(uneven * look.cortex_unevenness)
    shell = np.exp(-((depth / cortex_mm) ** 2))
    if look.caudal_fall:
        cancellous = cancellous * _fall(scene, geometry, look.caudal_fall)[np.nonzero(near)[0]]
    core = (cancellous + texture) * patches
    bone = core + (look.cortical_hu * np.clip(patches, 0.6, 1.4) - core) * shell
    if not DENSITY.keys().isdisjoint(scene.bones):
        density = np.array([1.0, *(DENSITY.get(n, 1.0) for n in scene.bones)], dtype=np.float32)
        bone = bone * density[anatomy.bone_index[near]]
    hu[near] = hu[near] * (1 - share) + bone * share


def _trabeculae(geometry: VolumeGeometry, look: Look, rng: np.random.Generator) -> FloatArray:
    """Texture of cancellous bone in HU, shape (k, j, i)."""
    grain_mm = look.texture_mm * np.array([look.upright, 1.0, 1.0])
    noise = rng.standard_normal(geometry.shape_kji, dtype=np.float32)
    texture = ndimage.gaussian_filter(noise, grain_mm / np.array(geometry.spacing_kji_mm))
    # What is finer than a voxel is averaged away by it.
    kept = np.minimum(grain_mm / np.array(geometry.spacing_kji_mm), 1.0).prod() ** 0.5
    return np.asarray(texture * (look.texture_hu * kept / texture.std()), dtype=np.float32)


def _fall(scene: Scene, geometry: VolumeGeometry, share: float) -> FloatArray:
    """Factor of the cancellous density in each plane, shape (k,): 1 at C2 and above."""
    z = grid_lines(geometry)[0]
    top = scene.pivot_mm("C2")[2] if "C2" in scene.bones else z[-1]
    fall = share * np.clip((top - z) / CERVICAL_MM, 0.0, 1.5)
    return np.asarray(1.0 - fall, dtype=np.float32)
