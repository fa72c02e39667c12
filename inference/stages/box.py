"""Centring: YOLO boxes on axial slices, joined over z into one box a vertebra."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from inference.findings import SliceBox
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.imaging.volume import Volume
from inference.networks.models import Model
from inference.networks.yolov5 import STRIDE, Detections, detect
from inference.preprocessing.channels import window_channels
from inference.preprocessing.resampling import AIR_HU, resample
from inference.stages.inputs import spacing_of, windows_of
from inference.stages.segment import LevelMask, Segmentation

BATCH = 16
MIN_OVERLAP = 0.3
"""A box that overlaps no level's mask by this Jaccard index is nobody's."""

MIN_SLICES = 3
"""Fewer boxes don't make a 3-D box: the mask's is taken."""

STEP_MM = 1.0
"""Of slices nearer together than this not all are looked at: one seen serves for the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class VertebraBoxes:
    """A level's boxes.

    Attributes
    ----------
    slices : tuple of SliceBox
        From the head down.
    low_lps_mm, high_lps_mm : ndarray, shape (3,)
        The joined 3-D box.
    from_detector : bool
        False where too few slices had a box and the mask's extent is used.
    """

    slices: tuple[SliceBox, ...]
    low_lps_mm: FloatArray
    high_lps_mm: FloatArray
    from_detector: bool


def box_vertebrae(
    volume: Volume, segmentation: Segmentation, model: Model, device: torch.device
) -> Generator[float, None, dict[int, VertebraBoxes]]:
    """Detect on the axial slices that hold levels, and join the boxes.

    Yields
    ------
    float
        Share that is done, 0..1.

    Returns
    -------
    dict of int to VertebraBoxes
        By label, for every level of the segmentation.
    """
    if not segmentation.levels:
        return {}
    geometry, turn = volume.geometry.canonical()
    mask = turn.apply(segmentation.mask)
    stride = max(round(STEP_MM / geometry.spacing_kji_mm[0]), 1)
    chosen = _slices(mask, stride)
    found: dict[int, list[SliceBox]] = {label: [] for label in segmentation.levels}
    pixel_mm = spacing_of(model.card)
    for start in range(0, len(chosen), BATCH):
        part = chosen[start : start + BATCH]
        for seen, boxes in _detect(volume, geometry, part, pixel_mm, model, device):
            for index in range(min(seen + stride, len(mask)) - 1, seen - 1, -1):
                source_index = turn_index(index, turn.axes, turn.flipped, volume.geometry)
                grid = _pixel_grid(_slice_geometry(geometry, index), pixel_mm)
                _assign(boxes, index, source_index, grid, mask[index], geometry, found)
        yield min((start + BATCH) / len(chosen), 1.0)
    return {label: _join(found[label], level) for label, level in segmentation.levels.items()}


def turn_index(
    index: int, axes: tuple[int, int, int], flipped: tuple[bool, bool, bool], source: VolumeGeometry
) -> int:
    """Slice index in the volume's own order, where its slices are axial; else the canonical one."""
    if axes[0] != 0:
        return index
    return source.shape_kji[0] - 1 - index if flipped[0] else index


def _slices(mask: NDArray[np.generic], stride: int) -> NDArray[np.intp]:
    """Every ``stride``-th slice from the first that shows a level to the last, head first."""
    present = np.flatnonzero(mask.any(axis=(1, 2)))
    return np.arange(present[0], present[-1] + 1, stride)[::-1]


def _slice_geometry(geometry: VolumeGeometry, index: int) -> VolumeGeometry:
    matrix = geometry.matrix
    matrix[:3, 3] = geometry.index_to_lps([index, 0, 0])
    return VolumeGeometry.from_matrix((1, *geometry.shape_kji[1:]), matrix)


def _detect(
    volume: Volume,
    geometry: VolumeGeometry,
    chosen: NDArray[np.intp],
    pixel_mm: float,
    model: Model,
    device: torch.device,
) -> list[tuple[int, Detections]]:
    """Detect on CT slices, each brought to the network's pixel spacing."""
    windows = windows_of(model.card)
    canonical = volume.canonical()
    images = []
    for k in chosen:
        own = _slice_geometry(geometry, int(k))
        images.append(resample(canonical.hu[k : k + 1], own, _pixel_grid(own, pixel_mm))[0])
    height, width = images[0].shape
    pad = [(0, 0), (0, -height % STRIDE), (0, -width % STRIDE)]
    stack = np.pad(np.stack(images), pad, constant_values=AIR_HU)
    thresholds = model.card.thresholds
    found = detect(
        model.network,
        torch.from_numpy(window_channels(stack, windows)).to(device),
        thresholds["confidence"],
        thresholds["overlap"],
    )
    return [(int(k), boxes) for k, boxes in zip(chosen, found, strict=True)]


def _pixel_grid(geometry: VolumeGeometry, pixel_mm: float) -> VolumeGeometry:
    """The same single slice with square pixels of ``pixel_mm``."""
    _, rows, columns = geometry.shape_kji
    _, row_mm, column_mm = geometry.spacing_kji_mm
    height = max(int(np.ceil(rows * row_mm / pixel_mm)), 1)
    width = max(int(np.ceil(columns * column_mm / pixel_mm)), 1)
    scale = np.array([pixel_mm / column_mm, pixel_mm / row_mm])
    matrix = geometry.matrix
    matrix[:3, :2] *= scale
    # The outer corner of the first pixel stays where it is.
    matrix[:3, 3] = geometry.index_to_lps([0, scale[1] / 2 - 0.5, scale[0] / 2 - 0.5])
    return VolumeGeometry.from_matrix((1, height, width), matrix)


def _assign(
    boxes: Detections,
    index: int,
    source_index: int,
    grid: VolumeGeometry,
    labels: NDArray[np.generic],
    geometry: VolumeGeometry,
    found: dict[int, list[SliceBox]],
) -> None:
    """Give each level the most confident box that lies on its mask."""
    corners = boxes.corners.cpu().numpy().astype(np.float64)
    confidence = boxes.confidence.cpu().numpy()
    masks = {label: _mask_box(labels == label, index, geometry, grid) for label in found}
    taken: set[int] = set()
    for n in np.argsort(-confidence):
        x1, y1, x2, y2 = corners[n] - 0.5
        low, high = np.array([y1, x1]), np.array([y2, x2])
        overlaps = {label: jaccard_2d(low, high, *box) for label, box in masks.items() if box}
        if not overlaps:
            return
        label = max(overlaps, key=lambda key: overlaps[key])
        if overlaps[label] < MIN_OVERLAP or label in taken:
            continue
        taken.add(label)
        least, most = grid.box_lps_mm([0.0, *low], [0.0, *high])
        found[label].append(
            SliceBox(source_index, _point(least), _point(most), float(confidence[n]))
        )


def _mask_box(
    mask: NDArray[np.bool_], index: int, geometry: VolumeGeometry, grid: VolumeGeometry
) -> tuple[FloatArray, FloatArray] | None:
    """Least and greatest row and column of a mask, in the pixels of ``grid``."""
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return None
    low = geometry.index_to_lps([index, rows.min() - 0.5, columns.min() - 0.5])
    high = geometry.index_to_lps([index, rows.max() + 0.5, columns.max() + 0.5])
    return grid.lps_to_index(low)[1:], grid.lps_to_index(high)[1:]


def jaccard_2d(
    low_a: FloatArray, high_a: FloatArray, low_b: FloatArray, high_b: FloatArray
) -> float:
    """Jaccard index |A and B| / |A or B| of two axis-parallel boxes."""
    both = np.prod(np.clip(np.minimum(high_a, high_b) - np.maximum(low_a, low_b), 0, None))
    either = np.prod(high_a - low_a) + np.prod(high_b - low_b) - both
    return float(both / either) if either > 0 else 0.0


def _join(slices: list[SliceBox], level: LevelMask) -> VertebraBoxes:
    """Join a level's boxes: their hull in plane, the mask's extent along z."""
    low, high = level.low_lps_mm.copy(), level.high_lps_mm.copy()
    enough = len(slices) >= MIN_SLICES
    if enough:
        low[:2] = np.min([box.min_lps_mm[:2] for box in slices], axis=0)
        high[:2] = np.max([box.max_lps_mm[:2] for box in slices], axis=0)
    return VertebraBoxes(tuple(slices), low, high, enough)


def _point(position: FloatArray) -> tuple[float, float, float]:
    x, y, z = (round(float(v), 3) for v in position)
    return x, y, z
