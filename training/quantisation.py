"""What int8 costs: weights as trained against what is shipped of them.

Of shipped weights whose run is gone, the trained ones can't be had again. Weights drawn at random
among all those that round to the shipped ones stand for them: the trained ones are one of these,
and the error of rounding is as good as uniform.
"""

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
from inference.networks.models import bundled_weights, load_model
from inference.networks.weights import LARGEST, SCALE, dequantise, quantise
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
    "reformats": "level_auc",
}
"""What the score of a kind's validation is called; the greater the better."""

KEY = "quantisation"
"""Of the figures in the card."""

State = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class QuantisationRequest:
    """Which weights are compared, and on what.

    Attributes
    ----------
    kind : str
        One of ``STAGES``.
    run : Path or None
        Whose weights; None for the shipped ones, beside drawn ones that round to them.
    cache : Path
        Folder of ``pool`` or ``crops``, as ``fit`` takes it; its held-out studies are measured.
    config : str
        Name of the configuration that the run was trained with.
    weights : Path or None
        Folder of the card to write into; the bundled one's without.
    write : bool
        Whether to write into it.
    draws : int
        Of weights that round to the shipped ones.
    seed : int
        Of those draws.
    device : str
    """

    kind: str
    run: Path | None
    cache: Path
    config: str = "default"
    weights: Path | None = None
    write: bool = False
    draws: int = 3
    seed: int = 1
    device: str = "cpu"

    def __post_init__(self) -> None:
        if self.draws < 1:
            raise TrainingError(f"--draws {self.draws}: must be at least 1")

    @property
    def folder(self) -> Path:
        """Of the card."""
        return self.weights or bundled_weights()

    @property
    def command(self) -> str:
        """How it is repeated, without the paths of this machine."""
        whose = "--run RUN" if self.run else f"--draws {self.draws} --seed {self.seed}"
        return (
            f"python -m training quantisation --kind {self.kind} {whose} --config {self.config} "
            "--cache DIR --write"
        )


def measure_quantisation(request: QuantisationRequest) -> Iterator[str]:
    """Measure weights in float32 and through int8, by their task's own validation.

    Yields
    ------
    str
        A line for each of them, and one for what was written.

    Raises
    ------
    TrainingError
        If the kind is not known, if the run has no checkpoint or was trained with another
        configuration, or if the card's weights are not those of the run.
    """
    if request.kind not in STAGES:
        raise TrainingError(f"--kind '{request.kind}' is not known: use {', '.join(STAGES)}")
    recipe = find_recipe(STAGES[request.kind], request.config)
    task = recipe.task(request.cache / recipe.folder)
    if request.run is None:
        packed = _shipped(request, task)
        rng = torch.Generator().manual_seed(request.seed)
        whole: list[State] = [unrounded(packed, rng) for _ in range(request.draws)]
    else:
        state = _trained(request.run, request, describe(task, recipe.loop))
        packed, whole = quantise(state), [state]
    figure = FIGURES[request.kind]
    float32 = []
    for weights in whole:
        float32.append(round(_score(task, weights, request.device), 6))
        yield f"float32: {figure} {float32[-1]:.6f}"
    int8 = round(_score(task, dequantise(packed), request.device), 6)
    yield f"int8: {figure} {int8:.6f}"
    if request.write:
        figures: dict[str, object] = {
            "figure": figure,
            "float32": float32 if request.run is None else float32[0],
            "int8": int8,
            "command": request.command,
        }
        add_metrics(request.folder, request.kind, KEY, figures)
        yield f"{request.folder / request.kind}.json: written"


def unrounded(packed: Mapping[str, Tensor], rng: torch.Generator) -> dict[str, Tensor]:
    """Draw weights that :func:`quantise` turns into these.

    A rounded weight is anywhere within half a step of its own; a channel's greatest, which sets
    the step, is where it is.
    """
    state = dequantise(packed)
    for name, value in packed.items():
        if value.dtype == torch.int8:
            wide = packed[name + SCALE].reshape(-1, *[1] * (value.ndim - 1))
            # A hair short of half a step, or float32 may round it to the next.
            error = (torch.rand(value.shape, generator=rng) - 0.5) * 0.998
            inside = torch.where(value.abs() == LARGEST, 0.0, error)
            state[name] = (value + inside).clamp(-LARGEST, LARGEST) * wide
    return state


def _trained(run: Path, request: QuantisationRequest, asked: Mapping[str, Any]) -> State:
    """The weights of a run."""
    checkpoint = load_checkpoint(run)
    if checkpoint is None:
        raise TrainingError(f"{run}: no checkpoint here; name the folder of a run")
    _check_settings(run, request.config, checkpoint, asked)
    state = exported_weights(checkpoint)
    if request.write:
        _check_exported(request, quantise(state))
    return state


def _shipped(request: QuantisationRequest, task: Task[Any]) -> State:
    """The weights as they lie in their file, once it is sure that the task's network takes them."""
    load_model(request.folder, request.kind, torch.device("cpu"))
    packed = _read(request)
    try:
        task.build().load_state_dict(dequantise(packed))
    except RuntimeError as error:
        raise TrainingError(
            f"{request.folder / request.kind}.json: another network than that of --config "
            f"{request.config}; name the one it was trained with."
        ) from error
    return packed


def _check_settings(
    run: Path, config: str, checkpoint: Checkpoint, asked: Mapping[str, Any]
) -> None:
    """Refuse another configuration than the run's; how long it was trained is nobody's concern."""
    for name, value in asked.items():
        if name != "loop" and checkpoint.config.get(name) != value:
            raise TrainingError(
                f"{run}: trained with {name} = {checkpoint.config.get(name)!r}, but "
                f"--config {config} has {value!r}: name the one it was trained with."
            )


def _check_exported(request: QuantisationRequest, packed: State) -> None:
    """Refuse to write figures beside weights that they were not taken of."""
    shipped = _read(request)
    same = shipped.keys() == packed.keys() and all(
        torch.equal(shipped[name], value.cpu()) for name, value in packed.items()
    )
    if not same:
        raise TrainingError(
            f"{request.folder}: the {request.kind} weights are not those of the run: export it "
            "first with 'python -m training export', or name another --weights folder."
        )


def _read(request: QuantisationRequest) -> State:
    path = request.folder / read_card(request.folder / f"{request.kind}.json").weights
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise TrainingError(f"{path}: can't be read ({error}); export the run again.") from error


def _score(task: Task[Any], weights: State, device: str) -> float:
    network = task.build()
    network.load_state_dict(dict(weights))
    network.to(device).eval()
    with torch.no_grad():
        return task.validate(network)[SCORE]
