"""The whole state of the window, one frozen value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inference.findings import Analysis
from inference.imaging.memory import machine_bytes
from inference.spine.proposals import Proposal
from inference.spine.shape import SpineShape
from viewer.state.alignment_view import AlignmentView
from viewer.state.brush import Brush
from viewer.state.cine import FIRST_RATE_HZ
from viewer.state.drawing import Drawing
from viewer.state.layout import Layout
from viewer.state.library import Library, SeriesKey
from viewer.state.planes import Plane
from viewer.state.reading import Reading
from viewer.state.recent import Recent
from viewer.state.results import OpenedMasks, OpenedResults
from viewer.state.settings import Settings
from viewer.state.stroke import Stroke
from viewer.state.study import Study, with_analysis, with_reading
from viewer.state.view import (
    Overlay,
    ViewState,
    first_view,
    move_crosshair,
    set_opacity,
    set_pane,
)

if TYPE_CHECKING:
    from viewer.state.comparison import Comparison

KEPT_SHARE = 0.25
"""Share of the machine's memory that volumes may take that are loaded and not shown."""


class MessageKind(StrEnum):
    """How a message to the reader is meant."""

    INFORMATION = "information"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence to the reader, shown until dismissed or replaced."""

    kind: MessageKind
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """Work that runs off the main thread.

    Attributes
    ----------
    text : str
        What is being done.
    fraction : float
        0..1.
    picture : ndarray of uint8, shape (rows, columns), or None
        A first look at what is being opened.
    """

    text: str
    fraction: float = 0.0
    picture: NDArray[np.uint8] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Hung:
    """A loaded series that is not shown: how it hung, and what was opened for it, when it was."""

    study: Study
    view: ViewState
    results: OpenedResults = field(default_factory=OpenedResults)

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        masks = self.results.masks
        return self.study.volume.hu.nbytes + (0 if masks is None else masks.labels.nbytes)


@dataclass(frozen=True, slots=True, eq=False)
class AppState:
    """Everything that the window shows.

    Attributes
    ----------
    study : Study or None
    view : ViewState or None
        There is one whenever there is a study.
    kept : tuple of Hung
        Other loaded series, the last one shown first: going back to one takes no reading.
    library : Library
        Everything that has been opened.
    browser : bool or None
        Whether the reader wants the browser; None where that was left to Dens.
    strip, aligned : bool
        Whether the reader wants the straightened spine, and the planes along a vertebra's axes.
    recent : tuple of Recent
        What was opened lately, also by earlier windows.
    blind_first : bool
        Whether the model's word is withheld until the reader's own read is committed.
    results : OpenedResults
        What was opened from files for the shown series; ask :attr:`shown_results`.
    compared : Comparison or None
        Another study of the patient beside the current one.
    opening, analysing, exporting, comparing, opening_results : Job or None
        The work under way.
    message : Message or None
    cine_hz : float
        Slices a second, whenever they are played.
    layout : Layout
        Where the planes stand.
    drawing : Drawing
        What the hand draws, moves and has selected.
    brush : Brush
        What corrects the masks.
    stroke : Stroke or None
        The stroke of it that is under way.
    alignment : AlignmentView
        Which proposed measurement is looked at.
    settings : Settings
        What the reader has set once and for all.
    """

    study: Study | None = None
    view: ViewState | None = None
    kept: tuple[Hung, ...] = ()
    library: Library = field(default_factory=Library)
    browser: bool | None = None
    strip: bool = True
    aligned: bool = False
    recent: tuple[Recent, ...] = ()
    blind_first: bool = False
    results: OpenedResults = field(default_factory=OpenedResults)
    opening: Job | None = None
    analysing: Job | None = None
    exporting: Job | None = None
    compared: Comparison | None = None
    comparing: Job | None = None
    opening_results: Job | None = None
    message: Message | None = None
    cine_hz: float = FIRST_RATE_HZ
    layout: Layout = field(default_factory=Layout)
    drawing: Drawing = field(default_factory=Drawing)
    brush: Brush = field(default_factory=Brush)
    stroke: Stroke | None = None
    alignment: AlignmentView = field(default_factory=AlignmentView)
    settings: Settings = field(default_factory=Settings)

    @property
    def ready(self) -> bool:
        """Whether a study is open and read to its end."""
        return self.study is not None and self.study.filled is None

    @property
    def reading(self) -> Reading | None:
        """What the reader says of the open study."""
        return None if self.study is None else self.study.reading

    @property
    def withheld(self) -> bool:
        """Whether the model's word on the open study must not be seen yet."""
        return self.blind_first and (self.reading is None or self.reading.review.blind.is_open)

    @property
    def shown_analysis(self) -> Analysis | None:
        """The analysis of the open study with the reader's masks, unless it is withheld."""
        return None if self.study is None or self.withheld else self.study.latest

    @property
    def shown_results(self) -> OpenedResults:
        """What was opened from files for the open study, unless it is withheld."""
        if self.study is None or self.withheld or self.results.key != self.study.key:
            return OpenedResults()
        return self.results

    @property
    def masks_from_file(self) -> OpenedMasks | None:
        """The masks that stand in the place of Dens's; the brush shows what it corrects."""
        return None if self.brush.active else self.shown_results.masks

    @property
    def laid_over(self) -> Overlay:
        """What is laid over the planes: masks and boxes only where there are any to be seen."""
        overlay = Overlay() if self.view is None else self.view.overlay
        shown = not overlay.suppressed
        own = self.study is not None and self.study.labels is not None
        has_masks = own or self.masks_from_file is not None
        return replace(
            overlay,
            masks=overlay.masks and shown and has_masks,
            boxes=overlay.boxes and shown and self.shown_analysis is not None,
        )

    @property
    def browsing(self) -> bool:
        """Whether the browser is shown: by itself as soon as there is something to choose."""
        choice = self.library.offers_choice or bool(self.library.results)
        return choice if self.browser is None else self.browser


def open_study(state: AppState, study: Study) -> AppState:
    """Put a study in the window, hung afresh; the one shown before is kept as it is."""
    view = set_opacity(first_view(study.shown.geometry, study.body), state.settings.opacity)
    if study.filled is not None:
        index = study.shown.geometry.lps_to_index(view.crosshair_mm)
        index[study.filled.axis] = round(study.filled.middle)
        seen = study.shown.geometry.index_to_lps(index)
        view = move_crosshair(view, study.shown.geometry, seen)
    return _show(state, study, view)


def complete_study(state: AppState, study: Study) -> AppState:
    """Put the whole volume in the place of the part that is shown of it.

    What the reader has set since then stays. The panes are fitted to the whole patient where
    nobody has touched them: by now it is known better where the patient is.
    """
    before, view = state.study, state.view
    if before is None or view is None or before.filled is None or before.key != study.key:
        return open_study(state, study)
    first = first_view(before.shown.geometry, before.body)
    if all(view.pane(plane) == first.pane(plane) for plane in Plane):
        fitted = first_view(study.shown.geometry, study.body)
        for plane in Plane:
            view = set_pane(view, plane, fitted.pane(plane))
    else:
        study = replace(study, body=before.body)
    view = move_crosshair(view, study.shown.geometry, view.crosshair_mm)
    return replace(state, study=study, view=view)


def take_back(state: AppState, key: SeriesKey) -> AppState | None:
    """Show a kept series again as it hung; None where it is not kept."""
    for hung in state.kept:
        if hung.study.key == key:
            return _show(state, hung.study, hung.view, hung.results)
    return None


def drop_partial(state: AppState) -> AppState:
    """Take a series away whose reading was given up, and go back to the one before it."""
    if state.study is None or state.study.filled is None:
        return state
    if not state.kept:
        return replace(state, study=None, view=None)
    last = state.kept[0]
    return replace(
        state, study=last.study, view=last.view, results=last.results, kept=state.kept[1:]
    )


def _show(
    state: AppState, study: Study, view: ViewState, results: OpenedResults | None = None
) -> AppState:
    """Exchange what is shown, and keep what was within the bounds of the memory."""
    candidates = [hung for hung in state.kept if hung.study.key != study.key]
    before = state.study
    if before is not None and state.view is not None and _worth_keeping(before, study):
        candidates.insert(0, Hung(before, replace(state.view, playing=None), state.results))
    # Another study stands beside the one that it was put beside, and no other.
    shown = replace(state, study=study, view=view, compared=None, comparing=None)
    return replace(
        shown,
        kept=kept_of(candidates),
        analysing=None,
        message=None,
        stroke=None,
        results=results or OpenedResults(),
        alignment=state.alignment.without_choice(),
    )


def kept_of(candidates: Iterable[Hung]) -> tuple[Hung, ...]:
    """Return what of some loaded series stays, the first ones first, within the memory's bounds."""
    kept, room = [], machine_bytes() * KEPT_SHARE
    for hung in candidates:
        room -= hung.nbytes
        if room >= 0:
            kept.append(hung)
    return tuple(kept)


def _worth_keeping(before: Study, after: Study) -> bool:
    return before.key is not None and before.filled is None and before.key != after.key


def set_reading(state: AppState, reading: Reading) -> AppState:
    """Take over what the reader says of the open study; corrected masks change with it.

    Raises
    ------
    ValueError
        If no study is open.
    """
    study = state.study
    if study is None:
        raise ValueError("there is no study that a reading could belong to")
    return replace(state, study=with_reading(study, reading))


def set_analysis(state: AppState, analysis: Analysis, *, recalled: bool = False) -> AppState:
    """Add an analysis of the open study; ``recalled`` where it was kept from an earlier time.

    Raises
    ------
    ValueError
        If it was made on another grid, or no study is open.
    """
    if state.study is None or state.study.volume.geometry != analysis.geometry:
        raise ValueError("the analysis belongs to another volume than the one that is open")
    return replace(state, study=with_analysis(state.study, analysis, recalled=recalled))


def set_spine(state: AppState, labels: NDArray[np.uint8], spine: SpineShape | None) -> AppState:
    """Add what was found of the spine's shape, unless the mask it came from is gone."""
    if state.study is None or state.study.labels is not labels:
        return state
    return replace(state, study=replace(state.study, spine=spine, spine_sought=True))


def set_proposals(
    state: AppState, labels: NDArray[np.uint8], proposals: tuple[Proposal, ...]
) -> AppState:
    """Add what was measured on a mask, unless that mask is gone."""
    if state.study is None or state.study.labels is not labels:
        return state
    return replace(state, study=replace(state.study, proposals=proposals))
