"""Commands that measure networks, and choose how they work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from training.commands.options import (
    RESULTS,
    Device,
    Keep,
    Meshes,
    People,
    Processes,
    ResultsFile,
    Seeds,
    Weights,
)
from training.errors import TrainingError


def calibrate(
    count: Seeds = 24,
    meshes: Meshes = None,
    people: People = 8,
    weights: Weights = None,
    device: Device = "cpu",
    probabilities: Annotated[
        bool, typer.Option(help="Also fit how logits become probabilities.")
    ] = False,
    processes: Processes = 1,
    keep: Keep = None,
) -> None:
    """Choose the classifier's working thresholds on phantoms from seed 800000 on."""
    from training.calibrate import CalibrationRequest, calibrate_card

    request = CalibrationRequest(
        count, people, meshes, weights, device, probabilities, processes, keep
    )
    for line in calibrate_card(request):
        typer.echo(line)


def evaluate(
    count: Seeds = 200,
    meshes: Meshes = None,
    people: People = 8,
    weights: Weights = None,
    write: Annotated[bool, typer.Option(help="Write the figures into the cards.")] = False,
    device: Device = "cpu",
    processes: Processes = 1,
    keep: Keep = None,
) -> None:
    """Measure both stages on fresh phantoms: seeds and made people never trained on."""
    import json

    from training.evaluate import TEST_PEOPLE_SEED, evaluate_to_cards
    from training.evaluation.crew import Crew

    crew = Crew(meshes, people, TEST_PEOPLE_SEED, weights, device, processes=processes, keep=keep)
    for line in evaluate_to_cards(crew, count, write):
        typer.echo(line if isinstance(line, str) else json.dumps(line, indent=1))


def real(
    scan: Annotated[
        list[str],
        typer.Option(metavar="NAME=PATH", help="A scan: folder, ZIP, DICOM file or NIfTI."),
    ],
    centers: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FILE", help="JSON of the vertebrae's centres in that scan."),
    ] = None,
    plant: Annotated[int, typer.Option(help="Fractures planted into each visible level.")] = 1,
    seed: Annotated[int, typer.Option(help="Of what is planted.")] = 1,
    weights: Weights = None,
    out: ResultsFile = RESULTS,
    device: Device = "cpu",
) -> None:
    """Measure both stages on real scans, as they are and with fractures planted into them."""
    from training.evaluation.scans import scan_sources
    from training.real import RealRequest, measure_real

    request = RealRequest(scan_sources(scan, centers or []), plant, seed, weights, device)
    for line in measure_real(request, out):
        typer.echo(line)


def quantisation(
    kind: Annotated[
        str, typer.Option(help="segmentation, detection, classification or reformats.")
    ],
    cache: Annotated[
        Path | None, typer.Option(help="Folder of held-out studies; the run's own without.")
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(help="Folder of the training run; the shipped weights without."),
    ] = None,
    config: Annotated[str, typer.Option(help="What they were trained with.")] = "default",
    draws: Annotated[
        int, typer.Option(help="Without --run: of weights that round to the shipped ones.")
    ] = 3,
    seed: Annotated[int, typer.Option(help="Of those draws.")] = 1,
    weights: Weights = None,
    write: Annotated[bool, typer.Option(help="Write the figures into the card.")] = False,
    device: Device = "cpu",
) -> None:
    """Measure what int8 costs: a run's weights as trained, and as they are shipped.

    Where no run is given, weights that round to the shipped ones stand for the trained ones.
    """
    from inference.networks.models import choose_device
    from training.quantisation import QuantisationRequest, measure_quantisation

    if cache is None:
        if run is None:
            raise TrainingError("--cache: name a folder of studies to measure on, or give --run")
        cache = run / "cache"
    request = QuantisationRequest(
        kind,
        run,
        cache,
        config,
        weights,
        write,
        draws,
        seed,
        str(choose_device(device)),
    )
    for line in measure_quantisation(request):
        typer.echo(line)


COMMANDS = (calibrate, evaluate, real, quantisation)
