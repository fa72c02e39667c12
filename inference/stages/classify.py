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
from inference.imaging.errors import WeightsError
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.networks.card import REINSTALL
from inference.networks.fracture_net import FractureLogits, worst_level
from inference.networks.models import Model, Models
from inference.preprocessing.cropping import crop_vertebra
from inference.preprocessing.planes import crop_channels, with_beside
from inference.preprocessing.reformats import middle, reformats
from inference.preprocessing.resampling import AIR_HU
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
    """What stage 2 reads.

    Attributes
    ----------
    hu : ndarray of int16, shape (7, planes, h, w)
    mask : ndarray of uint8, same shape
        0..255.
    grids : dict of int to VolumeGeometry
        Where the planes of each level lie, by label.
    """

    hu: NDArray[np.int16]
    mask: NDArray[np.uint8]
    grids: dict[int, VolumeGeometry]


def cut_crops(
    volume: Volume, mask: NDArray[np.uint8], boxes: dict[int, VertebraBoxes], models: Models
) -> Generator[float, None, Crops]:
    """Cut the planes of every boxed level; yields the share that is done.

    Raises
    ------
    WeightsError
        If a card doesn't say how, or the two networks' cards say different things.
    """
    config = crop_of(models.classification.card)
    if crop_of(models.reformats.card) != config:
        raise WeightsError(
            "reformats.json: 'preprocessing.crop' differs from classification.json's, but both "
            f"read the same crops. {REINSTALL}"
        )
    shape = (len(LEVELS), config.planes, config.size_px, config.size_px)
    crops = Crops(np.full(shape, AIR_HU, np.int16), np.zeros(shape, np.uint8), {})
    for done, (label, box) in enumerate(boxes.items(), start=1):
        corners = (box.low_lps_mm, box.high_lps_mm)
        crop = crop_vertebra(volume.hu, mask, label, volume.geometry, corners, config)
        crops.hu[label - 1], crops.mask[label - 1] = crop.hu, crop.mask
        crops.grids[label] = crop.geometry
        yield done / len(boxes)
    return crops


def classify(crops: Crops, models: Models) -> Generator[float, None, Classification]:
    """Run stage 2's networks on the crops and on their mirror images; yields the share done.

    What one network overlooks in axial planes the other may see in sagittal or coronal ones, and a
    neck is as likely broken on its left as on its right: the mean of all readings depends less on
    chance than any of them. It is taken of logits; planes' weights and the map of cracks are those
    of the axial planes.
    """
    if not crops.grids:
        return Classification({}, None, {}, {})
    present = np.zeros(len(LEVELS), dtype=np.float32)
    present[[label - 1 for label in crops.grids]] = 1.0
    mirrored = Crops(crops.hu[..., ::-1], crops.mask[..., ::-1], crops.grids)
    looks = ((models.classification, _axial), (models.reformats, _reformatted))
    # One after the other: all readings at once would take four times the memory.
    readings = []
    for model, view in looks:
        for seen in (crops, mirrored):
            readings.append(_look(*view(seen), present, model, models.device))
            yield len(readings) / (2 * len(looks))
    axial, turned = readings[:2]
    logits = torch.stack([reading.levels[0].float().cpu() for reading in readings]).mean(dim=0)
    calibration = calibration_of(models.classification.card)
    levels = calibration.level.probability(logits).numpy()
    patient = calibration.patient.probability(
        worst_level(logits[None], torch.from_numpy(present)[None])
    )
    attention = _mean(axial.attention, turned.attention).numpy()
    cracks = _mean(axial.cracks, turned.cracks.flip(-1)).numpy()
    return Classification(
        {label: float(levels[label - 1]) for label in crops.grids},
        float(patient),
        {label: _weighed(grid, attention[label - 1]) for label, grid in crops.grids.items()},
        {label: CrackMap.over(cracks[label - 1], grid) for label, grid in crops.grids.items()},
    )


Planes = tuple[NDArray[np.int16], NDArray[np.uint8]]
"""HU with the planes beside each, (7, planes, 3, h, w), and the planes' mask."""


def _axial(crops: Crops) -> Planes:
    return with_beside(crops.hu), crops.mask


def _reformatted(crops: Crops) -> Planes:
    return reformats(crops.hu), middle(reformats(crops.mask))


def _look(
    hu: NDArray[np.int16],
    mask: NDArray[np.uint8],
    present: NDArray[np.float32],
    model: Model,
    device: torch.device,
) -> FractureLogits:
    planes = torch.from_numpy(crop_channels(hu, mask, windows_of(model.card)))
    with torch.inference_mode():
        logits: FractureLogits = model.network(
            planes[None].to(device), torch.from_numpy(present)[None].to(device)
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
