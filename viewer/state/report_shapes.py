"""What a displayed slice shows of an opened report's marks: to be seen, not to be changed."""

from __future__ import annotations

import numpy as np

from viewer.state.app import AppState
from viewer.state.mark_shapes import FROM_FILE, MarkShape, pixels_of, seen_lines
from viewer.state.planes import PlaneFrame
from viewer.state.results import ReportMark
from viewer.state.slab import SlabCut


def report_shapes(
    state: AppState, frame: PlaneFrame, slab: SlabCut | None
) -> tuple[MarkShape, ...]:
    """Return what a slice or slab shows of the marks; none while they are hidden or withheld."""
    report, view = state.shown_results.report, state.view
    if report is None or view is None or view.overlay.suppressed:
        return ()
    shapes = (_shape(number, mark, frame, slab) for number, mark in enumerate(report.marks))
    return tuple(shape for shape in shapes if shape is not None)


def _shape(
    number: int, mark: ReportMark, frame: PlaneFrame, slab: SlabCut | None
) -> MarkShape | None:
    seen, whole = seen_lines([np.array(line) for line in mark.lines_mm], frame, slab)
    if not seen:
        return None
    words = " ".join(part for part in (mark.level or "", mark.text) if part)
    return MarkShape(
        f"{FROM_FILE}-{number}",
        FROM_FILE,
        tuple(pixels_of(line) for line in seen),
        whole,
        texts=(words,) if words else (),
    )
