"""What of the model's evidence is shown: a level's crack map, and what its planes weighed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from inference.evidence import CrackMap
from inference.findings import Finding, Level, Point
from viewer.state.app import AppState
from viewer.state.view import ViewState, move_crosshair
from viewer.state.wording import percent
from viewer.texts import tr

SHOWN_LOGIT = 0.0
"""Cells below this are left out, and a plane without a higher one has no place to go to: the
network itself takes them for sound bone rather than for a crack."""


@dataclass(frozen=True, slots=True)
class WeighedPlanes:
    """What the planes of a level weighed in the model's decision.

    Attributes
    ----------
    level : Level
    weights : tuple of float
        From the head down; they sum to 1.
    heaviest : int
        Which weighed most, 0-based.
    current : int or None
        The one at the crosshair's height; None where that is beyond all of them.
    caption : str
        Which weighed most, and where it lies.
    sentence : str
        All of it, for screen readers.
    hint : str
        What a click does.
    """

    level: Level
    weights: tuple[float, ...]
    heaviest: int
    current: int | None
    caption: str
    sentence: str
    hint: str


def evidence_finding(state: AppState) -> Finding | None:
    """Return the finding whose evidence is asked for; None where there is none to be seen.

    It is that of the level that the reader went to last, and before that of the level that is
    suspected most. While the model's word is withheld, so is what it goes by.
    """
    analysis, view = state.shown_analysis, state.view
    if analysis is None or view is None:
        return None
    if view.selected is not None:
        return analysis.finding(view.selected)
    return next(iter(analysis.suspected), None)


def has_evidence(state: AppState) -> bool:
    """Tell whether a map may be shown of any level: older analyses have none."""
    analysis = state.shown_analysis
    return analysis is not None and any(f.cracks is not None for f in analysis.findings)


def shown_cracks(state: AppState) -> CrackMap | None:
    """Return the crack map that is laid over the images; None where none is."""
    view, finding = state.view, evidence_finding(state)
    if view is None or finding is None:
        return None
    overlay = view.overlay
    if not overlay.evidence or overlay.suppressed or finding.level in overlay.hidden:
        return None
    return finding.cracks


def evidence_words(state: AppState) -> str:
    """Say of which level the crack map is shown, for screen readers; empty where none is."""
    finding = None if shown_cracks(state) is None else evidence_finding(state)
    return "" if finding is None else tr("Evidence of {level} shown", level=finding.level)


def toggle_evidence(view: ViewState, shown: bool) -> ViewState:
    """Lay the crack map over the images, or take it away."""
    return replace(view, overlay=replace(view.overlay, evidence=shown))


def weighed_planes(state: AppState) -> WeighedPlanes | None:
    """Tell what the planes of the level weighed; None where no plane was."""
    finding, view = evidence_finding(state), state.view
    if finding is None or view is None or not finding.planes:
        return None
    weights = tuple(plane.weight for plane in finding.planes)
    heaviest = int(np.argmax(weights))
    count, z = len(weights), finding.planes[heaviest].position_lps_mm[2]
    caption = tr(
        "{level}: strongest at plane {number} of {count}, z = {z:.1f} mm",
        level=finding.level,
        number=heaviest + 1,
        count=count,
        z=z,
    )
    return WeighedPlanes(
        finding.level,
        weights,
        heaviest,
        _plane_at(finding, view.crosshair_mm),
        caption,
        tr(
            "Plane weights of {caption}, weight {share}",
            caption=caption,
            share=percent(weights[heaviest]),
        ),
        tr("Click a plane to go to it"),
    )


def _plane_at(finding: Finding, position_mm: Point) -> int | None:
    """Return which of a level's planes lies at a point's height; None beyond them."""
    heights = np.array([plane.position_lps_mm[2] for plane in finding.planes])
    away = np.abs(heights - position_mm[2])
    nearest = int(np.argmin(away))
    step = float(np.abs(np.diff(heights)).max()) if len(heights) > 1 else np.inf
    return nearest if away[nearest] <= step / 2 else None


def at_plane(state: AppState, number: int) -> ViewState | None:
    """Return the view of one of the weighed planes (0-based); None where there is none.

    The crosshair goes to the plane's highest cell, where that is shown at all, else straight
    up or down to the plane.
    """
    finding, study, view = evidence_finding(state), state.study, state.view
    if finding is None or study is None or view is None or number >= len(finding.planes):
        return None
    cracks = finding.cracks
    if cracks is not None and cracks.peak_logit(number) > SHOWN_LOGIT:
        return move_crosshair(view, study.shown.geometry, cracks.peak_lps_mm(number))
    x, y, _ = view.crosshair_mm
    z = finding.planes[number].position_lps_mm[2]
    return move_crosshair(view, study.shown.geometry, (x, y, z))
