"""What the window's frame says, which is all that a task bar or a screen reader tells of it."""

from __future__ import annotations

from pathlib import Path

from inference.imaging.volume import SeriesInfo
from viewer.state.app import AppState
from viewer.state.wording import UNNAMED, percent, person_name, study_title
from viewer.texts import noop, tr

PROGRAM = "Dens"
SEPARATOR = " \u2013 "
"""An en dash, as window systems have it."""

ANALYSING = noop("Analysing {share}")


def window_title(state: AppState) -> str:
    """Name whose study is open, and how far its analysis is: that may be waited for elsewhere."""
    parts = [] if state.study is None else _names(state.study.volume.info)
    if state.analysing is not None:
        parts.insert(0, tr(ANALYSING, share=percent(state.analysing.fraction)))
    return SEPARATOR.join((*parts, PROGRAM))


def _names(info: SeriesInfo) -> list[str]:
    """Name patient and examination; the file where it tells neither."""
    name = person_name(info.patient_name)
    study = study_title(info) if info.study_date or info.study_description else ""
    return [part for part in (name, study) if part] or [Path(info.source).name or UNNAMED]
