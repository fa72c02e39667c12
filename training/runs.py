"""One training command from beginning to end: fill the cache, then train stage by stage."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from rich.console import Console

from training.configs import RECIPES, find_recipe
from training.errors import TrainingError
from training.locks import held_by_first
from training.loop import fit
from training.origin import origins_of
from training.prepare import Source
from training.processes import joined
from training.progress import show_events, show_filling

ALL = "all"

STARTS = {"stage2": "cracks"}
"""Which stage's weights a stage starts from, where all of them are trained."""

MOST_WORKERS = 8
"""More processes than this only compete for memory."""


def drawing_processes(device: torch.device) -> int:
    """How many processes should draw examples, where nobody says: none on a CPU.

    There they would take the cores from the network itself.
    """
    return min(os.cpu_count() or 1, MOST_WORKERS) if device.type == "cuda" else 0


@dataclass(frozen=True, slots=True)
class FitRequest:
    """What is to be trained.

    Attributes
    ----------
    stage : str
        A stage, or ``all`` for each of them in a folder of its own in ``run``.
    config : str
        Name of the configuration.
    run : Path
    cache : Path or None
        Folder of what is made from the data set; in the run folder by default.
    changes : mapping
        Fields of :class:`LoopConfig` that differ from the configuration's.
    """

    stage: str
    config: str
    run: Path
    cache: Path | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def run_fit(request: FitRequest, source: Source, device: torch.device, console: Console) -> None:
    """Fill the cache and train, showing both.

    Raises
    ------
    DensError
        If the configuration, the data, the run folder or the device won't do.
    """
    if request.stage == ALL and request.changes.get("start_from") is not None:
        raise TrainingError("--start-from holds one network's weights: name its stage, not all")
    stages = tuple(RECIPES) if request.stage == ALL else (request.stage,)
    recipes = {stage: find_recipe(stage, request.config) for stage in stages}
    cache = request.cache or request.run / "cache"
    with joined(device) as ranks, held_by_first(request.run, ranks):
        for stage, recipe in recipes.items():
            folder = cache / recipe.folder
            if ranks.first:
                show_filling(source.fill(folder, recipe), f"{stage} {recipe.folder}", console)
            ranks.wait()
            run = request.run / stage if request.stage == ALL else request.run
            loop = replace(recipe.loop, **request.changes)
            if request.stage == ALL and stage in STARTS:
                loop = replace(loop, start_from=str(request.run / STARTS[stage]))
            events = fit(recipe.task(folder), run, loop, device, origins_of(folder))
            taken = show_events(events, stage, console)
            if ranks.first:
                said = "trained" if taken else "nothing left to do"
                console.print(f"{stage}: {said}: {run}", markup=False, soft_wrap=True)
