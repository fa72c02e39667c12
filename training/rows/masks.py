"""Stage 1's own masks in place of the true ones, for the rows that combine both stages."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import nn

from inference.networks.card import Card
from inference.networks.models import Model
from inference.preprocessing.windowing import bone_windows
from inference.stages.segment import segment
from training.rows.levels import SliceSegmentation
from training.rows.studies import Part, read_study, write_study
from training.rows.workspace import Workspace, prepare


def missing(space: Workspace, folder: Path, part: Part) -> list[Path]:
    """Studies of a part that ``folder`` doesn't hold with masks yet."""
    return [path for path in space.files(part) if not (folder / part / path.name).exists()]


def fill_masks(
    space: Workspace, folder: Path, method: SliceSegmentation, network: nn.Module, device: str
) -> None:
    """Segment every study that ``folder`` lacks, as the pipeline does.

    What is true of a study stays as it is: a fracture that stage 1 doesn't let through is
    missed.
    """
    model = Model(network.to(device).eval(), _card(method, space.sizes.spacing_mm))

    def make(path: Path, into: Path) -> None:
        study = read_study(path)
        steps = segment(study.sample.volume, model, torch.device(device))
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                mask = stop.value.mask
                break
        write_study(into, replace(study, sample=replace(study.sample, label=mask)))

    for part in Part:
        prepare(space.files(part), folder / part, make)


def _card(method: SliceSegmentation, spacing_mm: float) -> Card:
    """What the pipeline has to know of a network that is no file."""
    return Card(
        name="stage 1",
        version="0",
        kind="segmentation",
        architecture=asdict(method.network),
        preprocessing={
            "windows": [asdict(window) for window in bone_windows()],
            "plane": method.plane,
            "spacing_mm": spacing_mm,
        },
        thresholds={},
        trained_on="",
        training={},
        metrics={},
        weights="",
        sha256="",
    )
