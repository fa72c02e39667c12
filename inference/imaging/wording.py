"""Short lists of names for warnings and errors: one line, whatever the folder holds."""

from __future__ import annotations

from collections.abc import Sequence

NAMED_AT_MOST = 4
"""Names that a message spells out; the rest is counted."""

LONGEST_NAME = 120
"""Characters kept of a file's name."""

LONGEST_REASON = 160
"""Characters kept of another library's message."""


def count_of(count: int, singular: str, plural: str = "") -> str:
    """Return ``1 file`` or ``3 files``."""
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def printable(text: str, longest: int) -> str:
    """Return one line of text: control characters become spaces, the rest is cut."""
    line = "".join(c if c.isprintable() else " " for c in text[: longest + 1]).strip()
    return line if len(line) <= longest else line[: longest - 3] + "..."


def listed(names: Sequence[str]) -> str:
    """Join names with commas; after a few, say how many more there are."""
    names = list(dict.fromkeys(printable(name, LONGEST_NAME) for name in names))
    shown = ", ".join(names[:NAMED_AT_MOST])
    more = len(names) - NAMED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown


def reason(error: BaseException) -> str:
    """Return an exception's text on one short line, or its type's name."""
    return printable(" ".join(str(error).split()) or type(error).__name__, LONGEST_REASON)
