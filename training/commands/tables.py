"""Commands that make the method's tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from training.commands.options import RESULTS, Device, Meshes, ResultsFile, Run
from training.rows.tables import Scale, Table


def reproduce(
    table: Annotated[Table, typer.Option(help="Which of the method's tables.")],
    run: Run,
    out: ResultsFile = RESULTS,
    steps: Annotated[
        int | None, typer.Option(help="Steps of training a row; 1000 without --minutes.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Train each row so long; --steps is then a limit.")
    ] = None,
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
    sizes: Annotated[
        Scale, typer.Option(help="How finely all rows read; coarse where there is no GPU.")
    ] = Scale.FULL,
    meshes: Meshes = None,
    device: Device = "auto",
    processes: Annotated[
        int, typer.Option(help="That make and cut studies, and draw examples for a GPU.")
    ] = 1,
) -> None:
    """Train and measure every row of one of the method's tables on the same phantoms.

    A row that is done is not trained again; a run that was stopped goes on. Several tables may
    be made in one run folder at the same time.
    """
    from inference.networks.models import choose_device
    from training.examples import preload
    from training.locks import held
    from training.reproduce import LoopTrainer
    from training.reproduce import reproduce as measure_rows
    from training.rows.reproduction import MOST_STEPS, STEPS, Reproduction
    from training.rows.studies import Part, make_studies
    from training.rows.workspace import SIZES

    names = tuple(name for name in rows.split(",") if name)
    chosen = str(choose_device(device))
    most = steps if steps is not None else STEPS if minutes is None else MOST_STEPS
    job = Reproduction(
        table,
        run,
        most,
        seed,
        chosen,
        names,
        sizes=SIZES[sizes],
        stage1=stage1,
        minutes=minutes,
        processes=processes,
    )
    counts = {Part.TRAIN: train, Part.CALIBRATION: calibration, Part.TEST: test}
    job.check(counts)
    command = (
        f"python -m training reproduce --table {table}"
        + (f" --steps {most}" if minutes is None or steps is not None else "")
        + (f" --minutes {minutes:g}" if minutes is not None else "")
        + f" --train {train} --calibration {calibration} --test {test} --seed {seed}"
        + (f" --sizes {sizes}" if sizes is not Scale.FULL else "")
        + (" --meshes DIR" if meshes else "")
        + (" --stage1 DIR" if stage1 else "")
    )
    preload("training.reproduce")
    with held(job.held):
        with held(job.studies, wait=True):
            for line in make_studies(job.studies, counts, meshes, processes=processes):
                typer.echo(line)
        for line in measure_rows(job, LoopTrainer(chosen), out, command):
            typer.echo(line)


def tables(
    results: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Folder of a file a row.")
    ],
    table: Annotated[Table | None, typer.Option(help="One of them; all without.")] = None,
    out: ResultsFile = RESULTS,
) -> None:
    """Write tables out of rows that are done: RUN/results, or files of several machines."""
    from training.rows.report import write_table

    for one in [table] if table is not None else Table:
        for line in write_table(one, results, out):
            typer.echo(line)


COMMANDS = (reproduce, tables)
