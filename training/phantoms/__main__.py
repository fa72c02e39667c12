"""``python -m training.phantoms``: how fast phantoms are made, and slices taken from them."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(add_completion=False, help=__doc__, pretty_exceptions_enable=False)


@app.command()
def speed(
    count: Annotated[int, typer.Option(help="How many fresh phantoms.")] = 4,
    seconds: Annotated[float, typer.Option(help="How long slices are taken.")] = 3.0,
    spacing: Annotated[float, typer.Option(help="Distance of voxels, mm.")] = 1.5,
) -> None:
    """Print figures a core: processor time, so that other programs don't count."""
    from training.phantoms.people import load_people
    from training.phantoms.phantom import PhantomOptions, make_phantom
    from training.phantoms.speed import phantoms_a_second, slices_a_second

    people = load_people(None, 2)
    options = PhantomOptions(spacing_kji_mm=(spacing,) * 3)
    fresh = phantoms_a_second(people, options, count)
    slices = slices_a_second(make_phantom(people, 0, options), seconds)
    typer.echo(f"{fresh:.2f} fresh phantoms of {spacing:g} mm a second a core")
    typer.echo(f"{slices:.0f} windowed sagittal slices a second a core from a phantom in memory")


if __name__ == "__main__":
    app()
