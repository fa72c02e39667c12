"""What the window's frame says, which is all that a task bar or a screen reader tells of it."""

from __future__ import annotations

from viewer.state.app import AppState
from viewer.state.wording import percent, person_name, study_title

PROGRAM = "Dens"
SEPARATOR = " \u2013 "
"""An en dash, as window systems have it."""

ANALYSING = "Analysing {share}"


def window_title(state: AppState) -> str:
    """Name whose study is open, and how far its analysis is: that may be waited for elsewhere."""
    parts = []
    if state.analysing is not None:
        parts.append(ANALYSING.format(share=percent(state.analysing.fraction)))
    if state.study is not None:
        info = state.study.volume.info
        parts += [part for part in (person_name(info.patient_name), study_title(info)) if part]
    return SEPARATOR.join((*parts, PROGRAM))
