"""Stage 1's own masks in place of the true ones, for the rows that combine both stages."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from inference.findings import LEVELS
from inference.networks.card import Card
from inference.networks.models import Model
from inference.preprocessing.windowing import bone_windows
from inference.stages.segment import segment
from training.pool import pool_files, read_sample
from training.rows.segmenters import SliceSegmentation
from training.rows.studies import Part, Study, save_study
from training.rows.workspace import Workspace, prepare
from training.sources import drain

KIND = "segmentation"
"""Stage 1's name among the weights."""


def missing(space: Workspace, folder: Path, part: Part) -> list[Path]:
    """Studies of a part that ``folder`` doesn't hold with masks yet."""
    return [path for path in space.files(part) if not (folder / part / path.name).exists()]


def fill_masks(space: Workspace, folder: Path, model: Model, device: str) -> None:
    """Segment every study that ``folder`` lacks, as the pipeline does.

    What is true of a study stays as it is: a fracture that stage 1 doesn't let through is
    missed.
    """
    # Tensors of a GPU don't travel to other processes as those in memory do.
    make = partial(_masked, replace(model, network=model.network.cpu()), device)
    for part in Part:
        prepare(space.files(part), folder / part, make, save_study, space.processes)


def _masked(model: Model, device: str, study: Study) -> Study:
    model.network.to(device)
    found = drain(segment(study.sample.volume, model, torch.device(device)))
    return replace(study, sample=replace(study.sample, label=found.mask))


def without_levels(folder: Path) -> tuple[str, ...]:
    """Names of the studies whose masks show no cervical level."""
    return tuple(
        path.stem
        for path in pool_files(folder)
        if not np.isin(read_sample(path).label, range(1, len(LEVELS) + 1)).any()
    )


def as_model(method: SliceSegmentation, network: nn.Module, spacing_mm: float) -> Model:
    """Give a network that is no file what the pipeline has to know of it."""
    card = Card(
        name="stage 1",
        version="0",
        kind=KIND,
        architecture=asdict(method.network),
        preprocessing={
            "windows": [asdict(window) for window in bone_windows()],
            "plane": method.plane,
            "spacing_mm": spacing_mm,
            "neighbours": method.neighbours,
        },
        thresholds={},
        trained_on="",
        training={},
        metrics={},
        weights="",
        sha256="",
    )
    return Model(network, card)
