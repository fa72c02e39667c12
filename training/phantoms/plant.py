"""Fractures planted into real scans: real anatomy, noise and artefacts, and a known truth.

A level's mask is turned into a bone in patient millimetres, broken as phantoms' bones are,
and the scan is warped along: fragments move with their own voxels, and what opens between
them is filled with blood and marrow that carry the scan's own noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.findings import LEVELS, Level
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.spine.bodies import body_center
from training.phantoms.bone import Bone, FloatArray, from_occupancy
from training.phantoms.boxes import FractureBox, fracture_boxes
from training.phantoms.fracture_kinds import FractureMaker, kinds_of
from training.phantoms.fractures import Fracture, Slot, trace_back
from training.phantoms.visibility import visible

BONE_GRID_MM = 0.8
"""Grid of the bone that is made from a mask."""

RIM_MM = 6.0
"""Empty rim of that grid."""

LEAST_MM3 = 800.0
"""A level with less in the mask has no parts that could be told apart."""

REACH_MM = 3.0
FADE_MM = 4.0
"""Beyond the bone by its displacement and ``REACH_MM`` tissue is carried along in full, and
over ``FADE_MM`` more ever less: further away no voxel changes."""

BLOOD_HU = (35.0, 85.0)
"""Of what fills a fresh gap."""

SOFT_HU = (-20.0, 130.0)
"""Soft tissue, in which the scan's noise is measured."""

CRACK_SHARE = 0.25
"""A voxel of which so much lies in the gap belongs to the crack."""

SEEN_SHARE = 0.01
SCANNER_BLUR_PX = 0.45
"""Standard deviation that a trauma CT's kernel leaves at the edge of a gap."""

ROOM_MM = 2.5
"""So near to another bone what moves slows down: neighbours stand still."""

STILL_MM = 0.02
"""What moves less keeps its voxel untouched."""

DRAWS = 10
"""A third of the fractures are hairlines: of so many some are wider, or displaced."""


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """What is true of a scan with a planted fracture.

    Attributes
    ----------
    label : ndarray of uint8, shape (k, j, i)
        The masks, the broken level's fragments where they lie now, without the gaps.
    crack : ndarray of uint8, shape (k, j, i)
        The level that is cracked there, 0 elsewhere.
    fractures : mapping of Level to str
        The level and the kind that was planted.
    visible : bool
        Whether the scan shows it, by the rule that phantoms' truth is held to:
        :func:`~training.phantoms.visibility.visible`.
    """

    label: NDArray[np.uint8]
    crack: NDArray[np.uint8]
    fractures: Mapping[Level, str]
    visible: bool

    @property
    def boxes(self) -> list[FractureBox]:
        """Boxes around the crack, slice by slice."""
        return fracture_boxes(self.crack)


def plant_visible(
    volume: Volume,
    mask: NDArray[np.uint8],
    level: Level,
    kind: str | None,
    rng: np.random.Generator,
) -> tuple[Volume, Planted] | None:
    """Break one level of a scan so that a reader could see it: :data:`DRAWS` fractures are tried.

    Parameters and errors are those of :func:`plant_fracture`.

    Returns
    -------
    tuple of Volume and Planted, or None
        As of :func:`plant_fracture`; None if the scan would show none of the fractures.
    """
    for _ in range(DRAWS):
        made, truth = plant_fracture(volume, mask, level, kind, rng)
        if truth.visible:
            return made, truth
    return None


def plant_fracture(
    volume: Volume,
    mask: NDArray[np.uint8],
    level: Level,
    kind: str | None,
    rng: np.random.Generator,
) -> tuple[Volume, Planted]:
    """Break one level of a scan.

    Parameters
    ----------
    volume : Volume
        Any orientation and spacing.
    mask : ndarray of uint8, shape (k, j, i)
        1..7 C1..C7 on the volume's grid.
    level : Level
    kind : str or None
        One of the level's :func:`~training.phantoms.fracture_kinds.kinds_of`; None draws
        kind and severity as often as published.
    rng : numpy.random.Generator

    Returns
    -------
    volume : Volume
        With the fracture; voxels away from the level are those of the scan.
    truth : Planted

    Raises
    ------
    ValueError
        If the mask doesn't fit the volume, holds too little of the level, or the level
        doesn't suffer from that kind.
    """
    number = LEVELS.index(level) + 1
    _check(volume, mask, level, kind)
    bone = bone_of_mask(mask == number, volume.geometry, level.value)
    maker = FractureMaker(bone, rng)
    fracture = maker.draw() if kind is None else maker.make(kind)
    region = _region(bone, volume.geometry)
    points = _points(region, volume.geometry)
    hu = volume.hu.copy()
    label = mask.astype(np.uint8)
    crack = np.zeros_like(label)
    old_hu, old_label = hu[region].astype(np.float32), label[region].copy()
    others = (old_label > 0) & (old_label != number)
    spacing = volume.geometry.spacing_kji_mm
    source, slots = _carry(bone, fracture, points, _room(others, spacing))
    index = _index(source, region, volume.geometry)
    moved = (np.linalg.norm(source - points, axis=0) > STILL_MM).reshape(old_hu.shape)
    carried = ndimage.map_coordinates(old_hu, index, order=3, mode="nearest").reshape(moved.shape)
    new = np.where(moved, np.clip(carried, old_hu.min(), old_hu.max()), old_hu)
    mine = ndimage.map_coordinates((old_label == number).astype(np.uint8), index, order=0)
    mine = (mine.reshape(moved.shape) > 0) & ~others
    blur = float(np.mean(spacing))
    bony = np.clip(0.5 - bone.sample(source) / blur, 0.0, 1.0)
    gap = (bony * np.max([_coverage(slot, blur) for slot in slots], axis=0)).reshape(moved.shape)
    gap = np.where(others, 0.0, gap)
    crack[region][mine & (gap > CRACK_SHARE)] = number
    # The scanner blurs a gap as it blurs all else.
    seen = np.where(others, 0.0, ndimage.gaussian_filter(gap, SCANNER_BLUR_PX))
    touched = moved | (seen > SEEN_SHARE)
    blood_hu, deviation = rng.uniform(*BLOOD_HU), noise_deviation(old_hu)
    # By how much the gap darkens bone; the median leaves little of the scan's own noise in it.
    trace = seen * np.abs(ndimage.median_filter(new, 3) - blood_hu)
    blood = blood_hu + _noise_like(old_hu.shape, deviation, rng)
    new = new * (1 - seen) + blood * seen
    hu[region][touched] = np.rint(new[touched]).astype(np.int16)
    label[region] = np.where(others, old_label, np.where(mine & (gap <= 0.5), number, 0))
    shown = visible(
        {level.value: fracture},
        crack[region],
        trace,
        np.full(len(trace), deviation, dtype=np.float32),
        volume.geometry.voxel_volume_mm3,
    )
    truth = Planted(label, crack, {level: fracture.name}, level.value in shown.seen)
    return replace(volume, hu=hu), truth


def _check(volume: Volume, mask: NDArray[np.uint8], level: Level, kind: str | None) -> None:
    if mask.shape != volume.hu.shape:
        raise ValueError(f"mask has shape {mask.shape}, the volume {volume.hu.shape}")
    size = float((mask == LEVELS.index(level) + 1).sum() * volume.geometry.voxel_volume_mm3)
    if size < LEAST_MM3:
        raise ValueError(
            f"mask holds {size:.0f} mm3 of {level.value}, fewer than {LEAST_MM3:.0f}: "
            "choose a level that is in view"
        )
    kinds = kinds_of(level.value)
    if kind is not None and kind not in kinds:
        raise ValueError(f"{level.value} has no fracture {kind!r}; choose from {', '.join(kinds)}")


def bone_of_mask(inside: NDArray[np.bool_], geometry: VolumeGeometry, name: str) -> Bone:
    """Turn one level's mask into a bone at rest in the patient's frame.

    Parameters
    ----------
    inside : ndarray of bool, shape (k, j, i)
    geometry : VolumeGeometry
        Of the mask, in any orientation.
    name : str
        ``C1`` .. ``C7``.
    """
    where = geometry.index_to_lps(np.argwhere(inside))
    low = where.min(axis=0) - RIM_MM
    count = np.ceil((where.max(axis=0) + RIM_MM - low) / BONE_GRID_MM).astype(int) + 1
    lines = [low[n] + BONE_GRID_MM * np.arange(count[n]) for n in range(3)]
    z, y, x = np.meshgrid(lines[2], lines[1], lines[0], indexing="ij")
    index = np.moveaxis(geometry.lps_to_index(np.stack([x, y, z], axis=-1)), -1, 0)
    share = ndimage.map_coordinates(inside.astype(np.float32), index, order=1, mode="constant")
    # Kinds of fracture have their places about the body; a mask's thickest part may be a pillar.
    middle = (where.min(axis=0) + where.max(axis=0)) / 2
    pivot = middle if name == "C1" else body_center(inside, geometry)
    return from_occupancy(name, share > 0.5, low, BONE_GRID_MM, pivot)


def _region(bone: Bone, geometry: VolumeGeometry) -> tuple[slice, slice, slice]:
    """The part of the grid that may change."""
    index = geometry.lps_to_index(bone.corners_mm().T)
    margin = (REACH_MM + FADE_MM) / np.array(geometry.spacing_kji_mm)
    low = np.maximum(np.floor(index.min(axis=0) - margin), 0).astype(int)
    high = np.minimum(np.ceil(index.max(axis=0) + margin) + 1, geometry.shape_kji).astype(int)
    return slice(low[0], high[0]), slice(low[1], high[1]), slice(low[2], high[2])


def _points(region: tuple[slice, slice, slice], geometry: VolumeGeometry) -> FloatArray:
    """LPS mm of a region's voxels, shape (3, n)."""
    index = np.stack(
        np.meshgrid(*(np.arange(part.start, part.stop) for part in region), indexing="ij"), axis=-1
    )
    return np.asarray(geometry.index_to_lps(index.reshape(-1, 3)).T, dtype=np.float32)


def _index(
    points: FloatArray, region: tuple[slice, slice, slice], geometry: VolumeGeometry
) -> FloatArray:
    """Indices (3, n) inside a region of points (3, n) in LPS mm."""
    start = np.array([part.start for part in region])
    return np.asarray(geometry.lps_to_index(points.T).T - start[:, None])


def _room(others: NDArray[np.bool_], spacing_kji_mm: tuple[float, float, float]) -> FloatArray:
    """Share of its way that tissue may go at each voxel, flat: none inside other bones."""
    if not others.any():
        return np.ones(others.size, dtype=np.float32)
    distance = ndimage.distance_transform_edt(~others, sampling=spacing_kji_mm)
    return np.asarray(np.clip(distance.ravel() / ROOM_MM, 0.0, 1.0), dtype=np.float32)


def _carry(
    bone: Bone, fracture: Fracture, points: FloatArray, room: FloatArray
) -> tuple[FloatArray, list[Slot]]:
    """Where each point's tissue comes from, and the cracks; far from the bone nothing moves."""
    source, slots = trace_back(fracture, points)
    # The bone may have come from as far as it moved: its distance there counts as well.
    near = np.minimum(bone.sample(points), bone.sample(source))
    weight = room * np.clip(1.0 - (near - REACH_MM) / FADE_MM, 0.0, 1.0)
    return np.asarray(points + (source - points) * weight, dtype=np.float32), slots


def _coverage(slot: Slot, blur_mm: float) -> FloatArray:
    """Share of a voxel of width ``blur_mm`` that lies in a gap, shape (n,)."""
    distance = np.abs(slot.offset)
    high = np.minimum(distance + blur_mm / 2, slot.half_gap)
    low = np.maximum(distance - blur_mm / 2, -slot.half_gap)
    return np.asarray(np.clip((high - low) / blur_mm, 0.0, 1.0), dtype=np.float32)


def noise_deviation(hu: FloatArray) -> float:
    """Standard deviation of the noise in a part's soft tissue, HU."""
    detail = hu - ndimage.uniform_filter(hu, 3)
    soft = detail[(hu > SOFT_HU[0]) & (hu < SOFT_HU[1])]
    # Robust against the edges of muscles: half the voxels decide.
    return 1.4826 * float(np.median(np.abs(soft))) if soft.size else 0.0


def _noise_like(shape: tuple[int, ...], deviation: float, rng: np.random.Generator) -> FloatArray:
    """Noise with the deviation of the scan around the level."""
    noise = ndimage.gaussian_filter(rng.standard_normal(shape, dtype=np.float32), 0.5)
    return np.asarray(noise / max(float(noise.std()), 1e-6) * deviation, dtype=np.float32)
