"""What the strip says of each level, as values that know no toolkit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inference.findings import LEVELS, Analysis, Finding, Level, LevelState
from inference.spine.shape import SpineShape
from viewer.state.app import AppState
from viewer.state.names import name_of
from viewer.state.reading_wording import IMPRESSIONS, WITHHELD, ReaderState, reader_state
from viewer.state.wording import finding_sentence, percent
from viewer.texts import noop, tr

NEEDS_MASKS = noop("The straightened spine is drawn from the masks of the levels: analyse first.")
FOLLOWING = noop("Following the spine…")
TOO_FEW = noop("Fewer than two levels were found: there is no spine to follow.")
NOT_IN_MASKS = noop("Not found")


@dataclass(frozen=True, slots=True)
class StripCell:
    """What stands beside the strip for one level.

    Attributes
    ----------
    level : Level
    chance : str
        Probability of a fracture; a dash where there is none.
    note : str
        What has to be known beside it: not analysed, in part, not found; often empty.
    reading : str
        The reader's own word on the level; empty while there is none.
    suspected : bool
    sentence : str
        All of it, for tooltips and screen readers.
    """

    level: Level
    chance: str
    note: str
    reading: str
    suspected: bool
    sentence: str


def strip_message(state: AppState) -> str:
    """Say why there is no strip; empty where there is one."""
    study = state.study
    if study is None or study.labels is None:
        return tr(NEEDS_MASKS)
    if study.spine is None:
        return tr(TOO_FEW if study.spine_sought else FOLLOWING)
    return ""


def is_strip_awaited(state: AppState) -> bool:
    """Tell whether there will be a strip in a moment: its room is kept, so that no image jumps."""
    study = state.study
    if study is None or study.labels is None or study.spine is not None:
        return False
    return not study.spine_sought


def strip_cells(
    analysis: Analysis, spine: SpineShape, readings: Mapping[Level, str], *, withheld: bool = False
) -> tuple[StripCell, ...]:
    """Describe all seven levels, whether they are on the strip or not.

    Parameters
    ----------
    analysis : Analysis
    spine : SpineShape
    readings : mapping of Level to str
        The reader's word in few words; levels without one are left out.
    withheld : bool
        Whether the model's word must not be seen yet.
    """
    make = _withheld_cell if withheld else _cell
    return tuple(
        make(finding, finding.level in spine.axes, readings.get(finding.level, ""))
        for finding in analysis.findings
    )


def readings_of(state: AppState) -> dict[Level, str]:
    """The reader's word on each level that is read, in few words.

    While the model's word is withheld there is nothing to accept: what the own read holds then.
    """
    reading = None if state.study is None else state.study.reading
    if reading is None:
        return {}
    if state.withheld:
        held = {level: reading.review.blind.impression(level) for level in LEVELS}
        return {level: tr(IMPRESSIONS[one]) for level, one in held.items() if one in IMPRESSIONS}
    states = {level: reader_state(reading.review, level, withheld=False) for level in LEVELS}
    return {
        level: name_of(said) for level, said in states.items() if said is not ReaderState.UNREAD
    }


def missing_ends(spine: SpineShape) -> tuple[tuple[Level, ...], tuple[Level, ...]]:
    """Return the levels that lie above and below what was found: they have no place."""
    first, last = spine.places[0].level.label, spine.places[-1].level.label
    return LEVELS[: first - 1], LEVELS[last:]


def _cell(finding: Finding, found: bool, reading: str) -> StripCell:
    note = {
        LevelState.ANALYSED: "",
        LevelState.PARTIAL: tr("In part"),
        LevelState.NOT_ANALYSED: tr("Not analysed"),
    }[finding.state]
    if not found:
        note = note or tr(NOT_IN_MASKS)
    chance = "–" if finding.probability is None else percent(finding.probability)
    parts = [finding_sentence(finding), "" if found else tr("not found in the masks"), reading]
    sentence = ". ".join(part for part in parts if part)
    return StripCell(finding.level, chance, note, reading, finding.suspected, sentence)


def _withheld_cell(finding: Finding, found: bool, reading: str) -> StripCell:
    """Where the level is, and nothing that the model says of it."""
    note = "" if found else tr(NOT_IN_MASKS)
    parts = [f"{finding.level}: {tr(WITHHELD)}", reading]
    sentence = " ".join(part for part in parts if part)
    return StripCell(finding.level, "", note, reading, suspected=False, sentence=sentence)
