"""``python -m training``: phantoms, training runs, export and evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inference.imaging.errors import DensError
from training.sources import Data, DataSource

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False
)

Out = Annotated[Path, typer.Option(help="Folder to write to.")]
Run = Annotated[Path, typer.Option(help="Folder of the training run; resumed if it exists.")]
Meshes = Annotated[Path | None, typer.Option(help="Folder of mesh sets; procedural only without.")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")]
Steps = Annotated[int, typer.Option(help="Steps of the whole run.")]
Seeds = Annotated[int, typer.Option(help="How many phantoms.")]
FirstSeed = Annotated[int, typer.Option(help="Seed of the first; below 900000 for training.")]
People = Annotated[int, typer.Option(help="How many procedural people.")]
Weights = Annotated[Path | None, typer.Option(help="Instead of the bundled weights.")]
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
def segmentation(
    pool: Annotated[Path, typer.Option(help="Folder made by 'pool'.")],
    run: Run,
    steps: Steps = 3000,
    patch: Annotated[int, typer.Option(help="Side of a training image, a multiple of 32.")] = 96,
    device: Device = "cpu",
) -> None:
    """Train stage 1's UNet."""
    from training.segmentation import SegmentationConfig, train_segmentation

    for line in train_segmentation(pool, run, SegmentationConfig(steps=steps, patch=patch), device):
        typer.echo(line)


@app.command()
def detection(
    pool: Annotated[Path, typer.Option(help="Folder made by 'pool'.")],
    run: Run,
    steps: Steps = 700,
    device: Device = "cpu",
) -> None:
    """Train the YOLOv5 detector."""
    from training.detection import DetectionConfig, train_detection

    for line in train_detection(pool, run, DetectionConfig(steps=steps), device):
        typer.echo(line)


@app.command()
def classification(
    crops: Annotated[Path, typer.Option(help="Folder made by 'crops'.")],
    run: Run,
    steps: Steps = 1400,
    device: Device = "cpu",
) -> None:
    """Train stage 2's CrackNet and BiLSTMs."""
    from training.classification import ClassificationConfig, train_classification

    for line in train_classification(crops, run, ClassificationConfig(steps=steps), device):
        typer.echo(line)


@app.command()
def export(
    kind: Annotated[str, typer.Argument(help="segmentation, detection or classification.")],
    run: Run,
    out: Out = Path("resources/weights"),
    version: Annotated[str, typer.Option(help="Version of the weights.")] = "0.1.0",
) -> None:
    """Write a run's weights as int8 safetensors with their card."""
    from training.export import export as write

    card = write(kind, run, out, version)
    typer.echo(f"{out / card.weights}: sha256 {card.sha256}")


@app.command()
def calibrate(
    count: Seeds = 24,
    meshes: Meshes = None,
    people: People = 8,
    weights: Weights = None,
    device: Device = "cpu",
) -> None:
    """Choose the classifier's working thresholds on phantoms from seed 800000 on."""
    from training.evaluate import calibrate_card

    for line in calibrate_card(count, meshes, people, weights, device):
        typer.echo(line)


@app.command()
def evaluate(
    count: Seeds = 50,
    meshes: Meshes = None,
    people: People = 8,
    weights: Weights = None,
    write: Annotated[bool, typer.Option(help="Write the figures into the cards.")] = False,
    device: Device = "cpu",
) -> None:
    """Measure both stages on fresh phantoms: seeds and made people never trained on."""
    import json

    from training.evaluate import evaluate_to_cards

    for line in evaluate_to_cards(count, meshes, people, weights, write, device):
        typer.echo(line if isinstance(line, str) else json.dumps(line, indent=1))


def main() -> None:
    """Run the command line; an error that is written for the user is one line."""
    try:
        app()
    except DensError as error:
        typer.echo(f"training: {error}", err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
