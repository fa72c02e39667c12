"""Dens on the command line: arguments to the window or to the headless analysis."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import typer

from inference.imaging.errors import DensError, InputError

COMMANDS = ("view", "analyze", "--help")
FAILED = 2
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Without any of these, Qt on Linux ends the process with a page of its own words."""


app = typer.Typer(
    help="Dens reads a trauma CT of the cervical spine with a second pair of eyes. "
    "Research use only.",
    epilog="'dens STUDY' is short for 'dens view STUDY'. "
    "Write ./analyze to open a folder of that name.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
STUDY_HELP = "A folder, a DICOM file, a DICOMDIR, a ZIP or a NIfTI."
SERIES_HELP = (
    "Series Instance UID, followed by #1, #2 and so on where several stacks share it; "
    "by default the best candidate."
)
Study = Annotated[Path, typer.Argument(metavar="STUDY", help=STUDY_HELP)]


@app.command()
def view(
    study: Annotated[
        list[Path] | None, typer.Argument(metavar="[STUDY]...", help=STUDY_HELP)
    ] = None,
    *,
    series: Annotated[str | None, typer.Option(help=SERIES_HELP)] = None,
) -> None:
    """Open the window, with a STUDY, or several, if given.

    This is what happens without a command.
    """
    if sys.platform == "linux" and not any(os.environ.get(name) for name in SCREENS):
        raise InputError(
            "no screen to open the window on; 'dens analyze STUDY --out DIR' needs none"
        )
    from viewer.launch import run

    raise typer.Exit(run(study or (), series))


@app.command()
def analyze(
    study: Study,
    *,
    out: Annotated[Path, typer.Option(help="Folder for the results; made if need be.")],
    series: Annotated[str | None, typer.Option(help=SERIES_HELP)] = None,
    device: Annotated[
        Literal["auto", "cpu", "cuda", "mps"], typer.Option(help="Where the networks run.")
    ] = "auto",
    include_names: Annotated[
        bool, typer.Option("--include-names", help="Write who the patient is to findings.json.")
    ] = False,
    screenshot: Annotated[
        Path | None, typer.Option(help="Also draw the window with the result to a PNG.")
    ] = None,
) -> None:
    """Analyse a STUDY without a window: write report.pdf, findings.json and masks.nii.gz.

    Exit status: 0 done, 2 the input, weights or output won't do, 3 analysed in part.
    """
    from rich.console import Console

    from viewer import headless

    console = Console()
    request = headless.Request(study, out, series, device, include_names)
    with headless.reporter(console) as report:
        outcome = headless.run_request(request, report)
    headless.tell(console, outcome)
    if screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from viewer.launch import save_screenshot

        save_screenshot(outcome.volume, outcome.analysis, screenshot)
        headless.plain(console, f"Written    {screenshot}")
    raise typer.Exit(outcome.exit_code)


def main(arguments: list[str] | None = None) -> int:
    """Run Dens and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A file's name may hold letters that this terminal does not have.
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] not in COMMANDS:
        given.insert(0, "view")
    try:
        app(given, prog_name="dens")
    except DensError as error:
        print(f"dens: {error}", file=sys.stderr)  # noqa: T201  # the one line that stderr gets
        return FAILED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
