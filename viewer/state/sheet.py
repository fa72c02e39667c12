"""What the cheat sheet says once the reader has bound other keys and gestures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from viewer.state.bindings import Command, Keys, bindings, present_keys, present_text
from viewer.state.gestures import DragAction, Gestures, WheelAction, gestures_of
from viewer.state.names import name_of
from viewer.state.settings import Settings

_SHARED = ("Shift+wheel",)
"""Gestures that have another meaning besides while a tool is in the hand."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound, as the cheat sheet needs it.

    Attributes
    ----------
    present : dict of str to tuple of str
        By a key or gesture as it is at first: those that do the same now.
    more : tuple of pair of str
        Keys or gestures, and what they do, of all that had none at first.
    """

    present: dict[str, Keys] = field(default_factory=dict)
    more: tuple[tuple[str, str], ...] = ()

    def rows(self, hands: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Write the sheet's lines with what is bound now."""
        known = tuple((present_text(keys, self.present), meaning) for keys, meaning in hands)
        return known + self.more


def bound_now(commands: Iterable[Command], settings: Settings) -> Bound:
    """Tell what is bound."""
    present: dict[str, Keys] = {}
    more = []
    known = list(commands)
    bound = bindings(known, settings.keys)
    for command in known:
        now = bound[command.name]
        present |= present_keys(command.keys, now)
        if now and not command.keys:
            more.append((", ".join(now), command.title))
    for action in (*DragAction, *WheelAction):
        if action in {DragAction.NOTHING, WheelAction.NOTHING}:
            continue
        first, now = gestures_of(action, Gestures()), gestures_of(action, settings.gestures)
        present |= present_keys(first, now)
        if now and not first:
            more.append((", ".join(now), name_of(action)))
    for gesture in _SHARED:
        present.pop(gesture, None)
    return Bound(present, tuple(more))
