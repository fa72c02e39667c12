"""Commands that train networks and write their weights."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from training.commands.options import Device, Meshes, Out, People, PseudoLabels, Readers, Run
from training.sources import Data


def fit(
    stage: Annotated[
        str, typer.Argument(help="stage1, boxes, cracks, stage2, reformats, or all of them.")
    ],
    run: Run,
    data: Data,
    config: Annotated[str, typer.Option(help="Name of the configuration.")] = "default",
    cache: Annotated[
        Path | None, typer.Option(help="Folder of what is made from the data; in --run without.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Steps of the whole run.")] = None,
    minutes: Annotated[
        float | None,
        typer.Option(help="End after so long, even if steps are left; with all, each stage."),
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option(help="Examples a step, over all processes; with all, in each stage."),
    ] = None,
    device: Device = "auto",
    precision: Annotated[
        Literal["float32", "mixed"] | None, typer.Option(help="mixed: 16 bits where that is safe.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that draw examples; some on a GPU without.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of weights, examples and dropout.")] = None,
    learning_rate: Annotated[
        float | None, typer.Option(help="Greatest of the run; the configuration's without.")
    ] = None,
    start_from: Annotated[
        Path | None, typer.Option(help="Run folder or safetensors file that a new run starts from.")
    ] = None,
    pseudo_labels: PseudoLabels = None,
    weights: Annotated[
        Path | None,
        typer.Option(
            help="Whose masks crops are cut along: folder of weights, or run folder of all stages "
            "or of stage1. Without: of all, those just trained; of one stage, the bundled ones."
        ),
    ] = None,
    meshes: Meshes = None,
    count: Annotated[
        int, typer.Option(min=0, help="How many phantoms; 0 takes the cache as it is.")
    ] = 300,
    people: People = 15,
    processes: Readers = 1,
) -> None:
    """Train networks: fill the cache, then train, going on where a run was stopped.

    On several GPUs or machines: torchrun --nproc-per-node=N -m -- training fit ...
    """
    from rich.console import Console

    from inference.networks.models import choose_device
    from training.prepare import SourceOptions, open_source
    from training.runs import FitRequest, drawing_processes, run_fit

    chosen = choose_device(device)
    wanted = {
        "steps": steps,
        "minutes": minutes,
        "batch": batch,
        "precision": precision,
        "seed": seed,
        "learning_rate": learning_rate,
        "start_from": None if start_from is None else str(start_from),
        "workers": drawing_processes(chosen) if workers is None else workers,
    }
    changes = {name: value for name, value in wanted.items() if value is not None}
    options = SourceOptions(count, people, meshes, pseudo_labels, str(chosen), processes)
    source = open_source(data, options)
    run_fit(FitRequest(stage, config, run, cache, weights, changes), source, chosen, Console())


def export(
    kind: Annotated[
        str, typer.Argument(help="segmentation, detection, classification or reformats.")
    ],
    run: Run,
    out: Out = Path("resources/weights"),
    version: Annotated[str, typer.Option(help="Version of the weights.")] = "0.1.0",
    cache: Annotated[
        Path | None,
        typer.Option(help="Folder that an older run was trained from, which doesn't say on what."),
    ] = None,
) -> None:
    """Write a run's weights as int8 safetensors with their card."""
    from training.export import export as write

    card = write(kind, run, out, version, cache)
    typer.echo(f"{out / card.weights}: sha256 {card.sha256}")


COMMANDS = (fit, export)
