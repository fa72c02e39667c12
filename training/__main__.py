"""``python -m training``: phantoms, training runs, export and evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
def pool(
    out: Out,
    count: Seeds = 300,
    first_seed: FirstSeed = 0,
    meshes: Meshes = None,
    people: People = 15,
    torsos: Annotated[bool, typer.Option(help="Lower spines instead of necks.")] = False,
) -> None:
    """Make the phantoms that segmentation and detection are trained on."""
    from training.phantoms.people import load_people, procedural_torsos
    from training.pool import SEGMENTATION_OPTIONS, fill_pool

    seeds = range(first_seed, first_seed + count)
    if torsos:
        fill_pool(out, procedural_torsos(6), seeds, SEGMENTATION_OPTIONS)
    else:
        fill_pool(out, load_people(meshes, people), seeds, SEGMENTATION_OPTIONS)


@app.command()
def crops(
    out: Out,
    count: Seeds = 300,
    first_seed: FirstSeed = 100_000,
    meshes: Meshes = None,
    people: People = 15,
    unbroken: Annotated[bool, typer.Option(help="Necks without any fracture.")] = False,
    weights: Annotated[
        Path | None, typer.Option(help="Cut along the masks of these weights, not the true ones.")
    ] = None,
) -> None:
    """Make the vertebra crops that classification is trained on."""
    from inference.networks.models import choose_device, load_models
    from training.crops import CROP, CROP_OPTIONS, UNBROKEN_OPTIONS, fill_crops
    from training.phantoms.people import load_people

    seeds = range(first_seed, first_seed + count)
    options = UNBROKEN_OPTIONS if unbroken else CROP_OPTIONS
    models = load_models(weights, choose_device("cpu")) if weights else None
    fill_crops(out, load_people(meshes, people), seeds, options, CROP, models)


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
    rough_masks: Annotated[
        float, typer.Option(help="Share of masks that are made like a network's.")
    ] = 1.0,
    rate: Annotated[float, typer.Option(help="Greatest learning rate.")] = 1e-3,
    start_from: Annotated[
        Path | None, typer.Option(help="Folder of weights to go on from.")
    ] = None,
    device: Device = "cpu",
) -> None:
    """Train stage 2's CrackNet and BiLSTMs."""
    from training.classification import ClassificationConfig, train_classification

    config = ClassificationConfig(steps=steps, rough_masks=rough_masks, learning_rate=rate)
    for line in train_classification(crops, run, config, device, start_from):
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
    weights: Annotated[Path | None, typer.Option(help="Instead of the bundled weights.")] = None,
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
    weights: Annotated[Path | None, typer.Option(help="Instead of the bundled weights.")] = None,
    write: Annotated[bool, typer.Option(help="Write the figures into the cards.")] = False,
    device: Device = "cpu",
) -> None:
    """Measure both stages on fresh phantoms: seeds and made people never trained on."""
    import json

    from training.evaluate import evaluate_to_cards

    for line in evaluate_to_cards(count, meshes, people, weights, write, device):
        typer.echo(line if isinstance(line, str) else json.dumps(line, indent=1))


if __name__ == "__main__":
    app()
