"""What every value of a review is checked for when it is made."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta


def need_finite(values: Sequence[float], what: str) -> None:
    """Refuse numbers that are no numbers.

    Raises
    ------
    ValueError
        Naming ``what``.
    """
    if not all(math.isfinite(value) for value in values):
        raise ValueError(f"{what} must be finite, got {tuple(values)}")


def need_text(text: str, what: str, *, empty: bool = True) -> None:
    """Refuse a text that no file could hold, and an empty one where there has to be one.

    Raises
    ------
    ValueError
        Naming ``what``.
    """
    if not empty and not text.strip():
        raise ValueError(f"{what} must not be empty")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"{what} holds half a character at place {error.start}") from error


def need_utc(moment: datetime | None, what: str) -> None:
    """Refuse a time that does not say that it is UTC.

    Raises
    ------
    ValueError
        Naming ``what``.
    """
    if moment is not None and moment.utcoffset() != timedelta(0):
        raise ValueError(f"{what} must be in UTC, got {moment.isoformat()}")


def need_each_once(values: Iterable[object], what: str) -> None:
    """Refuse doubles.

    Raises
    ------
    ValueError
        Naming ``what`` and the double.
    """
    seen: set[object] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} {value} is there twice")
        seen.add(value)


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)
