"""Every text of the window in the reader's language, without knowing Qt or any language.

A text is written in English where it is said: ``tr("Open {name}", name=name)``, ``ntr`` where it
counts something, ``noop`` where it is only kept for a later ``tr``. The composition root hands in
once where translations are looked up; without one the window speaks English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Lookup = Callable[[str, str, int], str]
"""From a text, its plural (or "") and the number that it counts (or -1) to the reader's language.

What it does not know, it returns as it is, with the plural where the number asks for it.
"""


def english(text: str, plural: str = "", count: int = -1) -> str:
    """Return a text as it stands in the source, in singular or plural."""
    return text if not plural or count == 1 else plural


_lookup: Lookup = english

_IN_ENGLISH: ContextVar[bool] = ContextVar("_IN_ENGLISH", default=False)


def use_lookup(lookup: Lookup) -> None:
    """Say everything from now on as ``lookup`` has it."""
    global _lookup  # noqa: PLW0603  (one window, one language; only the composition root calls this)
    _lookup = lookup


@contextmanager
def in_english() -> Iterator[None]:
    """Say everything in here in English, whatever the window speaks: reports, files, logs.

    Only this thread does so; also a decorator.
    """
    token = _IN_ENGLISH.set(True)
    try:
        yield
    finally:
        _IN_ENGLISH.reset(token)


def tr(text: str, /, **values: object) -> str:
    """Return a text in the reader's language.

    Parameters
    ----------
    text : str
        A whole sentence or label in English, literally: it is what translators are shown.
    **values : object
        What stands in its places, ``{name}`` or ``{name:.1f}``; a translation may reorder them.
    """
    found = _look_up(text, "", -1)
    return found.format(**values) if values else found


def ntr(singular: str, plural: str, count: int, /, **values: object) -> str:
    """Return a text that counts something; ``{n}`` in it is the number.

    Languages with other plurals than one and many find theirs by the number.
    """
    return _look_up(singular, plural, count).format(n=count, **values)


def noop(text: str) -> str:
    """Mark a text for translation and return it as it is: a constant, said later with ``tr``."""
    return text


def _look_up(text: str, plural: str, count: int) -> str:
    return (english if _IN_ENGLISH.get() else _lookup)(text, plural, count)
