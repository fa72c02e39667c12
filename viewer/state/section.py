"""A piece of a page of words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, a paragraph each."""

    title: str
    lines: tuple[str, ...]
