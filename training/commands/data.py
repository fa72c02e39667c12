"""Commands that make studies, or what networks are trained from."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from training.commands.options import (
    Device,
    FirstSeed,
    Meshes,
    Out,
    People,
    PseudoLabels,
    Readers,
    Seeds,
    Weights,
)
from training.sources import NOTHING, Data, DataSource


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


def miniature(
    out: Out,
    count: Annotated[int, typer.Option(help="How many studies.")] = 6,
) -> None:
    """Write a miniature of RSNA 2022, made of phantoms, to try the other commands on."""
    from training.phantoms.people import procedural_people
    from training.rsna.miniature import write_miniature

    made = write_miniature(out, procedural_people(2), count)
    typer.echo(f"{out}: {len(made.phantoms)} studies; use them as --data rsna:{out}")


def pool(
    out: Out,
    data: Data = DataSource(),  # noqa: B008  # frozen
    pseudo_labels: PseudoLabels = None,
    count: Seeds = 300,
    first_seed: FirstSeed = None,
    meshes: Meshes = None,
    people: People = 15,
    torsos: Annotated[bool, typer.Option(help="Lower spines instead of necks.")] = False,
    processes: Readers = 1,
) -> None:
    """Collect what segmentation and detection are trained on: phantoms, or RSNA's masks."""
    from training.making import Phantoms
    from training.phantom_filling import PhantomFiller, fill_phantoms
    from training.phantoms.people import load_people, procedural_torsos
    from training.pool import SEGMENTATION_OPTIONS
    from training.prepare import TORSOS, RsnaSource
    from training.rsna.commands import fill_from
    from training.seeds import Kind, seeds_of
    from training.settings import check_made

    if data.rsna is not None:
        source = RsnaSource(data.rsna, pseudo_labels, processes=processes)
        for line in fill_from(source, out, "stage1"):
            typer.echo(line)
        return
    kind = Kind.TORSOS if torsos else Kind.NECKS
    seeds, options = seeds_of(kind, count, first_seed), SEGMENTATION_OPTIONS
    made = Phantoms(options, TORSOS) if torsos else Phantoms(options, people, meshes)
    check_made(out, made.pooled(kind))

    def filler() -> PhantomFiller:
        load = partial(load_people, meshes, people, processes=processes)
        return PhantomFiller(out, procedural_torsos(TORSOS) if torsos else load(), options)

    typer.echo(sum(fill_phantoms(out, seeds, filler, processes), NOTHING))


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


def crops(
    out: Out,
    data: Data = DataSource(),  # noqa: B008  # frozen
    pseudo_labels: PseudoLabels = None,
    weights: Weights = None,
    device: Device = "cpu",
    count: Seeds = 300,
    first_seed: FirstSeed = None,
    meshes: Meshes = None,
    people: People = 15,
    unbroken: Annotated[bool, typer.Option(help="Necks without any fracture.")] = False,
    true_masks: Annotated[
        bool, typer.Option(help="Cut phantoms along their true masks, not the networks'.")
    ] = False,
    processes: Readers = 1,
) -> None:
    """Cut the vertebrae that classification is trained on out of phantoms or RSNA's studies."""
    from training.crops import CROP, CROP_OPTIONS
    from training.making import Phantoms
    from training.own_masks import load_mask_networks
    from training.phantom_filling import PhantomFiller, fill_phantoms
    from training.phantoms.people import load_people
    from training.prepare import RsnaSource
    from training.rsna.commands import fill_from
    from training.seeds import Kind, seeds_of
    from training.settings import check_made

    if data.rsna is not None:
        source = RsnaSource(data.rsna, pseudo_labels, weights, device, processes)
        for line in fill_from(source, out, "stage2"):
            typer.echo(line)
        return
    kind = Kind.UNBROKEN if unbroken else Kind.CUT_NECKS
    seeds = seeds_of(kind, count, first_seed)
    options = CROP_OPTIONS.unbroken() if unbroken else CROP_OPTIONS
    made = Phantoms(options, people, meshes)
    check_made(out, made.cut(kind, CROP, own_masks=not true_masks, weights=weights))

    def filler() -> PhantomFiller:
        networks = None if true_masks else load_mask_networks(weights, device)
        group = load_people(meshes, people, processes=processes)
        return PhantomFiller(out, group, options, CROP, networks)

    typer.echo(sum(fill_phantoms(out, seeds, filler, processes), NOTHING))


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


COMMANDS = (phantom, miniature, pool, speed, crops, pseudo_label)
