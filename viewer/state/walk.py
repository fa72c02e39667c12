"""The way from level to level: what is most suspected first, then what is not read yet."""

from __future__ import annotations

from dataclasses import replace

from inference.findings import LEVELS, Level
from viewer.review.review import UNREAD
from viewer.state.aligned import orientation_along
from viewer.state.app import AppState
from viewer.state.oblique import turn_planes
from viewer.state.view import ViewState, bone_window, go_to_finding


def walk_order(state: AppState) -> tuple[Level, ...]:
    """Return the levels that a walk may come to, in its order.

    Suspected levels by falling probability, then the other analysed ones alike. While the
    model's word is withheld, the order must not tell of it: from the head down. Levels that
    were not analysed have no place on the images to walk to.
    """
    study, shown = state.study, state.shown_analysis
    if study is None:
        return ()
    if shown is not None:
        rest = [f for f in shown.findings if f.probability is not None and not f.suspected]
        rest.sort(key=lambda finding: -(finding.probability or 0.0))
        return tuple(finding.level for finding in (*shown.suspected, *rest))
    if not state.withheld:
        return ()
    if study.analysis is None:
        return LEVELS
    return tuple(f.level for f in study.analysis.findings if f.centroid_lps_mm is not None)


def next_level(state: AppState, step: int) -> Level | None:
    """Return where a walk comes to next (+1) or came from (-1), in a ring; None for nowhere.

    Levels that are neither suspected nor unread are passed over.
    """
    order = walk_order(state)
    view, shown = state.view, state.shown_analysis
    stops = set(order)
    if shown is not None:
        review = UNREAD if state.reading is None else state.reading.review
        stops = {
            level for level in order if shown.finding(level).suspected or not review.is_read(level)
        }
    if view is None or not stops:
        return None
    before_first = -1 if step > 0 else 0
    at = order.index(view.selected) if view.selected in order else before_first
    ring = (order[(at + step * n) % len(order)] for n in range(1, len(order) + 1))
    return next(level for level in ring if level in stops)


def at_level(state: AppState, level: Level) -> ViewState | None:
    """Return the view of a level; None while no study is open.

    Without an analysis the level is selected and the images stay.
    """
    study, view = state.study, state.view
    if study is None or view is None:
        return None
    if study.latest is None:
        return replace(view, selected=level)
    finding = study.latest.finding(level)
    if state.withheld:
        # Which plane weighed most, and what was seen on it, is the model's word, too.
        finding = replace(finding, planes=(), cracks=None)
    return go_to_finding(view, study.shown.geometry, study.body, finding)


def walked_to(state: AppState, level: Level) -> ViewState | None:
    """Return the view of a level as a walk shows it: also in a bone window.

    Planes that are turned are laid along the level's own axes: those of the vertebra before
    would cut this one askew.
    """
    study, view = state.study, at_level(state, level)
    if study is None or view is None:
        return None
    along = orientation_along(study, level, view.crosshair_mm)
    if view.orientation is not None and along is not None:
        view = turn_planes(view, study.shown.geometry, along)
    return bone_window(view)
