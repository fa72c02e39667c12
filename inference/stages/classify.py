"""Stage 2: how likely each level is fractured."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.evidence import CrackMap
from inference.findings import LEVELS, PlaneWeight
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.networks.cracknet import BESIDE
from inference.networks.fracture_net import FractureLogits, worst_level
from inference.networks.models import Model
from inference.preprocessing.cropping import crop_vertebra
from inference.preprocessing.planes import crop_channels, with_beside
from inference.stages.box import VertebraBoxes
from inference.stages.calibration import calibration_of
from inference.stages.inputs import crop_of, windows_of


@dataclass(frozen=True, slots=True, eq=False)
class Classification:
    """Result of stage 2.

    Attributes
    ----------
    levels : dict of int to float
        Probability of a fracture by label.
    patient : float or None
        None where no level was looked at.
    planes : dict of int to tuple of PlaneWeight
        From the head down.
    cracks : dict of int to CrackMap
        Over the same planes.
    """

    levels: dict[int, float]
    patient: float | None
    planes: dict[int, tuple[PlaneWeight, ...]]
    cracks: dict[int, CrackMap]


@dataclass(frozen=True, slots=True, eq=False)
class Crops:
    """The network's input.

    Attributes
    ----------
    planes : ndarray of float32, shape (7, planes, windows + 3, h, w)
    grids : dict of int to VolumeGeometry
        Where the planes of each level lie, by label.
    """

    planes: NDArray[np.float32]
    grids: dict[int, VolumeGeometry]


def cut_crops(
    volume: Volume, mask: NDArray[np.uint8], boxes: dict[int, VertebraBoxes], model: Model
) -> Generator[float, None, Crops]:
    """Cut the planes of every boxed level; yields the share that is done."""
    config = crop_of(model.card)
    windows = windows_of(model.card)
    channels = len(windows) + 1 + BESIDE
    shape = (len(LEVELS), config.planes, channels, config.size_px, config.size_px)
    planes = np.zeros(shape, dtype=np.float32)
    grids = {}
    for done, (label, box) in enumerate(boxes.items(), start=1):
        corners = (box.low_lps_mm, box.high_lps_mm)
        crop = crop_vertebra(volume.hu, mask, label, volume.geometry, corners, config)
        planes[label - 1] = crop_channels(with_beside(crop.hu), crop.mask, windows)
        grids[label] = crop.geometry
        yield done / len(boxes)
    return Crops(planes, grids)


def classify(
    crops: Crops, model: Model, device: torch.device
) -> Generator[float, None, Classification]:
    """Run stage 2's network on the crops, and on their mirror images; yields the share done.

    A neck is as likely broken on its left as on its right: the mean of both readings depends less
    on chance than either (test-time augmentation). It is taken of logits, and of each plane's
    weight.
    """
    if not crops.grids:
        return Classification({}, None, {}, {})
    present = np.zeros(len(LEVELS), dtype=np.float32)
    present[[label - 1 for label in crops.grids]] = 1.0
    # One after the other: two studies at once would take twice the memory.
    seen = _look(crops.planes, present, model, device)
    yield 0.5
    mirrored = _look(np.ascontiguousarray(crops.planes[..., ::-1]), present, model, device)
    logits = _mean(seen.levels, mirrored.levels)
    calibration = calibration_of(model.card)
    levels = calibration.level.probability(logits).numpy()
    patient = calibration.patient.probability(
        worst_level(logits[None], torch.from_numpy(present)[None])
    )
    attention = _mean(seen.attention, mirrored.attention).numpy()
    cracks = _mean(seen.cracks, mirrored.cracks.flip(-1)).numpy()
    return Classification(
        {label: float(levels[label - 1]) for label in crops.grids},
        float(patient),
        {label: _weighed(grid, attention[label - 1]) for label, grid in crops.grids.items()},
        {label: CrackMap.over(cracks[label - 1], grid) for label, grid in crops.grids.items()},
    )


def _look(
    planes: NDArray[np.float32], present: NDArray[np.float32], model: Model, device: torch.device
) -> FractureLogits:
    with torch.inference_mode():
        logits: FractureLogits = model.network(
            torch.from_numpy(planes)[None].to(device), torch.from_numpy(present)[None].to(device)
        )
        return logits


def _mean(a: Tensor, b: Tensor) -> Tensor:
    """Of the only study in both, on the CPU."""
    return ((a[0].float() + b[0].float()) / 2).cpu()


def _weighed(grid: VolumeGeometry, weights: NDArray[np.float32]) -> tuple[PlaneWeight, ...]:
    """Pair the centre of each plane of a crop with its weight."""
    middle = (np.array(grid.shape_kji[1:]) - 1) / 2
    index = np.array([(n, *middle) for n in range(len(weights))])
    return tuple(
        PlaneWeight((float(x), float(y), float(z)), float(weight))
        for (x, y, z), weight in zip(grid.index_to_lps(index), weights, strict=True)
    )
