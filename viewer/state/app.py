"""The whole state of the window, one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inference.findings import Analysis
from inference.imaging.series import Series
from inference.imaging.volume import Volume
from viewer.state.body import Body, find_body
from viewer.state.view import ViewState, first_view


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
    """

    text: str
    fraction: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """The open study.

    Attributes
    ----------
    volume : Volume
        As read, in the file's own axis order: what is analysed and exported.
    shown : Volume
        The same voxels in canonical order: what the panes show.
    body : Body
        Where the patient is in it.
    choices : tuple of Series
        Every CT series that could be opened instead, this one included.
    series : Series or None
        Which of them it is: two may share a Series Instance UID.
    analysis : Analysis or None
        On the grid of ``volume``.
    labels : ndarray of uint8 or None, shape (k, j, i)
        The analysis's mask on the grid of ``shown``.
    """

    volume: Volume
    shown: Volume
    body: Body
    choices: tuple[Series, ...] = ()
    series: Series | None = None
    analysis: Analysis | None = None
    labels: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AppState:
    """Everything that the window shows.

    Attributes
    ----------
    study : Study or None
    view : ViewState or None
        There is one whenever there is a study.
    opening, analysing, exporting : Job or None
        The work under way.
    message : Message or None
    """

    study: Study | None = None
    view: ViewState | None = None
    opening: Job | None = None
    analysing: Job | None = None
    exporting: Job | None = None
    message: Message | None = None


def make_study(
    volume: Volume, choices: tuple[Series, ...] = (), series: Series | None = None
) -> Study:
    """Prepare a volume for the panes; reads through it, so do it off the main thread."""
    shown = volume.canonical()
    return Study(volume, shown, find_body(shown), choices, series)


def open_study(state: AppState, study: Study) -> AppState:
    """Put a new study in the window, hung afresh; an analysis of the old one is dropped."""
    view = first_view(study.shown.geometry, study.body)
    return replace(state, study=study, view=view, analysing=None, message=None)


def set_analysis(state: AppState, analysis: Analysis) -> AppState:
    """Add an analysis of the open study.

    Raises
    ------
    ValueError
        If it was made on another grid, or no study is open.
    """
    if state.study is None or state.study.volume.geometry != analysis.geometry:
        raise ValueError("the analysis belongs to another volume than the one that is open")
    _, turn = analysis.geometry.canonical()
    labels = np.asarray(turn.apply(analysis.mask), dtype=np.uint8)
    return replace(state, study=replace(state.study, analysis=analysis, labels=labels))
