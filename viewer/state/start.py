"""What stands in the window while no study does: an invitation, the reading, or a failure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from viewer.state.app import AppState, Job, MessageKind
from viewer.state.recent import Recent


class StartKind(StrEnum):
    """Which of the three pages it is."""

    EMPTY = "empty"
    OPENING = "opening"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StartPage:
    """The content of the page.

    Attributes
    ----------
    kind : StartKind
    job : Job or None
        What is being opened.
    failure : str
        What went wrong, and the remedy.
    recent : tuple of Recent
    """

    kind: StartKind
    job: Job | None = None
    failure: str = ""
    recent: tuple[Recent, ...] = ()


def start_page(state: AppState) -> StartPage | None:
    """Decide what stands there; None while a study does."""
    if state.study is not None:
        return None
    if state.opening is not None:
        return StartPage(StartKind.OPENING, state.opening)
    message = state.message
    if message is not None and message.kind is MessageKind.ERROR:
        return StartPage(StartKind.FAILED, failure=message.text, recent=state.recent)
    return StartPage(StartKind.EMPTY, recent=state.recent)
