"""What the cheat sheet says once the reader has bound other keys and gestures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from viewer.state.bindings import Command, Keys, bindings, present_keys, present_text
from viewer.state.gestures import DragAction, Gestures, WheelAction, gestures_of
from viewer.state.hand_groups import Hand, HandGroup
from viewer.state.names import name_of
from viewer.state.settings import Settings
from viewer.texts import noop, tr

_SHARED = ("Shift+wheel",)
"""Gestures that have another meaning besides while a tool is in the hand."""

BOUND_BY_READER = noop("Bound by you")
"""Heads what had neither key nor gesture at first."""

_WHOLE_WORDS = 2
"""Up to so many letters are the beginning of a key or word: in the middle they are everywhere."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound, as the cheat sheet needs it.

    Attributes
    ----------
    present : dict of str to tuple of str
        By a key or gesture as it is at first: those that do the same now.
    more : tuple of Hand
        Keys or gestures, and what they do, of all that had none at first.
    """

    present: dict[str, Keys] = field(default_factory=dict)
    more: tuple[Hand, ...] = ()

    def groups(self, groups: Iterable[HandGroup]) -> tuple[HandGroup, ...]:
        """Write the sheet's lines in the reader's language, with what is bound now."""
        known = tuple(
            HandGroup(
                tr(group.title),
                tuple((present_text(keys, self.present), tr(does)) for keys, does in group.hands),
            )
            for group in groups
        )
        return (*known, HandGroup(tr(BOUND_BY_READER), self.more)) if self.more else known


def bound_now(commands: Iterable[Command], settings: Settings) -> Bound:
    """Tell what is bound."""
    present: dict[str, Keys] = {}
    more: list[Hand] = []
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


def is_sought(typed: str, *texts: str) -> bool:
    """Tell whether some texts together have every word that was typed."""
    text = " ".join(texts).casefold()
    return all(_has(text, word) for word in typed.casefold().split())


def _has(text: str, word: str) -> bool:
    start = r"(?<![^\s+(])" if len(word) <= _WHOLE_WORDS else ""
    return re.search(start + re.escape(word), text) is not None


def balanced(heights: Sequence[int], columns: int) -> tuple[range, ...]:
    """Share what stands one below the other among columns, in its order.

    Parameters
    ----------
    heights : sequence of int
        Of each part.
    columns : int
        At most as many as there are parts.

    Returns
    -------
    tuple of range
        The numbers of the parts in each column: none is empty, and the highest one is as low
        as can be.
    """
    inner = combinations(range(1, len(heights)), columns - 1)
    cuts = min(
        ((0, *cut, len(heights)) for cut in inner),
        key=lambda cut: sorted((sum(heights[a:b]) for a, b in pairwise(cut)), reverse=True),
    )
    return tuple(range(first, end) for first, end in pairwise(cuts))
