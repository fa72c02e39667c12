"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
FirstSeed = Annotated[
    int | None, typer.Option(help="Seed of the first, below 800000; their kind's own without.")
]
People = Annotated[int, typer.Option(help="How many procedural people.")]
Processes = Annotated[
    int, typer.Option(help="That measure at the same time, each with people and networks.")
]
Keep = Annotated[
    Path | None,
    typer.Option(help="Folder that keeps each study's result: what was stopped goes on there."),
]
Weights = Annotated[Path | None, typer.Option(help="Instead of the bundled weights.")]
ResultsFile = Annotated[Path, typer.Option(help="Markdown; only the command's section is written.")]
RESULTS = Path("training/RESULTS.md")
PseudoLabels = Annotated[
    Path | None,
    typer.Option(help="Folder made by 'pseudo-label', for RSNA studies without a mask."),
]
Readers = Annotated[int, typer.Option(min=1, help="Processes that make or read studies.")]
