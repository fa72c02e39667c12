"""The languages that the window speaks."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language by its ISO 639-1 code, or whatever the system's is."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


LANGUAGES = {one.value: one for one in Language if one is not Language.SYSTEM}
"""By code."""

OWN_NAMES = {Language.ENGLISH: "English", Language.GERMAN: "Deutsch"}
"""Each as its speakers call it: who can't read the window still finds theirs."""
