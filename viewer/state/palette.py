"""Finding a command by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viewer.state.bindings import Command, Keys

RECENT_KEPT = 8
"""Commands remembered that were chosen last."""

_AT_START = 8
_AT_WORD = 6
_AFTER_ANOTHER = 8
_IN_HINT = -20
"""Points of a letter that begins the name or a word, that follows the one before it, and of a
match in what the command does instead of its name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as the palette lists it.

    Attributes
    ----------
    command : Command
    keys : tuple of str
        What is bound.
    reason : str
        Why it can't be done now; empty where it can.
    """

    command: Command
    keys: Keys
    reason: str = ""


def find_entries(
    entries: Sequence[Entry], typed: str, recent: Sequence[str] = ()
) -> tuple[Entry, ...]:
    """List what fits: first what can be done, among that the best fit, then the last chosen."""
    ranked = []
    for number, entry in enumerate(entries):
        points = _points(entry.command, typed)
        if points is None:
            continue
        name = entry.command.name
        age = recent.index(name) if name in recent else len(recent)
        ranked.append(((bool(entry.reason), -points, age, number), entry))
    return tuple(entry for _, entry in sorted(ranked, key=lambda pair: pair[0]))


def remember(recent: Sequence[str], name: str) -> tuple[str, ...]:
    """Put a command on top of those chosen last."""
    return (name, *(other for other in recent if other != name))[:RECENT_KEPT]


def _points(command: Command, typed: str) -> int | None:
    by_title = fit(typed, command.title)
    if by_title is not None:
        return by_title
    by_hint = fit(typed, command.hint)
    return None if by_hint is None else by_hint + _IN_HINT


def fit(typed: str, text: str) -> int | None:
    """Tell how well a text has the typed letters, in their order; None where it has not.

    Blanks are left out of what is typed. Of all ways to find the letters the best one counts.
    """
    wanted, there = typed.lower().replace(" ", ""), text.lower()
    if not wanted:
        return 0
    best: list[int | None] = [
        _at(there, n) if c == wanted[0] else None for n, c in enumerate(there)
    ]
    for letter in wanted[1:]:
        reached: int | None = None
        following: list[int | None] = []
        for n, c in enumerate(there):
            ways = [reached + _at(there, n)] if reached is not None else []
            before = best[n - 1] if n else None
            if before is not None:
                ways.append(before + _AFTER_ANOTHER + _at(there, n))
            following.append(max(ways) if c == letter and ways else None)
            if before is not None:
                reached = before if reached is None else max(reached, before)
        best = following
    found = [points for points in best if points is not None]
    return max(found) if found else None


def _at(text: str, place: int) -> int:
    """Return the points of a letter by where it stands."""
    if place == 0:
        return _AT_START
    return 0 if text[place - 1].isalnum() else _AT_WORD
