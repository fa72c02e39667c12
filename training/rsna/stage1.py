"""Stage 1 on studies that no radiologist segmented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from skimage import measure

from inference.imaging.volume import Volume
from inference.networks.card import read_card
from inference.networks.models import Model, bundled_weights, choose_device, load_model
from inference.stages.levels import MIN_VOLUME_MM3, LevelMap
from inference.stages.places import settle_levels
from inference.stages.segment import (
    LevelMask,
    class_probabilities,
    edge_of,
    measure_levels,
    project,
)
from training.rsna.masks import LOWER_LABEL
from training.sources import drain

KIND = "segmentation"


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What stage 1 makes of a CT.

    Attributes
    ----------
    mask : ndarray of uint8, shape (k, j, i)
        0 background, 1..7 C1..C7, 8 T1 and below, on the CT's grid.
    levels : mapping of int to LevelMask
        C1..C7, as far as they were found.
    confidence : mapping of int to float
        By level: mean probability (softmax) that the network itself, before its answer was
        cleaned, gave the level over the voxels of its mask; 0..1.
    """

    mask: NDArray[np.uint8]
    levels: Mapping[int, LevelMask]
    confidence: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Stage1:
    """Segments a CT; light enough to be handed to another process, which loads the network once.

    Attributes
    ----------
    weights : Path
        Folder.
    device : str
        ``auto``, ``cpu``, ``cuda`` or ``mps``.
    sha256 : str
        Of the weights: a run's own are written anew into the same folder as it goes on.
    """

    weights: Path
    device: str
    sha256: str

    def __call__(self, volume: Volume) -> Prediction:
        """Run stage 1 as the analysis does."""
        model, device = _loaded(self)
        return predict_mask(volume, model, device)


@cache
def _loaded(stage: Stage1) -> tuple[Model, torch.device]:
    chosen = choose_device(stage.device)
    return load_model(stage.weights, KIND, chosen), chosen


def stage1(weights: Path | None, device: str) -> tuple[Stage1, str]:
    """Load stage 1.

    Parameters
    ----------
    weights : Path or None
        Folder; None for the weights that come with Dens.
    device : str
        ``auto``, ``cpu``, ``cuda`` or ``mps``.

    Returns
    -------
    predict : Stage1
    sha256 : str
        Of the weights.

    Raises
    ------
    WeightsError, DeviceError
    """
    folder = weights or bundled_weights()
    stage = Stage1(folder, device, read_card(folder / f"{KIND}.json").sha256)
    _loaded(stage)
    return stage, stage.sha256


def predict_mask(volume: Volume, model: Model, device: torch.device) -> Prediction:
    """Run stage 1 as the analysis does, and keep T1 and below, which training needs."""
    probability, grid = drain(class_probabilities(volume, model, device))
    settled, levels = settle_levels(probability, grid)
    lower = (settled.argmax(axis=0) == LOWER_LABEL) & (levels.label == 0)
    found = levels.found
    if found:
        column = largest_bodies(lower, MIN_VOLUME_MM3 / grid.voxel_volume_mm3)
        label = np.where(column, LOWER_LABEL, levels.label).astype(np.uint8)
        present = (*found, LOWER_LABEL) if column.any() else found
        levels = LevelMap(label, present)
    mask = project(settled, levels, grid, volume.geometry)
    confidence = {
        level: float(probability[level][levels.label == level].mean(dtype=np.float64))
        for level in found
    }
    measured = measure_levels(mask, volume.geometry, edge_of(model))
    return Prediction(mask, measured, confidence)


def largest_bodies(bone: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """The connected bodies of at least ``least`` voxels."""
    parts, count = measure.label(bone, connectivity=3, return_num=True)
    if count == 0:
        return bone
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    return np.asarray((sizes >= least)[parts])
