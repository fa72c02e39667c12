"""What a right click offers at the place under the mouse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from inference.findings import LEVELS, Finding, Level, Point
from inference.imaging.volume import Volume
from viewer.state.app import AppState
from viewer.state.panel import Choice, verdict_form
from viewer.state.study import Study
from viewer.state.whose import own_masks_note
from viewer.texts import noop, tr

BY_OWN_MASKS = noop("By Dens's masks of this session:")


@dataclass(frozen=True, slots=True)
class PlaceMenu:
    """The part of the menu that depends on the place.

    Attributes
    ----------
    level : Level or None
        Which vertebra lies there.
    choices : tuple of Choice
        What can be said of it; empty where nothing can be yet.
    can_miss : bool
        Whether a finding of the reader's own can be added to it.
    note : str
        Whose masks say so, where others lie over the plane; mostly empty.
    """

    level: Level | None = None
    choices: tuple[Choice, ...] = ()
    can_miss: bool = False
    note: str = ""


def place_menu(state: AppState, position_mm: Point) -> PlaceMenu:
    """Decide what is offered at a point in LPS mm."""
    study = state.study
    level = None if study is None else level_at(study, position_mm)
    note = tr(BY_OWN_MASKS) if own_masks_note(state) else ""
    return PlaceMenu() if level is None else replace(level_menu(state, level), note=note)


def level_menu(state: AppState, level: Level) -> PlaceMenu:
    """Decide what is offered of a level, wherever it is named."""
    if state.view is None:
        return PlaceMenu()
    form = verdict_form(replace(state, view=replace(state.view, selected=level)))
    return PlaceMenu(level) if form is None else PlaceMenu(level, form.choices, form.can_miss)


def level_at(study: Study, position_mm: Point) -> Level | None:
    """Return the level whose mask is at a point, else the nearest one whose box holds it."""
    if study.analysis is None:
        return None
    label = 0 if study.labels is None else _label_at(study.shown, study.labels, position_mm)
    if label:
        return LEVELS[label - 1]
    holding = list(_holding(study.analysis.findings, position_mm))
    return min(holding)[1] if holding else None


def _label_at(volume: Volume, labels: np.ndarray, position_mm: Point) -> int:
    index = np.floor(volume.geometry.lps_to_index(position_mm) + 0.5).astype(int)
    if (index < 0).any() or (index >= labels.shape).any():
        return 0
    return int(labels[tuple(index)])


def _holding(findings: Iterable[Finding], position_mm: Point) -> Iterable[tuple[float, Level]]:
    """Yield the levels whose box holds a point, each after its distance."""
    at = np.asarray(position_mm)
    for finding in findings:
        if finding.box_lps_mm is None or finding.centroid_lps_mm is None:
            continue
        low, high = (np.asarray(corner) for corner in finding.box_lps_mm)
        if (low <= at).all() and (at <= high).all():
            yield float(np.linalg.norm(at - finding.centroid_lps_mm)), finding.level
