"""Commands that measure networks, and choose how they work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from training.commands.options import (
    RESULTS,
    Device,
    Meshes,
    People,
    Processes,
    ResultsFile,
    Run,
    Seeds,
    Weights,
)
from training.rows.tables import Table


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
) -> None:
    """Choose the classifier's working thresholds on phantoms from seed 800000 on."""
    from training.calibrate import CalibrationRequest, calibrate_card

    request = CalibrationRequest(count, people, meshes, weights, device, probabilities, processes)
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
) -> None:
    """Measure both stages on fresh phantoms: seeds and made people never trained on."""
    import json

    from training.evaluate import TEST_PEOPLE_SEED, evaluate_to_cards
    from training.evaluation.crew import Crew

    crew = Crew(meshes, people, TEST_PEOPLE_SEED, weights, device, processes=processes)
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
    kind: Annotated[str, typer.Option(help="segmentation, detection or classification.")],
    run: Annotated[Path, typer.Option(help="Folder of the training run.")],
    cache: Annotated[
        Path | None, typer.Option(help="Folder of its held-out studies; in --run without.")
    ] = None,
    config: Annotated[str, typer.Option(help="What the run was trained with.")] = "default",
    weights: Weights = None,
    write: Annotated[bool, typer.Option(help="Write the figures into the card.")] = False,
    device: Device = "cpu",
) -> None:
    """Measure what int8 costs: a run's weights as trained, and as they are shipped."""
    from inference.networks.models import bundled_weights, choose_device
    from training.quantisation import QuantisationRequest, measure_quantisation

    request = QuantisationRequest(
        kind,
        run,
        cache or run / "cache",
        config,
        (weights or bundled_weights()) if write else None,
        str(choose_device(device)),
    )
    for line in measure_quantisation(request):
        typer.echo(line)


def reproduce(
    table: Annotated[Table, typer.Option(help="Which of the method's tables.")],
    run: Run,
    out: ResultsFile = RESULTS,
    steps: Annotated[int, typer.Option(help="Steps of training a row.")] = 1000,
    train: Annotated[int, typer.Option(help="Phantoms to train on.")] = 90,
    calibration: Annotated[int, typer.Option(help="Phantoms to choose thresholds on.")] = 30,
    test: Annotated[int, typer.Option(help="Phantoms to measure on.")] = 60,
    rows: Annotated[str, typer.Option(help="Names, parted by commas; all rows without.")] = "",
    seed: Annotated[int, typer.Option(help="Of weights and examples.")] = 1,
    stage1: Annotated[
        Path | None,
        typer.Option(
            help="Folder of weights that draw the combined rows' masks; the run's own without."
        ),
    ] = None,
    meshes: Meshes = None,
    device: Device = "auto",
) -> None:
    """Train and measure every row of one of the method's tables on the same phantoms.

    A row that is done is not trained again; a run that was stopped goes on.
    """
    from inference.networks.models import choose_device
    from training.locks import held
    from training.reproduce import LoopTrainer
    from training.reproduce import reproduce as measure_rows
    from training.rows.reproduction import Reproduction
    from training.rows.studies import Part, make_studies

    names = tuple(name for name in rows.split(",") if name)
    chosen = str(choose_device(device))
    job = Reproduction(table, run, steps, seed, chosen, names, stage1=stage1)
    counts = {Part.TRAIN: train, Part.CALIBRATION: calibration, Part.TEST: test}
    job.check(counts)
    command = (
        f"python -m training reproduce --table {table} --steps {steps} --train {train} "
        f"--calibration {calibration} --test {test} --seed {seed}"
        + (" --meshes DIR" if meshes else "")
        + (f" --rows {rows}" if rows else "")
        + (" --stage1 DIR" if stage1 else "")
    )
    with held(run):
        for line in make_studies(job.studies, counts, meshes):
            typer.echo(line)
        for line in measure_rows(job, LoopTrainer(chosen), out, command):
            typer.echo(line)


COMMANDS = (calibrate, evaluate, real, quantisation, reproduce)
