"""Names of the method deck's tables and of their scales; no torch, as the command line wants."""

from __future__ import annotations

from enum import StrEnum


class Table(StrEnum):
    """A table of the deck."""

    STAGE1 = "stage1"
    STAGE2 = "stage2"
    COMBINED = "combined"


class Scale(StrEnum):
    """How finely all rows of a table read."""

    FULL = "full"
    """As the bundled networks of stage 2 do."""
    COARSE = "coarse"
    """Where there is no GPU: a step of CrackNet takes seconds instead of half a minute."""
