"""Which keys do what: the commands' own keys, and those that the reader has given them instead.

A key is written as Qt does in its portable text, "Ctrl+Shift+P" on every system.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from viewer.texts import noop, tr

Keys = tuple[str, ...]
"""The keys of one command; any of them will do."""

UNBOUND = noop("no key")
"""Stands where a command has no key."""

_SEPARATORS = re.compile(r"(, | and | … )")
_HELD = " (held)"
_ALIASES = {"Enter": "Return", "PageUp": "PgUp", "PageDown": "PgDown"}


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a key can do.

    Attributes
    ----------
    name : str
        Stays the same from version to version: bindings are kept under it.
    title : str
        What it is called in menus.
    hint : str
        What it does, in a few words.
    keys : tuple of str
        Its keys as long as the reader has bound no others.
    """

    name: str
    title: str
    hint: str
    keys: Keys = ()


def bindings(commands: Iterable[Command], given: Mapping[str, Keys]) -> dict[str, Keys]:
    """Return the keys of every command, by its name.

    No key is there twice, for neither command would answer to it: what the reader has given
    comes before the commands' own keys, and among equals the first one keeps it.
    """
    bound: dict[str, Keys] = {}
    taken: set[str] = set()
    for command in sorted(commands, key=lambda command: command.name not in given):
        keys = given.get(command.name, command.keys)
        bound[command.name] = tuple(key for key in keys if key not in taken)
        taken.update(keys)
    return bound


def holder_of(
    key: str, commands: Iterable[Command], given: Mapping[str, Keys], but: Command
) -> Command | None:
    """Return which other command has a key."""
    known = list(commands)
    bound = bindings(known, given)
    for command in known:
        if command.name != but.name and key in bound[command.name]:
            return command
    return None


def bind(command: Command, keys: Keys, given: Mapping[str, Keys]) -> dict[str, Keys]:
    """Give a command keys, and take them from those that the reader had given them to.

    A command's own keys need no word in the settings.
    """
    others = {
        name: tuple(key for key in held if key not in keys)
        for name, held in given.items()
        if name != command.name
    }
    return others if keys == command.keys else {**others, command.name: keys}


def present_keys(first: Keys, now: Keys) -> dict[str, Keys]:
    """Tell what stands on the cheat sheet in the place of each key that a command has at first."""
    new = tuple(key for key in now if key not in first)
    present: dict[str, Keys] = {}
    for key in first:
        if key in now:
            present[key] = (key,)
        else:
            present[key], new = new, ()
    if new and first:
        present[first[-1]] += new
    return present


def present_text(text: str, present: Mapping[str, Keys]) -> str:
    """Write a line of the cheat sheet with what is bound now.

    Parameters
    ----------
    text : str
        Keys and gestures as they are at first, with ", ", " and " or " … " between them.
    present : mapping of str to tuple of str
        By a key or gesture as it is at first: those that do the same now.

    Returns
    -------
    str
        Parts that are no key or gesture of ``present`` stay as they are.
    """
    parts = _SEPARATORS.split(text)
    written = [_present_part(parts[0], present)]
    for separator, part in zip(parts[1::2], parts[2::2], strict=True):
        now = _present_part(part, present)
        if now and written[-1]:
            written.append(separator)
        written.append(now)
    return "".join(written) or tr(UNBOUND)


def _present_part(part: str, present: Mapping[str, Keys]) -> str:
    held = _HELD if part.endswith(_HELD) else ""
    shown = part.removesuffix(_HELD)
    key = first_key(shown)
    if key not in present:
        return part
    now = present[key]
    # An unchanged key keeps the sheet's own spelling.
    return ", ".join((shown if other == key else other) + held for other in now)


def first_key(shown: str) -> str:
    """Return how Qt writes a key that the cheat sheet spells for people."""
    before, plus, last = shown.rpartition("+")
    return before + plus + _ALIASES.get(last, last)
