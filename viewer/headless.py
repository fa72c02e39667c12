"""The analysis without a window: open, analyse, write, and say what was found. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar

from inference.findings import Analysis, Finding, LevelState, Progress
from inference.imaging.loading import open_volume
from inference.imaging.volume import Volume
from viewer.report.dicom_files import missing_dicom
from viewer.report.export import NAMES, export_all, keep_input, keep_others
from viewer.report.files import make_folder
from viewer.state import wording

DONE = 0
ANALYSED_IN_PART = 3
"""Exit status when a level could not be analysed, or only in part."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be analysed, and where to.

    Attributes
    ----------
    study : Path
        Folder, DICOM file, ZIP or NIfTI.
    out : Path
        Folder for the results; made when it does not exist.
    series_id : str or None
        Series Instance UID, with ``#2`` and so on where stacks share it; by default the best
        candidate.
    device : str
        ``auto``, ``cpu``, ``cuda`` or ``mps``.
    include_names : bool
        Whether ``findings.json`` says who the patient is.
    """

    study: Path
    out: Path
    series_id: str | None = None
    device: str = "auto"
    include_names: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of a request.

    Attributes
    ----------
    volume : Volume
    analysis : Analysis
    files : tuple of Path
    opening_s, writing_s : float
        Wall-clock seconds beside the analysis's own.
    """

    volume: Volume
    analysis: Analysis
    files: tuple[Path, ...]
    opening_s: float
    writing_s: float

    @property
    def exit_code(self) -> int:
        """0 when every level was analysed in full, 3 otherwise."""
        return DONE if self.analysis.complete else ANALYSED_IN_PART


class Reporter(Protocol):
    """Called with what is being done and the fraction (0..1) of the whole that is done."""

    def __call__(self, text: str, fraction: float) -> None:
        """Show it."""


OPENING_SHARE = 0.15
"""Reading is counted as this part of the whole work on the progress bar."""

WRITING_SHARE = 0.05


def run_request(request: Request, report: Reporter) -> Outcome:
    """Open, analyse and write.

    Parameters
    ----------
    request : Request
    report : callable
        Told of progress.

    Raises
    ------
    DensError
        If the study, the weights, the device or the output folder won't do.
    """
    report("Opening the study", 0.0)
    keep_input(request.out, request.study)
    started = time.perf_counter()
    volume = open_volume(request.study, request.series_id, _opening(report))
    opened = time.perf_counter()
    make_folder(request.out)
    keep_others(request.out / name for name in NAMES)
    analysis = _drain(volume, request.device, report)
    analysed = time.perf_counter()
    report("Writing the results", 1.0 - WRITING_SHARE)
    files = export_all(request.out, volume, analysis, request.include_names)
    written = time.perf_counter()
    report("Done", 1.0)
    return Outcome(volume, analysis, files, opened - started, written - analysed)


def _opening(report: Reporter) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        report("Reading slices", OPENING_SHARE * done / max(total, 1))

    return progress


def _drain(volume: Volume, device: str, report: Reporter) -> Analysis:
    # Imported here: torch takes seconds, and a path that does not exist is told at once.
    from inference.pipeline import analyze

    share = 1.0 - OPENING_SHARE - WRITING_SHARE
    running = analyze(volume, device)
    while True:
        try:
            progress: Progress = next(running)
        except StopIteration as end:
            analysis: Analysis = end.value
            return analysis
        report(progress.text, OPENING_SHARE + share * progress.fraction)


@contextmanager
def reporter(console: Console) -> Iterator[Reporter]:
    """Give a progress bar on a terminal, plain lines elsewhere."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with ProgressBar(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("Starting", total=1.0)

        def show(text: str, fraction: float) -> None:
            bar.update(task, description=text, completed=fraction)

        yield show


class _Lines:
    """One line for each new thing that is done, for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = ""

    def __call__(self, text: str, fraction: float) -> None:
        """Print what is new."""
        if text != self._last:
            self._last = text
            plain(self._console, f"{fraction:4.0%}  {text}")


def plain(console: Console, text: str) -> None:
    """Print a line as it is: no markup, no colours, no wrapping."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def tell(console: Console, outcome: Outcome) -> None:
    """Say what was found, where it is, how long each step took, and what was written."""
    volume, analysis = outcome.volume, outcome.analysis
    slices, rows, columns = volume.geometry.shape_kji
    spacing = " x ".join(f"{mm:.2f}" for mm in volume.geometry.spacing_kji_mm)
    lines = ["", f"Volume     {slices} x {rows} x {columns} voxels of {spacing} mm (k, j, i)"]
    lines += [f"Warning    {warning.text} [{warning.code}]" for warning in volume.warnings]
    lines += ["", *(_level_line(finding) for finding in analysis.findings)]
    patient = analysis.patient
    chance = "" if patient.probability is None else f", {wording.percent(patient.probability)}"
    lines += [f"Neck  {wording.patient_summary(patient)}{chance}", ""]
    steps = {"opening": outcome.opening_s, **analysis.timing_s, "writing": outcome.writing_s}
    lines += [f"{step:<15}{seconds:7.1f} s" for step, seconds in steps.items()]
    lines += [f"{'together':<15}{sum(steps.values()):7.1f} s", ""]
    lines += [f"Written    {path}" for path in outcome.files]
    missing = missing_dicom(volume, analysis)
    lines += [f"Left out   {missing}"] if missing else []
    lines += ["", wording.RESEARCH_NOTICE]
    for line in lines:
        plain(console, line)


def _level_line(finding: Finding) -> str:
    mark = "*" if finding.suspected else " "
    chance = "" if finding.probability is None else wording.percent(finding.probability)
    words = f"{finding.level}  {mark} {wording.finding_summary(finding):<26}{chance:>7}"
    if finding.centroid_lps_mm is not None:
        x, y, z = finding.centroid_lps_mm
        words += f"   at x {x:.1f}  y {y:.1f}  z {z:.1f} mm"
    if finding.state is not LevelState.ANALYSED:
        words += f"   {finding.reason}"
    return words.rstrip()
