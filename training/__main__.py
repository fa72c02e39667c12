"""``python -m training``: phantoms, training runs, export and evaluation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from inference.imaging.errors import DensError
from training.rows.tables import Table
from training.sources import Data, DataSource

FAILED = 2

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False
)

Out = Annotated[Path, typer.Option(help="Folder to write to.")]
Run = Annotated[Path, typer.Option(help="Folder of the training run; resumed if it exists.")]
Meshes = Annotated[
    Path | None,
    typer.Option(
        exists=True, file_okay=False, help="Folder of mesh sets; procedural only without."
    ),
]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")]
Seeds = Annotated[int, typer.Option(help="How many phantoms.")]
FirstSeed = Annotated[int, typer.Option(help="Seed of the first; below 900000 for training.")]
People = Annotated[int, typer.Option(help="How many procedural people.")]
Processes = Annotated[
    int, typer.Option(help="That measure at the same time, each with people and networks.")
]
Weights = Annotated[Path | None, typer.Option(help="Instead of the bundled weights.")]
ResultsFile = Annotated[Path, typer.Option(help="Markdown; only the command's section is written.")]
RESULTS = Path("training/RESULTS.md")
PseudoLabels = Annotated[
    Path | None,
    typer.Option(help="Folder made by 'pseudo-label', for RSNA studies without a mask."),
]


@app.command()
def phantom(
    out: Out,
    seed: Annotated[int, typer.Option(help="The same seed makes the same study.")] = 0,
    demo: Annotated[bool, typer.Option(help="The demonstration study.")] = False,
    meshes: Meshes = None,
) -> None:
    """Write one phantom as a DICOM CT series, its truth beside the folder as NAME-truth."""
    from training.phantoms.demonstration import demonstration
    from training.phantoms.dicom_series import write_series, write_truth
    from training.phantoms.people import load_people
    from training.phantoms.phantom import make_phantom

    made = demonstration() if demo else make_phantom(load_people(meshes, 4), seed)
    files = write_series(out, made.volume, made.volume.info.patient_id)
    write_truth(out.with_name(out.name + "-truth"), made)
    broken = ", ".join(f"{level}: {name}" for level, name in made.fractures.items()) or "none"
    typer.echo(f"{out}: {len(files)} slices; fractures: {broken}")


@app.command()
def miniature(
    out: Out,
    count: Annotated[int, typer.Option(help="How many studies.")] = 6,
) -> None:
    """Write a miniature of RSNA 2022, made of phantoms, to try the other commands on."""
    from training.phantoms.people import procedural_people
    from training.rsna.miniature import write_miniature

    made = write_miniature(out, procedural_people(2), count)
    typer.echo(f"{out}: {len(made.phantoms)} studies; use them as --data rsna:{out}")


@app.command()
def pool(
    out: Out,
    data: Data = DataSource(),  # noqa: B008  # frozen
    pseudo_labels: PseudoLabels = None,
    count: Seeds = 300,
    first_seed: FirstSeed = 0,
    meshes: Meshes = None,
    people: People = 15,
    torsos: Annotated[bool, typer.Option(help="Lower spines instead of necks.")] = False,
) -> None:
    """Collect what segmentation and detection are trained on: phantoms, or RSNA's masks."""
    from training.phantoms.people import load_people, procedural_torsos
    from training.pool import SEGMENTATION_OPTIONS, fill_pool, phantom_samples
    from training.rsna.commands import fill_pool_from

    if data.rsna is not None:
        for line in fill_pool_from(data.rsna, out, pseudo_labels):
            typer.echo(line)
        return
    seeds = range(first_seed, first_seed + count)
    group = procedural_torsos(6) if torsos else load_people(meshes, people)
    typer.echo(fill_pool(out, phantom_samples(group, seeds, SEGMENTATION_OPTIONS)))


@app.command()
def speed(
    count: Annotated[int, typer.Option(min=1, help="How many fresh phantoms.")] = 4,
    seconds: Annotated[float, typer.Option(help="How long examples are drawn.")] = 3.0,
) -> None:
    """Print how fast phantoms and stage 1's training examples come, a core."""
    from training.phantoms.people import load_people
    from training.phantoms.phantom import make_phantom
    from training.pool import SEGMENTATION_OPTIONS, as_sample
    from training.segmentation import SegmentationConfig
    from training.speed import examples_a_second, phantoms_a_second

    group, options = load_people(None, 2), SEGMENTATION_OPTIONS
    fresh = phantoms_a_second(group, options, count)
    samples = [as_sample(make_phantom(group, seed, options)) for seed in range(count)]
    drawn = examples_a_second(samples, SegmentationConfig(), seconds)
    typer.echo(f"{fresh:.2f} fresh phantoms a second a core")
    typer.echo(f"{drawn:.0f} augmented slices a second a core, of phantoms in memory")


@app.command()
def crops(
    out: Out,
    data: Data = DataSource(),  # noqa: B008  # frozen
    pseudo_labels: PseudoLabels = None,
    weights: Weights = None,
    device: Device = "cpu",
    count: Seeds = 300,
    first_seed: FirstSeed = 100_000,
    meshes: Meshes = None,
    people: People = 15,
    unbroken: Annotated[bool, typer.Option(help="Necks without any fracture.")] = False,
    true_masks: Annotated[
        bool, typer.Option(help="Cut phantoms along their true masks, not the networks'.")
    ] = False,
) -> None:
    """Cut the vertebrae that classification is trained on out of phantoms or RSNA's studies."""
    from inference.networks.models import choose_device, load_models
    from training.crops import CROP, CROP_OPTIONS, UNBROKEN_OPTIONS, fill_crops, phantom_cases
    from training.phantoms.people import load_people
    from training.rsna.commands import fill_crops_from

    if data.rsna is not None:
        for line in fill_crops_from(data.rsna, out, pseudo_labels, weights, device):
            typer.echo(line)
        return
    seeds = range(first_seed, first_seed + count)
    options = UNBROKEN_OPTIONS if unbroken else CROP_OPTIONS
    models = None if true_masks else load_models(weights, choose_device(device))
    cases = phantom_cases(load_people(meshes, people), seeds, options, models)
    typer.echo(fill_crops(out, cases, CROP))


@app.command()
def pseudo_label(
    data: Data,
    out: Out,
    weights: Weights = None,
    device: Device = "cpu",
    confidence: Annotated[
        float | None, typer.Option(help="Least mean confidence of a mask, 0..1.")
    ] = None,
) -> None:
    """Segment the RSNA studies that nobody segmented; keep the masks that can be believed."""
    from training.rsna.commands import pseudo_label_from

    for line in pseudo_label_from(data, out, weights, device, confidence):
        typer.echo(line)


@app.command()
def fit(
    stage: Annotated[str, typer.Argument(help="stage1, boxes, cracks, stage2, or all of them.")],
    run: Run,
    data: Data,
    config: Annotated[str, typer.Option(help="Name of the configuration.")] = "default",
    cache: Annotated[
        Path | None, typer.Option(help="Folder of what is made from the data; in --run without.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Steps of the whole run.")] = None,
    minutes: Annotated[
        float | None, typer.Option(help="End after so long, even if steps are left.")
    ] = None,
    batch: Annotated[int | None, typer.Option(help="Examples a step, over all processes.")] = None,
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
        typer.Option(help="Networks that draw missing masks; the bundled ones without."),
    ] = None,
    meshes: Meshes = None,
    count: Annotated[
        int, typer.Option(min=0, help="How many phantoms; 0 takes the cache as it is.")
    ] = 300,
    people: People = 15,
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
    options = SourceOptions(count, people, meshes, pseudo_labels, weights, str(chosen))
    source = open_source(data, options)
    run_fit(FitRequest(stage, config, run, cache, changes), source, chosen, Console())


@app.command()
def export(
    kind: Annotated[str, typer.Argument(help="segmentation, detection or classification.")],
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


def main() -> int:
    """Run a command and return its exit status; what a user can mend is said in one line."""
    try:
        app(prog_name="python -m training")
    except DensError as error:
        print(f"training: {error}", file=sys.stderr)
        return FAILED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
