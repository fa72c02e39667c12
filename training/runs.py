"""One training command from beginning to end: fill the cache, then train stage by stage."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from rich.console import Console

from training.configs import RECIPES, Recipe, find_recipe, recipe_in_all
from training.crops import shows_cracks
from training.cutting import Networks, named_networks, trained_networks
from training.errors import NothingToLearnError, TrainingError
from training.locks import held_by_first
from training.loop import LoopConfig, check_begun, fit
from training.origin import origins_of
from training.prepare import Source
from training.processes import Ranks, joined
from training.progress import show_events, show_filling
from training.split import split_cache

ALL = "all"

STARTS = {"stage2": "cracks", "reformats": "stage2"}
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
    weights : Path or None
        Whose masks crops are cut along: a folder of weights, or a run folder of all stages or of
        stage 1. Without, those of the stage 1 trained in this run, where all stages are; else
        those of the one that comes with Dens.
    changes : mapping
        Fields of :class:`LoopConfig` that differ from the configuration's, in every stage:
        ``minutes`` is what each of them may take.
    """

    stage: str
    config: str
    run: Path
    cache: Path | None = None
    weights: Path | None = None
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
    with joined(device) as ranks, held_by_first(request.run, ranks):
        stages = planned(request, ranks)
        cutting = [stage for stage in stages if stage.recipe.cache == "crops"]
        own = request.stage == ALL and request.weights is None
        networks: Networks | None = None
        if cutting and not own:
            networks = named_networks(request.weights, request.run, ranks)
            for stage in cutting:
                networks.check(source.cut_by(stage.recipe))
            source = source.along(networks.folder, alone=False)
        for stage in stages:
            source.check(stage.recipe)
        for stage in stages:
            if stage not in cutting:
                _run_stage(stage, source, ranks, console)
                continue
            if networks is None:
                # Stage 1 and the detector come first: by now they are trained.
                networks = trained_networks(request.run, request.run, ranks)
                source = source.along(networks.folder, alone=True)
            cut = _cut_by(stage, networks, source, ranks, console)
            _run_stage(cut, source, ranks, console)


def _cut_by(
    stage: Stage, networks: Networks, source: Source, ranks: Ranks, console: Console
) -> Stage:
    """Say whose masks a stage's crops are cut along, and give these a cache of their own."""
    if source.cut_by(stage.recipe) and ranks.first:
        said = f"{stage.name}: crops are cut along the masks of {networks.said}"
        console.print(said, markup=False, highlight=False, soft_wrap=True)
    return replace(stage, cache=source.folder(stage.cache, stage.recipe, networks))


def _run_stage(stage: Stage, source: Source, ranks: Ranks, console: Console) -> None:
    """Fill a stage's cache and train it, showing both."""
    if ranks.first:
        filling = source.fill(stage.cache, stage.recipe)
        show_filling(filling, f"{stage.name} {stage.recipe.folder}", console)
    ranks.wait()
    if stage.recipe.needs_cracks:
        check_cracks(stage.cache)
    task, origins = stage.recipe.task(stage.cache), origins_of(stage.cache)
    events = fit(task, stage.run, stage.loop, ranks.device, origins)
    taken = show_events(events, stage.name, console)
    if ranks.first:
        said = "trained" if taken else "nothing left to do"
        console.print(f"{stage.name}: {said}: {stage.run}", markup=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a request.

    Attributes
    ----------
    name : str
    recipe : Recipe
    loop : LoopConfig
        The recipe's with the request's changes.
    run, cache : Path
        Its own run folder, and the folder of its studies.
    """

    name: str
    recipe: Recipe
    loop: LoopConfig
    run: Path
    cache: Path


def planned(request: FitRequest, ranks: Ranks) -> tuple[Stage, ...]:
    """The stages of a request, all of them checked before the first one takes hours.

    Raises
    ------
    TrainingError
        If one of them can't be trained with these settings, or was begun with others.
    """
    everything = request.stage == ALL
    look_up = recipe_in_all if everything else find_recipe
    stages = []
    for name in tuple(RECIPES) if everything else (request.stage,):
        recipe = look_up(name, request.config)
        run = request.run / name if everything else request.run
        loop = replace(recipe.loop, **request.changes)
        if everything and name in STARTS:
            loop = replace(loop, start_from=str(request.run / STARTS[name]))
        ranks.share(loop.batch)
        check_begun(run, loop)
        cache = (request.cache or request.run / "cache") / recipe.folder
        stages.append(Stage(name, recipe, loop, run, cache))
    return tuple(stages)


def check_cracks(cache: Path) -> None:
    """Refuse crops that don't show where anything is broken.

    Raises
    ------
    NothingToLearnError
    """
    if not any(map(shows_cracks, split_cache(cache).training)):
        raise NothingToLearnError(
            f"{cache}: no study to train on shows where it is broken: of RSNA 2022 only those with "
            "boxes in train_bounding_boxes.csv do. Add such studies, or phantoms."
        )
