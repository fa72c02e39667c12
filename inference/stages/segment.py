"""Stage 1: which voxel belongs to which vertebra."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage

from inference.findings import LEVELS
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.imaging.volume import Volume
from inference.networks.models import Model
from inference.networks.unet import STRIDE
from inference.preprocessing.channels import stack_channels, take_slices
from inference.preprocessing.resampling import AIR_HU, isotropic_grid, part_of, region, resample
from inference.stages.closer_looks import average_looks, closer_grids
from inference.stages.inputs import neighbours_of, slice_axis_of, spacing_of, windows_of
from inference.stages.levels import LevelMap, largest_body
from inference.stages.places import MIN_BONE, settle_levels

BATCH = 8
"""Slices at a time: small enough that a cancel is heard within a second."""

COARSE_STEP = 4
"""Every fourth slice is read first, to learn which slices hold vertebrae."""

CONTEXT = 24
"""Pixels of context around the vertebrae that the first look found."""

BODY_HU = -400.0
BODY_STEP = 4
"""The body is found on every fourth voxel: it need not be exact."""

RIM = 2
"""Voxels around all bone: its border is interpolated."""

MEMBER = 0.5
"""A voxel belongs to a level from this probability on."""

EDGE_PIXELS = 1.5
"""A level is cut that comes nearer than this to an outer face: beyond it the network sees air, and
gives up the last of a bone."""

REACH_MM = 3.0
"""How far a level may grow beyond its cleaned voxels when it is put on the CT's grid."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelMask:
    """One level on the CT's grid.

    Attributes
    ----------
    label : int
    centroid_lps_mm : ndarray, shape (3,)
    low_lps_mm, high_lps_mm : ndarray, shape (3,)
        Corners of the box around its voxels.
    volume_mm3 : float
    cut : bool
        Whether it reaches an outer face of the CT.
    """

    label: int
    centroid_lps_mm: FloatArray
    low_lps_mm: FloatArray
    high_lps_mm: FloatArray
    volume_mm3: float
    cut: bool


@dataclass(frozen=True, slots=True, eq=False)
class Segmentation:
    """Result of stage 1.

    Attributes
    ----------
    mask : ndarray of uint8, shape (k, j, i)
        0 background, 1..7, on the CT's grid.
    levels : dict of int to LevelMask
    note : str
        Why nothing was found, where that is known.
    """

    mask: NDArray[np.uint8]
    levels: dict[int, LevelMask]
    note: str = ""


def segment(
    volume: Volume, model: Model, device: torch.device
) -> Generator[float, None, Segmentation]:
    """Run stage 1.

    Yields
    ------
    float
        Share that is done, 0..1.

    Returns
    -------
    Segmentation
    """
    probability, grid = yield from class_probabilities(volume, model, device)
    probability, levels = settle_levels(probability, grid)
    yield 0.99
    mask = project(probability, levels, grid, volume.geometry)
    return Segmentation(mask, measure_levels(mask, volume.geometry, edge_of(model)), levels.note)


def edge_of(model: Model) -> float:
    """How near to an outer face a level is cut for all that the network can tell, mm."""
    return EDGE_PIXELS * spacing_of(model.card)


def class_probabilities(
    volume: Volume, model: Model, device: torch.device
) -> Generator[float, None, tuple[NDArray[np.float16], VolumeGeometry]]:
    """Look at a volume once as it lies, and twice more along the neck that was found.

    Yields
    ------
    float
        Share that is done, 0..1.

    Returns
    -------
    probability : ndarray of float16, shape (classes, k, j, i)
        The mean of all looks; the first alone where it found too little to look at again.
    grid : VolumeGeometry
        Of the probabilities; k runs to the head.
    """
    axis = slice_axis_of(model.card)
    first, grid = yield from _first_look(volume, axis, model, device)
    _, levels = settle_levels(first, grid)
    targets = closer_grids(first, levels, grid, axis)
    yield 0.43
    if not targets:
        return first, grid
    shares = np.linspace(0.43, 0.9, len(targets) + 1)
    looks = []
    for target, share in zip(targets, pairwise(shares), strict=True):
        looks.append((yield from _closer_look(volume, target, axis, model, device, share)))
    (mean, target), *others = looks
    for done in average_looks(mean, target, [(first, grid), *others]):
        yield 0.9 + 0.08 * done
    return mean, target


def _closer_look(
    volume: Volume,
    target: VolumeGeometry,
    axis: int,
    model: Model,
    device: torch.device,
    share: tuple[float, float],
) -> Generator[float, None, tuple[NDArray[np.float16], VolumeGeometry]]:
    """Run the network over all slices of a grid; yields from the first share to the second."""
    out = _nothing(target, model)
    slices = _along(resample(volume.hu, volume.geometry, target), axis)
    chosen = np.arange(len(slices))
    yield from _run(slices, np.moveaxis(out, axis + 1, 0), chosen, model, device, share)
    return _around_bone(out, target)


def _nothing(grid: VolumeGeometry, model: Model) -> NDArray[np.float16]:
    """Probabilities (classes, k, j, i) of a grid that is background all over."""
    classes = int(model.card.architecture["classes"])
    out = np.zeros((classes, *grid.shape_kji), dtype=np.float16)
    out[0] = 1.0
    return out


def _first_look(
    volume: Volume, axis: int, model: Model, device: torch.device
) -> Generator[float, None, tuple[NDArray[np.float16], VolumeGeometry]]:
    """Run the network over the slices of a whole volume.

    Only the body is looked at: every fourth slice first, then, in the slices between
    those that show vertebrae, the part around them.

    Yields
    ------
    float
        Share that is done, up to 0.4.

    Returns
    -------
    probability : ndarray of float16, shape (classes, k, j, i)
        What was not looked at is background.
    grid : VolumeGeometry
        Around all bone.
    """
    grid = isotropic_grid(volume.geometry, spacing_of(model.card))
    hu = resample(volume.hu, volume.geometry, grid)
    yield 0.02
    hu, grid = part_of(hu, grid, find_body(hu))
    out = _nothing(grid, model)
    slices = _along(hu, axis)
    target = np.moveaxis(out, axis + 1, 0)
    count = len(slices)
    coarse = np.arange(0, count, COARSE_STEP)
    yield from _run(slices, target, coarse, model, device, (0.02, 0.12))
    bone = target[coarse, 0] < MEMBER
    if bone.any():
        seen = coarse[bone.any(axis=(1, 2))]
        first, last = seen[0] - COARSE_STEP, seen[-1] + COARSE_STEP
        rest = [n for n in range(count) if n % COARSE_STEP and first < n < last]
        rows, columns = (_around(bone.any(axis=(0, other))) for other in (2, 1))
        yield from _run(
            slices[:, rows, columns], target[:, :, rows, columns], np.array(rest, dtype=int),
            model, device, (0.12, 0.4),
        )  # fmt: skip
    return _around_bone(out, grid)


def _along(hu: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """The slices along an axis, each in one piece: they are read often."""
    return np.ascontiguousarray(np.moveaxis(hu, axis, 0))


def _around_bone(
    probability: NDArray[np.float16], grid: VolumeGeometry
) -> tuple[NDArray[np.float16], VolumeGeometry]:
    """Keep the part of the probabilities (classes, k, j, i) beyond which there is no bone."""
    bone = probability[0] < 1.0 - MIN_BONE
    # A scan without bone keeps a corner.
    found = ndimage.find_objects(bone.astype(np.uint8)) or [(slice(0, 1),) * 3]
    within = [slice(max(s.start - RIM, 0), s.stop + RIM) for s in found[0]]
    part, part_grid = part_of(probability, grid, within)
    return np.ascontiguousarray(part), part_grid


def _around(shown: NDArray[np.bool_]) -> slice:
    """The stretch that holds all that is shown, with room for context."""
    lines = np.flatnonzero(shown)
    return slice(max(int(lines[0]) - CONTEXT, 0), int(lines[-1]) + CONTEXT + 1)


def find_body(hu: NDArray[np.float32]) -> tuple[slice, slice, slice]:
    """Slices k, j, i around the patient: the largest thing that is not air."""
    step = BODY_STEP
    solid = ndimage.binary_opening(hu[::step, ::step, ::step] > BODY_HU)
    parts, count = ndimage.label(solid)
    if count == 0:
        k, j, i = (slice(0, n) for n in hu.shape)
        return k, j, i
    largest = int(np.bincount(parts.ravel())[1:].argmax()) + 1
    box = ndimage.find_objects((parts == largest).astype(np.uint8))[0]
    k, j, i = (slice(max((s.start - 1) * step, 0), (s.stop + 1) * step) for s in box)
    return k, j, i


def _run(
    slices: NDArray[np.float32],
    target: NDArray[np.float16],
    chosen: NDArray[np.intp],
    model: Model,
    device: torch.device,
    share: tuple[float, float],
) -> Generator[float, None, None]:
    """Predict the chosen slices (n, h, w) into target (n, classes, h, w)."""
    windows, neighbours = windows_of(model.card), neighbours_of(model.card)
    height, width = slices.shape[1:]
    pad = [(0, 0), (0, -height % STRIDE), (0, -width % STRIDE)]
    for start in range(0, len(chosen), BATCH):
        part = chosen[start : start + BATCH]
        stacks = np.stack([take_slices(slices, int(n), 0, neighbours) for n in part])
        images = np.pad(stacks, [(0, 0), *pad], constant_values=AIR_HU)
        tensor = torch.from_numpy(stack_channels(images, windows)).to(
            device, memory_format=torch.channels_last
        )
        with torch.inference_mode():
            found = model.network(tensor).softmax(dim=1)[:, :, :height, :width]
        target[part] = found.to(torch.float16).cpu().numpy()
        yield share[0] + (share[1] - share[0]) * min((start + BATCH) / len(chosen), 1.0)


def project(
    probability: NDArray[np.float16],
    levels: LevelMap,
    grid: VolumeGeometry,
    geometry: VolumeGeometry,
) -> NDArray[np.uint8]:
    """Put the levels on the CT's own grid.

    Probabilities, not labels, are interpolated, so that the border runs between the
    network's voxels.
    """
    mask = np.zeros(geometry.shape_kji, dtype=np.uint8)
    best = np.zeros(geometry.shape_kji, dtype=np.float16)
    margin = int(np.ceil(REACH_MM / min(grid.spacing_kji_mm)))
    for level in levels.found:
        voxels = np.argwhere(levels.label == level)
        low, high = grid.box_lps_mm(voxels.min(axis=0) - margin, voxels.max(axis=0) + margin)
        own, own_grid = region(_own_probability(probability, levels.label, level), grid, low, high)
        part, part_geometry = region(mask, geometry, low, high)
        best_part, _ = region(best, geometry, low, high)
        sampled = resample(own, own_grid, part_geometry, fill=0.0)
        wins = (sampled >= MEMBER) & (sampled > best_part)
        part[wins] = level
        best_part[wins] = sampled[wins].astype(np.float16)
    return mask


def _own_probability(
    probability: NDArray[np.float16], label: NDArray[np.uint8], level: int
) -> NDArray[np.float32]:
    """A level's probability, without the voxels that cleaning gave to others or to none.

    Its own voxels count with the probability of being bone, by whatever name: names may be
    divided where looks or two neighbours disagree.
    """
    own = probability[level].astype(np.float32)
    mine = label == level
    own[mine] = 1.0 - probability[0][mine].astype(np.float32)
    # Voxels below the threshold are kept around the level: the border is interpolated there.
    own[(label != level) & (own >= MEMBER)] = 0.0
    return np.asarray(own)


def measure_levels(
    mask: NDArray[np.uint8], geometry: VolumeGeometry, reach_mm: float
) -> dict[int, LevelMask]:
    """Measure every level; one whose body comes within ``reach_mm`` of an outer face is cut.

    The network's grid is coarser than the CT's: it can't tell the last thin slices apart.
    Loose pieces don't count: some are bone of the next level under a wrong name.
    """
    half_voxel = np.abs(geometry.matrix[:3, :3]).sum(axis=1) / 2
    levels = {}
    for label, within in enumerate(ndimage.find_objects(mask, len(LEVELS)), start=1):
        if within is None:
            continue
        own = mask[within] == label
        first = np.array([s.start for s in within])
        # Not the corners of its block of voxels: on an oblique grid those lie far outside it.
        voxels = geometry.index_to_lps(first + np.argwhere(own))
        levels[label] = LevelMask(
            label,
            voxels.mean(axis=0),
            voxels.min(axis=0) - half_voxel,
            voxels.max(axis=0) + half_voxel,
            len(voxels) * geometry.voxel_volume_mm3,
            _is_cut(own, first, geometry, reach_mm),
        )
    return levels


def _is_cut(
    own: NDArray[np.bool_], first: NDArray[np.intp], geometry: VolumeGeometry, reach_mm: float
) -> bool:
    """Whether a level, whose box begins at voxel ``first``, comes near an outer face."""
    body = largest_body(own)
    if body is None:
        return False
    k, j, i = ndimage.find_objects(body.astype(np.uint8))[0]
    before = first + [s.start for s in (k, j, i)]
    after = np.array(geometry.shape_kji) - first - [s.stop for s in (k, j, i)]
    room = np.minimum(before, after) * np.array(geometry.spacing_kji_mm)
    return bool((room <= reach_mm + 1e-6).any())


def share_in_view(own: LevelMask, levels: Mapping[int, LevelMask]) -> float:
    """Share of a level that the CT shows, 0..1.

    A cut one is compared with those that aren't, or, where all are, with the largest.
    """
    if not own.cut:
        return 1.0
    whole = [other.volume_mm3 for other in levels.values() if not other.cut]
    if not whole:
        whole = [max(other.volume_mm3 for other in levels.values())]
    return min(own.volume_mm3 / float(np.median(whole)), 1.0)
