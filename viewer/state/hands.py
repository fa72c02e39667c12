"""Keys and gestures of the mouse in the reader's language.

Commands keep their keys as Qt's portable text, and the cheat sheet its lines as they are at
first: both are looked up by that, so only what is shown is translated.
"""

from __future__ import annotations

import re

from viewer.texts import noop, tr

GESTURES = (
    noop("Wheel"),
    noop("Shift+wheel"),
    noop("Ctrl+wheel"),
    noop("Alt+wheel"),
    noop("Left-drag"),
    noop("Middle-drag"),
    noop("Right-drag"),
    noop("Left-drag of a line near its middle"),
    noop("Left-drag of a line near its end"),
    noop("Left click"),
    noop("Left click or drag on a mark"),
    noop("Right click"),
    noop("Double click"),
    noop("Shift+move"),
    noop("Alt+click"),
)

KEYS = (
    noop("Shift"),
    noop("Ctrl"),
    noop("Alt"),
    noop("Up"),
    noop("Down"),
    noop("Left"),
    noop("Right"),
    noop("PageUp"),
    noop("PageDown"),
    noop("PgUp"),
    noop("PgDown"),
    noop("Home"),
    noop("End"),
    noop("Space"),
    noop("Enter"),
    noop("Return"),
    noop("Tab"),
    noop("Esc"),
    noop("Del"),
)
"""What keyboards of other languages have other letters on."""

_HELD = " (held)"
_AND = " and "
_SEPARATORS = re.compile(f"(, |{_AND}| … )")


def hands_text(text: str) -> str:
    """Write a line of keys and gestures, with ", ", " and " or " … " between them."""
    parts = _SEPARATORS.split(text)
    return "".join(_separator(part) if odd % 2 else _part(part) for odd, part in enumerate(parts))


def _separator(text: str) -> str:
    return tr(" and ") if text == _AND else text


def _part(text: str) -> str:
    if text.endswith(_HELD):
        return tr("{key} (held)", key=_part(text.removesuffix(_HELD)))
    if text in GESTURES:
        return tr(text)
    # A plus sign is a key, too.
    *held, key = re.split(r"\+(?=.)", text)
    return "+".join(tr(one) if one in KEYS else one for one in (*held, key))
