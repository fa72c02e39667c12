"""One made-up patient: bones, pose, fractures, tissue; and the truth at any voxel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.imaging.geometry import VolumeGeometry
from training.phantoms.bone import OUTSIDE_MM, Bone, FloatArray
from training.phantoms.epidemiology import broken_levels
from training.phantoms.fracture_kinds import FractureMaker
from training.phantoms.fractures import Fracture, sample_fractured
from training.phantoms.lookalikes import add_lookalikes
from training.phantoms.patient import AVERAGE, Patient, age_bones, draw_patient
from training.phantoms.pose import CERVICAL, Matrix, PoseRange, draw_pose

LOWER_LABEL = 8
"""Label of T1 and below: C7 must not become the class of every lower vertebra."""

BLOCK = 3
NEAR_MM = 6.0
"""Further from a bone than this nothing is painted: distances there stay at their greatest."""

Voxels = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
"""Indices along k, j, i, each (n,)."""

ELASTIC_GRID_MM = 24.0
ELASTIC_REACH_MM = 260.0


@dataclass(frozen=True, slots=True)
class SceneOptions:
    """What is drawn.

    Attributes
    ----------
    fracture_rate : float
        Mean share of fractured levels; which of them is a matter of published frequencies.
    conspicuity : float
        Scales gaps and displacements.
    elastic_mm : float
        Standard deviation of the smooth random deformation.
    pose : PoseRange, optional
        Instead of the patient's own.
    patient : Patient, optional
        Instead of a random one. Bones of an average patient are as they were made: no wear
        and no lookalikes.
    """

    fracture_rate: float = 0.2
    conspicuity: float = 1.0
    elastic_mm: float = 1.6
    pose: PoseRange | None = None
    patient: Patient | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A posed neck.

    Attributes
    ----------
    bones : mapping of str to Bone
    poses : mapping of str to 4 x 4 ndarray
        Rest frame to patient, mm.
    fractures : mapping of str to Fracture
        By level; levels that are whole are absent.
    elastic : ndarray, shape (3, n, n, n)
        Displacement (x, y, z, mm) on a coarse grid (z, y, x) about the origin.
    patient : Patient
    lookalikes : mapping of str to str
        By level, what looks like a fracture there and is none.
    """

    bones: Mapping[str, Bone]
    poses: Mapping[str, Matrix]
    fractures: Mapping[str, Fracture]
    elastic: FloatArray
    patient: Patient = AVERAGE
    lookalikes: Mapping[str, str] = field(default_factory=dict)

    def pivot_mm(self, name: str) -> NDArray[np.float64]:
        """Where a bone's pivot lies in the patient (elastic deformation left out)."""
        return np.asarray((self.poses[name] @ np.append(self.bones[name].pivot_mm, 1.0))[:3])

    def point_mm(self, name: str, rng: np.random.Generator) -> NDArray[np.float64]:
        """A random point inside a bone, LPS mm (elastic deformation left out)."""
        bone = self.bones[name]
        inside = np.argwhere(bone.distance_mm < 0)
        at = inside[int(rng.integers(len(inside)))][::-1] * bone.spacing_mm + bone.origin_mm
        return np.asarray((self.poses[name] @ np.append(at, 1.0))[:3])

    def displacement(self, geometry: VolumeGeometry) -> FloatArray:
        """Elastic displacement (3, k, j, i) in mm at the voxels of an axis-parallel grid.

        Linear interpolation along each axis is a small matrix, so the whole field is
        three products.
        """
        field = self.elastic
        for axis, line in enumerate(grid_lines(geometry), start=1):
            position = np.clip(
                (line + ELASTIC_REACH_MM) / ELASTIC_GRID_MM, 0, field.shape[axis] - 1.001
            )
            low = position.astype(int)
            weights = np.zeros((len(line), field.shape[axis]), dtype=np.float32)
            rows = np.arange(len(line))
            weights[rows, low] = 1 - (position - low)
            weights[rows, low + 1] = position - low
            field = np.moveaxis(np.tensordot(weights, field, axes=(1, axis)), 0, axis)
        return field


def grid_lines(geometry: VolumeGeometry) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Coordinates z, y, x (mm) of the planes of an axis-parallel grid."""
    first = geometry.index_to_lps([0, 0, 0])[::-1]
    z, y, x = (
        (first[n] + geometry.spacing_kji_mm[n] * np.arange(count)).astype(np.float32)
        for n, count in enumerate(geometry.shape_kji)
    )
    return z, y, x


def draw_scene(bones: Mapping[str, Bone], rng: np.random.Generator, options: SceneOptions) -> Scene:
    """Draw patient, pose, fractures and deformation for one set of bones."""
    # Of its own, so that pose and deformation don't depend on what is drawn for the bones.
    for_bones = rng.spawn(1)[0]
    patient = options.patient or draw_patient(for_bones)
    lookalikes: dict[str, str] = {}
    if patient != AVERAGE:
        bones = age_bones(bones, patient, for_bones)
        bones, lookalikes = add_lookalikes(bones, patient, for_bones)
    poses = draw_pose(bones, rng, options.pose or patient.pose_range())
    levels = [level for level in CERVICAL if level in bones]
    chances = rng.random(len(levels))
    fractures = {}
    if len(levels) == len(CERVICAL):
        broken = broken_levels(chances, options.fracture_rate)
        fractures = {
            level: FractureMaker(bones[level], for_bones, options.conspicuity).draw()
            for level, is_broken in zip(levels, broken, strict=True)
            if is_broken
        }
    count = int(2 * ELASTIC_REACH_MM / ELASTIC_GRID_MM) + 2
    field = rng.normal(0, 1, (3, count, count, count))
    field = np.stack([ndimage.gaussian_filter(c, 1.0) for c in field])
    elastic = field / field.std() * options.elastic_mm
    return Scene(bones, poses, fractures, elastic.astype(np.float32), patient, lookalikes)


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """Bones on a voxel grid, all arrays (k, j, i).

    Attributes
    ----------
    distance_mm : ndarray of float32
        Signed distance to the nearest bone surface; 20 mm where it is more than about 6.
    surface_mm : ndarray of float32
        The same with all fresh cracks closed: cortex lies below this surface.
    label : ndarray of uint8
        1..7 C1..C7, 8 vertebrae below, 0 elsewhere.
    bone_index : ndarray of uint8
        Which bone is nearest: its position in the scene plus 1; 0 far from any.
    crack : ndarray of uint8
        Label of the level that is cracked there, 0 elsewhere.
    whole : mapping of str to float
        Per cervical level, the share of the bone that lies inside the grid.
    """

    distance_mm: FloatArray
    surface_mm: FloatArray
    label: NDArray[np.uint8]
    bone_index: NDArray[np.uint8]
    crack: NDArray[np.uint8]
    whole: Mapping[str, float]


def voxelise(scene: Scene, geometry: VolumeGeometry) -> Anatomy:
    """Put a scene's bones on an axis-parallel grid (k head, j back, i left)."""
    shape = geometry.shape_kji
    distance = np.full(shape, OUTSIDE_MM, dtype=np.float32)
    surface = distance.copy()
    index = np.zeros(shape, dtype=np.uint8)
    crack = np.zeros(shape, dtype=np.uint8)
    whole = {}
    displacement = scene.displacement(geometry)
    for number, (name, bone) in enumerate(scene.bones.items(), start=1):
        pose = scene.poses[name]
        region = _region(bone, pose, geometry)
        if name in CERVICAL:
            whole[name] = _share_inside(bone, pose, geometry)
        if region is None:
            continue
        inverse = np.linalg.inv(pose).astype(np.float32)
        chosen = _near(bone, inverse, region, geometry, displacement)
        if not len(chosen[0]):
            continue
        rest = _rest(chosen, inverse, geometry, displacement)
        sampled, closed, broken = sample_fractured(bone, scene.fractures.get(name), rest)
        nearer = sampled < distance[chosen]
        place = _where(chosen, nearer)
        distance[place] = sampled[nearer]
        surface[place] = closed[nearer]
        index[place] = number
        crack[_where(chosen, broken)] = _label(name)
    labels = np.array([0, *(_label(name) for name in scene.bones)], dtype=np.uint8)
    label = np.where(distance < 0, labels[index], 0).astype(np.uint8)
    return Anatomy(distance, surface, label, index, crack, whole)


def _label(name: str) -> int:
    if name in CERVICAL:
        return CERVICAL.index(name) + 1
    return LOWER_LABEL if is_lower_vertebra(name) else 0


def is_lower_vertebra(name: str) -> bool:
    """Tell T1 .. L5 from other bones."""
    return name[0] in "TL" and name[1:].isdigit()


def _region(
    bone: Bone, pose: Matrix, geometry: VolumeGeometry
) -> tuple[slice, slice, slice] | None:
    """The grid's part that the bone may touch, as slices k, j, i."""
    corners = pose[:3, :3] @ bone.corners_mm() + pose[:3, 3:]
    index = geometry.lps_to_index(corners.T)
    margin = 8.0 / np.array(geometry.spacing_kji_mm)
    low = np.maximum(np.floor(index.min(axis=0) - margin), 0).astype(int)
    high = np.minimum(np.ceil(index.max(axis=0) + margin) + 1, geometry.shape_kji).astype(int)
    if (high <= low).any():
        return None
    return slice(low[0], high[0]), slice(low[1], high[1]), slice(low[2], high[2])


def _rest(
    voxels: Voxels, inverse: FloatArray, geometry: VolumeGeometry, displacement: FloatArray
) -> FloatArray:
    """Where voxels of an axis-parallel grid lie in a bone's rest frame, shape (3, n), mm."""
    z, y, x = (line[axis] for line, axis in zip(grid_lines(geometry), voxels, strict=True))
    k, j, i = voxels
    points = np.stack([x, y, z]) - displacement[:, k, j, i]
    return np.asarray(inverse[:3, :3] @ points + inverse[:3, 3:])


def _near(
    bone: Bone,
    inverse: FloatArray,
    region: tuple[slice, slice, slice],
    geometry: VolumeGeometry,
    displacement: FloatArray,
) -> Voxels:
    """Those of a region's voxels that may lie within :data:`NEAR_MM` of the bone.

    Only the middle of each block of voxels is sampled; a block whose middle lies further
    off than the block is large holds none.
    """
    middles = [
        np.minimum(np.arange(part.start, part.stop, BLOCK) + BLOCK // 2, part.stop - 1)
        for part in region
    ]
    blocks = np.meshgrid(*middles, indexing="ij")
    flat = (blocks[0].ravel(), blocks[1].ravel(), blocks[2].ravel())
    reach = NEAR_MM + BLOCK * float(np.linalg.norm(geometry.spacing_kji_mm))
    close = bone.sample(_rest(flat, inverse, geometry, displacement)) < reach
    mask = close.reshape(blocks[0].shape)
    for axis in range(3):
        mask = np.repeat(mask, BLOCK, axis=axis)
    size = [part.stop - part.start for part in region]
    found = np.nonzero(mask[: size[0], : size[1], : size[2]])
    k, j, i = (n + part.start for n, part in zip(found, region, strict=True))
    return k, j, i


def _where(voxels: Voxels, chosen: NDArray[np.bool_]) -> Voxels:
    k, j, i = voxels
    return k[chosen], j[chosen], i[chosen]


def _share_inside(bone: Bone, pose: Matrix, geometry: VolumeGeometry) -> float:
    """Share of a bone's volume that lies inside the grid."""
    inside = np.argwhere(bone.distance_mm[::2, ::2, ::2] < 0)[:, ::-1] * 2.0 * bone.spacing_mm
    points = (inside + bone.origin_mm) @ pose[:3, :3].T + pose[:3, 3]
    return float(geometry.contains_lps(points).mean()) if len(points) else 0.0
