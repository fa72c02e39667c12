"""What int8 costs: a run's weights as trained against what is shipped of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from inference.networks.card import read_card
from inference.networks.weights import dequantise, quantise
from training.checkpoint import Checkpoint, exported_weights, load_checkpoint
from training.configs import find_recipe
from training.errors import TrainingError
from training.export import STAGES, add_metrics
from training.loop import describe
from training.task import SCORE, Task

FIGURES: Mapping[str, str] = {
    "segmentation": "dice",
    "detection": "panoptic_quality",
    "classification": "level_auc",
}
"""What the score of a kind's validation is called; the greater the better."""

KEY = "quantisation"
"""Of the figures in the card."""


@dataclass(frozen=True, slots=True)
class QuantisationRequest:
    """Which weights are compared, and on what.

    Attributes
    ----------
    kind : str
        ``segmentation``, ``detection`` or ``classification``.
    run : Path
        Whose weights.
    cache : Path
        Folder of ``pool`` or ``crops``, as ``fit`` takes it; its held-out studies are measured.
    config : str
        Name of the configuration that the run was trained with.
    weights : Path or None
        Folder of the card to write into; None writes none.
    device : str
    """

    kind: str
    run: Path
    cache: Path
    config: str = "default"
    weights: Path | None = None
    device: str = "cpu"


def measure_quantisation(request: QuantisationRequest) -> Iterator[str]:
    """Measure the run's weights in float32 and through int8, by its task's own validation.

    Yields
    ------
    str
        A line for each of the two, and one for what was written.

    Raises
    ------
    TrainingError
        If the kind is not known, if the run has no checkpoint or was trained with another
        configuration, or if the card's weights are not those of the run.
    """
    if request.kind not in STAGES:
        raise TrainingError(f"--kind '{request.kind}' is not known: use {', '.join(STAGES)}")
    recipe = find_recipe(STAGES[request.kind], request.config)
    checkpoint = load_checkpoint(request.run)
    if checkpoint is None:
        raise TrainingError(f"{request.run}: no checkpoint here; name the folder of a run")
    task = recipe.task(request.cache / recipe.folder)
    _check_settings(request, checkpoint, describe(task, recipe.loop))
    state = exported_weights(checkpoint)
    packed = quantise(state)
    if request.weights is not None:
        _check_exported(request.weights, request.kind, packed)
    figure = FIGURES[request.kind]
    figures: dict[str, object] = {"figure": figure}
    for name, weights in (("float32", state), ("int8", dequantise(packed))):
        score = _score(task, weights, request.device)
        figures[name] = round(score, 6)
        yield f"{name}: {figure} {score:.6f}"
    if request.weights is not None:
        figures["command"] = (
            f"python -m training quantisation --kind {request.kind} --run RUN --cache DIR "
            f"--config {request.config} --write"
        )
        add_metrics(request.weights, request.kind, KEY, figures)
        yield f"{request.weights / request.kind}.json: written"


def _check_settings(
    request: QuantisationRequest, checkpoint: Checkpoint, asked: Mapping[str, Any]
) -> None:
    """Refuse another configuration than the run's; how long it was trained is nobody's concern."""
    for name, value in asked.items():
        if name != "loop" and checkpoint.config.get(name) != value:
            raise TrainingError(
                f"{request.run}: trained with {name} = {checkpoint.config.get(name)!r}, but "
                f"--config {request.config} has {value!r}: name the one it was trained with."
            )


def _check_exported(folder: Path, kind: str, packed: Mapping[str, Tensor]) -> None:
    """Refuse to write figures beside weights that they were not taken of."""
    path = folder / read_card(folder / f"{kind}.json").weights
    try:
        shipped = load_file(path)
    except (OSError, SafetensorError) as error:
        raise TrainingError(f"{path}: can't be read ({error}); export the run again.") from error
    same = shipped.keys() == packed.keys() and all(
        torch.equal(shipped[name], value.cpu()) for name, value in packed.items()
    )
    if not same:
        raise TrainingError(
            f"{path}: these are not the weights of the run: export it first with "
            "'python -m training export', or name another --weights folder."
        )


def _score(task: Task[Any], weights: Mapping[str, Tensor], device: str) -> float:
    network = task.build()
    network.load_state_dict(dict(weights))
    network.to(device).eval()
    with torch.no_grad():
        return task.validate(network)[SCORE]
