"""What the keyboard does on a pane itself, beside the commands of the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from viewer.texts import noop

PAGE_SLICES = 10
"""How far Shift+arrow and the page keys go."""


class PaneCommand(StrEnum):
    """One thing that a key does on the pane that has the keyboard."""

    PREVIOUS_SLICE = "previous_slice"
    NEXT_SLICE = "next_slice"
    TEN_BACK = "ten_back"
    TEN_ON = "ten_on"
    FIRST_SLICE = "first_slice"
    LAST_SLICE = "last_slice"
    THICKER = "thicker"
    THINNER = "thinner"
    HIDE_OVERLAYS = "hide_overlays"


@dataclass(frozen=True, slots=True)
class PaneKey:
    """What a command is called, and its keys as long as the reader has bound no others."""

    title: str
    keys: tuple[str, ...]


PANE_KEYS = {
    PaneCommand.PREVIOUS_SLICE: PaneKey(noop("Previous slice"), ("Up",)),
    PaneCommand.NEXT_SLICE: PaneKey(noop("Next slice"), ("Down",)),
    PaneCommand.TEN_BACK: PaneKey(noop("Ten slices back"), ("Shift+Up", "PgUp")),
    PaneCommand.TEN_ON: PaneKey(noop("Ten slices on"), ("Shift+Down", "PgDown")),
    PaneCommand.FIRST_SLICE: PaneKey(noop("First slice"), ("Home",)),
    PaneCommand.LAST_SLICE: PaneKey(noop("Last slice"), ("End",)),
    PaneCommand.THICKER: PaneKey(noop("Thicker slab"), ("Alt+Up",)),
    PaneCommand.THINNER: PaneKey(noop("Thinner slab"), ("Alt+Down",)),
    PaneCommand.HIDE_OVERLAYS: PaneKey(
        noop("Hide what lies over the image while held"), ("Space",)
    ),
}

STEPS = {
    PaneCommand.PREVIOUS_SLICE: -1,
    PaneCommand.NEXT_SLICE: 1,
    PaneCommand.TEN_BACK: -PAGE_SLICES,
    PaneCommand.TEN_ON: PAGE_SLICES,
}
"""Slices to go on."""

FIRST_PANE_KEYS = {key: command for command, at in PANE_KEYS.items() for key in at.keys}
"""The command of each key, as long as the reader has bound no others."""
